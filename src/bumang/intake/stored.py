"""Entries as they lie in the log, and the receipts made from them again, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import msgspec

from bumang.evidence.receipt import Seal, Signature, receipts, stored_seal, write
from bumang.intake.submission import Conflict, Stored, Submission
from bumang.runtime.sql import statement
from bumang.vault.keys import Keys, keys_for

_FIND_BY_KEY = statement(__package__, "find_by_key")
_FIND_BY_NUMBER = statement(__package__, "find_by_number")
_IS_STORED = statement(__package__, "is_stored")
CONTENT = "entry.content"
"""Where what people sent lies sealed, as a whole."""

_SIGNATURES = msgspec.json.Decoder(tuple[Signature, ...])


class Found(msgspec.Struct, frozen=True):
    """An entry that was found, with its receipt. `commitment` is empty where no batch holds it.

    `erased`: its content was deleted as the law demands, and with it the receipt and who submitted
    it. The commitment stays, by which whoever kept the receipt can still prove it.
    """

    log: int
    seq: int
    submission: Submission
    stored: Stored
    commitment: bytes
    erased: bool = False


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

    One that was deleted as the law demands stays empty. Raises `BrokenSealError` when a content was
    changed or is another entry's.
    """
    sealed = [row["content"] for row in rows if row["content"]]
    keys = await keys_for(connection, sealed) if sealed else None
    return [
        {**row, "content": _opened(keys, row) if keys and row["content"] else b""} for row in rows
    ]


def _opened(keys: Keys, row: Any) -> bytes:
    return keys.open(CONTENT, f"{row['log_id']}/{row['seq']}", row["content"])


def answer(found: Found, submission: Submission) -> Stored | Conflict:
    """What a key that is already there means for a submission: the same receipt, or a conflict."""
    before = found.submission
    if found.erased:
        return Conflict(found.stored.number)
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
    place = row["seq"] - row["first_seq"]
    erased = row["salt"] is None
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
        stored=Stored(row["number"], b"" if erased else _receipt(sealed, place, row)),
        commitment=b"".join(sealed.commitments[place : place + 1]),
        erased=erased,
    )


def _receipt(sealed: Seal, place: int, row: Mapping[str, Any]) -> bytes:
    entry = write(row["number"], row["item"], row["accepted_at"], row["salt"], row["content"])
    return receipts(sealed, {place: entry})[place]
