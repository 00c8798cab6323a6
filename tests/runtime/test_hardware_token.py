"""A token that is away, hangs or takes no PIN holds up nobody, and is not locked by us."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bumang.runtime import hardware_token, token_words
from bumang.runtime.hardware_token import HardwareToken, TokenAwayError, TokenError, token_of
from bumang.runtime.settings import Settings


class Device:
    """A session whose every answer a test decides."""

    def __init__(self) -> None:
        self.opened = 0
        self.answer: Callable[[], bytes] = lambda: b"signed"
        self.opens: Callable[[], None] = lambda: None

    def __call__(self) -> Device:
        self.opened += 1
        self.opens()
        return self

    def sign(self, name: str, message: bytes) -> bytes:
        return self.answer()

    def public_key(self, name: str) -> bytes:
        return bytes(32)

    def has(self, name: str) -> bool:
        return True

    def make(self, name: str) -> bytes:
        return bytes(32)


def fails(words: str) -> Callable[[], bytes]:
    def raising() -> bytes:
        raise TokenError(words)

    return raising


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware_token, "_SIGN_SECONDS", 0.05)
    monkeypatch.setattr(hardware_token, "_AGAIN_SECONDS", 0.0)


def test_a_device_that_hangs_is_given_up_and_asked_again_when_it_answers() -> None:
    device = Device()
    token, released = HardwareToken(device), threading.Event()
    assert token.sign("receipts", b"") == b"signed"
    device.answer = lambda: b"late" if released.wait(30) else b""
    for _ in range(3):
        with pytest.raises(TokenAwayError):
            token.sign("receipts", b"")
    device.answer = lambda: b"signed"
    released.set()
    while True:
        try:
            assert token.sign("receipts", b"") == b"signed"
            break
        except TokenAwayError:
            continue


def test_after_a_failure_the_session_is_opened_anew() -> None:
    device = Device()
    token = HardwareToken(device)
    device.answer = fails(token_words.meaning("DeviceRemoved"))
    with pytest.raises(TokenAwayError):
        token.sign("receipts", b"")
    device.answer = lambda: b"signed"
    assert token.sign("receipts", b"") == b"signed"
    assert device.opened == 2


def test_until_it_is_asked_again_signing_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware_token, "_AGAIN_SECONDS", 3600.0)
    device = Device()
    token = HardwareToken(device)
    device.answer = fails(token_words.meaning("DeviceError"))
    for _ in range(3):
        with pytest.raises(TokenAwayError):
            token.sign("receipts", b"")
    assert device.opened == 1


@pytest.mark.parametrize("kind", ["PinIncorrect", "PinLocked"])
def test_a_pin_that_is_wrong_is_tried_once(kind: str) -> None:
    device = Device()
    device.opens = fails(token_words.meaning(kind))  # type: ignore[assignment]
    token = HardwareToken(device)
    for _ in range(5):
        with pytest.raises(TokenAwayError):
            token.sign("receipts", b"")
    assert device.opened == 1


@pytest.mark.parametrize("kind", ["PinIncorrect", "NoSuchToken", "MechanismInvalid", "Whatever"])
def test_every_failure_is_told_in_both_languages(kind: str) -> None:
    chinese, _, english = token_words.meaning(kind).partition("\n")
    assert not chinese.isascii()
    assert english
    assert english.isascii()


def settings(**told: str) -> Settings:
    return Settings(data=Path("/nowhere"), **told)  # type: ignore[arg-type]


def test_without_a_module_the_keys_lie_in_files() -> None:
    assert token_of(settings(pkcs11_token="x", pkcs11_pin="1")) is None


@pytest.mark.parametrize(
    "told",
    [{"pkcs11_pin": "1"}, {"pkcs11_token": "x"}],
)
def test_a_token_without_label_or_pin_is_told(told: dict[str, str]) -> None:
    with pytest.raises(TokenError, match="BUMANG_PKCS11_TOKEN"):
        token_of(settings(pkcs11_module="m.so", **told))


def test_a_pin_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(TokenError, match="BUMANG_PKCS11_PIN_FILE"):
        token_of(settings(pkcs11_module="m.so", pkcs11_token="x", pkcs11_pin_file="/nowhere/pin"))


def test_without_the_extra_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(hardware_token, "import_module", missing)
    with pytest.raises(TokenError, match=r"requirements-keys\.txt"):
        token_of(settings(pkcs11_module="other.so", pkcs11_token="x", pkcs11_pin="1"))


def test_the_pin_is_in_no_representation() -> None:
    place = hardware_token.TokenPlace("m.so", "label", "271828")
    assert "271828" not in repr(place)
