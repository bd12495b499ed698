"""How much of everything a large community of a given size has."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST = 1_000
"""Members below which there is nothing large to measure."""
MEMBERS_PER_THING = 4
"""One thing with a text for so many members."""
MEMBERS_PER_GROUP = 150
MEMBERS_PER_ACTIVITY = 50
SKILLS_PER_TOPIC = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """Counts of each kind of node, and of the topics that its skills belong to.

    Skills and topics grow with the square root of the members: a larger community talks of more,
    but not of as much more. Everything else grows with the members.
    """

    members: int
    topics: int
    skills: int
    groups: int
    activities: int
    content: int

    @classmethod
    def of(cls, members: int) -> Shape:
        """The shape of a community with so many members. Raises ValueError below SMALLEST."""
        if members < SMALLEST:
            raise ValueError(f"{members} members are too few: at least {SMALLEST:,}")
        topics = max(2, round(2 * members**0.5 / SKILLS_PER_TOPIC))
        skills = topics * SKILLS_PER_TOPIC
        groups, activities = members // MEMBERS_PER_GROUP, members // MEMBERS_PER_ACTIVITY
        content = members // MEMBERS_PER_THING - skills - groups - activities
        return cls(members, topics, skills, groups, activities, content)

    @property
    def nodes(self) -> int:
        """All of them with the community itself, which is the first."""
        return 1 + self.with_vectors

    @property
    def with_vectors(self) -> int:
        """All but the community have a vector."""
        return self.members + self.skills + self.content + self.activities + self.groups

    @property
    def first_skill(self) -> int:
        """Number of the first skill; that of the first member is 1."""
        return 1 + self.members

    @property
    def first_content(self) -> int:
        """Number of the first piece of content."""
        return self.first_skill + self.skills

    @property
    def first_activity(self) -> int:
        """Number of the first activity."""
        return self.first_content + self.content

    @property
    def first_group(self) -> int:
        """Number of the first group."""
        return self.first_activity + self.activities
