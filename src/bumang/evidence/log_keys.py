"""The two keys of an instance's logs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from bumang.evidence import note
from bumang.evidence.note import Note
from bumang.evidence.note_keys import NoteKey
from bumang.evidence.sm2 import Sm2PrivateKey
from bumang.runtime.key_file import PrivateKey, load_or_create
from bumang.runtime.key_in_token import KeyInToken

_FILES: dict[str, Callable[[], PrivateKey]] = {
    "log-ed25519.pem": Ed25519PrivateKey.generate,
    "log-ml-dsa-65.pem": MLDSA65PrivateKey.generate,
}


class LogKeys(msgspec.Struct, frozen=True):
    """Private keys that sign the checkpoints of all logs of an instance.

    All of `private` must have signed; `also` signs beside them where it is switched on.
    """

    private: tuple[PrivateKey, ...]
    also: tuple[Sm2PrivateKey, ...] = ()

    @classmethod
    def load_or_create(cls, folder: Path, first: KeyInToken | None = None) -> LogKeys:
        """The keys of a data folder. Processes that start at once agree on them.

        `first` stands for the Ed25519 key, which then has no file.
        """
        found: list[PrivateKey] = [first] if first else []
        for name, generate in list(_FILES.items())[len(found) :]:
            pem = load_or_create(folder / name, generate)
            key = serialization.load_pem_private_key(pem, None)
            if not isinstance(key, Ed25519PrivateKey | MLDSA65PrivateKey):
                raise TypeError(f"{folder / name} holds a key of another kind")
            found.append(key)
        return cls(tuple(found))

    def of(self, origin: str) -> tuple[NoteKey, ...]:
        """Named as one log: Ed25519 first, which every C2SP client reads."""
        return tuple(NoteKey(origin, key) for key in self.private)

    def also_of(self, origin: str) -> tuple[NoteKey, ...]:
        return tuple(NoteKey(origin, key) for key in self.also)

    def signed(self, text: str, origin: str) -> Note:
        """A text signed by all of them as one log."""
        return note.signed(text, (*self.of(origin), *self.also_of(origin)))
