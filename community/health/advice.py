"""What may be done about a figure that is bad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from community.health.tracking import Tracked
from community.phrases import phrase


@dataclass(frozen=True, slots=True)
class Advice:
    """A rule of thumb.

    Attributes:
        above: bad from this value on; None: not by being high.
        below: bad up to this value.
        action: what may be done.
    """

    action: str
    above: float | None = None
    below: float | None = None

    def applies(self, value: float) -> bool:
        """Whether such a value is bad."""
        too_high = self.above is not None and value >= self.above
        return too_high or (self.below is not None and value <= self.below)


ADVICE: Mapping[str, Advice] = {
    "about to leave": Advice(
        phrase("Write to them in person: ask what they came for, and what is missing."), above=0.10
    ),
    "left": Advice(
        phrase(
            "Ask some of those who left last why; one honest answer is worth more than a campaign."
        ),
        above=0.5,
    ),
    "lurker": Advice(
        phrase("Offer a small first step: a welcome thread, a question that anybody can answer."),
        above=0.5,
    ),
    "silent": Advice(
        phrase(
            "Greet whoever joins within a day, and show one thing that fits what they "
            "said of themselves."
        ),
        above=0.5,
    ),
    "newcomer": Advice(
        phrase("Ask members to invite one person whom the purpose would help."), below=0.01
    ),
    "stayed": Advice(
        phrase(
            "Give newcomers somebody who expects them: a host, a group, a first task in "
            "the first week."
        ),
        below=0.2,
    ),
    "came_again": Advice(
        phrase(
            "Give newcomers a reason to come back within the week: a reply, an "
            "invitation, a person."
        ),
        below=0.3,
    ),
    "unanswered_day": Advice(
        phrase("Agree who looks after questions on which day; the worklist puts newcomers' first."),
        above=0.3,
    ),
    "unanswered_week": Advice(
        phrase(
            "Go through these questions: answer, ask back, or bring in somebody who has the skill."
        ),
        above=0.15,
    ),
    "busiest": Advice(
        phrase(
            "Thank them, and share the load before they tire: let them name two who could"
            " answer as well."
        ),
        above=0.4,
    ),
    "half_carried_by": Advice(
        phrase(
            "The place would be half empty without them: win more helpers among those who"
            " know the matter."
        ),
        below=2,
    ),
    "passed_on": Advice(
        phrase("Ask those who were helped to answer one question themselves."), below=0.1
    ),
    "isolated": Advice(
        phrase("Introduce each of them to one person with the same purpose."), above=0.2
    ),
    "islands": Advice(phrase("Invite one of each group to something that the others do."), above=1),
    "bridges": Advice(
        phrase(
            "Bring second and third people together across these gaps, so that no group "
            "hangs on one person."
        ),
        above=1,
    ),
    "active_share": Advice(
        phrase("Find out what members would come back for, and do less of the rest."), below=0.05
    ),
}
"""By the key of the figure. The thresholds are rules of thumb, not findings."""


def advised(found: Tracked) -> Tracked:
    """The figure with what may be done, if it is bad, or worse than it was beyond chance."""
    advice = ADVICE.get(found.key)
    value = found.figure.value
    if advice is None or value is None or not (advice.applies(value) or found.got_worse):
        return found
    return replace(found, figure=replace(found.figure, action=advice.action))
