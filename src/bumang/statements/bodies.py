"""What the statements say, as JSON. The same stored row always gives the same bytes.

A decision's subject is `log/seq` of its entry, a row's of a file `log/seq/row`, a payment's
`log/seq/movement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from bumang.evidence.statement import Statement

DECISION, ROW, PAYMENT = "decision", "row", "payment"


def decision(log: int, seq: int, item: str, state: str, told: bytes) -> Statement:
    """What became of an entry; `told` is the JSON that its submitter is told."""
    body = {"item": item, "state": state, "told": msgspec.Raw(told)}
    return Statement(DECISION, f"{log}/{seq}", msgspec.json.encode(body))


def row(log: int, seq: int, number: int, state: str, told: bytes | None) -> Statement:
    """What became of one row of a file; `told` is null where nothing is to be said."""
    body = {"state": state, "told": None if told is None else msgspec.Raw(told)}
    return Statement(ROW, f"{log}/{seq}/{number}", msgspec.json.encode(body))


def payment(
    log: int,
    seq: int,
    movement: int,
    person_id: int,
    booked_on: date,
    lines: Sequence[tuple[str, int]],
) -> Statement:
    """A movement of money for a person: each line an account and an amount in fen."""
    body = {
        "person_id": person_id,
        "booked_on": booked_on,
        "lines": [{"account": account, "amount_fen": amount} for account, amount in lines],
    }
    return Statement(PAYMENT, f"{log}/{seq}/{movement}", msgspec.json.encode(body))
