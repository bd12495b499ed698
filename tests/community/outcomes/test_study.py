"""Studies from surveys in a real store to what may be said of them."""

from __future__ import annotations

import numpy as np
import pytest

from community.outcomes import StudyPlan, Verdict, outcomes
from community.outcomes.report import in_short, limits, outcome_report
from community.outcomes.results import Outcome, Outcomes
from community.reports import as_html, as_markdown
from graph.errors import InvalidRequest
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, edge
from tests.community.outcomes.surveys import answered, instrument, members, person, survey

pytestmark = pytest.mark.large

N = 60
DICE = np.random.default_rng(21)
BEFORE = np.round(np.clip(DICE.normal(20, 4, N), 5, 35))
GAIN = DICE.normal(2.5, 3, N)
AFTER = np.round(np.clip(BEFORE + GAIN, 5, 35))
SAME = np.round(np.clip(BEFORE + DICE.normal(0, 3, N), 5, 35))


def study(pictured: Pictured, records: list[Record], **plan: object) -> Outcomes:
    return outcomes(pictured(records), StudyPlan(**plan))  # type: ignore[arg-type]


def one(found: Outcomes, name: str) -> Outcome:
    return next(outcome for outcome in found.outcomes if outcome.instrument.id == name)


def text_of(found: Outcomes) -> str:
    return as_markdown(outcome_report(found, "a test"))


def test_a_change_without_comparison_is_told_and_its_cause_is_not(pictured: Pictured) -> None:
    records = [*members(N), *survey("swls", {"pre": BEFORE, "post": AFTER})]
    found = study(pictured, records, primary=("swls",))
    (told,) = found.outcomes
    assert told.side.n == N
    assert told.change.value == pytest.approx((AFTER - BEFORE).mean())
    assert told.verdict is Verdict.CHANGED
    assert "It changed; without a comparison group nobody can tell" in told.words
    assert "which is better" in told.words
    assert "caused" not in text_of(found).replace("what caused", "")


def test_primary_outcomes_by_holm_and_the_others_by_benjamini_hochberg(pictured: Pictured) -> None:
    records = [
        *members(N),
        *survey("swls", {"pre": BEFORE, "post": AFTER}),
        *survey("mlq_presence", {"pre": BEFORE, "post": SAME}),
        *survey("gq6", {"pre": BEFORE, "post": AFTER}),
    ]
    found = study(pictured, records, primary=("swls", "MLQ presence"))
    assert [each.instrument.id for each in found.outcomes] == ["swls", "mlq_presence", "gq6"]
    assert [each.decision.correction for each in found.outcomes] == [
        "Holm", "Holm", "Benjamini-Hochberg",
    ]  # fmt: skip
    assert [each.verdict for each in found.outcomes] == [
        Verdict.CHANGED, Verdict.NOT_SHOWN, Verdict.HINT,
    ]  # fmt: skip
    assert "could easily have been missed" in one(found, "mlq_presence").words
    assert one(found, "swls").decision.adjusted == 2 * one(found, "swls").decision.p
    text = text_of(found)
    assert "corrected by Holm" in text
    assert "corrected by Benjamini-Hochberg" in text
    assert "take it as a hint" in text


def test_without_a_declared_question_nothing_is_an_answer(pictured: Pictured) -> None:
    found = study(pictured, [*members(N), *survey("swls", {"pre": BEFORE, "post": AFTER})])
    assert found.outcomes[0].verdict is Verdict.HINT
    assert any("No outcome was declared" in words for words in in_short(found))


ARMS = ["programme", "waitlist"] * (N // 2)
TAKING = np.arange(N) % 2 == 0
GAINED = np.where(TAKING, AFTER, SAME)


def arms(pictured: Pictured, **plan: object) -> Outcomes:
    records = [*members(N, arm=ARMS), *survey("swls", {"pre": BEFORE, "post": GAINED})]
    return study(pictured, records, primary=("swls",), group="arm", **plan)


def test_with_a_comparison_group_the_difference_in_change_counts(pictured: Pictured) -> None:
    found = arms(pictured)
    (told,) = found.outcomes
    gains = GAINED - BEFORE
    assert found.names == ("programme", "waitlist")
    assert told.change.value == pytest.approx(gains[TAKING].mean() - gains[~TAKING].mean())
    assert told.comparison is not None
    assert (told.side.n, told.comparison.n) == (30, 30)
    assert told.verdict is Verdict.CHANGED_MORE
    assert "may also differ in other ways" in told.words
    assert "caused" not in text_of(found)


def test_only_lots_make_a_cause(pictured: Pictured) -> None:
    found = arms(pictured, randomised=True)
    assert found.outcomes[0].verdict is Verdict.CAUSED
    assert found.outcomes[0].words.startswith("Being in the programme caused a change: it raised")


def test_those_compared_with_may_be_listed(pictured: Pictured) -> None:
    records = [*members(N), *survey("swls", {"pre": BEFORE, "post": GAINED})]
    listed = frozenset(EntityId(person(number)) for number in range(1, N, 2))
    found = study(pictured, records, primary=("swls",), compared_with=listed)
    gains = GAINED - BEFORE
    assert found.outcomes[0].change.value == pytest.approx(
        gains[TAKING].mean() - gains[~TAKING].mean()
    )


def test_the_change_depends_on_those_who_left(pictured: Pictured) -> None:
    after = np.where((np.arange(N) % 4 == 0), np.nan, GAINED)
    records = [*members(N, arm=ARMS), *survey("swls", {"pre": BEFORE, "post": after})]
    found = study(pictured, records, primary=("swls",), group="arm", randomised=True)
    (told,) = found.outcomes
    assert told.dropout is not None
    assert (told.dropout.left, told.dropout.holds) == (15, False)
    assert told.verdict is not Verdict.CAUSED
    assert "Those who left" in text_of(found)


def test_pairs_and_groups_make_it_less_sure(pictured: Pictured) -> None:
    twins = np.repeat(BEFORE[: N // 2], 2)
    after = np.repeat(AFTER[: N // 2], 2)
    pairs = [edge(person(n), "MENTORS", person(n + 1), 1) for n in range(0, N, 2)]
    records = [*members(N), *survey("swls", {"pre": twins, "post": after})]
    alone = study(pictured, records, primary=("swls",)).outcomes[0]
    together = study(pictured, [*records, *pairs], primary=("swls",)).outcomes[0]
    assert (alone.tested.clustered, together.tested.clustered) == ("", "pairs of mentoring")
    assert together.tested.error > 1.3 * alone.tested.error
    named = study(
        pictured,
        [*members(N, household=[n // 2 for n in range(N)]), *records[N:]],
        primary=("swls",),
        cluster="household",
    )
    assert named.outcomes[0].tested.error == pytest.approx(together.tested.error)


def test_several_waves_are_told_one_by_one(pictured: Pictured) -> None:
    waves = {"pre": BEFORE, "1": SAME, "2": AFTER, "post": AFTER + 0}
    found = study(pictured, [*members(N), *survey("swls", waves)], primary=("swls",))
    assert (found.before, found.after) == ("pre", "post")
    assert [each.wave for each in found.outcomes[0].waves] == ["1", "2", "post"]
    assert "Wave by wave" in text_of(found)
    between = study(pictured, [*members(N), *survey("swls", waves)], before="1", after="2")
    assert between.outcomes[0].change.value == pytest.approx((AFTER - SAME).mean())


def test_who_does_not_let_research_use_it_is_in_no_figure(pictured: Pictured) -> None:
    consent = [["matching"] if n < 6 else [] if n < 8 else ["research"] for n in range(N)]
    records = [*members(N, consent=consent), *survey("swls", {"pre": BEFORE, "post": AFTER})]
    found = study(pictured, records)
    assert found.outcomes[0].side.n == N - 8
    assert found.outcomes[0].change.value == pytest.approx((AFTER - BEFORE)[8:].mean())
    assert found.without_consent == 8
    few = [["matching"] if n < 3 else None for n in range(N)]
    records = [*members(N, consent=few), *survey("swls", {"pre": BEFORE, "post": AFTER})]
    assert study(pictured, records).without_consent is None


def test_hidden_members_are_in_no_figure(pictured: Pictured) -> None:
    visibility = ["hidden" if n < 7 else None for n in range(N)]
    records = [*members(N, visibility=visibility), *survey("swls", {"pre": BEFORE, "post": AFTER})]
    found = study(pictured, records)
    assert found.outcomes[0].side.n == N - 7
    assert found.without_consent == 0


def test_no_single_members_score_or_id_is_in_a_report(pictured: Pictured) -> None:
    records = [*members(N), *survey("phq9", {"pre": BEFORE - 5, "post": AFTER - 8})]
    found = study(pictured, records, primary=("phq9",))
    report = outcome_report(found, "a test")
    assert report.behind() == ()
    assert "member:" not in as_html(report)


def test_refused_answers_are_named_without_their_value(pictured: Pictured) -> None:
    records = [
        *members(N, consent=[["research"] if n == 1 else None for n in range(N)]),
        *survey("swls", {"pre": BEFORE, "post": AFTER}),
        answered(person(0), "swls", 913.0, "post"),
        answered(person(1), "swls", 913.0, "post"),
        answered(person(2), "swls", 20.0, "pre", key="again"),
    ]
    found = study(pictured, records)
    assert found.outcomes[0].side.n == N - 3
    told = list(limits(found))
    assert f"Refused: {person(0)}, swls, wave post, score: is outside of 5 to 35." in told
    assert f"Refused: {person(2)}, swls, wave pre, score: is answered twice." in told
    # Who did not consent to being named to others is not.
    assert not any(person(1) in line for line in told)
    assert "913" not in text_of(found)


def test_unknown_instruments_are_told_of(pictured: Pictured) -> None:
    records = [
        *members(N), *survey("swls", {"pre": BEFORE, "post": AFTER}),
        *survey("mood", {"pre": BEFORE}),
    ]  # fmt: skip
    found = study(pictured, records)
    assert found.unknown == {"mood": N}
    assert any("'mood', an instrument that is not known" in line for line in limits(found))


def test_surveys_of_unknown_instruments_alone_are_refused(pictured: Pictured) -> None:
    with pytest.raises(InvalidRequest, match="hold no instrument that is known, only 'mood'"):
        study(pictured, [*members(3), *survey("mood", {"pre": BEFORE[:3]})])


def test_an_instrument_without_one_of_the_waves_says_which(pictured: Pictured) -> None:
    records = [
        *members(N), *survey("swls", {"pre": BEFORE, "post": AFTER}),
        *survey("gq6", {"pre": BEFORE}),
    ]  # fmt: skip
    found = study(pictured, records, primary=("gq6", "brs"))
    reasons = {each.instrument: each.reason for each in found.not_told}
    assert reasons["gq6"] == "nobody has a score of wave post, so no change can be told"
    assert reasons["brs"] == "nobody has a score of wave pre, so no change can be told"


def test_one_participant_is_not_told_of(pictured: Pictured) -> None:
    found = study(pictured, [*members(1), *survey("swls", {"pre": [20.0], "post": [25.0]})])
    assert found.outcomes == ()
    assert "fewer than 5 members have a score of both waves" in found.not_told[0].reason
    assert "25" not in text_of(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [(np.full(N, 20.0), AFTER), (BEFORE, BEFORE + 1.0)],
    ids=["all begin alike", "all change alike"],
)
def test_without_variance_nothing_is_told(
    pictured: Pictured,
    before: np.ndarray,
    after: np.ndarray,
) -> None:
    found = study(pictured, [*members(N), *survey("swls", {"pre": before, "post": after})])
    assert found.outcomes == ()
    assert "are the same" in found.not_told[0].reason
    assert "tell everybody's score" in found.not_told[0].reason


def test_an_item_turned_by_mistake_is_named_and_not_scored(pictured: Pictured) -> None:
    level = DICE.integers(1, 6, N)
    items = {item: np.clip(level + DICE.integers(-1, 2, N), 1, 5) for item in range(1, 6)}
    items[3] = 6 - items[3]
    records = [
        *members(N), instrument("belonging"),
        *survey("swls", {"pre": BEFORE, "post": AFTER}),
        *(
            answered(person(n), "belonging", float(answers[n]), wave, f"item {item}")
            for wave in ("pre", "post") for item, answers in items.items() for n in range(N)
        ),
    ]  # fmt: skip
    found = study(pictured, records)
    (told,) = found.not_told
    assert told.instrument == "belonging"
    assert told.reason.startswith("item 3 in wave")
    assert "turned round twice, or not at all" in told.reason


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"before": "3"}, "before '3' is no wave; there are pre, post"),
        ({"before": "post", "after": "pre"}, "after wave pre comes before wave post"),
        ({"after": "pre"}, "surveys have only the wave pre"),
        ({"group": "team"}, "group 'team' is a property of nobody who answered"),
        ({"group": "arm", "comparison": "moon"}, "comparison 'moon' is nobody's arm"),
        ({"group": "town"}, "comparison must say which town"),
        ({"group": "town", "comparison": "here"}, "group leaves fewer than 5 members on one"),
        ({"cluster": "team"}, "cluster 'team' is a property of nobody who answered"),
        ({"compared_with": frozenset()}, "compared_with leaves fewer than 5"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_why(
    pictured: Pictured, plan: dict[str, object], message: str
) -> None:
    towns = ["here" if n < 2 else "there" for n in range(N)]
    records = [
        *members(N, arm=ARMS, town=towns), *survey("swls", {"pre": BEFORE, "post": AFTER}),
    ]  # fmt: skip
    with pytest.raises(InvalidRequest) as refused:
        study(pictured, records, **plan)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"primary": ("astrology",)}, "primary names no known instrument"),
        ({"randomised": True}, "randomised needs group"),
        ({"comparison": "x"}, "comparison needs group"),
        ({"group": "arm", "compared_with": frozenset()}, "cannot both say who is compared"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(plan: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        StudyPlan(**plan)  # type: ignore[arg-type]


def test_without_surveys_there_is_nothing_to_tell(pictured: Pictured) -> None:
    with pytest.raises(InvalidRequest, match="surveys hold no answers"):
        study(pictured, members(3))


def test_a_few_on_neither_side_could_be_worked_out_so_nothing_is_told(pictured: Pictured) -> None:
    sides = [None if n < 3 else ARMS[n] for n in range(N)]
    records = [*members(N, arm=sides), *survey("swls", {"pre": BEFORE, "post": GAINED})]
    found = study(pictured, records, group="arm")
    assert found.outcomes == ()
    assert "on neither side of the comparison" in found.not_told[0].reason


def test_a_picture_of_the_past_knows_no_later_answers(pictured: Pictured) -> None:
    records = [*members(N), *survey("swls", {"pre": BEFORE, "post": AFTER})]
    from tests.community.conftest import day

    with pytest.raises(InvalidRequest, match="surveys hold no answers"):
        outcomes(pictured(records, as_of=day(0.5)))
