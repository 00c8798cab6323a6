"""Entries as they lie in the log, and the receipts made from them again, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import msgspec

from bumang.evidence.receipt import Signature, receipts, stored_seal, write
from bumang.intake.submission import Conflict, Stored, Submission
from bumang.runtime.sql import statement
from bumang.vault.keys import keys_for

_FIND_BY_KEY = statement(__package__, "find_by_key")
_FIND_BY_NUMBER = statement(__package__, "find_by_number")
_IS_STORED = statement(__package__, "is_stored")
CONTENT = "entry.content"
"""Where what people sent lies sealed, as a whole."""

_SIGNATURES = msgspec.json.Decoder(tuple[Signature, ...])


class Found(msgspec.Struct, frozen=True):
    """An entry that was found, with its receipt."""

    log: int
    seq: int
    submission: Submission
    stored: Stored


async def find_by_keys(connection: asyncpg.Connection[Any], keys: list[Any]) -> list[Found]:
    rows = await connection.fetch(_FIND_BY_KEY, keys)
    return [_found(row) for row in await with_contents(connection, rows)]


async def is_stored(connection: Any, key: Any) -> bool:
    """Whether a submission of this key is in a log. `connection` may be a pool."""
    return bool(await connection.fetchval(_IS_STORED, key))


async def find_by_number(connection: Any, number: int) -> Found | None:
    """The entry behind a receipt's number. `connection` may be a pool."""
    row = await connection.fetchrow(_FIND_BY_NUMBER, number)
    return None if row is None else _found((await with_contents(connection, [row]))[0])


async def with_contents(connection: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of entries (`log_id`, `seq`, a sealed `content`) with what was sent, opened.

    Raises `BrokenSealError` when a content was changed or is another entry's.
    """
    keys = await keys_for(connection, [row["content"] for row in rows]) if rows else None
    return [
        {**row, "content": keys.open(CONTENT, f"{row['log_id']}/{row['seq']}", row["content"])}
        for row in rows
        if keys
    ]


def answer(found: Found, submission: Submission) -> Stored | Conflict:
    """What a key that is already there means for a submission: the same receipt, or a conflict."""
    before = found.submission
    same = (before.item, before.media_type, before.content) == (
        submission.item,
        submission.media_type,
        submission.content,
    )
    return found.stored if same else Conflict(found.stored.number)


def _found(row: Mapping[str, Any]) -> Found:
    commitments = row["commitments"]
    sealed = stored_seal(
        row["log_id"],
        row["first_seq"],
        row["sealed_at"],
        [commitments[i : i + 32] for i in range(0, len(commitments), 32)],
        _SIGNATURES.decode(row["signatures"]),
    )
    entry = write(row["number"], row["item"], row["accepted_at"], row["salt"], row["content"])
    place = row["seq"] - row["first_seq"]
    return Found(
        log=row["log_id"],
        seq=row["seq"],
        submission=Submission(
            key=row["submission_key"],
            submitter=row["submitter"],
            item=row["item"],
            accepted_at=row["accepted_at"],
            media_type=row["media_type"],
            content=row["content"],
        ),
        stored=Stored(row["number"], receipts(sealed, {place: entry})[place]),
    )
