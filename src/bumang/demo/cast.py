"""Who can be picked in the demo: the synthetic city's first persons, an employer, an agent, staff,
an office of each service that reads the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bumang.access.principal import Role
from bumang.codes.services import services
from bumang.kernel.masking import mask_identity
from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement

_PERSONS = statement(__package__, "persons")
_ORGANISATIONS = statement(__package__, "organisations")
_MANY = 6
_SECONDS = 3
_STAFF = ((Role.CLERK, "演示经办人员"), (Role.OPERATOR, "演示运行人员"))


@dataclass(frozen=True)
class Figure:
    """Someone to pick. `number` is what names them outside: identity number, credit code, or our
    number; `shown` is the same as a page shows it."""

    role: Role
    number: str
    name: str
    shown: str


async def cast(core: Any) -> list[Figure]:
    """`core` is a connection or pool of the core database."""
    persons = await with_numbers(core, await core.fetch(_PERSONS, _MANY, timeout=_SECONDS))
    organisations = await core.fetch(_ORGANISATIONS, timeout=_SECONDS)
    return [
        *(
            Figure(
                Role.PERSON, r["identity_number"], r["name"], mask_identity(r["identity_number"])
            )
            for r in persons
        ),
        *(Figure(Role(r["role"]), r["number"], r["name"], r["number"]) for r in organisations),
        *(Figure(role, "1", name, "1") for role, name in _STAFF),
        *(
            Figure(Role.VERIFIER, str(one.number), f"演示·{one.name.zh}", one.where.zh)
            for one in services().values()
        ),
    ]
