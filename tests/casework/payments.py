"""A couple, a stranger, and a payment: what processing is tested with."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from tests import registered

from bumang.access.principal import Principal, Role
from bumang.items.catalogue import discover

MAN, WOMAN, STRANGER = "990101196501150014", "990101197503200024", "990101200002290038"
ITEMS = discover("bumang.services")
PAYMENT = ITEMS["resident-medical-payment"]
PERSON = Principal(Role.PERSON, 1)


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


def payment(*insured: str) -> bytes:
    form = {"area_code": "990101", "coverage_year": 2027, "insured": insured}
    return msgspec.json.encode(form)


async def register(core: Any) -> None:
    """The man and the woman are married; the man is person 1."""
    for number, one in enumerate((MAN, WOMAN, STRANGER), start=1):
        await registered.number_of(core, number, one)
    await core.execute("INSERT INTO family_link VALUES (1, 2, 'spouse'), (2, 1, 'spouse')")
