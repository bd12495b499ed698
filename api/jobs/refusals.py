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


class FileGone(KinpathError):
    """The file that a job made is not kept any more, or lies on another machine."""

    def __init__(self) -> None:
        super().__init__("the file is not here any more; files are kept for a day: begin it anew")


class ResultWithdrawn(KinpathError):
    """The result names somebody who is not to be named any more."""

    def __init__(self) -> None:
        super().__init__(
            "somebody whom the result names has hidden, withdrawn or gone since; begin it anew"
        )
