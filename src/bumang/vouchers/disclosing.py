"""What a person may show of their insurance, claim by claim, and what whoever is shown it learns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from bumang.evidence.sd_jwt import Claim, Signed
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.vouchers.facts import Record, months_until
from bumang.vouchers.problems import AUDIENCE, NO_SUCH_CLAIM, NOT_INSURED_NOW

TYPE = "insured-1"
LIFE = timedelta(days=1)
CLAIMS = {
    "scheme": Text("险种", "Scheme"),
    "area_code": Text("参保地", "Place"),
    "month": Text("参保的月份（本月）", "The month insured in (this one)"),
    "months": Text("累计月数", "Months in all"),
    "payer": Text("缴费单位", "Paid by"),
    "monthly_base_fen": Text("月缴费基数（工资水平）", "Monthly base (the wage)"),
    "name": Text("姓名", "Name"),
    "identity": Text("社会保障号码", "Social security number"),
}
USUAL = frozenset({"scheme", "area_code", "month"})
_LONGEST_AUDIENCE = 60


class ChosenClaims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be shown: of which scheme, to whom, and which claims."""

    scheme: str
    audience: str
    disclose: tuple[str, ...]


class ShownClaims(msgspec.Struct, frozen=True):
    """The presentation, and what whoever gets it learns and does not."""

    presentation: str
    audience: str
    expires_at: datetime
    learns: dict[str, Claim]
    hidden: tuple[str, ...]


def insured_now(periods: Sequence[Record], today: date) -> dict[str, Record]:
    """By scheme, the period that covers the day."""
    return {
        one["scheme"]: one
        for one in periods
        if one["first"] <= today and (one["after"] is None or today < one["after"])
    }


def claims_of(
    periods: Sequence[Record], scheme: str, holder: tuple[str, str], today: date
) -> dict[str, Claim]:
    """Everything that can be shown of one scheme. Raises `InvalidInput` where nobody is insured."""
    covering = insured_now(periods, today).get(scheme)
    if covering is None:
        raise InvalidInput(NOT_INSURED_NOW)
    found: dict[str, Claim | None] = {
        "scheme": scheme,
        "area_code": covering["area_code"],
        "month": f"{today:%Y-%m}",
        "months": months_until([one for one in periods if one["scheme"] == scheme], today),
        "payer": covering["payer"],
        "monthly_base_fen": covering["monthly_base_fen"],
        "name": holder[0],
        "identity": holder[1],
    }
    return {name: value for name, value in found.items() if value is not None}


def checked(chosen: ChosenClaims, claims: dict[str, Claim]) -> None:
    """Raises `InvalidInput` for what cannot be shown."""
    if not chosen.disclose or not set(chosen.disclose) <= set(claims):
        raise InvalidInput(NO_SUCH_CLAIM)
    audience = chosen.audience
    if not audience.strip() or len(audience) > _LONGEST_AUDIENCE or not audience.isprintable():
        raise InvalidInput(AUDIENCE)


def signed_part(issuer: str, audience: str, now: datetime) -> Signed:
    """`issuer` is the address of the instance, where the keys are published."""
    base, at = issuer.rstrip("/"), int(now.timestamp())
    return Signed(base, f"{base}/vct/{TYPE}", audience.strip(), at, at + int(LIFE.total_seconds()))
