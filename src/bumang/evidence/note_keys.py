"""The keys of signed notes: Ed25519 and ML-DSA-65 over the text, Ed25519 with a time for witnesses.

Ed25519 is C2SP's type 0x01. ML-DSA-65 (FIPS 204) over a note's text has no byte of its own there, so
it is 0xff with a longer name, as signed-note asks for; so is SM2 with SM3. Cosignatures are C2SP's type 0x04
(tlog-cosignature).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from bumang.evidence.note import Line, NotANoteError, key_id
from bumang.evidence.sm2 import Sm2PrivateKey, Sm2PublicKey

ED25519, ML_DSA_65, COSIGNATURE = b"\x01", b"\xffML-DSA-65", b"\x04"
SM2 = b"\xffSM2-SM3"
_PRIVATE = ((Ed25519PrivateKey, ED25519), (MLDSA65PrivateKey, ML_DSA_65), (Sm2PrivateKey, SM2))
_TIME_BYTES = 8


@dataclass(frozen=True)
class NoteKey:
    """A private key that signs notes as `name`."""

    name: str
    private: Ed25519PrivateKey | MLDSA65PrivateKey | Sm2PrivateKey

    @cached_property
    def public(self) -> NoteVerifier:
        kind = next(kind for known, kind in _PRIVATE if isinstance(self.private, known))
        return NoteVerifier(self.name, kind, self.private.public_key().public_bytes_raw())

    def line(self, text: str) -> Line:
        return Line(self.name, self.public.key_id, self.private.sign(text.encode()))


@dataclass(frozen=True)
class NoteVerifier:
    """A public key; its text form (`vkey`) is `name+hex key ID+base64(kind ‖ key)`.

    It is parsed once, when it is first asked: one value serves every note of its log.
    """

    name: str
    kind: bytes
    raw: bytes

    @cached_property
    def key_id(self) -> bytes:
        return key_id(self.name, self.kind, self.raw)

    @property
    def quantum_safe(self) -> bool:
        return self.kind == ML_DSA_65

    def holds(self, text: str, signature: bytes) -> bool:
        message = text.encode()
        if self.kind == COSIGNATURE:
            at, signature = signature[:_TIME_BYTES], signature[_TIME_BYTES:]
            message = cosigned(text, int.from_bytes(at, "big"))
        try:
            self._public.verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    @cached_property
    def _public(self) -> Ed25519PublicKey | MLDSA65PublicKey | Sm2PublicKey:
        """Raises `ValueError` when the bytes are no key."""
        if self.kind == SM2:
            return Sm2PublicKey(self.raw)
        if self.quantum_safe:
            return MLDSA65PublicKey.from_public_bytes(self.raw)
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.kind + self.raw).decode()}"


@dataclass(frozen=True)
class WitnessKey:
    """A witness's key: it signs when it saw a checkpoint, and that it goes on from the one before.

    `now` gives seconds since 1970.
    """

    name: str
    private: Ed25519PrivateKey
    now: Callable[[], int]

    @cached_property
    def public(self) -> NoteVerifier:
        return NoteVerifier(self.name, COSIGNATURE, self.private.public_key().public_bytes_raw())

    def line(self, text: str) -> Line:
        at = self.now()
        signature = at.to_bytes(_TIME_BYTES, "big") + self.private.sign(cosigned(text, at))
        return Line(self.name, self.public.key_id, signature)


def cosigned(text: str, at: int) -> bytes:
    """What a witness signs of a checkpoint's text at a time (seconds since 1970)."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def read_verifier(vkey: str) -> NoteVerifier:
    """A public key from its text form. Raises `NotANoteError`."""
    name, _, rest = vkey.strip().partition("+")
    _, _, encoded = rest.partition("+")
    try:
        raw = b64decode(encoded, validate=True)
    except ValueError:
        raise NotANoteError("the public key is not base64") from None
    for kind, size in ((ED25519, 32), (COSIGNATURE, 32), (ML_DSA_65, 1952)):
        if raw.startswith(kind) and len(raw) == len(kind) + size:
            found = NoteVerifier(name, kind, raw[len(kind) :])
            if str(found) == vkey.strip():
                return found
    raise NotANoteError("not a public key of a kind that is known here, or its ID is another's")
