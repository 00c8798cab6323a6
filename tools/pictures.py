"""Takes the picture in README.md: four pages of a running demo, on a phone."""

import base64
import tempfile
from pathlib import Path

from chaos.instance import running
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "pages.png"
PHONE = {"width": 360, "height": 720}
PAYMENT = "/items/resident-medical-payment"
_TOGETHER = """
<style>body{{margin:0;padding:24px;background:#e9eef0;display:flex;gap:24px;align-items:flex-start}}
img{{width:360px;height:720px;object-fit:cover;object-position:top;border-radius:16px;box-shadow:0 2px 12px #0003}}</style>
{images}
"""


def _family_is_asked(page: Page) -> None:
    page.goto(f"/sign-in?next={PAYMENT}/questions/area_code")
    page.get_by_role("link", name="演示甲").first.click()
    page.locator("input[type=radio]").first.check()
    page.locator("main form button").click()
    page.locator("[name=coverage_year]").fill("2027")
    page.locator("main form button").click()
    for box in page.locator("input[type=checkbox]").all():
        box.check()


def _receipt(page: Page) -> None:
    page.locator("main form button").click()
    page.locator("main form button").click()
    page.wait_for_timeout(1_500)
    page.reload()


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as instance,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_context(viewport=PHONE, base_url=instance.url).new_page()
        taken = []
        for open_page in (
            lambda: page.goto("/"),
            lambda: _family_is_asked(page),
            lambda: _receipt(page),
            lambda: page.goto("/promise"),
        ):
            open_page()
            taken.append(page.screenshot())
        shown = "".join(f'<img src="data:image/png;base64,{_text(one)}">' for one in taken)
        together = browser.new_page(viewport={"width": 1560, "height": 768})
        together.set_content(_TOGETHER.format(images=shown))
        together.screenshot(path=OUT)
        browser.close()


def _text(image: bytes) -> str:
    return base64.b64encode(image).decode()


if __name__ == "__main__":
    main()
