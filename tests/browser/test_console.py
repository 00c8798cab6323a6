"""Operators see and steer the gate in a real browser, with and without JavaScript; axe finds nothing."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import axe_core_python
import httpx
import pytest
from chaos.instance import running
from playwright.sync_api import Browser, Page, sync_playwright

from bumang.kernel.clock import CHINA

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with running(tmp_path_factory.mktemp("console")) as instance:
        yield instance.url


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport=DESK, java_script_enabled=request.param, base_url=address
    )
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


def sign_in(page: Page, who: str = "演示运行人员", onward: str = "/console") -> None:
    page.goto(f"/sign-in?next={onward}")
    page.get_by_role("link", name=re.compile(f"^{who}")).first.click()


def test_the_console_is_the_operators_alone(page: Page) -> None:
    page.goto("/console")
    assert "/console" not in page.url.partition("?")[0]  # on to signing in
    sign_in(page, "演示甲")
    assert page.locator("h1").inner_text() == "没有这个页面"
    assert page.goto("/console/orders").status == 404  # type: ignore[union-attr]


def test_the_console_shows_all_processes_quotas_and_reasons_for_doubt_and_no_persons(
    page: Page,
) -> None:
    sign_in(page)
    main = page.locator("main").inner_text()
    assert "个网页进程合计" in main
    for told in ("配额", "参保单位", "怀疑的理由", "取了号再也不出示"):
        assert told in main


def test_an_order_is_checked_given_logged_and_taken_back(page: Page) -> None:
    sign_in(page)
    page.locator('a[href*="setting=limit&target=interactive"]').click()
    page.locator("#value").fill("12")
    page.locator("#reason").fill("数据库在修")
    page.locator("main form button").click()
    main = page.locator("main")
    assert "数据库在修" in main.inner_text()
    assert "变慢" in main.inner_text()  # what it does to people
    page.locator("main form button").click()
    row = page.locator("tbody tr").first
    assert "→ 12" in row.inner_text()
    assert "operator:1: " in row.inner_text() or "operator:1" in row.inner_text()
    row.get_by_role("link").click()
    page.locator("#reason").fill("修好了")
    page.locator("main form button").click()
    assert "12 → 自动" in page.locator("tbody tr").first.inner_text()


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(page: Page) -> None:
    sign_in(page)
    page.goto("/console/orders/new?setting=urgent_share&target=light")
    page.locator("#value").fill("50")
    page.locator("#reason").fill("截止日")
    page.locator("main form button").click()
    assert "五分之一" in page.locator("[role=alert]").inner_text()
    assert page.locator("#value").input_value() == "50"
    assert page.locator("#reason").input_value() == "截止日"


def test_a_pause_has_an_end_and_a_page_to_check_before(page: Page) -> None:
    sign_in(page)
    page.goto("/console/orders/new?setting=pause&target=interactive.urgent")
    page.locator("#ends_at").fill("5")
    page.locator("#reason").fill("演练")
    page.locator("main form button").click()
    assert "申请照常受理" in page.locator("main").inner_text()
    page.locator("main form button").click()
    page.goto("/console/orders/new?setting=pause&target=interactive.urgent")
    page.locator('input[value="auto"]').check()
    page.locator("#ends_at").fill("")
    page.locator("#reason").fill("演练完")
    page.locator("main form button").click()
    page.locator("main form button").click()
    assert "自动" in page.locator("tbody tr").first.inner_text()


def test_an_opening_is_announced_seen_by_people_and_withdrawn(page: Page, address: str) -> None:
    sign_in(page)
    page.goto("/console/openings")
    before = _announced(address)
    hour = datetime.now(CHINA) + timedelta(minutes=30)
    page.locator("#matter").select_option("pension-estimate")
    page.locator("#opens_at").fill(f"{hour:%Y-%m-%dT%H:%M}")
    page.locator("#reason").fill("截止日")
    page.locator("main form button").click()
    preview = page.locator("main").inner_text()
    assert "会怎样" in preview
    assert "任何人都能在 /queue/openings 看到" in preview
    assert _announced(address) == before
    page.locator("main form button").click()
    published: list[dict[str, Any]] = []
    for _ in range(50):  # every web process knows of it within a second
        told = httpx.get(f"{address}/queue/openings").json()["openings"]
        if published := [one for one in told if not one["withdrawn_at"]]:
            break
        page.wait_for_timeout(100)
    assert published[0]["matter"] == "pension-estimate"
    for _ in range(50):
        page.goto("/items/pension-estimate")
        if "您的号码是" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(100)
    early = page.locator("main").inner_text()
    assert published[0]["commitment"] in early
    assert f"{hour:%H:%M}" in page.locator("h1").inner_text()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for place in ("/items/pension-estimate", "/queue/order"):
        page.goto(place)
        assert published[0]["commitment"] in page.locator("main").inner_text()
        code = page.locator("code").first.bounding_box()
        assert code is not None
        assert code["x"] + code["width"] <= PHONE["width"]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto("/console/openings")
    page.get_by_role("link", name=re.compile("^撤回")).first.click()
    page.locator("#reason").fill("改期")
    page.locator("main form button").click()
    assert "已撤回" in page.locator("tbody tr").first.inner_text()


def test_an_opening_that_nobody_could_come_for_is_changed_after_a_check(page: Page) -> None:
    sign_in(page)
    page.goto("/console/openings")
    hour = datetime.now(CHINA) + timedelta(days=20)
    for reason, later in (("先定九点", 0), ("改到十点", 1)):
        if later:
            page.locator("tbody tr", has_text="先定九点").get_by_role("link", name="改 ").click()
            assert page.locator("#doors").input_value() == "60"
        else:
            page.locator("#matter").select_option("employment-declaration")
        page.locator("#opens_at").fill(f"{hour + timedelta(hours=later):%Y-%m-%dT%H:%M}")
        page.locator("#reason").fill(reason)
        page.locator("main form button").click()
        assert ("同时撤回" in page.locator("main").inner_text()) == bool(later)
        page.locator("main form button").click()
    rows = page.locator("tbody tr", has_text="改到十点")
    assert sum("已撤回" not in one for one in rows.all_inner_texts()) == 1
    rows.first.get_by_role("link", name="撤回").click()
    page.locator("#reason").fill("演练完")
    page.locator("main form button").click()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("mode", ["", "lang=en"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, mode: str, viewport: dict[str, int]
) -> None:
    # Only here the pages' own policy is set aside, so that axe may be brought in.
    context = browser.new_context(viewport=viewport, bypass_csp=True, base_url=address)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page)
    places = [
        *("/console", "/console/orders", "/console/openings", "/queue/order"),
        *(f"/console/orders/new?setting={one}" for one in ("rate", "message", "pause", "urgent")),
    ]
    for place in places:
        page.goto(f"{place}{'&' if '?' in place else '?'}{mode}")
        found = page.evaluate(
            "async source => { (0, eval)(source); const run = await axe.run(); return {"
            "passes: run.passes.length, violations: run.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')) } }",
            AXE,
        )
        assert found["violations"] == [], place
        assert found["passes"] > 10, place  # it did look
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], place
    context.close()


def _announced(address: str) -> set[int]:
    """By number: what else changes of an earlier one, each process sees up to a second later."""
    return {one["opening"] for one in httpx.get(f"{address}/queue/openings").json()["openings"]}
