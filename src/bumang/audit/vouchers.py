"""The vouchers: each is signed by both keys and stated for the public log, and none is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg
import msgspec

from bumang.audit.report import Report
from bumang.evidence.signing import PublishedKey
from bumang.evidence.statement import Statement, commitment
from bumang.evidence.voucher import Voucher
from bumang.evidence.voucher_verification import KIND, verify_voucher
from bumang.kernel import receipt_number
from bumang.runtime.sql import statement as sql
from bumang.vault.data_key import BrokenSealError
from bumang.vouchers.sealed import opened

_VOUCHERS = sql(__package__, "vouchers")
_LEAF = sql(__package__, "voucher_leaf")
_STATED = sql(__package__, "stated_vouchers")


async def audit_vouchers(
    core: asyncpg.Connection[Any], keys: Mapping[str, PublishedKey], report: Report
) -> None:
    """Must run in a transaction that sees one state (repeatable read)."""
    check = report.check("vouchers", "every voucher is what was signed and stated, and is kept")
    rows = [row async for row in core.cursor(_VOUCHERS)]
    check.looked_at = len(rows)
    for row in rows:
        number = receipt_number.show(row["voucher_number"])
        if wrong := await _wrong(core, number, row, keys):
            check.breach(f"voucher {number}", wrong)
    if missing := await core.fetchval(_STATED) - len(rows):
        check.breach("vouchers", f"{missing} were stated and are not there")


async def _wrong(core: Any, number: str, row: Any, keys: Mapping[str, PublishedKey]) -> str | None:
    try:
        document = await opened(core, row)
    except BrokenSealError:
        return "cannot be opened: it was changed, or moved from another row"
    if not verify_voucher(document, keys).ok:
        return "is not what both keys signed"
    voucher = msgspec.json.decode(document, type=Voucher)
    said = Statement(KIND, number, voucher.body.encode())
    leaf = commitment(said, voucher.leaf.made_at, bytes.fromhex(voucher.leaf.salt))
    if await core.fetchval(_LEAF, number) != leaf:
        return "is not what was stated for the public log"
    return None
