"""What holds a person's data: their own entries, and all that name them, files too."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import asyncpg
import msgspec

from bumang.access.principal import Principal, Role
from bumang.intake.stored import with_contents
from bumang.items.batch_file.sheets import XLSX
from bumang.registry.people import with_numbers

_NUMBER = "SELECT person_id, identity_number FROM person WHERE person_id = $1"
_ENTRIES = "SELECT log_id, seq, submitter, media_type, content FROM entry WHERE content <> ''"
_BY_NUMBERS = "SELECT log_id, seq FROM entry WHERE number = ANY($1::bigint [])"
_AT_ONCE = 50  # an entry may be a file of 20 MB
_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")


class Place(msgspec.Struct, frozen=True, order=True):
    """An entry: its log, and its place in it."""

    log: int
    seq: int


async def of_receipts(intake: asyncpg.Connection[Any], numbers: Sequence[int]) -> list[Place]:
    """The entries of receipts. `numbers` are their 55 bits each; unknown ones are left out."""
    return _places(await intake.fetch(_BY_NUMBERS, list(numbers)))


async def of_person(
    core: asyncpg.Connection[Any], intake: asyncpg.Connection[Any], person: int
) -> list[Place]:
    """All entries by a person or naming them. What was sent lies sealed: every entry is opened, for
    minutes."""
    known = await with_numbers(core, await core.fetch(_NUMBER, person))
    numbers, own = [one["identity_number"] for one in known], Principal(Role.PERSON, person).key
    found: list[Place] = []
    async with intake.transaction():
        entries = await intake.cursor(_ENTRIES)
        while rows := await entries.fetch(_AT_ONCE):
            found += [
                Place(row["log_id"], row["seq"])
                for row in await with_contents(intake, rows)
                if row["submitter"] == own or names(row["content"], row["media_type"], numbers)
            ]
    return sorted(found)


def names(content: bytes, media_type: str, numbers: Sequence[str]) -> bool:
    """Whether a form or a file holds one of the numbers; a sheet's parts are unpacked."""
    parts = [content]
    if media_type == XLSX:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
    needles = [number.encode(one) for number in numbers for one in _ENCODINGS]
    return any(needle in part for needle in needles for part in parts)


def _places(rows: Sequence[asyncpg.Record]) -> list[Place]:
    return [Place(row["log_id"], row["seq"]) for row in rows]
