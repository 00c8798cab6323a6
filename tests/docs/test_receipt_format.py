"""A verifier written from docs/reference/receipt-format.md alone agrees with ours on every vector."""

import base64
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tools.receipt_vectors import vectors

from bumang.evidence.signing import PublishedKeys
from bumang.evidence.verification import verify

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "vectors"
RECEIPTS = sorted(path.name for path in FOLDER.glob("receipt-*.json"))
KEYS = (FOLDER / "keys.json").read_bytes()
CONTENT = (FOLDER / "content.json").read_bytes()
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ORDER = (
    *("format", "number", "item", "accepted_at", "seq", "salt", "content_sha256", "batch"),
    *("proof", "signatures"),
)


def outsider(document: bytes, content: bytes) -> bool:
    """Nothing of the product is used here."""
    try:
        receipt = json.loads(document)
        plain = json.dumps(receipt, separators=(",", ":"), ensure_ascii=False).encode()
        return (
            plain == document
            and tuple(receipt) == ORDER
            and receipt["format"] == "bumang-receipt-1"
            and _number(receipt["number"])
            and _hash(receipt, content) == receipt["content_sha256"]
            and _root(receipt) == receipt["batch"]["root"]
            and bool(receipt["signatures"])
            and all(_signed(receipt, one) for one in receipt["signatures"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _number(text: str) -> bool:
    if not re.fullmatch(r"\w{4}-\w{4}-\w{4}", text):
        return False
    *values, check = (ALPHABET.index(character) for character in text.replace("-", ""))
    total = 0
    for power, value in enumerate(reversed(values), start=1):
        total ^= _times_alpha(value, power)
    return total == check


def _times_alpha(value: int, power: int) -> int:
    for _ in range(power):
        value = value << 1 ^ (0b100101 if value & 16 else 0)
    return value


def _hash(receipt: dict[str, Any], content: bytes) -> str:
    return sha256(bytes.fromhex(receipt["salt"]) + content).hexdigest()


def _root(receipt: dict[str, Any]) -> str:
    batch = receipt["batch"]
    lines = [receipt[name] for name in ("format", "number", "item", "accepted_at")]
    lines += [batch["log"], receipt["seq"], receipt["salt"], receipt["content_sha256"]]
    committed = sha256("".join(f"{line}\n" for line in lines).encode()).digest()
    node = sha256(b"\0" + committed).digest()
    place, size, proof = receipt["seq"] - batch["first_seq"], batch["size"], receipt["proof"][:]
    if not 0 <= place < size:
        return ""
    while size > 1:
        if place ^ 1 < size:
            written = proof.pop(0)
            neighbour = bytes.fromhex(written)
            if neighbour.hex() != written:
                return ""
            pair = neighbour + node if place & 1 else node + neighbour
            node = sha256(b"\1" + pair).digest()
        place, size = place // 2, (size + 1) // 2
    return "" if proof else node.hex()


def _signed(receipt: dict[str, Any], one: dict[str, str]) -> bool:
    batch = receipt["batch"]
    if tuple(one) != ("algorithm", "key_id", "signature") or one["algorithm"] != "Ed25519":
        return False
    if tuple(batch) != ("log", "first_seq", "size", "sealed_at", "root"):
        return False
    lines = ["bumang-batch-1", *batch.values()]
    for key in json.loads(KEYS)["keys"]:
        raw = base64.b64decode(key["public_key"])
        signature = base64.b64decode(one["signature"], validate=True)
        if key["key_id"] != one["key_id"] or sha256(raw).hexdigest()[:16] != one["key_id"]:
            continue
        if base64.b64encode(signature).decode() != one["signature"]:
            return False
        try:
            message = "".join(f"{line}\n" for line in lines).encode()
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True
    return False


def ours(document: bytes, content: bytes) -> bool:
    keys = {key.key_id: key for key in msgspec.json.decode(KEYS, type=PublishedKeys).keys}
    return verify(document, keys, content).ok


def test_the_vectors_are_those_the_tool_makes() -> None:
    written = {
        name: (FOLDER / name).read_bytes() for name in (*RECEIPTS, "keys.json", "content.json")
    }
    assert written == vectors()


@pytest.mark.parametrize("name", RECEIPTS)
def test_both_verifiers_take_every_vector_and_no_other_content(name: str) -> None:
    document = (FOLDER / name).read_bytes()
    assert outsider(document, CONTENT)
    assert ours(document, CONTENT)
    assert not outsider(document, CONTENT + b" ")
    assert not ours(document, CONTENT + b" ")


@pytest.mark.parametrize("name", ["receipt-1-0.json", "receipt-5-4.json", "receipt-8-3.json"])
def test_both_verifiers_refuse_every_single_bit_that_changes(name: str) -> None:
    document = (FOLDER / name).read_bytes()
    for place in range(len(document)):
        for bit in range(8):
            changed = bytearray(document)
            changed[place] ^= 1 << bit
            assert not outsider(bytes(changed), CONTENT), (place, bit)
            assert not ours(bytes(changed), CONTENT), (place, bit)
