"""The columns of a population file, and reading a stretch of it as arrays.

Each row is a person, or `weight` persons who are alike. Amounts are whole fen.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.columns import Histories, Persons
from bumang.rules.columns.retirement_age import CATEGORIES
from bumang.studio import problems


class Column(NamedTuple):
    """A column: its Arrow type, its meaning, and the values it may have."""

    name: str
    type: pa.DataType
    about: str
    low: int = 0
    high: int = 2**40


_WORD = pa.dictionary(pa.int8(), pa.string())
FIXED = (
    Column("person", pa.int64(), "a number of the file's own; it is copied to the results"),
    Column("weight", pa.int32(), "for how many persons the row stands", 1, 10**6),
    Column("birth_year", pa.int16(), "year of birth", 1930, 2020),
    Column("birth_month", pa.int8(), "month of birth, 1 to 12", 1, 12),
    Column("category", _WORD, "`male_60`, `female_55` or `female_50`: whose age it is"),
    Column("area_code", _WORD, "the pension place, one of `places.toml`"),
    Column("deemed_months", pa.int16(), "months deemed paid (视同缴费)", 0, 720),
    Column("opening_balance_fen", pa.int64(), "the account when the histories begin", 0, 10**12),
    Column(
        "transitional_by_hand_fen",
        pa.int64(),
        "the transitional pension worked out by hand; null where the rule shall compute it",
        0,
        10**9,
    ),
)
_OPTIONAL_VALUES = {"transitional_by_hand_fen"}


def base_of(year: int) -> Column:
    """The column of a year's monthly base."""
    return Column(
        f"base_{year}", pa.int32(), "monthly base the year was paid on, fen", 0, 2**31 - 1
    )


def months_of(year: int) -> Column:
    """The column of a year's months."""
    return Column(f"months_{year}", pa.int8(), "months paid, or that will be paid", 0, 12)


def schema(years: range) -> pa.Schema:
    """Every column in order, histories last."""
    history = [one(year) for one in (base_of, months_of) for year in years]
    return pa.schema(
        [
            pa.field(column.name, column.type, column.name in _OPTIONAL_VALUES)
            for column in (*FIXED, *history)
        ]
    )


def history_years(found: pa.Schema) -> range:
    """The years a file has. Raises `InvalidInput` for missing columns and wrong types."""
    have = {int(name[5:]) for name in found.names if name[:5] == "base_" and name[5:].isdigit()}
    if not have:
        raise InvalidInput(problems.missing_columns(["base_1998", "months_1998"]))
    years = range(min(have), max(have) + 1)
    needed = schema(years)
    missing = [name for name in needed.names if name not in found.names]
    if missing:
        raise InvalidInput(problems.missing_columns(missing))
    wrong = [
        problems.wrong_type(field.name, str(found.field(field.name).type), _plain(field.type))
        for field in needed
        if not _fits(found.field(field.name).type, field.type)
    ]
    if wrong:
        raise InvalidInput(*wrong)
    return years


def read_persons(
    table: pa.Table, years: range, places: tuple[str, ...], first_row: int
) -> tuple[Persons, NDArray[np.int64]]:
    """The persons of a stretch and their weights; `first_row` is its place in the file.

    Raises `InvalidInput` for the first value that cannot be, with its row.
    """
    whole = {
        column.name: _whole(table, column, first_row).astype(np.int64)
        for column in FIXED
        if column.type != _WORD
    }
    histories = Histories(
        years[0],
        np.stack([_whole(table, base_of(year), first_row) for year in years]),
        np.stack([_whole(table, months_of(year), first_row) for year in years]).astype(np.int8),
    )
    persons = Persons(
        birth=whole["birth_year"] * 12 + whole["birth_month"] - 1,
        category=_code(table, "category", tuple(CATEGORIES), first_row).astype(np.int8),
        place=_code(table, "area_code", places, first_row),
        deemed_months=whole["deemed_months"],
        opening_balance=whole["opening_balance_fen"],
        transitional_by_hand=whole["transitional_by_hand_fen"],
        histories=histories,
    )
    return persons, whole["weight"]


def _whole(table: pa.Table, column: Column, first_row: int) -> NDArray[Any]:
    """A column of whole numbers, checked; -1 stands for null where null is allowed."""
    values = table.column(column.name)
    missing = values.is_null().to_numpy() if values.null_count else None
    if missing is not None:
        if column.name not in _OPTIONAL_VALUES:
            row = int(np.argmax(missing))
            raise InvalidInput(problems.impossible(column.name, first_row + row, _EMPTY))
        values = pc.fill_null(values, column.low)
    made: NDArray[Any] = values.to_numpy()
    if len(made) and not (column.low <= made.min() and made.max() <= column.high):
        row = int(np.argmax((made < column.low) | (made > column.high)))
        what = Text(
            f"{made[row]} 不在 {column.low} 到 {column.high} 之间。",
            f"{made[row]} is not between {column.low} and {column.high}.",
        )
        raise InvalidInput(problems.impossible(column.name, first_row + row, what))
    return made if missing is None else np.where(missing, -1, made)


def _code(table: pa.Table, name: str, known: tuple[str, ...], first_row: int) -> NDArray[np.intp]:
    """Words as their place among the known ones."""
    words = table.column(name).combine_chunks()
    if not pa.types.is_dictionary(words.type):
        words = words.dictionary_encode()
    words = words.unify_dictionaries() if isinstance(words, pa.ChunkedArray) else words
    places = [known.index(w) if w in known else -1 for w in words.dictionary.to_pylist()]
    lookup = np.array([*places, -1], np.intp)
    indices = pc.fill_null(words.indices, len(places)).to_numpy(zero_copy_only=False)
    codes: NDArray[np.intp] = lookup[indices]
    if len(codes) and codes.min() < 0:
        row = int(np.argmin(codes))
        word = table.column(name)[row].as_py()
        what = _EMPTY if word is None else Text(f"没有 {word}。", f"there is no {word}.")
        raise InvalidInput(problems.impossible(name, first_row + row, what))
    return codes


def _fits(found: pa.DataType, needed: pa.DataType) -> bool:
    if needed == _WORD:
        plain = found.value_type if pa.types.is_dictionary(found) else found
        return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))
    return bool(pa.types.is_integer(found))


def _plain(needed: pa.DataType) -> str:
    return "string" if needed == _WORD else str(needed)


_EMPTY = Text("没有填写。", "it is empty.")
