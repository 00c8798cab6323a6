"""Forms that are accepted and delivered later: nothing lost, nothing twice, in order for each person."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import asyncpg
import pytest
from aiohttp import web
from tests.shield.world import World, world

from bumang.evidence.signing import published_keys
from bumang.evidence.verification import verify
from bumang.shield.deliveries import Deliveries

PEOPLE = {"Accept": "text/html", "Accept-Language": "en"}
ROUTE = """
[upstream]
answer = "20s"
[breaker]
failures = 1000
[[route]]
path = "/apply"
methods = ["POST"]
[route.store]
person = "field:person"
twice = "field:form_id"
done = { status = [303], location = "^/done" }
retry = { status = [503] }
back_off = "10ms"
size = "64KB"
"""
ASK = """
unknown = "ask"
[route.store.ask]
path = "/look?form_id={key}"
done = { status = [200], text = "times done: [1-9]" }
settle = "600ms"
"""


@dataclass
class Office:
    """An old system that writes down what it did. `how` says how it fares with a form."""

    how: Callable[[str, int], str] = lambda form_id, time: "done"
    did: list[tuple[str, str]] = field(default_factory=list)
    came: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    keys: list[str] = field(default_factory=list)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/look":
            asked = request.rel_url.query["form_id"]
            found = sum(one == asked for _, one in self.did)
            return web.Response(text=f"times done: {found}")
        form = parse_qs((await request.read()).decode())
        person, form_id = form["person"][0], form["form_id"][0]
        self.came[form_id] += 1
        self.keys.append(request.headers.get("Idempotency-Key", ""))
        self.at_once[person] += 1
        self.most_at_once = max(self.most_at_once, self.at_once[person])
        try:
            return await self._handled(request, person, form_id)
        finally:
            self.at_once[person] -= 1

    async def _handled(
        self, request: web.BaseRequest, person: str, form_id: str
    ) -> web.StreamResponse:
        how = self.how(form_id, self.came[form_id])
        await asyncio.sleep(0.01)
        if how in {"done", "done unheard", "done 500"}:
            self.did.append((person, form_id))
        if how in {"done unheard", "unheard"}:
            request.transport.abort()  # type: ignore[union-attr]
        if how == "done 500":
            return web.Response(status=500)
        if how == "busy":
            return web.Response(status=503)
        if how == "no":
            return web.Response(text="the person is not known here")
        return web.Response(status=303, headers={"Location": "/done"})


Make = Callable[..., AbstractAsyncContextManager[tuple[World, Office]]]


@pytest.fixture
async def make(shield_dsn: str, tmp_path: Path) -> Make:
    @asynccontextmanager
    async def made(
        config: str = ROUTE, how: Callable[[str, int], str] | None = None, office: Any = None
    ) -> AsyncIterator[tuple[World, Office]]:
        office = office or Office()
        if how is not None:
            office.how = how
        async with world(shield_dsn, tmp_path, config, office) as here:
            yield here, office

    return made


async def send(here: World, person: str, form_id: str, what: str = "x") -> str:
    """The receipt's number."""
    form = {"person": person, "form_id": form_id, "what": what}
    answer = await here.post("/apply", data=form)
    assert answer.status == 202, await answer.text()
    return str((await answer.json(content_type=None))["number"])


async def state(here: World, number: str) -> str:
    answer = await here.get(f"/.bumang/receipts/{number}")
    return str((await answer.json())["state"])


async def until(here: World, number: str, wanted: str) -> None:
    found = ""
    for _ in range(600):
        found = await state(here, number)
        if found == wanted:
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"{number} is {found}, not {wanted}")


async def test_a_form_is_accepted_with_a_receipt_that_verifies_and_then_delivered(
    make: Make, tmp_path: Path
) -> None:
    async with make() as (here, office):
        answer = await here.post("/apply", data={"person": "p", "form_id": "f", "what": "x"})
        assert answer.status == 202
        keys = {key.key_id: key for key in published_keys(tmp_path / "keys").keys}
        assert verify(await answer.read(), keys, None).ok
        number = answer.headers["Location"].rpartition("/")[2]
        await until(here, number, "delivered")
        assert office.did == [("p", "f")]
        assert office.keys == [number]
        document = await here.get(f"/.bumang/receipts/{number}/document")
        assert await document.read() == await answer.read()
        assert here.counts["accepted"] == 1


async def test_a_person_gets_a_page_with_the_number_the_promise_and_the_way_on(make: Make) -> None:
    async with make() as (here, _):
        form = {"person": "p", "form_id": "f"}
        english = await (await here.post("/apply", data=form, headers=PEOPLE)).text()
        assert "Accepted." in english
        assert "cannot be lost" in english
        assert 'href="/.bumang/receipts/' in english
        chinese = await here.post("/apply", data=form, headers={"Accept": "text/html"})
        page = await chinese.text()
        assert "已受理。" in page
        assert "请不要重复提交" in page
        progress = await here.get(chinese.headers["Location"], headers={"Accept": "text/html"})
        assert "受理编号" in await progress.text()


async def test_the_same_form_twice_has_one_receipt_and_is_delivered_once(make: Make) -> None:
    async with make() as (here, office):
        numbers = await asyncio.gather(*(send(here, "p", "f") for _ in range(20)))
        assert len(set(numbers)) == 1
        await until(here, numbers[0], "delivered")
        assert await send(here, "p", "f") == numbers[0]
        await asyncio.sleep(0.3)
        assert office.did == [("p", "f")]


async def test_the_same_form_with_other_content_is_told_so(make: Make) -> None:
    async with make() as (here, _):
        number = await send(here, "p", "f", "first")
        form = {"person": "p", "form_id": "f", "what": "second"}
        answer = await here.post("/apply", data=form)
        assert answer.status == 422
        told = (await answer.json(content_type=None))["problems"][0]
        assert told["code"] == "SENT_WITH_OTHER_CONTENT"
        assert number in told["what"]


async def test_without_a_hidden_key_the_same_body_within_the_window_is_one(make: Make) -> None:
    config = ROUTE.replace('twice = "field:form_id"', 'twice = "body"\nwindow = "700ms"')
    async with make(config) as (here, office):
        numbers = await asyncio.gather(*(send(here, "p", "f") for _ in range(20)))
        assert len(set(numbers)) == 1
        await asyncio.sleep(0.8)
        later = await send(here, "p", "f")
        assert later != numbers[0]
        await until(here, later, "delivered")
        assert len(office.did) == 2


async def test_another_person_s_key_is_another_key(make: Make) -> None:
    async with make() as (here, _):
        assert await send(here, "p", "f") != await send(here, "q", "f")


async def test_what_is_missing_is_told_at_once_and_nothing_is_stored(make: Make) -> None:
    config = ROUTE.replace("[route.store]", '[route.store]\nrequire = ["what"]')
    async with make(config) as (here, office):
        answer = await here.post("/apply", data={"form_id": "f", "what": " "})
        assert answer.status == 422
        told = (await answer.json(content_type=None))["problems"]
        assert [one["field"] for one in told] == ["person", "what"]
        page = await here.post("/apply", data={"form_id": "f"}, headers={"Accept": "text/html"})
        assert "没有填" in await page.text()
        await asyncio.sleep(0.3)
        assert office.did == []


async def test_a_form_that_is_too_large_is_told_so(make: Make) -> None:
    async with make() as (here, _):
        answer = await here.post(
            "/apply", data={"person": "p", "form_id": "f", "what": "x" * 70000}
        )
        assert answer.status == 413


async def test_forms_are_accepted_while_the_old_system_is_down_and_delivered_after(
    make: Make,
) -> None:
    up = asyncio.Event()

    def how(_: str, __: int) -> str:
        return "done" if up.is_set() else "busy"

    async with make(how=how) as (here, office):
        numbers = [await send(here, f"p{n}", f"f{n}") for n in range(5)]
        assert office.did == []
        up.set()
        for number in numbers:
            await until(here, number, "delivered")
        assert len(office.did) == 5
        assert here.counts["queued"] == 0


async def test_each_person_s_forms_arrive_in_order_one_at_a_time(make: Make) -> None:
    async with make(how=lambda form_id, time: "busy" if time == 1 else "done") as (here, office):
        sent: dict[str, list[str]] = {"p": [], "q": [], "r": []}
        last = ""
        for n in range(8):
            for person, forms in sent.items():
                last = await send(here, person, f"{person}{n}")
                forms.append(f"{person}{n}")
        for _ in range(500):
            if len(office.did) == 24:
                break
            await asyncio.sleep(0.02)
        for person, forms in sent.items():
            assert [one for who, one in office.did if who == person] == forms
        assert office.most_at_once == 1
        assert last


async def test_done_but_unheard_is_found_by_asking_and_not_sent_again(make: Make) -> None:
    async with make(ROUTE + ASK, how=lambda *_: "done unheard") as (here, office):
        await until(here, await send(here, "p", "f"), "delivered")
        assert office.did == [("p", "f")]
        assert office.came["f"] == 1


async def test_unheard_and_not_done_is_found_by_asking_and_sent_again(make: Make) -> None:
    def how(_: str, time: int) -> str:
        return "unheard" if time == 1 else "done"

    async with make(ROUTE + ASK, how=how) as (here, office):
        await until(here, await send(here, "p", "f"), "delivered")
        assert office.did == [("p", "f")]
        assert office.came["f"] == 2


async def test_a_5xx_is_an_answer_that_says_nothing(make: Make) -> None:
    async with make(ROUTE + ASK, how=lambda *_: "done 500") as (here, office):
        await until(here, await send(here, "p", "f"), "delivered")
        assert office.did == [("p", "f")]


async def test_unheard_is_left_to_a_person_where_nothing_else_is_said(make: Make) -> None:
    """Without asking it would be doubled or lost: so nobody guesses."""
    async with make(how=lambda *_: "done unheard") as (here, office):
        await until(here, await send(here, "p", "f"), "parked")
        assert office.came["f"] == 1


async def test_unheard_is_sent_again_with_the_same_key_where_the_old_system_knows_it(
    make: Make,
) -> None:
    def how(_: str, time: int) -> str:
        return "unheard" if time < 3 else "done"

    async with make(ROUTE + 'unknown = "retry"\n', how=how) as (here, office):
        number = await send(here, "p", "f")
        await until(here, number, "delivered")
        assert office.keys == [number] * 3


async def test_what_is_not_understood_is_parked_and_holds_back_the_person_s_next(
    make: Make,
) -> None:
    async with make(how=lambda form_id, _: "no" if form_id == "bad" else "done") as (here, office):
        parked = await send(here, "p", "bad")
        held = await send(here, "p", "next")
        other = await send(here, "q", "other")
        await until(here, parked, "parked")
        await until(here, other, "delivered")
        await asyncio.sleep(0.3)
        assert await state(here, held) == "waiting"
        database = await asyncpg.connect(here.dsn)
        await decide(database, parked, "close")
        await database.close()
        await until(here, held, "delivered")
        assert [one for _, one in office.did] == ["other", "next"]


async def test_an_operator_sends_a_parked_one_again(make: Make) -> None:
    mended = asyncio.Event()

    def how(_: str, __: int) -> str:
        return "done" if mended.is_set() else "no"

    async with make(how=how) as (here, office):
        number = await send(here, "p", "f")
        await until(here, number, "parked")
        mended.set()
        database = await asyncpg.connect(here.dsn)
        await decide(database, number, "retry")
        await database.close()
        await until(here, number, "delivered")
        assert office.did == [("p", "f")]


async def test_the_page_of_a_receipt_says_what_became_of_it(make: Make) -> None:
    async with make(how=lambda form_id, _: "no" if form_id == "bad" else "done") as (here, _):
        people = {"Accept": "text/html"}
        good, bad = await send(here, "p", "good"), await send(here, "q", "bad")
        await until(here, good, "delivered")
        await until(here, bad, "parked")
        page = await (await here.get(f"/.bumang/receipts/{good}", headers=people)).text()
        assert "办理系统已经收下。" in page
        assert "送到时间" in page
        page = await (await here.get(f"/.bumang/receipts/{bad}", headers=people)).text()
        assert "要由工作人员核对" in page
        database = await asyncpg.connect(here.dsn)
        await decide(database, bad, "close")
        await database.close()
        page = await (await here.get(f"/.bumang/receipts/{bad}", headers=people)).text()
        assert "处理说明：looked it up" in page
        wrong = await here.get("/.bumang/receipts/0000-0000-0001", headers=people)
        assert wrong.status == 404
        assert "没有找到这个受理编号" in await wrong.text()


async def test_what_a_process_was_sending_when_it_ended_is_asked_about(
    make: Make, shield_dsn: str
) -> None:
    """The database says `sending` by a claim that nobody has: as after a kill -9."""
    office = Office(how=lambda *_: "no")
    async with make(ROUTE + ASK, office=office) as (here, _):
        number = await send(here, "p", "f")
        await until(here, number, "parked")
    office.did.append(("p", "f"))
    database = await asyncpg.connect(shield_dsn)
    await database.execute(
        "UPDATE delivery SET state = 'sending', claim = gen_random_uuid(), sent_at = now()"
    )
    await database.close()
    before = office.came["f"]
    async with make(ROUTE + ASK, office=office) as (here, _):
        await until(here, number, "delivered")
    assert office.came["f"] == before


async def test_a_claim_that_was_lost_settles_nothing(make: Make, shield_dsn: str) -> None:
    from bumang.runtime.database import Bounded
    from bumang.shield.judging import Next, State

    async with make(how=lambda *_: "no") as (here, _):
        await until(here, await send(here, "p", "f"), "parked")
    async with asyncpg.create_pool(shield_dsn, min_size=0, max_size=2) as pool:
        await pool.execute("UPDATE delivery SET state = 'waiting', not_before = now()")
        deliveries = Deliveries(lambda: Bounded(pool, 5))
        mine = await deliveries.claim()
        assert mine is not None
        assert await deliveries.claim() is None, "it is in hand"
        await pool.execute("UPDATE delivery SET claim = gen_random_uuid()")
        assert not await deliveries.settle(mine, Next(State.DELIVERED))
        assert await pool.fetchval("SELECT state FROM delivery") == "sending"


async def test_the_log_holds_no_person_in_the_open_beside_the_form(
    make: Make, shield_dsn: str
) -> None:
    async with make() as (here, _):
        await until(here, await send(here, "11010119900307451X", "f"), "delivered")
        database = await asyncpg.connect(shield_dsn)
        rows = await database.fetch("SELECT submitter, item FROM entry")
        rows += await database.fetch("SELECT delivery::text FROM delivery")
        await database.close()
        assert "11010119900307451X" not in str(rows)


async def decide(database: asyncpg.Connection, number: str, act: str) -> None:
    from bumang.kernel import receipt_number
    from bumang.runtime.sql import statement

    decided = await database.fetchval(
        statement("bumang.shield", "decide_parked"),
        receipt_number.read(number),
        act,
        "an operator",
        "looked it up",
    )
    assert decided is not None
