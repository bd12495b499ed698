"""Every feature in plain words: what it looks at, from which data, and its group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeatureWords:
    """What people are told of a feature.

    Attributes:
        group: the group whose factor a member can set, see `graph.preferences.GROUPS`.
        meaning: follows on "It counts".
        data: what it is worked out from.
    """

    group: str
    meaning: str
    data: str


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What people are told of a group of features."""

    title: str
    meaning: str


GROUP_WORDS: Mapping[str, GroupWords] = {
    "meaning": GroupWords(
        "Closeness in meaning",
        "how close what is asked is in meaning to texts, and to what somebody did or wrote",
    ),
    "paths": GroupWords(
        "Paths through the community",
        "how many ways lead there, over topics, content, groups and people",
    ),
    "people": GroupWords("People you know", "whom you have to do with, and what they take part in"),
    "likeness": GroupWords(
        "What you have in common", "shared interests and skills, and what goes with what you did"
    ),
    "activity": GroupWords("Activity of late", "how recently and how much somebody was active"),
    "conduct": GroupWords(
        "How people answered before", "thanks, invitations accepted, quick replies, and your own no"
    ),
    "journey": GroupWords("Your journey", "what the next stage of your journey asks for"),
    "variety": GroupWords("Variety", "how different from each other the results are"),
}
"""By the name of the group, in the order in which people are told."""

_TEXTS = "texts of profiles, purposes and content, and what the question says"
_DEEDS = "what members wrote, joined, attended, led, viewed or liked, and when"
_EDGES = "relationships of all kinds between members, topics and things"
_TIES = "who helped, follows, mentors or is connected with whom"
_SKILLS = "skills that members have or seek"
_ON = f"{_DEEDS}; {_TEXTS}"

FEATURE_WORDS: Mapping[str, FeatureWords] = {
    "evidence_near": FeatureWords("meaning", "what was done that is very close to the topic", _ON),
    "evidence_wide": FeatureWords("meaning", "what was done around the topic", _ON),
    "evidence_lasting": FeatureWords("meaning", "what was done on the topic, also long ago", _ON),
    "evidence_fresh": FeatureWords("meaning", "what was done around the topic lately", _ON),
    "profile": FeatureWords("meaning", "how close the topic is to all that was done", _ON),
    "own_text": FeatureWords("meaning", "how close the topic is to the text itself", _TEXTS),
    "topic_fit": FeatureWords("meaning", "topics shared with what you did before", _ON),
    "walk_from_all": FeatureWords(
        "paths", "the ways that lead there from you, the topics and close texts", _EDGES
    ),
    "walk_from_seeds": FeatureWords("paths", "the ways that lead there from the topics", _EDGES),
    "walk_from_asker": FeatureWords("paths", "the ways that lead there from you", _EDGES),
    "common_neighbours": FeatureWords("paths", "what joins you both; the rarer, the more", _EDGES),
    "social_walk": FeatureWords("people", "the ways that lead there over people alone", _TIES),
    "common_ties": FeatureWords("people", "people whom you both have to do with", _TIES),
    "tie_pattern": FeatureWords("people", "who usually goes with the people you know", _TIES),
    "number_of_ties": FeatureWords("people", "with how many people somebody has to do", _TIES),
    "taken_by_ties": FeatureWords(
        "people", "what the people you know did with it", f"{_TIES}; {_DEEDS}"
    ),
    "shared_interests": FeatureWords("likeness", "what you both did; the rarer, the more", _DEEDS),
    "shared_skills": FeatureWords("likeness", "skills you share; the rarer, the more", _SKILLS),
    "like_minded": FeatureWords("likeness", "moving in the same circles as you", _DEEDS),
    "wanted_back": FeatureWords(
        "likeness", "how well you suit what they look for", f"{_SKILLS}; {_TEXTS}"
    ),
    "goes_together": FeatureWords("likeness", "what usually goes with what you did", _DEEDS),
    "taken_often": FeatureWords("activity", "how many members ever did something with it", _DEEDS),
    "last_seen": FeatureWords("activity", "how long ago the last deed was", _DEEDS),
    "recent_month": FeatureWords("activity", "what was done in the last weeks", _DEEDS),
    "recent_leaders": FeatureWords(
        "activity", "being among the most active of the last weeks", _DEEDS
    ),
    "recent_season": FeatureWords("activity", "what was done in the last months", _DEEDS),
    "unanswered": FeatureWords("activity", "questions that still wait for an answer", _DEEDS),
    "appreciated": FeatureWords(
        "conduct", "likes, ratings and endorsements for their work", _DEEDS
    ),
    "says_yes": FeatureWords("conduct", "how often invitations were accepted", _TIES),
    "answers_soon": FeatureWords("conduct", "how quickly they replied", _DEEDS),
    "said_no": FeatureWords("conduct", "likeness to what you turned down", "what you said no to"),
    "journey": FeatureWords(
        "journey", "what your next stage asks for", "the stages that you said you reached"
    ),
}
"""By the name of the feature; each one has its words, or a test fails."""

NEVER_USED: tuple[str, ...] = (
    "whatever members who are hidden, or did not consent to matching, are or did",
    "answers to surveys",
    "age, beyond keeping minors and adults apart",
    "gender, origin, religion, health, political opinion: no such field is read",
    "addresses, devices, or what is done outside the community",
    "payments, advertising, or what anybody pays to be shown",
    "how long somebody looked at a page, beyond the deeds listed above",
    "deeds of members who switched profiling off, in anybody's answers",
)
"""What ranking never looks at, as plain phrases."""
