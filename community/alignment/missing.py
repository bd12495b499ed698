"""What could not be told, what it would need, and what to know before relying on the rest."""

from __future__ import annotations

from collections.abc import Iterator

from community.alignment.chance import FEWEST_TEXTS
from community.alignment.ground import MOST_NAMED, Ground
from community.alignment.themes import FEWEST_STATEMENTS
from community.phrases import phrase

LIMITS = (
    phrase(
        "Closeness is that of a language model that reads English best, and the first"
        " hundred words or so of a text. It tells what a statement is about; it does "
        "not tell agreement from objection."
    ),
    phrase("Whoever states no purpose is in none of these figures but the first."),
    phrase(
        "Themes are found by grouping alike statements; their number is chosen so "
        "that they keep apart best, and other groupings would be possible."
    ),
    phrase(
        "Values are compared word for word, without regard to capitals: 'care' and "
        "'caring' are two."
    ),
    phrase(
        "What staff make counts for the theme that it is nearest to, if it is closer "
        "to it than 95 of 100 other texts are; else for none."
    ),
    phrase(
        "Intervals are 95 %. Those of shares are Wilson's, those of means and trends "
        "come from drawing members again and again (bootstrap)."
    ),
    phrase("Many comparisons stand side by side: one in twenty may stand out by chance alone."),
    phrase(
        "Hidden members are in no figure. Members who did not agree to be matched, "
        "and minors, are counted, and named nowhere. Behind a number at most "
        "{most_named} members are listed.",
        most_named=MOST_NAMED,
    ),
)


def what_is_missing(ground: Ground, *, has_embedder: bool) -> tuple[str, ...]:
    """Plain sentences for whoever can provide it; none where all could be told."""
    return (*_of_host(ground), *_of_members(ground), *_of_texts(ground, has_embedder=has_embedder))


def _of_host(ground: Ground) -> Iterator[str]:
    host = ground.host
    if not host.texts:
        yield (
            phrase(
                "The host's purpose: what does the host want to change in the world? It goes "
                "into the column “purpose” of the table “community”."
            )
        )
    if len(host.texts) == 1:
        yield (
            phrase(
                "Earlier wordings of the host's purpose: without them nobody can tell how it "
                "moved. Each is a purpose that the community PURSUES, with its time."
            )
        )
    if not host.promise:
        yield phrase("The brand promise (column “brand_promise” of the table “community”).")
    if not host.values:
        yield phrase("The host's values (column “values” of the table “community”).")
    if not len(ground.staff):
        yield (
            phrase(
                "Who acts for the host: no member has the kind “staff” (column “kind” of the "
                "table “members”), so what the host does is not told from what members do."
            )
        )


def _of_members(ground: Ground) -> Iterator[str]:
    if not len(ground.held):
        yield (
            phrase(
                "Members' purposes: nobody states one that could be read. They go into the "
                "table “purposes”, with “stated_at” and “values”."
            )
        )
    elif len(ground.held) < FEWEST_STATEMENTS:
        yield phrase(
            "More statements of purpose: themes need at least {fewest_statements}.",
            fewest_statements=FEWEST_STATEMENTS,
        )
    foreign = int((ground.stances.foreign & ground.stances.current).sum())
    if foreign:
        yield (
            phrase(
                "{foreign:,} statements that are probably not in English, which the model "
                "reads best: they are left out, since it would compare their language and not"
                " what they say.",
                foreign=foreign,
            )
        )
    if len(ground.held) and not any(ground.stances.values):
        yield phrase("Members' values (column “values” of the table “purposes”).")


def _of_texts(ground: Ground, *, has_embedder: bool) -> Iterator[str]:
    if len(ground.chance) < FEWEST_TEXTS:
        yield (
            phrase(
                "Other texts to compare with: content, activities and groups, at least "
                "{fewest_texts} that are not by staff; there are {chance}.",
                fewest_texts=FEWEST_TEXTS,
                chance=len(ground.chance),
            )
        )
    if ground.claims and not has_embedder:
        yield phrase("A language model, to compare part by part what the host says.")
