"""The page that checks vouchers offline agrees with ours on every vector and every change of it."""

from __future__ import annotations

import random
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Page, sync_playwright
from tools.voucher_vectors import FOLDER, PUBLISHED, body
from tools.voucher_vectors import KEYS as VECTOR_KEYS

from bumang.evidence.sd_jwt import Signed, present, read_presented
from bumang.evidence.voucher_code import read_code
from bumang.evidence.voucher_verification import verify_code, verify_voucher
from bumang.evidence.voucher_words import KINDS, NAMES, VALUES
from bumang.vouchers.sheet.setting import pdf, qr_code
from bumang.vouchers.sheet.words import sheet

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
FILE = Path(__file__).parents[2] / "src/bumang/evidence/offline/vouchers.html"
VECTORS = Path(__file__).parents[2] / FOLDER
KNOWN = {key.key_id: key for key in PUBLISHED.keys}
KEYS = {
    "keys": [
        {n: getattr(k, n) for n in ("key_id", "algorithm", "public_key")} for k in PUBLISHED.keys
    ]
}
NAMED = ("contribution-certificate", "payment-voucher")
CHANGES = 1500
NOW = 1_764_000_000
_ASK = """async ({asked, keys, now}) => {
  const NOW = now;
  const raw = written => Uint8Array.from(atob(written), letter => letter.charCodeAt(0));
  const found = [];
  for (const one of asked) {
    const answer = one.shown !== undefined ? await verifier.checkShown(atob(one.shown), keys, one.now ?? NOW)
      : one.code === undefined ? await verifier.check(raw(one.file), keys)
      : await verifier.checkCode(atob(one.code), keys);
    found.push(answer.code);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = browser.new_page(viewport={"width": 390, "height": 800}, offline=True)
        made.goto(FILE.as_uri())
        yield made
        browser.close()


def voucher(name: str) -> bytes:
    return (VECTORS / f"{name}.json").read_bytes()


def code(name: str) -> str:
    return (VECTORS / f"{name}.code.txt").read_text()


def printed(name: str) -> bytes:
    said = body(name)
    set_ = sheet(said, check="https://bumang.example/v", code=qr_code(code(name)))
    return pdf(set_, voucher(name), b"a proof\n", datetime.fromisoformat(said.issued_at))


def asked(page: Page, kind: str, contents: list[bytes]) -> list[str]:
    sent = [{kind: b64encode(one).decode()} for one in contents]
    return list(page.evaluate(_ASK, {"asked": sent, "keys": KEYS, "now": NOW}))


@pytest.mark.parametrize("name", NAMED)
def test_both_take_the_data_the_sheet_and_the_code(page: Page, name: str) -> None:
    assert asked(page, "file", [voucher(name), printed(name)]) == ["GENUINE"] * 2
    bare = code(name).rpartition("#")[2]
    assert asked(page, "code", [code(name).encode(), bare.encode()]) == ["GENUINE"] * 2


@pytest.mark.parametrize("name", NAMED)
def test_both_refuse_every_change_of_a_code(page: Page, name: str) -> None:
    changed = _changed(code(name).rpartition("#")[2].encode(), CHANGES)
    assert "GENUINE" not in asked(page, "code", changed)
    assert not any(verify_code(one.decode("latin-1"), KNOWN).ok for one in changed)


@pytest.mark.parametrize("name", NAMED)
def test_both_refuse_every_change_of_a_voucher_that_ed25519_covers(page: Page, name: str) -> None:
    """Of the ML-DSA-65 signature, a browser can only see whether it is whole; ours checks it."""
    document = voucher(name)
    lasting = document.rindex(b'"signature":"') + len(b'"signature":"')
    covered = [bit for bit in range(len(document) * 8) if not 0 <= bit // 8 - lasting < 4412]
    bits = random.Random(name).sample(covered, CHANGES)
    changed = [_flipped(document, bit) for bit in bits]
    assert "GENUINE" not in asked(page, "file", changed)
    assert not any(verify_voucher(one, KNOWN).ok for one in changed)


def test_both_take_what_was_shown_in_part_and_refuse_every_change_of_it(page: Page) -> None:
    signed = Signed(
        "https://bumang.example", "https://bumang.example/vct/x", "A bank", NOW, NOW + 9
    )
    claims = {"scheme": "employee", "month": "2026-11", "monthly_base_fen": 850_000}
    text = present(signed, claims, ("scheme", "month"), VECTOR_KEYS.short).encode()
    assert asked(page, "shown", [text]) == ["GENUINE"]
    assert read_presented(text.decode(), KNOWN, NOW).claims == 3
    changed = _changed(text, CHANGES)
    assert "GENUINE" not in asked(page, "shown", changed)
    for one in changed:
        with pytest.raises(ValueError, match=r"."):
            read_presented(one.decode("latin-1"), KNOWN, NOW)


def test_what_is_in_the_code_is_what_the_page_shows(page: Page) -> None:
    page.locator("#code").fill("")
    page.evaluate("keys => { chosenKeys = keys; }", KEYS)
    page.locator("#code").fill(code(NAMED[0]))
    page.locator("#said .verdict").wait_for()
    shown = page.locator("#said").inner_text()
    said = read_code(code(NAMED[0]))
    for part in (
        "凭证是真的",
        "The voucher is genuine",
        said.number,
        said.holder.name,
        "33",
        "至今",
    ):
        assert part in shown
    assert "ML-DSA-65" not in shown
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []


def test_a_sheet_and_the_keys_are_taken_together_and_a_changed_one_is_refused(
    page: Page, tmp_path: Path
) -> None:
    page.evaluate("() => { chosenKeys = null; }")
    (tmp_path / "voucher.pdf").write_bytes(printed(NAMED[1]))
    page.set_input_files("#files", [tmp_path / "voucher.pdf"])
    page.get_by_text("还缺文件").wait_for()
    page.set_input_files("#files", [tmp_path / "voucher.pdf", VECTORS / "keys.json"])
    page.get_by_text("凭证是真的").wait_for()
    assert "400.00 元" in page.locator("#said").inner_text()
    assert "浏览器不会核对 ML-DSA-65 签名" in page.locator("#said").inner_text()
    (tmp_path / "changed.json").write_bytes(voucher(NAMED[1]).replace(b"40000", b"90000"))
    page.set_input_files("#files", [tmp_path / "changed.json"])
    page.get_by_text("签名不成立").wait_for()


def test_the_page_and_the_command_say_the_same_words() -> None:
    written = FILE.read_text(encoding="utf-8")
    for words in (KINDS, NAMES, VALUES):
        for name, text in words.items():
            pair = re.escape(f'["{text.zh}", "{text.en}"]')
            assert re.search(rf'"?{re.escape(name)}"?: {pair}', written), name


def _changed(content: bytes, most: int) -> list[bytes]:
    bits = range(len(content) * 8)
    chosen = random.Random(7).sample(bits, min(most, len(bits)))
    return [_flipped(content, bit) for bit in chosen]


def _flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
