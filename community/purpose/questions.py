"""Questions that sharpen a statement of purpose: one for each part that is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from community.phrases import Listing, phrase

SKILLS_NAMED = 3
_QUESTIONS = {
    "for_whom": phrase("For whom do you want this above all?"),
    "brings": phrase("What do you bring to it?"),
    "because": phrase("Why does it matter to you?"),
    "horizon": phrase("By when, or over how long, do you want to see it?"),
}


def sharpening(
    told: Collection[str], skills: Sequence[str] = (), *, is_name: bool = False
) -> tuple[str, ...]:
    """The questions whose answers would complete a statement.

    Args:
        told: the parts that it has, of `parts.PARTS`.
        skills: the member's own, to be named as examples of what they bring.
        is_name: the statement is only the name of something that they joined or can do.
    """
    asked = {name: text for name, text in _QUESTIONS.items() if name not in told}
    if "brings" in asked and skills:
        named = Listing.of(skills[:SKILLS_NAMED])
        asked["brings"] = phrase("What do you bring to it? You named {skills}.", skills=named)
    first = (phrase("What do you want to change through this?"),) if is_name else ()
    return (*first, *asked.values())
