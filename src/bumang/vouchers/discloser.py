"""Showing claims of one's insurance to somebody, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bumang.access.principal import Principal
from bumang.evidence.sd_jwt import present
from bumang.evidence.voucher_keys import VoucherKey
from bumang.kernel.clock import CHINA, Clock, legal_day
from bumang.kernel.problems import InvalidInput
from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement
from bumang.vouchers.counter import must_have_vouchers
from bumang.vouchers.disclosing import (
    ChosenClaims,
    ShownClaims,
    checked,
    claims_of,
    insured_now,
    signed_part,
)
from bumang.vouchers.problems import NOT_INSURED_NOW

_PERIODS = statement(__package__, "periods")
_NAMED = statement(__package__, "named")


@dataclass(frozen=True)
class Discloser:
    """`url` is the address of the instance: the credentials' issuer."""

    core: Callable[[], Any]
    key: VoucherKey
    url: str
    clock: Clock

    async def choices(self, who: Principal) -> dict[str, tuple[str, ...]]:
        """By scheme that covers today, the claims that can be shown."""
        must_have_vouchers(who)
        today = legal_day(self.clock())
        periods = await self.core().fetch(_PERIODS, who.subject)
        return {
            scheme: tuple(claims_of(periods, scheme, ("", ""), today))
            for scheme in insured_now(periods, today)
        }

    async def show(self, who: Principal, chosen: ChosenClaims) -> ShownClaims:
        """A presentation of what was chosen, made anew. Raises `InvalidInput`."""
        must_have_vouchers(who)
        now = self.clock()
        periods = await self.core().fetch(_PERIODS, who.subject)
        found = await self.core().fetch(_NAMED, who.subject)
        if not found:
            raise InvalidInput(NOT_INSURED_NOW)
        (named,) = await with_numbers(self.core(), found)
        holder = (named["name"], named["identity_number"])
        claims = claims_of(periods, chosen.scheme, holder, legal_day(now))
        checked(chosen, claims)
        signed = signed_part(self.url, chosen.audience, now)
        return ShownClaims(
            presentation=present(signed, claims, chosen.disclose, self.key),
            audience=signed.aud,
            expires_at=datetime.fromtimestamp(signed.exp, CHINA),
            learns={name: claims[name] for name in claims if name in chosen.disclose},
            hidden=tuple(name for name in claims if name not in chosen.disclose),
        )
