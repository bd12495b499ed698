"""The writer of an answer's results: bytes of JSON from columns of numbers, compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel, unlocked_kernel
from graph.packing import NO_TIME
from graph.schema import VERBS, RelationshipKind
from graph.string_table import StringTable
from matcher.json_bytes import (
    CLOSE,
    COLON,
    LONGEST,
    OPEN,
    end_of_list,
    items_of,
    put_bytes,
    put_digits,
    put_escaped,
    put_item,
    put_moment,
)
from matcher.prefetch import prefetch

_PLAIN = 320
"""Bytes of one result, path or edge that are the same in each, at most."""

_FRAGMENTS = StringTable.of(
    (
        '{"id":"', '","name":"', '","rank":', ',"score":', ',"fit":', ',"probability":',
        ',"explanation":{"shares":{', '},"evidence":[', '","worth":', '],"paths":[',
        '{"nodes":["', '","', '"],"names":["', '"],"edges":[', '","target":"', '"', ',"at":"',
        '],"strength":', '],"reasons":', "}}", "}", ",", "answer to ",
    )
)  # fmt: skip
(
    _ID, _NAME, _RANK, _SCORE, _FIT, _PROBABILITY, _SHARES, _EVIDENCE, _WORTH, _PATHS,
    _NODES, _NEXT_TEXT, _NAMES, _EDGES, _TARGET, _QUOTE, _AT, _STRENGTH, _REASONS, _ENDS, _END,
    _COMMA, _ANSWER_TO,
) = range(len(_FRAGMENTS))  # fmt: skip
_TEXT, _TEXT_BOUNDS = _FRAGMENTS.text, _FRAGMENTS.offsets
_OF_KINDS = StringTable.of(f'{{"kind":"{kind.value}","source":"' for kind in RelationshipKind)
_KIND_TEXT, _KIND_BOUNDS = _OF_KINDS.text, _OF_KINDS.offsets
_OF_VERBS = StringTable.of(f',"verb":"{verb}"' if verb else "" for verb in VERBS)
_VERB_TEXT, _VERB_BOUNDS = _OF_VERBS.text, _OF_VERBS.offsets


# numba infers the types of the arrays of all that follows.
@unlocked_kernel
def written_results(  # type: ignore[no-untyped-def]
    ids, id_bounds, names, name_bounds, parents, features, feature_bounds,
    nodes, pieces, counts, bounds, path_nodes, steps, edges, numbers, has_probabilities, reasons,
):  # fmt: skip
    """(B,) uint8, the JSON form of K results.

    Arrays:
        ids, id_bounds, names, name_bounds: the texts of all nodes, and where each begins.
        parents: (N,) what each node replies to, -1 for nothing.
        features, feature_bounds: the keys of the F features.
        nodes, pieces: see `AnswerColumns`.
        counts, bounds, path_nodes, steps, edges: see `FoundPaths`.
        numbers: a JSON list of K scores, K fits, K x F shares, K x P of what pieces are worth, the
            W strengths of paths, and K probabilities if there are any.
        reasons: a JSON list of K lists.
    """
    texts = ids, id_bounds, names, name_bounds, parents
    room = 2 + len(numbers) + len(reasons) + len(nodes) * (len(features) + _PLAIN)
    room += _room(nodes, *texts) + _room(pieces.reshape(-1), *texts) + _room(path_nodes, *texts)
    out, at = np.empty(room + _room_of_edges(steps, edges, id_bounds), dtype=np.uint8), 1
    out[0] = OPEN
    places = items_of(numbers)
    count, width, most = len(nodes), len(feature_bounds) - 1, pieces.shape[1]
    shares = 2 * count
    worth = shares + count * width
    strengths = worth + count * most
    probabilities = strengths + len(bounds) - 1
    way, reason = 0, 1
    for row in range(count):
        at = _fragment(out, at, _COMMA) if row else at
        at = _id(out, _fragment(out, at, _ID), nodes[row], texts)
        at = _fragment(out, at, _NAME)
        at = put_escaped(out, at, names, name_bounds[nodes[row]], name_bounds[nodes[row] + 1])
        at = put_digits(out, _fragment(out, at, _RANK), row + 1)
        at = put_item(out, _fragment(out, at, _SCORE), numbers, places, row)
        at = put_item(out, _fragment(out, at, _FIT), numbers, places, count + row)
        if has_probabilities:
            at = _fragment(out, at, _PROBABILITY)
            at = put_item(out, at, numbers, places, probabilities + row)
        at = _fragment(out, at, _SHARES)
        for column in range(width):
            at = _fragment(out, at, _COMMA) if column else at
            key = feature_bounds[column], feature_bounds[column + 1]
            at = put_bytes(out, at, features, *key)
            at = put_item(out, at, numbers, places, shares + row * width + column)
        at = _fragment(out, at, _EVIDENCE)
        first = worth + row * most
        at = _evidence(out, at, pieces[row], texts, numbers, places, first)
        at = _fragment(out, at, _PATHS)
        for turn in range(counts[row]):
            at = _fragment(out, at, _COMMA) if turn else at
            at = _path(out, at, way, bounds, path_nodes, steps, edges, texts)
            at = _fragment(out, at, _STRENGTH)
            at = put_item(out, at, numbers, places, strengths + way)
            at = _fragment(out, at, _END)
            way += 1
        at = _fragment(out, at, _REASONS)
        end = end_of_list(reasons, reason)
        at = put_bytes(out, at, reasons, reason, end)
        at = _fragment(out, at, _ENDS)
        reason = end + 1
    out[at] = CLOSE
    return out[: at + 1]


@kernel
def _room(nodes, ids, id_bounds, names, name_bounds, parents):  # type: ignore[no-untyped-def]
    """Bytes that these nodes (n,), -1 for none, take at most; their texts are asked for."""
    room = 0
    for node in nodes:
        if node >= 0:
            prefetch(ids, id_bounds[node])
            prefetch(names, name_bounds[node])
            room += id_bounds[node + 1] - id_bounds[node]
            room += name_bounds[node + 1] - name_bounds[node]
            if parents[node] >= 0:
                prefetch(names, name_bounds[parents[node]])
                room += name_bounds[parents[node] + 1] - name_bounds[parents[node]]
    return LONGEST * room + _PLAIN * len(nodes)


@kernel
def _room_of_edges(steps, edges, id_bounds):  # type: ignore[no-untyped-def]
    room = 0
    for step in steps:
        for end in (edges[0, step], edges[1, step]):
            room += id_bounds[end + 1] - id_bounds[end]
    return LONGEST * room + _PLAIN * len(steps)


@kernel
def _evidence(out, at, pieces, texts, numbers, places, first):  # type: ignore[no-untyped-def]
    """The pieces of one result, what each is worth from the number `first` on."""
    for turn in range(len(pieces)):
        if pieces[turn] >= 0:
            at = _fragment(out, at, _COMMA) if turn else at
            at = _id(out, _fragment(out, at, _ID), pieces[turn], texts)
            at = _shown(out, _fragment(out, at, _NAME), pieces[turn], texts)
            at = put_item(out, _fragment(out, at, _WORTH), numbers, places, first + turn)
            at = _fragment(out, at, _END)
    return at


@kernel
def _path(out, at, way, bounds, nodes, steps, edges, texts):  # type: ignore[no-untyped-def]
    """The nodes, names and edges of one path."""
    first, last = bounds[way], bounds[way + 1]
    at = _fragment(out, at, _NODES)
    for place in range(first, last):
        at = _fragment(out, at, _NEXT_TEXT) if place > first else at
        at = _id(out, at, nodes[place], texts)
    at = _fragment(out, at, _NAMES)
    for place in range(first, last):
        at = _fragment(out, at, _NEXT_TEXT) if place > first else at
        at = _shown(out, at, nodes[place], texts)
    at = _fragment(out, at, _EDGES)
    for place in range(first - way, last - way - 1):
        at = _fragment(out, at, _COMMA) if place > first - way else at
        at = _edge(out, at, edges[:, steps[place]], texts)
    return at


@kernel
def _edge(out, at, edge, texts):  # type: ignore[no-untyped-def]
    source, target, kind, verb, time = edge
    at = put_bytes(out, at, _KIND_TEXT, _KIND_BOUNDS[kind], _KIND_BOUNDS[kind + 1])
    at = _id(out, at, source, texts)
    at = _id(out, _fragment(out, at, _TARGET), target, texts)
    at = _fragment(out, at, _QUOTE)
    at = put_bytes(out, at, _VERB_TEXT, _VERB_BOUNDS[verb], _VERB_BOUNDS[verb + 1])
    if time != NO_TIME:
        at = put_moment(out, _fragment(out, at, _AT), time)
        at = _fragment(out, at, _QUOTE)
    return _fragment(out, at, _END)


@kernel
def _id(out, at, node, texts):  # type: ignore[no-untyped-def]
    ids, bounds, _, _, _ = texts
    return put_escaped(out, at, ids, bounds[node], bounds[node + 1])


@kernel
def _shown(out, at, node, texts):  # type: ignore[no-untyped-def]
    """What people call it, see `NodeTexts`: a reply without a title goes by what it answers."""
    _, _, names, bounds, parents = texts
    named = node
    if parents[node] >= 0 and _is_untitled(node, texts):
        named = parents[node]
        at = _fragment(out, at, _ANSWER_TO)
    return put_escaped(out, at, names, bounds[named], bounds[named + 1])


@kernel
def _is_untitled(node, texts):  # type: ignore[no-untyped-def]
    """Whether the name is what follows on the first colon of the id."""
    ids, id_bounds, names, bounds, _ = texts
    begin, end = id_bounds[node], id_bounds[node + 1]
    while begin < end and ids[begin] != COLON:
        begin += 1
    begin = min(begin + 1, end)
    if end - begin != bounds[node + 1] - bounds[node]:
        return False
    place = 0
    while begin + place < end and ids[begin + place] == names[bounds[node] + place]:
        place += 1
    return begin + place == end


@kernel
def _fragment(out, at, which):  # type: ignore[no-untyped-def]
    return put_bytes(out, at, _TEXT, _TEXT_BOUNDS[which], _TEXT_BOUNDS[which + 1])
