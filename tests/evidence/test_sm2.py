"""SM2 beside the other signatures of a log: it adds, is never asked for, and false it spoils all."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import msgspec
import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidSignature
from tests.evidence import logged
from tests.transparency.accepting import accept
from tools import log_vectors, sm2_vectors

from bumang.cli import main
from bumang.evidence import note, sm2
from bumang.evidence.key_sources import log_keys, look_at_sm2
from bumang.evidence.log_copy import verify_checkpoint, verify_copy
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.published_logs import PublishedLogs, published_logs
from bumang.evidence.sm2 import NoSm2Error, Sm2PrivateKey
from bumang.evidence.verification import verify_in_log
from bumang.evidence.witnesses import Witnesses
from bumang.runtime.settings import Settings
from bumang.transparency.integrator import Integrator

KEY = sm2_vectors.KEY
KEYS = LogKeys(logged.KEYS.private, (KEY,))
PUBLISHED = published_logs("log.example", KEYS, Witnesses())
ORIGIN = "log.example/log/3"
TEXT = f"{ORIGIN}\n5\n{'A' * 43}=\n"
HOLDS, UNCHECKED, ABSENT = "SM2 signature holds too", "not checked here", "no signature by it"


def words(document: bytes, published: PublishedLogs = PUBLISHED) -> str:
    found = verify_checkpoint(document, published)
    assert found.ok
    return "\n".join(one.en for one in found.words)


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    sm2._library.cache_clear()
    monkeypatch.setattr(sm2, "import_module", missing)


@pytest.fixture(autouse=True)
def as_it_was() -> None:
    sm2._library.cache_clear()


def test_the_standards_own_example_holds_and_no_other_writing_of_it() -> None:
    # GB/T 32918.5-2017, annex A.
    r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    KEY.public.verify(bytes.fromhex(r + s), b"message digest")
    for signature in (r + s[:-2], r + s + "00", s + r, "00" * 64, "ff" * 64, ""):
        with pytest.raises(InvalidSignature):
            KEY.public.verify(bytes.fromhex(signature), b"message digest")
    with pytest.raises(InvalidSignature):
        KEY.public.verify(bytes.fromhex(r + s), b"message digest.")


def test_a_checkpoint_signed_by_all_three_holds_and_says_so() -> None:
    document = str(KEYS.signed(TEXT, ORIGIN)).encode()
    assert HOLDS in words(document)


def test_whoever_does_not_know_sm2_checks_the_same_checkpoint_as_ever() -> None:
    document = str(KEYS.signed(TEXT, ORIGIN)).encode()
    assert "SM2" not in words(document, logged.PUBLISHED)


def test_without_the_extra_the_verifier_says_what_it_did_not_check(
    without_the_extra: None,
) -> None:
    signed = note.signed(TEXT, KEYS.of(ORIGIN))
    (key,) = KEYS.also_of(ORIGIN)
    line = note.Line(ORIGIN, key.public.key_id, bytes(64))
    document = str(note.Note(TEXT, (*signed.lines, line))).encode()
    assert UNCHECKED in words(document)


def test_a_checkpoint_from_before_it_was_switched_on_holds_and_is_told_apart() -> None:
    assert ABSENT in words(str(logged.KEYS.signed(TEXT, ORIGIN)).encode())


def test_a_false_sm2_signature_spoils_the_checkpoint() -> None:
    signed = KEYS.signed(TEXT, ORIGIN)
    *others, last = signed.lines
    for at in (0, 31, 32, 63):
        raw = bytearray(last.signature)
        raw[at] ^= 1
        wrong = note.Note(TEXT, (*others, note.Line(ORIGIN, last.key_id, bytes(raw))))
        assert not verify_checkpoint(str(wrong).encode(), PUBLISHED).ok


def test_sm2_stands_for_none_of_the_keys_that_must_have_signed() -> None:
    (key,) = KEYS.also_of(ORIGIN)
    for without in (0, 1):
        signers = [one for at, one in enumerate(KEYS.of(ORIGIN)) if at != without]
        signed = note.signed(TEXT, [*signers, key])
        assert not verify_checkpoint(str(signed).encode(), PUBLISHED).ok


def test_a_receipts_proof_says_it_too() -> None:
    proof = logged.proof(witnesses=0)
    assert ABSENT in verify_in_log(logged.RECEIPTS[2], proof, PUBLISHED).words[-1].en


def test_nothing_of_it_is_published_where_it_is_off() -> None:
    assert b"also" not in msgspec.json.encode(logged.PUBLISHED)
    read = msgspec.json.decode(msgspec.json.encode(PUBLISHED), type=PublishedLogs)
    assert read == PUBLISHED
    assert read.beside(ORIGIN)[0].raw == KEY.public.raw


def test_the_vectors_are_what_the_tool_makes_and_hold_in_the_vectors_log() -> None:
    stored, log = sm2_vectors.stored(), log_vectors.stored()
    assert sm2_vectors.vectors(log["checkpoint"], stored["checkpoint"]) == stored
    published = msgspec.json.decode(stored["logs.json"], type=PublishedLogs)
    files = log | stored
    copied = verify_copy(lambda path: files[path], published)
    assert copied.ok
    assert any(HOLDS in one.en for one in copied.words)


async def test_an_instance_signs_by_it_only_where_it_is_switched_on(
    tmp_path: Path, intake: asyncpg.Connection, intake_dsn: str
) -> None:
    off, on = Settings(data=tmp_path / "off"), Settings(data=tmp_path / "on", log_sm2=True)
    for settings, signatures in ((off, 2), (on, 3)):
        keys = log_keys(settings)
        integrator = Integrator(settings.logs, "test.example", keys)
        if settings is off:
            await accept(intake_dsn, tmp_path, 2)
        else:
            await accept(intake_dsn, tmp_path, 1, "more")
        ((_, signed),) = await integrator.look(intake)
        assert len(signed.lines) == signatures
    published = published_logs("test.example", log_keys(on), Witnesses())
    assert HOLDS in words(str(signed).encode(), published)
    assert not (off.keys / "log-sm2.key").exists()


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "log-sm2.key"
    made = Sm2PrivateKey.load_or_create(file)
    assert Sm2PrivateKey.load_or_create(file) == made
    assert file.stat().st_mode & 0o077 == 0
    assert made.secret.hex() not in repr(made)


@pytest.mark.parametrize("content", ["", "zz\nzz\n", f"{'11' * 32}\n{'22' * 64}\n"])
def test_a_damaged_key_is_told(content: str, tmp_path: Path) -> None:
    file = tmp_path / "log-sm2.key"
    file.write_text(content)
    with pytest.raises(NoSm2Error, match="damaged"):
        Sm2PrivateKey.load_or_create(file)


def test_switched_on_without_the_extra_nothing_begins_and_it_is_said_why(
    without_the_extra: None, tmp_path: Path
) -> None:
    with pytest.raises(NoSm2Error, match=r"requirements-keys\.txt"):
        look_at_sm2(Settings(data=tmp_path, log_sm2=True))
    look_at_sm2(Settings(data=tmp_path))
    command = ["--data", str(tmp_path / "new"), "serve", "--port", "1"]
    failed = CliRunner().invoke(main, command, env={"BUMANG_LOG_SM2": "1"})
    assert failed.exit_code == 1
    assert "没有安装 sm2 组件" in failed.output
    assert not (tmp_path / "new").exists()
