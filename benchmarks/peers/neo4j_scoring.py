"""The score in Cypher: features made comparable, weighted and added, so that shares can be read."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.peers.neo4j_candidates import FROM_SOURCES
from benchmarks.peers.neo4j_evidence import BEST, COMPARED, WISHES, pieces
from matcher.features import FEATURES
from matcher.goals import Goal
from matcher.scales import LEAST_SPREAD, USUAL_LEAD

_OWN_SKILLS = "COLLECT { MATCH (m)-[:HAS_SKILL|SEEKS_SKILL]->(s) RETURN DISTINCT s } AS skills"
_IN_COMMON = (
    "COLLECT { MATCH (c)-[:HAS_SKILL|SEEKS_SKILL]->(s) WHERE s IN skills RETURN DISTINCT s }"
)
_VALUES: Mapping[str, str] = {
    **{name: f"known.{name}" for name in FROM_SOURCES},
    "evidence_near": "said[0]",
    "evidence_wide": "said[1]",
    "evidence_lasting": "said[2]",
    "profile": "said[3] / c.%s_length",
    "own_text": BEST,
    "wanted_back": "wish",
    "shared_skills": f"reduce(all = 0.0, s IN {_IN_COMMON} | all + s.rarity * s.rarity)"
    " / (m.skill_length * c.skill_length)",
    "last_seen": "c.seen",
    "recent_month": "c.recent",
    "recent_leaders": "c.recent",
    "number_of_ties": "toFloat(c.ties)",
}
"""What each feature is, in what is known of a candidate `c`."""


def weights_of(goal: Goal, *, by_text: bool) -> dict[str, float]:
    """The weights of those of the goal's features that Cypher can say."""
    weights = goal.weights if by_text else goal.weights_by_member
    return {name: weights[name] for name in FEATURES if weights.get(name) and name in _VALUES}


def chosen(goal: Goal, weights: Mapping[str, float]) -> str:
    """`chosen`: the best of the `candidates`, their scores, and what each feature adds."""
    values = ", ".join(
        f"{_VALUES[name] % goal.name if name == 'profile' else _VALUES[name]} AS {name}"
        for name in weights
    )
    told = ", ".join(f"{name}: {name}" for name in ("c", *weights))
    shares = ", ".join(f"{name}: {weight} * ({_scaled(name)})" for name, weight in weights.items())
    lead = next((name for name in weights if FEATURES[name].scale == "lead"), None)
    leaders = f", collect({lead})[..3] AS leaders, sum({lead}) AS total" if lead else ""
    statistics = ", ".join(_statistics(name) for name in weights)
    return f"""{pieces(goal)}{COMPARED}{WISHES}
WITH *, {_OWN_SKILLS}
CALL (m, parts, skills, candidates, told, wanted) {{
    UNWIND range(0, size(candidates) - 1) AS place
    WITH candidates[place] AS known, candidates[place].c AS c,
        candidates[place].c.embedding AS vector, told[place] AS said, wanted[place] AS wish
    WITH c, {values}
    {f"ORDER BY {lead} DESC" if lead else ""}
    WITH collect({{{told}}}) AS rows, {statistics}{leaders}
    UNWIND rows AS row
    WITH row.c AS c, {{{shares}}} AS shares
    WITH c, shares, reduce(all = 0.0, name IN keys(shares) | all + shares[name]) AS score
    ORDER BY score DESC, c.node LIMIT $count
    RETURN collect([c, score, shares]) AS chosen
}}"""


def _statistics(name: str) -> str:
    spread = f", stDevP({name}) AS spread_{name}" if FEATURES[name].scale == "cosine" else ""
    return f"avg({name}) AS mean_{name}{spread}"


def _scaled(name: str) -> str:
    scale = FEATURES[name].scale
    if scale == "cosine":
        return (
            f"CASE WHEN row.{name} IS NOT NULL AND spread_{name} > {LEAST_SPREAD}"
            f" THEN (row.{name} - mean_{name}) / spread_{name} ELSE 0.0 END"
        )
    lift = (
        f"CASE WHEN row.{name} IS NOT NULL AND mean_{name} > 0.0"
        f" THEN log(1.0 + row.{name} / mean_{name}) ELSE 0.0 END"
    )
    if scale != "lead":
        return lift
    part = f"(reduce(all = 0.0, each IN leaders | all + each) / total / {USUAL_LEAD})"
    return f"CASE WHEN total > 0.0 THEN {part} ^ 2 * {lift} ELSE 0.0 END"
