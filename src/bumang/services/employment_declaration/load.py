"""What a batch of declarations needs to know, read in two queries however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg

from bumang.items.item import Command
from bumang.kernel.identifiers import normal_identity
from bumang.registry.people import indexes_of
from bumang.runtime.sql import statement
from bumang.services.employment_declaration.decide import Employment, Registered, State

_PEOPLE = statement(__package__, "people")
_EMPLOYERS = statement(__package__, "employers")


async def load(connection: asyncpg.Connection[Any], commands: Sequence[Command]) -> State:
    """Read for all commands at once."""
    state = State()
    named = {normal_identity(command.form.identity_number) for command in commands}
    numbers = await indexes_of(connection, named)
    for row in await connection.fetch(_PEOPLE, list(numbers)):
        person_id = row["person_id"]
        state.people[numbers[row["number_index"]]] = Registered(
            person_id, row["name"], row["birth_date"], row["retirement_category"]
        )
        if row["first"] is not None:
            employment = Employment(row["employer_id"], row["first"], row["after"])
            state.employments.setdefault(person_id, []).append(employment)
    employers = {command.submitter.subject for command in commands}
    for row in await connection.fetch(_EMPLOYERS, list(employers)):
        state.areas[row["employer_id"]] = row["area_code"]
    return state
