"""What takes long to work out of a community, kept for as long as the community stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import TypeVar
from weakref import WeakKeyDictionary

from community.picture import Picture

Found = TypeVar("Found")


class Kept:
    """Results by picture and question, each worked out once, by whoever asks first."""

    def __init__(self) -> None:
        self._found: WeakKeyDictionary[Picture, dict[object, object]] = WeakKeyDictionary()
        self._working: WeakKeyDictionary[Picture, RLock] = WeakKeyDictionary()
        self._guard = Lock()

    def has(self, picture: Picture, question: object) -> bool:
        """Whether the answer is at hand."""
        return question in self._found.get(picture, ())

    def get(self, picture: Picture, question: object, work: Callable[[], Found]) -> Found:
        """The answer to a question, worked out if nobody asked it of this picture before.

        The answer must not hold on to the picture, which would never be given up then.
        `work` may ask for other answers about the same picture.
        """
        with self._guard:
            answers = self._found.setdefault(picture, {})
            working = self._working.setdefault(picture, RLock())
        if question not in answers:
            with working:
                if question not in answers:
                    answers[question] = work()
        return answers[question]  # type: ignore[return-value] # what `work` of the question made


KEPT = Kept()
"""Of all pages."""
