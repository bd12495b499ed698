"""Adds or appends documents in a process of its own, and says what came of it.

What to do comes as one JSON line on stdin: url, password, community, and a task.
"""

from __future__ import annotations

import json
import sys
from itertools import count

from graph import Documents, open_documents

CONTESTED = 200
"""Keys that two processes try to add."""
TEXT_LENGTH = 2_000


def add_all(documents: Documents, name: str) -> None:
    """Try to be the first with every key; say which were won."""
    for number in range(CONTESTED):
        if documents.add("contest", str(number), {"by": name}) is not None:
            say(str(number))


def append_until_killed(documents: Documents, name: str) -> None:
    """Append without end; say each key once it was acknowledged."""
    for number in count():
        appended = documents.append("log", {"number": number, "text": name * TEXT_LENGTH})
        say(appended.key)


TASKS = {"add": add_all, "append": append_until_killed}


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Do the task that stands on stdin."""
    told = json.loads(sys.stdin.readline())
    where = {"password": told["password"]}
    with open_documents(told["url"], told["community"], **where) as documents:
        say("ready")
        sys.stdin.readline()
        TASKS[told["task"]](documents, told["name"])


if __name__ == "__main__":
    main()
