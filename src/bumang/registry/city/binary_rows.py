"""Rows in PostgreSQL's binary COPY format, made a column at a time.

Format: a header, then for each row the number of fields (int16) and for each field its length
(int32, -1 for null) and its bytes, all big-endian; int16 -1 at the end (PostgreSQL manual, COPY).
Rows of one array all have the same lengths; a table takes several arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"

_DATE_ZERO = np.datetime64("2000-01-01")
_LOWER_INCLUDED, _UPPER_INFINITE = 0x02, 0x10

Column = NDArray[Any]

NULL = None
"""A column that is empty in every row."""


def big(values: Any) -> Column:
    """int8."""
    return np.asarray(values).astype(">i8")


def day(values: Any) -> Column:
    days = (np.asarray(values).astype("M8[D]") - _DATE_ZERO).astype(np.int64)
    return np.asarray(days).astype(">i4")  # arithmetic on a single value gives no array


def text(values: Any) -> Column:
    """UTF-8 of one length; a single text stands in every row."""
    return np.asarray(values.encode() if isinstance(values, str) else values)


def raw(values: Sequence[bytes]) -> Column:
    """bytea, all of one length."""
    return np.frombuffer(b"".join(values), dtype=f"V{len(values[0])}")


def flag(value: bool) -> Column:
    return np.asarray(value).astype("u1")


def dates(first: Any, until: Any | None) -> Column:
    """A daterange from `first` to the day before `until`; `None`: without an end."""
    bounds = [day(first)] if until is None else [day(first), day(until)]
    fields = [("flags", "u1")]
    for place in range(len(bounds)):
        fields += [(f"length{place}", ">i4"), (f"bound{place}", ">i4")]
    made = np.empty(bounds[0].shape, dtype=fields)
    made["flags"] = _LOWER_INCLUDED | (_UPPER_INFINITE if until is None else 0)
    for place, bound in enumerate(bounds):
        made[f"length{place}"] = 4
        made[f"bound{place}"] = bound
    return made


def rows(count: int, columns: Sequence[Column | None]) -> bytes:
    """`count` rows; a column of no dimension is the same in every row."""
    fields: list[Any] = [("count", ">i2")]
    for place, column in enumerate(columns):
        fields.append((f"length{place}", ">i4"))
        if column is not None:
            fields.append((f"value{place}", column.dtype))
    made = np.empty(count, dtype=fields)
    made["count"] = len(columns)
    for place, column in enumerate(columns):
        made[f"length{place}"] = -1 if column is None else column.dtype.itemsize
        if column is not None:
            made[f"value{place}"] = column
    return made.tobytes()
