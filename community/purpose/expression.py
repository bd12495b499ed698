"""Which of a member's doings carry their purpose, and which they spend time on that do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.phrases import phrase
from community.picture import Nodes, Picture
from community.proportions import wilson
from community.purpose.doings import Doing, doings_of
from community.purpose.held import held_statements
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

BASELINE = 500
"""Things of the same kind, drawn at random, that a doing is compared with."""
FEWEST_IN_BASELINE = 20
"""With fewer of a kind to compare with, nothing is said of that kind."""
BY_CHANCE = 0.1
"""Share of things of a kind, drawn at random, that count as carrying a purpose."""
_SERVES = RELATIONSHIP_CODES[RelationshipKind.SERVES]

DEFINITION = phrase(
    "of the things that they did and the people whom they helped, the share whose"
    " texts are closer to their statement than nine in ten texts of the same kind"
    " drawn at random, or that are said to serve it"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A doing beside the purpose.

    Attributes:
        doing: what was done.
        closeness: cosine of its text with the statement; None where it has none.
        threshold: the closeness that one in ten things of its kind reach by chance; None where
            there are too few to say.
        declared: it is said to serve this purpose.
    """

    doing: Doing
    closeness: float | None
    threshold: float | None
    declared: bool = False

    @property
    def carries(self) -> bool | None:
        """Whether it carries the purpose; None where that cannot be told."""
        if self.declared:
            return True
        if self.closeness is None or self.threshold is None:
            return None
        return self.closeness > self.threshold


@dataclass(frozen=True, slots=True)
class Expression:
    """A member's doings by whether they carry the purpose, and the share that does.

    Attributes:
        carrying: closest first.
        beside: those that do not, least close last.
        untold: those of which it cannot be told.
        share: of the first two, with its 95 % interval (Wilson 1927).
    """

    carrying: tuple[Carried, ...]
    beside: tuple[Carried, ...]
    untold: tuple[Carried, ...]
    share: Figure


def expression_of(picture: Picture, member: int) -> Expression:
    """Which of a member's doings carry the statement that counts now.

    A thing carries it if its text is closer to the statement than `1 - BY_CHANCE` of up to
    BASELINE things of the same kind that the member had no part in; of a person, what counts is
    their own statement, or what they say of themselves. Drawn with a fixed seed.
    """
    doings = doings_of(picture, member)
    held = held_statements(picture)
    statements = held.of(member)
    if not len(statements) or picture.snapshot.vector_rows[statements[-1]] < 0:
        return _unknown(doings, bool(len(statements)))
    speakers = _speaking_nodes(picture)
    purpose = picture.vectors(statements[-1:])[0]
    thresholds = {
        kind: _threshold(picture, speakers, purpose, kind, doings, member)
        for kind in sorted({doing.kind for doing in doings})
    }
    own = set(statements.tolist())
    nodes = speakers[np.array([doing.node for doing in doings], dtype=np.int32)]
    cosines = picture.vectors(nodes) @ purpose
    told = [
        Carried(
            doing,
            float(cosines[place]) if picture.snapshot.vector_rows[nodes[place]] >= 0 else None,
            thresholds[doing.kind],
            _serves(picture, doing.node, own),
        )
        for place, doing in enumerate(doings)
    ]
    return _sorted(told)


def _speaking_nodes(picture: Picture) -> Nodes:
    """(N,) int32, the node whose text speaks for each node: for a member, their statement's."""
    nodes = np.arange(picture.snapshot.size, dtype=np.int32)
    held = held_statements(picture)
    speaks = held.current & (picture.snapshot.vector_rows[held.purposes] >= 0)
    nodes[held.members[speaks]] = held.purposes[speaks]
    return nodes


def _threshold(
    picture: Picture,
    speakers: Nodes,
    purpose: npt.NDArray[np.float32],
    kind: EntityKind,
    doings: tuple[Doing, ...],
    member: int,
) -> float | None:
    others = picture.snapshot.nodes(kind)
    others = others[~np.isin(others, [member, *(doing.node for doing in doings)])]
    nodes = speakers[others]
    nodes = nodes[picture.snapshot.vector_rows[nodes] >= 0]
    if len(nodes) < FEWEST_IN_BASELINE:
        return None
    if len(nodes) > BASELINE:
        nodes = np.random.default_rng(0).choice(nodes, BASELINE, replace=False)
    return float(np.quantile(picture.vectors(nodes) @ purpose, 1.0 - BY_CHANCE))


def _serves(picture: Picture, node: int, own: set[int]) -> bool:
    out = picture.snapshot.out
    row = slice(*out.spans[node].tolist())
    served = out.neighbours[row][out.kinds[row] == _SERVES]
    return not own.isdisjoint(served.tolist())


def may_be_named(picture: Picture, member: int, doing: Doing) -> bool:
    """Whether a member's doing may be shown by name: a thing, or whom they may be told of."""
    if doing.kind is not EntityKind.MEMBER:
        return True
    return bool(picture.may_be_told(member, np.array([doing.node], dtype=np.int32))[0])


def _sorted(told: list[Carried]) -> Expression:
    ordered = sorted(told, key=lambda each: (-(each.closeness or 0.0), each.doing.id))
    carrying = tuple(each for each in ordered if each.carries)
    beside = tuple(each for each in ordered if each.carries is False)
    untold = tuple(each for each in ordered if each.carries is None)
    return Expression(carrying, beside, untold, _share(len(carrying), len(carrying) + len(beside)))


def _share(carrying: int, known: int) -> Figure:
    name = phrase("doings that carry the purpose")
    if not known:
        note = phrase("it needs things that they did, with texts that have vectors")
        return Figure(name, None, "share", DEFINITION, n=0, note=note)
    chance = phrase("by chance it would be about {by_chance:.0f} %", by_chance=100 * BY_CHANCE)
    note = phrase("{chance}; how long each thing took is not known", chance=chance)
    ends = wilson(carrying, known)
    return Figure(name, carrying / known, "share", DEFINITION, *ends, known, note)


def _unknown(doings: tuple[Doing, ...], is_stated: bool) -> Expression:
    needs = (
        phrase("a vector of their statement")
        if is_stated
        else phrase("a statement of their purpose")
    )
    share = Figure(
        phrase("doings that carry the purpose"),
        None,
        "share",
        DEFINITION,
        n=0,
        note=phrase("it needs {needs}", needs=needs),
    )
    return Expression((), (), tuple(Carried(doing, None, None) for doing in doings), share)
