"""Why an import is refused."""

from __future__ import annotations

from graph.errors import KinpathError


class ImportConflict(KinpathError):
    """An import is not in a state in which that can be done; the message says why."""


class ChangedSince(ImportConflict):
    """Something that an import wrote was changed by somebody else afterwards.

    Attributes:
        changed: the first records that were, each with what is in the way.
    """

    def __init__(
        self, count: int, changed: list[dict[str, str]], *, is_begun: bool = False
    ) -> None:
        undone = "only a part was undone so far" if is_begun else "nothing was undone"
        super().__init__(
            f"{count:,} records were changed since, and would be lost; {undone}. "
            "Undo the rest to leave these as they are"
        )
        self.changed = changed
