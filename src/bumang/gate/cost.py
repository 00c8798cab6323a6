"""What a request costs us, as its route tells; each class has slots of its own."""

from __future__ import annotations

from enum import StrEnum


class Cost(StrEnum):
    """ACCEPT: an append to the intake, never made to wait. LIGHT: computed, without the core.
    INTERACTIVE: asks the databases. FORM: filling in what is then accepted, with slots of its own, so
    that a crowd elsewhere does not stand before what never queues. UPSTREAM: an old system behind
    the shield answers it. OPERATORS: steering itself, with slots no crowd can take."""

    ACCEPT = "accept"
    LIGHT = "light"
    INTERACTIVE = "interactive"
    FORM = "form"
    UPSTREAM = "upstream"
    OPERATORS = "operators"


def cost_of(method: str, path: str) -> Cost:
    """The class of a route; what is not known here costs a page that says so."""
    parts = path.strip("/").split("/")
    if method == "POST" and parts[-1] in {"submissions", "send", "file"}:
        return Cost.ACCEPT
    if parts[0] == "api":
        parts = parts[2:] or [""]
    if parts[0] in {"console", "gate"}:
        return Cost.OPERATORS
    if path.startswith("/items/") and parts[-1] != "result":
        return Cost.FORM
    return (
        Cost.INTERACTIVE
        if parts[:1] in (["receipts"], ["mine"], ["code"], ["check"], ["codes"], ["vouchers"])
        else Cost.LIGHT
    )


def never_shed(path: str) -> bool:
    """What watches us, what a page needs to be read, and signing in, which accepting depends on."""
    return path.startswith(_NEVER_SHED)


_NEVER_SHED = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/assets/",
    "/.well-known/",
    "/oauth/",
    "/sign-in",
    "/sign-out",
    "/demo/",
)
