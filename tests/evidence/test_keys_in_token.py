"""Signing keys in a token: made there, never out of it; while it is away, accepting goes on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from tests import software_token
from tests.software_token import PIN, SoftwareToken

from bumang.cli import main
from bumang.evidence import note
from bumang.evidence.key_sources import (
    log_keys,
    look_at_token,
    make_in_token,
    receipts_key,
    voucher_keys,
)
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.receipt import Receipt
from bumang.evidence.signing import Told, published_keys
from bumang.evidence.verification import verify
from bumang.evidence.voucher_keys import signed_by
from bumang.intake.log import Log
from bumang.intake.submission import Stored, Submission, submission_key
from bumang.runtime import hardware_token
from bumang.runtime.hardware_token import TokenAwayError, TokenError, token_of
from bumang.transparency.integrator import Integrator

pytestmark = software_token.needed


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftwareToken:
    """With all three keys; asked again at once after it was away."""
    monkeypatch.setenv("SOFTHSM2_CONF", "")  # put back afterwards
    monkeypatch.setattr(hardware_token, "_AGAIN_SECONDS", 0.0)
    folder = tmp_path / "device"
    folder.mkdir()
    made = software_token.made(folder)
    hardware_token._token.cache_clear()
    settings = made.settings(tmp_path)
    device = token_of(settings)
    assert device is not None
    assert make_in_token(settings, device) == dict.fromkeys(("receipts", "log", "vouchers"), True)
    look_at_token(settings)
    return made


def submission(key: str) -> Submission:
    name = submission_key("person:1", key)
    return Submission(name, "person:1", "some-item", datetime.now(UTC), "application/json", b"{}")


async def accepted(dsn: str, log: Log, key: str) -> Receipt:
    writing = asyncio.create_task(log.run())
    try:
        found = await log.append(submission(key))
    finally:
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
    assert isinstance(found, Stored)
    return msgspec.json.decode(found.receipt, type=Receipt)


async def test_while_the_token_is_away_accepting_goes_on_and_receipts_hold(
    token: SoftwareToken, tmp_path: Path, intake_dsn: str
) -> None:
    settings = token.settings(tmp_path)
    told = Told(settings.keys)
    log = Log(intake_dsn, receipts_key(settings), lambda: datetime.now(UTC))
    before = await accepted(intake_dsn, log, "before")
    with token.away():
        during = [await accepted(intake_dsn, log, f"during-{at}") for at in range(2)]
    after = await accepted(intake_dsn, log, "after")
    signers = [one.signatures[0].key_id for one in (before, *during, after)]
    assert signers[0] == signers[3] != signers[1] == signers[2]
    known = {key.key_id: key for key in published_keys(settings.keys).keys}
    for receipt in (before, *during, after):
        assert verify(msgspec.json.encode(receipt), known, b"{}").ok
    assert all(signer in told().decode() for signer in signers)
    assert not [one for one in settings.keys.rglob("*.pem") if "log" not in one.name]


def test_a_process_starts_while_the_token_is_away(token: SoftwareToken, tmp_path: Path) -> None:
    settings = token.settings(tmp_path)
    first = receipts_key(settings)
    hardware_token._token.cache_clear()
    with token.away():
        second = receipts_key(settings)
        assert second.key_id == first.key_id
        stand_in, _ = second.signed(b"root")
        assert stand_in in {key.key_id for key in published_keys(settings.keys).keys}
    assert second.signed(b"root")[0] == first.key_id


async def test_the_public_log_waits_for_its_token_and_leaves_nothing_out(
    token: SoftwareToken, tmp_path: Path, intake: asyncpg.Connection, intake_dsn: str
) -> None:
    settings = token.settings(tmp_path)
    keys = log_keys(settings)
    integrator = Integrator(settings.logs, "test.example", keys)
    log = Log(intake_dsn, receipts_key(settings), lambda: datetime.now(UTC))
    await accepted(intake_dsn, log, "one")
    with token.away():
        await accepted(intake_dsn, log, "two")
        with pytest.raises(TokenAwayError):
            await integrator.look(intake)
        assert not (settings.logs / "1/checkpoint").exists()
    ((_, signed),) = await integrator.look(intake)
    assert signed.text.split("\n")[1] == "2"
    held = note.held(signed, [key.public for key in keys.of("test.example/log/1")])
    assert len(held) == 2


def test_vouchers_are_signed_by_the_token_and_by_the_file(
    token: SoftwareToken, tmp_path: Path
) -> None:
    settings = token.settings(tmp_path)
    keys = voucher_keys(settings)
    known = {key.key_id: key for key in published_keys(settings.keys).keys}
    for key in (keys.short, keys.lasting):
        public = key.published
        assert signed_by(known, public.key_id, public.algorithm, b"x", key.private.sign(b"x"))
    assert (settings.keys / "vouchers-ml-dsa-65.pem").exists()
    assert not (settings.keys / "vouchers-ed25519.pem").exists()


def test_no_private_key_comes_out(token: SoftwareToken, tmp_path: Path) -> None:
    private = voucher_keys(token.settings(tmp_path)).short.private
    with pytest.raises(TypeError, match="does not leave"):
        private.private_bytes_raw()
    with pytest.raises(TypeError, match="does not leave"):
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def test_only_what_is_named_is_the_tokens(token: SoftwareToken, tmp_path: Path) -> None:
    settings = token.settings(tmp_path / "other", pkcs11_keys="vouchers")
    receipts_key(settings)
    assert (settings.keys / "receipts.pem").exists()
    voucher_keys(settings)
    assert not (settings.keys / "vouchers-ed25519.pem").exists()


@pytest.mark.parametrize("names", ["receipts,log-ml-dsa-65", "", "receipts,,log"])
def test_a_key_that_no_token_holds_is_refused(
    names: str, token: SoftwareToken, tmp_path: Path
) -> None:
    with pytest.raises(TokenError, match="ML-DSA-65 keys stay in files"):
        look_at_token(token.settings(tmp_path, pkcs11_keys=names))


def test_a_log_keeps_the_key_it_began_with_in_the_file_or_in_the_token(
    token: SoftwareToken, tmp_path: Path
) -> None:
    begun = token.settings(tmp_path / "begun")
    LogKeys.load_or_create(begun.keys)
    with pytest.raises(TokenError, match="Take `log` out"):
        look_at_token(begun)
    log_keys(token.settings(tmp_path))
    for settings in (
        token.settings(tmp_path, pkcs11_module=""),
        token.settings(tmp_path, pkcs11_keys="receipts"),
    ):
        with pytest.raises(TokenError, match="BUMANG_PKCS11_MODULE again"):
            look_at_token(settings)


def test_another_device_with_the_same_label_is_noticed(
    token: SoftwareToken, tmp_path: Path
) -> None:
    settings = token.settings(tmp_path)
    (settings.keys / "in-token/vouchers.pub").write_text("11" * 32)
    with pytest.raises(TokenError, match="not the one used before"):
        look_at_token(settings)


def run(token: SoftwareToken, data: Path, *words: str, **more: str) -> Result:
    hardware_token._token.cache_clear()
    command = ["--data", str(data), "pkcs11", *words]
    return CliRunner().invoke(main, command, env=token.environment(**more))


def test_the_command_makes_what_is_missing_and_shows_the_public_halves(
    token: SoftwareToken, tmp_path: Path
) -> None:
    again = run(token, tmp_path, "make")
    assert again.exit_code == 0
    assert again.output.count("was there") == 3
    shown = run(token, tmp_path, "check")
    assert shown.exit_code == 0, shown.output
    log = log_keys(token.settings(tmp_path)).private[0].public_key().public_bytes_raw()
    assert f"bumang-log: Ed25519 {log.hex()}" in shown.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"BUMANG_PKCS11_PIN": "000000"}, "does not take this PIN"),
        ({"BUMANG_PKCS11_TOKEN": "another"}, "no token with the label"),
        ({"BUMANG_PKCS11_MODULE": "/nowhere.so"}, "Check BUMANG_PKCS11_MODULE"),
        ({"BUMANG_PKCS11_MODULE": ""}, "No token is set"),
    ],
)
def test_what_is_wrong_is_said_and_the_pin_is_not(
    more: dict[str, str], said: str, token: SoftwareToken, tmp_path: Path
) -> None:
    failed = run(token, tmp_path / "new", "check", **more)
    assert failed.exit_code == 1
    assert said in failed.output
    assert PIN not in failed.output
    assert "000000" not in failed.output


def test_nothing_begins_with_a_token_that_does_not_sign(
    token: SoftwareToken, tmp_path: Path
) -> None:
    data = tmp_path / "new"
    hardware_token._token.cache_clear()
    command = ["--data", str(data), "serve", "--port", "1"]
    with token.away():
        failed = CliRunner().invoke(main, command, env=token.environment())
    assert failed.exit_code == 1
    assert "device is there" in failed.output or "Check BUMANG_PKCS11_MODULE" in failed.output
    assert not data.exists()
