"""A person has a voucher issued, and someone else checks it: by the file, the printed code, the number."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import axe_core_python
import httpx
import pypdfium2
import pytest
import zxingcpp
from chaos.instance import Instance, running
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
_WITNESSED_SECONDS = 60


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with running(tmp_path_factory.mktemp("vouchers")) as made:
        yield made


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser, instance: Instance) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=instance.url, accept_downloads=True
    )
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


def accessible(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []


def downloaded_and_verified(
    page: Page, instance: Instance, file: Path
) -> subprocess.CompletedProcess[str]:
    """A sheet holds the proof as it is when it is fetched; who is early is told to fetch it again."""
    end = time.monotonic() + _WITNESSED_SECONDS
    while True:
        with page.expect_download() as downloading:
            page.get_by_role("link", name="下载 PDF").click()
        downloading.value.save_as(file)
        told = instance.command("verify", str(file))
        early = told.returncode != 0 and "过一会儿重新取一次证明" in told.stdout
        if not early or time.monotonic() > end:
            return told
        time.sleep(1)


def test_issued_printed_scanned_and_stopped(page: Page, instance: Instance, tmp_path: Path) -> None:
    page.goto("/vouchers")
    page.get_by_role("link", name=re.compile("^演示甲")).first.click()
    page.goto("/vouchers")
    assert page.locator("h1").inner_text() == "我的凭证"
    accessible(page)
    page.locator("main li form button").first.click()
    number = page.locator(".receipt-number").inner_text().replace(" ", "-")
    accessible(page)

    # The command, offline, on a sheet that was fetched once the witnesses had seen the log.
    told = downloaded_and_verified(page, instance, tmp_path / "voucher.pdf")
    assert told.returncode == 0, told.stdout
    assert "凭证是真的" in told.stdout

    # The printed code, as a telephone's camera opens it.
    picture = pypdfium2.PdfDocument(tmp_path / "voucher.pdf")[0].render(scale=200 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    stranger = page.context.browser.new_context(viewport={"width": 390, "height": 844})  # type: ignore[union-attr]
    asked: list[str] = []
    other = stranger.new_page()
    other.on("request", lambda request: asked.append(request.url))
    other.goto(f"{instance.url}/v{found.text[found.text.index('#') :]}")
    other.get_by_text("凭证是真的").wait_for()
    assert number in other.locator("#said").inner_text()
    code = found.text.partition("#")[2]
    assert not any(code[:40] in url.partition("#")[0] for url in asked)
    accessible(other)
    other.get_by_role("link", name=re.compile("查有没有更正或停用")).click()
    assert other.locator("#standing").inner_text() == "有效"
    assert "演示甲" not in other.content()
    accessible(other)

    # Stopped by its holder: by the number anyone is told so.
    page.locator("summary").click()
    page.get_by_role("button", name="停用这张凭证").click()
    assert "已由本人停用" in page.locator("main").inner_text()
    other.reload()
    assert other.locator("#standing").inner_text() == "已由本人停用"
    stranger.close()


def test_only_a_part_is_shown_and_the_other_side_sees_exactly_that(page: Page) -> None:
    page.goto("/vouchers")
    page.get_by_role("link", name=re.compile("^演示甲")).first.click()
    page.goto("/vouchers/disclosure")
    accessible(page)
    page.locator("main form input[name=audience]").first.fill("某房东")
    page.get_by_role("button", name="看看对方会知道什么").first.click()
    told = page.locator("main").inner_text()
    assert told.index("对方会知道") < told.index("某房东") < told.index("对方不会知道")
    assert told.index("对方不会知道") < told.index("社会保障号码")
    accessible(page)
    text = page.locator("#text").input_value()
    page.goto("/v")
    page.locator("#code").fill(text)
    page.get_by_text("出示的内容是真的").wait_for()
    seen = page.locator("#said").inner_text()
    assert "某房东" in seen
    assert "参保的月份" in seen
    assert "演示甲" not in seen
    assert "990101196501150014" not in seen


def test_without_signing_in_nothing_of_anyone_is_there(instance: Instance) -> None:
    token = instance.command("demo", "token", "--as", "person").stdout.strip()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=instance.url) as client:
        mine = client.get("/api/v1/vouchers", headers=headers).json()
        wanted = {name: mine["available"][0][name] for name in ("kind", "subject")}
        made = client.post("/api/v1/vouchers", json=wanted, headers=headers)
        assert made.status_code == 200
        assert client.post("/api/v1/vouchers", json=wanted, headers=headers).content == made.content
        number = client.get("/api/v1/vouchers", headers=headers).json()["vouchers"][0]["number"]
        for path in ("", "/sheet.pdf", "/proof"):
            assert client.get(f"/api/v1/vouchers/{number}{path}").status_code == 401
        assert client.post(f"/api/v1/vouchers/{number}/withdrawal").status_code == 401
        for path in ("/vouchers", f"/vouchers/{number}", f"/vouchers/{number}/sheet.pdf"):
            assert client.get(path).status_code == 303
        status = client.get(f"/api/v1/vouchers/{number}/status")
        assert (status.status_code, status.json()["status"]) == (200, "stands")
