from __future__ import annotations

import gc
import pickle
import selectors
import socket
from contextlib import ExitStack

import pytest
from uvicorn import Config

from api.cli.workers import SPREADS, OwnSocket, run_workers

pytestmark = pytest.mark.skipif(not SPREADS, reason="the system spreads no connections")


def test_connections_are_spread_over_what_each_process_has() -> None:
    with ExitStack() as opened:
        reserved = opened.enter_context(OwnSocket.at(socket.AF_INET, ("127.0.0.1", 0)))
        own = [opened.enter_context(pickle.loads(pickle.dumps(reserved))) for _ in range(2)]
        counts = {each.fileno(): 0 for each in own}
        ready = opened.enter_context(selectors.DefaultSelector())
        for each in own:
            assert each.getsockname() == reserved.getsockname()
            each.listen()
            ready.register(each, selectors.EVENT_READ, each)
        for _ in range(64):
            opened.enter_context(socket.create_connection(reserved.getsockname(), 5))
            [(key, _)] = ready.select(5)
            opened.enter_context(key.data.accept()[0])
            counts[key.fd] += 1
    assert min(counts.values()) >= 16  # by chance, less than once in 10,000 times


# Uvicorn, which ends then, leaves the socket that could not be bound open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_address_where_others_listen_is_not_shared() -> None:
    with OwnSocket.at(socket.AF_INET, ("127.0.0.1", 0)) as taken:
        taken.listen()
        config = Config("nothing:there", port=taken.getsockname()[1], workers=2)
        with pytest.raises(SystemExit):
            run_workers(config)
    gc.collect()
