"""The report on outcomes, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from community.outcomes.cells import SMALLEST
from community.outcomes.change_tables import change_table, reliable_table
from community.outcomes.forest import forest
from community.outcomes.methods import METHODS
from community.outcomes.results import Outcome, Outcomes
from community.outcomes.small_tables import funnel_table, left_table, wave_table
from community.phrases import Listing, numerals, phrase
from community.reports import Chart, Paragraph, Report, Section, Table, svg

_FEWEST = phrase("fewer than {smallest}", smallest=SMALLEST)


def outcome_report(found: Outcomes, about: str) -> Report:
    """A page that says what changed, how sure that is, and what may not be concluded.

    Args:
        found: what a study found.
        about: community, time and revision.
    """
    sections = (
        Section(phrase("In short"), tuple(Paragraph.of(text) for text in in_short(found))),
        *_families(found),
        *_reliable(found),
        *_left(found),
        *_waves(found),
        *_funnels(found),
        *_limits(found),
        Section(phrase("How it was worked out"), tuple(Paragraph.of(text) for text in METHODS)),
    )
    return Report(phrase("Outcomes"), about, sections)


def design(found: Outcomes) -> str:
    """How the study was made, and what that allows to say."""
    if not found.before:
        return phrase(
            "There are no surveys that may be studied, so it cannot be told what changed."
        )
    if found.names is None:
        return phrase(
            "Scores of wave {before} are compared with those of wave {after} of the same "
            "members. There is no comparison group: what changed may have changed anyway,"
            " so nothing here says what brought it about.",
            before=found.before,
            after=found.after,
        )
    programme, comparison = found.names
    sides = phrase(
        "Changes from {before} to {after} of {programme} and {comparison}",
        before=found.before,
        after=found.after,
        programme=programme,
        comparison=comparison,
    )
    if found.plan.randomised:
        return phrase(
            "{sides} are compared. It was drawn by lot who came to which side, as was stated.",
            sides=sides,
        )
    return phrase(
        "{sides} are compared. Nobody drew lots, so the two may differ in other ways "
        "than the programme, and nothing here says that it made the difference.",
        sides=sides,
    )


def in_short(found: Outcomes) -> Iterator[str]:
    """The design, then a sentence on each primary outcome."""
    yield design(found)
    primary = [outcome for outcome in found.outcomes if outcome.decision.primary]
    if found.before and not primary:
        yield (
            phrase(
                "No outcome was declared as the question beforehand, so nothing below is an "
                "answer: take it as hints for a study to come."
            )
        )
    yield from (outcome.words for outcome in primary)


def _families(found: Outcomes) -> Iterator[Section]:
    for primary, heading in ((True, phrase("Primary outcomes")), (False, phrase("Other outcomes"))):
        outcomes = [o for o in found.outcomes if o.decision.primary is primary]
        if outcomes:
            named = Paragraph.of(_correction(outcomes))
            chart = _chart(outcomes)
            yield Section(heading, (named, change_table(outcomes), chart, *_words(outcomes)))


def _correction(outcomes: Sequence[Outcome]) -> str:
    decision, number = outcomes[0].decision, len(outcomes)
    many = (
        phrase("{number} outcomes were", number=number) if number > 1 else phrase("One outcome was")
    )
    if decision.primary:
        return phrase(
            "{many} declared as the question. p is corrected by {correction} for that "
            "number: of 20 studies in which nothing happens, one at most claims something"
            " here.",
            many=many,
            correction=decision.correction,
        )
    return phrase(
        "{many} looked at besides. p is corrected by {correction}: of those below .05"
        " about one in 20 is chance. They are hints.",
        many=many,
        correction=decision.correction,
    )


def _chart(outcomes: Sequence[Outcome]) -> Chart:
    words = Listing.joined(
        "; ",
        (
            phrase(
                "{name} {value:+.2f} from {low:+.2f} to {high:+.2f}",
                name=o.instrument.name,
                value=o.size.value,
                low=o.size.low,
                high=o.size.high,
            )
            for o in outcomes
        ),
    )
    height = 1.3 + 0.32 * len(outcomes)
    picture = svg(
        phrase("Change in standard deviations before, with 95 % intervals"),
        forest(outcomes),
        height,
    )
    return Chart(picture, phrase("change in standard deviations: {words}", words=words))


def _words(outcomes: Sequence[Outcome]) -> Iterator[Paragraph]:
    for outcome in outcomes:
        own = () if outcome.decision.primary else (outcome.words,)
        told = Listing.joined(" ", (*own, *outcome.notes))
        if told:
            yield Paragraph.of(numerals("{name}: {told}", name=outcome.instrument.name, told=told))


def _reliable(found: Outcomes) -> Iterator[Section]:
    table = reliable_table(found)
    if table is not None:
        told = Paragraph.of(
            phrase(
                "Who changed by more than the measure's own error would explain. Changes of "
                "single members are not shown to anybody, nor are counts below five."
            )
        )
        yield Section(phrase("Who improved and who worsened"), (told, table))


def _left(found: Outcomes) -> Iterator[Section]:
    told = [outcome for outcome in found.outcomes if outcome.dropout is not None]
    few = [o.instrument.name for o in found.outcomes if o.dropout is None]
    blocks: list[Paragraph | Table] = []
    if told:
        blocks.append(
            Paragraph.of(
                phrase(
                    "Those who answered before and not after may have fared otherwise. The change"
                    " is worked out again as if none of them had changed, as if all had ended "
                    "where it speaks most against the change found, and with those who stayed "
                    "standing for those like them who left."
                )
            )
        )
        blocks.append(left_table(told))
    if few:
        blocks.append(
            Paragraph.of(
                phrase(
                    "Fewer than {smallest} left, or nobody: {names}.",
                    smallest=SMALLEST,
                    names=Listing.joined(", ", few),
                )
            )
        )
    if blocks:
        yield Section(phrase("Those who left"), tuple(blocks))


def _waves(found: Outcomes) -> Iterator[Section]:
    told = [outcome for outcome in found.outcomes if outcome.waves]
    if told:
        words = Paragraph.of(
            phrase(
                "Changes since {before}, of those who answered in both waves. Only the last "
                "is tested above; these show the way there.",
                before=found.before,
            )
        )
        yield Section(phrase("Wave by wave"), (words, wave_table(told)))


def _funnels(found: Outcomes) -> Iterator[Section]:
    if found.funnels:
        words = Paragraph.of(
            phrase(
                "What became of what was shown to members, by what they had asked for. A "
                "share is of all that was shown; whoever came to a step counts in all steps "
                "before it."
            )
        )
        yield Section(phrase("What recommendations led to"), (words, funnel_table(found.funnels)))


def _limits(found: Outcomes) -> Iterator[Section]:
    lines = list(limits(found))
    if lines:
        yield Section(phrase("What could not be used"), tuple(Paragraph.of(line) for line in lines))


def limits(found: Outcomes) -> Iterator[str]:
    """What was refused or left out, and why."""
    yield from (
        numerals(
            "{name} ({instrument}): {reason}.",
            name=each.name,
            instrument=each.instrument,
            reason=each.reason,
        )
        for each in found.not_told
    )
    for name, count in sorted(found.unknown.items()):
        yield (
            phrase(
                "{number} answers name '{name}', an instrument that is not known. Describe it in "
                "a file for --instruments to have it scored.",
                number=count,
                name=name,
            )
        )
    yield from (phrase("Refused: {refused}.", refused=refused) for refused in found.refused)
    if found.without_consent:
        yield (
            phrase(
                "{without_consent} members answered and do not let research use their "
                "answers: they are in no figure.",
                without_consent=found.without_consent,
            )
        )
