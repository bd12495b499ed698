"""What an import changes and what undoing it restores, on both stores, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.imports.applying import Applied, Change, apply
from api.imports.kept import Import, Imports, ImportState
from api.imports.records_json import record_json, record_of
from api.imports.refusals import ChangedSince, ImportConflict
from api.imports.told import can_be_undone
from api.imports.undoing import undo
from api.jobs.running import Stopped
from graph import Documents, GraphStore, open_documents
from graph.errors import EntityNotFound
from graph.progress import Progress, silent
from graph.records import EntityId, Record
from loaders.bundle import Bundle
from loaders.sheets import SheetSource, look_into
from loaders.table_files import find_tables
from tests.api.conftest import at, edge, node, records
from tests.conftest import StoreAddress
from tests.loaders.bundles import picture

CSV = """id,name,bio
ada,Ada King,
new,=New One,"I am new."
bob,Bob,Lenses are my life.
,Nobody,
"""


class Trial:
    """Imports into one store, as the job does it."""

    def __init__(self, store: GraphStore, documents: Documents, folder: Path) -> None:
        self.store, self.imports, self.folder = store, Imports(documents), folder

    def tried(self, text: str, table: str = "members") -> Applied:
        return apply(self.source(text, table), self.store, silent)

    def done(self, text: str, table: str = "members") -> Import:
        return self.written(self.source(text, table))

    def source(self, text: str, table: str) -> SheetSource:
        path = self.folder / "file.csv"
        path.write_text(text)
        sheet = look_into(path, "csv")
        fields = {column: column for column in sheet.columns}
        return SheetSource(path, sheet, table, fields, self.store.community)

    def written(self, *sources: SheetSource | Bundle) -> Import:
        """What several sources say, as an import that was interrupted and finished."""
        brought = Import.brought("file.csv", "csv", "open")
        self.imports.add(brought)
        self.imports.forget_before(but=brought.id)
        chunks = begin = 0

        def keep(number: int, changes: list[Change]) -> None:
            nonlocal chunks
            number += begin
            chunks = number + 1
            told = [{"before": None if a is None else record_json(a), "after": record_json(b)}
                    for a, b in changes]  # fmt: skip
            self.imports.keep_before(brought, number, told)

        for source in sources:
            begin = chunks
            report = apply(source, self.store, silent, keep).to_json()
        return self.imports.change(brought.id, state=ImportState.DONE, chunks=chunks, report=report)

    def undo(self, brought: Import, *, rest: bool = False) -> Import:
        return undo(self.store, self.imports, brought, rest=rest)


@pytest.fixture
def trial(store: GraphStore, address: StoreAddress, tmp_path: Path) -> Iterator[Trial]:
    store.write(records())
    with closing(
        open_documents(address.url, store.community, password=address.password)
    ) as documents:
        yield Trial(store, documents, tmp_path)


def test_a_trial_counts_and_writes_nothing(trial: Trial) -> None:
    before = trial.store.stamp()
    found = trial.tried(CSV).tables["members"]
    assert (found.read, found.new, found.changed, found.unchanged, found.refused) == (4, 1, 1, 1, 1)
    assert trial.tried(CSV).refusals == [
        {"table": "members", "line": 5, "field": "id", "reason": "lacks id, which is required"}
    ]
    assert trial.store.stamp() == before


def test_what_a_file_does_not_speak_of_stays(trial: Trial) -> None:
    trial.done("id,name\nada,Ada King\n")
    ada = trial.store.entity(EntityId("member:ada"))
    assert ada.properties == {"name": "Ada King", "bio": "I want to build a telescope."}
    assert ada.at == at(1)
    trial.done("id,bio\nada,\n")
    assert trial.store.entity(EntityId("member:ada")).properties == {"name": "Ada King"}


def test_undoing_restores_exactly(trial: Trial) -> None:
    before = picture(trial.store)
    brought = trial.done(CSV)
    assert trial.store.entity(EntityId("member:new")).properties["name"] == "=New One"
    assert picture(trial.store) != before
    undone = trial.undo(brought)
    assert picture(trial.store) == before
    assert undone.undone == {"restored": 1, "removed": 1, "changed": 0, "left": []}
    with pytest.raises(ImportConflict, match="undone before"):
        trial.undo(undone)


def test_undoing_a_whole_bundle_restores_exactly(trial: Trial, tmp_path: Path) -> None:
    before = picture(trial.store)
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "members.csv").write_text("id,name\nada,Ada\nzoe,Zoe\n")
    (folder / "skills.csv").write_text("id,name,broader\nglass,Glass,optics\n")
    (folder / "content.csv").write_text(
        "id,kind,title,author_id,parent_id,skills,purposes\nc9,answer,Glass,zoe,q1,glass,See more\n"
    )
    (folder / "purposes.csv").write_text("member_id,statement\nada,See the sky.\nzoe,Melt.\n")
    (folder / "member_skills.csv").write_text("member_id,skill_id,relation\nzoe,glass,has\n")
    (folder / "relationships.csv").write_text("member_id,verb,other_id\nzoe,follow,ada\n")
    brought = trial.written(Bundle(folder, "x", (), find_tables(folder)))
    assert "bio" not in trial.store.entity(EntityId("member:ada")).properties  # a bundle says all
    trial.undo(brought)
    assert picture(trial.store) == before


def test_what_others_changed_since_is_named_and_stays(trial: Trial) -> None:
    brought = trial.done("id,name\nada,Ada King\nbob,Bobby\nnew,New\nlone,Lone\n")
    trial.store.write([node("member:ada", at(1), name="Ada herself")])
    trial.store.write([edge("member:cleo", "FOLLOWS", "member:new", at(9))])
    stamp = trial.store.stamp()
    with pytest.raises(ChangedSince) as refused:
        trial.undo(brought)
    why = {each["record"]: each["reason"].partition(":")[0] for each in refused.value.changed}
    assert why == {"member:ada": "was changed since", "member:new": "is joined since"}
    assert trial.store.stamp() == stamp
    undone = trial.undo(brought, rest=True)
    assert undone.undone is not None
    assert (undone.undone["restored"], undone.undone["removed"]) == (1, 1)
    names = [trial.store.entity(EntityId(f"member:{each}")).name for each in ("ada", "bob", "new")]
    assert names == ["Ada herself", "Bob", "New"]
    with pytest.raises(EntityNotFound):
        trial.store.entity(EntityId("member:lone"))


def test_nobody_who_was_forgotten_comes_back(trial: Trial) -> None:
    brought = trial.done("id,name\nada,Ada King\nnew,New\n")
    for member in ("ada", "new"):
        trial.store.forget(EntityId(f"member:{member}"))
    with pytest.raises(ChangedSince) as refused:
        trial.undo(brought)
    assert refused.value.changed == [{"record": "member:ada", "reason": "was deleted since"}]
    trial.undo(brought, rest=True)
    assert trial.store.existing([EntityId("member:ada"), EntityId("member:new")]) == set()


class Dying(Imports):
    """Keeps how far it has come only the second time: the first time the process has died."""

    def __init__(self, documents: Documents) -> None:
        super().__init__(documents)
        self.seen: list[object] = []

    def change(self, id_: str, **said: object) -> Import:
        if said not in self.seen:
            self.seen.append(said)
            raise ConnectionAbortedError
        return super().change(id_, **said)


def test_one_that_is_killed_at_every_step_ends_the_same(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.imports.applying.AT_ONCE", 2)
    rows = "id,name\nada,Ada King\nnew,New\nbob,Bobby\nzoe,Zoe\n"
    before, first = picture(trial.store), trial.folder / "first"
    first.mkdir()
    brought = trial.written(
        Trial(trial.store, trial.imports.documents, first).source(rows, "members"),
        trial.source("id,name\nada,Ada Byron\nnew,Newer\n", "members"),
    )
    assert brought.chunks == 3
    imports, deaths = Dying(trial.imports.documents), 0
    while (now := imports.find(brought.id)).undone is None:
        try:
            undo(trial.store, imports, now, rest=False)
        except ConnectionAbortedError:
            deaths += 1
            half = imports.find(brought.id)
            assert half.state in (ImportState.DONE, ImportState.HALF_UNDONE)
            assert can_be_undone(imports, half)
    assert deaths == 2 + 2 * brought.chunks
    assert picture(trial.store) == before
    assert now.undone == {"restored": 4, "removed": 2, "changed": 0, "left": []}
    assert (now.state, now.undoing, imports.kept_before(now)) == (ImportState.UNDONE, None, 0)


def test_one_that_is_stopped_is_finished_and_minds_what_others_did_meanwhile(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.imports.applying.AT_ONCE", 1)
    brought = trial.done("id,name\nada,Ada King\nbob,Bobby\nnew,New\n")

    def stopping(after: str, at: int) -> Progress:
        def look(label: str, done: int, total: int | None) -> None:
            assert total == 2 * brought.chunks
            if (label, done) == (after, at):
                raise Stopped

        return look

    stamp = trial.store.stamp()
    looking, taking = stopping("looking for what changed", 1), stopping("taking back", 2)
    with pytest.raises(Stopped):
        undo(trial.store, trial.imports, brought, rest=False, progress=looking)
    untouched = trial.imports.find(brought.id)
    assert (untouched.state, trial.store.stamp()) == (ImportState.DONE, stamp)
    with pytest.raises(Stopped):
        undo(trial.store, trial.imports, untouched, rest=False, progress=taking)
    half = trial.imports.find(brought.id)
    assert half.state is ImportState.HALF_UNDONE
    trial.store.write([node("member:ada", at(1), name="Ada herself")])
    with pytest.raises(ChangedSince, match="only a part was undone"):
        trial.undo(half)
    told = trial.undo(half, rest=True).undone
    assert told is not None
    assert (told["restored"], told["removed"], told["changed"]) == (1, 1, 1)
    assert trial.store.entity(EntityId("member:ada")).name == "Ada herself"


def test_only_the_latest_import_can_be_undone(trial: Trial) -> None:
    first = trial.done("id,name\nada,Ada King\n")
    trial.done("id,name\nbob,Bobby\n")
    with pytest.raises(ImportConflict, match="another one came after it"):
        trial.undo(first)


def test_after_an_erasure_nothing_is_half_undone(trial: Trial) -> None:
    rows = "".join(f"m{number},M {number}\n" for number in range(700))
    brought = trial.done(f"id,name\n{rows}")
    documents = trial.imports.documents
    held = documents.holding("member:m699")
    assert [each.collection for each in held] == ["import_before"]
    documents.remove(held[0].collection, held[0].key)
    with pytest.raises(ImportConflict, match="erased"):
        trial.undo(brought)


def test_records_are_the_same_after_being_json(trial: Trial) -> None:
    found: list[Record] = [*trial.store.entities(), *trial.store.relationships()]
    assert [record_of(record_json(each)) for each in found] == found
