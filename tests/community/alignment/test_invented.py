"""Alignment of the invented community: its dreams are themes, and its report reads well."""

from __future__ import annotations

import pytest

from community.alignment import alignment, alignment_report
from community.picture import Picture
from community.reports import as_markdown
from examples.invention import words
from graph.embeddings import SentenceTransformerEmbedder


@pytest.mark.slow
def test_the_invented_dreams_are_themes_and_the_host_speaks_of_some(
    invented: Picture, embedder: SentenceTransformerEmbedder
) -> None:
    found = alignment(invented, embedder)
    dreams = [dream for of_area in words.DREAMS.values() for dream in of_area]
    with_dream = [
        next((dream for dream in dreams if dream[10:30] in theme.example), None)
        for theme in found.themes
    ]
    # Each theme is about one dream, and nearly each dream has a theme of its own.
    assert None not in with_dream
    assert len(set(with_dream)) >= 18
    assert {theme.spoken_of for theme in found.themes} == {"words", "deeds", "nowhere"}
    school = next(theme for theme in found.themes if "best school" in theme.example)
    assert (school.spoken_of, school.aligned.low > 0.5) == ("words", True)
    aligned = found.figures[1]
    assert aligned.low is not None
    assert aligned.low > 0.15
    assert [claim.source for claim in found.claims] == ["purpose", "promise"]
    justice = next(each for each in found.held_values if each.value == "justice")
    assert not justice.of_host
    assert found.kinds[0].name == "member"
    text = as_markdown(alignment_report(found, invented))
    assert "name “justice”, which the host does not" in text
    assert "Earlier wordings of the host's purpose" in text
