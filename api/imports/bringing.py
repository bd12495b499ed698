"""A file that was brought: what it is, which table, and which of its columns says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from api.engine import Engine
from api.imports.kept import Import, Imports
from api.imports.uploads import Uploads
from graph.errors import InvalidRequest
from loaders.bundle import Bundle, any_ids_of
from loaders.bundle_tables import TABLES
from loaders.sheet_guessing import guess
from loaders.sheets import Sheet, SheetFormat, SheetSource, look_into
from loaders.source import Source
from loaders.table_files import find_tables

FORMATS: Mapping[str, str] = {
    "text/csv": "csv",
    "application/x-ndjson": "jsonl",
    "application/vnd.apache.parquet": "parquet",
    "application/zip": "bundle",
}
"""What a file is, by its media type."""
ENDINGS: Mapping[str, str] = {
    "csv": "csv", "tsv": "csv", "txt": "csv", "jsonl": "jsonl", "ndjson": "jsonl",
    "parquet": "parquet", "zip": "bundle",
}  # fmt: skip
"""What a file is, by how its name ends."""
BUNDLE = "bundle"


def format_by_name(file: str) -> str:
    """What a file is by its name.

    Raises:
        InvalidRequest: nothing that can be imported is called so.
    """
    ending = file.rpartition(".")[2].lower()
    if ending in ("xlsx", "xls", "ods"):
        raise InvalidRequest("file", "is a workbook; save the sheet that you need as CSV UTF-8")
    if ending not in ENDINGS:
        raise InvalidRequest("file", "must be a .csv, .jsonl or .parquet file, or a .zip of tables")
    return ENDINGS[ending]


def uploads_of(engine: Engine) -> Uploads:
    """The files that were brought to a community."""
    return Uploads(engine.settings.imports, engine.store)


def sheet_of(engine: Engine, brought: Import) -> Sheet:
    """What is in the file of a single table. Raises LoadError, ImportConflict."""
    kind: SheetFormat = brought.format  # type: ignore[assignment] # no bundle: whoever asks knows
    return look_into(uploads_of(engine).file(brought.id), kind)


def add_import(
    engine: Engine,
    brought: Import,
    table: str | None,
    fields: Mapping[str, str] | None,
    *,
    is_whole: bool = False,
) -> Import:
    """Keep an import whose file has arrived, with what its columns say or seem to say.

    Raises:
        InvalidRequest: the table or a field is unknown; or, if it `is_whole` and nobody will be
            asked for more, lacks what it needs.
        LoadError: the file cannot be read.
    """
    chosen = brought
    if brought.format == BUNDLE:
        uploads_of(engine).tables(brought.id, engine.bulk_bytes)
    else:
        sheet = sheet_of(engine, brought)
        if table is not None:
            check_table(table)
        guessed = guess(sheet, brought.file, table)
        said = fields or guessed.fields
        chosen = told(brought, guessed.table, said, sheet)
        if is_whole:
            check_filled(chosen)
    Imports(engine.documents).add(chosen)
    return chosen


def told(brought: Import, table: str, fields: Mapping[str, str], sheet: Sheet) -> Import:
    """The import with what somebody said that its columns say.

    Raises:
        InvalidRequest: the table, a column or a field is unknown, or two columns fill one field.
    """
    check_table(table)
    known = TABLES[table].columns
    filled: dict[str, str] = {}
    for column, field in fields.items():
        if column not in sheet.columns:
            raise InvalidRequest("column", f"names {column!r}, which the file does not have")
        if field not in known and field != column:
            raise InvalidRequest("column", f"names {field!r}, which is no field of {table}")
        if field in filled.values():
            raise InvalidRequest("column", f"fills {field} from two columns")
        filled[column] = field
    return replace(brought, table=table, fields=filled)


def check_filled(brought: Import) -> None:
    """Raises InvalidRequest: no column fills a field that the table needs."""
    if brought.format == BUNDLE:
        return
    missing = sorted(TABLES[brought.table].required.difference(brought.fields.values()))
    if missing:
        names = ", ".join(missing)
        raise InvalidRequest("column", f"fills no {names}, which {brought.table} needs")


def source_of(engine: Engine, brought: Import) -> Source:
    """The rows of an import. Raises LoadError, ImportConflict."""
    community = engine.store.community
    uploads = uploads_of(engine)
    if brought.format == BUNDLE:
        folder = uploads.tables(brought.id, engine.bulk_bytes)
        tables = find_tables(folder)
        return Bundle(folder, community, (), tables, any_ids=any_ids_of(folder))
    sheet = sheet_of(engine, brought)
    return SheetSource(uploads.file(brought.id), sheet, brought.table, brought.fields, community)


def check_table(table: str) -> None:
    """Raises InvalidRequest: there is no such table."""
    if table not in TABLES:
        raise InvalidRequest("table", f"must be one of {', '.join(TABLES)}")
