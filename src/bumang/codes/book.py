"""What a person keeps in hand: their devices, what they agreed to, who looked; and stopping each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from bumang.codes.attributes import Attribute, Value
from bumang.codes.services import Service
from bumang.runtime.sql import statement

_DEVICES = statement(__package__, "devices")
_AGREEMENTS = statement(__package__, "agreements")
_LOOKS = statement(__package__, "looks")
_ADD_DEVICE = statement(__package__, "add_device")
_ADD_SESSION = statement(__package__, "add_session")
_SESSION_DEVICE = statement(__package__, "session_device")
_AGREE = statement(__package__, "agree")
_STOP_SERVICE = statement(__package__, "stop_service")
_STOP_DEVICE = statement(__package__, "stop_device")

MOST_DEVICES = 10
_SECONDS = 3.0


class Device(msgspec.Struct, frozen=True):
    """`by_server`: it is a sign-in, whose key the instance holds."""

    device_id: UUID
    name: str
    by_server: bool
    added_at: datetime


class Look(msgspec.Struct, frozen=True):
    """One look of an office. `refused` is a problem's code, empty where it was told something."""

    service: int
    office: str
    looked_at: datetime
    told: dict[Attribute, Value]
    refused: str = ""


class Book(msgspec.Struct, frozen=True):
    """`agreed` are the bits in force by the service's number."""

    devices: tuple[Device, ...]
    agreed: dict[int, int]
    looks: tuple[Look, ...]

    def holds_for(self, service: Service) -> bool:
        """Whether what was agreed to is what the service asks today."""
        return self.agreed.get(service.number) == service.bits


async def book(core: Any, person: int) -> Book:
    devices = [Device(**row) for row in await core.fetch(_DEVICES, person)]
    agreed = {row["service"]: row["asks"] for row in await core.fetch(_AGREEMENTS, person)}
    looks = [look_of(row) for row in await core.fetch(_LOOKS, person)]
    return Book(tuple(devices), agreed, tuple(looks))


def look_of(row: Any) -> Look:
    told = msgspec.json.decode(row["told"], type=dict[Attribute, Value])
    return Look(row["service"], row["office"], row["looked_at"], told, row["refused"])


async def agree(core: Any, person: int, service: Service) -> None:
    """What was agreed to in other words before is stopped with it."""

    async def work(connection: Any) -> None:
        async with connection.transaction():
            await connection.execute(_STOP_SERVICE, person, service.number, service.bits)
            await connection.execute(_AGREE, person, service.number, service.bits)

    await core.ask(work, _SECONDS)


async def stop_service(core: Any, person: int, service: Service) -> None:
    await core.fetchval(_STOP_SERVICE, person, service.number, None)


async def stop_device(core: Any, person: int, device: UUID) -> None:
    await core.fetchval(_STOP_DEVICE, person, device)


async def add_device(core: Any, person: int, name: str) -> UUID | None:
    """`None`: there are as many as there may be."""
    found: UUID | None = await core.fetchval(_ADD_DEVICE, person, uuid4(), name, MOST_DEVICES)
    return found


async def add_session(core: Any, person: int, name: str, session: bytes) -> UUID | None:
    """A sign-in as a device; `session` is the hash of its mark."""
    found: UUID | None = await core.fetchval(
        _ADD_SESSION, person, uuid4(), name, MOST_DEVICES, session
    )
    return found


async def session_device(core: Any, person: int, session: bytes) -> UUID | None:
    found: UUID | None = await core.fetchval(_SESSION_DEVICE, person, session)
    return found
