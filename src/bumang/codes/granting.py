"""What a device is granted: for a day, one service's code, as far as the person agreed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bumang.codes.attributes import Facts, says
from bumang.codes.code import Grant, SignedGrant
from bumang.codes.keys import GrantingKey
from bumang.codes.pseudonyms import Pseudonyms
from bumang.codes.services import Service
from bumang.codes.windows import SECONDS, window_of
from bumang.kernel.clock import legal_day
from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement

_MAY_SHOW = statement(__package__, "may_show")
_GRANT = statement(__package__, "grant")
_FACTS = statement(__package__, "facts")

WINDOWS = 24 * 3600 // SECONDS
_WAIT = 3.0
_SCALAR_BYTES = 48  # so much longer than the order that the remainder is as good as even


class Keys:
    """The instance's secrets of codes: what signs grants, and what names and sign-ins' keys come from."""

    def __init__(self, granting: GrantingKey, secret: bytes) -> None:
        self.granting = granting
        self.pseudonyms = Pseudonyms(secret)
        self._secret = secret

    def session_key(self, device: UUID, service: int) -> ec.EllipticCurvePrivateKey:
        """The key of a sign-in that stands for a device: made again at each use, kept nowhere."""
        named = b"bumang session key" + device.bytes + service.to_bytes(2)
        stretched = HKDF(hashes.SHA256(), _SCALAR_BYTES, None, named).derive(self._secret)
        return ec.derive_private_key(int.from_bytes(stretched) % _LAST + 1, ec.SECP256R1())


_LAST = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550
"""The curve's order less one."""


async def facts_of(connection: Any, person: int, now: datetime) -> Facts:
    rows = await connection.fetch(_FACTS, person, legal_day(now))
    [row] = await with_numbers(connection, rows)
    del row["person_id"]
    return Facts(**row | {"schemes": tuple(row["schemes"])})


async def grant(
    core: Any,
    keys: Keys,
    person: int,
    device: UUID,
    service: Service,
    device_key: bytes,
    now: datetime,
    *,
    by_server: bool = False,
) -> SignedGrant | None:
    """`None`: the device was stopped, the person did not agree, or the key is another's."""

    async def work(connection: Any) -> SignedGrant | None:
        async with connection.transaction():
            agreed = await connection.fetchval(_MAY_SHOW, person, service.number, device)
            if agreed != service.bits:
                return None
            facts = await facts_of(connection, person, now)
            first = window_of(now) - 1
            ends_at = datetime.fromtimestamp((first + WINDOWS) * SECONDS, UTC)
            to = (person, device_key, device, service.number, ends_at)
            if await connection.fetchval(_GRANT, *to) is None:
                return None
            made = Grant(
                keys.granting.issuer,
                service.number,
                agreed,
                says(service.offline, facts, legal_day(now)),
                keys.pseudonyms.of(person, service.number),
                first,
                WINDOWS,
                device_key,
                by_server,
            )
            return keys.granting.sign(made)

    found: SignedGrant | None = await core.ask(work, _WAIT)
    return found
