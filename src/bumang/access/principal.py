"""Who is asking."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """The roles of the product; `ANYONE` is a visitor who has not signed in, `VERIFIER` an office of a
    service that reads people's codes."""

    ANYONE = "anyone"
    PERSON = "person"
    EMPLOYER = "employer"
    AGENT = "agent"
    CLERK = "clerk"
    OPERATOR = "operator"
    VERIFIER = "verifier"


class Principal(msgspec.Struct, frozen=True):
    """Whoever a request acts as.

    `subject` is the internal number of the person, employer, agent or member of staff, a verifier's
    the number of its service; 0 for `ANYONE`. `name` is for greeting on pages only, a verifier's
    is the office's and stands in the log of looks.
    """

    role: Role
    subject: int = 0
    name: str = ""

    @property
    def key(self) -> str:
        """Stable name in stored rows and idempotency keys: `person:42`."""
        return f"{self.role.value}:{self.subject}"

    @classmethod
    def from_key(cls, key: str) -> Principal:
        role, _, subject = key.partition(":")
        return cls(Role(role), int(subject))


ANYONE = Principal(Role.ANYONE)
