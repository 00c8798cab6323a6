"""The lines of the waiting room: one for each lane of each cost class."""

from __future__ import annotations

from enum import IntEnum

from bumang.gate.cost import Cost

CLASSES = (Cost.LIGHT, Cost.INTERACTIVE, Cost.FORM, Cost.UPSTREAM)
"""Those that may have to wait, in the order of their lines."""
OWN = (Cost.LIGHT, Cost.INTERACTIVE, Cost.FORM)
"""Of these, the classes of our own pages."""
_LANES_A_CLASS = 4
_FIRST = {cost: _LANES_A_CLASS * at for at, cost in enumerate(CLASSES)}


class Lane(IntEnum):
    """MAIN: everyone. URGENT: a livelihood or a deadline; called first, up to its share. DOUBTFUL: who
    comes with a crowd that behaves like scripts; called after the main lane, with a share that is
    certain."""

    MAIN = 0
    URGENT = 1
    DOUBTFUL = 2


def line_number(cost: Cost, lane: Lane) -> int:
    """0 to 31; beyond them are the lines of announced openings."""
    return _FIRST[cost] + lane


def cost_of_line(line: int) -> Cost:
    return CLASSES[line // _LANES_A_CLASS]


def lane_of_line(line: int) -> Lane:
    return Lane(line % _LANES_A_CLASS)


def is_doubtful(line: int) -> bool:
    return line in LINES and lane_of_line(line) is Lane.DOUBTFUL


LINES = tuple(line_number(cost, lane) for cost in CLASSES for lane in Lane)

OPENING_LINES = range(32, 64)
"""Each is an announced opening's for some days."""


def line_name(line: int) -> str:
    """`interactive.main`, `opening.32`: what operators call a line."""
    if line in OPENING_LINES:
        return f"opening.{line}"
    return f"{cost_of_line(line).value}.{lane_of_line(line).name.lower()}"


LINE_NAMED = {line_name(line): line for line in (*LINES, *OPENING_LINES)}
