"""Routes of accounts: those who sign in to one's own community."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, Path, Request
from pydantic import SkipValidation
from starlette.responses import Response

from api.access.account_schemas import (
    AccountChangeBody,
    AccountList,
    AccountTold,
    NewAccountBody,
    parse_account_change,
    parse_new_account,
)
from api.access.accounts import Account, Accounts
from api.access.needs import needs
from api.access.principals import SCOPES, Principal, Role, Scope
from api.access.refusals import NotAllowed
from api.access.serving import serving_of
from api.audit.recording import about
from api.deps import AnyPrincipal
from api.responses import JsonResponse, refusals

PATH = "/v1/accounts"

router = APIRouter(prefix=PATH, tags=["access"], dependencies=[needs(Scope.ACCESS)])

AccountPath = Annotated[str, Path(description="The name of an account, percent-encoded.")]
_WRITE = refusals(400, 409, 412, 413, 415, 422, 503, 504)


@router.get(
    "",
    operation_id="list_accounts",
    summary="Every account of the community",
    response_model=AccountList,
    responses=refusals(503, 504),
)
def list_accounts(request: Request, principal: AnyPrincipal) -> Response:
    """By name, with what each may do; nothing tells of passwords but whether there is one."""
    found = sorted(_accounts(request).of(principal.community), key=lambda each: each.name)
    return JsonResponse({"accounts": [each.told() for each in found]})


@router.post(
    "",
    operation_id="create_account",
    summary="Make an account",
    response_model=AccountTold,
    status_code=201,
    responses=_WRITE,
)
async def create_account(
    request: Request,
    principal: AnyPrincipal,
    body: Annotated[SkipValidation[NewAccountBody], Body()],
) -> Response:
    """Nobody makes an account that may more than they may themselves.

    As long as nobody is asked who they are, the first account is made by `kinpath accounts add`:
    it closes the door to everybody else.
    """
    name, role, password = parse_new_account(body)
    _check_may(principal, role)
    accounts, desk = _accounts(request), serving_of(request).signing_in
    made = await desk.aside(lambda: accounts.add(principal.community, name, role, password))
    about(request.scope, role=role.value)
    location = {"Location": f"{PATH}/{quote(made.name, safe='')}"}
    return JsonResponse(made.told(), 201, location)


@router.get(
    "/{account:path}",
    operation_id="read_account",
    summary="One account",
    response_model=AccountTold,
    responses=refusals(404, 422, 503, 504),
)
def read_account(request: Request, principal: AnyPrincipal, account: AccountPath) -> Response:
    """Those of other communities are answered as those that do not exist."""
    return JsonResponse(_accounts(request).named(principal.community, account).told())


@router.patch(
    "/{account:path}",
    operation_id="change_account",
    summary="Change an account",
    response_model=AccountTold,
    responses=refusals(404) | _WRITE,
)
async def change_account(
    request: Request,
    principal: AnyPrincipal,
    account: AccountPath,
    body: Annotated[SkipValidation[AccountChangeBody], Body()],
) -> Response:
    """Another role or password, or closed and open again; what is not named stays.

    It holds within a second. With another password, and when the account is closed, whoever is
    signed in with it has to sign in again. The last owner stays one.
    """
    change = parse_account_change(body)
    accounts, desk = _accounts(request), serving_of(request).signing_in

    def changed() -> Account:
        found = _reached(accounts, principal, account)
        if change.role is not None:
            _check_may(principal, change.role)
        with accounts.with_an_owner(found, change):
            return accounts.change(found, change)

    told = await desk.aside(changed)
    said = {} if change.role is None else {"role": change.role.value}
    about(request.scope, changed=change.fields, **said)
    return JsonResponse(told.told())


@router.delete(
    "/{account:path}",
    operation_id="remove_account",
    summary="Remove an account",
    status_code=204,
    responses=refusals(404, 409, 412, 422, 503, 504),
)
def remove_account(request: Request, principal: AnyPrincipal, account: AccountPath) -> Response:
    """Whoever is signed in with it is refused within a second. The last owner stays."""
    accounts = _accounts(request)
    found = _reached(accounts, principal, account)
    with accounts.with_an_owner(found):
        accounts.remove(found)
    return Response(status_code=204)


def _accounts(request: Request) -> Accounts:
    return serving_of(request).signing_in.accounts


def _reached(accounts: Accounts, principal: Principal, name: str) -> Account:
    """The account, if whoever asks may change it. Raises EntityNotFound, NotAllowed."""
    found = accounts.named(principal.community, name)
    _check_may(principal, found.role)
    return found


def _check_may(principal: Principal, role: Role) -> None:
    """Who may manage accounts must not get more by it than they have. Raises NotAllowed."""
    if principal.way == "open":
        raise NotAllowed(
            "as long as nobody is asked who they are, accounts are made on the command line: "
            "`kinpath accounts add NAME --role owner`"
        )
    if principal.lacks(SCOPES[role]):
        raise NotAllowed(f"nobody decides about accounts ({role.value}) that may more than they")
