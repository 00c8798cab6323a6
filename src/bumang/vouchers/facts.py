"""What a voucher states, from what is on record; pure, so that it can be asked again for the same day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bumang.evidence.voucher import Fact, Row

Facts = dict[str, Fact]
Record = Mapping[str, Any]
_MEDICAL = frozenset({"resident_medical", "employee"})


def contributions(periods: Sequence[Record], as_of: date) -> Facts:
    """In which schemes, for how many months up to that day's, and every period with its payer."""
    return {
        "as_of": as_of.isoformat(),
        "schemes": [
            _scheme([one for one in periods if one["scheme"] == scheme], as_of)
            for scheme in sorted({one["scheme"] for one in periods})
        ],
        "periods": [_period(one) for one in periods],
    }


def cover(periods: Sequence[Record], as_of: date) -> Facts:
    """The cover in medical insurance that goes on, or begins after that day."""
    return {
        "as_of": as_of.isoformat(),
        "cover": [
            {
                "scheme": one["scheme"],
                "area_code": one["area_code"],
                "first": one["first"].isoformat(),
                "last": _last(one),
            }
            for one in periods
            if one["scheme"] in _MEDICAL and (one["after"] is None or one["after"] > as_of)
        ],
    }


def transferable(periods: Sequence[Record], as_of: date) -> Facts:
    """What an employee's pension relation takes along to another place: the months of each place, and
    the personal account as it was last set (State Council office measure of 2009, arts. 4 and 8)."""
    account = periods[0]  # each row has the same
    return {
        "as_of": as_of.isoformat(),
        "scheme": "employee",
        "places": [
            _place(place, [one for one in periods if one["area_code"] == place], as_of)
            for place in dict.fromkeys(one["area_code"] for one in periods)
        ],
        "account_as_of": account["as_of"].isoformat(),
        "account_fen": account["balance_fen"],
    }


def payment(row: Record) -> Facts:
    return {
        "entry": subject_of(row),
        "booked_on": row["booked_on"].isoformat(),
        "scheme": row["scheme"],
        "first": row["first"].isoformat(),
        "last": _last(row),
        "amount_fen": int(row["amount_fen"]),
    }


def subject_of(row: Record) -> str:
    """What names a payment: log, entry and movement."""
    return f"{row['log_id']}/{row['seq']}/{row['movement']}"


def months_until(periods: Sequence[Record], as_of: date) -> int:
    """Calendar months with cover in them, up to the month of that day."""
    covered: set[int] = set()
    for one in periods:
        last = as_of if one["after"] is None else min(as_of, one["after"] - timedelta(days=1))
        covered.update(range(_month(one["first"]), _month(last) + 1))
    return len(covered)


def _scheme(periods: Sequence[Record], as_of: date) -> Row:
    latest = periods[-1]
    return {
        "scheme": latest["scheme"],
        "area_code": latest["area_code"],
        "since": (latest["since"] or periods[0]["first"]).isoformat(),
        "last": _last(latest),
        "months": months_until(periods, as_of),
    }


def _place(area_code: str, periods: Sequence[Record], as_of: date) -> Row:
    return {
        "area_code": area_code,
        "first": periods[0]["first"].isoformat(),
        "last": _last(periods[-1]),
        "months": months_until(periods, as_of),
    }


def _period(one: Record) -> Row:
    return {
        "scheme": one["scheme"],
        "first": one["first"].isoformat(),
        "last": _last(one),
        "payer": one["payer"],
        "monthly_base_fen": one["monthly_base_fen"],
        "amount_fen": one["amount_fen"],
    }


def _last(one: Record) -> str | None:
    """The last day; `None` where it goes on."""
    return None if one["after"] is None else (one["after"] - timedelta(days=1)).isoformat()


def _month(day: date) -> int:
    return day.year * 12 + day.month
