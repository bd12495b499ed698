from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.embedding import ONE, Contest, as_json, as_text, distinct_texts, main

FOLDER = Path("examples/quantum_computing")


def contest() -> Contest:
    return Contest(
        ONE,
        texts=10,
        seconds={"torch": [2.0, 4.0], "openvino": [1.0, 1.0]},
        cosines={"torch": np.ones(2, np.float32), "openvino": np.array([1, 0.5], np.float32)},
        left_out={"onnx": "onnxruntime is missing"},
    )


def test_ratios_are_paired_and_who_is_missing_is_named() -> None:
    text = as_text([contest()])
    # 10 texts in 1 s; 2 and 4 times faster than torch in the two passes.
    row = next(line for line in text.splitlines() if "| openvino" in line)
    assert "10.0 [10.0, 10.0]" in row
    assert "3.00 [2.00, 4.00]" in row
    assert "0.500000" in row
    assert "0.750000" in row
    assert "Left out: onnx: onnxruntime is missing." in text


def test_the_report_can_be_kept() -> None:
    (kept,) = json.loads(json.dumps(as_json([contest()])))["contests"]
    assert kept["smallest_cosine"] == {"torch": 1.0, "openvino": 0.5}


@pytest.mark.slow
def test_texts_are_distinct_and_drawn_by_a_seed() -> None:
    texts = distinct_texts(FOLDER, 200)
    assert len(set(texts)) == 200
    assert texts == distinct_texts(FOLDER, 200)


@pytest.mark.slow
def test_a_small_run_writes_what_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, kept = tmp_path / "page.md", tmp_path / "run.json"
    document.write_text("<!-- embedding:begin -->\n<!-- embedding:end -->\n")
    main(["--texts", "2", "--passes", "1", "--json", str(kept), "--docs", str(document)])
    assert capsys.readouterr().out.strip() in document.read_text()
    assert json.loads(kept.read_text())["contests"][0]["smallest_cosine"]["torch"] > 0.999999
