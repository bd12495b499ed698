"""A member's page and questions in free words, on the real store, asked without a browser."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
PARTS = ("purpose", "journey", "reputation", "surroundings")


def test_members_are_found_by_part_of_their_name(visitor: TestClient) -> None:
    found = visitor.get("/dashboard/members?q=LOVE").text
    assert "Ada Lovelace" in found
    assert "Cleo" not in found
    assert "2 members" in visitor.get("/dashboard/members?q=sam").text
    assert "Nobody of that name" in visitor.get("/dashboard/members?q=dan").text
    part = visitor.get("/dashboard/members?q=ada", headers=HTMX).text
    assert "<html" not in part
    assert 'hx-swap-oob="innerHTML">1 member found' in part


def test_who_may_not_be_shown_is_as_if_there_were_nobody(visitor: TestClient) -> None:
    def told(member: str) -> tuple[int, str]:
        answer = visitor.get(f"/dashboard/member?id={member}")
        return answer.status_code, answer.text.replace(member, "X")

    assert told("member:dan") == told("member:nobody")
    assert told("member:dan")[0] == 404
    for part in (*PARTS, "matches"):
        assert visitor.get(f"/dashboard/member/{part}?id=member:dan&goal=peers").status_code == 404


def test_every_part_of_a_member_is_there(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/member?id=member:ada").text
    assert "I want to build a telescope." in page
    assert "optics" in page
    for part in PARTS:
        assert f"/dashboard/member/{part}?id=member%3Aada" in page
        answer = visitor.get(f"/dashboard/member/{part}?id=member:ada")
        assert answer.status_code == 200
        assert "Dan" not in answer.text


def test_a_member_whose_id_is_odd_has_a_page(visitor: TestClient) -> None:
    found = visitor.get("/dashboard/members?q=slash").text
    address = re.findall(r'href="(/dashboard/member\?id=[^"]+)"', found)[0]
    assert "Slash" in visitor.get(address).text


@pytest.mark.parametrize("said", ["introduce", "dismiss", "not_suitable", "block"])
def test_what_is_said_of_a_recommendation_counts_until_it_is_undone(
    visitor: TestClient, said: str
) -> None:
    place = "/dashboard/member/matches?id=member:ada&goal=mentors"
    assert "Cleo" in visitor.get(place).text
    form = {"id": "member:ada", "about": "member:cleo", "said": said, "goal": "mentors"}
    told = visitor.post("/dashboard/member/say", data=form, headers=HTMX).text
    key = re.findall(r'name="undo" value="(\w+)"', told)[0]
    if said != "introduce":
        assert "Cleo" not in visitor.get(place).text
    else:
        assert "Cleo" in visitor.get("/dashboard/today/concluded").text
    visitor.post("/dashboard/member/say", data={**form, "undo": key}, headers=HTMX)
    assert "Cleo" in visitor.get(place).text
    assert "Cleo" not in visitor.get("/dashboard/today/concluded").text


def test_nobody_hidden_can_be_introduced(visitor: TestClient) -> None:
    form = {"id": "member:ada", "about": "member:dan", "said": "introduce"}
    assert visitor.post("/dashboard/member/say", data=form, headers=HTMX).status_code == 404


@pytest.mark.slow
def test_a_question_for_a_member_is_answered_with_reasons(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/ask?goal=mentors&member=Ada+Lovelace").text
    assert "Cleo" in page
    assert "curl" in page
    assert "2 members" in visitor.get("/dashboard/ask?member=sam").text
    assert visitor.get("/dashboard/ask?member=sam", headers=HTMX).status_code == 422
    assert visitor.get("/dashboard/ask?goal=nonsense&q=x", headers=HTMX).status_code == 422
    assert "What would you like to know?" in visitor.get("/dashboard/ask").text


def test_a_thing_tells_who_is_around_it(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/thing?id=group:makers").text
    assert "We build instruments." in page
    assert "Bob" in page
    assert visitor.get("/dashboard/thing?id=content:q2").status_code == 404  # the hidden one's
    assert visitor.get("/dashboard/thing?id=member:ada").status_code == 307


def test_a_figure_leads_to_the_members_behind_it(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/figure?key=isolated").text
    assert "Members behind it" in page
    assert "Dan" not in page
    assert visitor.get("/dashboard/figure?key=none").status_code == 404


def test_a_thing_says_its_words_below_its_name(visitor: TestClient) -> None:
    def words(thing: str) -> list[str]:
        page = visitor.get(f"/dashboard/thing?id={thing}").text
        return re.findall(r'<p class="prose"[^>]*>([^<]*)</p>', page)

    assert words("group:makers") == ["We build instruments."]
    assert words("content:a1") == ["They bend light."]
    assert words("content:q1") == []
