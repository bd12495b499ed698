"""How much of each need a stream serves, by where the member stands; stated, not learned."""

from __future__ import annotations

from collections.abc import Mapping

from community.purpose.stages import Stage, stage_of
from matcher.stream.entries import Need

_BELONGING, _ESTEEM, _GROWTH = Need

Mix = Mapping[Need, float]


def _mix(belonging: float, esteem: float, growth: float) -> Mix:
    return {_BELONGING: belonging, _ESTEEM: esteem, _GROWTH: growth}


BY_STAGE: Mapping[Stage, Mix] = {
    Stage.REFLECT: _mix(0.3, 0.1, 0.6),
    Stage.CONNECT: _mix(0.6, 0.1, 0.3),
    Stage.EXPLORE: _mix(0.3, 0.2, 0.5),
    Stage.CHOOSE: _mix(0.3, 0.2, 0.5),
    Stage.REPACK: _mix(0.2, 0.2, 0.6),
    Stage.ACT: _mix(0.2, 0.5, 0.3),
}
"""Those who look for their purpose are served by what they can learn, those who connect by people,
those who act by being needed. These shares are a choice, and not a finding."""
OF_NEWCOMERS = BY_STAGE[Stage.CONNECT]
"""For members who came in the last NEWCOMER_DAYS days and state no stage."""
OTHERWISE = _mix(0.4, 0.2, 0.4)


def mix_for(stage: str, is_newcomer: bool) -> Mix:
    """The shares for a member at a stage, in whatever words (empty: not known); they sum to 1."""
    known = stage_of(stage)
    if known is not None:
        return BY_STAGE[known]
    return OF_NEWCOMERS if is_newcomer else OTHERWISE
