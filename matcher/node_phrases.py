"""What nodes are called, where the words around a name may be translated."""

from __future__ import annotations

from collections.abc import Mapping

from community.phrases import phrase
from matcher.node_texts import NodeTexts
from matcher.view import CommunityView


class NodePhrases(NodeTexts):
    """The same as `NodeTexts`, with `“…”` and `answer to …` as phrases about a name."""

    def __init__(self, view: CommunityView) -> None:
        super().__init__(view)
        self.shown: dict[int, str] = _Shown(self.shown, self.name)
        self.quoted: dict[int, str] = _Quoted(self.quoted)


class _Shown(dict[int, str]):
    def __init__(self, shown: Mapping[int, str], names: Mapping[int, str]) -> None:
        self._shown, self._names = shown, names

    def __missing__(self, node: int) -> str:
        text = self._shown[node]
        if text != self._names[node]:
            text = phrase("answer to {0}", text.removeprefix("answer to "))
        self[node] = text
        return text


class _Quoted(dict[int, str]):
    def __init__(self, quoted: Mapping[int, str]) -> None:
        self._quoted = quoted

    def __missing__(self, node: int) -> str:
        text = self._quoted[node]
        if text.startswith("“") and text.endswith("”"):
            text = phrase("“{0}”", text[1:-1])
        self[node] = text
        return text
