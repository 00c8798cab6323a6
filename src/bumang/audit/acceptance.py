"""The acceptance log: every entry in its batch, every root and signature recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg
import msgspec

from bumang.audit.report import Check, Report
from bumang.evidence import merkle
from bumang.evidence.receipt import Receipt, Signature, commitment, statement, stored_seal, write
from bumang.evidence.signing import PublishedKey, verifies
from bumang.evidence.verification import committed
from bumang.intake.stored import Found, find_by_number, with_contents
from bumang.kernel import receipt_number
from bumang.runtime.sql import statement as sql
from bumang.vault.data_key import BrokenSealError

_BATCHES = sql(__package__, "batches")
_ENTRIES = sql(__package__, "entries")
_OUTSIDE = sql(__package__, "entries_outside_batches")
_SIGNATURES = msgspec.json.Decoder(tuple[Signature, ...])
_AT_ONCE = 50  # an entry may be a file of 20 MB


async def audit_log(
    intake: asyncpg.Connection[Any], keys: Mapping[str, PublishedKey], report: Report
) -> dict[int, int]:
    """Check every batch with its entries. Returns the number of entries of each log.

    Must run in a transaction that sees one state (repeatable read).
    """
    order = report.check("order", "the batches of a log follow each other without a gap")
    whole = report.check("entries", "every entry a receipt was given for is in its batch")
    leaves = report.check("leaves", "every entry is, byte for byte, what its receipt proves")
    roots = report.check("roots", "every batch's root recomputes")
    signed = report.check("signatures", "every root is signed by a published key")
    heads: dict[int, int] = {}
    entries = await intake.cursor(_ENTRIES)
    async for batch in intake.cursor(_BATCHES):
        place = f"log {batch['log_id']}, batch {batch['first_seq']}"
        _look(order, heads.get(batch["log_id"], 0) == batch["first_seq"], place, "a gap before it")
        heads[batch["log_id"]] = batch["first_seq"] + batch["size"]
        stored = [batch["commitments"][i : i + 32] for i in range(0, 32 * batch["size"], 32)]
        rows = await intake.fetchval(
            "SELECT count(*) FROM entry WHERE log_id = $1 AND seq BETWEEN $2 AND $3",
            *(batch["log_id"], batch["first_seq"], batch["first_seq"] + batch["size"] - 1),
        )
        _look(whole, rows == batch["size"], place, f"{rows} entries of {batch['size']}", rows)
        await _leaves(intake, entries, batch, stored, rows, leaves)
        _batch(batch, stored, keys, place, roots, signed)
    for row in await intake.fetch(_OUTSIDE):
        whole.breach(f"log {row['log_id']}, entry {row['seq']}", "belongs to no batch")
    return heads


async def _leaves(
    intake: asyncpg.Connection[Any],
    entries: Any,
    batch: asyncpg.Record,
    stored: list[bytes],
    rows: int,
    check: Check,
) -> None:
    for left in range(rows, 0, -_AT_ONCE):
        for row in await entries.fetch(min(left, _AT_ONCE)):
            if row["salt"] is None:
                continue  # its content was deleted: `erased` looks at it
            at = row["seq"] - batch["first_seq"]
            place = f"log {row['log_id']}, entry {row['seq']}"
            committed = await _committed(intake, row)
            _look(check, stored[at : at + 1] == [committed], place, "is not what was accepted")


async def _committed(intake: asyncpg.Connection[Any], row: asyncpg.Record) -> bytes | None:
    """The commitment to an entry as it lies there; None when its content cannot be opened."""
    try:
        (entry,) = await with_contents(intake, [row])
    except BrokenSealError:
        return None
    written = write(
        entry["number"], entry["item"], entry["accepted_at"], entry["salt"], entry["content"]
    )
    return commitment(written, entry["log_id"], entry["seq"])


def _batch(
    batch: asyncpg.Record,
    stored: list[bytes],
    keys: Mapping[str, PublishedKey],
    place: str,
    roots: Check,
    signed: Check,
) -> None:
    root = merkle.root(merkle.tree([merkle.leaf_hash(one) for one in stored]))
    _look(roots, root == batch["root"] and len(stored) == batch["size"], place, "another root")
    try:
        signatures = _SIGNATURES.decode(batch["signatures"])
    except msgspec.MsgspecError:
        signatures = ()
    sealed = stored_seal(
        batch["log_id"], batch["first_seq"], batch["sealed_at"], stored, signatures
    )
    message = statement(sealed.batch)
    good = bool(signatures) and all(
        verifies(keys, one.key_id, message, one.signature) for one in signatures
    )
    _look(signed, good, place, "a signature does not hold, or its key is not published")


async def audit_receipts(
    intake: asyncpg.Connection[Any], receipts: list[bytes], report: Report
) -> None:
    """Every receipt that a client holds is in the log, and is the same byte for byte."""
    check = report.check("receipts", "every receipt given out has its entry")
    for held in receipts:
        try:
            number = msgspec.json.decode(held)["number"]
            found = await find_by_number(intake, receipt_number.read(number))
        except BrokenSealError:
            _look(check, False, f"receipt {number}", "has an entry whose content cannot be opened")
            continue
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError, AttributeError):
            _look(check, False, "a file given", "is not a receipt")
            continue
        _look(check, found is not None, f"receipt {number}", "has no entry")
        if found is not None and not _is_of(found, held):
            check.breach(f"receipt {number}", "is not the one that was given")


def _is_of(found: Found, held: bytes) -> bool:
    """Byte for byte; where the content was deleted, by the commitment that stayed."""
    if not found.erased:
        return found.stored.receipt == held
    try:
        return committed(msgspec.json.decode(held, type=Receipt)) == found.commitment
    except msgspec.MsgspecError:
        return False


def _look(check: Check, holds: bool, place: str, what: str, count: int = 1) -> None:
    check.looked_at += count
    if not holds:
        check.breach(place, what)
