"""What counts as a deed, what each kind is worth, and how much regard it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from community.phrases import marked, phrase


class DeedKind(StrEnum):
    """Kinds of deeds; the value is what they are called in JSON."""

    ANSWERED = "answered"
    ACCEPTED = "accepted_answer"
    HELPED = "helped"
    MENTORED = "mentored"
    LED = "led_session"
    ENDORSED = "endorsed_by"
    USEFUL = "found_useful"
    LIKED = "liked"

    def told(self, who: str) -> str:
        """What was done, for a person to read; `who`: whom it was for."""
        return phrase(RULES[self].words, who=who)


@dataclass(frozen=True, slots=True)
class DeedRule:
    """How a kind of deed counts.

    Attributes:
        worth: points of one such deed today, for somebody of full standing.
        thanks: regard (0 to 1) that the one it was for shows for the one who did it. What they did
            themselves, such as accepting an answer, shows more than what was done to them.
        effort: regard (0 to 1) that the one who did it shows for the one it was for.
        words: what was done, as a person would say it; `{who}` is whom it was for.
    """

    worth: float
    thanks: float
    effort: float
    words: str


RULES: dict[DeedKind, DeedRule] = {
    DeedKind.ANSWERED: DeedRule(1.0, 0.25, 0.5, marked("answered a question of {who}")),
    DeedKind.ACCEPTED: DeedRule(1.5, 1.0, 0.5, marked("gave {who} the answer that they accepted")),
    DeedKind.HELPED: DeedRule(1.0, 0.25, 0.5, marked("helped {who}")),
    DeedKind.MENTORED: DeedRule(2.0, 0.5, 1.0, marked("is the mentor of {who}")),
    DeedKind.LED: DeedRule(0.25, 0.25, 0.1, marked("led a session that {who} came to")),
    DeedKind.ENDORSED: DeedRule(0.5, 1.0, 0.0, marked("is vouched for by {who}")),
    DeedKind.USEFUL: DeedRule(1.0, 1.0, 0.0, marked("wrote what helped {who}")),
    DeedKind.LIKED: DeedRule(0.1, 0.1, 0.0, marked("wrote what {who} liked")),
}

KINDS: tuple[DeedKind, ...] = tuple(DeedKind)
KIND_CODES: dict[DeedKind, int] = {kind: code for code, kind in enumerate(KINDS)}
"""The byte that stands for a kind of deed in columns."""
HELP = (DeedKind.ANSWERED, DeedKind.ACCEPTED, DeedKind.HELPED, DeedKind.MENTORED)
"""Deeds that took time for one person."""
