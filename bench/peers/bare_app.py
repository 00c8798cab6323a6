"""The bare server: Granian's own protocol, a constant answer, nothing read, nothing stored."""

from typing import Any

_ANSWER = b'{"number":"0000000000000000","state":"accepted"}'
_HEADERS = [("content-type", "application/json")]


async def app(scope: Any, protocol: Any) -> None:
    protocol.response_bytes(202, _HEADERS, _ANSWER)
