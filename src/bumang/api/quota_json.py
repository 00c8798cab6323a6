"""Quotas on the wire: the RateLimit fields, and the queued answer of whoever is over one.

draft-ietf-httpapi-ratelimit-headers-10: structured fields, a policy an item; `q` is the quota, `qu`
its unit, `w` the window in seconds, `r` what is left, `t` the seconds until all of it is there again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from bumang.access.tokens import Tokens
from bumang.gate.cost import Cost, cost_of
from bumang.gate.quota.quotas import REQUESTS, SUBMISSIONS, Allowance, Quotas
from bumang.kernel.clock import Clock
from bumang.kernel.text import Language, Text
from bumang.runtime.http import PROBLEM, Request, Wire

_API = "/api/"


@dataclass(frozen=True)
class QuotaDesk:
    """Where a program's request is counted for whom its token speaks."""

    quotas: Quotas
    tokens: Tokens
    clock: Clock

    async def answer(
        self, request: Request, answered: Callable[[Request], Awaitable[Wire]]
    ) -> Wire:
        """Whoever is within the quota is answered; else queued, before anything is read or done."""
        allowance = self._allowance(request)
        if allowance is None:
            return await answered(request)
        if allowance.wait_s:
            return _over(allowance, request.language)
        return _with_fields(await answered(request), allowance)

    def _allowance(self, request: Request) -> Allowance | None:
        authorization = request.headers.get("authorization")
        if not (authorization and request.path.startswith(_API)):
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        principal = self.tokens.read(token.strip(), self.clock().timestamp())
        # Whoever is not told by the token is told so where the request is answered.
        return None if principal is None else self.quotas.take(principal, _policy(request))


def _policy(request: Request) -> str:
    cost = cost_of(request.method, request.path)
    return SUBMISSIONS if cost is Cost.ACCEPT else REQUESTS


def _fields(allowance: Allowance) -> tuple[tuple[str, str], ...]:
    name, (count, window_s) = allowance.policy, allowance.quota
    return (
        ("ratelimit-policy", f'"{name}";q={count};qu="requests";w={window_s}'),
        ("ratelimit", f'"{name}";r={allowance.remaining};t={allowance.reset_s}'),
    )


def _with_fields(wire: Wire, allowance: Allowance) -> Wire:
    return msgspec.structs.replace(wire, headers=(*wire.headers, *_fields(allowance)))


def _over(allowance: Allowance, language: Language) -> Wire:
    seconds = allowance.wait_s
    told = {"count": allowance.quota.most, "window": allowance.quota.window_s, "seconds": seconds}
    body = {
        "type": "https://bumang.example/problems/queued/quota",
        "status": 429,
        "answer": "queued",
        "title": _TITLE.in_(language),
        "detail": _DETAIL.format(**told).in_(language),
        "retry_after_s": seconds,
        "violated-policies": [allowance.policy],
    }
    headers = (("retry-after", str(seconds)), ("cache-control", "no-store"), *_fields(allowance))
    return Wire(429, PROBLEM, msgspec.json.encode(body), headers)


_TITLE = Text("正在为您排队。", "You are in the queue.")
_DETAIL = Text(
    "这一个账号发得比约定的快：每 {window} 秒 {count} 次。请过 {seconds} 秒再发同样的请求；提交用原来的 Idempotency-Key，不会办两次。已经受理的不受影响。",
    "This account sends faster than agreed: {count} in {window} seconds. Send the same again in {seconds} seconds; a submission with the same Idempotency-Key, and nothing is done twice. What was accepted is not affected.",
)
