"""转移流程: the states of a transfer, who may do what in each, and its limits.

State Council office measure of 2009, art. 8: new place, old place, new place, fifteen working days
each. The states between are this project's design. A step's clock runs while its state lasts; it
stands still in the states in which somebody else must first mend something, because there the
step's own state is left, and it goes on where it stood when the state is entered again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.text import Text
from bumang.rules.working_days import WorkingDays


class State(StrEnum):
    """Where a transfer stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    SUPPLEMENT_NEEDED = "SUPPLEMENT_NEEDED"
    REJECTED = "REJECTED"
    CONTACT_LETTER_SENT = "CONTACT_LETTER_SENT"
    OUT_CHECKING = "OUT_CHECKING"
    OUT_RETURNED = "OUT_RETURNED"
    INFO_SHEET_SENT = "INFO_SHEET_SENT"
    FUND_REMITTED = "FUND_REMITTED"
    INFO_RECEIVED = "INFO_RECEIVED"
    FUND_RECEIVED = "FUND_RECEIVED"
    MATCHING = "MATCHING"
    MISMATCH = "MISMATCH"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    CLOSED_PARTIAL = "CLOSED_PARTIAL"

    @property
    def name_zh_en(self) -> Text:
        """What people call it."""
        return _NAMES[self]

    @property
    def waiting_for(self) -> Waiting:
        """Whose turn it is."""
        return _WAITING[self]

    @property
    def is_end(self) -> bool:
        return self.waiting_for is Waiting.END


class Waiting(StrEnum):
    APPLICANT = "applicant"
    NEW_PLACE = "new place"
    OLD_PLACE = "old place"
    END = "end"


class Actor(StrEnum):
    APPLICANT = "applicant"
    NEW_PLACE = "new_place"
    OLD_PLACE = "old_place"


class Event(StrEnum):
    """What can happen to a transfer."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ASK_SUPPLEMENT = "ask_supplement"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    ACCEPT_AND_SEND_LETTER = "accept_and_send_letter"
    LETTER_RECEIVED = "letter_received"
    RETURN = "return"
    RESEND_LETTER = "resend_letter"
    END_WITH_REASON = "end_with_reason"
    SEND_SHEET = "send_sheet"
    REMIT = "remit"
    SHEET_ARRIVES = "sheet_arrives"
    MONEY_ARRIVES = "money_arrives"
    DIFFERENCE = "difference"
    CORRECTED = "corrected"
    COMPLETE = "complete"
    COMPLETE_PART = "complete_part"


class Transition(msgspec.Struct, frozen=True):
    """From a state by an event of an actor to the next; whether the step has a limit."""

    before: State
    event: Event
    after: State
    actor: Actor
    limited: bool = False


class Happened(msgspec.Struct, frozen=True):
    """One event of a transfer's history."""

    event: Event
    actor: Actor
    on: date


class NotPossibleError(Exception):
    """An event cannot happen in a state, or not by this actor. `place` counts from 0."""

    def __init__(self, state: State, happened: Happened, place: int, possible: bool) -> None:
        super().__init__(f"{happened.event} by {happened.actor} in {state}")
        self.state = state
        self.happened = happened
        self.place = place
        self.wrong_actor = possible


class OutOfOrderError(Exception):
    """An event lies before the one it follows. `place` counts from 0."""

    def __init__(self, place: int) -> None:
        super().__init__(f"event {place} lies before the one it follows")
        self.place = place


class Progress(msgspec.Struct, frozen=True):
    """Where a transfer stands on a day. `due_on` is None in a state without a limit."""

    state: State
    waiting_for: Waiting
    used_days: int
    due_on: date | None
    overdue: bool


def follow(state: State, happened: Happened, place: int) -> State:
    """The state after an event; `place` is its own in the history. Raises `NotPossibleError`."""
    possible = [one for one in TRANSITIONS if (one.before, one.event) == (state, happened.event)]
    for one in possible:
        if one.actor is happened.actor:
            return one.after
    raise NotPossibleError(state, happened, place, bool(possible))


def progress(
    history: Sequence[Happened], today: date, limit_days: int, calendar: WorkingDays
) -> Progress:
    """Where a transfer stands `today`. Raises `NotPossibleError`, `OutOfOrderError`."""
    state, entered = State.DRAFT, history[0].on if history else today
    used: dict[State, int] = {}
    for place, happened in enumerate(history):
        if happened.on < entered:
            raise OutOfOrderError(place)
        after = follow(state, happened, place)
        if after is not state:
            used[state] = used.get(state, 0) + calendar.between(entered, happened.on)
            state, entered = after, happened.on
    if today < entered:
        raise OutOfOrderError(len(history))
    spent = used.get(state, 0)
    due = calendar.after(entered, max(0, limit_days - spent)) if state in _LIMITED else None
    return Progress(
        state,
        state.waiting_for,
        spent + calendar.between(entered, today),
        due,
        due is not None and today > due,
    )


def _row(
    before: State, event: Event, after: State, actor: Actor, limited: bool = False
) -> Transition:
    return Transition(before, event, after, actor, limited)


_S, _E, _A = State, Event, Actor
TRANSITIONS = (
    _row(_S.DRAFT, _E.SUBMIT, _S.SUBMITTED, _A.APPLICANT),
    _row(_S.DRAFT, _E.WITHDRAW, _S.CANCELLED, _A.APPLICANT),
    _row(_S.SUBMITTED, _E.WITHDRAW, _S.CANCELLED, _A.APPLICANT),
    _row(_S.SUBMITTED, _E.ASK_SUPPLEMENT, _S.SUPPLEMENT_NEEDED, _A.NEW_PLACE, True),
    _row(_S.SUPPLEMENT_NEEDED, _E.RESUBMIT, _S.SUBMITTED, _A.APPLICANT),
    _row(_S.SUPPLEMENT_NEEDED, _E.WITHDRAW, _S.CANCELLED, _A.APPLICANT),
    _row(_S.SUBMITTED, _E.REJECT, _S.REJECTED, _A.NEW_PLACE, True),
    _row(_S.SUBMITTED, _E.ACCEPT_AND_SEND_LETTER, _S.CONTACT_LETTER_SENT, _A.NEW_PLACE, True),
    _row(_S.CONTACT_LETTER_SENT, _E.LETTER_RECEIVED, _S.OUT_CHECKING, _A.OLD_PLACE),
    _row(_S.OUT_CHECKING, _E.RETURN, _S.OUT_RETURNED, _A.OLD_PLACE, True),
    _row(_S.OUT_RETURNED, _E.RESEND_LETTER, _S.CONTACT_LETTER_SENT, _A.NEW_PLACE),
    _row(_S.OUT_RETURNED, _E.END_WITH_REASON, _S.REJECTED, _A.NEW_PLACE),
    _row(_S.OUT_CHECKING, _E.SEND_SHEET, _S.INFO_SHEET_SENT, _A.OLD_PLACE, True),
    _row(_S.INFO_SHEET_SENT, _E.REMIT, _S.FUND_REMITTED, _A.OLD_PLACE, True),
    _row(_S.INFO_SHEET_SENT, _E.SHEET_ARRIVES, _S.INFO_RECEIVED, _A.NEW_PLACE),
    _row(_S.INFO_RECEIVED, _E.REMIT, _S.INFO_RECEIVED, _A.OLD_PLACE, True),
    _row(_S.FUND_REMITTED, _E.SHEET_ARRIVES, _S.INFO_RECEIVED, _A.NEW_PLACE),
    _row(_S.FUND_REMITTED, _E.MONEY_ARRIVES, _S.FUND_RECEIVED, _A.NEW_PLACE),
    _row(_S.INFO_RECEIVED, _E.MONEY_ARRIVES, _S.MATCHING, _A.NEW_PLACE),
    _row(_S.FUND_RECEIVED, _E.SHEET_ARRIVES, _S.MATCHING, _A.NEW_PLACE),
    _row(_S.MATCHING, _E.DIFFERENCE, _S.MISMATCH, _A.NEW_PLACE, True),
    _row(_S.MISMATCH, _E.CORRECTED, _S.MATCHING, _A.OLD_PLACE),
    _row(_S.MATCHING, _E.COMPLETE, _S.COMPLETED, _A.NEW_PLACE, True),
    _row(_S.MATCHING, _E.COMPLETE_PART, _S.CLOSED_PARTIAL, _A.NEW_PLACE, True),
)
_LIMITED = frozenset(one.before for one in TRANSITIONS if one.limited)

_W = Waiting
_WAITING = {
    State.DRAFT: _W.APPLICANT,
    State.SUBMITTED: _W.NEW_PLACE,
    State.SUPPLEMENT_NEEDED: _W.APPLICANT,
    State.REJECTED: _W.END,
    State.CONTACT_LETTER_SENT: _W.OLD_PLACE,
    State.OUT_CHECKING: _W.OLD_PLACE,
    State.OUT_RETURNED: _W.NEW_PLACE,
    State.INFO_SHEET_SENT: _W.OLD_PLACE,
    State.FUND_REMITTED: _W.OLD_PLACE,
    State.INFO_RECEIVED: _W.NEW_PLACE,
    State.FUND_RECEIVED: _W.NEW_PLACE,
    State.MATCHING: _W.NEW_PLACE,
    State.MISMATCH: _W.OLD_PLACE,
    State.COMPLETED: _W.END,
    State.CANCELLED: _W.END,
    State.CLOSED_PARTIAL: _W.END,
}
_NAMES = {
    State.DRAFT: Text("草稿", "draft"),
    State.SUBMITTED: Text("已提交", "submitted"),
    State.SUPPLEMENT_NEEDED: Text("待补正", "to be completed by the applicant"),
    State.REJECTED: Text("不予受理", "refused in writing"),
    State.CONTACT_LETTER_SENT: Text("联系函已发出", "contact letter sent"),
    State.OUT_CHECKING: Text("转出地审核", "checked by the old place"),
    State.OUT_RETURNED: Text("转出地退回", "returned by the old place"),
    State.INFO_SHEET_SENT: Text("信息表已发出", "information sheet sent"),
    State.FUND_REMITTED: Text("基金已划出", "money paid out"),
    State.INFO_RECEIVED: Text("信息表已接收", "information sheet received"),
    State.FUND_RECEIVED: Text("基金已到账", "money received"),
    State.MATCHING: Text("核对中", "being compared"),
    State.MISMATCH: Text("核对不符", "sheet and money differ"),
    State.COMPLETED: Text("办结", "done"),
    State.CANCELLED: Text("已撤回", "withdrawn"),
    State.CLOSED_PARTIAL: Text("部分办结", "done in part"),
}
