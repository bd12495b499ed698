"""The results of tasks as Markdown for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.results import TaskResult
from benchmarks.significance import FLIPS
from benchmarks.task_tables import SIGNIFICANT, task_text
from matcher.bootstrap import CONFIDENCE, RESAMPLES

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the figures depend on besides the methods.

    Attributes:
        data: what was measured on, as people call it.
        content: hash of that data, from `benchmarks.datasets.content_hash`.
        seed: of the resamples, the sign flips and the methods.
        versions: from `benchmarks.report.surroundings`.
    """

    data: str
    content: str
    seed: int
    versions: Mapping[str, str]


def as_text(results: Sequence[TaskResult], provenance: Provenance) -> str:
    """Markdown, readable as it stands."""
    versions = ", ".join(f"{name} {found}" for name, found in provenance.versions.items())
    closing = (
        f"{provenance.data} (content {provenance.content}), seed {provenance.seed}. In brackets: "
        f"{CONFIDENCE:.0%} paired bootstrap intervals, {RESAMPLES:,} resamples of queries, or of "
        f"targets for an AUC. p: paired randomisation test, {FLIPS:,} sign flips, two-sided; "
        f"\\* where it is below {SIGNIFICANT} after Holm's correction over a task's methods. "
        f"d_z: Cohen's, of the paired differences.\n{versions}."
    )
    return "\n\n".join([*map(task_text, results), closing])


def as_json(results: Sequence[TaskResult], provenance: Provenance) -> dict[str, Any]:
    """Everything that the text says and each lead's p and d_z, with six digits."""
    return {
        **asdict(provenance),
        "resamples": RESAMPLES,
        "sign_flips": FLIPS,
        "tasks": [_rounded(asdict(result)) for result in results],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, _DIGITS) if isinstance(value, float) else value
