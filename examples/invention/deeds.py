"""What the invented members do: groups, activities, content, ties, journeys, surveys."""

from __future__ import annotations

from datetime import datetime, timedelta

from examples.invention import words
from examples.invention.world import (
    BEGINNING,
    NOW,
    Person,
    World,
    area_of,
    iso,
    sentence,
    slug,
    those_who,
)

ACTIVITIES = 150
CONTENT = 260


def make_groups(world: World) -> None:
    """Circles of neighbours and practitioners, and who joined them."""
    dice = world.dice
    for area in words.AREAS:
        for name_form, description_form in words.GROUP_FORMS * 2:
            town = dice.pick(list(words.TOWNS))
            name = sentence(name_form.format(town=town, area=area.lower()))
            if not world.take_name(name):
                continue
            created = dice.time(BEGINNING, NOW - timedelta(days=120))
            people = those_who(world, area, NOW)
            organiser = min(people, key=lambda person: (person.joined, person.id))
            created = max(created, organiser.joined)
            skills = dice.some(list(words.AREAS[area]), 3)
            world.add(
                "groups",
                id=slug(name),
                name=name,
                description=description_form.format(town=town, area=area.lower()),
                organiser_id=organiser.id,
                created_at=iso(created),
                skills=[slug(skill) for skill in skills],
            )
            world.groups[slug(name)] = area
            for person in people:
                joined = dice.time(max(created, person.joined), NOW)
                act(world, person, "join", "group", slug(name), joined)
                if dice.chance(0.06):
                    act(world, person, "leave", "group", slug(name), dice.time(joined, NOW))


def make_activities(world: World) -> None:
    """Events and projects, most of them past and some to come, and who came."""
    dice = world.dice
    for number in range(ACTIVITIES):
        area = dice.pick(list(words.AREAS))
        skill = dice.pick(list(words.AREAS[area]))
        form = dice.pick(list(words.ACTIVITY_FORMS))
        town = dice.pick(list(words.TOWNS))
        name, description = words.ACTIVITY_FORMS[form]
        starts = dice.time(BEGINNING + timedelta(days=60), NOW + timedelta(days=180))
        created = starts - timedelta(days=dice.whole(14, 45))
        told = min(created, NOW - timedelta(days=1))
        people = those_who(world, area, told)
        if not people:
            continue
        host = dice.pick(people)
        activity = f"{slug(skill)}-{form.replace(' ', '-')}-{number + 1}"
        groups = [group for group, about in world.groups.items() if about == area]
        length = timedelta(weeks=8) if form == "project" else timedelta(hours=dice.whole(2, 7))
        world.add(
            "activities",
            id=activity,
            name=name.format(skill=skill, town=town),
            description=description.format(skill=skill.lower(), town=town),
            host_id=host.id,
            group_id=dice.pick(groups) if dice.chance(0.6) else None,
            created_at=iso(told),
            starts_at=iso(starts),
            ends_at=iso(starts + length),
            place=town,
            capacity=dice.whole(8, 60),
            skills=[slug(skill), slug(area)],
            kind=form,
        )
        for person in people:
            answered = dice.time(max(told, person.joined), min(starts, NOW))
            verb = dice.pick(("accept", "accept", "accept", "tentativeAccept", "reject", "view"))
            act(world, person, verb, "activity", activity, answered)
            if verb == "accept" and starts < NOW and dice.chance(0.7):
                act(world, person, "complete", "activity", activity, min(starts + length, NOW))
                if dice.chance(0.4):
                    rated = dice.time(min(starts + length, NOW), NOW)
                    stars = float(dice.whole(2, 5))
                    act(world, person, "rate", "activity", activity, rated, stars)


def make_content(world: World) -> None:
    """Questions and their answers, stories and courses, and who read them."""
    dice = world.dice
    for number in range(CONTENT):
        kind = dice.pick(("question", "question", "question", "story", "course"))
        area = dice.pick(list(words.AREAS))
        skill = dice.pick(list(words.AREAS[area]))
        created = dice.time(BEGINNING + timedelta(days=60), NOW - timedelta(days=2))
        people = those_who(world, area, created)
        if not people:
            continue
        author = dice.pick(people)
        said = {"skill": skill.lower(), "town": author.town}
        forms = {"question": words.QUESTIONS, "story": words.STORIES, "course": words.COURSES}
        title, body = dice.pick(forms[kind])
        content = f"{kind}-{number + 1}"
        world.add(
            "content",
            id=content,
            kind=kind,
            title=sentence(title.format(**said)),
            body=body.format(**said),
            author_id=author.id,
            created_at=iso(created),
            skills=[slug(skill)],
            purposes=[dice.pick(words.DREAMS[area])] if dice.chance(0.3) else None,
        )
        for reader in those_who(world, area, NOW):
            read = dice.time(max(created, reader.joined), NOW)
            act(world, reader, dice.pick(("view", "view", "like")), "content", content, read)
        if kind == "question":
            make_answers(world, author, content, skill, people)


def make_answers(
    world: World, asker: Person, question: str, skill: str, people: list[Person]
) -> None:
    """Those who have the skill answer, and that is help."""
    dice = world.dice
    asked = world.tables["content"][-1]["created_at"]
    able = [person for person in people if skill in person.has and person is not asker]
    for place, helper in enumerate(dice.some(able or people, dice.whole(0, 3)), start=1):
        if helper is asker:
            continue
        at = dice.time(world.read(asked), min(world.read(asked) + timedelta(days=9), NOW))
        said = {"skill": skill.lower(), "town": helper.town}
        world.add(
            "content",
            id=f"{question}-answer-{place}",
            kind="answer",
            body=dice.pick(words.ANSWERS).format(**said),
            author_id=helper.id,
            parent_id=question,
            created_at=iso(at),
            skills=[slug(skill)],
        )
        tie(world, helper, "help", asker, at, float(dice.whole(0, 9)))


def make_ties(world: World) -> None:
    """Who knows, follows, mentors, endorses and blocks whom."""
    dice = world.dice
    for person in world.people:
        same = [other for other in world.people if other.areas[0] in person.areas]
        for other in dice.some(same, dice.whole(0, 5)):
            if other is not person:
                at = dice.time(max(person.joined, other.joined), NOW)
                verb = dice.pick(("connect", "connect", "follow", "follow", "endorse", "invite"))
                tie(world, person, verb, other, at)
    mentors = [person for person in world.people if "mentor" in person.roles]
    for mentee in world.people:
        able = [mentor for mentor in mentors if set(mentor.has) & set(mentee.seeks)]
        if "mentee" in mentee.roles and able and dice.chance(0.5):
            mentor = dice.pick(able)
            if mentor is not mentee:
                at = dice.time(max(mentor.joined, mentee.joined), NOW)
                tie(world, mentor, "mentor", mentee, at)
    for _ in range(8):
        one, other = dice.some(world.people, 2)
        tie(world, one, "block", other, dice.time(max(one.joined, other.joined), NOW))


def make_journeys(world: World) -> None:
    """Two journeys, what their stages call for, and how far members came."""
    dice = world.dice
    for name, (accomplishment, stages, skills) in words.STAGES.items():
        journey = slug(name)
        world.add(
            "journeys",
            id=journey,
            name=name,
            accomplishment=accomplishment,
            stages=list(stages),
        )
        for stage, skill in zip(stages, skills, strict=True):
            world.add(
                "edges",
                kind="CALLS_FOR",
                source=f"stage:{journey}/{stage}",
                target=f"skill:{slug(skill)}",
            )
        for person in world.people:
            at = person.joined
            for stage in stages[: dice.whole(0, len(stages))] if dice.chance(0.3) else ():
                at = dice.time(at + timedelta(days=20), NOW)
                if at >= NOW:
                    break
                world.add(
                    "progress", member_id=person.id, journey_id=journey, stage=stage, at=iso(at)
                )


def make_surveys(world: World) -> None:
    """Belonging, asked before and after; whoever is active gained a little more."""
    dice = world.dice
    for person in world.people:
        if not dice.chance(0.5):
            continue
        first = min(person.joined + timedelta(days=dice.whole(1, 20)), NOW)
        for wave, at, gain in (("pre", first, 0.0), ("post", NOW, 0.4 + person.active)):
            for item in range(1, 6):
                score = min(5.0, dice.whole(1, 4) + (1.0 if dice.chance(gain) else 0.0))
                world.add(
                    "surveys",
                    member_id=person.id,
                    instrument="belonging",
                    item_or_score=f"item {item}",
                    value=score,
                    wave=wave,
                    at=iso(at),
                )


def make_interests(world: World) -> None:
    """What members look at of all the skills."""
    dice = world.dice
    for person in world.people:
        for skill in person.seeks:
            if dice.chance(0.4):
                verb = dice.pick(("view", "like"))
                act(world, person, verb, "skill", slug(skill), dice.time(person.joined, NOW))
    # One verb that Kinpath does not know, as every real export has one.
    for person in dice.some(world.people, 5):
        about = area_of(person.has[0])
        act(world, person, "waveAt", "skill", slug(about), dice.time(person.joined, NOW))


def act(
    world: World,
    person: Person,
    verb: str,
    object_kind: str,
    object_id: str,
    at: datetime,
    value: float | None = None,
) -> None:
    """One interaction."""
    world.add(
        "interactions",
        member_id=person.id,
        verb=verb,
        object_kind=object_kind,
        object_id=object_id,
        at=iso(at),
        value=value,
    )


def tie(
    world: World, person: Person, verb: str, other: Person, at: datetime, value: float | None = None
) -> None:
    """One relationship."""
    world.add(
        "relationships",
        member_id=person.id,
        verb=verb,
        other_id=other.id,
        at=iso(at),
        value=value,
    )
