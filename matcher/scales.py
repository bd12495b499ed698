"""Scales: what makes features comparable, with the other candidates or between questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel

Scale = Literal["lift", "mass", "cosine", "lead"]
USUAL_LEAD = 0.2
"""The part of three candidates in all at which a `lead` counts as much as a lift."""
LEAST_SPREAD = 1e-9
"""Standard deviation up to which candidates are alike."""
Values = npt.NDArray[np.float64]
_LIFT, _MASS, _COSINE, _LEAD = range(4)
CODES: Mapping[Scale, int] = {"lift": _LIFT, "mass": _MASS, "cosine": _COSINE, "lead": _LEAD}
"""Scales in compiled code."""


def on_scales(values: Values, scales: npt.NDArray[np.int64], size: int) -> tuple[Values, Values]:
    """Features made comparable.

    Args:
        values: (C, F) features as they were worked out; NaN where there are none.
        scales: (F,) `CODES` of their scales.
        size: how many nodes there are among which a `mass` is divided.

    Returns:
        (C, F) compared with the other candidates, and (C, F) as they are: cosines plain, sums as
        logs, shares of one against an even division. Both are 0 where there is no value.
    """
    scaled, plain = _on_scales(values, scales, float(size))
    return scaled, plain


def scaled(values: Values, scale: Scale) -> Values:
    """(C,) one feature compared with the other candidates."""
    return np.asarray(_scaled(np.asarray(values, dtype=np.float64), CODES[scale]))


def lift(values: Values) -> Values:
    """`log(1 + x / mean)` over the candidates that have a value; exactly 0 for the others."""
    return np.asarray(_lift(values))


def lead(values: Values) -> Values:
    """The lift, by how much three of the candidates lead: (their part of all / USUAL_LEAD)^2.

    Where few do nearly everything, who did much of late is who will do the next thing; where many
    do a little each, it says next to nothing.
    """
    return np.asarray(_lead(values))


def standardised(values: Values) -> Values:
    """z-scores over the candidates that have a value; exactly 0 for the others."""
    return np.asarray(_standardised(values))


# numba infers the types of the arrays of all that follows.
@kernel
def _known(values):  # type: ignore[no-untyped-def]
    """How many candidates have a value, and the sum of those."""
    count, total = 0, 0.0
    for value in values:
        if not np.isnan(value):
            count += 1
            total += value
    return count, total


@kernel
def _lift(values):  # type: ignore[no-untyped-def]
    count, total = _known(values)
    if count == 0 or total <= 0.0:
        return np.zeros(len(values))
    return _logs(values, count / total)


@kernel
def _logs(values, factor):  # type: ignore[no-untyped-def]
    """`log(1 + factor x)`, 0 where there is no value."""
    found = np.zeros(len(values))
    for place in range(len(values)):
        if not np.isnan(values[place]):
            found[place] = np.log1p(factor * values[place])
    return found


@kernel
def _lead(values):  # type: ignore[no-untyped-def]
    first, second, third, total = 0.0, 0.0, 0.0, 0.0
    for value in values:
        if not np.isnan(value):
            total += value
            if value > first:
                first, second, third = value, first, second
            elif value > second:
                second, third = value, second
            elif value > third:
                third = value
    if total <= 0.0:
        return np.zeros(len(values))
    return _lift(values) * ((first + second + third) / total / USUAL_LEAD) ** 2


@kernel
def _standardised(values):  # type: ignore[no-untyped-def]
    count, total = _known(values)
    scaled = np.zeros(len(values))
    if count < 2:  # one alone is neither high nor low
        return scaled
    mean, square = total / count, 0.0
    for value in values:
        if not np.isnan(value):
            square += (value - mean) ** 2
    spread = np.sqrt(square / count)
    if spread > LEAST_SPREAD:
        for place in range(len(values)):
            if not np.isnan(values[place]):
                scaled[place] = (values[place] - mean) / spread
    return scaled


@kernel
def _scaled(values, scale):  # type: ignore[no-untyped-def]
    if scale == _COSINE:
        return _standardised(values)
    return _lead(values) if scale == _LEAD else _lift(values)


@kernel
def _plain(values, scale, size):  # type: ignore[no-untyped-def]
    if scale == _COSINE:
        return np.where(np.isnan(values), 0.0, values)
    return _logs(values, size if scale == _MASS else 1.0)


@kernel
def _on_scales(values, scales, size):  # type: ignore[no-untyped-def]
    scaled, plain = np.empty(values.shape), np.empty(values.shape)
    for column in range(len(scales)):
        own = values[:, column].copy()
        scaled[:, column] = _scaled(own, scales[column])
        plain[:, column] = _plain(own, scales[column], size)
    return scaled, plain
