"""Pages: bytes over the wire, and how soon they are there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from statistics import median

import httpx

from bench.figures import PageSize
from bench.instance import instance, one_after_the_other
from bench.progress import say
from bench.table import Sizes
from bench.wire import get

# "First page under 14 KB": what fits into the first ten packets, before the server must wait for
# an acknowledgement (RFC 6928).
FIRST_PAGE_BYTES = 14 * 1024
_ITEM = "/items/pension-estimate"
_QUESTION = re.compile(rf'href="({_ITEM}/questions/\w+)"')
_ABOUT = (
    "One web process, one client, one request at a time, over a kept connection. Bytes are counted"
    " on the wire, headers too. The start page is drawn when it and its style are there; scripts"
    " are deferred, and every page works without them."
)


def shown(rounds: int, seconds: int) -> Sizes:
    """The start page alone and with what it needs, an item's page, and its first question."""
    say(f"pages: starting Bumang; {rounds} rounds of {seconds} s")
    with instance() as url, httpx.Client(base_url=url) as client:
        start_page, item = client.get("/").text, client.get(_ITEM).text
        question = _QUESTION.search(item)
        if question is None:
            raise RuntimeError("the item's page leads to no question")
        styles, scripts = belongings(start_page)
        one = seconds / 3
        made = [
            _timed(client, "start page", "/", rounds, one),
            _together(url, "start page with its style", ["/", *styles]),
            *_with_scripts(url, ["/", *styles], scripts),
            _timed(client, "item: pension estimate", _ITEM, rounds, one),
            _timed(client, "first question: pension estimate", question[1], rounds, one),
        ]
    for size in made:
        say(f"{size.page}: {size.plain:,} bytes, with gzip asked for {size.gzipped:,}")
    return Sizes("pages", made, _ABOUT)


def belongings(page: str) -> tuple[list[str], list[str]]:
    """The addresses of the styles, and of the scripts, that a page names."""
    found = _Belongings()
    found.feed(page)
    return found.styles, found.scripts


class _Belongings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "stylesheet":
            self.styles.append(given.get("href") or "")
        elif tag == "script" and given.get("src"):
            self.scripts.append(given["src"] or "")


def _timed(client: httpx.Client, name: str, path: str, rounds: int, seconds: float) -> PageSize:
    """Every answer must have the title of the first and come whole."""
    title = _title(client.get(path))

    def ask() -> bool:
        answer = client.get(path)
        whole = answer.text.rstrip().endswith("</html>")
        return answer.status_code == 200 and whole and _title(answer) == title

    found = [one_after_the_other(ask, seconds) for _ in range(rounds)]
    wrong = sum(one.wrong for one in found)
    if wrong:
        raise RuntimeError(f"{name}: {wrong} answers were not the page")
    plain, gzipped, compressed = _bytes(str(client.base_url), [path])
    p50, p99 = (median(times) for times in zip(*((one.p50, one.p99) for one in found), strict=True))
    goal = FIRST_PAGE_BYTES if path == "/" else None
    return PageSize(name, plain, gzipped, compressed, goal, p50, p99)


def _together(url: str, name: str, paths: Sequence[str]) -> PageSize:
    return PageSize(name, *_bytes(url, paths), goal=FIRST_PAGE_BYTES)


def _with_scripts(url: str, drawn: Sequence[str], scripts: Sequence[str]) -> list[PageSize]:
    """Nothing where the page names no script."""
    if not scripts:
        return []
    return [_together(url, "start page with its style and script", [*drawn, *scripts])]


def _bytes(url: str, paths: Sequence[str]) -> tuple[int, int, bool]:
    """Bytes of all as they come, bytes of all with gzip asked for, whether any was compressed."""
    sums, compressed = [], False
    for gzip in (False, True):
        answers = [get(url.rstrip("/") + path, gzip=gzip) for path in paths]
        if any(answer.status != 200 for answer in answers):
            raise RuntimeError(f"not every one of {', '.join(paths)} is there")
        sums.append(sum(answer.on_the_wire for answer in answers))
        compressed = any(answer.compressed for answer in answers)
    return sums[0], sums[1], compressed


def _title(answer: httpx.Response) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    return found[1] if found else ""
