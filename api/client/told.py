"""What every answer of the API is: frozen data, with fields that are newer than the client kept."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Told(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True, populate_by_name=True)

    _etag: str | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        """The version of what was read, for `if_match` of a later change."""
        return self._etag

    def tagged(self, etag: str | None) -> None:
        """Keep the version that the answer's header told."""
        self._etag = etag
