"""How much of each need a stream serves, by where the member stands; stated, not learned."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.stream.entries import Need

_BELONGING, _ESTEEM, _GROWTH = Need

Mix = Mapping[Need, float]


def _mix(belonging: float, esteem: float, growth: float) -> Mix:
    return {_BELONGING: belonging, _ESTEEM: esteem, _GROWTH: growth}


BY_STAGE: Mapping[str, Mix] = {
    "reflect": _mix(0.3, 0.1, 0.6),
    "connect": _mix(0.6, 0.1, 0.3),
    "explore": _mix(0.3, 0.2, 0.5),
    "choose": _mix(0.3, 0.2, 0.5),
    "repack": _mix(0.2, 0.2, 0.6),
    "act": _mix(0.2, 0.5, 0.3),
    "discover": _mix(0.3, 0.1, 0.6),
    "refine": _mix(0.3, 0.2, 0.5),
    "express": _mix(0.2, 0.5, 0.3),
}
"""Those who look for their purpose are served by what they can learn, those who connect by people,
those who act by being needed. These shares are a choice, and not a finding."""
OF_NEWCOMERS = BY_STAGE["connect"]
"""For members who came in the last NEWCOMER_DAYS days and state no stage."""
OTHERWISE = _mix(0.4, 0.2, 0.4)


def mix_for(stage: str, is_newcomer: bool) -> Mix:
    """The shares for a member at a stage (empty: not known); they sum to 1."""
    known = BY_STAGE.get(stage.strip().lower())
    if known is not None:
        return known
    return OF_NEWCOMERS if is_newcomer else OTHERWISE
