"""What someone fetches to prove something: the receipt again, its proof, what was decided and paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal
from bumang.casework.stated import stated as stated_of
from bumang.evidence import stated
from bumang.evidence.log_proof import LogProof
from bumang.intake.stored import Found, find_by_number
from bumang.kernel import receipt_number
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.transparency.proofs import proof_of, stated_proof

Database = Callable[[], Any]
"""A pool; asked for when it is used, for it opens after the wiring."""


@dataclass(frozen=True)
class Proving:
    """`folder` is that of all public logs; `quorum` how many witnesses are to have seen a checkpoint.

    What begins with `page` takes the number as it stands in an address, asks the access matrix itself,
    and is `None` for everyone but whom it belongs to; empty while there is none yet.
    """

    core: Database
    intake: Database
    folder: Path
    quorum: int

    async def document(self, number: int) -> tuple[str, bytes] | None:
        """Whose the receipt is, and the receipt. Raises `InvalidInput` when it was deleted."""
        found = await self._found(number)
        return None if found is None else (found.submission.submitter, found.stored.receipt)

    async def proof(self, number: int) -> tuple[str, LogProof | None] | None:
        """Whose the receipt is, and that it stands in the public log.

        Once the content was deleted it is nobody's (empty): the proof of a commitment tells nothing,
        and whoever kept the receipt may still prove it.
        """
        found = await find_by_number(self.intake(), number)
        if found is None:
            return None
        try:
            proof = await proof_of(self.intake(), self.folder, found.log, found.seq, self.quorum)
        except FileNotFoundError:  # the tiles are being made anew
            proof = None
        return found.submission.submitter, proof

    async def statements(self, number: int, who: Principal, row: int | None) -> bytes | None:
        """What was decided and paid, with proofs, as a file; as the pages' answers are.

        Raises `InvalidInput` when the content was deleted.
        """
        found = await self._found(number)
        if found is None or not permits(Action.READ_OUTCOME, who, found.submission.submitter):
            return None
        said = await stated_of(self.core(), found.log, found.seq, row)
        proofs = [
            await stated_proof(self.core(), self.folder, one.place, self.quorum) for one in said
        ]
        if not proofs or None in proofs:
            return b""
        both = zip(said, proofs, strict=True)
        return stated.write([(one.document, str(proof)) for one, proof in both])

    async def _found(self, number: int) -> Found | None:
        found = await find_by_number(self.intake(), number)
        if found is not None and found.erased:
            raise InvalidInput(_DELETED)
        return found

    async def page_document(self, number: str, asking: Principal) -> bytes | None:
        read = _read(number)
        found = None if read is None else await self.document(read)
        own = found is not None and permits(Action.READ_RECEIPT, asking, found[0])
        return found[1] if found and own else None

    async def page_proof(self, number: str, asking: Principal) -> bytes | None:
        read = _read(number)
        found = None if read is None else await self.proof(read)
        if found is None or not (found[0] == "" or permits(Action.READ_RECEIPT, asking, found[0])):
            return None
        return str(found[1]).encode() if found[1] else b""

    async def page_statements(self, number: str, asking: Principal) -> bytes | None:
        read = _read(number)
        return None if read is None else await self.statements(read, asking, None)


_DELETED = Problem(
    "CONTENT_DELETED",
    Text(
        "这件办件的内容已经依法删除。",
        "The content of this submission was deleted as the law demands.",
    ),
    Text(
        "依据个人信息保护法第四十七条；回执和存证随内容一起删除。",
        "Personal Information Protection Law, art. 47; receipt and statements went with the content.",
    ),
    Text(
        "您留存的受理回执仍然可以核验，证明仍可下载。",
        "A receipt that you kept still verifies; its proof can still be downloaded.",
    ),
)


def _read(number: str) -> int | None:
    try:
        return receipt_number.read(number)
    except ValueError:
        return None
