"""Persons put into the registry as it keeps them: numbers sealed, and found by their blind index."""

from __future__ import annotations

from datetime import date
from typing import Any

from bumang.registry.people import NUMBER, with_numbers
from bumang.vault.keys import keys_of


async def number_of(core: Any, person_id: int, number: str) -> None:
    """The number leads to the person from now on."""
    index = (await keys_of(core)).index(number)
    await core.execute(
        "INSERT INTO identity (number_index, person_id) VALUES ($1, $2)", index, person_id
    )


async def person(
    core: Any,
    person_id: int,
    number: str,
    name: str = "演示甲",
    sex: str = "male",
    born: date = date(1965, 1, 15),
    category: str = "",
) -> None:
    """A synthetic person with their number."""
    sealed = (await keys_of(core)).seal(NUMBER, person_id, number.encode())
    await core.execute(
        "INSERT INTO person (person_id, identity_number, name, sex, birth_date, area_code,"
        " retirement_category, synthetic) VALUES ($1, $2, $3, $4, $5, '990101', $6, true)",
        *(person_id, sealed, name, sex, born, category),
    )
    await number_of(core, person_id, number)


async def numbers(core: Any, where: str = "true") -> list[dict[str, Any]]:
    """Every person, with the number opened."""
    return await with_numbers(core, await core.fetch(f"SELECT * FROM person WHERE {where}"))
