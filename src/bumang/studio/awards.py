"""The pensions of a population as a file: one row a person."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from bumang.kernel.months import Month
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
    first = int(found.retirement.min())
    months = [str(Month(0, 1).plus(n)) for n in range(first, int(found.retirement.max()) + 1)]
    columns = [
        pa.array(stretch.number),
        pa.DictionaryArray.from_arrays((found.retirement - first).astype(np.int16), months),
        pa.array(found.total_months.astype(np.int16)),
        pa.array(found.required_months.astype(np.int16)),
        pa.array(found.average_index.astype(np.int32)),
        pa.array(found.index_decimals.astype(np.int8)),
        pa.array(found.balance),
        pa.array(found.divisor.astype(np.int16)),
        *(pa.array(part) for part in found.parts),
        pa.DictionaryArray.from_arrays(pa.array(found.status), pa.array(_STATUS)),
    ]
    return pa.RecordBatch.from_arrays(columns, names=list(COLUMNS))
