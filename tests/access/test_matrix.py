"""The access matrix, cell by cell, and that the reference says the same."""

from itertools import product
from pathlib import Path

import pytest

from bumang.access.matrix import MATRIX, Action, Rule, page, permits
from bumang.access.principal import ANYONE, Principal, Role
from bumang.items.catalogue import discover
from bumang.items.item import AcceptedItem

CELLS = list(product(Action, Role))
OPERATIONS = {Action.READ_GATE, Action.STEER_GATE, Action.ERASE}
PUBLIC = {
    *(Action.READ_MATTERS, Action.GET_ANSWER, Action.READ_PROGRESS),
    Action.READ_VOUCHER_STATUS,
}


def _as(role: Role, subject: int) -> Principal:
    return ANYONE if role is Role.ANYONE else Principal(role, subject)


def test_every_cell_has_a_rule() -> None:
    assert set(MATRIX) == set(CELLS)


@pytest.mark.parametrize(("action", "role"), CELLS)
def test_a_cell_lets_in_whom_its_rule_names_and_nobody_else(action: Action, role: Role) -> None:
    rule, asking = MATRIX[action, role], _as(role, 7)
    own, another = asking.key, _as(role, 8).key
    others = [_as(other, 7).key for other in Role if other is not role] + ["", "person:77"]
    if role is not Role.ANYONE:
        others.append(another)
    assert permits(action, asking, own) is (rule is not Rule.NOBODY)
    for owner in others:
        assert permits(action, asking, owner) is (rule is Rule.ALL)
        consented = rule in {Rule.ALL, Rule.OWN_OR_CONSENTED}
        assert permits(action, asking, owner, consented=True) is consented


@pytest.mark.parametrize("action", sorted(set(Action) - PUBLIC))
def test_without_a_sign_in_only_what_is_public_is_open(action: Action) -> None:
    assert not permits(action, ANYONE, ANYONE.key)
    assert not permits(action, ANYONE, ANYONE.key, consented=True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.OPERATOR])
@pytest.mark.parametrize("action", sorted(set(Action) - PUBLIC - OPERATIONS))
def test_staff_see_nobodys_things_before_there_is_a_desk(action: Action, role: Role) -> None:
    assert not permits(action, Principal(role, 1), "person:1", consented=True)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR}))
@pytest.mark.parametrize("action", sorted(OPERATIONS))
def test_the_gate_and_deleting_are_the_operators_alone(action: Action, role: Role) -> None:
    assert permits(action, Principal(Role.OPERATOR, 1))
    assert not permits(action, _as(role, 1), "operator:1", consented=True)


def test_no_matter_is_open_to_a_role_that_may_not_submit() -> None:
    for item in discover("bumang.services").values():
        if isinstance(item, AcceptedItem):
            for role in item.roles:
                assert MATRIX[Action.SUBMIT, role] is not Rule.NOBODY, (item.code, role)


def test_the_reference_page_is_the_table() -> None:
    written = Path(__file__).parents[2] / "docs" / "reference" / "access.md"
    assert written.read_text(encoding="utf-8") == page(), "run: python tools/access_page.py"
