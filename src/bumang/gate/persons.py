"""One place a person in a line, where signed in: a second device finds the same one."""

from __future__ import annotations

from bumang.gate.line import Line
from bumang.gate.ticket import Seals
from bumang.gate.visit import LONGEST
from bumang.runtime.sql import statement

_KNOWN = statement(__package__, "place_of_person")
_KEEP = statement(__package__, "keep_person")


async def place_of(line: Line, seals: Seals, person: str) -> int:
    """The place that this person has in the line, or now gets at its end.

    The primary key decides between two devices that come at once; the place that the second had
    taken is then nobody's. Raises what an unreachable database raises.
    """
    mark = seals.person(line.number, person)
    known: int | None = await line.database().fetchval(_KNOWN, line.number, mark, LONGEST)
    if known is not None:
        return known
    place = line.join_at_once() or await line.join()
    kept: int = await line.database().fetchval(_KEEP, line.number, mark, place, LONGEST)
    return kept
