"""Where candidates come from, in Cypher: lists of members with what speaks for them, best first.

Where a query has a list `among`, those alone are found.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.candidates import FROM_ACTIVITY, FROM_EACH
from matcher.features.ties import RESTART as RESTART_AMONG_PEOPLE
from matcher.features.walk import RESTART_FROM_ALL
from matcher.goals import Goal
from matcher.paths import MAX_EXPANDED_OF_LARGE
from matcher.question import SHARPNESS
from matcher.tables import TIES
from matcher.walks import LIKELIEST

_DEEDS = "CREATED|HOSTS|ATTENDED|JOINED|ENGAGED"
_STEP = "$walked[type(r)] * r.now * y.pull / x.total"
_FIRST = "null AS before, origin[1] AS likely"
_NEXT = "origin[3] AS before, origin[3][3] AS likely"
ACTIVITY = f"""
CALL () {{
    MATCH (c:Member) WHERE c.activity > 0.0 WITH c ORDER BY c.activity DESC LIMIT {FROM_ACTIVITY}
    RETURN collect([c]) AS active
}}"""
"""`active`: who did most of late; the same for everybody."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of one to three steps from the nodes of a list.

    Attributes:
        starts: name of the list: nodes, and how much of each of two walks begins there.
        found: name of the members found, with how likely each of the two walks is there.
        after: names of the nodes after one, two and three steps, with the likeliest way to each.
        pattern: which relationships are followed.
        step: how likely a step `r` from `x` to `y` is.
        goes_on: how likely a walk is to take another step.
    """

    starts: str
    found: str
    after: tuple[str, str, str]
    pattern: str
    step: str
    goes_on: float

    def text(self, among: str) -> str:
        """From the likeliest nodes after a step alone ways go on; of hubs some steps are taken."""
        first, second, third = self.after
        likely = [f"{name}[..{MAX_EXPANDED_OF_LARGE}]" for name in self.after]
        return (
            self._stage(self.starts, self.starts, _FIRST, first)
            + self._stage(first, likely[0], _NEXT, second)
            + self._stage(second, likely[1], _NEXT, third)
            + f"""
CALL (m, {first}, {second}, {third}{_also(among)}) {{
    UNWIND [[1.0, {first}], [{self.goes_on}, {second}], [{self.goes_on**2}, {third}]] AS level
    UNWIND level[1] AS each
    WITH each[0] AS c, level[0] * each[1] AS wide, level[0] * each[2] AS narrow, m{_also(among)}
    WHERE c:Member AND c <> m{_in(among)}
    WITH c, sum(wide) AS wide, sum(narrow) AS narrow ORDER BY wide DESC LIMIT {FROM_EACH}
    RETURN collect([c, wide, narrow]) AS {self.found}
}}"""
        )

    def _stage(self, known: str, origins: str, before: str, found: str) -> str:
        return f"""
CALL ({known}) {{
    UNWIND {origins} AS origin
    WITH origin[0] AS x, origin[1] AS wide, origin[2] AS narrow, {before}
    CALL (x) {{
        MATCH (x)-[r{self.pattern}]-(y) RETURN y, r, {self.step} AS step LIMIT {LIKELIEST}
    }}
    WITH x, y, r, before, wide * step AS wide, narrow * step AS narrow, likely * step AS likely
    ORDER BY likely DESC
    WITH y, sum(wide) AS wide, sum(narrow) AS narrow, head(collect([before, x, r, likely])) AS way
    WHERE wide > 0.0
    WITH * ORDER BY wide DESC LIMIT {5 * FROM_EACH}
    RETURN collect([y, wide, narrow, way]) AS {found}
}}"""


WALK = Ways("starts", "walked", ("first", "second", "third"), "", _STEP, 1 - RESTART_FROM_ALL)
AMONG_PEOPLE = Ways(
    "oneself",
    "acquainted",
    ("met", "met_by_them", "met_then"),
    f":{'|'.join(kind.value for kind in TIES)}",
    "1.0 / x.ties",
    1 - RESTART_AMONG_PEOPLE,
)


def around(among: str) -> str:
    """`around`: members two steps from the asker, and how much their common neighbours say."""
    return f"""
CALL (m{_also(among)}) {{
    MATCH (m)-[p]-(x) WHERE $walked[type(p)] > 0.0
    WITH *, $walked[type(p)] * p.now * x.pull / m.total AS first
    CALL (x) {{ MATCH (x)-[r]-(y:Member) RETURN y AS c, {_STEP} AS step LIMIT {LIKELIEST} }}
    WITH *, first * step AS own WHERE c <> m{_in(among)}
    WITH c, sum(own) AS own, sum(-0.5 / log(x.pull)) AS common
    ORDER BY own DESC LIMIT {FROM_EACH}
    RETURN collect([c, own, common]) AS around
}}"""


def interests(among: str) -> str:
    """`alike`: who did the same things, rare ones counting more."""
    return f"""
CALL (m{_also(among)}) {{
    MATCH (m)-[r:{_DEEDS}]->(o) WHERE o.rarity > 0.0
    WITH m{_also(among)}, o, max(r.strength) * o.rarity * o.rarity / m.interest_length AS amount
    CALL (o) {{ MATCH (o)<-[r:{_DEEDS}]-(c) RETURN c, r.strength AS strength LIMIT {LIKELIEST} }}
    WITH * WHERE c <> m{_in(among)}
    WITH o, amount, c, max(strength) AS strength
    WITH c, sum(amount * strength) AS shared
    WITH c, shared / c.interest_length AS cosine ORDER BY cosine DESC LIMIT {FROM_EACH}
    RETURN collect([c, cosine]) AS alike
}}"""


def writers(goal: Goal) -> str:
    """`writers`: members who wrote, know or led what is nearest of the `things`."""
    kinds = "|".join(kind.value for kind in goal.evidence)
    return f"""
CALL (things) {{
    UNWIND things AS thing
    WITH thing[0] AS x, exp({SHARPNESS} * thing[1]) * thing[0].pull AS vote
    CALL (x) {{
        MATCH (x)<-[r:{kinds}]-(c:Member) RETURN c, $evidence[type(r)] AS weight LIMIT {LIKELIEST}
    }}
    WITH c, sum(weight * vote) AS vote ORDER BY vote DESC LIMIT {FROM_EACH}
    RETURN collect([c]) AS writers
}}"""


def _also(name: str) -> str:
    return f", {name}" if name else ""


def _in(name: str) -> str:
    return f" AND c IN {name}" if name else ""
