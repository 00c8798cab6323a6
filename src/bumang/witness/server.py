"""The witness's HTTP interface (C2SP tlog-witness): `POST /add-checkpoint`, and its key at `/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import structlog

from bumang.evidence import add_checkpoint as requests
from bumang.evidence.note import NotANoteError
from bumang.evidence.note_keys import NoteVerifier, WitnessKey
from bumang.witness.decision import Verdict, decide, log_of
from bumang.witness.memory import Memory

_LARGEST = 64 * 1024
_SECONDS = 10
_SIZE = "text/x.tlog.size"
_TEXT = "text/plain; charset=utf-8"

_events = structlog.get_logger()


class Witness:
    """From a request's body to status, media type and answer. `keys_of` gives a log's keys by its name."""

    def __init__(
        self, key: WitnessKey, memory: Memory, keys_of: Callable[[str], Sequence[NoteVerifier]]
    ) -> None:
        self.key = key
        self._memory = memory
        self._keys_of = keys_of

    def add_checkpoint(self, body: bytes) -> tuple[int, str, str]:
        try:
            asked = requests.read(body)
            origin = log_of(asked)
        except NotANoteError as wrong:
            return 400, _TEXT, f"{wrong}\n"
        keys = self._keys_of(origin)
        verdict, size = self._memory.judge(
            origin, body.decode(), lambda seen: decide(asked, keys, seen)
        )
        if verdict is Verdict.COSIGN:
            return 200, _TEXT, str(self.key.line(asked.checkpoint.text))
        if verdict in {Verdict.FORKED, Verdict.NOT_CONSISTENT}:
            _events.critical("a log was not cosigned", log=origin, reason=verdict.name.lower())
        if verdict in {Verdict.OTHER_SIZE, Verdict.FORKED}:
            return 409, _SIZE, f"{size}\n"
        return verdict.value, _TEXT, f"{_WORDS[verdict]}\n"


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Listens, and serves when told to. Port 0 is any free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _SECONDS

        def do_GET(self) -> None:
            known = self.path == "/"
            self._answer(200 if known else 404, _TEXT, f"{witness.key.public}\n" if known else "")

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            if not (length.isascii() and length.isdecimal() and int(length) <= _LARGEST):
                self.close_connection = True
                return self._answer(400, _TEXT, "the body must have a length, 64 KB at most\n")
            body = self.rfile.read(int(length))
            if self.path != "/add-checkpoint":
                return self._answer(404, _TEXT, "post to /add-checkpoint\n")
            return self._answer(*witness.add_checkpoint(body))

        def _answer(self, status: int, media_type: str, text: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("content-type", media_type)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """What matters is logged by the witness itself."""

    made = ThreadingHTTPServer((host, port), Handler)
    made.daemon_threads = True
    return made


_WORDS = {
    Verdict.MALFORMED: "the proof begins after the checkpoint's size",
    Verdict.NOT_SIGNED: "the checkpoint is not signed by all keys of this log",
    Verdict.UNKNOWN_LOG: "this witness does not know the log",
    Verdict.NOT_CONSISTENT: "the proof does not show that the log went on from what was seen",
}
