"""The waiting page in a real browser: it keeps itself up to date, opens by itself, and axe finds nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import axe_core_python
import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bumang.gate.beside import Beside
from bumang.gate.better_hour import BetterHour, said
from bumang.gate.ticket import Held, Ticket
from bumang.gate.waiting import called, waiting
from bumang.gate.waiting_page import waiting_page
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text
from bumang.runtime.http import Wire, language_of

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
HOUR = BetterHour(NOW.replace(hour=14), NOW.replace(hour=15, minute=30))
BESIDE = Beside(
    [said(HOUR, NOW - timedelta(days=1))],
    [(Text("居民医保缴费", "Residents' medical insurance"), "/items/resident-medical-payment")],
)
HELD = Held(Ticket(4, 2000), "T" * 48, "8F2KM-7Q3XA")


class Site:
    """What the gate would answer; `front` is where the line stands."""

    front = 715
    posted = b""

    def page(self, path: str, language: str) -> Wire:
        if path == "/queue/now":
            line = {"line": 4, "front": self.front, "per_s": 2.5, "spread": [0.8, 1.2]}
            return Wire(200, "application/json", msgspec.json.encode({"lines": [line]}))
        wanted = language_of(language)
        typed = [("name", "张三")] if path == "/typed" else None
        if path == "/turn":
            told = called(HELD)
        elif path == "/ended":
            told = called(HELD, go_on_until=NOW)
        elif HELD.ticket.place <= self.front:
            return Wire(200, "text/html; charset=utf-8", "<title>inside</title>进来了".encode())
        else:
            told = waiting(HELD, self.front, (8.0, 540.0))
        return waiting_page(path, told, wanted, BESIDE, typed=typed)


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wire = made.page(self.path, self.headers.get("accept-language", ""))
            self.send_response(wire.status)
            for name, value in (("content-type", wire.media_type), *wire.headers):
                self.send_header(name, value)
            self.send_header("content-length", str(len(wire.body)))
            self.end_headers()
            self.wfile.write(wire.body)

        def do_POST(self) -> None:
            made.posted = self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing of it is of interest."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


def opened(browser: Browser, url: str, locale: str = "zh-CN", size: str = "phone") -> Page:
    context = browser.new_context(locale=locale, viewport=SIZES[size], bypass_csp=False)
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("path", ["/wait", "/turn", "/ended", "/typed"])
def test_axe_finds_nothing_to_mend(
    browser: Browser, site: tuple[Site, str], path: str, locale: str, size: str
) -> None:
    context = browser.new_context(locale=locale, viewport=SIZES[size], bypass_csp=True)
    page = context.new_page()
    page.goto(site[1] + path)
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id)")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == []
    assert width <= 0


def test_the_place_is_brought_up_to_date_without_a_new_page_and_the_line_opens(
    browser: Browser, site: tuple[Site, str]
) -> None:
    state, url = site
    page = opened(browser, f"{url}/wait")
    told = page.get_by_role("status")
    expect(told).to_contain_text("您前面有 1,284 人。")
    page.evaluate("window.kept = true")
    state.front = 1950
    expect(told).to_contain_text("您前面有 49 人。", timeout=15_000)
    expect(told).to_contain_text("大约还要 16 秒 到 24 秒")
    assert page.evaluate("window.kept") is True
    state.front = 2000
    expect(page).to_have_title("inside", timeout=15_000)


def test_without_a_script_the_page_looks_again_by_itself(
    browser: Browser, site: tuple[Site, str]
) -> None:
    state, url = site
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/wait")
    state.front = 2000
    expect(page).to_have_title("inside", timeout=15_000)
    context.close()


def test_what_was_typed_is_sent_when_it_is_ones_turn(
    browser: Browser, site: tuple[Site, str]
) -> None:
    state, url = site
    page = opened(browser, f"{url}/typed")
    state.front = 2000
    expect(page).to_have_title("inside", timeout=15_000)
    assert state.posted == b"name=%E5%BC%A0%E4%B8%89"
