"""What a question is about, in Cypher: its parts, its seeds, what is nearest, where ways begin.

Each text goes on with one row: `m`, who asks, and lists that it adds.
"""

from __future__ import annotations

from benchmarks.peers.neo4j_loading import INDEX, THINGS_INDEX
from matcher.candidates import FROM_EACH
from matcher.facets import MAX_OWN_TOPICS
from matcher.goals import Goal
from matcher.question import (
    FROM_TEXTS_OF_LARGE,
    MAX_FACETS,
    NEAREST_ATTRIBUTES,
    NEAREST_OBJECTS,
    SHARPNESS,
)

ASKER = """
MATCH (m:Member) WHERE id(m) = $asker
WITH m, [[m, 1.0, 0.0]] AS oneself"""
"""`m`, and a list of ways that begin with them."""
_LATEST = "ORDER BY coalesce(r.at, 0) DESC, x.node"
_FACETS = {
    "purposes": "MATCH (m)-[r:HOLDS]->(x) WHERE NOT EXISTS { (x)<-[:REVISES]-() }",
    "profile": "WITH m AS x, null AS r",
    "seeks": "MATCH (m)-[r:SEEKS_SKILL]->(x)",
    "has": "MATCH (m)-[r:HAS_SKILL]->(x)",
    "asked": "MATCH (m)-[r:CREATED]->(x) WHERE x.asks",
    "wrote": "MATCH (m)-[r:CREATED]->(x)",
}
"""By the names that goals call them by: what stands for a member."""
_OF_EACH_FACET = 5
_BY_TEXT = """
WITH *, [$vector] AS parts, [] AS seeds"""
_THINGS = NEAREST_OBJECTS + NEAREST_ATTRIBUTES
_NEAREST = """
CALL (parts) {
    UNWIND parts AS part
    CALL db.index.vector.queryNodes('%s', toInteger(ceil(%d.0 / size(parts))), part)
    YIELD node, score
    WITH node, max(score) AS score ORDER BY score DESC LIMIT %d
    RETURN collect([node, 2.0 * score - 1.0]) AS %s
}"""
NEAREST_MEMBERS = _NEAREST % (INDEX, FROM_EACH, FROM_TEXTS_OF_LARGE, "near")
"""`near`: the nearest members and their cosines, best first. Each part looks for its share."""
MORE_MEMBERS = _NEAREST % (INDEX, FROM_EACH, FROM_EACH, "near")
"""The same, more of them: for those who have no other candidates."""
NEAREST_THINGS = _NEAREST % (THINGS_INDEX, FROM_EACH, FROM_TEXTS_OF_LARGE, "things")
"""`things`: the same of skills, content, activities and groups."""
FROM_SEEDS = """
WITH *, [seed IN seeds | [seed, 1.0 / size(seeds), 1.0 / size(seeds)]] AS starts"""
"""`starts`: nodes, how much of a walk begins there, and how much of one from the seeds alone."""
FROM_ALL = f"""
WITH *, [m] + seeds AS asked,
    reduce(all = 0.0, each IN things[..{_THINGS}] | all + exp({SHARPNESS} * each[1])) AS fits
WITH *,
    [node IN asked |
        [node, 0.5 / size(asked), CASE WHEN node = m THEN 0.0 ELSE 1.0 / size(seeds) END]] +
    [each IN things[..{_THINGS}] |
        [each[0], 0.5 * exp({SHARPNESS} * each[1]) / fits, 0.0]] AS starts"""
"""The same: half on the asker and the seeds, half on the nearest things by how well they fit."""


def parts_and_seeds(goal: Goal, *, by_text: bool) -> str:
    """`parts`, vectors that the question asks by, and `seeds`, the topics that the asker took up.

    By a text, its vector is the only part, and there are no seeds.
    """
    if by_text:
        return _BY_TEXT
    facets = "\n        UNION ALL\n".join(
        f"        {_FACETS[name]}\n        RETURN x, {turn} AS turn {_limited(name)}"
        for turn, name in enumerate(goal.facets)
    )
    topics = [kind for name, kind in (("seeks", "SEEKS_SKILL"), ("has", "HAS_SKILL"))
              if name in goal.facets]  # fmt: skip
    return f"""
CALL (m) {{
    CALL (m) {{
{facets}
    }}
    WITH x, min(turn) AS turn WHERE x.embedding IS NOT NULL
    ORDER BY turn LIMIT {MAX_FACETS}
    RETURN collect(x.embedding) AS parts
}}
CALL (m) {{
    MATCH (m)-[r:{"|".join([*topics, "JOINED"])}]->(x)
    WITH x, max(coalesce(r.at, 0)) AS at ORDER BY at DESC, x.node LIMIT {MAX_OWN_TOPICS}
    RETURN collect(x) AS seeds
}}"""


def _limited(facet: str) -> str:
    return "" if facet in ("profile", "purposes") else f"{_LATEST} LIMIT {_OF_EACH_FACET}"
