"""Under which names a ticket and a pass are kept by browsers and sent by programs."""

from __future__ import annotations

from bumang.gate.cost import Cost

TICKET, PASS = "bumang-ticket", "bumang-pass"
TICKET_COOKIES = {cost: f"{TICKET}-{cost}" for cost in Cost}
PASS_COOKIES = {cost: f"{PASS}-{cost}" for cost in Cost}


def opening_ticket(opening: int) -> str:
    """An opening's ticket and pass are kept apart, so that no other line's take their place."""
    return f"{TICKET}-opening-{opening}"


def opening_pass(opening: int) -> str:
    return f"{PASS}-opening-{opening}"
