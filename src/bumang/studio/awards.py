"""The pensions of a population as a file: one row a person."""

from __future__ import annotations

import pyarrow as pa

from bumang.rules.columns import Status
from bumang.studio.compute import Stretch

_STATUS = [status.name.lower() for status in Status]
COLUMNS = {
    "person": "the number in the population file",
    "retirement": "statutory month, `YYYY-MM`; the pension begins a month later",
    "total_months": "months paid and deemed",
    "required_months": "the minimum for a monthly pension",
    "average_index": "in units of 10^-`index_decimals`",
    "index_decimals": "decimals of the place's average index",
    "balance_fen": "the account at retirement",
    "divisor_tenths": "the divisor in tenths of a month",
    "basic_fen": "basic pension a month",
    "account_fen": "account pension a month",
    "transitional_fen": "transitional pension a month",
    "supplement_fen": "supplement a month",
    "total_fen": "monthly pension",
    "status": "`pension`, `below_minimum` (no monthly pension), `without_transitional` (part missing)",
}


def awards(stretch: Stretch) -> pa.RecordBatch:
    """A row group of the results."""
    (found,) = stretch.under
    year, month = found.retirement // 12, found.retirement % 12 + 1
    written = [f"{y}-{m:02d}" for y, m in zip(year.tolist(), month.tolist(), strict=True)]
    columns = [
        pa.array(stretch.number),
        pa.array(written).dictionary_encode(),
        pa.array(found.total_months),
        pa.array(found.required_months),
        pa.array(found.average_index),
        pa.array(found.index_decimals),
        pa.array(found.balance),
        pa.array(found.divisor),
        *(pa.array(part) for part in found.parts),
        pa.DictionaryArray.from_arrays(pa.array(found.status), pa.array(_STATUS)),
    ]
    return pa.RecordBatch.from_arrays(columns, names=list(COLUMNS))
