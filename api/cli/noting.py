"""Writing down in a community's audit log what the command line did there."""

from __future__ import annotations

from dataclasses import dataclass

from api.audit.entries import AuditEntry, append, present
from api.cli.talk import say
from api.communities import open_documents_of
from api.settings import Settings
from graph.errors import KinpathError

WHO = "command-line"
"""Who entries of commands name; whoever can open the database has no other name here."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Appends entries to the audit log of a community."""

    settings: Settings
    community: str

    def __call__(self, operation: str, status: int, **ids: str | list[str]) -> None:
        """Write down what was done, by the id and status that it has over HTTP.

        It is done already: where the log cannot be reached, that is said and nothing else.
        """
        entry = AuditEntry(present(), WHO, "", operation, ids, status)
        try:
            with open_documents_of(self.settings, self.community) as documents:
                append(documents, entry, self.settings.audit_days)
        except KinpathError as error:
            say(f"it is done, and is not in the audit log: {error}")
