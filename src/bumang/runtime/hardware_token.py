"""Signing keys in a token or hardware module, asked by PKCS#11: the private half never leaves it.

Needs the extra `pkcs11`. Ed25519 (CKM_EDDSA, PKCS#11 3.0); ML-DSA-65 came to PKCS#11 with 3.2, and
the library used here does not know it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import structlog

from bumang.runtime.settings import Settings

Answer = TypeVar("Answer")
_Work = tuple["Future[Any]", Callable[[Any], Any]]

_PREFIX = "bumang-"
_OPEN_SECONDS, _SIGN_SECONDS, _AGAIN_SECONDS = 5.0, 1.0, 5.0
_EDWARDS25519 = b"\x13\x0cedwards25519"
"""The curve's name as a PrintableString in DER, as PKCS#11 3.0 has it in CKA_EC_PARAMS."""
_OCTETS = b"\x04\x20"
_RAW = 32

_events = structlog.get_logger()


class TokenAwayError(OSError):
    """The token does not sign now. An `OSError`: whoever waits for a database waits for it too."""


class TokenError(Exception):
    """The token cannot be used as it is set; the words say why and what to do, zh and en."""


@dataclass(frozen=True)
class TokenPlace:
    """`module` is the maker's library, `label` the token's; `pin` is not shown."""

    module: str
    label: str
    pin: str = field(repr=False)


class HardwareToken:
    """One token, in one session of a thread of its own: a library that hangs holds up nobody.

    After a failure it is asked again only in a while; after a wrong PIN never, for a few of those
    lock a token.
    """

    def __init__(self, place: TokenPlace) -> None:
        self._place = place
        self._asked: SimpleQueue[_Work] = SimpleQueue()
        self._worker: Thread | None = None
        self._session: Any = None
        self._keys: dict[str, Any] = {}
        self._closed_until = 0.0
        self._hanging: Future[Any] | None = None

    def public_key(self, name: str) -> bytes:
        """The raw public half of the key called `bumang-NAME`. Raises `TokenError`."""
        return self._told(lambda session: _raw_point(_find(session, name, private=False)))

    def make(self, name: str) -> bytes:
        """A new key pair, sensitive and not extractable; its public half. Raises `TokenError`."""
        return self._told(lambda session: _made(session, name))

    def has(self, name: str) -> bool:
        """Whether it holds the key. Raises `TokenError` when it cannot be asked."""
        return self._told(lambda session: _holds(session, name))

    def sign(self, name: str, message: bytes) -> bytes:
        """Raises `TokenAwayError`, within about a second."""
        if time.monotonic() < self._closed_until:
            raise TokenAwayError("the token did not answer a moment ago")
        seconds = _SIGN_SECONDS if self._session is not None else _OPEN_SECONDS
        try:
            return self._ask(lambda session: self._signed(session, name, message), seconds)
        except TokenError as wrong:
            _events.critical("the token does not sign", reason=str(wrong))
            raise TokenAwayError("the token does not sign") from None

    def _signed(self, session: Any, name: str, message: bytes) -> bytes:
        import pkcs11

        if name not in self._keys:
            self._keys[name] = _find(session, name, private=True)
        return bytes(self._keys[name].sign(message, mechanism=pkcs11.Mechanism.EDDSA))

    def _told(self, work: Callable[[Any], Answer]) -> Answer:
        return self._ask(work, _OPEN_SECONDS)

    def _ask(self, work: Callable[[Any], Answer], seconds: float) -> Answer:
        """Raises `TokenError`; what has failed or hangs is not asked again for a while."""
        if self._hanging is not None and not self._hanging.done():
            raise self._failed(_SILENT)
        if self._worker is None:
            self._worker = Thread(target=self._work, name="token", daemon=True)
            self._worker.start()
        answer: Future[Any] = Future()
        self._asked.put((answer, work))
        try:
            found: Answer = answer.result(seconds)
        except TimeoutError:
            self._hanging = answer
            raise self._failed(_SILENT) from None
        except TokenError as wrong:
            for_ever = str(wrong) in _NEVER_AGAIN
            raise self._failed(str(wrong), float("inf") if for_ever else _AGAIN_SECONDS) from None
        return found

    def _failed(self, words: str, seconds: float = _AGAIN_SECONDS) -> TokenError:
        self._closed_until = time.monotonic() + seconds
        return TokenError(words)

    def _work(self) -> None:
        while True:
            answer, work = self._asked.get()
            try:
                if self._session is None:
                    self._session = _session(self._place)
                answer.set_result(work(self._session))
            except Exception as error:
                self._session = None
                self._keys.clear()
                answer.set_exception(TokenError(_words(error)))


def token_of(settings: Settings) -> HardwareToken | None:
    """The token that the settings name, one in a process; `None` where keys lie in files.

    Raises `TokenError` when the settings do not fit together, or the extra is not installed.
    """
    if not settings.pkcs11_module:
        return None
    try:
        import pkcs11  # noqa: F401
    except ImportError:
        raise TokenError(_NO_EXTRA) from None
    pin = settings.pkcs11_pin or _pin_of(settings.pkcs11_pin_file)
    if not settings.pkcs11_token or not pin:
        raise TokenError(_INCOMPLETE)
    return _token(TokenPlace(settings.pkcs11_module, settings.pkcs11_token, pin))


@lru_cache(maxsize=4)
def _token(place: TokenPlace) -> HardwareToken:
    """A process logs in to a token once for all its sessions, so there is one of each."""
    return HardwareToken(place)


def _pin_of(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise TokenError(_NO_PIN_FILE) from None


def _session(place: TokenPlace) -> Any:
    import pkcs11

    library = pkcs11.lib(place.module)
    library.reinitialize()  # a library keeps what it knew of a token that was away
    return library.get_token(token_label=place.label).open(user_pin=place.pin, rw=True)


def _find(session: Any, name: str, *, private: bool) -> Any:
    import pkcs11

    kind = pkcs11.ObjectClass.PRIVATE_KEY if private else pkcs11.ObjectClass.PUBLIC_KEY
    found = session.get_key(object_class=kind, label=_PREFIX + name)
    if private and found[pkcs11.Attribute.EXTRACTABLE]:
        raise TokenError(_EXTRACTABLE.format(label=_PREFIX + name))
    return found


def _holds(session: Any, name: str) -> bool:
    import pkcs11

    try:
        _find(session, name, private=True)
    except pkcs11.NoSuchKey:
        return False
    return True


def _made(session: Any, name: str) -> bytes:
    import pkcs11

    curve = session.create_domain_parameters(
        pkcs11.KeyType.EC_EDWARDS, {pkcs11.Attribute.EC_PARAMS: _EDWARDS25519}, local=True
    )
    public, _ = curve.generate_keypair(
        mechanism=pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
        store=True,
        label=_PREFIX + name,
        private_template={
            pkcs11.Attribute.SENSITIVE: True,
            pkcs11.Attribute.EXTRACTABLE: False,
        },
    )
    return _raw_point(public)


def _raw_point(public: Any) -> bytes:
    """Most modules wrap the 32 bytes into an OCTET STRING, some do not."""
    import pkcs11

    point = bytes(public[pkcs11.Attribute.EC_POINT])
    raw = point.removeprefix(_OCTETS) if len(point) == len(_OCTETS) + _RAW else point
    if len(raw) != _RAW:
        raise TokenError(_NOT_ED25519)
    return raw


def _words(error: Exception) -> str:
    """What a failure means, from its kind alone: a library's text may hold anything."""
    if isinstance(error, TokenError):
        return str(error)
    kind = type(error).__name__
    return _MEANING.get(kind, _OTHER.format(kind=kind))


_NO_EXTRA = (
    "设置了 BUMANG_PKCS11_MODULE，但没有安装 pkcs11 组件。\n"
    "BUMANG_PKCS11_MODULE is set, but the extra pkcs11 is not installed. Install it "
    "(`pip install --require-hashes -r requirements-keys.txt`), or unset the variable."
)
_INCOMPLETE = (
    "使用密码设备要同时设置 BUMANG_PKCS11_TOKEN 和 PIN（BUMANG_PKCS11_PIN_FILE 或 BUMANG_PKCS11_PIN）。\n"
    "A token needs BUMANG_PKCS11_TOKEN, its label, and its PIN: BUMANG_PKCS11_PIN_FILE or "
    "BUMANG_PKCS11_PIN."
)
_NO_PIN_FILE = (
    "读不到 BUMANG_PKCS11_PIN_FILE 指定的文件。\n"
    "The file that BUMANG_PKCS11_PIN_FILE names cannot be read. Check its path and who may read it."
)
_SILENT = (
    "密码设备没有应答。请检查设备和网络连接。\n"
    "The token does not answer. Check the device and what it is connected by."
)
_EXTRACTABLE = (
    "密码设备中的密钥 {label} 可以导出，不能用于签名。请用 bumang pkcs11 make 另建。\n"
    "The token's key {label} can be taken out of it, and is not used. Delete it, and make another "
    "with `bumang pkcs11 make`."
)
_NOT_ED25519 = (
    "密码设备中的密钥不是 Ed25519 密钥。\n"
    "The token's key is not an Ed25519 key. Make one with `bumang pkcs11 make`."
)
_PIN = (
    "密码设备不接受这个 PIN。为免锁定设备，不会自动重试。请更正 PIN 后重新启动。\n"
    "The token does not take this PIN. It is not tried again, for a few wrong ones lock a token: "
    "put the PIN right, then start again."
)
_LOCKED = (
    "密码设备已锁定。请由安全管理员解锁后重新启动。\n"
    "The token is locked. Have its security officer unlock it, then start again."
)
_NEVER_AGAIN = frozenset({_PIN, _LOCKED})
_NO_TOKEN = (
    "找不到 BUMANG_PKCS11_TOKEN 指定的密码设备。请检查标签，以及设备是否接好。\n"
    "There is no token with the label that BUMANG_PKCS11_TOKEN says. Check the label, and that the "
    "device is there."
)
_NO_KEY = (
    "密码设备中没有所需的密钥。请用 bumang pkcs11 make 建立。\n"
    "The token does not hold the key that is asked for. Make it with `bumang pkcs11 make`."
)
_NO_EDDSA = (
    "密码设备不支持 Ed25519（CKM_EDDSA）。请更换设备，或把密钥放在文件中。\n"
    "The token cannot do Ed25519 (CKM_EDDSA). Take one that can, or keep the keys in files."
)
_TWO_KEYS = (
    "密码设备中有多个同名的密钥或设备。请删去多余的。\n"
    "Several tokens or keys have the same label. Leave one of them."
)
_OTHER = (
    "密码设备或它的程序库出错（{kind}）。请检查 BUMANG_PKCS11_MODULE 和设备。\n"
    "The token or its library failed ({kind}). Check BUMANG_PKCS11_MODULE and the device."
)
_MEANING = {
    "PinIncorrect": _PIN,
    "PinInvalid": _PIN,
    "PinLenRange": _PIN,
    "PinExpired": _PIN,
    "PinLocked": _LOCKED,
    "NoSuchToken": _NO_TOKEN,
    "NoSuchKey": _NO_KEY,
    "MechanismInvalid": _NO_EDDSA,
    "MultipleObjectsReturned": _TWO_KEYS,
    "MultipleTokensReturned": _TWO_KEYS,
}
