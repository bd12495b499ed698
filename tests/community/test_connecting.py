"""The worklist and streams of the invented community: nothing is written to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.picture import Picture
from graph.embeddings import SentenceTransformerEmbedder
from graph.schema import EntityKind
from matcher import Matcher
from matcher.stream import Attention, Need, make_stream
from matcher.wording import tells_why
from matcher.worklist import Cause, Wanted, make_worklist

WITH_A_QUESTION = datetime(2024, 4, 7, tzinfo=UTC)
"""On that day a newcomer's question waited for more than a day."""


@pytest.fixture(scope="module")
def matcher(invented: Picture) -> Matcher:
    return Matcher.of(invented.store, SentenceTransformerEmbedder())


@pytest.mark.slow
def test_the_list_begins_with_the_newcomer_who_waits(invented: Picture, matcher: Matcher) -> None:
    wanted = Wanted(count=12, as_of=WITH_A_QUESTION)
    picture = Picture.of(invented.store, matcher.snapshot, WITH_A_QUESTION)
    found = make_worklist(matcher, picture, wanted)
    assert [entry.cause for entry in found.entries][:1] == [Cause.UNANSWERED]
    assert len({entry.cause for entry in found.entries}) >= 3
    people = [who for e in found.entries for who in (e.member, e.target, e.served) if who]
    ids = [who.id for who in people if who.id.startswith("member:")]
    assert len(ids) == len(set(ids))
    consenting = set(picture.ids(picture.members[picture.consenting]))
    assert set(ids) <= consenting
    assert all(tells_why(entry.reasons) for entry in found.entries)
    early_tie = next(e.expected for e in found.entries if e.cause is Cause.NO_TIE)
    assert early_tie.value is None or early_tie.low is not None


@pytest.mark.slow
def test_streams_are_short_mixed_and_told_why(invented: Picture, matcher: Matcher) -> None:
    members = invented.members[invented.consenting][::12].tolist()
    streams = [
        make_stream(matcher, invented.store, invented.snapshot.id(member), Attention(8))
        for member in members
    ]
    assert len(streams) > 15
    silent = {str(e.id) for e in invented.store.entities(EntityKind.MEMBER)} - set(
        invented.ids(invented.members[invented.consenting])
    )
    for stream in streams:
        ids = [entry.id for entry in stream.entries]
        assert len(ids) == len(set(ids)) <= 8
        assert all(tells_why(entry.reasons) for entry in stream.entries)
        assert not silent & set(ids)
        # What is furthest behind comes next, so only a need with nothing to offer is far behind.
        assert stream.shares[Need.GROWTH] >= min(stream.wanted[Need.GROWTH], 0.3) - 0.125
    assert sum(len(stream.entries) == 8 for stream in streams) > len(streams) / 2
