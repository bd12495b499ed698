"""A phrase is its English text to everybody, and its template and values to those who ask."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy

import numpy as np

from community.figure import Figure
from community.phrases import Listing, counted, phrase

CAME = phrase("{name} came {share:.0f} %", name="Ada", share=12.4)


def test_a_phrase_is_its_text() -> None:
    assert CAME == "Ada came 12 %"
    assert json.dumps([CAME]) == '["Ada came 12 %"]'
    assert phrase("nothing to fill") == "nothing to fill"
    assert phrase("{0} of {1:,}", 1, np.int64(2_000)) == "1 of 2,000"


def test_a_count_chooses_the_form() -> None:
    forms = "{count} member", "{count:,} members"
    assert [counted(*forms, n) for n in (0, 1, 2_000)] == ["0 members", "1 member", "2,000 members"]


def test_lists_are_written_as_in_english() -> None:
    assert Listing.of(["a"]) == "a"
    assert Listing.of(["a", "b", "c"]) == "a, b and c"
    assert Listing.joined(", and ", ["a, x", "b, y"]) == "a, x, and b, y"


def test_a_copy_knows_what_it_was_made_of() -> None:
    listing = Listing.of(["a", CAME])
    for copied in (deepcopy(CAME), pickle.loads(pickle.dumps(CAME))):
        assert (copied, copied.template, copied.values) == (CAME, CAME.template, CAME.values)
    assert deepcopy(listing).parts == listing.parts


def test_what_is_neither_number_nor_text_stands_as_it_says() -> None:
    figure = Figure("wait", 1.5, "hours", "…", 1.0, 2.0)
    told = phrase("after {wait}", wait=figure)
    assert told == "after 1.5 [1, 2]"
    assert told.values["wait"].template == "{0} [{1}, {2}]"  # type: ignore[union-attr] # a phrase
