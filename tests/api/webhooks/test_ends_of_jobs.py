"""The end of each job is told once, whatever becomes of the process that worked on it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep, time

import pytest

from api.jobs.ends import TAKEN_FOR, Ends
from api.jobs.job import Job
from api.jobs.ledger import ALIVE_SECONDS, Ledger
from api.webhooks.addresses import Reach
from api.webhooks.delivering import Delivering
from api.webhooks.outbox import Outbox
from api.webhooks.sending import Sender
from graph.documents import Documents, open_documents
from tests.api.webhooks.receiver import receiving
from tests.conftest import StoreAddress

LATER = ALIVE_SECONDS + 1.0
URL = "https://example.org/hook"


@pytest.fixture
def documents(address: StoreAddress, community: str) -> Iterator[Documents]:
    with open_documents(address.url, community, password=address.password) as documents:
        yield documents


def begun(documents: Documents) -> Job:
    """A job at work in a process that has not given a sign of life yet."""
    job = Job.asked("health", {}, "somebody")
    Ends(documents).expect(job)
    Ledger(documents).add(job.began())
    return job


def test_a_lost_job_is_told_once_by_whichever_server_looks(documents: Documents) -> None:
    job = begun(documents)
    with receiving() as receiver:
        Outbox(documents).webhooks.add(receiver.url, ["job.finished"])
        reach = Reach(loopback=True)
        servers = [Delivering(lambda: [Outbox(documents)], Sender(reach)) for _ in range(2)]
        with ThreadPoolExecutor(2) as threads:
            for later in (0.0, LATER, 2 * LATER, 3 * LATER):
                list(threads.map(Delivering.look, servers, [time() + later] * len(servers)))
                assert (later > 0) >= (len(receiver.received) > 0)
                sleep(0.05)
        for each in servers:
            each.close()
        receiver.await_messages(1)
    (told,) = receiver.told()
    assert told["data"] == {"job": job.id, "kind": "health", "state": "lost"}


def test_one_that_gives_signs_of_life_is_not_told(documents: Documents) -> None:
    outbox, job = Outbox(documents), begun(documents)
    outbox.webhooks.add(URL, ["job.finished"])
    Ledger(documents).beat(job.id)
    Ends(documents).tell_abandoned(time() + LATER)
    assert outbox.waiting() == 0
    assert Ledger(documents).find(job.id).is_under_way


def test_a_server_that_dies_while_it_tells_is_stood_in_for(documents: Documents) -> None:
    outbox, job = Outbox(documents), begun(documents)
    outbox.webhooks.add(URL, ["job.finished"])
    Ends(documents).tell_abandoned(time())
    now = time() + LATER
    (due,) = documents.page("job_untold")
    documents.put("job_untold", job.id, {"until": now + TAKEN_FOR}, expires=due.expires)
    Ends(documents).tell_abandoned(now)
    assert outbox.waiting() == 0
    for later in (TAKEN_FOR, 2 * TAKEN_FOR):
        Ends(documents).tell_abandoned(now + later)
        assert outbox.waiting() == 1


def test_one_cancelled_before_its_turn_is_told_once(documents: Documents) -> None:
    outbox, ledger, job = Outbox(documents), Ledger(documents), begun(documents)
    outbox.webhooks.add(URL, ["job.finished"])
    ended = ledger.change(job.id, lambda now: now.ended(now.state.CANCELLED))
    Ends(documents).tell_abandoned(time() + LATER)
    Ends(documents).tell(ended, time())
    assert outbox.waiting() == 1


def test_one_that_was_erased_is_told_of_no_more(documents: Documents) -> None:
    outbox, job = Outbox(documents), begun(documents)
    outbox.webhooks.add(URL, ["job.finished"])
    documents.remove("job", job.id)
    Ends(documents).tell_abandoned(time() + LATER)
    assert (outbox.waiting(), documents.count("job_untold")) == (0, 0)
