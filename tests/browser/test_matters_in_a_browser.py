"""The three matters in a real browser on a phone, with and without JavaScript; axe finds nothing."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import axe_core_python
import pytest
from chaos.instance import running
from playwright.sync_api import Browser, Page, sync_playwright

from bumang.items.catalogue import discover

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 740}
ESTIMATE = {
    "area_code": "370000",
    "birth_month": "1965-01",
    "category": "male_60",
    "paid_months": "360",
    "deemed_months": "48",
    "pre_account_months": "84",
    "average_index": "0.85",
    "account_balance": "120000",
}
PAYMENT = {"area_code": "990101", "coverage_year": "", "insured": ""}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with running(tmp_path_factory.mktemp("browser")) as instance:
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
        viewport=PHONE, java_script_enabled=request.param, base_url=address
    )
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


def answer(page: Page, answers: dict[str, str]) -> None:
    """One question a page, until all are answered."""
    while "/questions/" in page.url:
        field = page.url.rsplit("/", 1)[1]
        given = answers.get(field, "")
        choice = page.locator(f'input[type=radio][name="{field}"]')
        if (boxes := page.locator("input[type=checkbox]")).count():
            boxes.first.check()  # oneself
        elif choice.count():
            page.locator(f'input[type=radio][value="{given}"]').check()
        else:
            page.locator(f'[name="{field}"]').fill(given)
        page.locator("main form button").click()


def sign_in(page: Page, who: str, onward: str) -> None:
    page.goto(f"/sign-in?next={onward}")
    page.get_by_role("link", name=re.compile(f"^{who}")).first.click()


def until_decided(page: Page) -> str:
    for _ in range(40):
        heading = page.locator("h1").inner_text()
        if heading in {"办好了", "没有办成"}:
            return heading
        page.wait_for_timeout(250)
        page.reload()
    return heading


def test_an_estimate_is_answered_with_its_sum(page: Page) -> None:
    page.goto("/items/pension-estimate")
    page.locator("a.button").click()
    answer(page, ESTIMATE)
    page.locator("a.button").click()
    assert page.locator("h1").inner_text() == "办好了"
    assert "3" in page.locator("main").inner_text()


def test_a_wrong_answer_is_told_at_its_question(page: Page) -> None:
    page.goto("/items/pension-estimate/questions/birth_month")
    page.locator("main form button").click()
    assert page.locator("[role=alert]").count() == 1
    assert page.locator('[aria-invalid="true"]').count() == 1


def test_a_payment_is_sent_and_done_and_a_second_one_is_told_that_it_is_paid(page: Page) -> None:
    example = discover("bumang.services")["resident-medical-payment"].examples(
        datetime.now(UTC).date()
    )[0]
    sign_in(page, "演示甲", "/items/resident-medical-payment")
    page.locator("a.button").click()
    given = PAYMENT | {"coverage_year": str(example.coverage_year)}
    answer(page, given)
    page.locator("main form button").click()
    if page.url.endswith("/send"):  # the second of the two browsers comes after the first has paid
        assert "已经缴过" in page.locator("main [role=alert]").inner_text()
        return
    assert re.search(r"/receipts/[0-9A-Z-]{14}$", page.url)
    assert until_decided(page) == "办好了"
    page.goto("/mine")
    assert page.locator("main li a").count() >= 1
    page.goto("/items/resident-medical-payment/questions/area_code")
    answer(page, given)
    page.locator("main form button").click()
    assert "已经缴过" in page.locator("main [role=alert]").inner_text()


def test_a_file_is_sent_and_its_wrong_row_is_shown(page: Page) -> None:
    sign_in(page, "演示单位", "/items/employment-declaration/file")
    rows = "操作类型,社会保障号码,姓名,年月,月缴费工资\n增员,110105194912310021,错号,2026-12,1\n"
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("#file").set_input_files([file])  # type: ignore[list-item]
    page.locator("main form button").click()
    assert until_decided(page) == "没有办成"
    page.get_by_role("link", name="没有办成的行").click()
    assert "第 2 行" in page.locator("main").inner_text()


@pytest.mark.parametrize("mode", ["", "lang=en", "elder=1"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_phone(
    browser: Browser, address: str, mode: str
) -> None:
    # Only here the pages' own policy is set aside, so that axe may be brought in.
    context = browser.new_context(viewport=PHONE, bypass_csp=True, base_url=address)
    page = context.new_page()
    sign_in(page, "演示单位", "/")
    places = [
        *("/", "/?q=xyz", "/items/pension-estimate", "/items/pension-estimate/questions/area_code"),
        *("/items/employment-declaration/file", "/items/employment-declaration/questions/change"),
        *("/receipts", "/receipts?number=1", "/mine", "/nothing", "/sign-in"),
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
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
    context.close()
