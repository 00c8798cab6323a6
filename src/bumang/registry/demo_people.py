"""The synthetic persons to try things with."""

from __future__ import annotations

from datetime import date
from typing import Any

import asyncpg
import msgspec

from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement

_DEMO_PEOPLE = statement(__package__, "demo_people")


class DemoPerson(msgspec.Struct, frozen=True):
    """A synthetic person; the demo's agent (number 1) has their consent."""

    person_id: int
    identity_number: str
    name: str
    sex: str
    birth_date: date
    family_members: int


async def demo_people(connection: asyncpg.Connection[Any], limit: int) -> list[DemoPerson]:
    """The first `limit` of them, in the order of their numbers."""
    rows = await with_numbers(connection, await connection.fetch(_DEMO_PEOPLE, limit))
    return [DemoPerson(**row) for row in rows]
