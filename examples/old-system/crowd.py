"""A crowd of visitors, by a fixed schedule: they come whether or not they are answered.

    python crowd.py http://127.0.0.1:9000 --rate 250 --seconds 20 --posts 5

Each wants one page. Who is told to wait comes back with the ticket when told; who hears nothing for
ten seconds comes again, as people do. Each form is sent twice, as by a double click.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from secrets import token_hex

import aiohttp

PATIENCE_SECONDS = 10
AGAIN_SECONDS = 1


class Crowd:
    """`answers` counts what came back; `pages` and `forms` are what the crowd got done."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url = url
        self.begun = time.monotonic()
        self.until = self.begun + seconds
        self.answers: Counter[str] = Counter()
        self.pages: list[float] = []
        self.forms: list[str] = []
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
        )

    async def come(self, rate: float, posts: float) -> None:
        """Visitors and senders at a fixed rate; those still under way at the end just leave."""
        async with self.session, asyncio.TaskGroup() as group:
            tasks, n, sent = [], 0, 0
            while (now := time.monotonic()) < self.until:
                since = now - self.begun
                while n < rate * since:
                    n += 1
                    tasks.append(group.create_task(self.visit()))
                while sent < posts * since:
                    sent += 1
                    form = {"person": f"person {sent % 50}", "form_id": token_hex(8), "what": "x"}
                    tasks += [group.create_task(self.send(form)) for _ in range(2)]
                await asyncio.sleep(0.005)
            for task in tasks:
                task.cancel()

    async def one_after_the_other(self, clients: int) -> None:
        """So many visitors, each coming again when answered: what the system does at its best."""

        async def again() -> None:
            while time.monotonic() < self.until:
                await self.visit()

        async with self.session:
            await asyncio.gather(*(again() for _ in range(clients)))

    async def visit(self) -> None:
        headers: dict[str, str] = {}
        while time.monotonic() < self.until:
            wait = await self._look(headers)
            if wait is None:
                return
            await asyncio.sleep(wait)

    async def _look(self, headers: dict[str, str]) -> float | None:
        """Seconds to wait, or `None`: the page was there."""
        try:
            async with self.session.get(f"{self.url}/records", headers=headers) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self.answers["no answer: " + type(error).__name__] += 1
            return AGAIN_SECONDS
        self.answers[_name(answer.status)] += 1
        if answer.status == 200:
            self.pages.append(time.monotonic())
            return None
        if answer.status == 429 and "json" in answer.content_type:
            told = json.loads(body)
            if told.get("ticket"):
                headers["Bumang-Ticket"] = told["ticket"]
        return float(answer.headers.get("Retry-After", AGAIN_SECONDS))

    async def send(self, form: dict[str, str]) -> None:
        """Again and again, with the same form, until someone says it is taken."""
        while time.monotonic() < self.until:
            try:
                target = f"{self.url}/apply"
                async with self.session.post(target, data=form, allow_redirects=False) as answer:
                    self.answers[_name(answer.status)] += 1
                    if answer.status in {202, 303}:
                        self.forms.append(form["form_id"])
                        return
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                self.answers["no answer: " + type(error).__name__] += 1
            await asyncio.sleep(AGAIN_SECONDS)

    def told(self) -> dict[str, object]:
        half = (self.begun + self.until) / 2
        # What was under way at the end and came later is of no second that is counted.
        counted = sum(half < at <= self.until for at in self.pages)
        return {
            "answers": dict(self.answers),
            "pages": len(self.pages),
            "pages_per_s": round(counted / (self.until - half), 1),
            "forms": sorted(set(self.forms)),
        }


def _name(status: int) -> str:
    names = {202: "accepted", 429: "queued"}
    return names.get(status, "done" if status < 400 else "invalid" if status < 500 else "5xx")


async def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    read.add_argument("url")
    read.add_argument("--rate", type=float, default=250)
    read.add_argument("--posts", type=float, default=5)
    read.add_argument("--seconds", type=float, default=20)
    read.add_argument("--clients", type=int, default=0, help="so many, one after the other")
    read.add_argument("--json", type=Path)
    given = read.parse_args()
    crowd = Crowd(given.url, given.seconds)
    if given.clients:
        await crowd.one_after_the_other(given.clients)
    else:
        await crowd.come(given.rate, given.posts)
    told = crowd.told()
    if given.json:
        given.json.write_text(json.dumps(told))
    shown = told | {"forms": len(crowd.forms) and len(set(crowd.forms))}
    for name, value in shown.items():
        print(f"{name:12} {value}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
