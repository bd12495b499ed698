"""The figures of a community's health, each with its words."""

from __future__ import annotations

from community.health.advice import advised
from community.health.figures.helping import of_answers, of_helping
from community.health.figures.members import of_states, of_staying
from community.health.figures.ties import of_cohesion, of_tone
from community.health.moments import Moments
from community.health.tracking import Tracked

__all__ = ["all_figures"]


def all_figures(moments: Moments) -> tuple[Tracked, ...]:
    """Every figure, chapter by chapter, with what may be done about those that are bad."""
    found = (
        *of_states(moments), *of_staying(moments), *of_answers(moments),
        *of_helping(moments), *of_cohesion(moments), of_tone(),
    )  # fmt: skip
    return tuple(advised(figure) for figure in found)
