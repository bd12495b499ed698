"""Learned weights as JSON: what is written is read, and what was changed is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import WeightsInvalid
from matcher.features import FEATURES
from matcher.models import Calibration, Learned, Model, kind_of_question, read_model, to_text
from matcher.request import RecommendationRequest

TABLE = {"default": {"ndcg": 0.2}, "learned": {"ndcg": 0.3}}
MODEL = Model(
    "acme",
    7,
    {
        "peers/member": Learned({"social_walk": 0.75, "said_no": -0.125}, 40, TABLE, None),
        "mentors/asked": Learned({"profile": 0.1}, 12, {}, Calibration(-1.0, 0.5, 0.25, 0.01)),
    },
)


def kept(model: Model, folder: Path) -> Path:
    path = folder / "model.json"
    path.write_text(to_text(model), encoding="utf-8")
    return path


def rewritten(folder: Path, **changed: Any) -> Path:
    """The model with something else in it, and a checksum that matches."""
    content = {**json.loads(to_text(MODEL)), **changed}
    content.pop("checksum")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    checksum = hashlib.sha256(text.encode()).hexdigest()
    path = folder / "changed.json"
    path.write_text(json.dumps({**content, "checksum": checksum}))
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    found = read_model(kept(MODEL, tmp_path))
    assert (found.community, found.revision, found.learned) == ("acme", 7, MODEL.learned)
    assert found.find("peers", "member") == MODEL.learned["peers/member"]
    assert found.find("peers", "asked") is None
    assert to_text(found) == to_text(MODEL)


def test_the_name_comes_from_the_checksum(tmp_path: Path) -> None:
    checksum = json.loads(to_text(MODEL))["checksum"]
    assert read_model(kept(MODEL, tmp_path)).name == f"learned-{checksum[:12]}"
    assert len(checksum) == 64


@given(
    weights=st.dictionaries(
        st.sampled_from(sorted(FEATURES)), st.floats(allow_nan=False, allow_infinity=False)
    ),
    error=st.floats(0, 1),
)
def test_every_weight_returns_as_it_was(
    tmp_path: Path, weights: dict[str, float], error: float
) -> None:
    learned = Learned(weights, 10, {}, Calibration(0.1, 1e-300, -2.0, error))
    model = Model("a\u00e9 \U0001f600", 1, {"skills/member": learned})
    assert read_model(kept(model, tmp_path)).learned == model.learned


def test_one_changed_digit_is_refused(tmp_path: Path) -> None:
    path = kept(MODEL, tmp_path)
    text = path.read_text()
    for old, new in (("0.75", "0.76"), ('"revision": 7', '"revision": 8'), ("-0.125", "0.125")):
        assert old in text
        path.write_text(text.replace(old, new))
        with pytest.raises(WeightsInvalid, match="does not match its checksum"):
            read_model(path)


def test_spaces_do_not_matter(tmp_path: Path) -> None:
    path = kept(MODEL, tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text())))
    assert read_model(path).learned == MODEL.learned


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", "null", '"learned"', "{}", '{"checksum": 1}', "\x00", "[" * 100_000,
        '{"checksum": {}, "format": 1}', to_text(MODEL)[:-40], to_text(MODEL) * 2,
    ],
)  # fmt: skip
def test_what_is_no_model_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    with pytest.raises(WeightsInvalid, match=r"broken\.json"):
        read_model(path)


def test_a_file_that_is_no_text_a_folder_and_none(tmp_path: Path) -> None:
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WeightsInvalid, match="is not a model"):
        read_model(tmp_path / "bytes.json")
    with pytest.raises(WeightsInvalid, match="is not a model"):
        read_model(tmp_path)
    with pytest.raises(WeightsInvalid, match="is not there"):
        read_model(tmp_path / "none.json")


LEARNED = json.loads(to_text(MODEL))["learned"]["peers/member"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"format": 2}, "is of format 2, not 1"),
        ({"format": None}, "is of format None"),
        ({"learned": {"a/b": {**LEARNED, "weights": {"magic": 1.0}}}}, "not known: magic"),
        ({"learned": {"a/b": {**LEARNED, "weights": {"profile": "much"}}}}, "is not a model"),
        ({"learned": {"a/b": {**LEARNED, "weights": {"profile": float("nan")}}}}, "is not a model"),
        ({"learned": {"a/b": {**LEARNED, "weights": {"profile": 1e999}}}}, "is not a model"),
        ({"learned": {"a/b": {**LEARNED, "calibration": {"level": 1.0}}}}, "is not a model"),
        ({"learned": {"a/b": {**LEARNED, "calibration": {
            "level": "x", "slope": 1.0, "share": 1.0, "error": 0.0}}}}, "is not a model"),
        ({"learned": {"a/b": {}}}, "is not a model"),
        ({"learned": []}, "is not a model"),
        ({"revision": "many"}, "is not a model"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(WeightsInvalid, match=told):
        read_model(rewritten(tmp_path, **changed))


def test_words_or_seeds_make_another_kind_of_question() -> None:
    member: Any = "member:ada"
    assert kind_of_question(RecommendationRequest("peers", member=member)) == "member"
    assert kind_of_question(RecommendationRequest("peers", member=member, text="x")) == "asked"
    assert kind_of_question(RecommendationRequest("peers", seeds=(member,))) == "asked"
