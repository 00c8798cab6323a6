"""Minutes are kept once, whichever process is first, and for a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import asyncpg
import pytest

from bumang.console.minutes import Minutes
from bumang.gate.operations import Operations
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded

START = datetime(2026, 11, 30, 9, 0, 12, tzinfo=CHINA)


class World:
    def __init__(self, pool: Bounded | None) -> None:
        self.at, self.counts = START, {"done": 0}
        operations = Operations(None, lambda: pool, (), lambda: self.at)
        self.minutes, self.another = (
            Minutes(operations, lambda: self.counts, lambda: pool, lambda: self.at)
            for _ in range(2)
        )

    async def after(self, minutes: int, done: int) -> None:
        self.at += timedelta(minutes=minutes)
        self.counts = {"done": self.counts["done"] + done}
        await self.minutes.keep()


@pytest.fixture
async def world(intake_dsn: str) -> AsyncIterator[World]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        yield World(Bounded(pool, 5))


async def test_each_minute_has_what_came_in_it(world: World) -> None:
    for done in (3, 5, 7):
        await world.after(1, done)
    assert [one.answers for one in await world.minutes.last_hour()] == [{"done": 5}, {"done": 7}]


async def test_a_second_process_does_not_write_over_a_minute(world: World) -> None:
    await world.after(1, 3)
    await world.after(1, 5)
    world.counts = {"done": 1000}
    await world.another.keep()
    assert [one.answers for one in await world.minutes.last_hour()] == [{"done": 5}]


async def test_a_day_later_the_slot_is_taken_over(world: World, intake: asyncpg.Connection) -> None:
    await world.after(0, 3)
    await world.after(24 * 60, 5)
    assert await intake.fetchval("SELECT count(*) FROM gate_minute") == 1
    assert await world.minutes.last_hour() == []


async def test_without_the_database_there_is_an_hour_without_marks() -> None:
    world = World(None)
    await world.after(1, 3)
    assert await world.minutes.last_hour() == []
