"""What the decisions need to know, read in one query for a whole batch of commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from bumang.items.item import Command, Decision
from bumang.kernel.identifiers import normal_identity
from bumang.registry.effects import Coverage
from bumang.runtime.sql import statement

_FACTS = statement(__package__, "facts")


@dataclass
class Known:
    """Persons by identity number, who may act for whom, and which years are covered."""

    person: dict[str, int] = field(default_factory=dict)
    entitled: set[tuple[str, int]] = field(default_factory=set)
    covered: set[tuple[int, int]] = field(default_factory=set)

    def record(self, command: Command, decision: Decision) -> None:
        """What was just decided is covered for the commands that follow."""
        for effect in decision.effects:
            if isinstance(effect, Coverage):
                self.covered.add((effect.person_id, effect.first.year))


async def load(connection: asyncpg.Connection[Any], commands: Sequence[Command]) -> Known:
    asked = {
        (c.submitter.key, c.submitter.role.value, c.submitter.subject, normal_identity(number))
        for c in commands
        for number in c.form.insured
    }
    known = Known()
    for row in await connection.fetch(_FACTS, *map(list, zip(*asked, strict=True))):
        person = row["person_id"]
        known.person[row["identity_number"]] = person
        known.covered.update((person, year) for year in row["years"])
        if row["entitled"]:
            known.entitled.add((row["submitter"], person))
    return known
