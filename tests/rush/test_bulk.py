"""The fast generator's clients behave as people do, as far as the profile says."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bumang.rush import bulk
from bumang.rush.ask import Ask

pytestmark = pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is not installed")

TURN = 4
"""Whoever asks so often is let in."""


class Waiting:
    """A waiting room on loopback. As ours, it sends a ticket only where it is new, and the code always."""

    def __init__(self) -> None:
        self.asked = Counter[str]()
        self.given = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                writer.write(self._answer(head))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, head: str) -> bytes:
        found = re.search("bumang-ticket: ([0-9]+)", head)
        new = found is None
        self.given += new
        ticket = str(self.given) if found is None else found[1]
        self.asked[ticket] += 1
        if self.asked[ticket] >= TURN:
            return b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        letters = ticket.zfill(10)
        page = "/page" in head
        code = f"{letters[:5]}-{letters[5:]}"
        body = f"<strong>{code}</strong>" if page else f'{{"code":"{code}"}}'
        fields = f"bumang-ticket: {ticket}\r\n" if new else ""
        return (
            f"HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\n{fields}"
            f"content-length: {len(body)}\r\n\r\n{body}"
        ).encode()


async def _drive(folder: Path, ghosts: float, seconds: int = 6) -> Waiting:
    waiting = Waiting()
    server = await asyncio.start_server(waiting.serve, "127.0.0.1", 0)
    asks = [Ask("GET", "/page", "interactive"), Ask("GET", "/program", "interactive")]
    came = np.arange(1, 10 * seconds + 1) * 8.0
    stream = bulk.Stream("interactive", asks, came)
    async with server:
        address = server.sockets[0].getsockname()[:2]
        await bulk.drive([stream], folder, address, seconds, ghosts, 8, "run")
    return waiting


async def test_whoever_waits_comes_with_the_same_ticket_until_the_turn(tmp_path: Path) -> None:
    waiting = await _drive(tmp_path, ghosts=0.0)
    asked = waiting.asked
    early = [ticket for ticket in asked if int(ticket) <= 20]
    assert len(early) == 20
    assert all(asked[ticket] == TURN for ticket in early)


async def test_who_never_comes_back_is_decided_once_for_a_place(tmp_path: Path) -> None:
    """By the profile, so large a share of the visits; not of each answer, of which a visit has many."""
    waiting = await _drive(tmp_path, ghosts=0.5)
    early = [waiting.asked[str(ticket)] for ticket in range(1, 41)]
    assert set(early) == {1, TURN}
    assert 8 <= early.count(1) <= 32
