"""Vouchers at rest: sealed for their row, for they tell who somebody is and what they earn."""

from __future__ import annotations

from typing import Any

from bumang.vault.keys import keys_for, keys_of

_COLUMN = "voucher.document"


async def sealed(connection: Any, person_id: int, number: int, document: bytes) -> bytes:
    return (await keys_of(connection)).seal(_COLUMN, _row(person_id, number), document)


async def opened(connection: Any, row: Any) -> bytes:
    """The document of a row of `voucher`. Raises `BrokenSealError` when it was changed or moved."""
    keys = await keys_for(connection, [row["document"]])
    return keys.open(_COLUMN, _row(row["person_id"], row["voucher_number"]), row["document"])


def _row(person_id: int, number: int) -> str:
    return f"{person_id}/{number}"
