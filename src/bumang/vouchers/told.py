"""What is told of vouchers: to their holder, and to whoever has a number."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.kernel.text import Text


class VoucherChoice(msgspec.Struct, frozen=True):
    """A voucher that can be issued. `about` says which one, where there are several of a kind."""

    kind: str
    subject: str
    name: Text
    about: Text


class HeldVoucher(msgspec.Struct, frozen=True):
    """A voucher as its holder's list has it. `status`: `stands`, `replaced` or `withdrawn`."""

    number: str
    kind: str
    subject: str
    name: Text
    issued_at: datetime
    status: str
    ended_at: datetime | None = None


class VoucherStatus(msgspec.Struct, frozen=True):
    """What anyone with the number is told: nothing of the person.

    `records`: whether what is on record of that moment is still the same (`unchanged`), or was
    corrected since (`changed`); `not-known` while it cannot be looked up.
    """

    number: str
    kind: str
    name: Text
    issued_at: datetime
    status: str
    ended_at: datetime | None
    records: str


class MyVouchers(msgspec.Struct, frozen=True):
    vouchers: tuple[HeldVoucher, ...]
    available: tuple[VoucherChoice, ...]


class VoucherWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which voucher is wanted; `subject` as `available` has it."""

    kind: str
    subject: str = ""
