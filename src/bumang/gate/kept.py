"""Under which names a ticket and a pass are kept by browsers and sent by programs.

A browser keeps one of each for every line, so that no place takes another's. Only the doubtful lane
shares the main line's: a place there is changed for one in the main line, never held beside it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bumang.gate.cost import Cost
from bumang.gate.lane import LINES, Lane, cost_of_line, lane_of_line, line_number
from bumang.gate.opening import Opening
from bumang.runtime.http import Headers, Request, cookie, cookie_name

TICKET, PASS = "bumang-ticket", "bumang-pass"


def ticket_cookie(line: int, opening: Opening | None = None) -> str:
    return f"{TICKET}-{_end(line, opening)}"


def pass_cookie(line: int, opening: Opening | None = None) -> str:
    return f"{PASS}-{_end(line, opening)}"


def _lines_for(cost: Cost, lane: Lane, opening: Opening | None = None) -> tuple[int, ...]:
    """The lines whose place or visit counts for a request, the first before the others.

    Whoever is doubted waits for what is urgent in the doubtful lane too.
    """
    if opening is not None:
        return (opening.line,)
    main = line_number(cost, Lane.MAIN)
    return (line_number(cost, Lane.URGENT), main) if lane is Lane.URGENT else (main,)


class Carried(NamedTuple):
    """What a request carries of places and visits, as sent; empty what it does not."""

    ticket: str
    known_pass: str


def carried(request: Request, cost: Cost, lane: Lane, opening: Opening | None = None) -> Carried:
    """For a request of this class and lane, or for an opening; a program's fields come first."""
    ticket, known_pass = request.headers.get(TICKET), request.headers.get(PASS)
    if not (ticket and known_pass) and (sent := request.headers.get("cookie")):
        for line in _lines_for(cost, lane, opening):
            ticket = ticket or cookie(sent, cookie_name(request, ticket_cookie(line, opening)))
            known_pass = known_pass or cookie(
                sent, cookie_name(request, pass_cookie(line, opening))
            )
    return Carried(ticket, known_pass)


def every_carried(headers: Headers) -> list[Carried]:
    """Of all lines, a ticket or a pass each: for what has to be known before the class and the lane of
    a request are. Of very many, the first few."""
    sent = Carried(headers.get(TICKET), headers.get(PASS))
    found = _KEPT.findall(headers.get("cookie"))[:_MOST_KEPT]
    return [sent, *(Carried(ticket, known_pass) for ticket, known_pass in found)]


_MOST_KEPT = 2 * len(LINES)
_VALUE = r"-[a-z0-9-]+=([^;\s]*)"
_KEPT = re.compile(rf"(?:^|[ ;])(?:__Host-)?(?:{TICKET}{_VALUE}|{PASS}{_VALUE})")


def _end(line: int, opening: Opening | None) -> str:
    # By its number, for its line is another opening's later.
    return _ENDS.get(line, f"line-{line}") if opening is None else f"opening-{opening.number}"


def _end_of(line: int) -> str:
    cost = cost_of_line(line).value
    return f"{cost}-urgent" if lane_of_line(line) is Lane.URGENT else cost


_ENDS = {line: _end_of(line) for line in LINES}

TICKET_COOKIES = tuple(dict.fromkeys(ticket_cookie(line) for line in reversed(LINES)))
"""Those of every line but the openings'."""
