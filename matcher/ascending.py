"""Numbers put in order within compiled code.

The sorting that numba brings takes seconds to compile, once for each type of numbers; this takes a
fifth of one.
"""

from __future__ import annotations

from graph.kernels import kernel


# numba infers the types of the arrays of all that follows.
@kernel
def put_ascending(numbers):  # type: ignore[no-untyped-def]
    """Sort int64 numbers (n,) where they are (heapsort: Williams, CACM 7, 1964)."""
    for root in range(len(numbers) // 2 - 1, -1, -1):
        _sift(numbers, root, len(numbers))
    for end in range(len(numbers) - 1, 0, -1):
        numbers[0], numbers[end] = numbers[end], numbers[0]
        _sift(numbers, 0, end)


@kernel
def _sift(numbers, root, end):  # type: ignore[no-untyped-def]
    """Let the number at the root sink to where both below it are less, before `end`."""
    sinking = numbers[root]
    child = 2 * root + 1
    while child < end:
        if child + 1 < end and numbers[child] < numbers[child + 1]:
            child += 1
        if sinking >= numbers[child]:
            break
        numbers[root] = numbers[child]
        root, child = child, 2 * child + 1
    numbers[root] = sinking
