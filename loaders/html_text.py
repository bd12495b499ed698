"""Plain text out of the HTML that people write posts and profiles in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tr", "ul"),
    )
)
_UNSEEN = frozenset({"script", "style"})
_SPACES = re.compile(r"[ \t\r\f\v\n]+")


def html_to_text(html: str) -> str:
    """What a reader would see: paragraphs on lines of their own, code kept as it is.

    Links keep their words and lose their addresses; images, scripts and styles are left out.
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return parser.text()


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._verbatim = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag in _BLOCKS:
            self._parts.append("\n- " if tag == "li" else "\n")
            if tag == "pre":
                self._verbatim += 1
        elif tag in ("td", "th"):
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._parts.append("\n")
            if tag == "pre":
                self._verbatim = max(0, self._verbatim - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(data if self._verbatim else _SPACES.sub(" ", data))

    def text(self) -> str:
        """Everything seen so far; blank lines are left out, and the indentation of code is kept."""
        lines = (line.rstrip() for line in "".join(self._parts).split("\n"))
        return "\n".join(line if line.startswith("  ") else line.strip() for line in lines if line)
