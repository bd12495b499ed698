"""The community that the documentation's commands are run on: it has whom and what they name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph.records import Record, Relationship, Value
from graph.store import open_store
from loaders.export import export_bundle
from tests.api.conftest import edge, node, records

COMMUNITY = "documented"
_TWO_YEARS = timedelta(days=730)
_BEGAN = datetime(2024, 1, 2, tzinfo=UTC)
_PUPILS = 24


def documented() -> list[Record]:
    """The club of the tests, two years earlier, with a journey, mentors and a survey."""
    return [
        *(_earlier(each) for each in records()),
        node("content:12", _day(9), kind="article", title="What a lens is"),
        edge("member:bob", "CREATED", "content:12", _day(9)),
        node("journey:become-a-mentor", name="Become a mentor"),
        node("stage:become-a-mentor/learn", name="learn"),
        node("stage:become-a-mentor/mentor", name="mentor"),
        edge("stage:become-a-mentor/learn", "PART_OF", "journey:become-a-mentor"),
        edge("stage:become-a-mentor/mentor", "PART_OF", "journey:become-a-mentor"),
        edge("stage:become-a-mentor/learn", "NEXT", "stage:become-a-mentor/mentor"),
        edge("member:ada", "REACHED", "stage:become-a-mentor/learn", _day(3)),
        node("instrument:belonging", name="belonging"),
        node("instrument:ucla3", name="ucla3"),
        *(each for number in range(_PUPILS) for each in _pupil(number)),
    ]


def write_files(folder: Path) -> None:
    """The community as `my.db`, and as a bundle in `my-community/`, in a folder."""
    with open_store(f"sqlite:///{folder / 'my.db'}", COMMUNITY) as store:
        store.write(documented())
        export_bundle(store, folder / "my-community")


def _day(number: int) -> datetime:
    return _BEGAN + timedelta(days=number)


def _earlier(record: Record) -> Record:
    return replace(record, at=record.at and record.at - _TWO_YEARS)


def _pupil(number: int) -> list[Record]:
    """Somebody who joins, helps, becomes a mentor, and answers before and after."""
    who, other = f"member:p{number:02}", f"member:p{(number + 1) % _PUPILS:02}"
    arm = "waitlist" if number % 2 else "here"
    answers = (("belonging", 5 + number % 3), ("ucla3", 4 + number % 4))
    return [
        node(who, _day(number), name=f"Pupil {number}", arm=arm, roles=["mentor"]),
        edge(who, "JOINED", "group:makers", _day(number + 1)),
        edge(who, "HELPED", "member:ada", _day(number + 5)),
        edge(who, "MENTORS", other, _day(number + 20)),
        *(
            _answered(who, name, value + shift, wave)
            for name, value in answers
            for wave, shift in (("pre", 0), ("post", number % 2))
        ),
    ]


def _answered(who: str, name: str, value: int, wave: str) -> Relationship:
    said = edge(who, "ANSWERED", f"instrument:{name}", _day(60 if wave == "pre" else 120))
    properties: dict[str, Value] = {"item": "score", "wave": wave, "value": float(value)}
    return replace(said, key=f"score|{wave}", properties=properties)
