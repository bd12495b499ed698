"""What is planted in each member: what they master and strive for, and where help works out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchmarks.planted.words import CIRCLES, TOPICS

DAYS = 900.0
"""How long the community has existed."""
PRESENCE = (1.0, 0.7, 0.5)
"""How much of a member is in their home circle, in a second one, and where they are a guest."""

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Person:
    """What is planted in a member.

    Attributes:
        number: from 0.
        joined: day on which they came, from 0 to `DAYS`.
        until: day on which they fell silent; `DAYS` for those who are still there.
        activity: how much they do; 0 for newcomers.
        strives_for: the topic of their purpose, and so of their need.
        masters: topics that they are good at.
        circles: where they are members, the one that is home first; none for newcomers.
        guest_of: a circle that they work with and are no member of.
        helped_in: the circle in which help works out for them; None: in any.
        is_hub: whether they answer whatever is asked.
    """

    number: int
    joined: float
    until: float
    activity: float
    strives_for: int
    masters: frozenset[int] = frozenset()
    circles: tuple[int, ...] = ()
    guest_of: int | None = None
    helped_in: int | None = None
    is_hub: bool = False

    @property
    def is_newcomer(self) -> bool:
        """Whether their purpose is all that is known of them."""
        return not self.circles

    @property
    def is_there(self) -> bool:
        """Whether they have not fallen silent."""
        return self.until >= DAYS

    @property
    def reach(self) -> frozenset[int]:
        """Circles that they belong to or are one step from."""
        beside = () if self.guest_of is None else (self.guest_of,)
        return frozenset((*self.circles, *beside))

    def suits(self, asker: Person) -> bool:
        """Whether they are a planted mentor of another member: still there, able, and near."""
        is_near = asker.helped_in is None or asker.helped_in in self.reach
        is_able = self != asker and asker.strives_for in self.masters
        return self.is_there and is_able and is_near


@dataclass(frozen=True)
class Crowd:
    """All P members by number, and what is drawn by, as arrays."""

    people: tuple[Person, ...]

    @cached_property
    def activity(self) -> npt.NDArray[np.float64]:
        """(P,) how much each does."""
        return np.array([person.activity for person in self.people])

    @cached_property
    def joined(self) -> npt.NDArray[np.float64]:
        """(P,) the day on which each came."""
        return np.array([person.joined for person in self.people])

    @cached_property
    def until(self) -> npt.NDArray[np.float64]:
        """(P,) the last day of each."""
        return np.array([person.until for person in self.people])

    def there(self, day: float) -> npt.NDArray[np.bool_]:
        """(P,) who had come by a day and not yet fallen silent."""
        return np.asarray((self.joined < day) & (day < self.until))

    @cached_property
    def is_hub(self) -> npt.NDArray[np.bool_]:
        """(P,) who answers whatever is asked."""
        return np.array([person.is_hub for person in self.people])

    @cached_property
    def masters(self) -> npt.NDArray[np.bool_]:
        """(P, topics) who is good at what."""
        topics = range(len(TOPICS))
        return np.array([[topic in each.masters for topic in topics] for each in self.people])

    @cached_property
    def cares(self) -> npt.NDArray[np.bool_]:
        """(P, topics) who masters it or strives for it."""
        own = np.eye(len(TOPICS), dtype=np.bool_)[[each.strives_for for each in self.people]]
        return np.asarray(own | self.masters)

    @cached_property
    def belongs(self) -> npt.NDArray[np.bool_]:
        """(P, circles) who is a member where."""
        circles = range(len(CIRCLES))
        return np.array([[circle in each.circles for circle in circles] for each in self.people])

    @cached_property
    def reaches(self) -> npt.NDArray[np.bool_]:
        """(P, circles) who is a member or a guest where."""
        circles = range(len(CIRCLES))
        return np.array([[circle in each.reach for circle in circles] for each in self.people])

    @cached_property
    def presence(self) -> npt.NDArray[np.float64]:
        """(P, circles) how much of each is where: most at home, less where they are guests."""
        found = np.zeros((len(self.people), len(CIRCLES)))
        for person in self.people:
            for circle, much in zip(person.circles, PRESENCE, strict=False):
                found[person.number, circle] = much
            if person.guest_of is not None:
                found[person.number, person.guest_of] = PRESENCE[-1]
        return found

    @cached_property
    def meet(self) -> npt.NDArray[np.bool_]:
        """(P, P) who has a circle in common with whom, as members or guests."""
        numbers = self.reaches.astype(np.int64)
        return np.asarray(numbers @ numbers.T > 0)
