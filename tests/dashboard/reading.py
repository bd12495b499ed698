"""What a visitor reads on a page, without what members wrote and what only machines read."""

from __future__ import annotations

from html.parser import HTMLParser

_SPOKEN = ("aria-label", "title", "placeholder", "alt", "content")
"""Attributes that people are read or shown."""
_NO_WORDS = {"script", "style", "pre", "code", "kbd"}
_ALONE = {"meta", "link", "input", "br", "hr", "img", "wbr"}


class _Reader(HTMLParser):
    """Gathers texts; whatever is inside what is not read is not read either."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        shuts = tag in _NO_WORDS or tag == "bdi" or told.get("dir") == "auto" or "lang" in told
        is_shut = (bool(self._open) and self._open[-1]) or (shuts and tag != "html")
        if tag not in _ALONE:
            self._open.append(is_shut)
        if not is_shut and tag != "meta":
            self.words += [value for name in _SPOKEN if (value := told.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if tag not in _ALONE and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not (self._open and self._open[-1]):
            self.words.append(words)


def words_of(page: str) -> list[str]:
    """The texts of a page, in order: no names (`bdi`), no words of members (`dir="auto"`), no code.

    What is marked as being in another language than the page is left out as well.
    """
    reader = _Reader()
    reader.feed(page)
    return reader.words
