"""Messages go out into the world, and not into the network that the server stands in."""

from __future__ import annotations

import pytest

from api.webhooks.addresses import Reach
from api.webhooks.sending import Sender
from graph.errors import InvalidRequest
from tests.api.webhooks.receiver import receiving

REFUSED = [
    "http://example.org/",
    "ftp://example.org/",
    "https:///path",
    "https://a:b@example.org/",
    "https://example.org/#part",
    "https://example.org:99999/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://10.0.0.1/",
    "https://172.16.9.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://example.org/\n",
    "",
    "https://" + "a" * 2_000,
    7,
    None,
]


@pytest.mark.parametrize("url", REFUSED, ids=str)
def test_addresses_that_no_message_goes_to(url: object) -> None:
    with pytest.raises(InvalidRequest, match="url"):
        Reach().check(url)


def test_addresses_that_messages_may_go_to() -> None:
    assert Reach().check("https://example.org/kinpath?a=b")
    assert Reach(private=True).check("https://10.0.0.1/")
    for url in ("http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"):
        assert Reach(loopback=True).check(url)
        with pytest.raises(InvalidRequest):
            Reach().check(url)
    with pytest.raises(InvalidRequest):
        Reach(private=True).check("https://169.254.169.254/")


def test_a_name_that_leads_into_the_own_network_is_found_when_it_is_connected_to() -> None:
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2].partition("/")[0]
        url = f"https://localhost:{port}/"
        assert Reach().check(url)  # a name says nothing of where it leads
        attempt = Sender(Reach()).send(url, "msg_1", b"{}", ["whsec_AAAA"], 0.0)
        assert attempt.error == "localhost leads into a private network"
        assert receiver.received == []
