"""Identity numbers sealed and indexed by the newest data key, some persons a transaction."""

from __future__ import annotations

from typing import Any

import asyncpg

from bumang.registry.people import NUMBER
from bumang.runtime.sql import statement
from bumang.vault.keys import keys_of

_OLDER = statement(__package__, "people_of_older_keys")
_SEAL = statement(__package__, "seal_people")
_INDEX = statement(__package__, "index_people")
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('blind_index'))"


async def seal_people(connection: asyncpg.Connection[Any], after: Any, most: int) -> Any | None:
    """Of the persons behind number `after` (None: from the first). Returns the last one's number; None
    when none is left.

    Whoever looked up the keys to find persons by ends its transaction first: nobody looks for an
    index that is made anew meanwhile.
    """
    async with connection.transaction():
        await connection.execute(_ALONE)
        keys = await keys_of(connection)
        rows = await connection.fetch(_OLDER, after or 0, keys.current.key_id, most)
        if not rows:
            return None
        people = [row["person_id"] for row in rows]
        numbers = [keys.open(NUMBER, row["person_id"], row["identity_number"]) for row in rows]
        sealed = keys.seal_many(NUMBER, zip(people, numbers, strict=True))
        await connection.execute(_SEAL, people, sealed)
        indexes = keys.indexes(number.decode() for number in numbers)
        await connection.execute(_INDEX, list(indexes), list(map(keys.index, indexes.values())))
    return people[-1]
