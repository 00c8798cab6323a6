"""A declaration is decided by what the register knows, and never touches another employer's."""

from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest

from bumang.access.principal import Principal, Role
from bumang.items.catalogue import discover
from bumang.items.item import AcceptedItem, Command, EntryId, Outcome
from bumang.registry.employment import EmploymentEnds, NotTheirsError

ITEM = discover("bumang.services")["employment-declaration"]
assert isinstance(ITEM, AcceptedItem)
TODAY = date(2026, 11, 24)
YOUNG, OLD, CHILD, WORKING = (
    "990101200002290038",
    "990101195501010018",
    "99010120150101001X",
    "990101197503200024",
)


@pytest.fixture
async def register(core: asyncpg.Connection) -> asyncpg.Connection:
    people = (
        (1, YOUNG, "演示丙", "male", date(2000, 2, 29), "male_60"),
        (2, OLD, "演示丁", "male", date(1955, 1, 1), "male_60"),
        (3, CHILD, "演示戊", "male", date(2015, 1, 1), "male_60"),
        (4, WORKING, "演示乙", "female", date(1975, 3, 20), "female_55"),
    )
    for number, identity, name, sex, born, category in people:
        await core.execute(
            "INSERT INTO person VALUES ($1, $2, $3, $4, $5, '990101', $6, true)",
            *(number, identity, name, sex, born, category),
        )
        await core.execute("INSERT INTO identity VALUES ($1, $2)", identity, number)
    await core.execute(
        "INSERT INTO contribution_period (person_id, scheme, during, employer_id, monthly_base_fen)"
        " VALUES (4, 'employee', '[2020-01-01,)', 1, 500000)"
    )
    return core


def form(**changed: Any) -> Any:
    given = {
        "change": "start",
        "identity_number": YOUNG,
        "name": "演示丙",
        "month": "2026-12",
        "monthly_wage": "6500.00",
    } | changed
    return ITEM.form(**given)


async def decided(core: asyncpg.Connection, *forms: Any, employer: int = 1) -> list[Any]:
    commands = [
        Command(
            EntryId(1, number),
            0,
            Principal(Role.EMPLOYER, employer),
            datetime(2026, 11, 24, 3, tzinfo=UTC),
            one,
        )
        for number, one in enumerate(forms)
    ]
    state = await ITEM.load(core, commands)
    decisions = []
    for command in commands:
        decision = ITEM.decide(state, command)
        state.record(command, decision)
        for effect in decision.effects:
            await type(effect).store(core, [(command, effect)])
        decisions.append(decision)
    return decisions


def reasons(decisions: list[Any]) -> list[str]:
    return [decision.reasons[0].code if decision.reasons else "" for decision in decisions]


async def test_who_begins_is_insured_from_that_month_and_who_leaves_until_it(
    register: asyncpg.Connection,
) -> None:
    begun, ended = await decided(
        register, form(), form(change="end", month="2026-12", reason="6301", monthly_wage=None)
    )
    assert (begun.outcome, ended.outcome) == (Outcome.DONE, Outcome.DONE)
    during = await register.fetchval("SELECT during FROM contribution_period WHERE person_id = 1")
    assert (during.lower, during.upper) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "演示人"}, "NOT_ON_RECORD"),
        ({"identity_number": "990101199001010010"}, "NOT_ON_RECORD"),
        ({"identity_number": OLD, "name": "演示丁"}, "PAST_RETIREMENT"),
        ({"identity_number": CHILD, "name": "演示戊"}, "TOO_YOUNG"),
        ({"identity_number": WORKING, "name": "演示乙"}, "INSURED_HERE"),
        ({"change": "end", "reason": "6301"}, "NOT_YOURS"),
    ],
)
async def test_a_refusal_names_its_rule_and_changes_nothing(
    register: asyncpg.Connection, changed: dict[str, Any], code: str
) -> None:
    before = await register.fetch("SELECT * FROM contribution_period")
    decisions = await decided(register, form(**changed))
    assert reasons(decisions) == [code]
    assert decisions[0].effects == ()
    assert await register.fetch("SELECT * FROM contribution_period") == before


async def test_another_employer_can_neither_take_a_person_nor_end_their_employment(
    register: asyncpg.Connection,
) -> None:
    woman = {"identity_number": WORKING, "name": "演示乙"}
    decisions = await decided(
        register,
        form(**woman),
        form(**woman, change="end", reason="6301"),
        employer=2,
    )
    assert reasons(decisions) == ["INSURED_ELSEWHERE", "NOT_YOURS"]
    with pytest.raises(NotTheirsError):
        await EmploymentEnds.store(register, [(object(), EmploymentEnds(4, 2, date(2027, 1, 1)))])  # type: ignore[list-item]


async def test_the_same_person_twice_in_a_batch_begins_once(register: asyncpg.Connection) -> None:
    assert reasons(await decided(register, form(), form())) == ["", "INSURED_HERE"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"month": "2026-09"}, ("month", "OUTSIDE_WINDOW")),
        ({"month": "2027-01"}, ("month", "OUTSIDE_WINDOW")),
        ({"month": "next"}, ("month", "FORMAT")),
        ({"monthly_wage": "0"}, ("monthly_wage", "NO_WAGE")),
        ({"monthly_wage": None}, ("monthly_wage", "EMPTY")),
        ({"monthly_wage": "-5"}, ("monthly_wage", "NEGATIVE")),
        ({"identity_number": "110105194912310021"}, ("identity_number", "CHECK_DIGIT")),
        ({"name": "x" * 60}, ("name", "LENGTH")),
        ({"change": "end"}, ("reason", "REASON")),
        ({"change": "end", "reason": "1"}, ("reason", "REASON")),
    ],
)
def test_what_can_be_seen_to_be_wrong_is_told_at_once(
    changed: dict[str, Any], place: tuple[str, str]
) -> None:
    assert [(p.field, p.code) for p in ITEM.check(form(**changed), TODAY)] == [place]


@pytest.mark.parametrize("month", ["2026-10", "2026-11", "2026-12"])
def test_the_window_is_the_month_before_this_one_and_the_next(month: str) -> None:
    assert ITEM.check(form(month=month), TODAY) == []


@pytest.mark.parametrize("day", [TODAY, date(2027, 1, 31), date(2028, 12, 1)])
def test_the_example_is_good_on_every_day(day: date) -> None:
    assert ITEM.check(ITEM.examples(day)[0], day) == []
