"""What pages and programs ask of the one code, with the instance's keys and its database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal, Role
from bumang.codes import book
from bumang.codes.code import SignedGrant, write
from bumang.codes.granting import Keys, grant
from bumang.codes.keys import CodeKey, GrantingKey, device_key, published_code_keys, show
from bumang.codes.looking import Seen, look
from bumang.codes.published import PublishedCodes, published_codes
from bumang.codes.services import Service, numbered
from bumang.codes.windows import window_of
from bumang.kernel.clock import Clock
from bumang.runtime.key_file import load_or_create


@dataclass(frozen=True)
class CodeDesk:
    """`core` gives the pool of the core database, asked for when it is used."""

    keys: Keys
    known: dict[str, CodeKey]
    core: Callable[[], Any]
    clock: Clock

    @classmethod
    def with_keys_in(cls, folder: Path, core: Callable[[], Any], clock: Clock) -> CodeDesk:
        granting = GrantingKey.load_or_create(folder)
        secret = sha256(load_or_create(folder / "pseudonyms.pem")).digest()
        known = {key.key_id: key for key in published_code_keys(folder)}
        return cls(Keys(granting, secret), known, core, clock)

    @cached_property
    def published(self) -> PublishedCodes:
        return published_codes(tuple(self.known.values()))

    async def book(self, who: Principal) -> book.Book:
        return await book.book(self.core(), _own(Action.SHOW_CODE, who))

    async def agree(self, who: Principal, service: Service) -> None:
        await book.agree(self.core(), _own(Action.SHOW_CODE, who), service)

    async def stop_service(self, who: Principal, service: Service) -> None:
        await book.stop_service(self.core(), _own(Action.SHOW_CODE, who), service)

    async def stop_device(self, who: Principal, device: UUID) -> None:
        await book.stop_device(self.core(), _own(Action.SHOW_CODE, who), device)

    async def add_device(self, who: Principal, name: str) -> UUID | None:
        return await book.add_device(self.core(), _own(Action.SHOW_CODE, who), name)

    async def grant(
        self, who: Principal, device: UUID, service: Service, key: bytes
    ) -> SignedGrant | None:
        """What a device with a key of its own may show."""
        person = _own(Action.SHOW_CODE, who)
        return await grant(self.core(), self.keys, person, device, service, key, self.clock())

    async def begin_session(self, who: Principal, name: str, mark: str) -> UUID | None:
        """A sign-in stands for a device, where the browser runs no scripts."""
        person = _own(Action.SHOW_CODE, who)
        return await book.add_session(self.core(), person, name, _hashed(mark))

    async def session_code(self, who: Principal, service: Service, mark: str) -> str | None:
        """The code of this moment; `None`: this sign-in stands for no device, or may not show it."""
        person, now = _own(Action.SHOW_CODE, who), self.clock()
        device = await book.session_device(self.core(), person, _hashed(mark))
        if device is None:
            return None
        private = self.keys.session_key(device, service.number)
        given = (person, device, service, device_key(private), now)
        signed = await grant(self.core(), self.keys, *given, by_server=True)
        return write(show(private, signed, window_of(now))) if signed else None

    def owner(self, who: Principal) -> str:
        """Tells on a shared browser whose keys are whose, and nothing else: service 0 has no office."""
        return self.keys.pseudonyms.of(_own(Action.SHOW_CODE, who), 0).hex()

    def service_of(self, who: Principal) -> Service | None:
        """The service whose office someone is."""
        return numbered(who.subject) if who.role is Role.VERIFIER else None

    async def look(self, who: Principal, text: str) -> Seen:
        """Raises `InvalidInput`, and `PermissionError` for everyone but a service's office."""
        service = self.service_of(who)
        if service is None or not permits(Action.LOOK_AT_CODE, who, f"verifier:{service.number}"):
            raise PermissionError
        office = who.name or service.name.zh
        given = (self.keys, self.known, service, office, text, self.clock())
        return await look(self.core(), *given)


def _own(action: Action, who: Principal) -> int:
    """The person who asks. Raises `PermissionError` for everyone else."""
    if not permits(action, who, who.key):
        raise PermissionError
    return who.subject


def _hashed(mark: str) -> bytes:
    return sha256(mark.encode()).digest()
