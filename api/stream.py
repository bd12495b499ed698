"""A member's stream as both doors read and tell it."""

from __future__ import annotations

from graph.records import isoformat
from matcher.stream import Stream, StreamEntry


def stream_json(stream: Stream, remembered: bool) -> dict[str, object]:
    """The JSON form of a stream."""
    return {
        "member": stream.member,
        "at": isoformat(stream.at),
        "stage": stream.stage or None,
        "attention": {
            "entries": stream.attention.entries,
            "minutes": stream.attention.minutes,
        },
        "entries": [_entry(entry) for entry in stream.entries],
        "minutes": stream.minutes,
        "wanted": {need.value: share for need, share in stream.wanted.items()},
        "shares": {need.value: share for need, share in stream.shares.items()},
        "shown_before": stream.shown_before,
        "remembered": remembered,
        "revision": stream.revision,
    }


def _entry(entry: StreamEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind.value,
        "need": entry.need.value,
        "line": entry.line,
        "reasons": list(entry.reasons),
        "at": isoformat(entry.at),
        "minutes": entry.minutes,
    }
