"""What is kept of requests with a key, on each kind of store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.idempotency.ledger import COLLECTION, KeptAnswer, Mark, Requests, forget_answers
from api.idempotency.refusals import (
    AnswerNotKept,
    KeyUsedOtherwise,
    OutcomeUnknown,
    RequestInFlight,
)
from graph.documents import Documents

CREATED = KeptAnswer(201, (("location", "/v1/members/ada"),), '{"id": "ada", "name": "Ada"}')


def begun(requests: Requests, place: str = "k", fingerprint: str = "f") -> Mark:
    mark = requests.begin(place, fingerprint)
    assert isinstance(mark, Mark)
    return mark


def test_one_request_from_its_beginning_to_its_answer(documents: Documents) -> None:
    requests = Requests(documents)
    mark = begun(requests)
    with pytest.raises(RequestInFlight):
        requests.begin("k", "f")
    with pytest.raises(KeyUsedOtherwise):
        requests.begin("k", "another")
    requests.renew(mark)
    requests.finish(mark, CREATED)
    assert requests.begin("k", "f") == CREATED
    with pytest.raises(KeyUsedOtherwise):
        requests.begin("k", "another")


def test_what_was_not_carried_out_may_come_again(documents: Documents) -> None:
    requests = Requests(documents)
    requests.release(begun(requests))
    requests.finish(begun(requests), None)
    with pytest.raises(AnswerNotKept):
        requests.begin("k", "f")


def test_a_request_that_was_cut_off_is_never_carried_out_again(documents: Documents) -> None:
    requests = Requests(documents)
    begun(requests)  # and its process is killed: nobody renews the mark
    left = documents.get(COLLECTION, "k")
    assert left is not None
    documents.put(COLLECTION, "k", {**left.value, "alive_until": left.value["alive_until"] - 60})
    with pytest.raises(OutcomeUnknown):
        requests.begin("k", "f")
    requests.cut_off(begun(requests, "other"))
    with pytest.raises(OutcomeUnknown):
        requests.begin("other", "f")


def test_of_many_workers_one_takes_the_key(documents: Documents) -> None:
    requests = Requests(documents)

    def take(_: int) -> bool:
        try:
            return isinstance(requests.begin("k", "f"), Mark)
        except RequestInFlight:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(16))) == 1


def test_no_answer_stays_that_names_who_is_forgotten(documents: Documents) -> None:
    requests = Requests(documents)
    requests.finish(begun(requests, "ada"), CREATED)
    requests.finish(begun(requests, "adam"), KeptAnswer(201, (), '{"id": "adam"}'))
    requests.finish(begun(requests, "told"), KeptAnswer(404, (), '{"detail": "no \'member:ada\'"}'))
    requests.finish(begun(requests, "at"), KeptAnswer(200, CREATED.headers, "{}"))
    under_way = begun(requests, "now")
    assert forget_answers(documents, frozenset({"ada"}), frozenset({"member:ada"})) == 3
    requests.renew(under_way)
    requests.finish(under_way, CREATED)
    assert [each.key for each in documents.holding('"ada')] == ["adam"]
    for place in ("ada", "told", "at", "now"):
        with pytest.raises(AnswerNotKept):
            requests.begin(place, "f")
    assert isinstance(requests.begin("adam", "f"), KeptAnswer)
