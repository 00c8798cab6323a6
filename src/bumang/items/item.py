"""A service item is the unit of the product (design, section 2).

One declaration; from it come the page, the API operation with its schema, the batch file's columns,
the receipt's wording and the status page. Three shapes: answered at once (`AnsweredItem`), accepted
(`AcceptedItem`), accepted also as a file of many (`BatchItem`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, Protocol

import asyncpg
import msgspec

from bumang.access.principal import Principal, Role
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text


class Criticality(IntEnum):
    """What goes first when not everything can."""

    QUERY = 0
    SUBMISSION = 1
    DEADLINE = 2
    LIVELIHOOD = 3


class Widget(StrEnum):
    """How a question is asked on a page."""

    TEXT = "text"
    IDENTITY = "identity"
    IDENTITIES = "identities"  # oneself and family members, chosen or typed
    MONTH = "month"
    YEAR = "year"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, one page. `field` names the field of the form that holds the answer.

    `column` is the heading in a batch file where it differs from `label`; `aliases` are other
    headings that are understood (agency systems' codes). `asked_when` leaves a question out
    depending on the answers before it.
    """

    field: str
    label: Text
    heading: Text
    hint: Text
    example: str
    widget: Widget
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    aliases: tuple[str, ...] = ()
    asked_when: Callable[[dict[str, Any]], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """The legal time limit in working days with its source; 0 days: at once."""

    working_days: int
    source: str
    usual: Text


@dataclass(frozen=True, kw_only=True)
class Item:
    """What every service item declares.

    `examples` are forms that are good on the given day; the first works in the demo city.

    `check` finds what decoding by type cannot: it is pure, sees the whole form and the legal day,
    and returns every problem it finds, each with its `field`.
    """

    code: str
    name: Text
    summary: Text
    who: Text
    needs: tuple[Text, ...]
    cost: Text
    best_hours: Text
    basis: str
    roles: frozenset[Role]
    criticality: Criticality
    time_limit: TimeLimit
    form: type[msgspec.Struct]
    questions: tuple[Question, ...]
    examples: Callable[[date], tuple[msgspec.Struct, ...]]
    check: Callable[[Any, date], Sequence[Problem]]


@dataclass(frozen=True, kw_only=True)
class AnsweredItem(Item):
    """Answered at once. `answer` is pure: the form, the legal day -> the result.

    It raises `InvalidInput` where the law or the tables have no answer for this input.
    `template` is the result's page fragment in the item's folder, given `result`, `beside` and
    `language`. `beside` is what the page shows besides the answer, pure as well; programs that want
    it ask again with another form.
    """

    result: type[msgspec.Struct]
    answer: Callable[[Any, date], msgspec.Struct]
    beside: Callable[[Any, date], msgspec.Struct | None] | None = None
    template: str = "result.html"


class EntryId(msgspec.Struct, frozen=True, order=True):
    """An entry of an intake log: which log, and which place in it."""

    log: int
    seq: int


class Command(msgspec.Struct, frozen=True):
    """One accepted submission, as the decision sees it. `row` counts from 1 in a file; 0: no file."""

    entry: EntryId
    row: int
    submitter: Principal
    accepted_at: datetime
    form: Any


class Effect(Protocol):
    """A change to the core database that a decision asks for. Stored in bulk, by type.

    The class's `store` writes all effects of its type in the caller's transaction. What must not
    happen twice is refused there by a constraint, which fails the whole transaction.
    """

    @classmethod
    async def store(
        cls, connection: asyncpg.Connection[Any], rows: Sequence[tuple[Command, Any]]
    ) -> None: ...


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What became of a submission: the outcome, what to tell, and the effects to store with it.

    `result` is plain data for the person (JSON); `reasons` say why it was refused, or what to note.
    A refusal names the rule and the figure that decides, and has no effects.
    """

    outcome: Outcome
    result: dict[str, Any]
    reasons: tuple[Problem, ...] = ()
    effects: tuple[Effect, ...] = ()


class State(Protocol):
    """What a batch of commands needs to know. Loaded once a batch, then kept true while deciding."""

    def record(self, command: Any, decision: Decision) -> None:
        """Take in a decision just made, so that the next command of the batch sees it."""


@dataclass(frozen=True, kw_only=True)
class AcceptedItem(Item):
    """Accepted with a receipt, decided in processing.

    `load` reads in bulk what the commands need. `decide` is pure: same state, command and law, same
    decision; "now" is the command's time of acceptance. `told_at_once` are the codes of refusals that
    the door may tell when the core already knows them, because nothing that still waits to be
    processed could make them untrue; every other refusal is told by processing alone.
    `before_sending` is pure and says what follows from the form, such as what is to be paid, to be
    read before it is sent. `template` is the outcome's page fragment in the item's folder, given
    `result` and `language`.
    """

    load: Callable[[asyncpg.Connection[Any], Sequence[Command]], Awaitable[Any]]
    decide: Callable[[Any, Command], Decision]
    told_at_once: frozenset[str] = frozenset()
    before_sending: Callable[[Any, date], tuple[Text, ...]] | None = None
    template: str = "outcome.html"


@dataclass(frozen=True, kw_only=True)
class BatchItem(AcceptedItem):
    """Accepted one at a time or as a file: a row is a form, a column is a question."""

    max_rows: int = 100_000
