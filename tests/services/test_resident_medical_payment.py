from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import asyncpg
import jinja2
import msgspec
import pytest
from tests import registered

from bumang.access.principal import Principal, Role
from bumang.items.item import Command, EntryId, Outcome
from bumang.kernel.money import show_yuan
from bumang.registry.effects import Coverage, Movement
from bumang.services.resident_medical_payment import ITEM
from bumang.services.resident_medical_payment.amount import before_sending, caveat
from bumang.services.resident_medical_payment.decide import State, decide
from bumang.services.resident_medical_payment.form import examples

TODAY = date(2026, 11, 24)
EXAMPLE = examples(date(2026, 11, 24))[0]
NUMBER = EXAMPLE.insured[0]
SELF = Principal(Role.PERSON, 1)


def form(**changes: Any) -> Any:
    return msgspec.structs.replace(EXAMPLE, **changes)


def command(seq: int = 1, submitter: Principal = SELF, **changes: Any) -> Command:
    moment = datetime(2026, 11, 24, 3, tzinfo=UTC)
    return Command(EntryId(1, seq), 0, submitter, moment, form(**changes))


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(found.field, found.code) for found in ITEM.check(form(**changes), TODAY)]


def test_the_example_has_no_problem() -> None:
    assert problems() == []


def test_every_problem_of_a_form_is_found_and_located_without_the_number() -> None:
    wrong = NUMBER[:-1] + "5"
    found = ITEM.check(
        form(area_code="110101", coverage_year=2028, insured=(NUMBER, NUMBER, wrong)), TODAY
    )
    assert [(problem.field, problem.code) for problem in found] == [
        ("area_code", "AREA_CODE"),
        ("coverage_year", "COVERAGE_YEAR"),
        ("insured[1]", "REPEATED"),
        ("insured[2]", "CHECK_DIGIT"),
    ]
    assert NUMBER[:-1] not in str(found)


def test_of_ten_equal_payments_in_a_batch_one_is_done_and_nine_are_refused() -> None:
    state = State(people={NUMBER: 1})
    decisions = []
    for seq in range(10):
        decisions.append(decide(state, command(seq)))
        state.record(command(seq), decisions[-1])
    assert [made.outcome for made in decisions] == [Outcome.DONE] + [Outcome.REFUSED] * 9
    assert {made.reasons[0].code for made in decisions[1:]} == {"ALREADY_COVERED"}
    assert all(made.effects == () for made in decisions[1:])


def test_a_stranger_and_an_agent_without_consent_are_refused() -> None:
    state = State(people={NUMBER: 1})
    for role, code in ((Role.PERSON, "NO_FAMILY_LINK"), (Role.AGENT, "NO_CONSENT")):
        # An agent with the person's own internal number is still somebody else.
        made = decide(state, command(submitter=Principal(role, 1 if role is Role.AGENT else 2)))
        assert (made.outcome, made.effects) == (Outcome.REFUSED, ())
        assert [reason.code for reason in made.reasons] == [code]


def test_an_unknown_person_is_refused_beside_one_who_is_paid_for() -> None:
    made = decide(State(people={NUMBER: 1}), command(insured=("990101199001010019", NUMBER)))
    assert made.outcome is Outcome.DONE
    assert [line["state"] for line in made.result["lines"]] == ["refused", "done"]
    assert made.result["amount_fen"] == 40000
    assert NUMBER.encode() not in msgspec.json.encode(made.result)


def test_two_numbers_of_one_person_are_paid_once() -> None:
    state = State(people={NUMBER: 1, "990101199001010019": 1})
    made = decide(state, command(insured=("990101199001010019", NUMBER)))
    assert [line["state"] for line in made.result["lines"]] == ["done", "refused"]


@pytest.mark.parametrize(
    ("language", "paid"), [("zh", "已缴 400.00 元"), ("en", "paid 400.00 yuan")]
)
def test_the_page_tells_each_line_whether_fresh_or_read_back_from_storage(
    language: str, paid: str
) -> None:
    made = decide(State(people={NUMBER: 1}), command(insured=("990101199001010019", NUMBER)))
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["yuan"] = show_yuan
    source = (files("bumang.services.resident_medical_payment") / ITEM.template).read_text("utf-8")
    page = environment.from_string(source)
    stored = msgspec.json.decode(msgspec.json.encode(made.result))
    shown = page.render(result=made.result, language=language)
    assert shown == page.render(result=stored, language=language)
    assert paid in shown
    assert getattr(made.reasons[0].what, language) in shown


async def test_what_is_stored_is_seen_by_the_next_batch(core: asyncpg.Connection) -> None:
    await registered.number_of(core, 1, NUMBER)
    await core.execute("INSERT INTO family_link VALUES (2, 1, 'child')")
    await core.execute(
        "INSERT INTO consent VALUES (1, 7, now(), NULL), (1, 8, now() - interval '1 day', now())"
    )
    family = command(1, Principal(Role.PERSON, 2))
    agent, withdrawn = (command(2, Principal(Role.AGENT, subject)) for subject in (7, 8))
    state = await ITEM.load(core, [family, agent, withdrawn])
    assert ITEM.decide(state, agent).outcome is Outcome.DONE
    assert ITEM.decide(state, withdrawn).reasons[0].code == "NO_CONSENT"
    made = ITEM.decide(state, family)
    for kind in (Coverage, Movement):
        await kind.store(core, [(family, e) for e in made.effects if isinstance(e, kind)])
    again = ITEM.decide(await ITEM.load(core, [command(3)]), command(3))
    assert [reason.code for reason in again.reasons] == ["ALREADY_COVERED"]
    assert await core.fetchval("SELECT sum(amount_fen) FROM ledger_entry WHERE amount_fen > 0") == (
        40000
    )


def test_before_sending_the_amount_is_told_and_that_it_is_not_verified_yet() -> None:
    amount, note = before_sending(form(), TODAY)
    assert amount.zh == "应缴 1 人 × 400.00 元 = 400.00 元"
    assert "待核实" in note.zh
    paid = decide(State(people={NUMBER: 1}), command())
    assert paid.result["notes"] == (note,)


def test_a_year_whose_notice_is_known_has_no_caveat() -> None:
    assert caveat(2026) == ()
