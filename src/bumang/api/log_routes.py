"""The public log on the wire: its keys, checkpoints and tiles as files, the proof of a receipt.

A web server or CDN before us can give out the files itself (`<data>/log`); here they are for a small
installation.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from re import compile as pattern

import msgspec

from bumang.access.principal import Principal
from bumang.evidence.log_proof import LogProof
from bumang.evidence.published_logs import PublishedLogs
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Wire

VERIFIER = resources.files("bumang.evidence").joinpath("offline/verifier.html").read_bytes()


def _hash_of(tag: str) -> str:
    """The only script (or style) of the page that may run, by its hash."""
    content = VERIFIER.split(f"<{tag}>".encode(), 1)[1].split(f"</{tag}>".encode(), 1)[0]
    return f"'sha256-{b64encode(sha256(content).digest()).decode()}'"


_POLICY = (
    f"default-src 'none'; script-src {_hash_of('script')}; style-src {_hash_of('style')}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TEXT = "text/plain; charset=utf-8"
_LOG = pattern(r"[1-9][0-9]?|core")
_TILE = pattern(r"([0-9]{1,2}|entries)(/x[0-9]{3})*/[0-9]{3}(\.p/[1-9][0-9]{0,2})?")
_FOR_EVER = (("cache-control", "public, max-age=31536000, immutable"),)
_A_MOMENT = (("cache-control", "public, max-age=1"),)

Proof = Callable[[int], Awaitable[tuple[str, LogProof | None] | None]]
"""By a receipt's number: whose it is, and its proof, or `None` while no checkpoint covers it."""


Statements = Callable[[int, Principal, int | None], Awaitable[bytes | None]]
"""By a receipt's number, who asks, and a row of a file: the statements with their proofs as a file;
empty while there are none, `None` for everyone but whom the outcome belongs to."""


def proof_file(proof: LogProof) -> Wire:
    name = (("content-disposition", 'attachment; filename="receipt.tlog-proof"'),)
    return Wire(200, TEXT, str(proof).encode(), name)


def statements_file(content: bytes) -> Wire:
    name = (("content-disposition", 'attachment; filename="statements.json"'),)
    return Wire(200, JSON, content, name)


@dataclass(frozen=True)
class LogRoutes:
    """`folder` holds the files of all logs."""

    folder: Path
    published: PublishedLogs
    proof: Proof
    statements: Statements

    def keys(self) -> Wire:
        return Wire(200, JSON, msgspec.json.encode(self.published))

    def checkpoint(self, log: str) -> Wire:
        return self._file(log, "checkpoint", TEXT, _A_MOMENT)

    def verifier(self) -> Wire:
        """A page that checks receipts in the browser, to be kept and used offline."""
        headers = (("content-security-policy", _POLICY), ("x-content-type-options", "nosniff"))
        return Wire(200, "text/html; charset=utf-8", VERIFIER, headers)

    def tile(self, log: str, path: Sequence[str]) -> Wire:
        written = "/".join(path)
        if not _TILE.fullmatch(written):
            raise InvalidInput(_NO_SUCH_FILE)
        return self._file(log, f"tile/{written}", "application/octet-stream", _FOR_EVER)

    def _file(
        self, log: str, path: str, media_type: str, kept: tuple[tuple[str, str], ...]
    ) -> Wire:
        if not _LOG.fullmatch(log):
            raise InvalidInput(_NO_SUCH_FILE)
        try:
            return Wire(200, media_type, (self.folder / log / path).read_bytes(), kept)
        except (FileNotFoundError, IsADirectoryError):
            raise InvalidInput(_NO_SUCH_FILE) from None


_NO_SUCH_FILE = Problem(
    "NO_SUCH_FILE",
    Text("公开日志里没有这个文件。", "The public log has no such file."),
    Text(
        "日志可能还没有长到这里，或地址写错了；已满的部分文件会删去。",
        "The log may not have grown so far, or the address is misspelt; partial tiles go when full.",
    ),
    Text(
        "先读 /log/1/checkpoint，按其中的大小取文件。",
        "Read /log/1/checkpoint first and ask by the size it tells.",
    ),
)
