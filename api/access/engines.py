"""The engines of a server's communities: opened when they are first asked for, lent, and closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock

from api.access.refusals import ServerBusy
from api.communities import communities_of, open_named
from api.engine import Engine
from api.settings import Settings
from graph.closing import Closing


@dataclass(slots=True, eq=False)
class Loan:
    """An open community; it is not closed while anybody uses it."""

    community: str
    engine: Engine
    users: int = 0


class Engines(Closing):
    """One engine for each community that somebody asks for.

    At most `settings.open_communities` are open at the same time: the one that was asked for
    longest ago, and that nobody uses, makes room.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loans: dict[str, Loan] = {}  # the one asked for last is last
        self._lock = Lock()
        self._opening = Lock()
        self._is_over = False

    def serves(self, community: str) -> bool:
        """Whether the settings let it be asked for."""
        return self._settings.community in (None, community)

    def communities(self) -> list[str]:
        """Ids of all communities that can be asked for, sorted."""
        return [each for each in communities_of(self._settings) if self.serves(each)]

    def open(self) -> list[Engine]:
        """Those that are open at the moment."""
        with self._lock:
            return [loan.engine for loan in self._loans.values()]

    def at_hand(self, community: str) -> Loan | None:
        """Borrow a community if it is open; never waits."""
        with self._lock:
            loan = self._loans.pop(community, None)
            if loan is not None:
                self._loans[community] = loan
                loan.users += 1
            return loan

    def borrow(self, community: str) -> Loan:
        """Borrow a community, and open it first where that has to be.

        Raises:
            KinpathError: it cannot be opened.
            ServerBusy: they are closed, or as many as may be are open, and all of them are in use.
        """
        loan = self.at_hand(community)
        if loan is not None:
            return loan
        with self._opening:  # one after the other: opening the same twice helps nobody
            loan = self.at_hand(community)
            return loan if loan is not None else self._opened(community)

    def give_back(self, loan: Loan) -> None:
        """Whoever borrowed it needs it no more."""
        with self._lock:
            loan.users -= 1

    @contextmanager
    def lent(self, community: str) -> Iterator[Engine]:
        """A community's engine for the time of a block."""
        loan = self.borrow(community)
        try:
            yield loan.engine
        finally:
            self.give_back(loan)

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            self._is_over = True  # a thread that is still opening one closes it again
            loans, self._loans = list(self._loans.values()), {}
        for loan in loans:
            loan.engine.close()

    def _opened(self, community: str) -> Loan:
        self._make_room()
        with ExitStack() as opened:  # the store is closed if no engine can be made upon it
            store = opened.enter_context(open_named(self._settings, community, create=False))
            loan = Loan(community, Engine(store, self._settings), users=1)
            opened.pop_all()
        with self._lock:
            if not self._is_over:
                self._loans[community] = loan
                return loan
        loan.engine.close()
        raise ServerBusy

    def _make_room(self) -> None:
        with self._lock:
            if len(self._loans) < self._settings.open_communities:
                return
            idle = next((loan for loan in self._loans.values() if not loan.users), None)
            if idle is None:
                raise ServerBusy
            del self._loans[idle.community]
        idle.engine.close()
