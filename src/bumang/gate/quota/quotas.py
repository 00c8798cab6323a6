"""Who may ask for how much: by role, for submissions and for everything else apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import msgspec

from bumang.access.principal import Principal, Role
from bumang.gate.quota.gcra import SECOND, Quota, decide
from bumang.gate.quota.table import Table
from bumang.runtime.metrics import counter

_OVER = counter(
    "bumang_quota_queued", "Requests queued because of a quota, by its role", ["policy", "role"]
)
SUBMISSIONS, REQUESTS = "submissions", "requests"
"""The names of the policies. A submission is counted by the first alone, whatever else was asked."""


class Allowance(msgspec.Struct, frozen=True):
    """What someone still has; `wait_s` is above 0 when this request is over the quota.

    `reset_s` is when all of it is there again.
    """

    policy: str
    quota: Quota
    remaining: int
    reset_s: int
    wait_s: int


class Quotas:
    """`quotas` by role; a role that is not in it has none. `steady` are nanoseconds of a clock that
    all processes of the machine share and that does not run backwards."""

    def __init__(
        self,
        table: Table,
        quotas: Mapping[Role, Quota],
        steady: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._table = table
        self.in_force: Mapping[Role, Quota] = dict(quotas)
        self._steady = steady

    def take(self, principal: Principal, policy: str) -> Allowance | None:
        """One request more by whoever signed in; `None` where there is no quota.

        Software counts for whom it acts for. Nobody is counted by an address.
        """
        quota = self.in_force.get(principal.role)
        if quota is None:
            return None
        slots = self._table.slots(f"{policy} {principal.key}")
        verdict = decide(quota, self._table.read(slots), self._steady())
        if verdict.wait:
            _OVER.labels(policy, principal.role.value).inc()
        else:
            self._table.write(slots, verdict.until)
        return Allowance(
            policy, quota, verdict.remaining, _seconds(verdict.reset), _seconds(verdict.wait)
        )


def _seconds(nanoseconds: int) -> int:
    """Whole seconds, never too few."""
    return -(-nanoseconds // SECOND)


def quotas_by_role(person: int, employer: int, agent: int) -> dict[Role, Quota]:
    """Requests a minute; 0 is none."""
    told = {Role.PERSON: person, Role.EMPLOYER: employer, Role.AGENT: agent}
    return {role: Quota(count) for role, count in told.items() if count}
