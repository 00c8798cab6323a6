"""What decisions change in the registry, stored in bulk: one statement for all of a type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import asyncpg

from bumang.kernel.money import Fen
from bumang.runtime.sql import statement

_ADD_COVERAGE = statement(__package__, "add_coverage")
_ADD_MOVEMENTS = statement(__package__, "add_movements")


class EntryKey(Protocol):
    """The place of an accepted entry: its log, and its number in that log."""

    @property
    def log(self) -> int: ...

    @property
    def seq(self) -> int: ...


class Source(Protocol):
    """What an effect comes from: anything that knows its accepted entry."""

    @property
    def entry(self) -> EntryKey: ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """A person is covered in a scheme from `first` until the day before `after`, for an amount.

    Storing raises `asyncpg.ExclusionViolationError` when a stretch overlaps one already there.
    """

    person_id: int
    scheme: str
    first: date
    after: date
    amount_fen: Fen

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Source, Self]]
    ) -> None:
        await connection.execute(
            _ADD_COVERAGE,
            [made.person_id for _, made in rows],
            [made.scheme for _, made in rows],
            [made.first for _, made in rows],
            [made.after for _, made in rows],
            [made.amount_fen for _, made in rows],
            [source.entry.log for source, _ in rows],
            [source.entry.seq for source, _ in rows],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a movement: an account, and the amount in fen, which is never zero."""

    account: str
    amount_fen: Fen


@dataclass(frozen=True, slots=True)
class Movement:
    """Money moved between accounts for a person; `number` tells the movements of an entry apart.

    Storing raises `asyncpg.CheckViolationError` when the lines do not sum to zero.
    """

    person_id: int
    number: int
    lines: tuple[Line, ...]
    booked_on: date

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Source, Self]]
    ) -> None:
        lines = [
            (source.entry, made, place, line)
            for source, made in rows
            for place, line in enumerate(made.lines, start=1)
        ]
        await connection.execute(
            _ADD_MOVEMENTS,
            [made.person_id for _, made, _, _ in lines],
            [entry.log for entry, _, _, _ in lines],
            [entry.seq for entry, _, _, _ in lines],
            [made.number for _, made, _, _ in lines],
            [place for _, _, place, _ in lines],
            [line.account for _, _, _, line in lines],
            [line.amount_fen for _, _, _, line in lines],
            [made.booked_on for _, made, _, _ in lines],
        )
