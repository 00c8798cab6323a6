"""Connections that take and do not give, on a real instance; beside them people are served all the time."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

HELD = 200
SLOW_SECONDS = 6
PAGE = "/items/pension-estimate"


class Instance:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def connection(self, receive_bytes: int = 0) -> socket.socket:
        made = socket.socket()
        if receive_bytes:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        made.settimeout(20)
        made.connect(("127.0.0.1", self.port))
        return made

    def serves_people(self) -> None:
        """A page, a health check and an answer of the API, each by a connection of its own."""
        for path in (PAGE, "/healthz", "/api/v1/items"):
            assert httpx.get(self.url + path, timeout=20).status_code == 200

    def head(self, *fields: str, method: str = "GET", path: str = PAGE) -> bytes:
        return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: x", *fields, "", "")).encode()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    data = tmp_path_factory.mktemp("hostile")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "BUMANG_WEB_PROCESSES": "1",
        "BUMANG_WORKERS": "0",
        "BUMANG_SLOW_SECONDS": str(SLOW_SECONDS),
    }
    command = [
        sys.executable,
        "-m",
        "bumang.cli",
        "--data",
        str(data),
        "serve",
        "--port",
        str(port),
    ]
    started = subprocess.Popen(command, env=environment)
    try:
        made = Instance(port)
        until(lambda: _ready(made.url))
        yield made
    finally:
        started.send_signal(signal.SIGINT)
        assert started.wait(60) == 0


@pytest.fixture(autouse=True)
def many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))


def until(what: Callable[[], bool]) -> None:
    """Give it a minute; a loaded machine is no wrong answer."""
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def _ready(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/readyz", timeout=5).status_code == 200
    return False


def closed(connection: socket.socket) -> bool:
    """Whether the server has let go of it, with or without an answer."""
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def test_connections_that_say_nothing_are_let_go_and_stop_nobody(instance: Instance) -> None:
    with ExitStack() as held:
        silent = [held.enter_context(instance.connection()) for _ in range(1500)]
        instance.serves_people()
        until(lambda: all(closed(one) for one in silent))


def test_headers_that_drip_do_not_hold_a_connection(instance: Instance) -> None:
    with ExitStack() as held:
        dripping = [held.enter_context(instance.connection()) for _ in range(HELD)]

        def drip() -> bool:
            for one in dripping:
                with suppress(OSError):
                    one.setblocking(False)
                    one.send(b"G")
            return all(closed(one) for one in dripping)

        instance.serves_people()
        until(drip)


def test_a_connection_kept_after_an_answer_is_let_go(instance: Instance) -> None:
    with instance.connection() as kept:
        kept.sendall(instance.head(path="/healthz"))
        assert b"200 OK" in kept.recv(65536)
        until(lambda: closed(kept))


def test_a_body_that_stops_coming_is_told_so_in_words(instance: Instance) -> None:
    head = instance.head(
        "Content-Length: 500", method="POST", path="/api/v1/items/pension-estimate/answers"
    )
    with ExitStack() as held:
        stopped = [held.enter_context(instance.connection()) for _ in range(HELD)]
        for one in stopped:
            one.sendall(head + b"{")
        instance.serves_people()
        answer = b""
        while b"BODY_TOO_SLOW" not in answer:
            part = stopped[0].recv(65536)
            assert part, answer
            answer += part
        assert answer.startswith(b"HTTP/1.1 408")


MATTER = "employment-declaration"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/items/{MATTER}/file", "multipart/form-data; boundary=x"),
        (f"/api/v1/items/{MATTER}/submissions", "text/csv"),
        (f"/api/v1/items/{MATTER}/submissions", "application/json"),
    ],
)
def test_who_is_not_signed_in_is_told_so_before_their_large_body_has_come(
    instance: Instance, path: str, kind: str
) -> None:
    size = 20 * 1024 * 1024
    fields = (f"Content-Type: {kind}", f"Content-Length: {size}", "Idempotency-Key: k")
    with instance.connection() as one:
        one.sendall(instance.head(*fields, method="POST", path=path) + b"x" * 1024)
        assert one.recv(100).startswith(b"HTTP/1.1 401")
    # Whoever sends all of it before they listen hears the same.
    told = httpx.post(
        instance.url + path,
        content=b"x" * size,
        headers={"content-type": kind, "idempotency-key": "k"},
        timeout=20,
    )
    assert told.status_code == 401


@pytest.mark.parametrize(
    "fields", [["A: " + "a" * 200_000], [f"A{at}: a" for at in range(500)]], ids=["long", "many"]
)
def test_headers_beyond_all_measure_are_refused(instance: Instance, fields: list[str]) -> None:
    with instance.connection() as one:
        with suppress(OSError):
            one.sendall(instance.head(*fields))
        assert one.recv(100).startswith(b"HTTP/1.1 431")
    instance.serves_people()


def test_clients_that_never_read_stop_nobody(instance: Instance) -> None:
    with ExitStack() as held:
        for _ in range(HELD):
            never = held.enter_context(instance.connection(receive_bytes=4096))
            never.sendall(instance.head(path="/openapi.json"))
        instance.serves_people()


def test_requests_in_a_row_on_one_connection_are_all_answered(instance: Instance) -> None:
    with instance.connection() as one:
        one.sendall(instance.head(path="/healthz") * 1000)
        answered, text = 0, b""
        while answered < 1000:
            part = one.recv(65536)
            assert part
            text += part
            answered = text.count(b'{"alive":true}')
        instance.serves_people()


def test_who_speaks_http_2_is_let_go_and_floods_no_streams(instance: Instance) -> None:
    """Streams opened and reset by the thousand (CVE-2023-44487) need a server that speaks it."""
    with ExitStack() as held:
        for _ in range(50):
            one = held.enter_context(instance.connection())
            with suppress(OSError):
                one.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0" * 1000)
            until(lambda one=one: closed(one))  # type: ignore[misc]
    instance.serves_people()
