"""Made by `make client`: the operations on data."""

from __future__ import annotations

from api.client.calls import Calls


class DataOperations(Calls):
    """The operations on data, one method each."""

    def export(self, export: str, *, format: str | None = None, bom: bool | None = None) -> bytes:
        """A table or figures as a file.

        A table of the bundle, all of them as a zip (`bundle`), or what is worked out of them.

        Tables hold every record, also of members who are hidden: they take the scopes `write`
        and `sensitive`. `figures` and `worklist` take `insight`, and name nobody who may not be
        shown. Cells that a spreadsheet would take for a formula begin with an apostrophe, which
        importing takes off again. Of a large community a bundle takes minutes: begin the job
        `export` for it.
        """
        return self.call(
            "GET", f"/v1/exports/{self.part(export)}", "bytes", query={"format": format, "bom": bom}
        )
