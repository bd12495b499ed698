"""The best paths to who was chosen, in Cypher: up to three, of up to three steps each."""

from __future__ import annotations

from matcher.short_paths import MAX_PATHS

PATHS = f"""
CALL (m, seeds, chosen, starts, first, second) {{
    CALL (chosen, starts, first, second) {{
        UNWIND starts AS each
        RETURN each[0] AS y, each[1] AS value, [each[0]] AS nodes, [] AS steps,
            null AS c, null AS last
        UNION ALL
        UNWIND first AS each
        RETURN each[0] AS y, each[3][3] AS value, [each[3][1], each[0]] AS nodes,
            [each[3][2]] AS steps, null AS c, null AS last
        UNION ALL
        UNWIND second AS each
        WITH each WHERE each[3][0][1] <> each[0]
        RETURN each[0] AS y, each[3][3] AS value, [each[3][0][1], each[3][1], each[0]] AS nodes,
            [each[3][0][2], each[3][2]] AS steps, null AS c, null AS last
        UNION ALL
        UNWIND chosen AS each
        WITH each[0] AS c
        MATCH (c)-[last]-(y)
        RETURN y, $walked[type(last)] * last.now * c.pull / y.total AS value, null AS nodes,
            null AS steps, c, last
    }}
    WITH y, collect(CASE WHEN c IS NULL THEN [value, nodes, steps] END) AS ways,
        collect(CASE WHEN c IS NOT NULL THEN [value, c, last] END) AS ends
    WHERE size(ways) > 0
    UNWIND ends AS end
    UNWIND ways AS way
    WITH y, end[1] AS c, way[0] * end[0] AS strength, way[1] AS nodes, way[2] AS steps,
        end[2] AS last
    WHERE NOT c IN nodes AND strength > 0.0
    WITH *, CASE WHEN nodes[0] IN seeds THEN [m] ELSE [] END + nodes + [c] AS nodes,
        steps + [last] AS steps ORDER BY strength DESC
    WITH c, y, head(collect([strength, nodes, steps])) AS path
    ORDER BY path[0] DESC
    WITH c, collect(path)[..{MAX_PATHS}] AS paths
    RETURN collect([c, paths]) AS shown
}}"""
"""`shown`: of each of the `chosen`, the likeliest ways over different last steps.

A way begins where the walk begins, and with the asker where it is a topic of theirs."""
ANSWER = """
WITH chosen, shown
UNWIND chosen AS each
WITH each, head([some IN shown WHERE some[0] = each[0] | some[1]]) AS paths
RETURN each[0].node AS node, each[1] AS score, each[2] AS shares,
    [path IN coalesce(paths, []) | [path[0], [each IN path[1] | each.node],
        [each IN path[2] | [type(each), each.at]]]] AS paths
ORDER BY score DESC, node"""
