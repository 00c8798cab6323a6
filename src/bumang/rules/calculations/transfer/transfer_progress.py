"""转移进度 as a calculation: from the events so far to the state, whose turn it is, and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import TRANSFER_STEPS
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.working_day_limit import not_published
from bumang.rules.calculations.written import Field, day, many, one_of, whole
from bumang.rules.explanation import DAYS, Step, number, word
from bumang.rules.explanation import day as day_figure
from bumang.rules.parameters import Law
from bumang.rules.transfer.procedure import (
    Actor,
    Event,
    Happened,
    NotPossibleError,
    OutOfOrderError,
    Progress,
    State,
    Waiting,
    progress,
)
from bumang.rules.values import Value
from bumang.rules.working_days import NotPublishedError, working_days


class Entered(msgspec.Struct, frozen=True):
    """One event, who did it, and when."""

    event: Annotated[Event, Field("事件", "event", one_of(Event))]
    actor: Annotated[Actor, Field("经办方", "actor", one_of(Actor))]
    on: Annotated[date, Field("日期", "day", day())]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The events in order of time. A place may promise fewer days than the law's fifteen."""

    events: Annotated[tuple[Entered, ...], Field("经过", "events", many(group(Entered), most=200))]
    today: Annotated[date | None, Field("截至", "as of", day())] = None
    step_limit_days: Annotated[
        int | None, Field("当地承诺的工作日", "days the place promises", whole(1, 60))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """`used_days` are working days of the step's own clock; no `due_on` without a limit."""

    state: State
    state_name: Text
    waiting_for: Waiting
    used_days: int
    overdue: bool
    due_on: str | UnsetType


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Where the transfer stands. Raises `InvalidInput` for what cannot have happened."""
    limit = law.at("transfer_step_days", on)
    history = [Happened(one.event, one.actor, one.on) for one in given.events]
    today = given.today or on
    try:
        found = progress(history, today, given.step_limit_days or limit.count, working_days())
    except NotPossibleError as impossible:
        raise InvalidInput(_impossible(impossible)) from None
    except OutOfOrderError as order:
        last = order.place == len(history)
        raise InvalidInput(_ORDER.at("today" if last else f"events[{order.place}].on")) from None
    except NotPublishedError as unpublished:
        raise InvalidInput(not_published(unpublished.year)) from None
    result = Result(
        found.state,
        found.state.name_zh_en,
        found.waiting_for,
        found.used_days,
        found.overdue,
        UNSET if found.due_on is None else found.due_on.isoformat(),
    )
    return Calculated(result, (_step(found, limit, given.step_limit_days, today),))


def _step(found: Progress, limit: Value, promised: int | None, today: date) -> Step:
    due = () if found.due_on is None else (day_figure("due_on", _DUE, found.due_on),)
    days = promised or limit.count
    origin = None if promised else limit.origin
    return Step(
        key="state",
        name=_STATE,
        formula=Text(
            "每一步从进入该状态的次日起算工作日；等申请人补正、退回和核对不符时停止计时",
            "each step counts working days from the day after its state begins; it stands still while something must first be mended",
        ),
        worked=f"{found.used_days} / {days}",
        figures=(
            day_figure("today", Text("截至", "as of"), today),
            number("used_days", Text("已用工作日", "working days used"), found.used_days, DAYS),
            number("step_limit_days", Text("时限", "limit"), days, DAYS, origin),
            *due,
        ),
        result=word("state", _STATE, found.state.value, found.state.name_zh_en),
        rules=(TRANSFER_STEPS,),
    )


def _impossible(fault: NotPossibleError) -> Problem:
    state, happened = fault.state.name_zh_en, fault.happened
    what = Text(
        "在「{state}」时不能发生 {event}。", "{event} cannot happen in the state “{state}”."
    )
    who = Text("{event} 不是由 {actor} 办的。", "{event} is not done by {actor}.")
    said = (who if fault.wrong_actor else what).format(
        state=state, event=happened.event.value, actor=happened.actor.value
    )
    return Problem(
        "WRONG_ACTOR" if fault.wrong_actor else "NOT_POSSIBLE",
        said,
        Text("转移按规定的步骤进行，一步接一步。", "A transfer goes step by step."),
        Text("请核对经过的顺序和经办方。", "Check the order of the events and who acted."),
        f"events[{fault.place}]" + (".actor" if fault.wrong_actor else ".event"),
    )


_ORDER = Problem(
    "OUT_OF_ORDER",
    Text("这一天早于前一件事的日期。", "This day lies before the event it follows."),
    Text("经过要按时间先后排列。", "Events stand in order of time."),
    Text("请核对日期。", "Check the dates."),
)
_STATE = Text("目前状态", "state")
_DUE = Text("最迟办结日", "due on")

CALCULATION = Calculation(
    kind="transfer_progress",
    title=Text("关系转移进度和时限", "progress and limits of a transfer"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TRANSFER_STEPS,),
    flow=(
        Derivation("state", ("events",)),
        Derivation("state_name", ("state",)),
        Derivation("waiting_for", ("state",)),
        Derivation("used_days", ("events", "state", "today")),
        Derivation("due_on", ("events", "state", "step_limit_days"), ("transfer_step_days",)),
        Derivation("overdue", ("due_on", "today")),
    ),
)
