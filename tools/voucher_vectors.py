"""Make the test vectors of docs/reference/voucher-format.md, always the same: fixed keys and salts.

ML-DSA-65 signs with fresh randomness (FIPS 204, hedged), so a signature that is there and holds is kept.
"""

import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from bumang.evidence.signing import PublishedKeys
from bumang.evidence.voucher import Body, Fact, Holder, Leaf, read, sign
from bumang.evidence.voucher_code import address, code
from bumang.evidence.voucher_keys import VoucherKey, VoucherKeys
from bumang.evidence.voucher_verification import verify_voucher
from bumang.kernel import receipt_number

FOLDER = Path("docs/reference/vectors/voucher")
URL = "https://bumang.example"
KEYS = VoucherKeys(
    VoucherKey(Ed25519PrivateKey.from_private_bytes(b"\4" * 32)),
    VoucherKey(MLDSA65PrivateKey.from_seed_bytes(b"\5" * 32)),
)
PUBLISHED = PublishedKeys((KEYS.short.published, KEYS.lasting.published))
_HOLDER = Holder("李甲子", "990101196501150014")
_CERTIFICATE: dict[str, Fact] = {
    "as_of": "2026-11-24",
    "schemes": [
        {
            "scheme": "employee",
            "area_code": "990101",
            "since": "2024-03-01",
            "last": None,
            "months": 33,
        }
    ],
    "periods": [
        {
            "scheme": "employee",
            "first": "2024-03-01",
            "last": None,
            "payer": "演示单位 12",
            "monthly_base_fen": 850_000,
            "amount_fen": None,
        }
    ],
}
_PAYMENT: dict[str, Fact] = {
    "receipt_number": receipt_number.show(7_919),
    "booked_on": "2026-11-24",
    "scheme": "resident_medical",
    "first": "2027-01-01",
    "last": "2027-12-31",
    "amount_fen": 40_000,
}
_FACTS = {"contribution-certificate": _CERTIFICATE, "payment-voucher": _PAYMENT}


def body(kind: str) -> Body:
    number = receipt_number.show(11_400_714_819_323_198 + len(kind))
    at = "2026-11-24T09:02:03+08:00"
    return Body(kind, number, at, "log.example", _HOLDER, _FACTS[kind])


def vectors(folder: Path = FOLDER) -> dict[str, bytes]:
    """File name -> content; what `folder` holds already is kept where it is still the same voucher."""
    made = {"keys.json": msgspec.json.encode(PUBLISHED)}
    for kind in _FACTS:
        written = msgspec.json.encode(body(kind))
        leaf = Leaf("2026-11-24T09:02:03.456789+08:00", bytes(range(16)).hex())
        name = f"{kind}.json"
        made[name] = _kept(folder / name, written, leaf) or sign(written, leaf, KEYS)
        made[f"{kind}.code.txt"] = address(URL, code(body(kind), written, KEYS)).encode()
    return made


def _kept(path: Path, written: bytes, leaf: Leaf) -> bytes | None:
    with suppress(FileNotFoundError, ValueError):
        there = path.read_bytes()
        voucher, _ = read(there)
        known = {key.key_id: key for key in PUBLISHED.keys}
        same = voucher.body.encode() == written and voucher.leaf == leaf
        return there if same and verify_voucher(there, known).ok else None
    return None


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in vectors().items():
        (FOLDER / name).write_bytes(content)
    print(f"{len(vectors())} files in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
