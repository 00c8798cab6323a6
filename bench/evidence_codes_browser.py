"""Changed codes held against the verifier in the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from bench.progress import say
from bumang.codes.keys import CodeKey

_AT_ONCE = 2_000
_VERIFIER = Path("src/bumang/portal/static/code-verify.js")
_ASK = """async ({texts, keys, service, now}) => {
  let refused = 0;
  for (const text of texts) {
    const {answer} = await bumangCode.check(text, keys, service, now);
    refused += answer !== "holds" && answer !== "CANNOT";
  }
  return refused;
}"""


def refused_in_browser(
    texts: Iterable[str], genuine: str, keys: Mapping[str, CodeKey], service: int, now: int
) -> int | None:
    """How many are refused, after a genuine one held; `None` without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    given = {"keys": {name: key.public_key for name, key in keys.items()}, "service": service}
    given |= {"now": now}
    left = iter(texts)
    say("changed codes held against the verifier in the browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(offline=True)
        page.goto("file:///dev/null")
        page.add_script_tag(path=_VERIFIER)
        if page.evaluate(_ASK, {**given, "texts": [genuine]}) != 0:
            raise RuntimeError("the browser refused a genuine code")
        refused = 0
        while some := list(islice(left, _AT_ONCE)):
            refused += page.evaluate(_ASK, {**given, "texts": some})
        browser.close()
    return refused
