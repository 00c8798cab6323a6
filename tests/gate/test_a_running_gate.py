"""What is promised of the waiting room, on one real instance: its processes are killed, its keys are
changed, scripts stand in it, and a load run comes from elsewhere, while people keep their places."""

from __future__ import annotations

import asyncio
import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.gate.instance import Caller, Gate, gate, until

from bumang.gate import opening_book
from bumang.gate.announcing import Announcement
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.gate.opening import Opening
from bumang.gate.shuffle import commitment, shuffled
from bumang.gate.ticket import SIGNS_AFTER_SECONDS
from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA

MATTER = "pension-estimate"
ITEM = f"/api/v1/items/{MATTER}"
RECEIPT = f"/api/v1/receipts/{receipt_number.show(1)}"  # of nobody: who comes in is told so
MAIN, DOUBTFUL = (line_number(Cost.INTERACTIVE, lane) for lane in (Lane.MAIN, Lane.DOUBTFUL))
SECONDS_TO_THE_HOUR = 15


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with gate(tmp_path_factory.mktemp("running-gate")) as made:
        yield made


def now() -> datetime:
    return datetime.now(CHINA)


async def announced(running: Gate) -> Opening:
    """An opening in some seconds; an operator has to give people a minute at least."""
    hour = now() + timedelta(seconds=SECONDS_TO_THE_HOUR)
    wanted = Announcement(hour, "演练", MATTER)
    async with running.intake() as intake:
        return await opening_book.announce(
            intake, wanted, "operator:1", {MATTER}, lambda: now() - timedelta(minutes=1)
        )


async def early(running: Gate, count: int) -> list[Caller]:
    """So many come before the hour, one after the other, and each has a number."""
    callers = [Caller(running.url, ITEM) for _ in range(count)]
    for one in callers:
        await until(lambda one=one: _has_number(one))  # type: ignore[misc]
    return callers


async def _has_number(caller: Caller) -> bool:
    """Not yet where a process has not heard of the opening, and lets everyone in."""
    return (await caller.ask()).status_code == 429 and bool(caller.ticket)


def new_key(running: Gate, signs_in_s: float) -> None:
    """As `docs/reference/waiting-room.md` says: the next number, and a minute until it signs."""
    folder = running.data / "keys" / "tickets"
    draft = folder / "draft"
    draft.write_bytes(os.urandom(64))
    moment = time.time() - SIGNS_AFTER_SECONDS + signs_in_s
    os.utime(draft, (moment, moment))
    draft.rename(folder / "002.pem")


def sealed_by(ticket: str) -> int:
    return urlsafe_b64decode(ticket)[1]


async def test_through_an_opening_nobodys_place_is_lost_moved_or_doubled(running: Gate) -> None:
    opening = await announced(running)
    line = f"opening.{opening.line}"
    running.order("pause", line, "--minutes", "5")
    callers = await early(running, 12)
    before = [await one.told() for one in callers]
    running.kill_whole()
    running.begin()
    callers += await early(running, 6)
    numbers = [(await one.told())["number"] for one in callers]
    assert numbers == list(range(1, 19))
    assert [told["code"] for told in before] == [(await one.told())["code"] for one in callers[:12]]

    new_key(running, signs_in_s=8)
    await asyncio.sleep(max(0.0, (opening.opens_at - now()).total_seconds()))
    running.kill_one("granian")
    published = await revealed(running, opening.number)
    later = [Caller(running.url, ITEM) for _ in range(6)]
    for one in later:
        await one.told()
    callers += later

    places = await places_of(callers)
    seed, count = bytes.fromhex(published["seed"]), published["cohort"]
    assert commitment(seed).hex() == opening.commitment.hex() == published["commitment"]
    # Where starting again took beyond the hour, those who came after it are in order too.
    assert 1 < count <= 18
    drawn = [shuffled(seed, count, number - 1) + 1 for number in numbers[:count]]
    assert places == [*drawn, *range(count + 1, 25)]
    assert sorted(places) == list(range(1, 25))
    for number in (1, 18, 24):
        said = running.command("gate", "open", "verify", str(opening.number), str(number))
        assert f"place {places[number - 1]}" in said.stdout, said.stdout + said.stderr

    # The new key signs by now, whoever asks; the place is the same by either, and by the old code.
    await until(lambda: _signed_anew(callers))
    assert await places_of(callers) == places
    by_code = Caller(running.url, ITEM, ticket=before[0]["code"])
    assert (await by_code.told())["place"] == places[0]

    running.order("resume", line)
    came_in = await asyncio.gather(*(one.until_in() for one in callers))
    assert set(came_in) == {200}
    assert {status for one in callers for status in one.answers} <= {200, 429}
    async with running.intake() as intake:
        taken = await intake.fetch(
            "SELECT place FROM admission WHERE line_id = $1 ORDER BY place", opening.line
        )
    assert [row["place"] - opening.before for row in taken] == list(range(1, 25))


async def places_of(callers: list[Caller]) -> list[int]:
    """As each is told, by whichever process."""
    return [(await one.told())["place"] for one in callers]


async def _signed_anew(callers: list[Caller]) -> bool:
    for one in callers:
        await one.told()
    return all(sealed_by(one.ticket) == 2 for one in callers)


async def revealed(running: Gate, number: int) -> dict[str, Any]:
    """As published, once every web process knows it."""
    found: dict[str, Any] = {}

    async def known() -> bool:
        nonlocal found
        async with httpx.AsyncClient(base_url=running.url, trust_env=False) as client:
            try:
                told = (await client.get("/queue/openings", timeout=5)).json()["openings"]
            except httpx.TransportError:
                return False
        found = next((one for one in told if one["opening"] == number), {})
        return bool(found.get("seed"))

    for _ in range(12):  # connections of their own, so that each process was asked
        await until(known)
    return found


async def test_a_ticket_of_the_next_version_is_taken_for_the_same_place(running: Gate) -> None:
    """Later versions add to what a ticket says and move nothing: here four bytes that this one does
    not know, sealed with the instance's own key (13 bytes of keyed BLAKE2b), as after a step back
    from N+1 to N."""
    running.order("pause", "light.main", "--minutes", "5")
    caller = await _who_stays(running)
    place = (await caller.told())["place"]
    version, key, *rest = urlsafe_b64decode(caller.ticket)[:-13]
    said = bytes((version + 1, key, *rest)) + b"more"
    seal = blake2b(said, digest_size=13, key=_key(running, key), person=b"ticket").digest()
    token = urlsafe_b64encode(said + seal).decode()
    other = Caller(running.url, "/api/v1/items", ticket=token)
    for _ in range(4):
        assert (await other.told())["place"] == place
    changed = Caller(running.url, "/api/v1/items", ticket=token[:-2] + "AA")
    assert (await changed.told())["place"] > place
    running.order("resume", "light.main")
    assert await caller.until_in() == 200


async def _who_stays(running: Gate) -> Caller:
    """Someone whose place nobody calls for some looks of every process: a process that has not read the
    pause yet still calls the next."""
    while True:
        caller = Caller(running.url, "/api/v1/items")
        await until(lambda one=caller: _has_number(one))  # type: ignore[misc]
        for _ in range(20):
            await asyncio.sleep(0.1)
            if (await caller.ask()).status_code != 429:
                break
        else:
            return caller


def _key(running: Gate, number: int) -> bytes:
    file = running.data / "keys" / "tickets" / f"{number:03}.pem"
    return blake2b(file.read_bytes()).digest()[:32]


def test_a_load_run_comes_only_while_the_instance_agrees(running: Gate, tmp_path: Path) -> None:
    permit, found = tmp_path / "permit.json", tmp_path / "found.json"
    port = running.url.rpartition(":")[2]
    calm = ("--multiple", "0.3", "--seconds", "5", "--unloaded-p99", "20", "--plateau", "300")
    run = ("rush", "--permit", str(permit), "--json", str(found), *calm)
    agreed = running.command("rush", "agree", "--for", f"localhost:{port}", "--out", str(permit))
    assert agreed.returncode == 0, agreed.stderr
    assert permit.stat().st_mode & 0o777 == 0o600
    ran = running.command(*run, "--url", f"http://localhost:{port}")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(found.read_text())
    assert told["offered"] == sum(told["answers"].values()) > 0
    assert told["cores"].keys() == {"generator"}
    assert "withdrawn" in running.command("rush", "withdraw").stdout
    after = running.command(*run, "--url", f"http://localhost:{port}")
    assert "does not prove that its operator agrees" in after.stderr
    assert after.returncode == 1
    again = running.command("rush", "agree", "--for", f"localhost:{port}", "--out", str(permit))
    assert "is there already" in again.stderr


async def test_a_crowd_of_scripts_waits_in_the_doubtful_lane_and_people_beside_it_do_not(
    running: Gate,
) -> None:
    """Scripts hold very many places and ask long before they are told to; people come and wait."""
    running.order("set", "rate", "3", "--for", "interactive.main")
    script = {"user-agent": "script/1", "accept": "*/*"}
    scripts: list[Caller] = []

    async def doubted() -> bool:
        """More of them come, each asking again at once; whether newcomers stand aside."""
        more = [Caller(running.url, RECEIPT, script) for _ in range(16)]
        scripts.extend(more)
        await asyncio.gather(*(one.ask() for one in more))
        for _ in range(3):
            await asyncio.gather(*(one.ask() for one in more if one.ticket))
        told = [(await Caller(running.url, RECEIPT, script).ask()) for _ in range(4)]
        return all(one.status_code == 429 and one.json()["line"] == DOUBTFUL for one in told)

    await until(doubted)
    in_main = await waiting_in(running, MAIN)
    flood = [Caller(running.url, RECEIPT, script) for _ in range(60)]
    told = await asyncio.gather(*(one.told() for one in flood))
    assert {one["line"] for one in told} == {DOUBTFUL}
    people = [Caller(running.url, RECEIPT, {"user-agent": f"browser/{n}"}) for n in range(6)]
    told = [await one.told() for one in people]
    assert {one["line"] for one in told} == {MAIN}
    # Nobody of the flood is before them: only those who were, and themselves.
    assert max(one["ahead"] for one in told) <= in_main + len(people)

    running.order("set", "rate", "auto", "--for", "interactive.main")
    statuses = await asyncio.gather(*(one.until_in() for one in people))
    assert set(statuses) == {404}
    # Nobody was refused, and the scripts come in as well.
    assert await flood[0].until_in() == 404
    heard = {status for one in (*scripts, *flood, *people) for status in one.answers}
    assert heard <= {404, 429}


async def waiting_in(running: Gate, line: int) -> int:
    async with running.intake() as intake:
        return int(
            await intake.fetchval(
                "SELECT last_place - front FROM waiting_line WHERE line_id = $1", line
            )
        )
