"""Who acts in a load run: the demo's persons and employers with their tokens, and receipts to ask for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
import httpx
import msgspec

from bumang.access.principal import Principal, Role
from bumang.cli.running import connected, instance
from bumang.registry.demo_people import demo_people
from bumang.runtime.settings import from_environment
from bumang.rush.wishes import DECLARATION, ESTIMATE, PAYMENT, Cast, Given, Holder

_PERSONS, _EMPLOYERS, _RECEIPTS = 4_000, 200, 100
LIFETIME = timedelta(hours=4)
Issue = Callable[[Role, int], str]
_TRIES, _LOOK_SECONDS, _AT_ONCE = 40, 0.5, 8


async def cast_of(data: Path, url: str, lifetime: timedelta = LIFETIME) -> Cast:
    """Makes some submissions first, so that there are receipts to ask for. Tokens are for `lifetime`."""
    if not instance(data)["demo"]:
        raise click.ClickException(
            "a load run needs the demo's synthetic people: start the instance with --demo."
        )
    issue = _issuer(data, lifetime)
    persons, employers = await _persons(data, issue), _employers(issue)
    form = msgspec.json.decode(_example(PAYMENT))
    cast = Cast(
        persons=persons,
        employers=employers,
        receipts=(),
        coverage_year=form["coverage_year"],
        estimate=_example(ESTIMATE),
        declaration=_example(DECLARATION),
    )
    return msgspec.structs.replace(cast, receipts=await _receipts(url, cast))


def _example(item: str) -> bytes:
    from bumang.kernel.clock import legal_day
    from bumang.main import catalogue, clock

    return msgspec.json.encode(catalogue()[item].examples(legal_day(clock()))[0])


async def _persons(data: Path, issue: Issue) -> list[Holder]:
    async with connected(data, "core") as core:
        people = await demo_people(core, _PERSONS)
    return [
        Holder(issue(Role.PERSON, one.person_id), one.identity_number, one.name) for one in people
    ]


def _employers(issue: Issue) -> list[Holder]:
    return [Holder(issue(Role.EMPLOYER, n)) for n in range(1, _EMPLOYERS + 1)]


def _issuer(data: Path, lifetime: timedelta) -> Issue:
    from bumang.main import clock, tokens

    issue = tokens(from_environment(data)).issue
    return lambda role, n: issue(Principal(role, n, "rush"), clock(), lifetime)


async def _receipts(url: str, cast: Cast) -> list[Given]:
    """Declarations, which no register refuses at the door; decided, so that it is known what an
    answer about them has to say."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def one(client: httpx.AsyncClient, n: int) -> Given:
        async with at_once:
            return await _decided(client, await _receipt(client, cast, n))

    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        return await asyncio.gather(*(one(client, n) for n in range(_RECEIPTS)))


async def _receipt(client: httpx.AsyncClient, cast: Cast, n: int) -> Given:
    who = cast.employers[n % len(cast.employers)]
    headers = {"authorization": f"Bearer {who.token}", "content-type": "application/json"}
    headers["idempotency-key"] = f"rush-receipt-{n}"
    path = f"/api/v1/items/{DECLARATION}/submissions"
    reply = await _told(client, "POST", path, headers, cast.declaration)
    if reply.status_code != httpx.codes.ACCEPTED:
        raise click.ClickException(
            f"the instance accepts nothing to ask about (status {reply.status_code}: "
            f"{reply.text[:200]}). Is it the demo, and up to date?"
        )
    return Given(reply.json()["number"], who.token)


async def _decided(client: httpx.AsyncClient, given: Given) -> Given:
    """With the marks of its outcome; without them where no worker decides it in time."""
    for _ in range(_TRIES):
        reply = await _told(client, "GET", f"/api/v1/receipts/{given.number}", {})
        state = reply.json().get("state", "")
        if state in {"done", "refused"}:
            page = await _told(client, "GET", f"/receipts/{given.number}", {})
            heading = re.search(rb"<h1>.*?</h1>", page.content)
            in_json = f'"state":"{state}"'.encode()
            return Given(given.number, given.token, in_json, heading[0] if heading else b"")
        await asyncio.sleep(_LOOK_SECONDS)
    return given


async def _told(
    client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> httpx.Response:
    """The answer; while it is `queued`, it is asked for again as told."""
    for _ in range(_TRIES):
        reply = await client.request(method, path, content=body, headers=headers)
        if reply.status_code != httpx.codes.TOO_MANY_REQUESTS:
            return reply
        await asyncio.sleep(float(reply.headers.get("retry-after", "1")))
    raise click.ClickException(
        f"the instance is too busy to begin: it answered `queued` {_TRIES} times. Let it rest first."
    )
