"""The demo's codes: for one client, one browser, one address, once, for a minute."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bumang.access.oidc import challenge
from bumang.access.principal import Role
from bumang.demo.issuing import Issuing, claims_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ASKED = {
    "client_id": "bumang",
    "redirect_uri": "http://bumang.test/sign-in/return",
    "code_challenge": challenge("verifier"),
    "nonce": "n",
}
FORM = {
    "client_id": "bumang",
    "redirect_uri": "http://bumang.test/sign-in/return",
    "code_verifier": "verifier",
}


def _code(issuing: Issuing) -> str:
    return issuing.code(ASKED, claims_of(Role.PERSON, "990101196501150014", "演示甲"), NOW)


def test_a_code_is_redeemed_once_also_by_another_process(tmp_path: Path) -> None:
    issuing, other_process = Issuing(tmp_path), Issuing(tmp_path)
    first, second = _code(issuing), _code(issuing)
    granted = issuing.redeem({**FORM, "code": first}, NOW)
    assert granted is not None
    assert granted.claims["identity_number"] == "990101196501150014"
    assert issuing.redeem({**FORM, "code": first}, NOW) is None
    assert other_process.redeem({**FORM, "code": second}, NOW) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "other"}, {"code_verifier": ""}, {"client_id": "other"},
        {"redirect_uri": "https://evil.example/"}, {"code": "x"}, {"code": ""},
    ],
)  # fmt: skip
def test_a_code_with_anything_else_changed_is_worth_nothing(
    tmp_path: Path, change: dict[str, str]
) -> None:
    issuing = Issuing(tmp_path)
    assert issuing.redeem({**FORM, "code": _code(issuing), **change}, NOW) is None


def test_a_wrong_try_uses_the_code_up(tmp_path: Path) -> None:
    issuing = Issuing(tmp_path)
    code = _code(issuing)
    assert issuing.redeem({**FORM, "code": code, "code_verifier": "guess"}, NOW) is None
    assert issuing.redeem({**FORM, "code": code}, NOW) is None


def test_a_code_holds_for_a_minute(tmp_path: Path) -> None:
    issuing = Issuing(tmp_path)
    code = _code(issuing)
    assert issuing.redeem({**FORM, "code": code}, NOW + timedelta(seconds=60)) is None
    assert issuing.redeem({**FORM, "code": code}, NOW + timedelta(seconds=59)) is not None


def test_a_code_of_another_instance_is_worth_nothing(tmp_path: Path) -> None:
    code = _code(Issuing(tmp_path / "one"))
    assert Issuing(tmp_path / "two").redeem({**FORM, "code": code}, NOW) is None
