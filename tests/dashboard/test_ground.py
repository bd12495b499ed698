"""What every page stands on: headers, files, languages, light, errors, forms of other sites."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.dashboard.headers import CONTENT_SECURITY_POLICY
from api.dashboard.languages import chosen_language, languages

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def test_the_root_leads_to_today(visitor: TestClient) -> None:
    for path in ("/", "/dashboard", "/dashboard/"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/dashboard/today")


def test_nothing_foreign_may_run_or_be_shown(visitor: TestClient) -> None:
    for path in ("/dashboard/today", "/dashboard/nowhere", "/dashboard/static/none.css"):
        headers = visitor.get(path).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_pages_name_nothing_on_other_hosts_and_hold_no_scripts_of_their_own(
    visitor: TestClient,
) -> None:
    page = visitor.get("/dashboard/today").text
    assert re.findall(r"https?://(?!127\.0\.0\.1)", page) == []
    assert re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page) == []


def test_files_are_sent_under_names_that_tell_their_content(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/today").text
    found = re.findall(r'(?:href|src)="(/dashboard/static/[^"]+)"', page)
    assert len(found) == 4
    for address in found:
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert visitor.get("/dashboard/static/dashboard.css").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "accepted", "code"),
    [
        (None, "", "en"),
        (None, "fr, xx;q=0.5", "en"),
        ("en", "de", "en"),
        ("klingon", "", "en"),
        (None, "en;q=nonsense", "en"),
    ],
)
def test_the_language_is_chosen_by_cookie_then_browser(
    wanted: str | None, accepted: str, code: str
) -> None:
    assert chosen_language(wanted, accepted).code == code


def test_languages_write_numbers_and_dates_their_own_way() -> None:
    assert languages()["en"].number(12345.678, 1) == "12,345.7"
    assert languages()["en"].percent(0.256) == "26 %"


def test_what_a_visitor_prefers_is_kept_in_their_browser(visitor: TestClient) -> None:
    said = {"theme": "dark", "language": "en", "back": "/dashboard/today?x=1"}
    answer = visitor.post("/dashboard/preferences", data=said, headers=SAME_SITE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/today?x=1")
    assert 'data-theme="dark"' in visitor.get("/dashboard/today").text
    visitor.post("/dashboard/preferences", data={"theme": "system"}, headers=SAME_SITE)
    assert "data-theme" not in visitor.get("/dashboard/today").text


@pytest.mark.parametrize("back", ["//example.org", "https://example.org/", "/\\example.org"])
def test_nobody_is_sent_to_another_site(visitor: TestClient, back: str) -> None:
    answer = visitor.post("/dashboard/preferences", data={"back": back}, headers=SAME_SITE)
    assert answer.headers["location"] == "/dashboard/today"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        (SAME_SITE, 303),
    ],
)
def test_forms_of_other_sites_change_nothing(
    visitor: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = visitor.post("/dashboard/preferences", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == status
    assert ("set-cookie" in answer.headers) is (status == 303)


def test_errors_are_pages_and_parts_in_plain_words(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/nowhere")
    assert page.status_code == 404
    assert "Nothing found here" in page.text
    part = visitor.get("/dashboard/nowhere", headers={"HX-Request": "true"})
    assert part.status_code == 404
    assert "<html" not in part.text
    assert 'role="alert"' in part.text


def test_only_the_dashboard_takes_forms(visitor: TestClient) -> None:
    assert visitor.post("/v1/events", data={"actor": "member:ada"}).status_code == 415
    too_large = {"back": "x" * 1_000_001}
    assert visitor.post("/dashboard/preferences", data=too_large).status_code == 413
