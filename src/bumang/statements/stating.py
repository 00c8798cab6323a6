"""Stating: what a transaction does becomes leaves of the public log `core`, or it is not done.

Whoever decides, pays, issues or erases calls `state` on the connection, inside the transaction, with
all that it states at once::

    await state(connection, [Statement("voucher", number, body)], keep=True)

`kind` and `subject` name a statement: the second of the same name fails the transaction
(`asyncpg.UniqueViolationError`, constraint `stated_once`). The body is what is stated, as JSON in
bytes; `keep` stores it beside the statement, where no other table holds it. The salt is made here.
Places in the log, checkpoint, cosignatures and proofs follow by themselves (`transparency`); the proof
of a statement is found by kind and subject (`transparency.proofs.proof_of_statement`).
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_bytes
from typing import Any

import asyncpg

from bumang.evidence.receipt import moment
from bumang.evidence.statement import Statement, commitment
from bumang.runtime.sql import statement as sql

_BEGIN = sql(__package__, "begin_block")
_BLOCK = sql(__package__, "add_block")
_COLUMNS = ("kind", "subject", "block_id", "at", "salt", "body")
_SALT = 16


async def state(
    connection: asyncpg.Connection[Any], statements: Sequence[Statement], *, keep: bool = False
) -> None:
    """One block of leaves, in the caller's transaction: two rows' work, however many there are."""
    if not statements:
        return
    [(block, now)] = await connection.fetch(_BEGIN)
    made_at, random = moment(now), token_bytes(_SALT * len(statements))
    salts = [random[at : at + _SALT] for at in range(0, len(random), _SALT)]
    commitments = [
        commitment(said, made_at, salt) for said, salt in zip(statements, salts, strict=True)
    ]
    await connection.execute(_BLOCK, block, now, b"".join(commitments))
    await connection.copy_records_to_table(
        "statement",
        columns=_COLUMNS,
        records=[
            (said.kind, said.subject, block, at, salts[at], said.body if keep else None)
            for at, said in enumerate(statements)
        ],
    )
