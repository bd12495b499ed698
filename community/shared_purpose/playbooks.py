"""A playbook for each member type: what they come for, how to begin, whom to bring them to."""

from __future__ import annotations

from collections.abc import Iterator

from community.phrases import Listing, numerals, phrase
from community.shared_purpose.results import Done, MemberType, Path, Play, Relation

_FEWEST = 5
"""Times that one type helped another before anything is read from it."""
Line = tuple[str, str]
_NEVER = {
    "took notice (read, liked, commented)": phrase(
        "Many never take notice (read, liked, commented): ask them to."
    ),
    "stated a purpose": phrase("Many never state a purpose: ask them to."),
    "joined a group": phrase("Many never join a group: ask them to."),
    "took part in an activity": phrase("Many never take part in an activity: ask them to."),
    "asked a question": phrase("Many never ask a question: ask them to."),
    "answered somebody": phrase("Many never answer somebody: ask them to."),
    "wrote something of their own": phrase("Many never write something of their own: ask them to."),
    "got to know somebody": phrase("Many never get to know somebody: ask them to."),
    "mentored somebody": phrase("Many never mentor somebody: ask them to."),
    "led a group or an activity": phrase("Many never lead a group or an activity: ask them to."),
    "reached a stage of a declared journey": phrase(
        "Many never reach a stage of a declared journey: ask them to."
    ),
}
"""By the step of a journey that many do not take."""


def playbooks(
    types: tuple[MemberType, ...], relations: tuple[Relation, ...], paths: tuple[Path, ...]
) -> tuple[Play, ...]:
    """One for each type; each point follows from figures of the report."""
    by_type = {path.type: path for path in paths}
    return tuple(
        Play(each.name, tuple(_lines(each, relations, by_type.get(each.name)))) for each in types
    )


def _lines(each: MemberType, relations: tuple[Relation, ...], path: Path | None) -> Iterator[Line]:
    yield from _wants(each)
    yield from _gives(each)
    if path is not None:
        yield from _way(path)
    yield from _meets(each, relations)
    yield from _watch(each)


def _wants(each: MemberType) -> Iterator[Line]:
    top = _most(each.wants)
    if top:
        yield (
            phrase("What brings them"),
            numerals("{0}.", _with_shares(top)),
        )
    taught = [sought for sought in each.skills if sought.have]
    if taught:
        names = Listing.joined(", ", (sought.skill for sought in taught[:3]))
        yield (
            phrase("Offer"),
            phrase("People here who can teach what they seek most: {names}.", names=names),
        )
    nobody = [sought.skill for sought in each.skills if not sought.have]
    if nobody:
        yield (
            phrase("Find outside"),
            phrase(
                "Nobody here is known to have what they seek: {skills}.",
                skills=Listing.joined(", ", nobody),
            ),
        )


def _gives(each: MemberType) -> Iterator[Line]:
    top = _most(each.gives)
    if top:
        yield (
            phrase("What they give"),
            phrase("{deeds}. Thank them for it.", deeds=_with_shares(top)),
        )
    else:
        yield (
            phrase("What they give"),
            phrase("Nothing that is recorded: ask them what they would like to give."),
        )


def _way(path: Path) -> Iterator[Line]:
    if path.steps:
        first = path.steps[0]
        days = (
            ""
            if first.days is None
            else phrase(", in the middle {days:.0f} days after joining", days=first.days)
        )
        yield (
            phrase("First step"),
            phrase(
                "Most begin like this: {name}{days}. Make it easy to find.",
                name=first.name,
                days=days,
            ),
        )
    if path.gap:
        yield (
            phrase("Where to be near"),
            _NEVER[path.gap],
        )


def _meets(each: MemberType, relations: tuple[Relation, ...]) -> Iterator[Line]:
    known = [each_ for each_ in relations if each_.taker == each.name and each_.count >= _FEWEST]
    above = [one for one in known if (one.times_chance.low or 0.0) > 1.0]
    for one in sorted(above, key=lambda one: -one.count)[:2]:
        times = one.times_chance.value
        yield (
            phrase("Bring them to"),
            phrase(
                "{giver}: {what} from there is {times:.1f} times chance.",
                giver=one.giver,
                what=one.what,
                times=times,
            ),
        )
    below = [one for one in known if one.times_chance.high and one.times_chance.high < 1.0]
    for one in sorted(below, key=lambda one: -one.count)[:1]:
        yield (
            phrase("Build a bridge"),
            phrase(
                "{what} from {giver} is rarer than chance would have it.",
                what=one.what,
                giver=one.giver,
            ),
        )


def _watch(each: MemberType) -> Iterator[Line]:
    quiet = each.size.count - each.active.count
    if quiet:
        yield (
            phrase("Watch"),
            phrase(
                "{quiet:,} of {number:,} did nothing in the last 90 days.",
                quiet=quiet,
                number=each.size.count,
            ),
        )


def _most(deeds: tuple[Done, ...]) -> list[Done]:
    """The three that most of them did."""
    done = [each for each in deeds if each.share.count]
    return sorted(done, key=lambda each: -each.share.count)[:3]


def _with_shares(deeds: list[Done]) -> str:
    return Listing.joined(", ", (_with_share(done) for done in deeds))


def _with_share(done: Done) -> str:
    return numerals("{value:.0f} % {name}", value=100 * (done.share.value or 0), name=done.name)
