"""What operators can ask and do at one web process: how the gate stands, the orders, a new one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bumang.gate import announcing, opening_book, order_book
from bumang.gate.announcing import Announcement
from bumang.gate.line import Pool
from bumang.gate.opening import Opening
from bumang.gate.quota.quotas import Quotas
from bumang.gate.room import Room
from bumang.gate.standing import GateStanding, gate_standing
from bumang.gate.steering import Order, Setting
from bumang.gate.wanted import Wanted
from bumang.kernel.clock import Clock
from bumang.kernel.problems import Problem
from bumang.runtime.database import Bounded


@dataclass(frozen=True)
class Operations:
    """`matters` are the codes of the service items. `room` is None where there is no gate, `quotas`
    where there are none."""

    room: Room | None
    pool: Pool
    matters: Collection[str]
    clock: Clock
    quotas: Quotas | None = None

    def standing(self) -> GateStanding:
        now = self.clock()
        if self.room is None:
            return GateStanding(now, 0, [], [], [])
        return gate_standing(self.room, now, self.quotas)

    async def give(self, wanted: Wanted, by: str) -> Order:
        """Raises `InvalidInput`, and what an unreachable database raises."""
        return await order_book.give(self._database(), wanted, by, self.matters, self.clock)

    async def revert(self, number: int, reason: str, by: str) -> Order:
        database = self._database()
        return await order_book.revert(database, number, reason, by, self.matters, self.clock)

    async def last(self, setting: Setting, target: str) -> Order | None:
        """The last order of a setting."""
        return await order_book.last_of(self._database(), setting, target)

    async def log(self, before: int | None = None) -> list[Order]:
        return await order_book.log(self._database(), before)

    async def openings(self) -> list[Opening]:
        return await opening_book.known(self._database())

    async def announce(self, wanted: Announcement, by: str) -> Opening:
        return await opening_book.announce(self._database(), wanted, by, self.matters, self.clock)

    async def wrong_with(self, wanted: Announcement) -> list[Problem]:
        """What is wrong with an announcement, before it is made."""
        openings = await opening_book.known(self._database())
        return announcing.problems(wanted, self.matters, openings, self.clock())

    async def reveal(self, number: int, seed: bytes) -> Opening:
        return await opening_book.reveal(self._database(), number, seed)

    async def withdraw(self, number: int, reason: str, by: str) -> Opening:
        return await opening_book.withdraw(self._database(), number, reason, by)

    def _database(self) -> Bounded:
        pool = self.pool()
        if pool is None:
            raise ConnectionError("the intake database is not open yet")
        return pool
