"""What members come for and get, and what they contribute, counted for each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.picture import Events, Nodes, Picture
from graph.packing import ASKS
from graph.schema import VERB_CODES, RelationshipKind

_K = RelationshipKind


@dataclass(frozen=True, eq=False)
class Deed:
    """Something that members do or get.

    Attributes:
        name: as in `37 % of donors …`.
        noun: what is counted, in the plural.
        counts: (M,) how often each did or got it.
    """

    name: str
    noun: str
    counts: npt.NDArray[np.int64]


def deeds_of(picture: Picture) -> tuple[tuple[Deed, ...], tuple[Deed, ...]]:
    """What they want or get, and what they give; what nobody ever did is left out."""
    made = Made.of(picture)
    wants = (
        _done(picture, phrase("seek a skill"), phrase("skills sought"), _K.SEEKS_SKILL),
        _done(picture, phrase("joined a group"), phrase("groups joined"), _K.JOINED),
        _done(
            picture, phrase("took part in an activity"), phrase("activities attended"), _K.ATTENDED
        ),
        _by(picture, phrase("asked a question"), phrase("questions asked"), made.questions.sources),
        _by(
            picture,
            phrase("had a question answered"),
            phrase("questions answered"),
            made.answered.sources,
        ),
        _got(picture, phrase("were helped"), phrase("people who helped them"), _K.HELPED),
        _got(picture, phrase("have a mentor"), phrase("mentors"), _K.MENTORS),
        _got(picture, phrase("are vouched for"), phrase("people who vouch for them"), _K.ENDORSED),
        _done(picture, phrase("stated a purpose"), phrase("statements of purpose"), _K.HOLDS),
    )
    gives = (
        _by(picture, phrase("answered somebody"), phrase("answers given"), made.replies.sources),
        _by(
            picture,
            phrase("wrote something of their own"),
            phrase("pieces of content"),
            made.other.sources,
        ),
        _commented(picture),
        _done(picture, phrase("helped somebody"), phrase("people helped"), _K.HELPED),
        _done(picture, phrase("mentor somebody"), phrase("people mentored"), _K.MENTORS),
        _done(picture, phrase("vouch for somebody"), phrase("people vouched for"), _K.ENDORSED),
        _done(picture, phrase("lead a group or an activity"), phrase("things led"), _K.HOSTS),
        _done(picture, phrase("invited somebody"), phrase("people invited"), _K.INVITED),
    )
    return _present(wants), _present(gives)


@dataclass(frozen=True, eq=False)
class Made:
    """What members wrote: questions, those that others answered, replies, and all else."""

    questions: Events
    answered: Events
    replies: Events
    other: Events

    @classmethod
    def of(cls, picture: Picture) -> Made:
        """Sorted by whether it asks, replies, or neither."""
        made = picture.events_of(_K.CREATED)
        asks = picture.snapshot.flags[made.targets] & ASKS != 0
        replying = np.isin(made.targets, picture.events_of(_K.REPLIES_TO).sources)
        questions = made.where(asks)
        answered = np.isin(questions.targets, first_replies(picture).targets)
        return cls(
            questions, questions.where(answered), made.where(replying & ~asks),
            made.where(~replying & ~asks),
        )  # fmt: skip


def first_replies(picture: Picture) -> Events:
    """The first reply to each piece of content by somebody other than its author.

    Sources are the members who replied, targets what they replied to, times when.
    """
    replies = picture.events_of(_K.REPLIES_TO)
    author = np.full(picture.snapshot.size, -1, dtype=np.int32)
    made = picture.events_of(_K.CREATED)
    author[made.targets] = made.sources
    who = author[replies.sources]
    by_others = (who >= 0) & (who != author[replies.targets])
    replies, who = replies.where(by_others), who[by_others]
    order = np.lexsort((replies.sources, replies.times, replies.targets))
    first = order[np.diff(replies.targets[order], prepend=-1) != 0]
    kept = replies.where(first)
    return Events(who[first], kept.targets, kept.kinds, kept.verbs, kept.times, kept.strengths)


def _done(picture: Picture, name: str, noun: str, kind: RelationshipKind) -> Deed:
    events = picture.events_of(kind)
    return _by(picture, name, noun, _different(events.sources, events.targets))


def _commented(picture: Picture) -> Deed:
    engaged = picture.events_of(_K.ENGAGED)
    comments = engaged.where(engaged.verbs == VERB_CODES["comment"])
    return _by(picture, phrase("commented"), phrase("comments"), comments.sources)


def _got(picture: Picture, name: str, noun: str, kind: RelationshipKind) -> Deed:
    events = picture.events_of(kind)
    return _by(picture, name, noun, _different(events.targets, events.sources))


def _by(picture: Picture, name: str, noun: str, members: Nodes) -> Deed:
    places = np.searchsorted(picture.members, members)
    return Deed(name, noun, np.bincount(places, minlength=len(picture.members)))


def _different(owners: Nodes, others: Nodes) -> Nodes:
    """The owners, once for each different other one."""
    pairs = np.unique(owners.astype(np.int64) << 32 | others)
    return (pairs >> 32).astype(np.int32)


def _present(deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
    return tuple(deed for deed in deeds if deed.counts.any())
