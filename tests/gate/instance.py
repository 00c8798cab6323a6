"""A real instance at whose gate people, programs and scripts stand; it can be killed whole."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from chaos.instance import BUMANG, Instance, wait_until_ready

_PATIENCE_SECONDS = 60.0


@dataclass
class Gate(Instance):
    """`command` lines are those of an instance that is there; `port` stays after a restart."""

    port: int = 0

    def begin(self) -> None:
        command = [*BUMANG, "--data", str(self.data), "serve", "--port", str(self.port), "--demo"]
        with (self.data / "gate.log").open("ab") as log:
            self.supervisor = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until_ready(self.url)

    def kill_whole(self) -> None:
        """As when the power fails: the supervisor and everything below it."""
        for process in (self.supervisor.pid, *self.processes("")):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.supervisor.wait(30)

    def kill_one(self, words: str) -> None:
        """One of its processes; the supervisor starts it again."""
        os.kill(self.processes(words)[-1], signal.SIGKILL)

    @asynccontextmanager
    async def intake(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        told = json.loads((self.data / "instance.json").read_text(encoding="utf-8"))
        connection: asyncpg.Connection[Any] = await asyncpg.connect(told["intake"])
        try:
            yield connection
        finally:
            await connection.close()

    def order(self, *words: str) -> None:
        given = self.command("gate", *words, "--reason", "演练")
        assert given.returncode == 0, given.stderr


@contextmanager
def gate(data: Path) -> Iterator[Gate]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    nothing = subprocess.Popen(["true"])
    nothing.wait()
    made = Gate(data, f"http://127.0.0.1:{port}", nothing, port)
    try:
        made.begin()
        yield made
    finally:
        made.supervisor.send_signal(signal.SIGINT)
        made.supervisor.wait(60)


@dataclass
class Caller:
    """A program that keeps its ticket and its pass; each request is on a connection of its own, so
    that any web process answers it. An answer that was lost with a killed process is asked for again.
    """

    url: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    ticket: str = ""
    known_pass: str = ""
    answers: list[int] = field(default_factory=list)

    async def ask(self) -> httpx.Response:
        sent = {"bumang-ticket": self.ticket, "bumang-pass": self.known_pass} | self.headers
        async with httpx.AsyncClient(base_url=self.url, timeout=30, trust_env=False) as client:
            while True:
                with suppress(httpx.TransportError):
                    told = await client.get(self.path, headers=sent)
                    break
                await asyncio.sleep(0.05)
        self.answers.append(told.status_code)
        self.ticket = told.headers.get("bumang-ticket", self.ticket)
        self.known_pass = told.headers.get("bumang-pass", self.known_pass)
        return told

    async def told(self) -> dict[str, Any]:
        """What it is told while it waits."""
        answer = await self.ask()
        assert answer.status_code == 429, answer.text
        assert int(answer.headers["retry-after"]) > 0
        found: dict[str, Any] = answer.json()
        assert found["answer"] == "queued"
        return found

    async def until_in(self) -> int:
        """The status once let in. Asks sooner than it is told, which costs nobody a place."""
        while (answer := await self.ask()).status_code == 429:
            assert int(answer.headers["retry-after"]) > 0
            await asyncio.sleep(0.2)
        return answer.status_code


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """A loaded machine is no wrong answer."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not await holds():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.1)
