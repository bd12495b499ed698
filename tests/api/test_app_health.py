"""Alive, ready, and what OpenAPI says."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.resources.kinds import RESOURCES
from api.settings import Settings
from graph.errors import CommunityNotFound, StoreUnavailable
from graph.store import open_store
from tests.api.conftest import COMMUNITY, client_of, engine_of, node, serving_of
from tests.api.test_app_recommendations import refused

RESOURCE_OPERATIONS = {
    f"{verb} /v1/{resource.path}{place}": f"{said}_{called}"
    for resource in RESOURCES
    for verb, said, place, called in (
        ("get", "list", "", resource.many),
        ("post", "create", "", resource.one),
        ("get", "read", f"/{{{resource.parameter}}}", resource.one),
        ("put", "replace", f"/{{{resource.parameter}}}", resource.one),
        ("patch", "change", f"/{{{resource.parameter}}}", resource.one),
        ("delete", "delete", f"/{{{resource.parameter}}}", resource.one),
    )
}
OPERATIONS = {
    "get /v1/members/{member}/recommendations": "recommend_for_member",
    "post /v1/recommendations": "recommend",
    "post /v1/why-not": "why_not",
    "post /v1/events": "record_events",
    "post /v1/feedback": "give_feedback",
    "get /v1/members/{member}/feedback": "feedback_of_member",
    "delete /v1/members/{member}/feedback": "take_feedback_back",
    "get /v1/members/{member}/stream": "look_at_stream",
    "post /v1/members/{member}/stream": "show_stream",
    "get /v1/worklist": "look_at_worklist",
    "post /v1/worklist": "take_worklist",
    "post /v1/worklist/{entry}": "conclude_worklist_entry",
    "get /v1/worklist/uplift": "worklist_uplift",
    "get /v1/alignment": "alignment",
    "get /v1/journeys": "journeys",
    "get /v1/journeys/{journey}": "journey",
    "get /v1/members/{member}/journeys": "member_journeys",
    "get /v1/mined-journeys": "mined_journey",
    "get /v1/outcomes": "outcomes",
    "get /v1/members/{member}/purpose": "purpose_of_member",
    "get /v1/members/{member}/purpose/suggestions": "purpose_suggestions",
    "get /v1/purposes/themes": "purpose_themes",
    "get /v1/community/health": "community_health",
    "get /v1/members/{member}/reputation": "reputation",
    "get /v1/roles": "roles",
    "get /v1/map": "community_map",
    "get /v1/shared-purpose": "shared_purpose",
    **RESOURCE_OPERATIONS,
    "post /v1/bulk": "write_bulk",
    "get /v1/members/{member}/consent": "consent_of_member",
    "put /v1/members/{member}/consent": "give_consent",
    "get /v1/members/{member}/preferences": "preferences_of_member",
    "put /v1/members/{member}/preferences": "set_preferences",
    "get /v1/members/{member}/export": "export_member",
    "post /v1/members/{member}/erasure": "erase_member",
    "get /v1/ranking": "ranking",
    "get /v1/ranking.html": "ranking_page",
    "post /v1/sources/discourse/webhook": "tell_discourse_event",
    "post /v1/webhooks": "create_webhook",
    "get /v1/webhooks": "list_webhooks",
    "get /v1/webhooks/{webhook}": "read_webhook",
    "patch /v1/webhooks/{webhook}": "change_webhook",
    "delete /v1/webhooks/{webhook}": "delete_webhook",
    "post /v1/webhooks/{webhook}/secret": "rotate_webhook_secret",
    "post /v1/webhooks/{webhook}/test": "test_webhook",
    "get /v1/webhooks/{webhook}/deliveries": "webhook_deliveries",
    "post /v1/webhooks/{webhook}/replay": "replay_webhook",
    "post /v1/jobs": "begin_job",
    "get /v1/jobs": "list_jobs",
    "get /v1/jobs/{job}": "look_at_job",
    "delete /v1/jobs/{job}": "cancel_job",
    "get /v1/jobs/{job}/result": "result_of_job",
    "get /v1/jobs/{job}/file": "file_of_job",
    "get /v1/goals/{goal}": "read_goal",
    "put /v1/goals/{goal}": "set_goal",
    "post /v1/goals/{goal}/what-if": "try_goal",
    "get /v1/goals/{goal}/versions": "list_goal_versions",
    "post /v1/goals/{goal}/versions/{version}/use": "use_goal_version",
    "get /v1/exports/{export}": "export",
    "get /v1/data-quality": "data_quality",
    "post /v1/imports": "bring_file",
    "get /v1/imports": "list_imports",
    "get /v1/imports/{import}": "look_at_import",
    "get /v1/imports/{import}/refusals": "refusals_of_import",
    "post /v1/imports/{import}/run": "run_import",
    "post /v1/imports/{import}/undo": "undo_import",
    "get /v1/weights": "weights",
    "post /v1/weights/use": "use_weights",
    "get /v1/communities": "list_communities",
    "get /v1/communities/{community}": "read_community",
    "get /v1/accounts": "list_accounts",
    "post /v1/accounts": "create_account",
    "get /v1/accounts/{account}": "read_account",
    "patch /v1/accounts/{account}": "change_account",
    "delete /v1/accounts/{account}": "remove_account",
    "get /v1/audit": "audit_log",
    "get /health": "health",
    "get /ready": "ready",
    "get /metrics": "metrics",
}


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    engine_of(
        serving_of(client)
    ).matcher()  # waits for the first snapshot, which is taken in the background
    ready = client.get("/ready")
    assert ready.json() == {"status": "ready", "community": COMMUNITY, "revision": 1}


def test_a_store_that_is_gone_is_not_ready_but_alive(
    client: TestClient, settings: Settings
) -> None:
    client.get("/ready")
    engine_of(serving_of(client)).store.close()
    response = client.get("/ready")
    assert refused(response, 503)["type"] == "/problems/store-unavailable"
    assert response.headers["retry-after"] == "5"
    refused(client.get("/v1/members/ada/recommendations?goal=peers"), 503)
    assert client.get("/health").status_code == 200


def test_not_ready_while_the_first_snapshot_is_taken(settings: Settings) -> None:
    app = create_app(settings)
    client = client_of(app)  # not entered: nothing is taken in the background
    with engine_of(serving_of(client))._rebuilding:
        refused(client.get("/ready"), 503)
    assert client.get("/ready").status_code == 200
    app.state.serving.close()


def test_a_fault_is_a_problem_without_details(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.app.state.warming.join()  # type: ignore[attr-defined] # it asks a question too
    monkeypatch.setattr(
        engine_of(serving_of(client)), "_matcher", object()
    )  # as if a part of Kinpath were broken
    problem = refused(client.get("/v1/members/ada/recommendations?goal=peers"), 500)
    assert "recommend" not in str(problem["detail"])


def test_an_application_without_a_store_does_not_begin(settings: Settings) -> None:
    with pytest.raises(CommunityNotFound, match="optics-club"):
        create_app(settings.model_copy(update={"community": "another"}))
    nowhere = settings.model_copy(update={"store": f"{settings.store}.missing"})
    with pytest.raises((CommunityNotFound, StoreUnavailable)):
        create_app(nowhere)


def test_an_empty_community_answers(settings: Settings) -> None:
    with open_store(settings.store, "alone") as store:
        store.write([node("member:one", name="One")])
    alone = settings.model_copy(update={"community": "alone"})
    with client_of(create_app(alone)) as client:
        response = client.get("/v1/members/one/recommendations?goal=peers")
        assert response.json()["results"] == []
        refused(client.get("/v1/members/ada/recommendations?goal=peers"), 404)


@pytest.fixture
def operations(client: TestClient) -> dict[str, dict[str, object]]:
    paths = client.get("/openapi.json").json()["paths"]
    return {
        f"{method} {path}": operation
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_operations_are_stable_and_described(operations: dict[str, dict[str, object]]) -> None:
    assert {name: each["operationId"] for name, each in operations.items()} == OPERATIONS
    for operation in operations.values():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]


def test_openapi_resolves_and_has_examples(client: TestClient) -> None:
    document = client.get("/openapi.json")
    schemas = document.json()["components"]["schemas"]
    names = [part.partition('"')[0] for part in document.text.split("#/components/schemas/")[1:]]
    assert set(names) <= set(schemas)
    # Two models of one name get their modules' names too, and generated clients leave both out.
    assert [name for name in schemas if "__" in name] == []
    assert "HTTPValidationError" not in schemas
    assert "examples" in schemas["Question"]
    assert "examples" in schemas["Event"]
    assert client.get("/docs").status_code == 200
