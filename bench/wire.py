"""One GET on a bare socket, so that every byte that comes is counted."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    on_the_wire: int  # bytes, headers too
    compressed: bool


def get(url: str, *, gzip: bool) -> Answer:
    """Raises ValueError when what comes is no HTTP."""
    parts = urlsplit(url)
    lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += ["Accept: */*", *(["Accept-Encoding: gzip"] if gzip else []), "", ""]
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        came = bytearray()
        while part := connection.recv(65536):
            came += part
    return read(bytes(came))


def read(came: bytes) -> Answer:
    head, separator, _ = came.partition(b"\r\n\r\n")
    first, *headers = head.decode("latin-1").split("\r\n")
    if not separator or not first.startswith("HTTP/1.1 "):
        raise ValueError("the answer is no HTTP")
    fields = {name.lower(): value.strip() for name, _, value in (h.partition(":") for h in headers)}
    return Answer(int(first.split(" ")[1]), len(came), fields.get("content-encoding") == "gzip")
