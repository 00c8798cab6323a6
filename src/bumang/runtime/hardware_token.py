"""A token or hardware module that holds signing keys: the private half never leaves it.

Asked in a thread of its own, for a maker's library may hang.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar, cast

import structlog

from bumang.runtime import token_words
from bumang.runtime.settings import Settings

Answer = TypeVar("Answer")
_Work = tuple["Future[Any]", "Callable[[Signing], Any]"]

_OPEN_SECONDS, _SIGN_SECONDS, _AGAIN_SECONDS = 5.0, 1.0, 5.0

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


class Signing(Protocol):
    """A session with a token; everything raises `TokenError`. Keys are called `bumang-NAME` there."""

    def sign(self, name: str, message: bytes) -> bytes: ...

    def public_key(self, name: str) -> bytes: ...

    def has(self, name: str) -> bool: ...

    def make(self, name: str) -> bytes: ...


class HardwareToken:
    """One token in one session, opened when it is first asked.

    After a failure signing asks again only in a while; after a wrong PIN never, for a few of those
    lock a token.
    """

    def __init__(self, open_: Callable[[], Signing]) -> None:
        self._open = open_
        self._asked: SimpleQueue[_Work] = SimpleQueue()
        self._worker: Thread | None = None
        self._session: Signing | None = None
        self._closed_until = 0.0
        self._hanging: Future[Any] | None = None

    def public_key(self, name: str) -> bytes:
        """The raw public half. Raises `TokenError`."""
        return self._ask(lambda session: session.public_key(name), _OPEN_SECONDS)

    def has(self, name: str) -> bool:
        """Raises `TokenError` when the token cannot be asked."""
        return self._ask(lambda session: session.has(name), _OPEN_SECONDS)

    def make(self, name: str) -> bytes:
        """A new key pair; its public half. Raises `TokenError`."""
        return self._ask(lambda session: session.make(name), _OPEN_SECONDS)

    def prove(self, name: str) -> None:
        """Sign once. Raises `TokenError`."""
        self._ask(lambda session: session.sign(name, b"bumang"), _OPEN_SECONDS)

    def sign(self, name: str, message: bytes) -> bytes:
        """Raises `TokenAwayError`, within a second once the session is open."""
        if time.monotonic() < self._closed_until:
            raise TokenAwayError("the token did not sign a moment ago")
        seconds = _OPEN_SECONDS if self._session is None else _SIGN_SECONDS
        try:
            return self._ask(lambda session: session.sign(name, message), seconds)
        except TokenError as wrong:
            _events.critical("the token does not sign", reason=str(wrong))
            raise TokenAwayError("the token does not sign") from None

    def _ask(self, work: Callable[[Signing], Answer], seconds: float) -> Answer:
        if self._hanging is not None and not self._hanging.done():
            raise self._failed(token_words.SILENT)
        if self._worker is None:
            self._worker = Thread(target=self._work, name="token", daemon=True)
            self._worker.start()
        answer: Future[Any] = Future()
        self._asked.put((answer, work))
        try:
            return cast(Answer, answer.result(seconds))
        except TimeoutError:
            self._hanging = answer
            raise self._failed(token_words.SILENT) from None
        except TokenError as wrong:
            raise self._failed(str(wrong)) from None

    def _failed(self, words: str) -> TokenError:
        never = words in token_words.NEVER_AGAIN
        self._closed_until = time.monotonic() + (float("inf") if never else _AGAIN_SECONDS)
        return TokenError(words)

    def _work(self) -> None:
        while True:
            answer, work = self._asked.get()
            try:
                if self._session is None:
                    self._session = self._open()
                answer.set_result(work(self._session))
            except Exception as error:
                self._session = None
                told = error if isinstance(error, TokenError) else None
                answer.set_exception(told or TokenError(token_words.meaning(type(error).__name__)))


def token_of(settings: Settings) -> HardwareToken | None:
    """The token that the settings name, one in a process; `None` where keys lie in files.

    Raises `TokenError` when the settings do not fit together, or the extra is not installed.
    """
    if not settings.pkcs11_module:
        return None
    pin = settings.pkcs11_pin or _pin_of(settings.pkcs11_pin_file)
    if not settings.pkcs11_token or not pin:
        raise TokenError(token_words.INCOMPLETE)
    return _token(TokenPlace(settings.pkcs11_module, settings.pkcs11_token, pin))


@lru_cache(maxsize=4)
def _token(place: TokenPlace) -> HardwareToken:
    """A process logs in to a token once for all its sessions, so there is one of each."""
    try:
        sessions = import_module("bumang.runtime.pkcs11_session")
    except ImportError:
        raise TokenError(token_words.NO_EXTRA) from None
    return HardwareToken(lambda: sessions.Session(place))


def _pin_of(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise TokenError(token_words.NO_PIN_FILE) from None
