"""What decisions change in the registry, stored in bulk: one COPY for all of a type.

COPY, because the driver looks at every element of an array to see whether it is an array itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import asyncpg

from bumang.evidence.statement import Statement
from bumang.kernel.money import Fen
from bumang.statements import bodies
from bumang.statements.stating import state


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
        await connection.copy_records_to_table(
            "contribution_period",
            columns=("person_id", "scheme", "during", "amount_fen", "log_id", "seq"),
            records=[
                (
                    made.person_id,
                    made.scheme,
                    asyncpg.Range(made.first, made.after),
                    made.amount_fen,
                    source.entry.log,
                    source.entry.seq,
                )
                for source, made in rows
            ],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a movement: an account, and the amount in fen, which is never zero."""

    account: str
    amount_fen: Fen


@dataclass(frozen=True, slots=True)
class Movement:
    """Money moved between accounts for a person; `number` tells the movements of an entry apart.

    Each is stated for the public log as it is stored. Storing raises `asyncpg.CheckViolationError` when the lines do not sum to zero.
    """

    person_id: int
    number: int
    lines: tuple[Line, ...]
    booked_on: date

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Source, Self]]
    ) -> None:
        # All lines of all movements at once: the ledger checks that each movement sums to zero.
        await connection.copy_records_to_table(
            "ledger_entry",
            columns=(
                *("person_id", "log_id", "seq", "movement", "line"),
                *("account", "amount_fen", "booked_on"),
            ),
            records=[
                (
                    made.person_id,
                    source.entry.log,
                    source.entry.seq,
                    made.number,
                    place,
                    line.account,
                    line.amount_fen,
                    made.booked_on,
                )
                for source, made in rows
                for place, line in enumerate(made.lines, start=1)
            ],
        )
        await state(connection, [made.stated(source.entry) for source, made in rows], keep=True)

    def stated(self, entry: EntryKey) -> Statement:
        lines = [(line.account, line.amount_fen) for line in self.lines]
        return bodies.payment(
            entry.log, entry.seq, self.number, self.person_id, self.booked_on, lines
        )
