"""A visit's warning in a real browser: said in time, with a script and without; what was typed stays."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import axe_core_python
import pytest
from chaos.instance import Instance, running, wait_until_ready
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bumang.gate.cost import Cost
from bumang.gate.kept import pass_cookie, ticket_cookie
from bumang.gate.lane import Lane, line_number
from bumang.gate.ticket import Seals, Ticket

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
LINE = line_number(Cost.FORM, Lane.MAIN)
FORM = "/items/pension-estimate/questions/birth_month"
TAKEN = """
INSERT INTO admission (line_id, place, admitted_at) VALUES ($1, $2, now() - $3::int * interval '1 minute')
"""
_places = iter(range(1, 100))


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with running(tmp_path_factory.mktemp("visit")) as made:
        asked = "UPDATE waiting_line SET last_place = 100, front = 100 WHERE line_id = $1"
        told(made, asked, LINE)
        wait_until_ready(made.url)
        time.sleep(1)  # the processes look at the lines four times a second
        yield made


def told(instance: Instance, statement: str, *values: object) -> None:
    """In a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_told(instance, statement, *values))).result()


async def _told(instance: Instance, statement: str, *values: object) -> None:
    dsn = json.loads((instance.data / "instance.json").read_text())["intake"]
    connection = await asyncpg.connect(dsn)
    await connection.execute(statement, *values)
    await connection.close()


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


class Visit:
    """A browser whose turn was taken so many minutes ago, with a pass good for `left` more."""

    def __init__(self, browser: Browser, instance: Instance, *, taken: int, left: int) -> None:
        self._instance, self._browser, self.place = instance, browser, next(_places)
        told(instance, TAKEN, LINE, self.place, taken)
        self.left = left

    def context(self, language: str = "zh", size: str = "phone", **more: bool) -> BrowserContext:
        made = self._browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            base_url=self._instance.url,
            **more,  # type: ignore[arg-type]
        )
        self.keep(made, "lang", language)
        self.keep(made, ticket_cookie(LINE), self._seals.token(Ticket(LINE, self.place)))
        self.lasts(made, self.left)
        return made

    def lasts(self, context: BrowserContext, left: int) -> None:
        end = int(time.time()) // 60 + left
        self.keep(context, pass_cookie(LINE), self._seals.admitted(Ticket(LINE, self.place, end)))

    def keep(self, context: BrowserContext, name: str, value: str) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self._instance.url}])

    @property
    def _seals(self) -> Seals:
        return Seals.of_folder(self._instance.data / "keys" / "tickets")


def form(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(FORM)
    return page


def test_before_the_end_the_script_says_so_and_makes_the_visit_longer_without_leaving(
    browser: Browser, instance: Instance
) -> None:
    visit = Visit(browser, instance, taken=5, left=25)
    context = visit.context()
    page = context.new_page()
    page.clock.install()
    page.goto(FORM)
    field = page.locator("#birth_month")
    field.fill("1970-0")
    notice = page.locator("#visit")
    expect(notice).not_to_be_visible()
    visit.lasts(context, 9)
    page.clock.fast_forward(16 * 60 * 1000)
    expect(notice.get_by_role("status")).to_contain_text("再延长 30 分钟")
    notice.get_by_role("button").click()
    expect(notice.get_by_role("status")).to_contain_text("已经延长到")
    expect(notice.get_by_role("button")).not_to_be_visible()
    expect(field).to_be_focused()  # where the person was
    assert field.input_value() == "1970-0"
    # Where another tab has made it longer, nothing is said at the time of this one.
    page.clock.fast_forward(10 * 60 * 1000)
    expect(notice.get_by_role("status")).to_contain_text("已经延长到")
    context.close()


def test_without_a_script_the_style_sheet_shows_it_and_the_button_leaves_the_page_alone(
    browser: Browser, instance: Instance
) -> None:
    context = Visit(browser, instance, taken=5, left=25).context("en", java_script_enabled=False)
    page = form(context)
    page.locator("#birth_month").fill("1970-1")
    notice = page.locator("#visit")
    expect(notice).not_to_be_visible()
    page.evaluate("document.querySelector('#visit').getAnimations()[0].currentTime = 601000")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("This visit lasts until")
    with context.expect_page() as other:
        notice.get_by_role("button", name="30 minutes more").click()
    expect(other.value.locator("h1")).to_contain_text("Longer now: until")
    assert page.locator("#birth_month").input_value() == "1970-1"
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_was_typed_when_the_half_hour_was_over_is_sent_on_by_one_press(
    browser: Browser, instance: Instance, script: bool
) -> None:
    visit = Visit(browser, instance, taken=5, left=25)
    context = visit.context(java_script_enabled=script)
    page = form(context)
    page.locator("#birth_month").fill("123")
    over = Visit(browser, instance, taken=40, left=-1)
    over.keep(context, ticket_cookie(LINE), over._seals.token(Ticket(LINE, over.place)))
    over.lasts(context, -1)
    page.locator("main button").click()
    assert "要接着办吗" in page.inner_text("h1")
    assert "没有丢" in page.inner_text("main")
    page.get_by_role("button", name="接着办").click()
    page.wait_for_url(f"{instance.url}{FORM.rpartition('/')[0]}/**")
    page.goto(FORM)
    assert page.locator("#birth_month").input_value() == "123"
    context.close()


def test_near_the_end_of_all_half_hours_it_is_said_at_once_and_what_happens_then(
    browser: Browser, instance: Instance
) -> None:
    context = Visit(browser, instance, taken=20 * 60 - 5, left=5).context()
    notice = form(context).locator("#visit")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("status")).to_contain_text("填好的内容不会丢")
    notice.get_by_role("button").click()
    expect(notice.get_by_role("status")).to_contain_text("就满 20 小时，不能再延长")
    expect(notice.get_by_role("button")).not_to_be_visible()
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_to_mend_in_a_page_that_warns(
    browser: Browser, instance: Instance, language: str, size: str
) -> None:
    visit = Visit(browser, instance, taken=20 * 60 - 5, left=5)
    context = visit.context(language, size, bypass_csp=True)
    page = form(context)
    expect(page.locator("#visit")).to_be_visible()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id)")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == []
    assert width <= 0
