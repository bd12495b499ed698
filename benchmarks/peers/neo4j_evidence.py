"""What speaks for each candidate, in Cypher: pieces of evidence, what they bring and look for.

A piece is compared with the question once, however many candidates it speaks for. `told` and
`wanted` have an entry for each of the `candidates`, in their order.
"""

from __future__ import annotations

from matcher.evidence import MOST_TELLING_OF_LARGE
from matcher.features.evidence_kernel import LASTING, NEAR, WIDE
from matcher.goals import Goal
from matcher.question import MAX_FACETS

_TOPICS = "ABOUT|DEVELOPS|PART_OF|HAS_SKILL|SEEKS_SKILL|JOINED"
_RARITY = "log(1.0 + $size * seed.pull * seed.pull)"
# Of unit vectors at distance d, which it gives as 1 / (1 + d^2), the cosine is 1 - d^2 / 2; its own
# cosine takes five times as long.
_COSINES = "[part IN %s | 1.5 - 0.5 / vector.similarity.euclidean(vector, part)]"
_HIGHEST = "reduce(best = -1.0, each IN {0} | CASE WHEN each > best THEN each ELSE best END)"
BEST = f"CASE WHEN vector IS NOT NULL THEN {_HIGHEST.format(_COSINES % 'parts')} END"
"""The cosine of `vector` to the nearest of the `parts`; null without one."""
EVIDENCE_FEATURES = ("evidence_near", "evidence_wide", "evidence_lasting", "profile")
_WISHES = """
CALL (m) {
    MATCH (m)-[r:HAS_SKILL|HOLDS|CREATED|HOSTS]->(x) WHERE NOT x.asks
    WITH x, max(coalesce(r.at, 0)) AS at ORDER BY at DESC, x.node LIMIT %d
    RETURN collect(x) AS brought, collect(x.embedding) AS offers
}
CALL (candidates) {
    UNWIND range(0, size(candidates) - 1) AS place
    WITH place, candidates[place].c AS c
    OPTIONAL MATCH (c)-[r:SEEKS_SKILL|HOLDS|CREATED]->(wish) WHERE wish.asks OR type(r) <> 'CREATED'
    WITH wish, collect(place) AS places
    RETURN collect([wish, places]) AS wishes
}
CALL (wishes, brought, offers) {
    UNWIND wishes AS each
    WITH each[0] AS wish, each[1] AS places, each[0].embedding AS vector
    WITH places, CASE WHEN wish IN brought THEN 1.0
        WHEN vector IS NOT NULL AND size(offers) > 0 THEN %s END AS cosine
    UNWIND places AS place
    WITH place, max(cosine) AS cosine ORDER BY place
    WITH collect([cosine]) AS found
    RETURN [each IN found | each[0]] AS wanted
}"""
WISHES = _WISHES % (MAX_FACETS, _HIGHEST.format(_COSINES % "offers"))
"""`wanted`: how close what the asker brings is to what each candidate looks for."""


def pieces(goal: Goal) -> str:
    """`pieces`: nodes, and for which candidates each speaks and how much, fading soon and late.

    Of each candidate the most telling are taken. `rarities` of all seeds is their sum.
    """
    kinds = "|".join(kind.value for kind in goal.evidence)
    return f"""
CALL (candidates) {{
    UNWIND range(0, size(candidates) - 1) AS place
    WITH place, candidates[place].c AS c
    CALL (c) {{
        OPTIONAL MATCH (c)-[r:{kinds}]->(e)
        WITH e, r, $evidence[type(r)] * CASE WHEN e.asks THEN {goal.asking} ELSE 1.0 END AS weight
        ORDER BY weight * r.now DESC LIMIT {MOST_TELLING_OF_LARGE}
        RETURN e, weight * r.soon AS soon, weight * r.now AS late
    }}
    WITH e, collect([place, soon, late]) AS owners
    RETURN collect([e, owners]) AS pieces
}}"""


COMPARED = f"""
WITH *, reduce(all = 0.0, seed IN seeds | all + {_RARITY}) AS rarities
CALL (pieces, parts, seeds, rarities) {{
    UNWIND pieces AS piece
    WITH piece[0] AS e, piece[1] AS owners, piece[0].embedding AS vector
    WITH e, owners, {_COSINES % "parts"} AS cosines, CASE WHEN rarities > 0.0 THEN reduce(
            all = CASE WHEN e IN seeds THEN log(1.0 + $size * e.pull * e.pull) ELSE 0.0 END,
            seed IN COLLECT {{ MATCH (e)-[:{_TOPICS}]->(s) WHERE s IN seeds RETURN DISTINCT s }} |
            all + {_RARITY}) / rarities ELSE 0.0 END AS share
    WITH owners, cosines, share, CASE WHEN head(cosines) IS NULL THEN 0.0
        ELSE {_HIGHEST.format("cosines")} END AS best
    WITH owners, cosines,
        exp({NEAR.text} * best + {NEAR.path} * share) AS near,
        exp({WIDE.text} * best + {WIDE.path} * share) AS wide,
        exp({LASTING.text} * best + {LASTING.path} * share) AS lasting
    UNWIND owners AS owner
    WITH owner[0] AS place, sum(owner[1] * near) AS near, sum(owner[1] * wide) AS wide,
        sum(owner[2] * lasting) AS lasting, collect(cosines) AS several, size(cosines) AS width
    WITH place, near, wide, lasting, [part IN range(0, width - 1) |
        reduce(all = 0.0, each IN several | all + coalesce(each[part], 0.0))] AS sums
    WITH place, near, wide, lasting, reduce(
        most = sums[0], each IN sums | CASE WHEN each > most THEN each ELSE most END) AS profile
    ORDER BY place
    RETURN collect([near, wide, lasting, profile]) AS told
}}"""
"""`told`: of each candidate, the sums of three kernels over their evidence, and of its cosines."""
