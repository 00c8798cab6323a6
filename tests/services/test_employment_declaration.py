"""A declaration is decided by what the register knows, and never touches another employer's."""

from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest
from tests import registered

from bumang.access.principal import Principal, Role
from bumang.items.catalogue import discover
from bumang.items.item import AcceptedItem, Command, EntryId, Outcome
from bumang.kernel.months import Month
from bumang.registry.employment import EmploymentEnds, NotTheirsError
from bumang.rules import law
from bumang.services.employment_declaration.base import declared_base

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
        await registered.person(core, number, identity, name, sex, born, category)
    for employer, area in ((1, "990101"), (2, "110000")):
        await core.execute(
            "INSERT INTO employer VALUES ($1, $2, '演示单位', $3, true)",
            employer,
            f"C{employer}",
            area,
        )
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
    ("wage", "base", "notice"),
    [
        ("7161.99", 716200, "BASE_RAISED"),
        ("7162.00", 716200, ""),
        ("7162.01", 716201, ""),
        ("35811.00", 3581100, ""),
        ("35811.01", 3581100, "BASE_LOWERED"),
    ],
)
async def test_a_wage_is_held_to_the_limits_of_the_employers_place_and_told_so(
    register: asyncpg.Connection, wage: str, base: int, notice: str
) -> None:
    decisions = await decided(register, form(monthly_wage=wage), employer=2)
    assert decisions[0].outcome is Outcome.DONE
    assert reasons(decisions) == [notice]
    stored = await register.fetchval(
        "SELECT monthly_base_fen FROM contribution_period WHERE person_id = 1"
    )
    assert stored == base
    if notice:
        told = decisions[0].reasons[0]
        assert f"{base / 100:,.2f}" in told.what.zh
        assert "暂按上一年" in told.why.zh  # 2026-12 lies after the limit year on record


async def test_without_limits_on_record_the_wage_stays_as_declared(
    register: asyncpg.Connection,
) -> None:
    decisions = await decided(register, form(monthly_wage="1.00"))
    assert reasons(decisions) == [""]
    stored = await register.fetchval(
        "SELECT monthly_base_fen FROM contribution_period WHERE person_id = 1"
    )
    assert stored == 100


@pytest.mark.parametrize(
    ("area", "month", "held"),
    [
        ("110000", Month(2026, 6), "上下限之间"),
        ("110000", Month(2026, 7), "暂按上一年"),
        ("340000", Month(2026, 6), None),  # limits computed from a wage are no law
        ("", Month(2026, 6), None),
    ],
)
def test_only_limits_that_were_published_hold_a_wage(
    area: str, month: Month, held: str | None
) -> None:
    amount, notice = declared_base(100, area, month, law())
    assert (amount == 100) is (held is None)
    assert notice is None if held is None else notice is not None and held in notice.why.zh


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
