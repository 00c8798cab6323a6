"""A browser in the doubtful lane computes its proof and has a place in the main line, under a strict
policy; without a script the page names the other ways, and the waiting page goes on by itself."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator

import asyncpg
import pytest
from chaos.instance import Instance, running, wait_until_ready
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bumang.gate.cost import Cost
from bumang.gate.kept import ticket_cookie
from bumang.gate.lane import Lane, line_number
from bumang.gate.ticket import Seals, Ticket

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MAIN, DOUBTFUL = (line_number(Cost.LIGHT, lane) for lane in (Lane.MAIN, Lane.DOUBTFUL))
FAR = 90_000_000
_COOKIE = ticket_cookie(DOUBTFUL)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with running(tmp_path_factory.mktemp("proof")) as made:
        asyncio.run(_long_line(json.loads((made.data / "instance.json").read_text())["intake"]))
        wait_until_ready(made.url)
        yield made


async def _long_line(dsn: str) -> None:
    """So many places were given in the doubtful lane that none of the last is called soon."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "UPDATE waiting_line SET last_place = $2 WHERE line_id = $1", DOUBTFUL, FAR
    )
    await connection.close()
    await asyncio.sleep(1)  # the processes look at the lines four times a second


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


def waiting(browser: Browser, instance: Instance, place: int, *, script: bool) -> BrowserContext:
    """A phone that holds a place of the doubtful lane."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        base_url=instance.url,
        java_script_enabled=script,
        locale="zh-CN",
    )
    token = Seals.of_folder(instance.data / "keys" / "tickets").held(Ticket(DOUBTFUL, place)).token
    kept = {"name": _COOKIE, "value": token, "url": instance.url}
    context.add_cookies([kept])  # type: ignore[list-item]
    # Nobody here is doubted, so any other page would change the place by itself.
    context.route("**/favicon.ico", lambda route: route.abort())
    return context


def ticket_of(context: BrowserContext, instance: Instance) -> Ticket:
    value = next(one["value"] for one in context.cookies() if one["name"] == _COOKIE)
    held = Seals.of_folder(instance.data / "keys" / "tickets").read(value)
    assert held is not None
    return held


def test_the_device_computes_and_its_place_is_in_the_main_line(
    browser: Browser, instance: Instance
) -> None:
    context = waiting(browser, instance, FAR - 1, script=True)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.goto("/queue/proof")
    page.get_by_role("button", name="让设备算一下").click()
    page.wait_for_url(re.compile(r"/$"), timeout=60_000)
    assert ticket_of(context, instance).line == MAIN
    assert [one for one in said if "429" not in one] == []  # the main line waits too
    context.close()


def test_without_a_script_the_page_names_the_ways_that_need_none(
    browser: Browser, instance: Instance
) -> None:
    context = waiting(browser, instance, FAR - 2, script=False)
    page = context.new_page()
    page.goto("/queue/proof")
    assert "前两种办法照样可以" in page.inner_text("main")
    page.get_by_role("button", name="让设备算一下").click()
    assert "您的位置没有变" in page.inner_text("main")
    assert ticket_of(context, instance) == Ticket(DOUBTFUL, FAR - 2)
    context.close()


def test_who_holds_no_such_place_is_led_on(browser: Browser, instance: Instance) -> None:
    page = browser.new_context(base_url=instance.url).new_page()
    page.goto("/queue/proof")
    assert page.url == f"{instance.url}/"
