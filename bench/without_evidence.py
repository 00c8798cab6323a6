"""A web process whose writer leaves the evidence out, only for the bench: no setting of the product does.

What is stored is stored just so: sealed, with unique numbers and keys, in one group commit, durable.
Hashes, tree, signature, and the receipt's proof are not made; the database's checks of them are taken
off in the bench's own database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

import bumang.main
from bumang.intake import log as product
from bumang.intake.submission import Stored
from bumang.kernel import receipt_number

_NO_CHECKS = """
ALTER TABLE batch DROP CONSTRAINT IF EXISTS batch_check, DROP CONSTRAINT IF EXISTS batch_root_check
"""


class Plain(product.Log):
    """The product's writer without evidence."""

    async def _writer(self) -> asyncpg.Connection[Any]:
        new = self._connection is None
        connection = await super()._writer()
        if new:
            await connection.execute(_NO_CHECKS)
        return connection

    async def _append(
        self, connection: asyncpg.Connection[Any], group: Sequence[product._Waiting]
    ) -> None:
        submissions = [waiting[0] for waiting in group]
        numbers, salts = product._numbers_and_salts(len(group))
        keys = await self._known_keys(connection)
        first = (self._number, self._next_seq)
        row = (*first, len(group), self._clock(), b"", b"", b"[]")
        columns = product._columns(numbers, salts, submissions, keys, first)
        await connection.execute(product._APPEND, *row, *columns, timeout=product._COMMIT_SECONDS)
        self._next_seq += len(group)
        for waiting, number in zip(group, numbers, strict=True):
            said = {"number": receipt_number.show(number), "item": waiting[0].item}
            product._resolve(waiting[1], Stored(number, msgspec.json.encode(said)))


vars(bumang.main).update(Log=Plain)
from bumang.server import application  # noqa: E402 - the server makes its writer from the name above

__all__ = ["application"]
