"""Files as people have them: separators, encodings, headers in three languages, odd days."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.progress import silent
from graph.records import Entity, parse_time
from loaders.sheet_guessing import guess
from loaders.sheets import SheetSource, as_iso, look_into
from loaders.source import Facts, Rejection


def entities(path: Path, table: str, fields: dict[str, str]) -> list[Entity]:
    source = SheetSource(path, look_into(path, "csv"), table, fields, "club")
    found = list(source.read(lambda _: False, silent))
    assert not [each for each in found if isinstance(each, Rejection)]
    records = [record for each in found if isinstance(each, Facts) for record in each.records]
    return [each for each in records if isinstance(each, Entity)]


@pytest.mark.parametrize(
    ("file", "header", "fields"),
    [
        ("Mitglieder.csv", "Mitgliedsnummer;Anzeigename;Über mich;Beigetreten;Wohnort;Telefon",
         ["id", "name", "bio", "joined_at", "location", None]),
        ("people.csv", "User ID,Full name,About,Signup date,City,Phone",
         ["id", "name", "bio", "joined_at", "location", None]),
        ("أعضاء.csv", "رقم,الاسم,نبذة,تاريخ الانضمام,المدينة",
         ["id", "name", "bio", "joined_at", "location"]),
        ("export.csv", "E-Mail,Name", ["id", "name"]),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_names(
    tmp_path: Path, file: str, header: str, fields: list[str | None]
) -> None:
    path = tmp_path / "file"
    path.write_text(header + "\n", encoding="utf-8")
    sheet = look_into(path, "csv")
    found = guess(sheet, file)
    assert found.table == "members"
    assert [found.fields.get(column) for column in sheet.columns] == fields


def test_values_tell_what_names_do_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("who,name,x\nada@example.org,Ada,31.01.2026\ncy@example.org,Cy,\n")
    found = guess(look_into(path, "csv"), "list.csv", "members")
    assert found.fields == {"who": "id", "name": "name", "x": "joined_at"}


def test_the_table_is_guessed_from_its_columns(tmp_path: Path) -> None:
    for header, table in (
        ("id,name,broader", "skills"),
        ("member_id,skill_id,relation", "member_skills"),
        ("member_id,statement,stage", "purposes"),
        ("member_id,verb,object_kind,object_id,at", "interactions"),
        ("id,name,starts_at,ends_at,host_id", "activities"),
    ):
        path = tmp_path / "file"
        path.write_text(header + "\n")
        assert guess(look_into(path, "csv"), "export.csv").table == table


def test_older_windows_and_semicolons_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes('Nr;Name;Ort\r\n1;Jürgen;"Köln; Süd"\r\n'.encode("cp1252"))
    (jurgen,) = entities(path, "members", {"Nr": "id", "Name": "name", "Ort": "location"})
    assert dict(jurgen.properties) == {"name": "Jürgen", "location": "Köln; Süd"}


def test_days_with_dots_are_read_and_columns_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("id\tsince\tphone\nada\t3.1.2026\t+49\n")
    (ada,) = entities(path, "members", {"id": "id", "since": "joined_at"})
    assert ada.at == parse_time("2026-01-03")
    assert dict(ada.properties) == {}
    assert as_iso("31.02.2026") == "31.02.2026"
    assert as_iso("1/2/2026") == "1/2/2026"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04...", "save a sheet as CSV"),
        ("id,name".encode("utf-16"), "UTF-16"),
        (b"id,id\n", "twice"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(LoadError, match=why):
        look_into(path, "csv")


def test_a_file_that_lacks_a_required_column_says_which(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("name\nAda\n")
    source = SheetSource(path, look_into(path, "csv"), "skills", {"name": "name"}, "club")
    (refused,) = source.read(lambda _: False, silent)
    assert isinstance(refused, Rejection)
    assert refused.reason == "lacks a column for id, which is required"
