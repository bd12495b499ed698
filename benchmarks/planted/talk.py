"""What planted members ask, answer and tell, and who reads it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.planted.chronicle import Chronicle, member_id, some
from benchmarks.planted.people import Crowd, Person, Random
from benchmarks.planted.words import TOPIC_CRAFTS, TOPICS, pick, spoken
from graph.records import EntityId, Value, entity_id
from graph.schema import EntityKind, RelationshipKind

QUESTIONS_EACH = 0.6
"""What a member of activity 1 asks, on average; nobody asks more than `MOST_ASKED` on average."""
MOST_ASKED = 4.0
STORIES_OF_EXPERT, STORIES, MOST_TOLD = 1.2, 0.3, 5.0
"""What an expert of activity 1 tells on average, what others do, and the most for anybody."""
ANSWERS_EACH, READERS_EACH = 2.5, 4.0
"""What a question gets, and readers of anything, on average."""
OFF_TOPIC = 0.2
"""Share of questions that are about something other than the asker's own purpose."""
HELPED = 0.4
"""Share of answers of which the asker says that they helped."""
KNOWS, MIGHT_KNOW, ANSWERS_ALL = 0.06, 0.012, 0.2
"""How likely those answer who strive for the topic, others, and hubs; an expert counts 1."""
ANSWERS_KNOWING = 0.25
"""Share of the answers of those who do not master the topic that speak of it all the same."""
CRAFT_NAMED = 0.4
"""Share of questions and stories about a topic that name a craft that it calls for."""
_K = RelationshipKind


def make_talk(crowd: Crowd, chronicle: Chronicle, leaders: set[int], random: Random) -> None:
    """Questions with answers, then stories: each expert who was not heard of yet tells one.

    Args:
        crowd: the members.
        chronicle: told all that is said.
        leaders: experts who led a workshop.
        random: of all draws.
    """
    heard = set(leaders)
    for person in crowd.people:
        for _ in range(random.poisson(min(QUESTIONS_EACH * person.activity, MOST_ASKED))):
            heard |= _ask(crowd, person, chronicle, random)
    for person in crowd.people:
        rate = STORIES_OF_EXPERT if person.masters else STORIES
        count = random.poisson(min(rate * person.activity, MOST_TOLD))
        if person.masters and person.number not in heard:
            count = max(count, 1)
        for _ in range(count):
            _tell(crowd, person, chronicle, random)


def _ask(crowd: Crowd, asker: Person, chronicle: Chronicle, random: Random) -> set[int]:
    """A question and its answers; returns the experts who answered."""
    topic = _topic_asked(asker, random)
    day = random.uniform(asker.joined, asker.until)
    title = spoken(random, "question", "questions", topic)
    question = _write(asker, day, chronicle, kind="question", title=title)
    _name_craft(question, topic, day, chronicle, random)
    _read(crowd, asker, question, topic, day, chronicle, random)
    weights = _willing(crowd, asker, topic) * crowd.there(day)
    count = random.poisson(ANSWERS_EACH)
    answerers = [crowd.people[number] for number in some(random, weights, count).tolist()]
    for answerer in answerers:
        _answer(answerer, asker, question, topic, day, chronicle, random)
    return {answerer.number for answerer in answerers if topic in answerer.masters}


def _answer(
    answerer: Person,
    asker: Person,
    question: EntityId,
    topic: int | None,
    day: float,
    chronicle: Chronicle,
    random: Random,
) -> None:
    """An expert's answer speaks of the topic; of the others' most say nothing much."""
    at = min(day + random.exponential(3.0), answerer.until)
    knows = topic in answerer.masters or random.random() < ANSWERS_KNOWING
    body = spoken(random, "answer", "answers", topic if knows else None)
    answer = _write(answerer, at, chronicle, kind="answer", body=body)
    chronicle.relate(_K.REPLIES_TO, answer, question, at)
    if random.random() < HELPED and at < asker.until:
        ends = member_id(answerer.number), member_id(asker.number)
        chronicle.relate(_K.HELPED, *ends, at, key=question)


def _topic_asked(asker: Person, random: Random) -> int | None:
    if random.random() > OFF_TOPIC and asker.strives_for not in asker.masters:
        return asker.strives_for
    return int(random.integers(len(TOPICS))) if random.random() < 0.4 else None


def _willing(crowd: Crowd, asker: Person, topic: int | None) -> npt.NDArray[np.float64]:
    """(P,) how likely each answers: who knows, who meets the asker, and who always does."""
    knowing = np.ones(len(crowd.people))
    if topic is not None:
        knowing = np.where(crowd.cares[:, topic], KNOWS, MIGHT_KNOW)
        knowing[crowd.masters[:, topic]] = 1.0
    knowing = np.where(crowd.is_hub, np.maximum(knowing, ANSWERS_ALL), knowing)
    weights = knowing * np.where(crowd.meet[asker.number], 2.0, 1.0) * crowd.activity
    weights[asker.number] = 0.0
    return weights


def _tell(crowd: Crowd, person: Person, chronicle: Chronicle, random: Random) -> None:
    """A story: of an expert mostly about what they master, of others about nothing much."""
    day = random.uniform(person.joined, person.until)
    on_topic = person.masters and random.random() < 0.8
    topic = int(random.choice(sorted(person.masters))) if on_topic else None
    title = spoken(random, "story", "stories", topic)
    story = _write(person, day, chronicle, kind="story", title=title)
    _name_craft(story, topic, day, chronicle, random)
    _read(crowd, person, story, topic, day, chronicle, random)


def _write(author: Person, day: float, chronicle: Chronicle, /, **said_in_it: Value) -> EntityId:
    content = chronicle.make(EntityKind.CONTENT, day, **said_in_it)
    chronicle.relate(_K.CREATED, member_id(author.number), content, day)
    return content


def _name_craft(
    content: EntityId, topic: int | None, day: float, chronicle: Chronicle, random: Random
) -> None:
    if topic is not None and random.random() < CRAFT_NAMED:
        craft = int(random.choice(TOPIC_CRAFTS[topic]))
        chronicle.relate(_K.ABOUT, content, entity_id(EntityKind.SKILL, f"{craft + 1}"), day)


def _read(
    crowd: Crowd,
    author: Person,
    content: EntityId,
    topic: int | None,
    day: float,
    chronicle: Chronicle,
    random: Random,
) -> None:
    weights = crowd.activity * np.where(crowd.meet[author.number], 2.0, 1.0)
    if topic is not None:
        weights = weights * np.where(crowd.cares[:, topic], 4.0, 1.0)
    weights[author.number] = 0.0
    weights[crowd.until <= day] = 0.0
    for number in some(random, weights, random.poisson(READERS_EACH)).tolist():
        at = random.uniform(max(day, crowd.joined[number]), crowd.until[number])
        verb = pick(random, ("view", "view", "like"))
        chronicle.relate(_K.ENGAGED, member_id(number), content, at, verb=verb)
