"""The counter 凭证窗口: what a person may do with their vouchers, and what anyone may ask by a number.

Every door (pages, programs) comes here, and here it is asked who may.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal, Role
from bumang.evidence.log_proof import LogProof
from bumang.evidence.voucher import Body, Voucher, body_of
from bumang.evidence.voucher_code import address, code
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.evidence.voucher_verification import KIND
from bumang.evidence.voucher_words import kind_words
from bumang.kernel import receipt_number
from bumang.kernel.clock import Clock, legal_day
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement
from bumang.statements.finding import find
from bumang.vouchers.archive import Archived, archive
from bumang.vouchers.issuing import Issuer, Wanted, end, same_facts
from bumang.vouchers.problems import (
    NO_SUCH_VOUCHER,
    NOTHING_TO_STATE,
    PERSONS_ONLY,
    SIGN_IN,
    VOUCHER_NUMBER,
)
from bumang.vouchers.records import Records
from bumang.vouchers.sealed import opened
from bumang.vouchers.sheet.setting import pdf, qr_code
from bumang.vouchers.sheet.words import sheet
from bumang.vouchers.told import HeldVoucher, MyVouchers, VoucherStatus, VoucherWanted

_OF_PERSON = statement(__package__, "of_person")
_BY_NUMBER = statement(__package__, "by_number")
_SECONDS = 5.0
_IN_ARCHIVE = 30
ProofAt = Callable[[int], Awaitable[LogProof | None]]
"""The proof of the statement at a place of the log `core`; `None` while no checkpoint covers it."""


@dataclass(frozen=True)
class Counter:
    """`url` is the address of the instance, which the printed codes lead to.

    Every method raises `InvalidInput` for whom it is not open to, and what an unreachable database
    raises.
    """

    core: Callable[[], Any]
    records: Records
    issuer: Issuer
    url: str
    clock: Clock
    proof_at: ProofAt
    published: Callable[[], dict[str, bytes]]
    _one_at_a_time: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    @property
    def keys(self) -> VoucherKeys:
        return self.issuer.keys

    async def mine(self, who: Principal) -> MyVouchers:
        _must(Action.READ_VOUCHER, who)
        today = legal_day(self.clock())
        rows = await self.core().fetch(_OF_PERSON, who.subject)
        choices = await self.records.choices(self.core(), who.subject, today)
        return MyVouchers(tuple(_held(row) for row in rows), tuple(choices))

    async def issue(self, who: Principal, asked: VoucherWanted) -> bytes:
        """The voucher's JSON; asked for again with the same facts on record, the same one."""
        _must(Action.ISSUE_VOUCHER, who)
        now = self.clock()

        async def load(connection: Any) -> Any:
            return await self.records.facts(
                connection, who.subject, asked.kind, asked.subject, legal_day(now)
            )

        async def issued(connection: Any) -> bytes | None:
            wanted = Wanted(who.subject, asked.kind, asked.subject)
            return await self.issuer.issue(connection, wanted, load, now)

        made = await self.core().ask(issued, _SECONDS)
        if made is None:
            raise InvalidInput(NOTHING_TO_STATE)
        return bytes(made)

    async def held(self, who: Principal, number: str) -> HeldVoucher:
        return _held(await self._own(who, number))

    def number_of(self, document: bytes) -> str:
        """The number of a voucher that was issued here."""
        return body_of(document).number

    async def document(self, who: Principal, number: str) -> bytes:
        """The voucher again, byte for byte, for its holder."""
        document: bytes = (await self._own(who, number))["document"]
        return document

    async def proof(self, who: Principal, number: str) -> LogProof | None:
        """`None` while no checkpoint covers it yet."""
        return await self._proof_of((await self._own(who, number))["voucher_number"])

    async def sheet(self, who: Principal, number: str) -> bytes:
        """The sheet as PDF, with the log's proof inside where it is there."""
        return await self._sheet(await self._own(who, number))

    async def archive(self, who: Principal) -> bytes:
        """Every voucher of the person that stands, with all that is needed to check it offline."""
        held = [one for one in (await self.mine(who)).vouchers if one.status == "stands"]
        found = []
        for one in held[:_IN_ARCHIVE]:
            row = await self._own(who, one.number)
            proof = await self._proof_of(row["voucher_number"])
            name = f"{one.issued_at:%Y-%m-%d}-{one.kind}-{one.number}"
            printed = await self._sheet(row)
            kept = str(proof).encode() if proof else None
            found.append(Archived(name, printed, row["document"], kept))
        return archive(found, self.published())

    async def withdraw(self, who: Principal, number: str) -> VoucherStatus:
        """Stop a voucher: whoever asks by its number is told so. Stopped again, it stays as it was."""
        _must(Action.ISSUE_VOUCHER, who)
        row = await self._own(who, number)

        async def ended(connection: Any) -> None:
            await end(connection, row["person_id"], row["voucher_number"], "withdrawn")

        await self.core().ask(ended, _SECONDS)
        return await self.status(who, number)

    async def status(self, who: Principal, number: str) -> VoucherStatus:
        """For anyone who has the number."""
        if not permits(Action.READ_VOUCHER_STATUS, who):
            raise InvalidInput(PERSONS_ONLY)
        row = await self._by_number(number)
        return VoucherStatus(
            number=receipt_number.show(row["voucher_number"]),
            kind=row["kind"],
            name=kind_words(row["kind"]),
            issued_at=row["issued_at"],
            status=row["end_reason"] or "stands",
            ended_at=row["ended_at"],
            records=await self._records_of(row),
        )

    async def _records_of(self, row: Any) -> str:
        """Whether the facts of the voucher's own day would be stated the same today."""
        as_of = legal_day(row["issued_at"])
        try:
            now = await self.records.facts(
                self.core(), row["person_id"], row["kind"], row["subject"], as_of
            )
        except UNREACHABLE:
            return "not-known"
        same = now is not None and same_facts(row["document"], now)
        return "unchanged" if same else "changed"

    async def _own(self, who: Principal, number: str) -> Any:
        """To anyone but its holder a voucher does not exist."""
        _must(Action.READ_VOUCHER, who)
        row = await self._by_number(number)
        owner = Principal(Role.PERSON, row["person_id"]).key
        if not permits(Action.READ_VOUCHER, who, owner):
            raise InvalidInput(NO_SUCH_VOUCHER)
        return row

    async def _by_number(self, number: str) -> Any:
        try:
            wanted = receipt_number.read(number)
        except ValueError:
            raise InvalidInput(VOUCHER_NUMBER) from None
        row = await self.core().fetchrow(_BY_NUMBER, wanted)
        if row is None:
            raise InvalidInput(NO_SUCH_VOUCHER)
        return {**row, "document": await opened(self.core(), row)}

    async def _proof_of(self, number: int) -> LogProof | None:
        stated = await find(self.core(), KIND, receipt_number.show(number))
        if stated is None or stated.place is None:
            return None
        return await self.proof_at(stated.place)

    async def _sheet(self, row: Any) -> bytes:
        document = row["document"]
        proof = await self._proof_of(row["voucher_number"])
        written = str(proof).encode() if proof else None
        async with self._one_at_a_time:  # setting a page takes a processor for a moment
            return await asyncio.to_thread(self._set, document, written, row["issued_at"])

    def _set(self, document: bytes, proof: bytes | None, issued_at: datetime) -> bytes:
        written = msgspec.json.decode(document, type=Voucher).body.encode()
        said = msgspec.json.decode(written, type=Body)
        text = address(self.url, code(said, written, self.keys))
        printed = sheet(said, check=f"{self.url.rstrip('/')}/v", code=qr_code(text))
        return pdf(printed, document, proof, issued_at)


def _held(row: Any) -> HeldVoucher:
    return HeldVoucher(
        number=receipt_number.show(row["voucher_number"]),
        kind=row["kind"],
        subject=row["subject"],
        name=kind_words(row["kind"]),
        issued_at=row["issued_at"],
        status=row["end_reason"] or "stands",
        ended_at=row["ended_at"],
    )


def must_have_vouchers(who: Principal) -> None:
    """Raises `InvalidInput` for whoever is not a person with vouchers of their own."""
    _must(Action.ISSUE_VOUCHER, who)


def _must(action: Action, who: Principal) -> None:
    if not permits(action, who, who.key):
        raise InvalidInput(SIGN_IN if who.role is Role.ANYONE else PERSONS_ONLY)
