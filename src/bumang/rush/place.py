"""Where a load run may go: to this machine."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


class NotAllowedError(Exception):
    """The text says where it was to go, and what would make it right."""


def here(url: str) -> tuple[str, int]:
    """Host and port of a target on this machine. Raises NotAllowedError."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise NotAllowedError(f"{url} is not an address like http://127.0.0.1:8000.")
    if not _is_here(parts.hostname):
        raise NotAllowedError(
            f"{parts.hostname} is not this machine, and a load run may harm it. "
            "Run it there, against its loopback address."
        )
    return parts.hostname, parts.port or 80


def _is_here(host: str) -> bool:
    """Whether all addresses of the name are of the loopback."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotAllowedError(f"{host} is not known: {error}.") from None
    return all(ipaddress.ip_address(address[0]).is_loopback for *_, address in found)
