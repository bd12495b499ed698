"""Plain text out of the HTML that people write posts and profiles in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tr", "ul"),
    )
)
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNSEEN_ENDS = {
    name: re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE) for name in ("script", "style")
}


def html_to_text(html: str) -> str:
    """What a reader would see: paragraphs on lines of their own, code kept as it is.

    Links keep their words and lose their addresses; images, scripts and styles are left out.
    The time it takes grows with the length alone, whatever the HTML is; the standard library's
    parser takes the square of it on some, and a profile is anybody's to write.
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    parts: list[str] = []
    verbatim = 0
    for text, closing, tag in _tokens(html):
        if text:
            plain = unescape(text)
            parts.append(plain if verbatim else _SPACES.sub(" ", plain))
        if tag == "pre":
            verbatim = max(0, verbatim + (-1 if closing else 1))
        if tag in _BLOCKS:
            parts.append("\n- " if tag == "li" and not closing else "\n")
        elif tag == "br":
            parts.append("\n")
        elif tag in ("td", "th") and not closing:
            parts.append(" ")
    lines = (line.rstrip() for line in "".join(parts).split("\n"))
    return "\n".join(line if line.startswith("  ") else line.strip() for line in lines if line)


def _tokens(html: str) -> Iterator[tuple[str, bool, str]]:
    """Text, and the tag behind it: whether it closes, and its name ('' for what is no tag)."""
    begin = position = 0
    while (start := html.find("<", position)) != -1:
        tag = _TAG.match(html, start)
        is_comment = html.startswith("<!--", start)
        if tag is None and not is_comment and html[start + 1 : start + 2] not in ("!", "?"):
            position = start + 1
            continue
        end = html.find("-->", start) if is_comment else _end_of_tag(html, start)
        if end == -1:
            break
        name = "" if tag is None else tag[2].lower()
        yield html[begin:start], bool(tag and tag[1]), name
        begin = position = end + (3 if is_comment else 1)
        if name in _UNSEEN_ENDS and not (tag and tag[1]):
            unseen = _UNSEEN_ENDS[name].search(html, position)
            begin = position = len(html) if unseen is None else unseen.end()
    yield html[begin:], False, ""


def _end_of_tag(html: str, start: int) -> int:
    """Where the `>` of a tag stands, which may hold others in quotes; -1: nowhere."""
    end = html.find(">", start)
    if end != -1 and html.count('"', start, end) % 2:
        quote = html.find('"', end)
        if quote != -1:
            end = html.find(">", quote)
    return end
