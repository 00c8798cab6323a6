"""Where a load run may go: to this machine, or to one address whose operator proves to agree."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec


class NotAllowedError(Exception):
    """The text says where it was to go, and what would make it right."""


class Target(msgspec.Struct, frozen=True):
    """`address` is what the name `host` stood for when it was looked up: it is asked once, so that
    a name which changes meanwhile leads a run to nobody else."""

    host: str
    port: int
    address: str

    @property
    def named(self) -> str:
        """Name and port, as a request says them."""
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{_bracketed(self.address)}:{self.port}"


def target(url: str) -> Target:
    """Raises NotAllowedError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowedError(f"{url} is not an address like http://127.0.0.1:8000.") from None
    if parts.scheme != "http" or not parts.hostname or parts.username or parts.path.strip("/"):
        raise NotAllowedError(f"{url} is not an address like http://127.0.0.1:8000.")
    return Target(parts.hostname, port or 80, _addresses(parts.hostname)[0])


def here(url: str) -> Target:
    """A target on this machine. Raises NotAllowedError."""
    found = target(url)
    if not all(ip_address(one).is_loopback for one in _addresses(found.host)):
        raise NotAllowedError(
            f"{found.host} is not this machine, and a load run may harm it. Run it there, against "
            "its loopback address; or have its operator agree, and give --permit."
        )
    return found


def _addresses(host: str) -> list[str]:
    """Those of the name, version 4 first: it is what most listen on."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAllowedError(f"{host} is not known: {error}.") from None
    return sorted({str(address[0]) for *_, address in found}, key=lambda one: (":" in one, one))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
