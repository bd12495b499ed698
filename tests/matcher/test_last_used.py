from __future__ import annotations

from matcher.last_used import LastUsed


def test_what_was_used_last_is_kept() -> None:
    kept, worked_out = LastUsed[str](2), []

    def ask(key: str) -> str:
        def work_out() -> str:
            worked_out.append(key)
            return key.upper()

        return kept.once(key, work_out)

    assert [ask(key) for key in "aabab"] == ["A", "A", "B", "A", "B"]
    assert worked_out == ["a", "b"]
    ask("a")
    ask("c")  # in place of b
    ask("a")
    assert worked_out == ["a", "b", "c"]
    ask("b")
    assert worked_out == ["a", "b", "c", "b"]
