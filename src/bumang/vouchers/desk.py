"""The counter and the discloser, as the pages and programs are given them."""

from __future__ import annotations

from dataclasses import dataclass

from bumang.vouchers.counter import Counter
from bumang.vouchers.discloser import Discloser


@dataclass(frozen=True)
class VoucherDesk:
    """`verifier` is the page that checks in the browser."""

    counter: Counter
    discloser: Discloser
    verifier: bytes
