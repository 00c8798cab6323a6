"""Verifying offline on one core, sizes at ten million entries, and changes that must be refused."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from bench.measured import Measured, Part, rounds
from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import PublishedLogs, published_logs
from bumang.evidence.receipt import receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.evidence.verification import verify, verify_in_log
from bumang.evidence.witnesses import Known, Witnesses

_GROUP = 64
_MILLIONS = 10_000_000
_FIRST = _MILLIONS // 2 - _GROUP
_HEIGHT = 18
_STRANGERS = 256
_NAME = "bench.example"


class Sample:
    """Receipts of a group of 64 in a log of ten million entries, and their proofs."""

    def __init__(self, *, quantum_safe: bool) -> None:
        ed25519 = Ed25519PrivateKey.generate()
        self._keys = LogKeys(
            (ed25519, MLDSA65PrivateKey.generate()) if quantum_safe else (ed25519,)
        )
        self._seen = [
            WitnessKey(f"w.example/{at}", Ed25519PrivateKey.generate(), lambda: 1) for at in "abc"
        ]
        known = tuple(Known("http://w.example", one.public) for one in self._seen)
        self.published: PublishedLogs = published_logs(_NAME, self._keys, Witnesses(2, known))
        signing = SigningKey(Ed25519PrivateKey.generate())
        self.known = {signing.key_id: signing.published}
        when = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        entries = [write(at, "some-item", when, bytes(16), b"{}") for at in range(_GROUP)]
        self._sealed = seal(1, _FIRST, when, entries, signing)
        self.receipts = list(receipts(self._sealed, dict(enumerate(entries))).values())
        self.receipt = self.receipts[0]
        self.proofs = self._proofs(1)
        self.proof = self.proofs[0]

    def _proofs(self, seed: int) -> list[bytes]:
        """Of every receipt of the group, by one checkpoint; another seed is another checkpoint."""
        chance = random.Random(seed)
        above = [chance.randbytes(32) for _ in range(_HEIGHT)]
        paths = [[*merkle.proof(self._sealed.levels, at), *above] for at in range(_GROUP)]
        root = _root(self._sealed.levels[0][0], _FIRST, paths[0])
        said = Checkpoint(f"{_NAME}/log/1", _MILLIONS, root)
        signers: list[note.Signer] = [*self._keys.of(said.origin), *self._seen[:2]]
        signed = note.signed(said.text, signers)
        return [
            str(LogProof(_FIRST + at, tuple(path), signed)).encode()
            for at, path in enumerate(paths)
        ]

    def archive(self) -> Iterator[bool]:
        """A receipt after the other, their proofs fetched together: they share a checkpoint."""
        return self._held(list(zip(self.receipts, self.proofs, strict=True)))

    def strangers(self) -> Iterator[bool]:
        """Receipts whose proofs each bring a checkpoint that was never seen: nothing is shared."""
        return self._held([(self.receipt, self._proofs(at)[0]) for at in range(_STRANGERS)])

    def _held(self, cases: Sequence[tuple[bytes, bytes]]) -> Iterator[bool]:
        for receipt, proof in itertools.cycle(cases):
            yield (
                verify(receipt, self.known).ok and verify_in_log(receipt, proof, self.published).ok
            )


def proofs(count: int) -> Part:
    plain, safe = Sample(quantum_safe=False), Sample(quantum_safe=True)
    return Part(
        "Receipts and proofs",
        [
            _rate("verified offline, Ed25519, an archive", plain.archive(), count, 5000),
            _rate("verified offline, with ML-DSA-65, an archive", safe.archive(), count, 1500),
            _rate(
                "the same, Ed25519, each by a checkpoint of its own", plain.strangers(), count, 5000
            ),
            _rate("the same, with ML-DSA-65", safe.strangers(), count, 1500),
            Measured(
                "proof with two cosignatures, ten million entries",
                "bytes",
                [len(plain.proof)],
                goal=2048,
                about="24 hashes, the checkpoint, the log's Ed25519 and two witnesses' signatures. The"
                f" receipt beside it, with the proof of its group of {_GROUP}, is {len(plain.receipt):,} bytes.",
            ),
            Measured("the same with ML-DSA-65", "bytes", [len(safe.proof)]),
        ],
        [
            "One verification is the receipt with its group's signature, and its proof with every signature of the checkpoint. In an archive the proofs were"
            " fetched together and share a checkpoint, whose signatures are checked once. By a checkpoint of its own each takes four signatures of Ed25519"
            f" (five with ML-DSA-65); one alone takes OpenSSL {_one_signature():.0f} µs here, which bounds that row."
        ],
    )


def _rate(name: str, held: Iterator[bool], count: int, goal: float) -> Measured:
    return Measured(name, "/s", rounds(count, lambda: _per_second(held)), goal, at_least=True)


def _one_signature(times: int = 2000) -> float:
    """Microseconds that one check of Ed25519 takes, without anything around it."""
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key(), key.sign(bytes(150))
    begun = time.perf_counter()
    for _ in range(times):
        public.verify(signature, bytes(150))
    return (time.perf_counter() - begun) / times * 1e6


def _per_second(held: Iterator[bool], seconds: float = 2.0) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        if not next(held):
            raise RuntimeError("a genuine receipt was refused")
        done += 1
    return done / (time.perf_counter() - begun)


def _root(leaf: bytes, place: int, path: list[bytes]) -> bytes:
    """Where a path leads in a tree of ten million; a bench needs no tree of ten million to know it."""
    size, found, rest = _MILLIONS, leaf, list(path)
    while size > 1:
        if place ^ 1 < size:
            one = rest.pop(0)
            found = merkle.node_hash(one, found) if place & 1 else merkle.node_hash(found, one)
        place, size = place >> 1, (size + 1) >> 1
    del path[len(path) - len(rest) :]
    return found
