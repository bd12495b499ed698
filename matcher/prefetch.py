"""Asking the processor for memory that compiled code will need soon."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

LINE = 64
"""Bytes that come at a time."""
_TO_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def _prefetch(_typing: Any, array: Any, _place: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        of = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        llvm = builder.module.declare_intrinsic("llvm.prefetch.p0", (), kind)
        stride = builder.extract_value(of.strides, 0)
        begin = builder.bitcast(of.data, byte)
        address = builder.gep(begin, [builder.mul(arguments[1], stride)])
        builder.call(llvm, [address, number(_TO_READ), number(_KEEP), number(_DATA)])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


prefetch: Any = _prefetch
"""In compiled code, `prefetch(array, place)`: have the line with that place brought near.

Of an array with several dimensions it is the first entry of that row. Nothing is read, so a place
beyond it does no harm.
Where things lie apart in memory, asking a few ahead was measured to halve the time of comparing
them.
"""
