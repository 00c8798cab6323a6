"""What a batch of payments needs to know, read in two queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg

from bumang.access.principal import Role
from bumang.items.item import Command
from bumang.kernel.identifiers import normal_identity
from bumang.registry.people import indexes_of
from bumang.runtime.sql import statement
from bumang.services.resident_medical_payment.decide import State

_PEOPLE = statement(__package__, "people")
_RIGHTS = statement(__package__, "rights")


async def load(connection: asyncpg.Connection[Any], commands: Sequence[Command]) -> State:
    """Read for all commands at once."""
    state = State()
    if not commands:
        return state
    insured = {normal_identity(text) for command in commands for text in command.form.insured}
    numbers = await indexes_of(connection, insured)
    years = [command.form.coverage_year for command in commands]
    first, after = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
    for row in await connection.fetch(_PEOPLE, list(numbers), first, after):
        state.people[numbers[row["number_index"]]] = row["person_id"]
        if row["first"] is not None:
            state.cover(row["person_id"], row["first"], row["after"])
    rights = await connection.fetch(
        _RIGHTS,
        _subjects(commands, Role.PERSON),
        _subjects(commands, Role.AGENT),
        list(set(state.people.values())),
    )
    state.rights.update((Role(row["role"]), row["subject"], row["person_id"]) for row in rights)
    return state


def _subjects(commands: Sequence[Command], role: Role) -> list[int]:
    return list({c.submitter.subject for c in commands if c.submitter.role is role})
