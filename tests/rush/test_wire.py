"""The client's HTTP, against a server that answers byte by byte, late, or not at all."""

import asyncio
import os
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bumang.rush.ask import Ask
from bumang.rush.place import Target
from bumang.rush.wire import Connection, Connections

ASK = Ask("POST", "/x", "accept", (("idempotency-key", "k"),), b"{}")
Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def at(port: int) -> Target:
    return Target("127.0.0.1", port, "127.0.0.1")


@asynccontextmanager
async def server(*pieces: bytes, hang: bool = False) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Sends the pieces one after the other for every request, then hangs or goes on."""
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            seen.append(head + await reader.readexactly(2))
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if not pieces and not hang:
                writer.close()
                return
            if hang:
                await asyncio.sleep(60)

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    listening = await asyncio.start_server(quietly, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], seen
    finally:
        listening.close()


WHOLE = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 5\r\nRetry-After: 7\r\n"
    b"Set-Cookie: bumang-ticket-light=T1; Path=/; HttpOnly\r\nset-cookie: other=2\r\n"
    b"bumang-ticket: T1\r\n\r\nhello"
)


async def test_an_answer_is_read_whatever_pieces_it_comes_in() -> None:
    for size in (1, 7, len(WHOLE)):
        pieces = [WHOLE[at : at + size] for at in range(0, len(WHOLE), size)]
        async with server(*pieces) as (port, seen):
            connection = Connection(at(port))
            for _ in range(3):
                told = await connection.ask(ASK, 5)
                assert (told.kind, told.retry_after_s, told.ticket) == ("queued", 7, "T1")
                assert told.kept == (("bumang-ticket-light", "T1"), ("other", "2"))
            assert len(seen) == 3
            assert b"content-length: 2\r\n" in seen[0]
            connection.close()


async def test_a_chunked_answer_ends_where_its_last_chunk_does() -> None:
    body = b"5\r\nhello\r\n3;x=y\r\nyou\r\n0\r\n\r\n"
    whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    for cut in (30, 60, len(whole)):
        async with server(whole[:cut], whole[cut:]) as (port, _):
            connection = Connection(at(port))
            assert [(await connection.ask(ASK, 5)).kind for _ in range(2)] == ["done", "done"]
            connection.close()


async def test_what_is_in_the_way_is_told_by_its_name() -> None:
    async with server() as (port, _):
        assert (await Connection(at(port)).ask(ASK, 5)).cause == "reset"
    async with server(hang=True) as (port, _):
        assert (await Connection(at(port)).ask(ASK, 0.1)).cause == "timeout"
    assert (await Connection(at(port)).ask(ASK, 5)).cause == "refused"


async def test_where_this_machine_has_no_more_files_nobody_else_is_said_to_refuse() -> None:
    async with server(WHOLE) as (port, _):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        lowest = os.open(os.devnull, os.O_RDONLY)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, before[1]))
            told = await Connection(at(port)).ask(ASK, 5)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            os.close(lowest)
        assert told.cause == "not sent"


async def test_a_connection_that_was_lost_is_opened_again() -> None:
    async with server(WHOLE) as (port, _):
        connection = Connection(at(port))
        await connection.ask(ASK, 5)
        connection.close()
        assert (await connection.ask(ASK, 5)).kind == "queued"
        connection.close()


async def test_programs_share_connections_and_people_have_their_own() -> None:
    async with server(WHOLE) as (port, _):
        connections = Connections(at(port))
        shared = connections.shared()
        await shared.ask(ASK, 5)
        connections.back(shared)
        assert connections.shared() is shared
        assert connections.fresh() is not shared
        shared.close()
        assert connections.shared() is not shared


@pytest.mark.parametrize("text", [b"HTTP/1.1 200 OK\r\n\r\n", b"nonsense\r\n\r\n"])
async def test_an_answer_without_an_end_is_no_answer(text: bytes) -> None:
    async with server(text) as (port, _):
        assert (await Connection(at(port)).ask(ASK, 5)).kind == "other"


async def test_an_answer_that_says_less_than_is_known_is_stale() -> None:
    whole = b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n" + b'{"state":"done"}'
    async with server(whole) as (port, _):
        connection = Connection(at(port))
        for expects, stale in (
            (b'"state":"done"', False),
            (b'"state":"refused"', True),
            (b"", False),
        ):
            ask = Ask("POST", "/x", "interactive", body=b"{}", expects=expects)
            assert (await connection.ask(ask, 5)).stale is stale
        connection.close()
