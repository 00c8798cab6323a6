"""Make the test vectors of docs/reference/evidence-format.md, always the same: fixed keys and salts.

ML-DSA-65 signs with fresh randomness (FIPS 204, hedged), so a signature that is there and holds is kept.
"""

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.note import NotANoteError, Note
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import published_logs
from bumang.evidence.receipt import Seal, receipts, seal, write
from bumang.evidence.signing import PublishedKeys, SigningKey
from bumang.evidence.tiles import HASH, WIDTH, Growth, Tile, Tree
from bumang.evidence.witnesses import Known, Witnesses

FOLDER = Path("docs/reference/vectors/log")
NAME = "log.example"
BATCH, BATCHES = 60, 5
SHOWN = (0, 255, 256, 299)
WHEN = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=UTC)
RECEIPT_KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(b"\3" * 32))
LOG_KEYS = LogKeys(
    (
        Ed25519PrivateKey.from_private_bytes(b"\1" * 32),
        MLDSA65PrivateKey.from_seed_bytes(b"\2" * 32),
    )
)
WITNESSES = [
    WitnessKey(
        f"w.example/{name}",
        Ed25519PrivateKey.from_private_bytes(name.encode() * 32),
        lambda: 1_764_000_000,
    )
    for name in "abc"
]
PUBLISHED = published_logs(
    NAME, LOG_KEYS, Witnesses(2, tuple(Known("http://x", one.public) for one in WITNESSES))
)


def vectors(kept: bytes = b"") -> dict[str, bytes]:
    """File name -> content. `kept` is the checkpoint as it was made before."""
    sealed = [_batch(at) for at in range(BATCHES)]
    made = {
        "keys.json": msgspec.json.encode(PublishedKeys((RECEIPT_KEY.published,))),
        "logs.json": msgspec.json.encode(PUBLISHED),
    }
    tiles = _tiles([one for batch, _ in sealed for one in batch.commitments])
    made |= tiles
    tree = Tree(BATCH * BATCHES, lambda tile: tiles[tile.path])
    said = Checkpoint(f"{NAME}/log/1", tree.size, tree.root())
    checkpoint = _signed(said, kept)
    cosignatures = [witness.line(said.text) for witness in WITNESSES[:2]]
    made["checkpoint"] = str(checkpoint).encode()
    made["cosignatures"] = "".join(map(str, cosignatures)).encode()
    witnessed = Note(said.text, (*checkpoint.lines, *cosignatures))
    for seq in SHOWN:
        made[f"receipt-{seq}.json"] = sealed[seq // BATCH][1][seq % BATCH]
        path = tuple(tree.inclusion(seq))
        made[f"proof-{seq}.txt"] = str(LogProof(seq, path, witnessed)).encode()
    return made


def _batch(at: int) -> tuple[Seal, dict[int, bytes]]:
    first = at * BATCH
    entries = [
        write(10**12 + 7919 * (first + place), "some-item", WHEN, bytes([at, place] * 8), b"{}")
        for place in range(BATCH)
    ]
    sealed = seal(1, first, WHEN, entries, RECEIPT_KEY)
    return sealed, receipts(sealed, dict(enumerate(entries)))


def _tiles(commitments: list[bytes]) -> dict[str, bytes]:
    growth = Growth(0, lambda _: b"")
    full = growth.add(b"".join(map(merkle.leaf_hash, commitments)))
    made = {tile.path: hashes for tile, hashes in [*full, *growth.edge()]}
    for index in range(-(-len(commitments) // WIDTH)):
        part = commitments[index * WIDTH : (index + 1) * WIDTH]
        bundle = b"".join(HASH.to_bytes(2, "big") + one for one in part)
        made[Tile(0, index, len(part)).entries_path] = bundle
    return made


def _signed(said: Checkpoint, kept: bytes) -> Note:
    keys = PUBLISHED.verifiers(said.origin)
    with suppress(NotANoteError):
        before = note.read(kept)
        if before.text == said.text and set(note.held(before, keys)) == set(keys):
            return before
    return note.signed(said.text, LOG_KEYS.of(said.origin))


def stored() -> dict[str, bytes]:
    """The vectors as they lie in the folder."""
    files = (path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in files}


def main() -> int:
    made = vectors(stored().get("checkpoint", b""))
    for name, content in made.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(made)} files in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
