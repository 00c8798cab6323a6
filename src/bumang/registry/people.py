"""Persons by their identity numbers, which lie sealed in the registry and are found by a blind index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bumang.vault.keys import keys_for, keys_of

NUMBER = "person.identity_number"


async def indexes_of(connection: Any, numbers: Iterable[str]) -> dict[bytes, str]:
    """What to look for in `identity.number_index`, and the number each stands for."""
    return (await keys_of(connection)).indexes(numbers)


async def with_numbers(connection: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows with `person_id` and a sealed `identity_number`, with the number opened.

    Raises `BrokenSealError` when a value was changed or is another person's.
    """
    keys = await keys_for(connection, [row["identity_number"] for row in rows]) if rows else None
    return [{**row, "identity_number": _opened(keys, row)} for row in rows]


def _opened(keys: Any, row: Any) -> str:
    opened: bytes = keys.open(NUMBER, row["person_id"], row["identity_number"])
    return opened.decode()
