"""Candidates in Cypher: the best of each source in turn, as far as the rules let them through."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.peers.neo4j_sources import ACTIVITY, AMONG_PEOPLE, WALK, around, interests, writers
from graph.schema import RelationshipKind
from matcher.candidates import MOST_OF_LARGE
from matcher.eligibility import RULES
from matcher.goals import Goal

AMONG = "among"
_VALUES: dict[str, tuple[tuple[str, int], ...]] = {
    "near": (),
    "writers": (),
    "active": (),
    "walked": (("walk_from_all", 1), ("walk_from_seeds", 2)),
    "around": (("walk_from_asker", 1), ("common_neighbours", 2)),
    "acquainted": (("social_walk", 1),),
    "alike": (("shared_interests", 1),),
}
"""Lists of members by their names; features that they tell, and where in each entry these are."""
FROM_SOURCES = tuple(name for values in _VALUES.values() for name, _ in values)
"""Features that come with the candidates."""
_OF_SOURCES = {
    "texts": "near",
    "writers": "writers",
    "activity": "active",
    "interests": "alike",
    "social_walk": "acquainted",
    "walk_from_all": "walked",
    "walk_from_seeds_or_all": "walked",
    "walk_from_asker": "around",
}
"""The list that each source of a goal is found in."""


def lists_of(goal: Goal) -> tuple[str, ...]:
    """Names of the lists that a goal's candidates come from, in the order of its sources."""
    return tuple(dict.fromkeys(_OF_SOURCES[name] for name in goal.sources))


def sources(goal: Goal, *, by_vectors: bool) -> str:
    """The lists of a goal; `by_vectors` with the nearest members alone in those that tell most."""
    among = AMONG if by_vectors else ""
    texts = {
        "walked": WALK.text(among),
        "around": around(among),
        "acquainted": AMONG_PEOPLE.text(among),
        "alike": interests(among),
        "writers": writers(goal),
        "active": ACTIVITY,
    }
    wanted = [name for name in lists_of(goal) if _VALUES[name] or not by_vectors]
    only = "\nWITH *, [each IN near | each[0]] AS among" if by_vectors else ""
    return only + "".join(texts[name] for name in wanted if name in texts)


def candidates(goal: Goal, *, by_vectors: bool) -> str:
    """`candidates`: maps of a member `c` and the features that came with them."""
    lists = [name for name in lists_of(goal) if _VALUES[name] or name == "near" or not by_vectors]
    named = ", ".join(lists)
    branches = "\n        UNION ALL".join(_branch(name, by_vectors) for name in lists)
    sums = ", ".join(f"coalesce(max({name}), 0.0) AS {name}" for name in FROM_SOURCES)
    told = ", ".join(f"{name}: {name}" for name in ("c", *FROM_SOURCES))
    return f"""{_turned_down(goal)}
CALL (m, turned_down, {named}) {{
    CALL ({named}) {{{branches}
    }}
    WITH m, turned_down, c, turn, {", ".join(FROM_SOURCES)}
    WHERE turn IS NULL OR turn < {MOST_OF_LARGE}
    WITH m, turned_down, c, min(turn) AS turn, {sums}
    WHERE turn IS NOT NULL
    WITH * ORDER BY turn, c.node LIMIT {MOST_OF_LARGE}
    WHERE {_rules(goal)}
    RETURN collect({{{told}}}) AS candidates
}}"""


def _branch(name: str, by_vectors: bool) -> str:
    own = dict(_VALUES[name])
    turn = "null" if by_vectors and name != "near" else "turn"
    values = ", ".join(
        f"{name}[turn][{own[each]}] AS {each}" if each in own else f"null AS {each}"
        for each in FROM_SOURCES
    )
    return f"""
        UNWIND range(0, size({name}) - 1) AS turn
        RETURN {name}[turn][0] AS c, {turn} AS turn, {values}"""


def _turned_down(goal: Goal) -> str:
    """`turned_down`: those whom a relationship with the asker excludes."""
    rules = [RULES[name] for name in goal.rules]
    from_asker = [kind for rule in rules for kind in rule.from_asker]
    to_asker = [kind for rule in rules for kind in rule.to_asker]
    return f"""
WITH *, COLLECT {{ MATCH (m)-[:{_joined(from_asker)}]->(x) RETURN x }}
    + COLLECT {{ MATCH (m)<-[:{_joined(to_asker)}]-(x) RETURN x }} AS turned_down"""


def _joined(kinds: Iterable[RelationshipKind]) -> str:
    return "|".join(dict.fromkeys(kind.value for kind in kinds))


def _rules(goal: Goal) -> str:
    rules = ["c <> m", "NOT c.away", "NOT c IN turned_down"]
    if "may_mentor" in goal.rules:
        rules.append("c.able")
    if "has_capacity" in goal.rules:
        rules.append("(c.room IS NULL OR COUNT { (c)-[:MENTORS]->() } < c.room)")
    return " AND ".join(rules)
