"""A member's activity stream: what serves their purpose and stage now, with an end."""

from matcher.stream.attention import Attention, parse_attention
from matcher.stream.entries import Kind, Need, Stream, StreamEntry
from matcher.stream.making import make_stream
from matcher.stream.shown import remember_stream, shown_to

__all__ = [
    "Attention", "Kind", "Need", "Stream", "StreamEntry", "make_stream", "parse_attention",
    "remember_stream", "shown_to",
]  # fmt: skip
