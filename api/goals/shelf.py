"""Where the versions of a community's goals are kept, and which of them are in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from graph.documents import Document, Documents
from graph.errors import EntityNotFound, InvalidRequest, VersionConflict
from graph.records import isoformat
from matcher.goal_settings import (
    Setting,
    check_setting,
    setting_from_json,
    setting_to_json,
    with_setting,
)
from matcher.goals import Goal, default_goals, find_goal

VERSIONS = "goal_versions"
"""The collection of all versions, by goal and number."""
IN_USE = "goals_in_use"
"""The collection of one document: the version in use of each goal that was ever set."""
AS_IT_COMES = 0
"""The number of the version that comes with Kinpath."""
LOOK_EVERY = 0.1
"""Seconds between two looks at a database on another machine for a version chosen elsewhere."""
LONGEST_NOTE = 2_000
MOST_VERSIONS = 1_000
_ALL = "all"
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class GoalVersion:
    """A goal as it was set once.

    Attributes:
        goal: its name.
        version: its number, from 1.
        note: why it was set, in the words of whoever did.
        made_at: ISO time.
        setting: what was set.
        made_by: who set it, as the audit log names them; empty where nobody knows.
    """

    goal: str
    version: int
    note: str
    made_at: str
    setting: Setting
    made_by: str = ""


class GoalShelf:
    """The versions of the goals of one community.

    Args:
        documents: gives the documents of the community.
        state: of the database that they lie in, see `graph.store.GraphStore`.
    """

    def __init__(self, documents: Callable[[], Documents], state: Callable[[], int | None]) -> None:
        self._documents, self._state = documents, state
        self._seen: int | None = None
        self._looked_at, self._stamp = float("-inf"), 0

    def stamp(self) -> int:
        """Another number whenever another version is in use.

        A database on another machine is looked at every LOOK_EVERY seconds.
        """
        state = self._state()
        if state is None:
            is_known = monotonic() - self._looked_at <= LOOK_EVERY
        else:
            is_known = state == self._seen
        if not is_known:
            self._remember(self._documents().get(IN_USE, _ALL))
            self._seen = state
        return self._stamp

    def goals(self) -> Mapping[str, Goal]:
        """Every goal as it is in use."""
        found = dict(default_goals())
        for name, version in self._chosen(self._documents().get(IN_USE, _ALL)).items():
            if version != AS_IT_COMES and name in found:
                found[name] = with_setting(found[name], self.read(name, version).setting, version)
        return found

    def in_use(self, goal: str) -> int:
        """The version of a goal that is in use; AS_IT_COMES where none was set."""
        return self._chosen(self._documents().get(IN_USE, _ALL)).get(goal, AS_IT_COMES)

    def versions(self, goal: str) -> list[GoalVersion]:
        """All versions of a goal, the newest first."""
        documents = self._documents()
        found = documents.page(VERSIONS, prefix=f"{goal}/", limit=MOST_VERSIONS, backwards=True)
        return [_version(each.value) for each in found]

    def read(self, goal: str, version: int) -> GoalVersion:
        """One version.

        Raises:
            EntityNotFound: there is none of that number.
        """
        documents = self._documents()
        found = documents.get(VERSIONS, _key(goal, version))
        if found is None:
            raise EntityNotFound(f"version {version} of {goal}", documents.community or "")
        return _version(found.value)

    def add(self, goal: str, setting: Setting, note: str, by: str = "") -> int:
        """Keep a setting as the next version of a goal, set by somebody, and use it from now on.

        Raises:
            InvalidRequest: there is no such goal, it may not be set so, or the note is too long.
        """
        check_setting(find_goal(default_goals(), goal), setting)
        if len(note) > LONGEST_NOTE:
            raise InvalidRequest("note", f"is longer than {LONGEST_NOTE:,} characters")
        made_at = isoformat(datetime.now(UTC)) or ""
        for _ in range(_ATTEMPTS):
            newest = self.versions(goal)[:1]
            version = newest[0].version + 1 if newest else 1
            kept = GoalVersion(goal, version, note.strip(), made_at, setting, by)
            if version > MOST_VERSIONS:
                raise InvalidRequest("goal", f"has {MOST_VERSIONS:,} versions: go back to one")
            if self._documents().add(VERSIONS, _key(goal, version), _json(kept)):
                self.use(goal, version)
                return version
        raise VersionConflict(f"{VERSIONS} {goal}", 0, 0)

    def use(self, goal: str, version: int) -> None:
        """Use a version from now on; AS_IT_COMES: what comes with Kinpath.

        Raises:
            InvalidRequest: there is no such goal.
            EntityNotFound: it has no such version.
        """
        find_goal(default_goals(), goal)
        if version != AS_IT_COMES:
            self.read(goal, version)
        for attempt in range(_ATTEMPTS):
            present = self._documents().get(IN_USE, _ALL)
            chosen = {**self._chosen(present), goal: version}
            number = 0 if present is None else present.version
            try:
                self._remember(
                    self._documents().put(IN_USE, _ALL, {"goals": chosen}, version=number)
                )
            except VersionConflict:
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            return

    def _remember(self, found: Document | None) -> None:
        self._stamp = 0 if found is None else found.version
        self._looked_at = monotonic()

    @staticmethod
    def _chosen(found: Document | None) -> Mapping[str, int]:
        return {} if found is None else found.value["goals"]


def _key(goal: str, version: int) -> str:
    return f"{goal}/{version:06d}"


def _json(version: GoalVersion) -> dict[str, Any]:
    return {**asdict(version), "setting": setting_to_json(version.setting)}


def _version(said: Mapping[str, Any]) -> GoalVersion:
    setting = setting_from_json(said["setting"])
    return GoalVersion(
        said["goal"], said["version"], said["note"], said["made_at"], setting,
        said.get("made_by", ""),
    )  # fmt: skip
