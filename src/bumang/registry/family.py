"""A person and their family 亲属关系, as the registry has them."""

from __future__ import annotations

from typing import Any

import msgspec

from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement

_FAMILY = statement(__package__, "family")


class Kin(msgspec.Struct, frozen=True):
    """`kind` is `self`, `spouse`, `parent` or `child`, seen from the person who asks."""

    identity_number: str
    name: str
    kind: str


async def family_of(core: Any, person_id: int) -> list[Kin]:
    """The person first. `core` is a connection or pool of the core database."""
    rows = await with_numbers(core, await core.fetch(_FAMILY, person_id))
    return [Kin(row["identity_number"], row["name"], row["kind"]) for row in rows]
