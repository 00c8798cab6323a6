"""Under which names a ticket and a pass are kept by browsers and sent by programs."""

from __future__ import annotations

from bumang.gate.cost import Cost

TICKET, PASS = "bumang-ticket", "bumang-pass"
TICKET_COOKIES = {cost: f"{TICKET}-{cost}" for cost in Cost}
PASS_COOKIES = {cost: f"{PASS}-{cost}" for cost in Cost}
