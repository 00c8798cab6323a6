"""Changes of one bit of receipts, proofs, checkpoints and tiles, held against both verifiers."""

from __future__ import annotations

import random
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from tools import log_vectors

from bench.measured import Measured, Part
from bench.progress import say
from bumang.evidence.log_copy import verify_checkpoint, verify_copy
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.signing import PublishedKeys
from bumang.evidence.verification import verify, verify_in_log

CHANGES = 100_000
_COPIES = 1_000
"""Of these, changes of a tile: each has a whole log of 300 entries computed anew."""

_AT_ONCE = 2_000
_PAGE = Path("src/bumang/evidence/offline/verifier.html")
_FILES = log_vectors.stored()
_LOGS = msgspec.json.decode(_FILES["logs.json"], type=PublishedLogs)
_KEYS = msgspec.json.decode(_FILES["keys.json"], type=PublishedKeys)
_KNOWN = {key.key_id: key for key in _KEYS.keys}
_COPY = [path for path in _FILES if path == "checkpoint" or path.startswith("tile/")]
_RECEIPT, _PROOF = _FILES["receipt-256.json"], _FILES["proof-256.txt"]

_ASK = """async ({changes, files, keys, logs}) => {
  const raw = written => Uint8Array.from(atob(written), letter => letter.charCodeAt(0));
  const whole = Object.fromEntries(Object.entries(files).map(([path, written]) => [path, raw(written)]));
  const copy = Object.fromEntries(Object.entries(whole).filter(([path]) => path === "checkpoint" || path.startsWith("tile/")));
  const receipt = whole["receipt-256.json"], proof = whole["proof-256.txt"];
  const kinds = {
    receipt: bytes => verifier.check({receipt: bytes, keys}),
    proof: bytes => verifier.check({receipt, keys, proof: bytes, logs}),
    checkpoint: bytes => verifier.checkLog({bytes, logs}),
    tile: (bytes, path) => verifier.checkLog({files: {...copy, [path]: bytes}, logs}),
  };
  let refused = 0;
  for (const [kind, path, bit] of changes) {
    const bytes = whole[path].slice();
    bytes[bit >> 3] ^= 1 << (bit & 7);
    refused += !(await kinds[kind](bytes, path)).ok;
  }
  return refused;
}"""


@dataclass(frozen=True)
class Change:
    """One bit of one file of the vectors, asked as a receipt, proof, checkpoint or tile."""

    kind: str
    path: str
    bit: int

    @property
    def bytes(self) -> bytes:
        changed = bytearray(_FILES[self.path])
        changed[self.bit // 8] ^= 1 << self.bit % 8
        return bytes(changed)


def changes() -> Part:
    drawn = list(_drawn(CHANGES, unchecked=range(0)))
    say("changes held against the verifier of Python")
    rows = [_row("by Python", sum(map(_refused, drawn)), len(drawn))]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return Part(
            "Changes of one bit", rows, ["No Chromium here: the browser's part was left out."]
        )
    say("changes held against the verifier in the browser")
    drawn = list(_drawn(CHANGES, unchecked=None))
    rows.append(_row("by the browser", _refused_in_browser(chromium, drawn), len(drawn)))
    return Part(
        "Changes of one bit",
        rows,
        [
            f"Drawn over a receipt, its proof, a checkpoint ({_share()}) and every tile of a log of 300 entries"
            f" ({_COPIES:,}). No browser can check ML-DSA-65, which the page says: bits of that signature are"
            " left out of the browser's, every other bit is in."
        ],
    )


def _share() -> str:
    return f"{(CHANGES - _COPIES) // 3:,} each"


def _row(name: str, refused: int, tried: int) -> Measured:
    about = f"{refused:,} of {tried:,}."
    return Measured(
        f"changes refused {name}", "%", [100 * refused / tried], 100, at_least=True, about=about
    )


def _drawn(count: int, unchecked: range | None) -> Iterator[Change]:
    """Always the same. With `None` the bits of the signature of ML-DSA are not drawn."""
    chance = random.Random(1)
    singles = [("receipt", "receipt-256.json"), ("proof", "proof-256.txt"), ("checkpoint",) * 2]
    tiles = [("tile", path) for path in _COPY if path != "checkpoint"]
    for at in range(count):
        kind, path = tiles[at % len(tiles)] if at < _COPIES else singles[at % len(singles)]
        without = _ml_dsa(_FILES[path]) if unchecked is None else unchecked
        bit = chance.randrange(len(_FILES[path]) * 8)
        while bit // 8 in without:
            bit = chance.randrange(len(_FILES[path]) * 8)
        yield Change(kind, path, bit)


def _ml_dsa(document: bytes) -> range:
    """Where the signature itself stands: behind its name and the first letters, its key ID."""
    lines = document.split(b"\n")
    at = max(range(len(lines)), key=lambda one: len(lines[one]))
    if len(lines[at]) < 4000:
        return range(0)
    end = len(b"\n".join(lines[: at + 1]))
    return range(end - len(lines[at].rpartition(b" ")[2]) + 5, end)


def _refused(change: Change) -> bool:
    match change.kind:
        case "receipt":
            return not verify(change.bytes, _KNOWN).ok
        case "proof":
            return not verify_in_log(_RECEIPT, change.bytes, _LOGS).ok
        case "checkpoint":
            return not verify_checkpoint(change.bytes, _LOGS).ok
    files = _FILES | {change.path: change.bytes}
    return not verify_copy(files.__getitem__, _LOGS).ok


def _refused_in_browser(chromium: str, drawn: Sequence[Change]) -> int:
    """Batches are changed inside the page: only which bit goes there, and how many were refused comes back."""
    from playwright.sync_api import sync_playwright

    given: dict[str, Any] = {
        "files": {path: b64encode(content).decode() for path, content in _FILES.items()},
        "keys": msgspec.to_builtins(_KEYS),
        "logs": msgspec.to_builtins(_LOGS),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(offline=True)
        page.goto(_PAGE.absolute().as_uri())
        ask: Callable[[Sequence[Change]], int] = lambda batch: page.evaluate(  # noqa: E731
            _ASK, given | {"changes": [[one.kind, one.path, one.bit] for one in batch]}
        )
        parts = [drawn[at : at + _AT_ONCE] for at in range(0, len(drawn), _AT_ONCE)]
        refused = sum(map(ask, parts))
        browser.close()
    return int(refused)
