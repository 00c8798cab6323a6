"""A verifier written from docs/reference/voucher-format.md alone agrees with ours on every vector."""

import base64
import json
import random
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from tools.voucher_vectors import vectors

from bumang.evidence.signing import PublishedKeys
from bumang.evidence.voucher_verification import verify_code, verify_voucher

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "vectors" / "voucher"
KEYS = (FOLDER / "keys.json").read_bytes()
VOUCHERS = sorted(path.name for path in FOLDER.glob("*-*.json"))
CODES = sorted(path.name for path in FOLDER.glob("*.code.txt"))
KNOWN = {key.key_id: key for key in msgspec.json.decode(KEYS, type=PublishedKeys).keys}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC = {"Ed25519": Ed25519PublicKey, "ML-DSA-65": MLDSA65PublicKey}
CHANGES = 4000


def outsider(document: bytes) -> bool:
    """Nothing of the product is used here."""
    try:
        voucher = json.loads(document)
        body = json.loads(voucher["body"])
        lines = f"bumang-voucher-1\n{voucher['leaf']['made_at']}\n{voucher['leaf']['salt']}\n"
        signed = (lines + voucher["body"]).encode()
        return (
            json.dumps(voucher, separators=(",", ":"), ensure_ascii=False).encode() == document
            and tuple(voucher) == ("format", "body", "leaf", "signatures")
            and tuple(voucher["leaf"]) == ("made_at", "salt")
            and voucher["format"] == "bumang-voucher-1"
            and tuple(body) == ("kind", "number", "issued_at", "issuer", "holder", "facts")
            and _number(body["number"])
            and [one["algorithm"] for one in voucher["signatures"]] == ["Ed25519", "ML-DSA-65"]
            and all(_signed(signed, one) for one in voucher["signatures"])
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def outsider_of_codes(text: bytes) -> bool:
    try:
        written = text.decode("ascii").rpartition("#")[2]
        raw = base64.b32decode(written + "=" * (-len(written) % 8))
        if base64.b32encode(raw).decode().rstrip("=") != written:
            return False
        signature, key_id, signed = raw[:64], raw[64:72].hex(), raw[72:]
        lines = signed[32:].decode().split("\n")
        return (
            lines[-1] == ""
            and len(lines) >= 6
            and all("=" in line for line in lines[5:-1])
            and _number(lines[1])
            and _holds("Ed25519", key_id, b"bumang-voucher-code-1\n" + signed, signature)
        )
    except (ValueError, IndexError):
        return False


def _number(text: str) -> bool:
    if not re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}", text):
        return False
    *values, check = (ALPHABET.index(character) for character in text.replace("-", ""))
    total = 0
    for value in values:
        total = (total ^ value) << 1
        total ^= 0b100101 if total & 32 else 0
    return total == check


def _signed(message: bytes, one: dict[str, str]) -> bool:
    signature = base64.b64decode(one["signature"], validate=True)
    return (
        tuple(one) == ("algorithm", "key_id", "signature")
        and base64.b64encode(signature).decode() == one["signature"]
        and _holds(one["algorithm"], one["key_id"], message, signature)
    )


def _holds(algorithm: str, key_id: str, message: bytes, signature: bytes) -> bool:
    for key in json.loads(KEYS)["keys"]:
        raw = base64.b64decode(key["public_key"])
        if (
            key["key_id"] == key_id == sha256(raw).hexdigest()[:16]
            and key["algorithm"] == algorithm
        ):
            try:
                PUBLIC[algorithm].from_public_bytes(raw).verify(signature, message)
            except InvalidSignature:
                return False
            return True
    return False


def ours(document: bytes) -> bool:
    return verify_voucher(document, KNOWN).ok


def ours_of_codes(text: bytes) -> bool:
    return verify_code(text.decode("utf-8", "replace"), KNOWN).ok


def test_the_vectors_are_those_the_tool_makes() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == vectors(FOLDER)


@pytest.mark.parametrize("name", VOUCHERS)
def test_both_verifiers_take_every_voucher_of_the_vectors(name: str) -> None:
    document = (FOLDER / name).read_bytes()
    assert outsider(document)
    assert ours(document)


@pytest.mark.parametrize("name", CODES)
def test_both_verifiers_take_every_code_of_the_vectors(name: str) -> None:
    text = (FOLDER / name).read_bytes()
    assert outsider_of_codes(text)
    assert ours_of_codes(text)
    assert ours_of_codes(text.rpartition(b"#")[2])


@pytest.mark.parametrize("name", VOUCHERS)
def test_both_verifiers_refuse_single_bits_that_change_in_a_voucher(name: str) -> None:
    document = (FOLDER / name).read_bytes()
    for changed in _changes(
        document, random.Random(name).sample(range(len(document) * 8), CHANGES)
    ):
        assert not outsider(changed)
        assert not ours(changed)


@pytest.mark.parametrize("name", CODES)
def test_both_verifiers_refuse_every_single_bit_that_changes_in_a_code(name: str) -> None:
    text = (FOLDER / name).read_bytes()
    code = text.rpartition(b"#")[2]
    for changed in _changes(code, range(len(code) * 8)):
        assert not outsider_of_codes(changed)
        assert not ours_of_codes(changed)


def _changes(document: bytes, bits: Any) -> Any:
    for bit in bits:
        changed = bytearray(document)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)
