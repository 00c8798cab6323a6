"""What the pages are given. The portal does no SQL; `bumang.main` wires these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request

from bumang.access.principal import Principal
from bumang.casework.checkpoint import Checkpoint
from bumang.casework.wrong_rows import WrongRow
from bumang.items.catalogue import Catalogue
from bumang.items.item import AcceptedItem, BatchItem
from bumang.kernel.answers import Answer
from bumang.kernel.clock import Clock
from bumang.kernel.problems import Problem
from bumang.kernel.text import Language
from bumang.registry.family import Kin


class Progress(msgspec.Struct, frozen=True):
    """Where a submission stands: `accepted`, `in_process`, `done` or `refused`, with its times.

    `own`: it is the visitor's; only then `result` and `reasons` are there. `erased`: its content was
    deleted as the law demands.
    """

    number: str
    code: str
    state: str
    accepted_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    result: dict[str, Any] = {}
    reasons: tuple[Problem, ...] = ()
    own: bool = False
    erased: bool = False
    is_file: bool = False
    rows: int = 0
    rows_decided: int = 0

    @property
    def finished(self) -> bool:
        return self.state in {"done", "refused"}


Submit = Callable[[AcceptedItem, Any, Principal, str, Language], Awaitable[Answer]]
SubmitFile = Callable[[BatchItem, Principal, str, str, bytes], Awaitable[Answer]]


@dataclass(frozen=True, kw_only=True)
class Services:
    """`draft_key` are 32 secret bytes for half-filled forms. `secure` marks cookies for HTTPS only.

    `progress` is None for a number unknown; it holds the outcome only for whom it belongs to.
    `document` is the receipt again, None for everyone but the one it was given to; `proof` that it
    is in the public log, empty while no checkpoint covers it; `statements` what was decided and paid,
    with proofs, in one file likewise. `family_of` is
    empty where it cannot be read just now: numbers can be typed as well. `csrf_token` gives what
    every POST form carries in the field `csrf_field`; checking it is the access layer's.
    """

    catalogue: Catalogue
    clock: Clock
    draft_key: bytes
    principal_of: Callable[[Request[Any, Any, Any]], Awaitable[Principal]]
    csrf_token: Callable[[Request[Any, Any, Any]], str]
    submit: Submit
    submit_file: SubmitFile
    wrong_rows: Callable[[int, Principal, int], Awaitable[Sequence[WrongRow] | None]]
    wrong_rows_file: Callable[[int, Principal, str, Language], Awaitable[bytes | None]]
    progress: Callable[[str, Principal], Awaitable[Progress | None]]
    document: Callable[[str, Principal], Awaitable[bytes | None]]
    proof: Callable[[str, Principal], Awaitable[bytes | None]]
    statements: Callable[[str, Principal], Awaitable[bytes | None]]
    family_of: Callable[[Principal], Awaitable[Sequence[Kin]]]
    submissions_of: Callable[[Principal], Awaitable[Sequence[Progress]]]
    answers_so_far: Callable[[], Mapping[str, int]]
    checkpoint: Callable[[], Awaitable[Checkpoint | None]]
    csrf_field: str = "csrf_token"
    secure: bool = True
