"""What each table of a bundle becomes in the graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import EntityId
from graph.errors import LoadError, UnknownSource
from loaders import community_of, recognise
from tests.loaders.bundles import (
    COMMUNITY,
    Row,
    Tables,
    edge,
    edges,
    entities,
    read_all,
    utc,
    write_bundle,
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "acme-export", COMMUNITY)


def records_of(tmp_path: Path, **tables: list[Row]) -> Path:
    members: Tables = {"members": [{"id": "ada"}, {"id": "bob"}]}
    return write_bundle(tmp_path / "small", {**members, **tables})


def test_every_row_of_a_good_bundle_is_used(bundle: Path) -> None:
    assert read_all(bundle)[1] == []


def test_the_host_pursues_its_purpose(bundle: Path) -> None:
    records, _ = read_all(bundle)
    host = entities(records)[EntityId("community:acme")]
    assert host.at == utc("2020-01-01")
    assert host.properties == {
        "name": "Acme",
        "purpose": "Everyone mends",
        "brand_promise": "Never alone",
        "values": ("care", "play"),
    }
    (pursues,) = (text for text in edges(records) if "PURSUES" in text)
    purpose = entities(records)[EntityId(pursues.split()[2])]
    assert purpose.properties == {"statement": "Everyone mends"}
    # The same words are the same purpose, whoever uses them.
    assert f"content:q1 SERVES {purpose.id}" in edges(records)


def test_members_keep_what_their_columns_say(bundle: Path) -> None:
    found = entities(read_all(bundle)[0])
    ada = found[EntityId("member:ada")]
    assert ada.at == utc("2020-02-01T10:00:00")
    assert ada.properties == {
        "name": "Ada",
        "kind": "member",
        "bio": "I mend, and teach.",
        "languages": ("en", "fr"),
        "roles": ("mentor",),
        "capacity": 2,
        "consent": ("matching",),
    }
    assert found[EntityId("member:bob")].properties["consent"] == ()


def test_versions_of_a_purpose_follow_each_other(bundle: Path) -> None:
    records, _ = read_all(bundle)
    by_words = {
        str(entity.properties["statement"]): entity
        for entity in entities(records).values()
        if "statement" in entity.properties
    }
    later, earlier = by_words["No coat is thrown away"], by_words["I want to mend"]
    assert later.at == utc("2021-01-01")
    assert later.properties["stage"] == "express"
    assert edge(records, f"{later.id} REVISES {earlier.id}").at == utc("2021-01-01")
    assert edge(records, f"member:ada HOLDS {earlier.id}").at == utc("2020-02-01")
    assert f"{earlier.id} REVISES {later.id}" not in edges(records)


def test_ids_of_purposes_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = COMMUNITY["purposes"]
    one, _ = read_all(records_of(tmp_path / "1", purposes=rows))
    other, _ = read_all(records_of(tmp_path / "2", purposes=rows[::-1]))
    assert edges(one) == edges(other)


def test_skills_of_members_have_levels_and_times(bundle: Path) -> None:
    records, _ = read_all(bundle)
    has = edge(records, "member:ada HAS_SKILL skill:sewing")
    assert (has.at, has.properties) == (utc("2020-02-02"), {"level": 0.9})
    assert edge(records, "member:bob SEEKS_SKILL skill:sewing").properties == {}
    assert "skill:sewing BROADER skill:mending" in edges(records)


def test_content_knows_its_author_parent_skills_and_purposes(bundle: Path) -> None:
    records, _ = read_all(bundle)
    question = entities(records)[EntityId("content:q1")]
    assert question.properties == {"kind": "question", "title": "How to thread?", "likes": 3}
    assert edge(records, "member:bob CREATED content:q1").at == question.at
    assert edge(records, "content:a1 REPLIES_TO content:q1").at == utc("2020-05-02")
    assert "content:q1 ABOUT skill:mending" in edges(records)
    assert sum("SERVES" in text for text in edges(records)) == 2


def test_an_answer_comes_after_the_question_that_stands_below_it(bundle: Path) -> None:
    records, _ = read_all(bundle)
    question = records.index(entities(records)[EntityId("content:q1")])
    assert records.index(edge(records, "content:a1 REPLIES_TO content:q1")) > question


def test_activities_and_groups_know_who_leads_them(bundle: Path) -> None:
    records, _ = read_all(bundle)
    cafe = entities(records)[EntityId("activity:cafe")]
    assert cafe.at is None
    assert cafe.properties["starts_at"] == "2020-06-01T16:00:00.000000Z"
    assert cafe.properties["capacity"] == 20
    assert {
        "member:ada HOSTS activity:cafe",
        "activity:cafe PART_OF group:needles",
        "activity:cafe DEVELOPS skill:mending",
        "member:ada HOSTS group:needles",
        "group:needles DEVELOPS skill:sewing",
    } <= edges(records)


def test_verbs_decide_the_kind_of_relationship(bundle: Path) -> None:
    records, _ = read_all(bundle)
    accepted = edge(records, "member:bob ATTENDED activity:cafe")
    assert accepted.key == "accept@2020-05-20T00:00:00.000000Z"
    assert edge(records, "member:bob ENGAGED content:a1").key == "view"
    unknown = edge(records, "member:bob RELATED skill:sewing")
    assert unknown.properties == {"verb": "zap", "value": 2.0}
    assert edge(records, "member:ada MENTORS member:bob").properties == {"verb": "mentor"}
    assert "member:chi BLOCKS member:bob" in edges(records)


def test_journeys_have_stages_in_order(bundle: Path) -> None:
    records, _ = read_all(bundle)
    assert entities(records)[EntityId("stage:j/sew")].properties == {"name": "sew", "place": 2}
    assert {
        "stage:j/see PART_OF journey:j",
        "stage:j/see NEXT stage:j/sew",
        "member:bob REACHED stage:j/see",
    } <= edges(records)


def test_answers_to_surveys_keep_item_wave_and_value(bundle: Path) -> None:
    records, _ = read_all(bundle)
    answered = edge(records, "member:bob ANSWERED instrument:belonging")
    assert answered.key == "total|pre"
    assert answered.properties == {"item": "total", "wave": "pre", "value": 3.5}


def test_events_with_an_id_of_their_own_may_share_their_time(tmp_path: Path) -> None:
    same: Row = {"member_id": "ada", "verb": "invite", "other_id": "bob", "at": "2020-01-01"}
    path = records_of(tmp_path, relationships=[{**same, "event_id": event} for event in ("1", "2")])
    assert len([each for each in read_all(path)[0] if "INVITED" in str(each)]) == 2


def test_saying_the_same_twice_is_harmless_and_contradicting_is_not(tmp_path: Path) -> None:
    row: Row = {"member_id": "ada", "verb": "help", "other_id": "bob", "value": 1}
    path = records_of(tmp_path, relationships=[row, row, {**row, "value": 2}])
    records, rejections = read_all(path)
    said = {each.properties.get("value") for each in records if "HELPED" in str(each)}
    assert said == {1.0}
    assert [(bad.line, bad.reason) for bad in rejections] == [
        (3, "says something else than an earlier row about the same")
    ]


def test_whoever_names_a_lost_row_is_lost_too(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"id": "3", "kind": "answer", "parent_id": "2"},
        {"id": "2", "kind": "answer", "parent_id": "1"},
        {"id": "1", "kind": "question", "created_at": "yesterday"},
        {"id": "4", "kind": "question"},
    ]
    records, rejections = read_all(records_of(tmp_path, content=rows))
    assert sorted(entities(records)) == ["content:4", "member:ada", "member:bob"]
    assert [(bad.line, bad.reason) for bad in rejections] == [
        (1, "parent_id names content '2', which does not exist"),
        (2, "parent_id names content '1', which does not exist"),
        (3, "created_at is not a time (ISO 8601): 'yesterday'"),
    ]


def test_what_was_loaded_earlier_may_be_named(tmp_path: Path) -> None:
    path = records_of(
        tmp_path, relationships=[{"member_id": "ada", "verb": "follow", "other_id": "old"}]
    )
    assert "member:ada FOLLOWS member:old" in edges(read_all(path, "member:old")[0])
    assert "member:ada FOLLOWS member:old" not in edges(read_all(path)[0])


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl.zst", ".csv.xz", ".parquet"])
def test_every_format_says_the_same(bundle: Path, tmp_path: Path, ending: str) -> None:
    other = write_bundle(tmp_path / "other", COMMUNITY, ending)
    expected, _ = read_all(bundle)
    found, rejections = read_all(other)
    assert rejections == []
    assert edges(found) == edges(expected)
    told = entities(found)
    for each, entity in entities(expected).items():
        said = dict(entity.properties)
        if "likes" in said and ".csv" in ending:
            # A column that nobody knows holds text in CSV.
            said["likes"] = "3"
        assert dict(told[each].properties) == said


def test_unknown_columns_become_properties(tmp_path: Path) -> None:
    row = {"id": "x", "paused": True, "nested": {"a": 1}, "many": [1, 2], "when": None}
    path = write_bundle(tmp_path / "b", {"members": [row]})
    (member,) = read_all(path)[0]
    assert member.properties == {"paused": True, "nested": '{"a": 1}', "many": "[1, 2]"}


def test_the_community_is_named_by_its_table_or_its_folder(bundle: Path, tmp_path: Path) -> None:
    assert community_of(bundle) == "acme"
    assert community_of(records_of(tmp_path)) == "small"


def test_files_that_nobody_reads_are_named(bundle: Path) -> None:
    (bundle / "memberz.csv").write_text("id\n")
    assert recognise(bundle).ignored == ("memberz.csv",)


def test_a_table_in_two_files_is_refused(bundle: Path) -> None:
    (bundle / "members.csv").write_text("id\nx\n")
    with pytest.raises(LoadError, match=r"members\.csv and members\.jsonl; keep one"):
        recognise(bundle)


def test_a_strange_path_is_answered_with_what_could_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="there is no"):
        recognise(tmp_path / "nothing")
    with pytest.raises(UnknownSource, match=r"a bundle: a folder with members\.csv"):
        recognise(tmp_path)
    single = tmp_path / "members.csv"
    single.write_text("id\nx\n")
    with pytest.raises(UnknownSource, match="folder with members"):
        recognise(single)


def test_exact_entities_and_edges_can_say_what_no_table_can(tmp_path: Path) -> None:
    path = records_of(
        tmp_path,
        entities=[{"id": "activity:x", "at": "2020-01-01", "properties": {"name": "X"}}],
        skills=[{"id": "s", "name": "S"}],
        edges=[
            {"kind": "DEVELOPS", "source": "activity:x", "target": "skill:s", "key": "k"},
            {"kind": "DEVELOPS", "source": "skill:s", "target": "activity:x"},
            {"kind": "ADORES", "source": "member:ada", "target": "member:bob"},
            {"kind": "FOLLOWS", "source": "member:ada", "target": "member:cid"},
            {"kind": "FOLLOWS", "source": "ada", "target": "member:bob"},
        ],
    )
    records, rejections = read_all(path)
    assert edge(records, "activity:x DEVELOPS skill:s").key == "k"
    assert [bad.line for bad in rejections] == [2, 3, 4, 5]


def test_an_answer_that_is_given_twice_is_refused_by_name(tmp_path: Path) -> None:
    said = {"member_id": "ada", "instrument": "belonging", "item_or_score": "item 2"}
    row: Row = {**said, "value": 3, "wave": "pre"}
    path = records_of(tmp_path, surveys=[row, row, {**row, "value": 4}, {**row, "wave": "post"}])
    records, rejections = read_all(path)
    assert len([each for each in records if "ANSWERED" in str(each)]) == 2
    reason = "answers 'item 2' of 'belonging' in wave pre for 'ada' a second time"
    assert [(bad.line, bad.reason) for bad in rejections] == [(2, reason), (3, reason)]
