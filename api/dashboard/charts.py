"""Pictures of reports as elements of a page: without styles of their own, in the page's colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from api.dashboard.languages import Language
from api.dashboard.speaking import spoken_plainly
from community.reports.document import Picture

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})$")
"""As axes of dates have it."""
_KEPT = frozenset({"svg", "g", "defs", "path", "use", "text", "tspan", "rect", "clipPath"})
_SHAPE = frozenset(
    {"d", "x", "y", "dx", "dy", "width", "height", "viewBox", "transform", "clip-path", "id"}
)
_LOOK = frozenset(
    {
        "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
        "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "opacity", "text-anchor",
        "font-size", "font-weight",
    }
)  # fmt: skip


def chart(picture: Picture, name: str, language: Language) -> Markup:
    """An SVG element that may stand in a page whose policy allows no inline styles.

    What its styles say becomes attributes, which the stylesheet overrides: it gives each colour of
    `community.reports.charts` one that suits the light. Only what charts are made of is kept.

    Args:
        picture: as `community.reports.charts.svg` draws it.
        name: one that no other chart of the page has; ids are told apart by it.
        language: what its words are said in; months, which are no phrases, are known by name.
    """
    root = fromstring(picture)
    words = {str(each): spoken_plainly(language, each) for each in picture.phrases}
    for each in root.iter(f"{_SVG}text"):
        text = each.text or ""
        each.text = words.get(text) or _MONTH.sub(partial(_month, language), text)
    wanted = {address.lstrip("#") for address in _addresses(root)}
    plain = _plain(root, name, wanted)
    plain.attrib.pop("width", None)
    plain.attrib.pop("height", None)
    plain.set("class", "chart")
    # Made of known elements and attributes, whose texts are escaped here.
    return Markup(tostring(plain, encoding="unicode"))  # noqa: S704


def _month(language: Language, found: re.Match[str]) -> str:
    return language.month(_MONTHS.index(found[0]) + 1)


def _addresses(root: Element) -> Iterator[str]:
    """The ids that something in the picture leads to."""
    for each in root.iter():
        yield each.get(_LINK, "")
        yield each.get("clip-path", "").removeprefix("url(").removesuffix(")")


def _plain(element: Element, name: str, wanted: set[str]) -> Element:
    found = Element(element.tag.removeprefix(_SVG), dict(_attributes(element, name, wanted)))
    found.text, found.tail = element.text, element.tail
    for child in element:
        if isinstance(child.tag, str) and child.tag.removeprefix(_SVG) in _KEPT:
            found.append(_plain(child, name, wanted))
    return found


def _attributes(element: Element, name: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    for key, value in element.items():
        if key == "style":
            yield from _look(value)
        elif key == _LINK and value.startswith("#"):
            yield "href", f"#{name}-{value[1:]}"
        elif key == "clip-path":
            yield key, value.replace("url(#", f"url(#{name}-")
        elif key == "id":
            if value in wanted:
                yield key, f"{name}-{value}"
        elif key in _SHAPE or key in _LOOK:
            yield key, value


def _look(style: str) -> Iterator[tuple[str, str]]:
    for part in style.split(";"):
        key, _, value = part.partition(":")
        if key.strip() in _LOOK:
            yield key.strip(), value.strip().lower()
