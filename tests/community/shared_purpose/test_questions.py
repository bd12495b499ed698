"""The five questions in a small community, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from community.alignment.results import Estimate, Share
from community.reports import Number, Table, as_html, as_markdown
from community.shared_purpose import SharedPurpose, shared_purpose, shared_purpose_report
from community.shared_purpose.results import MemberType
from graph.records import Entity, Record
from graph.schema import EntityKind
from tests.community.conftest import Pictured, edge, node


def club() -> list[Record]:
    """Eight members, four donors and two of the host's people.

    Donors help members twelve times, members help donors six times. Two of three questions are
    answered: one by staff after 12 hours, one by a donor after 48.
    """
    records: list[Record] = [
        node(
            "community:test", name="Club", purpose="Everybody builds", brand_promise="Never alone"
        ),
        node("skill:saw", name="Sawing"),
        node("skill:glue", name="Glueing"),
        node("group:circle", 0, name="Circle"),
    ]
    for kind, count in (("member", 8), ("donor", 4), ("staff", 2)):
        for number in range(count):
            name = f"{kind}{number}"
            records.append(node(f"member:{name}", number, name=name.title(), kind=kind))
    for number in range(12):
        donor, member = f"member:donor{number % 4}", f"member:member{number % 8}"
        records.append(edge(donor, "HELPED", member, 20 + number, key=str(number)))
    for number in range(6):
        donor, member = f"member:donor{number % 4}", f"member:member{number % 8}"
        records.append(edge(member, "HELPED", donor, 40 + number, key=str(number)))
    for number in range(5):
        records.append(edge(f"member:member{number}", "SEEKS_SKILL", "skill:saw"))
        records.append(edge(f"member:member{number}", "JOINED", "group:circle", 30 + number))
    records.append(edge("member:member5", "SEEKS_SKILL", "skill:glue"))
    records.append(edge("member:donor0", "HAS_SKILL", "skill:saw"))
    for number, (asker, day) in enumerate((("member0", 50), ("member1", 51), ("donor1", 52))):
        question = f"content:q{number}"
        records.append(node(question, day, kind="question", title=f"How {number}?"))
        records.append(edge(f"member:{asker}", "CREATED", question, day))
    for number, (answerer, when) in enumerate((("staff0", 50.5), ("donor2", 53.0))):
        answer = f"content:a{number}"
        records.append(node(answer, when, kind="answer", body=f"So {number}."))
        records.append(edge(f"member:{answerer}", "CREATED", answer, when))
        records.append(edge(answer, "REPLIES_TO", f"content:q{number}", when))
    return records


@pytest.fixture
def found(pictured: Pictured) -> SharedPurpose:
    return shared_purpose(pictured(club()))


def type_of(found: SharedPurpose, name: str) -> MemberType:
    return next(each for each in found.types if each.name == name)


def test_who_is_part_of_this(found: SharedPurpose) -> None:
    sizes = [(each.name, each.size.count, each.size.of) for each in found.types]
    assert sizes == [("member", 8, 14), ("donor", 4, 14), ("staff", 2, 14)]
    assert found.types_are_stated
    assert type_of(found, "staff").active.count == 1


def test_what_is_in_it_for_each(found: SharedPurpose) -> None:
    wants = {done.name: done for done in type_of(found, "member").wants}
    assert (wants["joined a group"].share.count, wants["joined a group"].share.of) == (5, 8)
    assert wants["joined a group"].per_head.value == pytest.approx(5 / 8)
    assert wants["had a question answered"].members == ("member:member0", "member:member1")
    sought = [(each.skill, each.count, each.have) for each in type_of(found, "member").skills]
    assert sought == [("Sawing", 5, 1), ("Glueing", 1, 0)]


def test_what_each_contributes(found: SharedPurpose) -> None:
    gives = {done.name: done for done in type_of(found, "donor").gives}
    # Each donor helps every fourth member: two different ones, three times.
    assert gives["helped somebody"].per_head.value == 2.0
    assert gives["answered somebody"].members == ("member:donor2",)
    assert not any(done.share.count for done in type_of(found, "staff").gives[1:])


def test_how_the_types_relate_against_chance(found: SharedPurpose) -> None:
    told = {(each.giver, each.taker): each for each in found.relations if each.what == "help"}
    # 18 times in all: donors give 12, members get 12; members give 6, donors get 6.
    assert told["donor", "member"].count == 12
    assert told["donor", "member"].per_head == 3.0
    assert told["donor", "member"].times_chance.value == pytest.approx(12 / (12 * 12 / 18))
    assert told["member", "donor"].times_chance.value == pytest.approx(6 / (6 * 6 / 18))
    assert told["donor", "donor"].times_chance.value == 0.0
    assert told["staff", "member"].times_chance == Estimate(None, None, None)


def test_the_role_of_the_host(found: SharedPurpose) -> None:
    told = {figure.name: figure for figure in found.host}
    assert told["answers given, by staff"].value == 0.5
    assert told["hours to the first answer, by staff"].value == 12.0
    assert told["hours to the first answer, by members other than staff"].value == 48.0
    assert told["newcomers whom staff reached within 30 days"].value == 0.0


def test_whom_features_would_serve(found: SharedPurpose) -> None:
    served = {each.name: each.members for each in found.features}
    assert served["Route open questions to those who know"] == ("member:donor1",)
    taught = served["Match those who seek a skill with those who have it"]
    assert taught == tuple(f"member:member{number}" for number in range(5))
    counts = [each.serves.count for each in found.features]
    assert counts == sorted(counts, reverse=True)


def test_gaps_are_questions_with_the_data_that_would_answer_them(found: SharedPurpose) -> None:
    asked = {gap.needs for gap in found.gaps}
    assert "table “purposes”" in asked
    assert "column “brand_promise” of the table “community”" not in asked
    assert [gap.about for gap in found.gaps] == sorted(gap.about for gap in found.gaps)


def test_a_playbook_follows_from_the_figures(found: SharedPurpose) -> None:
    (play,) = (each for each in found.playbooks if each.type == "member")
    assert ("Offer", "People here who can teach what they seek most: Sawing.") in play.lines
    assert ("Find outside", "Nobody here is known to have what they seek: Glueing.") in play.lines
    assert ("Bring them to", "donor: help from there is 1.5 times chance.") in play.lines


def test_journeys_are_in_the_order_of_the_days(found: SharedPurpose) -> None:
    (path,) = (each for each in found.paths if each.type == "member")
    steps = {step.name: (step.reached.count, step.days) for step in path.steps}
    assert steps == {"joined a group": (5, 30.0), "asked a question": (2, 50.0)}
    assert path.gap == "asked a question"


def test_every_number_of_the_report_leads_to_members(pictured: Pictured) -> None:
    picture = pictured(club())
    report = shared_purpose_report(shared_purpose(picture), picture)
    text, page = as_markdown(report), as_html(report)
    assert "donor [4](#behind-" in text
    assert "Donor1 (member:donor1)" in text
    assert "What it promises: “Never alone”" in text
    assert page.count("<svg") == 1
    for number in range(1, 1 + len(report.behind())):
        assert f'href="#behind-{number}"' in page


def test_without_kinds_the_types_are_read_from_deeds(pictured: Pictured) -> None:
    records = [
        replace(record, properties={"name": "x"}) if _is_member(record) else record
        for record in club()
    ]
    found = shared_purpose(pictured(records))
    assert not found.types_are_stated
    assert {each.name: each.size.count for each in found.types} == {
        "asks": 3, "answers": 2, "takes part": 6, "not yet active": 3,
    }  # fmt: skip
    assert found.gaps[0].needs == "column “kind” of the table “members”"
    assert "members of the kind “staff”" in {gap.needs for gap in found.gaps}


def _is_member(record: Record) -> bool:
    return isinstance(record, Entity) and record.kind is EntityKind.MEMBER


@pytest.mark.parametrize("records", [[], [node("member:ada", name="Ada")]])
def test_where_there_is_next_to_nothing_it_says_so(
    pictured: Pictured, records: list[Record]
) -> None:
    picture = pictured([node("community:test", name="Test"), *records])
    found = shared_purpose(picture)
    assert found.key_figures == ()
    assert len(found.gaps) > 10
    assert "Nothing is dated" in as_markdown(shared_purpose_report(found, picture))


def test_the_hidden_are_in_no_count_and_the_silent_in_no_list(pictured: Pictured) -> None:
    records = club()
    for place, record in enumerate(records):
        if getattr(record, "id", "") == "member:donor0":
            records[place] = node("member:donor0", 0, name="D", kind="donor", visibility="hidden")
        if getattr(record, "id", "") == "member:donor1":
            records[place] = node("member:donor1", 0, name="E", kind="donor", consent=("research",))
    picture = pictured(records)
    found = shared_purpose(picture)
    assert type_of(found, "donor").size == Share(3, 13, 3 / 13, *_ends(found))
    assert type_of(found, "donor").members == ("member:donor2", "member:donor3")
    text = as_markdown(shared_purpose_report(found, picture))
    assert "donor0" not in text
    assert "donor1" not in text


def _ends(found: SharedPurpose) -> tuple[float, float]:
    size = type_of(found, "donor").size
    assert size.low < 3 / 13 < size.high
    return size.low, size.high


def test_many_kinds_are_put_together_but_for_staff(pictured: Pictured) -> None:
    kinds = ["staff", *(f"kind{number:02}" for number in range(12) for _ in range(12 - number))]
    records = [
        node(f"member:{place}", name=str(place), kind=kind) for place, kind in enumerate(kinds)
    ]
    found = shared_purpose(pictured(records))
    names = [each.name for each in found.types]
    assert len(names) == 8
    assert names[-1] == "staff"
    assert "other types" in names
    assert sum(each.size.count for each in found.types) == len(kinds)
    assert not np.isnan([each.size.value or 0.0 for each in found.types]).any()


def test_numbers_in_tables_lead_to_the_members_behind_them(pictured: Pictured) -> None:
    picture = pictured(club())
    report = shared_purpose_report(shared_purpose(picture), picture)
    numbered = [each for each in report.sections if each.heading[0] in "1234"]
    rows = [
        row
        for section in numbered
        for block in section.blocks
        if isinstance(block, Table) and "questions to you" not in block.columns
        for row in block.rows
    ]
    assert len(rows) > 12
    for row in rows:
        assert any(isinstance(cell, Number) and cell.members for cell in row), row
    (staff,) = (row for row in rows if row[0] == "staff")
    assert isinstance(staff[3], Number)
    assert staff[3].members == ("member:staff0",)
