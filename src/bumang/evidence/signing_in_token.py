"""Receipts signed in a token, and what signs them while it is silent, so that accepting goes on.

The stand-in is made when it is first needed, lives in this process's memory alone and ends with it;
its public half is published before it signs, like any key. Nothing that could be stolen from a disk
signs receipts.
"""

from __future__ import annotations

from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.evidence.signing import SigningKey
from bumang.runtime.hardware_token import TokenAwayError
from bumang.runtime.key_in_token import KeyInToken

_events = structlog.get_logger()


class SigningInToken(SigningKey):
    """Belongs to one log, which signs one batch after the other."""

    waits = True

    def __init__(self, private: KeyInToken, folder: Path) -> None:
        super().__init__(private)
        self._folder = folder
        self._stand_in: SigningKey | None = None
        self._away = False

    def signed(self, message: bytes) -> tuple[str, bytes]:
        """By the token; within about a second by the stand-in, when the token does not sign."""
        try:
            made = super().signed(message)
        except TokenAwayError:
            return self._by_stand_in(message)
        if self._away:
            self._away = False
            _events.warning("the token signs receipts again")
        return made

    def _by_stand_in(self, message: bytes) -> tuple[str, bytes]:
        if self._stand_in is None:
            made = SigningKey(Ed25519PrivateKey.generate())
            made.publish(self._folder)
            self._stand_in = made
        if not self._away:
            self._away = True
            _events.critical("a stand-in signs receipts", reason=f"key {self._stand_in.key_id}")
        return self._stand_in.signed(message)
