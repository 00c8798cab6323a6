"""The waiting room's pages with its addresses below the shield's prefix.

The room knows itself as `/queue`, and so may a page of the old system be called; here the room's
own are told apart by where they stand in its pages, and moved.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

import msgspec

from bumang.gate.queue_routes import PATHS, queue_answer
from bumang.gate.room import Room
from bumang.gate.waiting_script import SCRIPT
from bumang.runtime.http import Request, Wire

_LINKS = (
    'href="/queue"',
    'action="/queue"',
    'action="/queue/go-on"',
    'action="/queue/go-on?',
    "'/queue/now'",
)


def address(path: str) -> str:
    """A path of the old system in a link of the room's pages, never taken for one of the room's."""
    return f"{path}?" if path in PATHS else path


async def queue_at(room: Room, request: Request, prefix: str) -> Wire | None:
    """The room's answer below the prefix; `None`: it has no such address."""
    path = request.path.removeprefix(prefix)
    if path not in PATHS:
        return None
    inside = Request(
        request.method, path, request.query, request.scheme, request.headers, request.body
    )
    return moved(await queue_answer(room, inside), prefix)


def moved(wire: Wire, prefix: str) -> Wire:
    body = wire.body
    for link in _LINKS:
        body = body.replace(link.encode(), link.replace("/queue", f"{prefix}/queue").encode())
    return msgspec.structs.replace(
        wire, body=body, headers=tuple(_header(*one, prefix) for one in wire.headers)
    )


def _header(name: str, value: str, prefix: str) -> tuple[str, str]:
    if name == "location" and value in PATHS:
        return name, prefix + value
    if name == "content-security-policy":
        # The script asks another address, so it is another script.
        return name, value.replace(_hash(SCRIPT), _hash(_at(SCRIPT, prefix)))
    return name, value


def _at(script: str, prefix: str) -> str:
    return script.replace("'/queue/now'", f"'{prefix}/queue/now'")


@cache
def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
