"""A database that hangs is given up on in time."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest

from bumang.runtime.database import UNREACHABLE, Bounded, open_bounded


@pytest.fixture
async def pool(core_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    made = await asyncpg.create_pool(core_dsn, min_size=1, max_size=1)
    yield made
    made.terminate()


@contextmanager
def _stopped(process: int) -> Any:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize("question", ["fetch", "fetchrow", "fetchval"])
async def test_a_question_to_a_server_process_that_hangs_ends_as_unreachable(
    pool: asyncpg.Pool, question: str
) -> None:
    bounded = Bounded(pool, 0.2)
    process = await bounded.fetchval("SELECT pg_backend_pid()")
    async with asyncio.timeout(10):
        with _stopped(process), pytest.raises(UNREACHABLE):
            await getattr(bounded, question)("SELECT 1", timeout=60)


async def test_what_was_given_up_leaves_the_pool_usable_when_the_server_is_back(
    pool: asyncpg.Pool,
) -> None:
    bounded = Bounded(pool, 0.2)
    process = await bounded.fetchval("SELECT pg_backend_pid()")
    with _stopped(process), pytest.raises(UNREACHABLE):
        await bounded.fetchval("SELECT 1")
    async with asyncio.timeout(10):
        while True:
            try:
                assert await bounded.fetchval("SELECT 2") == 2
                break
            except UNREACHABLE:
                await asyncio.sleep(0.1)


async def test_several_questions_on_one_connection_have_their_time_together(
    pool: asyncpg.Pool,
) -> None:
    bounded = Bounded(pool, 60)

    async def both(connection: asyncpg.Connection) -> tuple[int, int]:
        return await connection.fetchval("SELECT 1"), await connection.fetchval("SELECT 2")

    assert await bounded.ask(both, 5) == (1, 2)
    with pytest.raises(UNREACHABLE):
        await bounded.ask(lambda connection: connection.execute("SELECT pg_sleep(30)"), 0.2)


async def test_an_error_of_the_database_is_told_as_it_is(pool: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        await Bounded(pool, 5).fetch("SELECT * FROM nothing_there")


async def test_a_transaction_that_was_left_open_is_ended_before_another_asks(core_dsn: str) -> None:
    bounded = await open_bounded(core_dsn, 1, 5)
    try:
        await bounded.ask(lambda connection: connection.execute("BEGIN"), 5)
        first = await bounded.fetchval("SELECT now()")
        assert await bounded.fetchval("SELECT now()") > first
    finally:
        bounded.terminate()


async def test_a_question_costs_one_round_trip(core_dsn: str) -> None:
    """What the server was asked last is the question itself, not a reset after it."""
    bounded = await open_bounded(core_dsn, 1, 5)
    watching = await asyncpg.connect(core_dsn)
    try:
        process = await bounded.fetchval("SELECT pg_backend_pid()")
        last = await watching.fetchval("SELECT query FROM pg_stat_activity WHERE pid = $1", process)
        assert last == "SELECT pg_backend_pid()"
    finally:
        bounded.terminate()
        await watching.close()
