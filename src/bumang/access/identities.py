"""From what an identity provider says of someone to the principal the registry knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bumang.access.principal import Principal, Role
from bumang.kernel.identifiers import normal_identity
from bumang.runtime.sql import statement
from bumang.vault.keys import keys_of

_BY = {
    Role.PERSON: statement(__package__, "person_by_number"),
    Role.EMPLOYER: statement(__package__, "employer_by_code"),
    Role.AGENT: statement(__package__, "agent_by_id"),
}
_SECONDS = 3
_MOST_DIGITS = 18


class NotInRegistryError(Exception):
    """The sign-in is genuine, and the registry does not know whom it names."""

    def __init__(self, role: Role) -> None:
        super().__init__(role.value)
        self.role = role


class UnclearIdentityError(Exception):
    """The provider's claims do not say who this is, or as what."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The names under which a provider says things; each is a setting of the installation.

    `role` holds one of the roles' names; without it someone with an identity number is a person.
    `employer` holds the unified social credit code, `agent` and `staff` their numbers here,
    `service` the number of the service whose office it is.
    """

    identity: str = "identity_number"
    role: str = "role"
    employer: str = "credit_code"
    agent: str = "agent_id"
    staff: str = "staff_id"
    service: str = "service_number"

    def of(self, role: Role) -> str:
        named = {
            Role.PERSON: self.identity,
            Role.EMPLOYER: self.employer,
            Role.AGENT: self.agent,
            Role.VERIFIER: self.service,
        }
        return named.get(role, self.staff)


async def principal_from(core: Any, claims: Mapping[str, Any], names: Claims) -> Principal:
    """Whom the claims name. `core` is a connection or pool of the core database.

    Raises `UnclearIdentityError`, `NotInRegistryError`, and what an unreachable database raises.
    """
    try:
        role = Role(claims.get(names.role, Role.PERSON.value))
    except ValueError:
        raise UnclearIdentityError from None
    given = claims.get(names.of(role))
    if role is Role.ANYONE or not isinstance(given, str | int) or isinstance(given, bool):
        raise UnclearIdentityError
    return await find(core, role, str(given), str(claims.get("name", "")))


async def find(core: Any, role: Role, given: str, name: str = "") -> Principal:
    """The principal with an outside identifier: identity number, credit code, or internal number.

    Staff and offices are known by their number alone; `name` is what they are greeted with.
    """
    key: str | int | list[bytes] = given.strip()
    if role is Role.PERSON:
        key = list((await keys_of(core)).indexes([normal_identity(given)]))
    elif role is not Role.EMPLOYER:
        key = _number(given)
    if role not in _BY:
        return Principal(role, _number(given), name)
    row = await core.fetchrow(_BY[role], key, timeout=_SECONDS)
    if row is None:
        raise NotInRegistryError(role)
    return Principal(role, row["subject"], row["name"])


def _number(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= _MOST_DIGITS):
        raise UnclearIdentityError
    return int(plain)
