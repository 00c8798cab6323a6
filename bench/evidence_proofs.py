"""Verifying offline on one core, sizes at ten million entries, and changes that must be refused."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
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
from bumang.evidence.receipt import commitment, receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.evidence.verification import verify, verify_in_log
from bumang.evidence.witnesses import Known, Witnesses

_GROUP = 64
_MILLIONS = 10_000_000
_CHANGES = 60_000
_NAME = "bench.example"


class Sample:
    """A receipt of a group of 64, and its proof in a log of ten million entries."""

    def __init__(self, *, quantum_safe: bool) -> None:
        ed25519 = Ed25519PrivateKey.generate()
        keys = LogKeys((ed25519, MLDSA65PrivateKey.generate()) if quantum_safe else (ed25519,))
        seen = [
            WitnessKey(f"w.example/{at}", Ed25519PrivateKey.generate(), lambda: 1) for at in "abc"
        ]
        known = tuple(Known("http://w.example", one.public) for one in seen)
        self.published: PublishedLogs = published_logs(_NAME, keys, Witnesses(2, known))
        signing = SigningKey(Ed25519PrivateKey.generate())
        self.known = {signing.key_id: signing.published}
        when = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        entries = [write(at, "some-item", when, bytes(16), b"{}") for at in range(_GROUP)]
        first = _MILLIONS // 2 - _GROUP
        sealed = seal(1, first, when, entries, signing)
        self.receipt = receipts(sealed, {7: entries[7]})[7]
        leaf = merkle.leaf_hash(commitment(entries[7], 1, first + 7))
        path = [random.Random(at).randbytes(32) for at in range(24)]
        root = _root(leaf, first + 7, path)
        said = Checkpoint(f"{_NAME}/log/1", _MILLIONS, root)
        signers: list[note.Signer] = [*keys.of(said.origin), *seen[:2]]
        self.proof = str(LogProof(first + 7, tuple(path), note.signed(said.text, signers))).encode()

    def holds(self) -> bool:
        return (
            verify(self.receipt, self.known).ok
            and verify_in_log(self.receipt, self.proof, self.published).ok
        )


def proofs(count: int) -> Part:
    plain, safe = Sample(quantum_safe=False), Sample(quantum_safe=True)
    refused, tried = _refused(safe)
    return Part(
        "Receipts and proofs",
        [
            _rate("verified offline, Ed25519", plain, count, 5000),
            _rate("verified offline, with ML-DSA-65", safe, count, 1500),
            Measured(
                "proof with two cosignatures, ten million entries",
                "bytes",
                [len(plain.proof)],
                goal=2048,
                about="24 hashes, the checkpoint, the log's Ed25519 and two witnesses' signatures. The"
                f" receipt beside it, with the proof of its group of {_GROUP}, is {len(plain.receipt):,} bytes.",
            ),
            Measured("the same with ML-DSA-65", "bytes", [len(safe.proof)]),
            Measured(
                "changes of one bit refused",
                "%",
                [100 * refused / tried],
                goal=100,
                at_least=True,
                about=f"{refused:,} of {tried:,}, drawn over receipt and proof. The verifier in the"
                " browser is held against ours in the suite.",
            ),
        ],
        [
            "One verification is the receipt with its group's signature, and its proof with every signature of the checkpoint."
        ],
    )


def _rate(name: str, sample: Sample, count: int, goal: float) -> Measured:
    return Measured(
        name, "/s", rounds(count, lambda: _per_second(sample.holds)), goal, at_least=True
    )


def _per_second(ask: Callable[[], bool], seconds: float = 2.0) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        if not ask():
            raise RuntimeError("a genuine receipt was refused")
        done += 1
    return done / (time.perf_counter() - begun)


def _refused(sample: Sample) -> tuple[int, int]:
    chance, refused = random.Random(1), 0
    for at in range(2 * _CHANGES):
        whole = sample.receipt if at % 2 else sample.proof
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        if at % 2:
            refused += not verify(bytes(changed), sample.known).ok
        else:
            refused += not verify_in_log(sample.receipt, bytes(changed), sample.published).ok
    return refused, 2 * _CHANGES


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
