"""Texts that try to be code: in every field that people write, nothing runs on any page."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph.records import Record
from tests.api.conftest import at, edge, node
from tests.conftest import StoreAddress
from tests.dashboard.conftest import WAIT, Site, Watched, running, settings_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]

TEXTS = Path(__file__).with_name("injections.txt").read_text(encoding="utf-8").splitlines()
EACH = 20
"""Texts that one hub gathers: no page lists more neighbours than twice as many."""
HUBS = [TEXTS[begin : begin + EACH] for begin in range(0, len(TEXTS), EACH)]
RAN = "window.ran === undefined"


def hub(number: int, texts: list[str]) -> Iterator[Record]:
    """A group whose description is all the texts, and members and things that are named by one."""
    every = "\n".join(texts)
    group, asker = f"group:{number}", f"member:asker-{number}"
    yield node(group, at(1), name=texts[0], description=every)
    yield node(asker, at(1), name=texts[1], headline=every, bio=every, location=every, roles=texts)
    yield edge(asker, "JOINED", group, at(2))
    for place, text in enumerate(texts):
        name = f"{number}-{place}"
        yield node(f"member:{name}", at(1), name=text, headline=text)
        yield node(f"skill:{name}", name=text, description=every)
        yield node(f"content:{name}", at(2), kind="question", title=text, body=every)
        yield node(f"purpose:{name}", at(2), statement=text)
        yield edge(f"member:{name}", "JOINED", group, at(2))
        yield edge(group, "DEVELOPS", f"skill:{name}")
        yield edge(asker, "SEEKS_SKILL", f"skill:{name}")
        yield edge(asker, "CREATED", f"content:{name}", at(2))
        yield edge(asker, "HOLDS", f"purpose:{name}", at(2))


@pytest.fixture(scope="module")
def site(stores: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A community in which everything is called by such a text."""
    community = f"texts-{secrets.token_hex(4)}"
    with stores.open(community) as store:
        store.write([each for number, texts in enumerate(HUBS) for each in hub(number, texts)])
    with running(settings_of(stores, community, tmp_path_factory.mktemp("cache"))) as found:
        yield found


def places() -> Iterator[str]:
    """Pages, and parts as pages of their own, that show the texts."""
    yield from (f"members?begin={begin}" for begin in range(0, len(TEXTS) + len(HUBS), 25))
    for number in range(len(HUBS)):
        yield f"thing?id=group:{number}"
        yield f"thing?id=content:{number}-0"
        yield f"member/surroundings?id=member:asker-{number}"
        yield f"member/purpose?id=member:asker-{number}"
        yield f"member/matches?id=member:asker-{number}&goal=peers"
    yield from ("today/newcomers", "today/changes")


def test_there_are_two_hundred_texts_of_many_kinds() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 200


@pytest.mark.timeout(1500)
def test_no_text_runs_on_any_page(browser: Browser, site: Site) -> None:
    watched = Watched()
    page = browser.new_context(locale="en").new_page()
    page.set_default_timeout(WAIT)
    watched.watch(page, site.address)
    seen = ""
    for place in places():
        answer = page.goto(site.page(place))
        assert answer is not None
        assert answer.status == 200, place
        assert page.evaluate(RAN), place
        assert watched.wrong == [], place
        seen += page.inner_text("main")
    missing = [text for text in TEXTS if " ".join(text.split()) not in " ".join(seen.split())]
    assert missing == []
    for text in TEXTS[:: EACH * 2]:
        page.goto(site.page("members"))
        page.fill("#q", text[:200])
        page.wait_for_timeout(400)
        assert page.evaluate(RAN), text
    assert watched.wrong == []
    page.context.close()


def test_a_members_whole_page_stays_words(browser: Browser, site: Site) -> None:
    watched = Watched()
    page = browser.new_context(locale="ar").new_page()
    page.set_default_timeout(WAIT)
    watched.watch(page, site.address)
    for number in range(0, len(HUBS), 3):
        page.goto(site.page(f"member?id=member:asker-{number}"))
        page.wait_for_selector(".later", state="detached")
        assert page.evaluate(RAN)
    assert watched.wrong == []
    page.context.close()
