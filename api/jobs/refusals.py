"""Why a job is not begun, or its result not there."""

from __future__ import annotations

from graph.errors import KinpathError


class TooManyJobs(KinpathError):
    """So many jobs wait that one more would wait for too long."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"{waiting} jobs are running or waiting, and no more are taken; ask again when one of "
            "them has ended"
        )


class JobNotDone(KinpathError):
    """There is no result: the job is still under way, or ended without one."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the job is {state}, and only one that is done has a result")


class ResultWithdrawn(KinpathError):
    """The result names somebody who is not to be named any more."""

    def __init__(self) -> None:
        super().__init__(
            "somebody whom the result names has hidden, withdrawn or gone since; begin it anew"
        )
