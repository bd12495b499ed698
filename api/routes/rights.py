"""Routes for what members may decide about themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import SkipValidation
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, AnyPrincipal, MemberPath
from api.responses import JsonResponse, refusals
from api.rights.consent import consent_json, consent_of, give, history, parse_consent
from api.rights.erased import erase_and_tell
from api.rights.erasure import report_json
from api.rights.member_export import member_export
from api.rights.own_preferences import keep, parse_preferences, preferences_json
from api.rights.schemas import (
    ConsentBody,
    ConsentTold,
    ErasureTold,
    MemberExport,
    PreferencesBody,
    PreferencesTold,
)
from graph.preferences import preferences_of
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["rights"])

_READ = refusals(404, 422, 503, 504)
_CHANGE = refusals(400, 404, 413, 415, 422, 503, 504)


@router.get(
    "/members/{member}/consent",
    operation_id="consent_of_member",
    summary="What a member lets be done",
    response_model=ConsentTold,
    responses=_READ,
    dependencies=[needs(Scope.SENSITIVE)],
)
@router.get(
    "/members/{member:path}/consent",
    include_in_schema=False,
    dependencies=[needs(Scope.SENSITIVE)],
)
def tell_consent(engine: AnyEngine, member: MemberPath) -> Response:
    """Consent to being matched, and to being counted in studies, each by itself."""
    asked = member_id("member", member)
    found = consent_of(engine.store.entity(asked))
    return JsonResponse(consent_json(asked, found, history(engine.documents, asked)))


@router.put(
    "/members/{member}/consent",
    operation_id="give_consent",
    summary="Give consent, or take it back",
    response_model=ConsentTold,
    responses=_CHANGE,
    dependencies=[needs(Scope.WRITE)],
)
@router.put(
    "/members/{member:path}/consent",
    include_in_schema=False,
    dependencies=[needs(Scope.WRITE)],
)
def give_consent(
    principal: AnyPrincipal,
    engine: AnyEngine,
    member: MemberPath,
    body: Annotated[SkipValidation[ConsentBody], Body()],
) -> Response:
    """It holds for the very next answer: who takes consent to matching back is in none of them.

    Without consent to research somebody is in no study. What is not named stays as it is.
    """
    asked = member_id("member", member)
    said = parse_consent(body)
    given = give(engine.store, engine.documents, asked, said, by=principal.who)
    return JsonResponse(consent_json(asked, given, history(engine.documents, asked)))


@router.get(
    "/members/{member}/preferences",
    operation_id="preferences_of_member",
    summary="What a member asks of their own answers",
    response_model=PreferencesTold,
    responses=_READ,
    dependencies=[needs(Scope.SENSITIVE)],
)
@router.get(
    "/members/{member:path}/preferences",
    include_in_schema=False,
    dependencies=[needs(Scope.SENSITIVE)],
)
def tell_preferences(engine: AnyEngine, member: MemberPath) -> Response:
    """Whether a profile is made of what they did, and the factor of each group of parameters."""
    asked = member_id("member", member)
    found = preferences_of(engine.store.entity(asked).properties)
    return JsonResponse(preferences_json(asked, found))


@router.put(
    "/members/{member}/preferences",
    operation_id="set_preferences",
    summary="Change what a member's answers are made of",
    response_model=PreferencesTold,
    responses=_CHANGE,
    dependencies=[needs(Scope.WRITE)],
)
@router.put(
    "/members/{member:path}/preferences",
    include_in_schema=False,
    dependencies=[needs(Scope.WRITE)],
)
def set_preferences(
    engine: AnyEngine, member: MemberPath, body: Annotated[SkipValidation[PreferencesBody], Body()]
) -> Response:
    """All of them at once: what is not said is as usual.

    With `profiling` false, answers to the member use only what they ask, their profile, purpose
    and stated skills, and nothing that they did counts in anybody's answers.
    """
    asked = member_id("member", member)
    kept = keep(engine.store, asked, parse_preferences(body))
    return JsonResponse(preferences_json(asked, kept))


@router.get(
    "/members/{member}/export",
    operation_id="export_member",
    summary="Everything held about a member",
    response_model=MemberExport,
    responses=_READ,
    dependencies=[needs(Scope.SENSITIVE)],
)
@router.get(
    "/members/{member:path}/export",
    include_in_schema=False,
    dependencies=[needs(Scope.SENSITIVE)],
)
def export(engine: AnyEngine, member: MemberPath) -> Response:
    """Machine-readable and complete: every record in the store that touches the member.

    Members whom they may not see stand there by their ids alone; who said no to them is not told.
    """
    return JsonResponse(member_export(engine, member_id("member", member)))


@router.post(
    "/members/{member}/erasure",
    operation_id="erase_member",
    summary="Erase a member from everywhere",
    response_model=ErasureTold,
    responses=refusals(404, 413, 422, 503, 504),
    dependencies=[needs(Scope.ADMIN)],
)
@router.post(
    "/members/{member:path}/erasure",
    include_in_schema=False,
    dependencies=[needs(Scope.ADMIN)],
)
def erase(engine: AnyEngine, member: MemberPath) -> Response:
    """From the store, vectors, snapshots, the cache, what the service keeps besides, and files.

    It answers when all of it is done, with a report that proves it by searching for what was
    erased; the report tells hashes of that. If it is cut off, the next start finishes it.
    """
    asked = member_id("member", member)
    done = erase_and_tell(engine, asked)
    return JsonResponse(report_json(done))
