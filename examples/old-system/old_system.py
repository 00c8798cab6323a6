"""A small honest old system, to stand behind the shield: the standard library only.

It has a fixed number of threads, and a database that gets slower the more ask at once, as a disk
that seeks does. Up to about six at once it does its best; with all its threads busy each waits for
the others, and hardly anything is done: it collapses. It counts what it did, and it takes the same
form twice without noticing: so what comes twice can be seen.

    python old_system.py --port 9000
"""

from __future__ import annotations

import argparse
import json
import queue
import socket
import socketserver
import sqlite3
import threading
import time
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

STEPS, STEP_SECONDS = 8, 0.01
KNEE = 8
"""So many at once make a step twice as long; twice as many make it nine times as long."""


class SlowDatabase:
    """Queries that hinder each other: modelled by sleeping, longer the more run at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running = 0

    def query(self) -> None:
        with self._lock:
            self.running += 1
        try:
            for _ in range(STEPS):
                time.sleep(STEP_SECONDS * (1 + (self.running / KNEE) ** 3))
        finally:
            with self._lock:
                self.running -= 1


class Applications:
    """What was applied for, in a file. Nothing here notices the same form twice."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("CREATE TABLE IF NOT EXISTS done (form_id, person, what, at)")

    def add(self, form_id: str, person: str, what: str) -> int:
        with self._lock:
            row = self._file.execute(
                "INSERT INTO done VALUES (?, ?, ?, ?)", (form_id, person, what, time.time())
            )
            self._file.commit()
            return row.lastrowid or 0

    def count(self, form_id: str) -> int:
        return int(self._one("SELECT count(*) FROM done WHERE form_id = ?", form_id))

    def counts(self) -> dict[str, int]:
        return {
            "posts": int(self._one("SELECT count(*) FROM done")),
            "doubled": int(self._one("SELECT count(*) - count(DISTINCT form_id) FROM done")),
        }

    def of(self, person: str) -> list[str]:
        with self._lock:
            found = self._file.execute(
                "SELECT what FROM done WHERE person = ? ORDER BY rowid", (person,)
            )
            return [row[0] for row in found]

    def _one(self, query: str, *values: str) -> object:
        with self._lock:
            return self._file.execute(query, values).fetchone()[0]


class Handler(BaseHTTPRequestHandler):
    """One request a connection, as many an old system does."""

    server: OldSystem

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        match asked.path:
            case "/":
                self._page(
                    "Old system", '<a href="/records">Records</a> <a href="/apply">Apply</a>'
                )
            case "/records":
                self.server.database.query()
                self.server.served += 1
                self._page("Records", f"<p>As of {time.strftime('%H:%M:%S')}</p>")
            case "/apply":
                self._page("Apply", _FORM.format(form_id=token_hex(8)))
            case "/applications":
                person, form_id = given.get("person", ""), given.get("form_id", "")
                listed = "".join(f"<li>{escape(what)}</li>" for what in self.server.done.of(person))
                found = self.server.done.count(form_id)
                self._page("Applications", f"<p>times done: {found}</p><ul>{listed}</ul>")
            case "/events":
                self._events()
            case "/download":
                self._download(int(given.get("mb", "1")))
            case "/style.css":
                self._answer(200, "text/css", b"body{font:1.1rem sans-serif}")
            case "/stats":
                told = {"served": self.server.served, **self.server.done.counts()}
                self._answer(200, "application/json", json.dumps(told).encode())
            case _:
                self._answer(404, "text/plain", b"nothing here")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        sent = parse_qs(self.rfile.read(size).decode())
        form = {name: values[0] for name, values in sent.items()}
        if self.path != "/apply" or not form.get("person"):
            self._page("Something is missing: the person", "")
            return
        self.server.database.query()
        self.server.done.add(form.get("form_id", ""), form["person"], form.get("what", ""))
        self.send_response(303)
        self.send_header("Location", f"/applications?person={form['person']}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for number in range(5):
            self.wfile.write(f"data: {number}\n\n".encode())
            self.wfile.flush()
            time.sleep(0.2)

    def _download(self, megabytes: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(megabytes * 1024**2))
        self.end_headers()
        for _ in range(megabytes):
            self.wfile.write(bytes(1024**2))

    def _page(self, title: str, body: str) -> None:
        page = f"<!doctype html><title>{title}</title><h1>{title}</h1>{body}"
        self._answer(200, "text/html; charset=utf-8", page.encode())

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Counts are at /stats."""


class OldSystem(socketserver.TCPServer):
    """`threads` workers take connections from one queue."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port: int, threads: int, file: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.database, self.done, self.served = SlowDatabase(), Applications(file), 0
        self._waiting: queue.Queue[tuple[socket.socket, object]] = queue.Queue(threads)
        for _ in range(threads):
            threading.Thread(target=self._work, daemon=True).start()

    def process_request(self, request: socket.socket, client_address: object) -> None:
        self._waiting.put((request, client_address))

    def _work(self) -> None:
        while True:
            request, address = self._waiting.get()
            with suppress(OSError):  # the client has gone; its work was done for nobody
                self.finish_request(request, address)
            self.shutdown_request(request)


_FORM = (
    '<form method="post"><input type="hidden" name="form_id" value="{form_id}">'
    '<p><label>Identity number <input name="person"></label></p>'
    '<p><label>What for <input name="what"></label></p><button>Send</button></form>'
)


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    read.add_argument("--port", type=int, default=9000)
    read.add_argument("--threads", type=int, default=32)
    read.add_argument("--data", type=Path, default=Path("old-system.sqlite"))
    given = read.parse_args()
    with OldSystem(given.port, given.threads, given.data) as system:
        print(f"the old system is on http://127.0.0.1:{given.port}", flush=True)
        with suppress(KeyboardInterrupt):
            system.serve_forever()


if __name__ == "__main__":
    main()
