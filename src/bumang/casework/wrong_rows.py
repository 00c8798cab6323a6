"""The rows of a file that were refused: as a list, and as a file to mend and send again."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from bumang.items.batch_file.rows import Batch, read_batch
from bumang.items.batch_file.writing import written
from bumang.items.item import BatchItem
from bumang.kernel.problems import Problem
from bumang.kernel.text import Language, Text
from bumang.runtime.sql import statement

_REFUSED_ROWS = statement(__package__, "refused_rows")
_PROBLEM_HEADING = Text("问题", "Problem")
_ALL = 1_000_000


class _Told(msgspec.Struct):
    line: int
    reasons: tuple[Problem, ...]


class WrongRow(msgspec.Struct, frozen=True):
    """`line` is where the person finds it in their file; each reason's `field` names the column."""

    row: int
    line: int
    reasons: tuple[Problem, ...]


async def wrong_rows(
    core: Any, log: int, seq: int, after: int = 0, limit: int = 100
) -> list[WrongRow]:
    """The refused rows after row number `after`, in order. `core` may be a pool."""
    found = await core.fetch(_REFUSED_ROWS, log, seq, after, limit)
    rows = []
    for row in found:
        told = msgspec.json.decode(row["told"], type=_Told)
        rows.append(WrongRow(row["row_number"], told.line, told.reasons))
    return rows


async def wrong_rows_file(
    core: Any,
    log: int,
    seq: int,
    item: BatchItem,
    source: tuple[str, bytes],
    media_type: str,
    language: Language,
) -> bytes:
    """The refused rows in the columns they came in, with a last column that says what is wrong.

    `source` is the file as it was accepted: its media type and bytes. That last column is left out
    of account when the mended file is sent.
    """
    rows = await wrong_rows(core, log, seq, limit=_ALL)
    return await asyncio.to_thread(_written, item, rows, source, media_type, language)


def _written(
    item: BatchItem,
    wrong: list[WrongRow],
    source: tuple[str, bytes],
    media_type: str,
    language: Language,
) -> bytes:
    batch: Batch = read_batch(item, *source)
    fields = list(batch.columns)
    headings = [*batch.columns.values(), _PROBLEM_HEADING.in_(language)]
    rows = [
        [
            *(batch.rows[one.row - 1].values.get(field, "") for field in fields),
            " ".join(f"{r.what.in_(language)}{r.fix.in_(language)}" for r in one.reasons),
        ]
        for one in wrong
    ]
    return written(item, media_type, headings, rows)
