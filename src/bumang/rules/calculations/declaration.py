"""What a calculation declares: its kind, what it takes, what it gives, the rules it follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from bumang.kernel.text import Text
from bumang.rules.explanation import Step
from bumang.rules.parameters import Law
from bumang.rules.source import Article, Origin


class Calculated(msgspec.Struct, frozen=True):
    """The result, and the steps to it in the order a clerk would explain them."""

    result: msgspec.Struct
    steps: tuple[Step, ...]

    @property
    def unverified(self) -> tuple[Origin, ...]:
        """The figures of the law that were used and are yet to be verified, each once."""
        used = (
            figure.origin
            for step in self.steps
            for figure in (*step.figures, step.result)
            if figure.origin is not None and not figure.origin.verified
        )
        return tuple(dict.fromkeys(used))


class Derivation(msgspec.Struct, frozen=True):
    """One figure that is given: the inputs and figures it is made from, and those of the law.

    In `law` a name that ends with `*` stands for every parameter that begins so; in `takes` it is
    the input itself where a figure has the same name.
    """

    gives: str
    takes: tuple[str, ...] = ()
    law: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """One kind of calculation, as a program asks for it by name.

    `inputs` is a struct whose fields are annotated with `Field`, see `written`. `result` is a struct
    of yuan (`Decimal`, told as strings), months (strings) and counts; what does not apply is
    `msgspec.UNSET` and is left out. `answer` takes the inputs, the law, and the day whose law
    holds; it raises `InvalidInput` for facts that contradict each other or the law.
    `flow` tells what each figure is made from. `checked` are inputs that may be refused and that
    nothing is made from: the year that a sheet is of, say.
    """

    kind: str
    title: Text
    inputs: type[msgspec.Struct]
    result: type[msgspec.Struct]
    answer: Callable[[Any, Law, date], Calculated]
    rules: tuple[Article, ...]
    flow: tuple[Derivation, ...]
    checked: tuple[str, ...] = ()
