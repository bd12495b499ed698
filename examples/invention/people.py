"""The host, the skills, and who the invented members are."""

from __future__ import annotations

from datetime import timedelta

from examples.invention import words
from examples.invention.world import BEGINNING, NOW, Dice, Person, World, iso, skills_of, slug

KINDS = (("member", 222), ("staff", 12), ("volunteer", 20), ("partner", 20), ("donor", 26))


def make_host(world: World) -> None:
    """The host and the map of skills."""
    world.add(
        "community",
        id="lantern-commons",
        name="Lantern Commons (invented)",
        purpose="Every neighbourhood on Earth able to feed, mend, power and teach itself",
        brand_promise="You never have to begin alone",
        values=["care", "openness", "courage", "play"],
        founded_at=iso(BEGINNING),
    )
    for area, narrower in words.AREAS.items():
        world.add("skills", id=slug(area), name=area)
        for name, description in narrower.items():
            world.add(
                "skills", id=slug(name), name=name, description=description, broader=slug(area)
            )


def make_people(world: World) -> None:
    """Members of all kinds, with what they have, seek and are for."""
    dice = world.dice
    for kind, count in KINDS:
        for _ in range(count):
            name = invented_name(dice)
            while not world.take_name(name):
                name = invented_name(dice)
            person = make_person(world, kind, name)
            world.people.append(person)
            make_purposes(world, person)


def invented_name(dice: Dice) -> str:
    """A name that no real person is meant by."""
    surname = dice.pick(words.SURNAME_STARTS) + dice.pick(words.SURNAME_ENDS)
    return f"{dice.pick(words.FIRST_NAMES)} {surname}"


def make_person(world: World, kind: str, name: str) -> Person:
    """One member, and the skills they have and seek."""
    dice = world.dice
    areas = dice.some(list(words.AREAS), 2)
    skills = skills_of(areas)
    has = dice.some(skills, dice.whole(1, 4))
    elsewhere = [skill for skill in skills_of(words.AREAS) if skill not in has]
    near = [skill for skill in skills if skill not in has]
    seeks = dice.some(near, dice.whole(0, 2)) + dice.some(elsewhere, 1)
    seeks = list(dict.fromkeys(seeks))
    mentor = dice.chance(0.7 if kind == "staff" else 0.25)
    roles = [role for role, wanted in (("mentor", mentor), ("mentee", dice.chance(0.45))) if wanted]
    person = Person(
        id=slug(name),
        kind=kind,
        joined=dice.time(BEGINNING, NOW - timedelta(days=3)),
        town=dice.pick(list(words.TOWNS)),
        areas=areas,
        has=has,
        seeks=seeks,
        roles=roles,
        active=dice.whole(1, 100) ** 2 / 10_000,
    )
    work = dice.pick(words.WORK[areas[0]])
    minor = kind == "member" and dice.chance(0.04)
    consent = (
        ["matching", "research"] if dice.chance(0.85) else dice.some(["matching", "research"], 1)
    )
    world.add(
        "members",
        id=person.id,
        name=name,
        kind=kind,
        headline=f"{work.capitalize()} in {person.town}, here for {person.has[0].lower()}",
        bio=invented_bio(dice, work, has, seeks),
        joined_at=iso(person.joined),
        location=person.town,
        timezone=words.TOWNS[person.town],
        languages=dice.some(words.LANGUAGES, dice.whole(1, 3)),
        roles=roles or None,
        capacity=dice.whole(0, 4) if mentor else None,
        organisation=dice.pick(words.ORGANISATIONS) if kind in ("partner", "donor") else None,
        age_band="minor" if minor else "adult",
        visibility="hidden" if dice.chance(0.04) else "community",
        consent=[] if dice.chance(0.05) else consent,
        paused=True if dice.chance(0.03) else None,
    )
    for relation, those in (("has", has), ("seeks", seeks)):
        for skill in those:
            since = dice.time(person.joined, NOW)
            world.add(
                "member_skills", member_id=person.id, skill_id=slug(skill), relation=relation,
                level=dice.whole(2, 10) / 10, since=iso(since),
            )  # fmt: skip
    return person


def invented_bio(dice: Dice, work: str, has: list[str], seeks: list[str]) -> str:
    """What a member says about themselves."""
    known = " and ".join(skill.lower() for skill in has)
    return (
        f"I have worked as a {work} and know my way around {known}. {dice.pick(words.MOTIVES)} "
        f"I would like to learn {seeks[0].lower()}. {dice.pick(words.PASTIMES)}"
    )


def make_purposes(world: World, person: Person) -> None:
    """Statements over time: who stays longer has refined theirs."""
    dice = world.dice
    if dice.chance(0.12):
        return
    dream = dice.pick(words.DREAMS[person.areas[0]])
    stated = person.joined
    for stage in list(words.STATEMENT_FORMS)[: dice.whole(1, 3)]:
        form = dice.pick(words.STATEMENT_FORMS[stage])
        statement = form.format(dream=dream, skill=person.has[0].lower(), town=person.town)
        world.add(
            "purposes", member_id=person.id, statement=statement, stated_at=iso(stated),
            stage=stage, values=dice.some(("care", "openness", "courage", "play", "justice"), 2),
        )  # fmt: skip
        stated = dice.time(stated + timedelta(days=1), NOW)
        if stated >= NOW:
            return
        if dice.chance(0.3):
            dream = dice.pick(words.DREAMS[dice.pick(person.areas)])
