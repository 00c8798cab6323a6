"""Effects on employments: one begins, one ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import asyncpg

from bumang.kernel.money import Fen
from bumang.registry.effects import Source
from bumang.runtime.sql import statement

_BEGIN = statement(__package__, "begin_employments")
_END = statement(__package__, "end_employments")


class NotTheirsError(Exception):
    """An employment to be ended is not there any more, or not this employer's."""


@dataclass(frozen=True, slots=True)
class EmploymentBegins:
    """Insured through an employer from `first` on, with no end known.

    Storing raises `asyncpg.ExclusionViolationError` when another employment overlaps.
    """

    person_id: int
    employer_id: int
    first: date
    base_fen: Fen

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Source, Self]]
    ) -> None:
        await connection.execute(
            _BEGIN,
            [made.person_id for _, made in rows],
            [made.employer_id for _, made in rows],
            [made.first for _, made in rows],
            [made.base_fen for _, made in rows],
            [source.entry.log for source, _ in rows],
            [source.entry.seq for source, _ in rows],
        )


@dataclass(frozen=True, slots=True)
class EmploymentEnds:
    """The employer's open employment of a person ends the day before `after`.

    Storing raises `NotTheirsError` unless each is the employer's and still open.
    """

    person_id: int
    employer_id: int
    after: date

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Source, Self]]
    ) -> None:
        ended = await connection.fetch(
            _END,
            [made.person_id for _, made in rows],
            [made.employer_id for _, made in rows],
            [made.after for _, made in rows],
        )
        if len(ended) != len(rows):
            raise NotTheirsError
