"""Makes a member's stream of a day."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from graph.packing import moment_of
from graph.records import EntityId
from graph.store import GraphStore
from matcher.facets import facets
from matcher.matching import Matcher
from matcher.stream.asking import Asking, asking
from matcher.stream.attention import Attention
from matcher.stream.entries import MINUTES, Need, Stream, StreamEntry
from matcher.stream.mixing import in_turns, mixed
from matcher.stream.needs import OTHERWISE, mix_for
from matcher.stream.shown import Shown, shown_to
from matcher.stream.sources import SOURCES


def make_stream(
    matcher: Matcher,
    store: GraphStore,
    member: EntityId,
    attention: Attention | None = None,
    as_of: datetime | None = None,
) -> Stream:
    """What serves a member's purpose and stage now, in order, as long as the day's attention.

    Nothing is remembered by making it. For example:

        stream = make_stream(matcher, store, EntityId("member:ada"), Attention(entries=5))
        for entry in stream.entries:
            print(entry.line, entry.need, entry.reasons)
        remember_stream(store, stream)

    Args:
        matcher: ranks, by what the member may see.
        store: holds what was shown, and the stage of the member's purpose.
        member: whose stream it is.
        attention: how much there may be in a day; None: seven entries.
        as_of: a look at the stream of an earlier time.

    Raises:
        EntityNotFound: there is no such member.
        InvalidRequest: they did not consent to matching, or the attention is out of range.
    """
    budget = (attention or Attention()).checked()
    asked = asking(matcher, member, as_of)
    if asked is None:
        assert as_of is not None
        revision = matcher.snapshot.revision
        return Stream(member, as_of, "", budget, OTHERWISE, (), 0, revision)
    now = moment_of(asked.now)
    assert now is not None
    shown = shown_to(store, member, now.date())
    stage = _stage(asked, store)
    mix = mix_for(stage, asked.is_newcomer)
    offered = _offered(asked, shown)
    begun = _begun(offered, shown, budget)
    open_still = {entry.id for entry in begun}
    gone = [MINUTES[kind] for entity, kind in shown.today.items() if entity not in open_still]
    entries = mixed(offered, mix, budget, begun, gone)
    return Stream(
        member, now, stage, budget, mix, tuple(entries), len(shown.today),
        matcher.snapshot.revision,
    )  # fmt: skip


def _offered(asked: Asking, shown: Shown) -> dict[Need, list[StreamEntry]]:
    """For each need what may be shown today, best first."""
    return {
        need: [
            entry
            for entry in in_turns(source(asked) for source in sources)
            if entry.id not in shown.earlier
        ]
        for need, sources in SOURCES.items()
    }


def _begun(
    offered: dict[Need, list[StreamEntry]], shown: Shown, budget: Attention
) -> list[StreamEntry]:
    """What was shown earlier today and is still open, in the same order."""
    known = {(e.id, e.kind): e for entries in offered.values() for e in entries}
    still = (known[same] for same in shown.today.items() if same in known)
    return list(islice(still, budget.entries))


def _stage(asked: Asking, store: GraphStore) -> str:
    """The stage of the purpose that the member stated last; empty where they do not say."""
    snapshot = asked.view.snapshot
    for node in facets(asked.question.goal, asked.view, asked.node):
        entity = snapshot.id(node)
        if entity.startswith("purpose:"):
            stage = store.entity(entity).properties.get("stage")
            return stage if isinstance(stage, str) else ""
    return ""
