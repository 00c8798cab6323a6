"""Wires the vouchers' counter: the core's records, the acceptance log's receipts, the public log's proofs."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib import resources
from typing import Any

import msgspec

from bumang.access.principal import Principal, Role
from bumang.casework.standing import standing, standings_of
from bumang.evidence.key_sources import voucher_keys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.receipt import moment
from bumang.evidence.signing import published_keys
from bumang.evidence.statement import LOG
from bumang.intake.stored import find_by_number
from bumang.items.catalogue import Catalogue
from bumang.kernel import receipt_number
from bumang.kernel.clock import Clock
from bumang.kernel.text import Text
from bumang.runtime.settings import Settings
from bumang.transparency.proofs import proof_of
from bumang.vouchers.counter import Counter
from bumang.vouchers.desk import VoucherDesk
from bumang.vouchers.discloser import Discloser
from bumang.vouchers.facts import Facts
from bumang.vouchers.issuing import Issuer
from bumang.vouchers.records import OfReceipts, Records

VERIFIER = resources.files("bumang.evidence").joinpath("offline/vouchers.html").read_bytes()
Database = Callable[[], Any]
"""A pool; asked for when it is used, for it opens after the wiring."""


def voucher_desk(
    settings: Settings,
    core: Database,
    intake: Database,
    items: Catalogue,
    logs: PublishedLogs,
    clock: Clock,
) -> VoucherDesk:
    keys = voucher_keys(settings)

    async def proof_at(place: int) -> LogProof | None:
        try:
            return await proof_of(core(), settings.logs, LOG, place, logs.quorum)
        except FileNotFoundError:  # the tiles are being made anew
            return None

    def published() -> dict[str, bytes]:
        return {
            "keys.json": msgspec.json.encode(published_keys(settings.keys)),
            "logs.json": msgspec.json.encode(logs),
            "voucher-verifier.html": VERIFIER,
        }

    counter = Counter(
        core=core,
        records=Records(_of_receipts(core, intake, items)),
        issuer=Issuer(logs.name, keys),
        url=settings.url,
        clock=clock,
        proof_at=proof_at,
        published=published,
    )
    return VoucherDesk(counter, Discloser(core, keys.short, settings.url, clock), VERIFIER)


def _of_receipts(core: Database, intake: Database, items: Catalogue) -> OfReceipts:
    async def facts(person_id: int, subject: str) -> Facts | None:
        try:
            number = receipt_number.read(subject)
        except ValueError:
            return None
        found = await standing(core(), intake(), number)
        stored = await find_by_number(intake(), number)
        if found is None or stored is None or found.submitter != _key(person_id):
            return None
        return {
            "receipt_number": receipt_number.show(number),
            "item": f"{items[found.item].name.zh} {items[found.item].name.en}",
            "accepted_at": moment(found.accepted_at),
            "state": found.state,
            "decided_at": moment(found.decided_at) if found.decided_at else None,
            "receipt_sha256": sha256(stored.stored.receipt).hexdigest(),
        }

    async def choices(person_id: int) -> list[tuple[str, Text]]:
        found = await standings_of(core(), intake(), _key(person_id))
        return [(receipt_number.show(one.number), items[one.item].name) for one in found]

    return OfReceipts(facts, choices)


def _key(person_id: int) -> str:
    return Principal(Role.PERSON, person_id).key
