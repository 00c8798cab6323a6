"""Software that acts for an employer, an agent or a service's office: known by an id and a secret of its own."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes, token_hex, token_urlsafe
from typing import Any

import asyncpg
import msgspec

from bumang.access.principal import Principal, Role
from bumang.runtime.sql import statement

_ADD = statement(__package__, "add_client")
_ONE = statement(__package__, "client")
_ALL = statement(__package__, "clients")
_DISABLE = statement(__package__, "disable_client")

ROLES = (Role.EMPLOYER, Role.AGENT, Role.VERIFIER)
_SECONDS = 3
# 16 MiB and some 50 ms: what RFC 7914 calls interactive.
_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
_NOBODYS_SALT = bytes(16)


class Client(msgspec.Struct, frozen=True):
    client_id: str
    role: Role
    subject: int
    name: str
    added_at: datetime
    disabled_at: datetime | None


class Clients:
    """Tells clients by their secrets. One hash at a time is computed, off the loop, so that whoever
    floods us with wrong secrets takes one core at most and never the pages' time."""

    MOST_WAITING = 50

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def principal(self, core: Any, client_id: str, secret: str) -> Principal | None:
        """Whom a client acts for; `None` for a wrong secret, and an unknown or disabled client.

        Raises `TimeoutError` when too many wait, and what an unreachable database raises.
        """
        row = await core.fetchrow(_ONE, client_id, timeout=_SECONDS)
        # An unknown client takes as long as a wrong secret: nobody learns which ids there are.
        salt = row["salt"] if row else _NOBODYS_SALT
        found = await self._hash(secret, salt)
        if row is None or not compare_digest(found, row["secret_hash"]):
            return None
        return Principal(Role(row["role"]), row["subject"], row["name"])

    async def _hash(self, secret: str, salt: bytes) -> bytes:
        if self._waiting >= self.MOST_WAITING:
            raise TimeoutError
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(_hashed, secret, salt)
        finally:
            self._waiting -= 1


async def add(connection: asyncpg.Connection[Any], acting_for: Principal) -> tuple[str, str]:
    """A new client's id and its secret, which is told this once. Raises `ValueError` for roles whose
    work no software does alone."""
    if acting_for.role not in ROLES:
        raise ValueError(acting_for.role)
    client_id, secret, salt = f"c-{token_hex(8)}", token_urlsafe(32), token_bytes(16)
    hashed = await asyncio.to_thread(_hashed, secret, salt)
    whom = (acting_for.role.value, acting_for.subject, acting_for.name)
    await connection.execute(_ADD, client_id, salt, hashed, *whom)
    return client_id, secret


async def listed(connection: asyncpg.Connection[Any]) -> list[Client]:
    rows = await connection.fetch(_ALL)
    return [msgspec.convert(dict(row), Client) for row in rows]


async def disable(connection: asyncpg.Connection[Any], client_id: str) -> bool:
    """False for a client that is not there. Tokens given before hold until they expire."""
    return await connection.fetchval(_DISABLE, client_id) is not None


def _hashed(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, **_COST)
