"""Make the test vectors of docs/reference/receipt-format.md, always the same: fixed key and salts."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.evidence.receipt import receipts, seal, write
from bumang.evidence.signing import PublishedKeys, SigningKey

FOLDER = Path("docs/reference/vectors")
SIZES = (1, 2, 5, 8)
CONTENT = b'{"coverage_year":2027}'


def vectors() -> dict[str, bytes]:
    """File name -> content."""
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    made = {"keys.json": msgspec.json.encode(PublishedKeys((key.published,)))}
    made["content.json"] = CONTENT
    when = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=UTC)
    for size in SIZES:
        entries = [
            write(
                size * 10**12 + place * 7919, "some-item", when, bytes([size, place] * 8), CONTENT
            )
            for place in range(size)
        ]
        sealed = seal(3, 1000 * size, when, entries, key)
        for place, receipt in receipts(sealed, dict(enumerate(entries))).items():
            made[f"receipt-{size}-{place}.json"] = receipt
    return made


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in vectors().items():
        (FOLDER / name).write_bytes(content)
    print(f"{len(vectors())} files in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
