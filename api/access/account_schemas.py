"""What `/v1/accounts` takes and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.access.accounts import MAX_NAME, ROLES, AccountChange
from api.access.passwords import LONGEST, SHORTEST
from api.access.principals import Role
from graph.errors import InvalidRequest

_ROLE = "What they may do."
_PASSWORD = f"At least {SHORTEST} letters, at most {LONGEST:,} bytes. It is never told again."
_SEVERAL_WORDS = "several words, easily kept"
_Roles = Literal["owner", "manager", "viewer"]


def _like(**example: JsonValue) -> ConfigDict:
    """An example for OpenAPI."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class NewAccountBody(BaseModel):
    """An account that is to be made."""

    model_config = _like(name="anna@example.org", role="manager", password=_SEVERAL_WORDS)

    name: str = Field(
        min_length=1, max_length=MAX_NAME, description="What they sign in by, in any capitals."
    )
    role: _Roles = Field(description=_ROLE)
    password: str | None = Field(
        None,
        min_length=SHORTEST,
        max_length=LONGEST,
        description=f"{_PASSWORD} Without one they can only sign in elsewhere.",
    )


class AccountChangeBody(BaseModel):
    """What is to be changed of an account; the rest stays."""

    model_config = _like(role="viewer", enabled=True)

    role: _Roles | None = Field(None, description=_ROLE)
    enabled: bool | None = Field(
        None, description="false: nobody can sign in with it until it is true again."
    )
    password: str | None = Field(
        None, min_length=SHORTEST, max_length=LONGEST, description=_PASSWORD
    )


class AccountTold(BaseModel):
    """An account, without what is kept of its password."""

    name: str = Field(description="In the one form that stands for all ways of writing it.")
    community: str
    role: _Roles
    enabled: bool = Field(description="Whether anybody can sign in with it.")
    has_password: bool = Field(description="false: they can only sign in elsewhere.")
    created: str = Field(examples=["2026-03-01T09:30:00.000000Z"])
    password_changed: str | None


class AccountList(BaseModel):
    """Every account of the community."""

    accounts: list[AccountTold]


def parse_new_account(body: object) -> tuple[str, Role, str | None]:
    """Name, role and password of an account to be made; InvalidRequest names what is wrong."""
    said = _fields(body, NewAccountBody)
    for name in ("name", "role"):
        if said.get(name) is None:
            raise InvalidRequest(name, "is required")
    return _text(said, "name") or "", _role(said), _text(said, "password")


def parse_account_change(body: object) -> AccountChange:
    """What is to be changed; InvalidRequest names what is wrong."""
    said = _fields(body, AccountChangeBody)
    if not said:
        raise InvalidRequest("request", "must say role, enabled or password")
    for name, value in said.items():
        if value is None:
            raise InvalidRequest(name, "must not be null; what is to stay is left out")
    enabled = said.get("enabled")
    if enabled is not None and not isinstance(enabled, bool):
        raise InvalidRequest("enabled", "must be true or false")
    role = _role(said) if "role" in said else None
    return AccountChange(role, enabled, _text(said, "password"))


def _fields(body: object, model: type[BaseModel]) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise InvalidRequest("request", "must be an object")
    for name in body:
        if name not in model.model_fields:
            known = ", ".join(model.model_fields)
            raise InvalidRequest(str(name), f"is not known here; known: {known}")
    return body


def _text(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidRequest(name, "must be text")
    return value


def _role(said: Mapping[str, Any]) -> Role:
    if said["role"] not in ROLES:
        raise InvalidRequest("role", f"must be one of {', '.join(ROLES)}")
    return Role(said["role"])
