"""What a room does now and then: each part once it is due, a new key without a restart."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane
from bumang.gate.room import Room
from bumang.gate.ticket import SIGNS_AFTER_SECONDS, Seals
from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded
from bumang.runtime.key_file import load_or_create


async def test_a_key_that_comes_while_we_run_signs_soon_and_nobody_loses_a_place(
    intake_dsn: str, tmp_path: Path
) -> None:
    steady = [0.0]
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        bounded = Bounded(pool, 5)
        bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(1))
        seals = Seals.of_folder(tmp_path)
        room = Room(
            seals, bulkheads, lambda: bounded, lambda: datetime.now(CHINA), lambda: steady[0]
        )
        await _come(room)
        before = await _come(room)
        assert isinstance(before, Waiting)
        load_or_create(tmp_path / "002.pem")
        old = time.time() - SIGNS_AFTER_SECONDS - 1
        os.utime(tmp_path / "002.pem", (old, old))
        steady[0] += 60
        await room.housekeep()
        after = await _come(room, before.ticket)
        assert isinstance(after, Waiting)
        assert (after.place, after.ticket != before.ticket) == (before.place, True)
        by_code = await _come(room, before.code)
        assert isinstance(by_code, Waiting)
        assert (by_code.place, by_code.code) == (after.place, after.code)


async def test_the_better_hour_is_told_once_the_past_says_it(intake_dsn: str) -> None:
    now = datetime(2026, 11, 25, 9, 0, tzinfo=CHINA)
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        bounded = Bounded(pool, 5)
        room = Room(Seals({1: b"k" * 32}), Bulkheads(time.monotonic), lambda: bounded, lambda: now)
        for day in range(1, 15):
            at = now - timedelta(days=day)
            await pool.execute("INSERT INTO arrivals VALUES ($1, 10, 9)", at)
        await room.housekeep()
        assert room.better is not None
        assert "一般不用等".encode() in room.beside.html("zh")
        assert b'"better_hour":{"begins"' in room.now


async def _come(room: Room, ticket: str = "") -> object:
    return await room.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket=ticket, known_pass="")
