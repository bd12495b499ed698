"""The past time that a report may be asked for in a query."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from matcher.request_json import moment


class PastQuery(BaseModel):
    """As of when."""

    model_config = ConfigDict(extra="forbid")

    as_of: str | None = Field(None, description="ISO 8601: what was known before that time.")

    def moment(self) -> datetime | None:
        """The time that is meant; None: now.

        Raises:
            InvalidRequest: `as_of` is no time.
        """
        return None if self.as_of is None else moment("as_of", self.as_of)
