"""Which table a file is, and which of its columns says what: guessed from names and values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.records import parse_time
from loaders.bundle_tables import TABLES
from loaders.cells import read_time
from loaders.sheets import Sheet, as_iso

LEFT_OUT = frozenset({"properties"})
"""Columns of tables that nobody's own file has."""

_TABLES: Mapping[str, str] = {
    "members": "member people person persons users user contacts contact mitglieder mitglied "
    "personen nutzer kontakte teilnehmer الاعضاء اعضاء عضو",
    "purposes": "purpose goals statements zwecke ziele anliegen اهداف غايات",
    "skills": "skill topics tags competences faehigkeiten fahigkeiten kompetenzen themen مهارات",
    "member_skills": "memberskills member_skill skills_of_members mitglieder_faehigkeiten",
    "content": "contents posts post articles questions answers beitraege beitrage inhalte محتوى",
    "activities": "activity events event meetings veranstaltungen termine aktivitaeten "
    "انشطة فعاليات",
    "groups": "group circles teams chapters gruppen kreise مجموعات",
    "interactions": "interaction attendance registrations log anmeldungen teilnahmen تفاعلات",
    "relationships": "relationship connections follows beziehungen verbindungen علاقات",
    "journeys": "journey programmes wege reisen رحلات",
    "progress": "fortschritt تقدم",
    "surveys": "survey responses umfragen befragungen استبيانات",
}
_FIELDS: Mapping[str, str] = {
    "id": "key number no nr identifier uid uuid user_id userid username login account "
    "nummer kennung mitgliedsnummer benutzername mitglied_nr kundennummer المعرف رقم معرف",
    "name": "full_name fullname display_name title_of vollstaendiger_name anzeigename "
    "vor_und_nachname bezeichnung الاسم اسم الاسم_الكامل",
    "headline": "job_title position role_title beruf funktion taetigkeit الوظيفة المسمى",
    "bio": "about about_me biography description_of_person profile summary ueber_mich beschreibung "
    "profil vorstellung kurzbiografie نبذة السيرة عني",
    "joined_at": "joined created_at created registered registered_at signup_date member_since "
    "join_date since_when beigetreten beitritt eintritt eintrittsdatum mitglied_seit registriert "
    "تاريخ_الانضمام انضم",
    "location": "city place town country address ort stadt wohnort land المدينة الموقع مكان",
    "timezone": "time_zone tz zeitzone المنطقة_الزمنية",
    "languages": "language lang sprachen sprache اللغات اللغة",
    "roles": "role rolle rollen دور ادوار",
    "organisation": "organization company employer firma unternehmen verein organisationsname "
    "المؤسسة الشركة",
    "capacity": "seats places plaetze kapazitaet سعة",
    "age_band": "age altersgruppe",
    "consent": "einwilligung zustimmung موافقة",
    "statement": "purpose goal why text zweck ziel anliegen الغاية الهدف",
    "stated_at": "date datum wann تاريخ",
    "member_id": "member user person user_id member_name mitglied nutzer العضو",
    "other_id": "other to target follows anderes_mitglied الآخر",
    "skill_id": "skill topic tag faehigkeit kompetenz thema مهارة",
    "relation": "type has_or_seeks art",
    "level": "stufe niveau مستوى",
    "description": "about details text beschreibung وصف",
    "title": "subject betreff titel ueberschrift العنوان",
    "body": "text message content inhalt nachricht النص",
    "author_id": "author creator user_id verfasser autor المؤلف",
    "kind": "type category art typ kategorie نوع",
    "starts_at": "start begin begins date from beginn anfang datum تاريخ_البدء",
    "ends_at": "end until ende bis تاريخ_الانتهاء",
    "host_id": "host organiser leader leitung gastgeber المضيف",
    "organiser_id": "organiser organizer leader leitung المنظم",
    "verb": "action deed tat aktion فعل",
    "object_id": "object item gegenstand",
    "object_kind": "object_type gegenstand_art",
    "at": "when date time timestamp wann datum zeit zeitpunkt التاريخ الوقت",
    "value": "wert answer antwort قيمة",
    "skills": "tags topics faehigkeiten themen مهارات",
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NAMES_OF_EMAIL = frozenset({"email", "e_mail", "mail", "email_address", "mailadresse", "البريد"})


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file seems to be.

    Attributes:
        table: the bundle's table.
        fields: by column of the file, the table's column that it seems to fill.
    """

    table: str
    fields: Mapping[str, str]


def guess(sheet: Sheet, filename: str, table: str | None = None) -> Guess:
    """Guess the table, unless it is told, and what the columns say.

    Args:
        sheet: the file.
        filename: as people call the file.
        table: where somebody has said which one it is.
    """
    if table is not None:
        return Guess(table, _fields(sheet, table))
    stem = one_word(filename.partition(".")[0])
    named = [name for name, words in _TABLES.items() if stem == name or stem in words.split()]
    candidates = named[:1] or list(_TABLES)
    guesses = [Guess(name, _fields(sheet, name)) for name in candidates]
    return max(guesses, key=_fit)


def one_word(name: str) -> str:
    """A name as it is compared: small letters without accents, other signs as `_`."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"\W+", "_", kept).strip("_")


def _fit(guess: Guess) -> tuple[bool, float]:
    said = set(guess.fields.values())
    table = TABLES[guess.table]
    return table.required <= said, len(said) + 2 * len(said & table.required) / len(table.required)


def _fields(sheet: Sheet, table: str) -> dict[str, str]:
    open_fields = [name for name in TABLES[table].columns if name not in LEFT_OUT]
    found: dict[str, str] = {}
    for is_same in (_is_the_name, _is_a_synonym):
        for column in sheet.columns:
            if column in found:
                continue
            word = one_word(column)
            field = next((each for each in open_fields if is_same(word, each)), None)
            if field is not None:
                found[column] = field
                open_fields.remove(field)
    found |= _by_values(sheet, table, [name for name in sheet.columns if name not in found],
                        open_fields)  # fmt: skip
    return {column: found[column] for column in sheet.columns if column in found}


def _is_the_name(word: str, field: str) -> bool:
    return word == field or word.replace("_", "") == field.replace("_", "")


def _is_a_synonym(word: str, field: str) -> bool:
    return word in _synonyms(field)


def _synonyms(field: str) -> Iterable[str]:
    return (one_word(each) for each in _FIELDS.get(field, "").split())


def _by_values(
    sheet: Sheet, table: str, columns: list[str], open_fields: list[str]
) -> dict[str, str]:
    """An address of e-mail tells members apart, and a lone column of times says when."""
    found: dict[str, str] = {}
    for wanted in ("id", "member_id"):
        if wanted in open_fields and wanted in TABLES[table].required:
            column = next((each for each in columns if _is_email(each, sheet.values(each))), None)
            if column is not None:
                found[column] = wanted
                break
    readers = TABLES[table].columns
    times = [name for name in open_fields if readers[name] is read_time]
    timed = [each for each in columns if each not in found and _are_times(sheet.values(each))]
    if len(times) == len(timed) == 1:
        found[timed[0]] = times[0]
    return found


def _is_email(column: str, values: list[str]) -> bool:
    if values:
        return all(_EMAIL.fullmatch(value) for value in values)
    return one_word(column) in _NAMES_OF_EMAIL


def _are_times(values: list[str]) -> bool:
    try:
        for value in values:
            parse_time(str(as_iso(value)))
    except ValueError:
        return False
    return bool(values)
