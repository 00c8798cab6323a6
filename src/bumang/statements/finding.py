"""A statement found again, with what its holder needs to prove it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from bumang.evidence.statement import Statement, document
from bumang.runtime.sql import statement as sql

_FIND = sql(__package__, "find_statement")


class Found(msgspec.Struct, frozen=True):
    """`salt` is `None` once the content was deleted; `body` where the statement keeps it itself.

    `place` is that in the log `core`, `None` for the moment before it has one.
    """

    kind: str
    subject: str
    made_at: datetime
    salt: bytes | None
    body: bytes | None
    place: int | None

    def document(self, body: bytes) -> bytes | None:
        """The statement as JSON; `None` once its content was deleted."""
        if self.salt is None:
            return None
        return document(Statement(self.kind, self.subject, body), self.made_at, self.salt)


async def find(core: Any, kind: str, subject: str, **more: Any) -> Found | None:
    """`core` is a pool or a connection; `more` is what its `fetchrow` takes, such as `timeout`."""
    row = await core.fetchrow(_FIND, kind, subject, **more)
    if row is None:
        return None
    return Found(kind, subject, row["made_at"], row["salt"], row["body"], row["place"])
