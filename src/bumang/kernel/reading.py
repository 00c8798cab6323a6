"""What came of reading something a person wrote: a value, or what is wrong with it."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text

T = TypeVar("T")


class Reading(msgspec.Struct, Generic[T], frozen=True):
    """A written value as understood.

    `value` is in the form to store; None when it could not be understood, and then `problems` says
    why. `normalised` tells that it was written differently from the form stored. `notices` are
    doubts that do not stop anybody.
    """

    value: T | None
    problems: tuple[Problem, ...] = ()
    normalised: bool = False
    notices: tuple[Problem, ...] = ()

    def get(self) -> T:
        """The value. Raises `InvalidInput` with the problems when there is none."""
        if self.value is None:
            raise InvalidInput(*self.problems)
        return self.value


def refused(*problems: Problem) -> Reading[T]:
    """A reading that found no value."""
    return Reading(None, problems)


def empty(what: Text) -> Problem:
    """EMPTY: nothing was written where `what` is needed."""
    return Problem(
        code="EMPTY",
        what=Text(zh="{what}没有填。", en="The {what} is missing.").format(what=what),
        why=Text(zh="办理这件事要用到它。", en="This matter cannot be handled without it."),
        fix=Text(zh="请填写{what}。", en="Please enter the {what}.").format(what=what),
    )
