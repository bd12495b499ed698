"""Options and arguments that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.request import MAX_COUNT

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="The database: sqlite:///file.db, neo4j://user@host:7687/database, bolt://… "
        "[from KINPATH_STORE, else sqlite:///kinpath.db]",
        show_default=False,
    ),
]
CommunityOption = Annotated[
    str | None,
    typer.Option(
        "--community",
        metavar="ID",
        help="The community in the store [from KINPATH_COMMUNITY, else the only one there is]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
GoalOption = Annotated[
    str | None,
    typer.Option(
        "--goal",
        metavar="GOAL",
        help="mentors, peers, next_steps, or one kind of thing alone: content, activities, groups, "
        "skills, members [default: mentors, peers and next_steps]",
        show_default=False,
    ),
]
TextOption = Annotated[
    str | None, typer.Option("--text", help="What is asked, in free words.", show_default=False)
]
SeedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--seed",
        metavar="ID",
        help="What the question is about, such as skill:42; may be given again.",
        show_default=False,
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="ID",
        help="Never recommend this; may be given again.",
        show_default=False,
    ),
]
CountOption = Annotated[
    int, typer.Option("-k", "--count", min=1, max=MAX_COUNT, help="How many results at most.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="Answer from what was known before that time, such as 2018-07-13T00:00:00Z.",
        show_default=False,
    ),
]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="WHICH",
        help="learned (where something was learned), default, or a file of weights "
        "[from KINPATH_WEIGHTS, else learned]",
        show_default=False,
    ),
]
