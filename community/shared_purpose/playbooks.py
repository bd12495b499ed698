"""A playbook for each member type: what they come for, how to begin, whom to bring them to."""

from __future__ import annotations

from collections.abc import Iterator

from community.shared_purpose.results import Done, MemberType, Path, Play, Relation

_FEWEST = 5
"""Times that one type helped another before anything is read from it."""
Line = tuple[str, str]


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
        yield "What brings them", f"{', '.join(_with_share(done) for done in top)}."
    taught = [sought for sought in each.skills if sought.have]
    if taught:
        names = ", ".join(sought.skill for sought in taught[:3])
        yield "Offer", f"People here who can teach what they seek most: {names}."
    nobody = [sought.skill for sought in each.skills if not sought.have]
    if nobody:
        yield "Find outside", f"Nobody here is known to have what they seek: {', '.join(nobody)}."


def _gives(each: MemberType) -> Iterator[Line]:
    top = _most(each.gives)
    if top:
        yield (
            "What they give",
            f"{', '.join(_with_share(done) for done in top)}. Thank them for it.",
        )
    else:
        yield "What they give", "Nothing that is recorded: ask them what they would like to give."


def _way(path: Path) -> Iterator[Line]:
    if path.steps:
        first = path.steps[0]
        days = "" if first.days is None else f", in the middle {first.days:.0f} days after joining"
        yield "First step", f"Most begin like this: {first.name}{days}. Make it easy to find."
    if path.gap:
        yield "Where to be near", f"Many never {_infinitive(path.gap)}: ask them to."


def _meets(each: MemberType, relations: tuple[Relation, ...]) -> Iterator[Line]:
    known = [each_ for each_ in relations if each_.taker == each.name and each_.count >= _FEWEST]
    above = [one for one in known if (one.times_chance.low or 0.0) > 1.0]
    for one in sorted(above, key=lambda one: -one.count)[:2]:
        times = one.times_chance.value
        yield "Bring them to", f"{one.giver}: {one.what} from there is {times:.1f} times chance."
    below = [one for one in known if one.times_chance.high and one.times_chance.high < 1.0]
    for one in sorted(below, key=lambda one: -one.count)[:1]:
        yield "Build a bridge", f"{one.what} from {one.giver} is rarer than chance would have it."


def _watch(each: MemberType) -> Iterator[Line]:
    quiet = each.size.count - each.active.count
    if quiet:
        yield "Watch", f"{quiet:,} of {each.size.count:,} did nothing in the last 90 days."


def _most(deeds: tuple[Done, ...]) -> list[Done]:
    """The three that most of them did."""
    done = [each for each in deeds if each.share.count]
    return sorted(done, key=lambda each: -each.share.count)[:3]


def _with_share(done: Done) -> str:
    return f"{100 * (done.share.value or 0):.0f} % {done.name}"


def _infinitive(step: str) -> str:
    """`asked a question` as something still to be done."""
    verb, _, rest = step.partition(" ")
    forms = {
        "stated": "state", "joined": "join", "took": "take", "asked": "ask", "led": "lead",
        "answered": "answer", "wrote": "write", "got": "get", "mentored": "mentor",
        "reached": "reach",
    }  # fmt: skip
    return f"{forms.get(verb, verb)} {rest}"
