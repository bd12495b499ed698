"""Bytes of JSON put into an array: texts, times, ranks, and items of lists; compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel

LONGEST = 6
"""Bytes that one byte of text becomes at most."""
_DAY, _FROM_1_MARCH_0 = 86_400, 730_425
"""Seconds of a day; days from 1 March of the year 0 to 1 January 2000."""
_ESCAPED = np.zeros(256, dtype=np.uint8)
"""What follows the backslash of a byte that must not stand for itself; u: its number does."""
_ESCAPED[:32] = ord("u")
for _byte, _letter in zip(b'"\\\b\t\n\f\r', b'"\\btnfr', strict=True):
    _ESCAPED[_byte] = _letter
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_ZERO, _POINT, _MINUS, COLON, _T, _Z, _BACKSLASH = b"0.-:TZ\\"
OPEN, CLOSE, _BETWEEN, _STRING = b'[],"'


# numba infers the types of the arrays of all that follows: `out` has room, and what puts something
# there from `at` on says where it ends.
@kernel
def put_moment(out, at, time):  # type: ignore[no-untyped-def]
    """`2018-03-12T16:59:28.000000Z` of the seconds since 2000, see `graph.records.isoformat`.

    The calendar is reckoned in eras of 400 years that begin on 1 March, so that a leap day is the
    last of its year (Hinnant, chrono-compatible low-level date algorithms, 2013).
    """
    days, second = time // _DAY, time % _DAY
    era, day = (days + _FROM_1_MARCH_0) // 146_097, (days + _FROM_1_MARCH_0) % 146_097
    year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    at = _pair(out, at, (era * 400 + year + (month >= 10)) // 100)
    at = _pair(out, at, (era * 400 + year + (month >= 10)) % 100)
    at = _after(out, at, _MINUS, (month + 2) % 12 + 1)
    at = _after(out, at, _MINUS, day + 1)
    at = _after(out, at, _T, second // 3_600)
    at = _after(out, at, COLON, second // 60 % 60)
    at = _after(out, at, COLON, second % 60)
    out[at] = _POINT
    out[at + 1 : at + 7] = _ZERO
    out[at + 7] = _Z
    return at + 8


@kernel
def _after(out, at, sign, number):  # type: ignore[no-untyped-def]
    out[at] = sign
    return _pair(out, at + 1, number)


@kernel
def _pair(out, at, number):  # type: ignore[no-untyped-def]
    """Two digits."""
    out[at], out[at + 1] = _ZERO + number // 10, _ZERO + number % 10
    return at + 2


@kernel
def put_digits(out, at, number):  # type: ignore[no-untyped-def]
    """A number above 0."""
    tens = 1
    while tens * 10 <= number:
        tens *= 10
    while tens:
        out[at] = _ZERO + number // tens % 10
        tens, at = tens // 10, at + 1
    return at


@kernel
def put_escaped(out, at, text, begin, end):  # type: ignore[no-untyped-def]
    """The bytes from `begin` to `end` as they stand in a string."""
    for place in range(begin, end):
        byte = text[place]
        letter = _ESCAPED[byte]
        if letter == 0:
            out[at] = byte
            at += 1
        else:
            out[at], out[at + 1] = _BACKSLASH, letter
            at += 2
            if letter == _ESCAPED[0]:
                out[at], out[at + 1] = _ZERO, _ZERO
                out[at + 2], out[at + 3] = _HEX[byte >> 4], _HEX[byte & 15]
                at += 4
    return at


@kernel
def put_bytes(out, at, text, begin, end):  # type: ignore[no-untyped-def]
    """The bytes from `begin` to `end` as they are; where they end."""
    for place in range(begin, end):
        out[at + place - begin] = text[place]
    return at + end - begin


@kernel
def items_of(numbers):  # type: ignore[no-untyped-def]
    """(n + 1,) where the items of a JSON list of numbers begin, each after one byte more."""
    places = np.empty(len(numbers), dtype=np.int64)
    count = 0
    for at in range(len(numbers)):
        if numbers[at] == _BETWEEN or numbers[at] == OPEN or numbers[at] == CLOSE:
            places[count] = at
            count += 1
    return places[:count]


@kernel
def put_item(out, at, numbers, places, which):  # type: ignore[no-untyped-def]
    """One of the items of a list, by its number."""
    return put_bytes(out, at, numbers, places[which] + 1, places[which + 1])


@kernel
def end_of_list(text, begin):  # type: ignore[no-untyped-def]
    """Where the JSON list of strings ends that begins there."""
    at, inside = begin + 1, False
    while inside or text[at] != CLOSE:
        if inside and text[at] == _BACKSLASH:
            at += 1
        elif text[at] == _STRING:
            inside = not inside
        at += 1
    return at + 1
