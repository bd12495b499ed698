"""Signing in and out, and choosing another password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.accounts import account_name
from api.access.cookies import give_cookie, take_cookie
from api.access.needs import needs, principal_of
from api.access.openid import ProviderFailed
from api.access.passwords import SHORTEST
from api.access.refusals import NotAllowed, ServerBusy, TooManyRequests, WrongPassword
from api.access.requests import claim_in, shown_by
from api.access.serving import Serving, serving_of
from api.access.signing_in import Attempt
from api.audit.entries import AuditEntry, append, present
from api.dashboard.addresses import SIGN_IN, is_inside, to
from api.dashboard.visits import AnyLook, AnyVisit, Look, Visit
from api.observability.answered import REQUEST_ID
from api.problems.statuses import status_of
from community.phrases import marked
from graph.errors import InvalidRequest, KinpathError, VersionConflict

router = APIRouter()

_SEE_OTHER = 303
_WRONG = marked("The name or the password is not right.")
_FAILED = marked("Signing in at your organisation did not work. Please try again.")
_UNKNOWN = marked("Your organisation knows you, but you have no account here.")
_LATER = marked("Too many attempts. Please try again in %(minutes)s minutes.")
_BUSY = marked("Too many people sign in at this moment. Please try again in a moment.")
_WRONG_NOW = marked("The present password is not right.")
_WEAK = marked("The new password will not do: it must have at least %(letters)s letters.")
_UNLIKE = marked("The new password and its repetition differ.")


@router.get(f"/{SIGN_IN}")
async def sign_in_page(
    look: AnyLook, back: str = "", community: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """The page where people sign in; whoever is signed in already is led on."""
    if look.account:
        return RedirectResponse(_inside(back), _SEE_OTHER)
    return await asked(look, back, community)


@router.post(f"/{SIGN_IN}")
async def sign_in(
    look: AnyLook,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    community: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Begin a session, another one than the browser had before, and lead to what was wanted."""
    serving = serving_of(look.request)
    chosen = community or await run_in_threadpool(only_community, serving)
    attempt = Attempt(chosen, name, password, _address(look.request))
    desk = serving.signing_in
    try:
        token = await desk.aside(lambda: desk.sign_in(attempt))
    except (WrongPassword, TooManyRequests, ServerBusy) as error:
        page = await asked(look, back, community, name, error)
        # Afterwards: it must take as long whether there is such a community or not.
        page.background = BackgroundTask(note, look.request, chosen, "", "sign_in", 422)
        return page
    await end_session(look.request)
    known = account_name(name)
    await run_in_threadpool(note, look.request, chosen, known, "sign_in", 200)
    answer = RedirectResponse(_inside(back), _SEE_OTHER)
    give_cookie(answer, look.request.scope, token)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session."""
    await end_session(request)
    answer = RedirectResponse(to(SIGN_IN), _SEE_OTHER)
    take_cookie(answer, request.scope)
    return answer


@router.get("/password", dependencies=[needs()])
def password_page(visit: AnyVisit) -> Response:
    """Where people choose another password."""
    _of_account(visit)
    return visit.page("password.html.jinja", shortest=SHORTEST, wrong="")


@router.post("/password", dependencies=[needs()])
async def change_password(
    visit: AnyVisit,
    present: Annotated[str, Form()] = "",
    chosen: Annotated[str, Form()] = "",
    repeated: Annotated[str, Form()] = "",
) -> Response:
    """Keep it; whoever is signed in with the former one elsewhere is so no more."""
    account, desk = _of_account(visit), serving_of(visit.request).signing_in
    attempt = Attempt(visit.community, account, present, _address(visit.request))
    try:
        if chosen != repeated:
            raise InvalidRequest("repeated", "differs")
        token = await desk.aside(lambda: desk.change_password(attempt, chosen))
    except (WrongPassword, TooManyRequests, ServerBusy, InvalidRequest) as error:
        words = _of_password(visit, error)
        page = visit.page("password.html.jinja", shortest=SHORTEST, wrong=words)
        page.status_code = status_of(error)
        return page
    await end_session(visit.request)
    said = (visit.request, visit.community, account, "change_password", 200)
    await run_in_threadpool(note, *said)
    answer = RedirectResponse(to("today"), _SEE_OTHER)
    give_cookie(answer, visit.request.scope, token)
    return answer


async def asked(
    look: Look, back: str, community: str, name: str = "", error: KinpathError | None = None
) -> Response:
    """The page that asks who somebody is, with what was wrong before."""
    serving = serving_of(look.request)
    only = await run_in_threadpool(only_community, serving)
    inside, has_provider = back if is_inside(back) else "", serving.elsewhere is not None
    told = look.render(
        "sign_in.html.jinja", back=inside, name=name[:300], has_provider=has_provider,
        wrong="" if error is None else _said(look, error), community=community[:300],
        only=only,
    )  # fmt: skip
    return HTMLResponse(told, 200 if error is None else status_of(error))


def _said(look: Look, error: KinpathError) -> str:
    """What went wrong, in the language of whoever looks."""
    texts = look.language.texts
    if isinstance(error, TooManyRequests):
        minutes = look.language.number(max(1, round(error.seconds / 60)))
        return texts.gettext(_LATER) % {"minutes": minutes}
    if isinstance(error, ProviderFailed):
        return texts.gettext(_FAILED)
    if isinstance(error, ServerBusy | VersionConflict):
        return texts.gettext(_BUSY)
    # Without a password a name came from a provider, which vouches for it.
    is_elsewhere = look.request.method == "GET"
    return texts.gettext(_UNKNOWN if is_elsewhere else _WRONG)


def _of_password(visit: Visit, error: KinpathError) -> str:
    texts = visit.language.texts
    if isinstance(error, WrongPassword):
        return texts.gettext(_WRONG_NOW)
    if isinstance(error, InvalidRequest):
        letters = visit.language.number(SHORTEST)
        unlike = error.field == "repeated"
        return texts.gettext(_UNLIKE) if unlike else texts.gettext(_WEAK) % {"letters": letters}
    return _said(visit, error)


def _of_account(visit: Visit) -> str:
    """The name of whoever is signed in. Raises NotAllowed: a key is no account."""
    principal = principal_of(visit.request)
    if principal.way != "account":
        raise NotAllowed("only somebody who is signed in has a password")
    return principal.name


async def end_session(request: Request) -> None:
    """End the session that a request is from, if it is from one."""
    claim = claim_in(request.scope, shown_by(request.scope))
    if claim is None or claim.way != "account":
        return
    serving = serving_of(request)
    await run_in_threadpool(serving.signing_in.sessions.end, claim.digest)
    serving.doorkeeper.forget(claim)


def note(request: Request, community: str, name: str, operation: str, status: int) -> None:
    """Write it down in the audit log of a community, if there is one of that name.

    What was typed as a name is kept only where it is one: it may have been a password.
    """
    serving = serving_of(request)
    if community not in serving.engines.communities():
        return
    who = f"account:{name}" if name else "nobody"
    request_id = str(request.scope.get(REQUEST_ID, ""))
    entry = AuditEntry(present(), who, name, operation, {}, status, request_id)
    with serving.engines.lent(community) as engine:
        append(engine.documents, entry, serving.settings.audit_days)


def only_community(serving: Serving) -> str:
    """The community that people sign in to where there is one alone, else nothing."""
    present = serving.engines.communities()
    return present[0] if len(present) == 1 else ""


def _address(request: Request) -> str:
    return "" if request.client is None else request.client.host


def _inside(back: str) -> str:
    return back if is_inside(back) else to("today")
