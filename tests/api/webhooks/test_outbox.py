"""What is to be told is told, and again until it was heard, on both stores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import sleep, time

import pytest
from standardwebhooks import Webhook as Checker
from standardwebhooks import WebhookVerificationError

from api.webhooks import sending
from api.webhooks.addresses import Reach
from api.webhooks.delivering import Delivering
from api.webhooks.outbox import Outbox
from api.webhooks.schedule import GIVEN_UP_AFTER, PAUSES, pause_after
from api.webhooks.sending import Sender
from api.webhooks.signing import signed_headers
from api.webhooks.subscriptions import Webhook
from graph.documents import open_documents
from tests.api.served import free_port
from tests.api.webhooks.receiver import Receiver, receiving
from tests.conftest import StoreAddress

SAID = {"member": "member:ada", "feedback": "dismiss", "about": "member:bob", "goal": None}
FEEDBACK = "recommendation.feedback"


@pytest.fixture
def outbox(address: StoreAddress, community: str) -> Iterator[Outbox]:
    with open_documents(address.url, community, password=address.password) as documents:
        yield Outbox(documents)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def send(outbox: Outbox, later: float = 0.0) -> None:
    """Everything that is due in so many seconds."""
    delivering = Delivering(lambda: [outbox], Sender(Reach(loopback=True)))
    for _ in range(20):
        delivering.look(time() + later)
        sleep(0.02)
    delivering.close()


def states(outbox: Outbox, webhook: Webhook) -> list[tuple[str, int]]:
    found = outbox.deliveries(webhook, None, 100)
    return [(each["state"], each["attempts"]) for each in found]


def test_a_message_is_signed_so_that_others_can_check_it(
    outbox: Outbox, receiver: Receiver
) -> None:
    webhook = outbox.webhooks.add(receiver.url, [FEEDBACK])
    assert outbox.announce(FEEDBACK, SAID) == 1
    assert outbox.announce("worklist.taken", {}) == 0  # nobody wants to hear that
    send(outbox)
    ((headers, body),) = receiver.received
    told = Checker(webhook.keys[0].secret).verify(body, headers)
    assert told == json.loads(body)
    assert (told["type"], told["data"]) == (FEEDBACK, SAID)
    with pytest.raises(WebhookVerificationError):
        Checker(webhook.keys[0].secret).verify(body + b" ", headers)
    assert states(outbox, webhook) == [("delivered", 1)]
    assert outbox.waiting() == 0


def test_two_secrets_sign_while_one_takes_the_place_of_the_other(
    outbox: Outbox, receiver: Receiver
) -> None:
    first = outbox.webhooks.add(receiver.url, [FEEDBACK])
    second = outbox.webhooks.rotate(first, grace=3600)
    third = outbox.webhooks.rotate(second, grace=0)
    for webhook, secrets in ((second, (first, second)), (third, (third,))):
        headers = signed_headers("msg_1", int(time()), b"{}", webhook.secrets(time()))
        for each in secrets:
            Checker(each.keys[0].secret).verify(b"{}", headers)
    assert third.keys[0].secret not in (first.keys[0].secret, second.keys[0].secret)
    with pytest.raises(WebhookVerificationError):
        Checker(first.keys[0].secret).verify(b"{}", headers)


def test_what_was_not_heard_is_sent_again_under_the_same_id(
    outbox: Outbox, receiver: Receiver
) -> None:
    webhook = outbox.webhooks.add(receiver.url, [FEEDBACK])
    receiver.answers = [500, 302]
    outbox.announce(FEEDBACK, SAID)
    send(outbox)
    assert states(outbox, webhook) == [("waiting", 1)]
    assert outbox.webhooks.get(webhook.id).failing_since is not None
    send(outbox)  # not yet
    assert len(receiver.received) == 1
    send(outbox, later=PAUSES[0] * 1.3)
    send(outbox, later=PAUSES[1] * 1.3)
    assert len(receiver.received) == 3
    assert len(set(receiver.ids())) == 1
    assert states(outbox, webhook) == [("delivered", 3)]
    assert outbox.webhooks.get(webhook.id).failing_since is None


def test_a_receiver_that_is_down_for_a_day_is_left_alone_and_told_again_when_asked(
    outbox: Outbox,
) -> None:
    port = free_port()
    webhook = outbox.webhooks.add(f"http://127.0.0.1:{port}/", [FEEDBACK])
    began = time()
    for _ in range(2):
        outbox.announce(FEEDBACK, SAID)
    send(outbox)
    failing = outbox.webhooks.get(webhook.id)
    outbox.webhooks.change(failing, failing_since=began - GIVEN_UP_AFTER)
    send(outbox, later=PAUSES[0] * 1.3)
    off = outbox.webhooks.get(webhook.id)
    assert not off.is_enabled
    assert "cannot be reached (ConnectError)" in off.reason
    assert outbox.announce(FEEDBACK, SAID) == 0
    send(outbox, later=PAUSES[-1] * 10)
    assert outbox.waiting() == 0
    outbox.webhooks.change(off, is_enabled=True, reason="", failing_since=None)
    with receiving(port) as receiver:
        assert outbox.replay(off, began, None) == 2
        send(outbox)
        assert len(set(receiver.ids())) == 2
        assert outbox.replay(off, None, receiver.ids()[0]) == 1
        send(outbox)
        assert receiver.ids()[2] == receiver.ids()[0]


def test_a_receiver_that_wants_no_more_gets_no_more(outbox: Outbox, receiver: Receiver) -> None:
    webhook = outbox.webhooks.add(receiver.url, [FEEDBACK])
    receiver.answers = [410]
    outbox.announce(FEEDBACK, SAID)
    send(outbox)
    assert outbox.webhooks.get(webhook.id).reason.startswith("the receiver answered 410")


def test_a_slow_receiver_is_not_waited_for(
    outbox: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.2)
    receiver.dawdles = 1.0
    webhook = outbox.webhooks.add(receiver.url, [FEEDBACK])
    outbox.announce(FEEDBACK, SAID)
    send(outbox)
    (found,) = outbox.deliveries(webhook, None, 10)
    assert found["last"]["error"] == "it did not answer within 0.2 seconds"


def test_one_of_two_processes_takes_a_message_and_another_if_that_one_dies(
    outbox: Outbox, receiver: Receiver
) -> None:
    outbox.webhooks.add(receiver.url, [FEEDBACK])
    outbox.announce(FEEDBACK, SAID)
    now = time() + 1
    (due,) = outbox.due(now)
    taken = outbox.take(due, now)
    assert taken is not None
    assert outbox.take(due, now) is None
    assert list(outbox.due(now)) == []
    (again,) = outbox.due(now + 121)
    after_death = outbox.take(again, now + 121)
    assert after_death is not None
    assert after_death.id == taken.id


def test_what_names_somebody_who_is_forgotten_is_not_told(
    outbox: Outbox, receiver: Receiver
) -> None:
    webhook = outbox.webhooks.add(receiver.url, [FEEDBACK])
    outbox.announce(FEEDBACK, SAID)
    outbox.announce(FEEDBACK, {**SAID, "member": "member:adam", "about": "member:cleo"})
    assert outbox.erase("member:ada") == 1
    send(outbox)
    assert [told["data"]["member"] for told in receiver.told()] == ["member:adam"]
    assert outbox.replay(webhook, 0.0, None) == 1


def test_pauses_grow_over_about_a_day_and_end() -> None:
    pauses = [pause_after(count) for count in range(1, len(PAUSES) + 1)]
    assert all(pause and 0.8 * at <= pause <= 1.2 * at for pause, at in zip(pauses, PAUSES))  # noqa: B905
    assert 20 * 3600 < sum(PAUSES) < 28 * 3600
    assert pause_after(len(PAUSES) + 1) is None
    assert pause_after(1, asked=500.0) == 500.0
