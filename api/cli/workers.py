"""Several processes that answer at one address, each by a socket of its own.

Where all accept from one socket, whichever wakes first takes the connections that come close
together, and keeps them: one of two workers may have nearly all of the work. Over sockets that
listen at the same address (`SO_REUSEPORT`) Linux spreads connections evenly.
"""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from typing import Any

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

PATIENCE_SECONDS = 60
"""How long a process may be silent before it is taken for dead and replaced: on a busy machine one
takes longer than uvicorn's 5 seconds to begin, and each that replaces it would as well."""
SPREADS = sys.platform == "linux"
"""Whether the system spreads connections; elsewhere all accept from one socket."""


def run_workers(config: Config) -> None:
    """Serve by as many processes as the configuration says, until told to stop.

    Exits with uvicorn's status when somebody else listens at the address.
    """
    config.timeout_worker_healthcheck = PATIENCE_SECONDS
    bound = config.bind_socket()
    if SPREADS:
        # That nobody else listens there is known now; such sockets would not notice.
        family, address = bound.family, bound.getsockname()
        bound.close()
        bound = OwnSocket.at(family, address)
    with bound, suppress(KeyboardInterrupt):
        Multiprocess(config, sockets=[bound]).run()


class OwnSocket(socket.socket):
    """A socket in place of which each process that it is sent to makes its own."""

    @classmethod
    def at(cls, family: int, address: Any) -> OwnSocket:
        """One that is bound to an address, and keeps it from being given away."""
        made = cls(family)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """What the other process does to have its own."""
        return OwnSocket.at, (int(self.family), self.getsockname())
