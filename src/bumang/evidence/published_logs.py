"""What an instance publishes of its logs: their name, their keys, the witnesses it asks.

`{"name": …, "keys": [{"algorithm": …, "public_key": …}], "witnesses": […], "quorum": …}`; the log N
of the instance is called `name/log/N`, the log of statements `name/log/core`. Keys are raw in base64, witnesses in their text form.
Keys that sign beside those of `keys`, by national algorithms, stand in `also`, which is there only then.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import cached_property, lru_cache

import msgspec

from bumang.evidence import note, sm2
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.note import NotANoteError, Note
from bumang.evidence.note_keys import ED25519, ML_DSA_65, SM2, NoteVerifier, read_verifier
from bumang.evidence.witnesses import Witnesses
from bumang.kernel.text import Text

_KINDS = {"Ed25519": ED25519, "ML-DSA-65": ML_DSA_65, "SM2-SM3": SM2}
_LOG = re.compile(r"[1-9][0-9]{0,3}|core")


class LogKey(msgspec.Struct, frozen=True):
    algorithm: str
    public_key: str


class Standing(msgspec.Struct, frozen=True):
    """What the signatures of a checkpoint are worth: by every key of its log; by how many witnesses.

    `also` tells in words of each key beside those: whether it signed, or that nobody can tell here.
    """

    signed: bool
    seen: int
    also: tuple[Text, ...] = ()


class PublishedLogs(msgspec.Struct, frozen=True, dict=True, cache_hash=True):
    """Decoded from anywhere: nothing of it is believed because of where it came from."""

    name: str
    keys: tuple[LogKey, ...]
    witnesses: tuple[str, ...] = ()
    quorum: int = 0
    also: tuple[LogKey, ...] | msgspec.UnsetType = msgspec.UNSET

    def origin(self, log: int | str) -> str:
        return f"{self.name}/log/{log}"

    def verifiers(self, origin: str) -> tuple[NoteVerifier, ...]:
        """The keys of one log; none when it is not of this instance. Raises `NotANoteError`."""
        before, _, log = origin.rpartition("/log/")
        if before != self.name or not _LOG.fullmatch(log):
            return ()
        if (known := self._parsed.get(origin)) is None:
            known = tuple(NoteVerifier(origin, _kind(key), _raw(key)) for key in self.keys)
            self._parsed[origin] = known
        return known

    def beside(self, origin: str) -> tuple[NoteVerifier, ...]:
        """Keys that may have signed too; those of a kind that is not known here are passed over."""
        return tuple(
            NoteVerifier(origin, SM2, _raw(key))
            for key in self.also or ()
            if key.algorithm == "SM2-SM3"
        )

    def seen_by(self, checkpoint: Note) -> int:
        """How many of the witnesses cosigned it. Raises `NotANoteError` when one is false."""
        return len(note.held(checkpoint, self._witnesses))

    def standing(self, origin: str, checkpoint: Note) -> Standing:
        """Of a checkpoint of the log `origin`. Raises `NotANoteError` when a signature is false.

        Proofs that were fetched together share a checkpoint: it is worked out once for all of them.
        """
        return _standing(self, origin, checkpoint)

    @cached_property
    def _parsed(self) -> dict[str, tuple[NoteVerifier, ...]]:
        return {}

    @cached_property
    def _witnesses(self) -> tuple[NoteVerifier, ...]:
        return tuple(read_verifier(one) for one in self.witnesses)


@lru_cache(maxsize=64)
def _standing(published: PublishedLogs, origin: str, checkpoint: Note) -> Standing:
    keys = published.verifiers(origin)
    signed = bool(keys) and set(note.held(checkpoint, keys)) == set(keys)
    also = tuple(_beside(key, checkpoint) for key in published.beside(origin))
    return Standing(signed, published.seen_by(checkpoint), also)


def _beside(key: NoteVerifier, checkpoint: Note) -> Text:
    """Raises `NotANoteError` when its signature is there and false."""
    if not any((one.name, one.key_id) == (key.name, key.key_id) for one in checkpoint.lines):
        return _SM2_ABSENT
    if not sm2.available():
        return _SM2_UNCHECKED
    note.held(checkpoint, (key,))
    return _SM2_HOLDS


def published_logs(name: str, keys: LogKeys, witnesses: Witnesses) -> PublishedLogs:
    made = tuple(_published(one.public) for one in keys.of(name))
    known = tuple(str(one.verifier) for one in witnesses.known)
    also = tuple(_published(one.public) for one in keys.also_of(name))
    return PublishedLogs(name, made, known, witnesses.quorum, also or msgspec.UNSET)


def log_name(setting: str, keys: LogKeys) -> str:
    """The name of an instance's logs: as set, else one that is as lasting as its key."""
    return setting or f"bumang.local/{keys.of('')[0].public.key_id.hex()}"


def all_of(published: Sequence[PublishedLogs], origin: str) -> tuple[NoteVerifier, ...]:
    """The keys of a log of any of several instances."""
    return next((found for one in published if (found := one.verifiers(origin))), ())


def _published(key: NoteVerifier) -> LogKey:
    algorithm = next(name for name, kind in _KINDS.items() if kind == key.kind)
    return LogKey(algorithm, b64encode(key.raw).decode())


def _kind(key: LogKey) -> bytes:
    if key.algorithm not in _KINDS:
        raise NotANoteError(f"keys of the kind {key.algorithm} are not known here")
    return _KINDS[key.algorithm]


def _raw(key: LogKey) -> bytes:
    try:
        return b64decode(key.public_key, validate=True)
    except ValueError:
        raise NotANoteError("a public key is not base64") from None


_SM2_HOLDS = Text(
    zh="检查点的 SM2 签名（国密）也成立。",
    en="The checkpoint's SM2 signature holds too.",
)
_SM2_UNCHECKED = Text(
    zh="检查点另有 SM2 签名（国密），这里没有核对：安装 sm2 组件后可以核对。",
    en="The checkpoint bears an SM2 signature too, which was not checked here: install the extra sm2 to check it.",
)
_SM2_ABSENT = Text(
    zh="平台公布了 SM2 密钥（国密），但这个检查点没有它的签名，可能早于启用。",
    en="The platform publishes an SM2 key, and this checkpoint bears no signature by it: it may be from before.",
)
