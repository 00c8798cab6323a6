"""Nobody passes the doors of an item in the wrong role, and nobody's file is read before that."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bumang.access.matrix import Action
from bumang.access.principal import ANYONE, Principal, Role
from bumang.access.tokens import Tokens
from bumang.api.programs import Programs
from bumang.edge import Edge
from bumang.intake.door import cannot_take, not_open
from bumang.items.catalogue import discover
from bumang.items.item import AcceptedItem
from bumang.runtime.http import Request
from bumang.runtime.key_file import load_or_create

ITEMS = discover("bumang.services")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACCEPTED = [code for code, item in ITEMS.items() if isinstance(item, AcceptedItem)]


@pytest.mark.parametrize(("code", "role"), list(product(ACCEPTED, Role)))
def test_a_submission_is_taken_from_the_roles_the_item_names_only(code: str, role: Role) -> None:
    item = ITEMS[code]
    asking = ANYONE if role is Role.ANYONE else Principal(role, 9)
    problem = cannot_take(item, asking, "key")
    if role in item.roles:
        assert problem is None
    else:
        assert problem is not None
        assert problem.code == ("SIGN_IN" if role is Role.ANYONE else "NOT_ALLOWED")


@pytest.mark.parametrize("role", [Role.CLERK, Role.OPERATOR, Role.ANYONE])
def test_an_item_that_names_a_role_by_mistake_does_not_open_to_it(role: Role) -> None:
    wide_open = ITEMS["pension-estimate"]  # open to every role, as far as the item goes
    asking = ANYONE if role is Role.ANYONE else Principal(role, 9)
    assert not_open(wide_open, Action.SUBMIT, asking) is not None
    assert not_open(wide_open, Action.GET_ANSWER, asking) is None


@pytest.mark.parametrize("principal", [None, Principal(Role.PERSON, 1), Principal(Role.CLERK, 1)])
async def test_a_file_is_not_read_for_whom_may_not_send_one(
    principal: Principal | None, tmp_path: Path
) -> None:
    tokens = Tokens(load_or_create(tmp_path / "key.pem"))
    given = {} if principal is None else {"authorization": _bearer(tokens, principal)}
    headers = _Fields({"content-type": "text/csv", "idempotency-key": "k"} | given)

    async def body(largest: int) -> bytes:
        pytest.fail("the file was read")

    nothing: Any = None
    parts = dict.fromkeys((field.name for field in fields(Programs)), nothing)
    programs = Programs(**(parts | {"catalogue": ITEMS, "tokens": tokens, "clock": lambda: NOW}))
    edge = Edge(ITEMS, programs, pages=nothing)
    path = "/api/v1/items/employment-declaration/submissions"
    wire = await edge(Request("POST", path, "", "http", headers, body))
    assert wire.status == (401 if principal is None else 403)


def _bearer(tokens: Tokens, principal: Principal) -> str:
    return f"Bearer {tokens.issue(principal, NOW, timedelta(hours=1))}"


class _Fields(dict[str, str]):
    def get(self, name: str, default: str = "", /) -> str:  # type: ignore[override]
        return super().get(name, default)
