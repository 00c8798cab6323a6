"""What is wrong with an input, in words a person can act on."""

from __future__ import annotations

import msgspec

from bumang.kernel.text import Text


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: what it is, why it matters, what to do.

    `code` is stable and upper case (`CHECK_DIGIT`), for programs. `field` is a JSON path into the
    form (`insured[0]`) or a column's name; empty when the problem is about the whole.
    A problem never repeats personal data: it is shown, stored and may be logged by code.
    """

    code: str
    what: Text
    why: Text
    fix: Text
    field: str = ""

    def at(self, field: str) -> Problem:
        """The same problem, located: the outer path is put before the inner one."""
        if not self.field:
            return msgspec.structs.replace(self, field=field)
        joint = "" if self.field.startswith("[") else "."
        return msgspec.structs.replace(self, field=f"{field}{joint}{self.field}")


class InvalidInput(Exception):  # noqa: N818 - it is an answer to the person, not a fault
    """The input cannot be taken as it is. Carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
