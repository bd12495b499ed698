"""`kinpath goals what-if`: what a goal set otherwise would change, and what the past says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.ready import ready
from api.cli.talk import output, plain, say, showing_progress
from api.engine import Engine
from api.goals.schemas import WhatIf
from api.goals.told import weights_in_use
from api.goals.what_if import Sample, what_if_with_past
from api.settings import read_settings
from graph.errors import InvalidRequest
from matcher import Matcher
from matcher.goal_settings import Setting
from matcher.goals import Goal, find_goal
from matcher.json_text import write_json
from matcher.models import QuestionKind

_MEMBERS, _MOST = WhatIf.model_fields["members"].default, 2_000
_KINDS = {"member": "members who ask without words", "asked": "questions in words"}

WeightOption = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="NAME=VALUE", help="Where a member asks without words."),
]
AskedWeightOption = Annotated[
    list[str] | None,
    typer.Option("--asked-weight", metavar="NAME=VALUE", help="Where words are asked by."),
]
DiversityOption = Annotated[
    float | None, typer.Option("--diversity", min=0, max=1, help="0: by score alone.")
]
WithoutRuleOption = Annotated[
    list[str] | None, typer.Option("--without-rule", metavar="RULE", help="Lift this rule.")
]
MembersOption = Annotated[
    int, typer.Option("--members", min=1, max=_MOST, help="How many are asked for, drawn.")
]
CountOption = Annotated[int, typer.Option("--count", "-k", min=1, max=50, help="Results for each.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="The same draws the same.")]


def try_goal(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="Such as mentors or peers.")],
    weight: WeightOption = None,
    asked_weight: AskedWeightOption = None,
    diversity: DiversityOption = None,
    without_rule: WithoutRuleOption = None,
    members: MembersOption = _MEMBERS,
    count: CountOption = 5,
    seed: SeedOption = 1,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what a goal set otherwise would change, and what the past says; nothing is kept.

    Weights that are not named, and all else that is not given, stay as they are in use.

    For example:

        kinpath goals what-if peers --weight number_of_ties=1 --diversity 0.4
    """
    with Engine.open(read_settings(store=store, community=community)) as engine:
        matcher = ready(engine)
        found = find_goal(matcher.goals, goal)
        setting = Setting(
            _weights(matcher, found, "asked", asked_weight, "--asked-weight"),
            _weights(matcher, found, "member", weight, "--weight"),
            found.diversity if diversity is None else diversity,
            _rules(found, without_rule or ()),
        )
        with showing_progress() as progress:
            told = what_if_with_past(engine, goal, setting, Sample(members, count, seed), progress)
    if as_json:
        typer.echo(write_json(told))
        return
    _show(told)


def _weights(
    matcher: Matcher, goal: Goal, kind: QuestionKind, said: Sequence[str] | None, option: str
) -> Mapping[str, float] | None:
    """Those in use with what was said; None where they are to stay as they come or were learned."""
    if not said and kind not in goal.by_hand:
        return None
    return {
        **weights_in_use(matcher, goal, kind),
        **dict(_weight(each, option) for each in said or ()),
    }


def _weight(said: str, option: str) -> tuple[str, float]:
    name, _, value = said.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise InvalidRequest(option, "must be NAME=VALUE, such as profile=0.5") from None


def _rules(goal: Goal, lifted: Sequence[str]) -> tuple[str, ...]:
    for each in lifted:
        if each not in goal.rules:
            raise InvalidRequest("--without-rule", f"is none of {', '.join(goal.rules)}")
    return tuple(rule for rule in goal.rules if rule not in lifted)


def _show(told: Mapping[str, Any]) -> None:
    before, after = told["before"], told["after"]
    say(f"tried on {told['asked']:,} of {told['of']:,} members, {told['k']} answers for each")
    table = Table("answers", "now", "then", box=None, pad_edge=False)
    table.add_row("that would be others", "", f"{told['changed_answers']:,}")
    table.add_row("different ones shown", f"{before['shown']:,}", f"{after['shown']:,}")
    table.add_row("share of the three most shown", _share(before), _share(after))
    nobody = f"{before['without_answer']:,}", f"{after['without_answer']:,}"
    table.add_row("members without an answer", *nobody)
    output().print(table)
    _show_people(told)
    _show_past(told["on_past"])


def _show_people(told: Mapping[str, Any]) -> None:
    moved = Table("who is shown", "now", "then", box=None, pad_edge=False)
    for each in (*told["gain"], *told["lose"]):
        moved.add_row(Text(plain(each["name"])), f"{each['before']:,}", f"{each['after']:,}")
    if moved.row_count:
        output().print(moved)
    left = told["left_with_nobody"]
    if left["count"]:
        names = ", ".join(each["name"] for each in left["named"])
        say(f"{left['count']:,} would be left with nobody: {names}")


def _show_past(past: Sequence[Mapping[str, Any]]) -> None:
    table = Table("nDCG@10 on the past", "questions", "now", "then", "difference",
                  box=None, pad_edge=False)  # fmt: skip
    for each in past:
        kind = _KINDS[each["kind"]]
        if each["gain"] is None:
            say(f"{kind}: the past holds {each['questions']} that could tell, which is too few")
            continue
        sides = [_interval(each[side]) for side in ("before", "after", "gain")]
        table.add_row(kind, f"{each['questions']:,}", *sides)
        if each["asked"] < each["of"]:
            say(f"{kind}: {each['asked']:,} of {each['of']:,} were asked again")
        if each["learned_from_it"]:
            say(f"{kind}: what is in use was learned from this same past, which favours it")
    if table.row_count:
        output().print(table)


def _interval(found: Mapping[str, float]) -> str:
    return f"{found['mean']:.3f}\n[{found['low']:.3f}, {found['high']:.3f}]"


def _share(side: Mapping[str, Any]) -> str:
    return "-" if side["top_share"] is None else f"{side['top_share']:.0%}"
