"""Flaws of a small community's data, each counted by hand."""

from __future__ import annotations

from community.data_quality import data_quality, data_quality_report
from graph.records import Record
from tests.community.conftest import Pictured, day, edge, node

TEXT = "I build small boats and mend old ones."


def records() -> list[Record]:
    return [
        node("member:ada", 0, name="Ada  Byron", bio=TEXT),
        node("member:bo", 0, name="ada byron", bio="Hello."),
        node("member:cy", 700, name="Cy", headline="Sails", bio=TEXT),
        node("member:dan", 0, name="Dan", visibility="hidden"),
        node("member:eve", 0, name="Eve", bio=TEXT, consent=["research"]),
        node("member:fay", 0, name="Fay", bio=TEXT, age_band="minor"),
        node("purpose:1", name="p", statement="Mend boats together."),
        node("skill:sailing", name="Sailing"),
        node("skill:falconry", name="Falconry"),
        node("skill:sports", name="Sports"),
        edge("skill:sailing", "BROADER", "skill:sports"),
        edge("member:ada", "HOLDS", "purpose:1", 650),
        edge("member:cy", "HAS_SKILL", "skill:sailing", 700),
    ]


def told(pictured: Pictured, today: float = 800) -> dict[str, tuple[float | None, tuple[str, ...]]]:
    found = data_quality(pictured(records()), day(today))
    return {figure.name: (figure.value, figure.members) for figure in found.figures}


def test_each_flaw_is_counted_and_names_those_who_may_be_named(pictured: Pictured) -> None:
    assert told(pictured) == {
        "members without a purpose": (4, ("member:bo", "member:cy")),
        "profiles that say little": (1, ("member:bo",)),
        "members who may be here twice": (0, ()),
        "members of the same name": (2, ("member:ada", "member:bo")),
        "members not seen for a year": (3, ("member:bo",)),
        "members with times to come": (0, ()),
        "members with deeds before they joined": (0, ()),
        "activities that end before they begin": (0, ()),
        "skills that nobody has or seeks": (1, ()),
    }


def test_times_after_today_are_found(pictured: Pictured) -> None:
    assert told(pictured, 690)["members with times to come"] == (1, ("member:cy",))


def test_the_report_names_nobody_else_and_what_may_be_done(pictured: Pictured) -> None:
    picture = pictured(records())
    report = data_quality_report(data_quality(picture, day(800)), picture)
    assert dict(report.names) == {
        "member:ada": "Ada Byron", "member:bo": "ada byron", "member:cy": "Cy",
    }  # fmt: skip
    assert "Falconry" in str(report.sections[0])
    assert "Nothing to do." in str(report.sections[0])


def test_a_community_without_anything_has_no_flaws(pictured: Pictured) -> None:
    found = data_quality(pictured([]), day(0))
    assert [figure.value for figure in found.figures] == [0] * 9
    assert found.twins == ()
