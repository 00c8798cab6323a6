"""What a receipt proves, and that nothing can be changed in it unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.evidence import merkle
from bumang.evidence.receipt import Written, receipts, seal, write
from bumang.evidence.signing import SigningKey, published_keys
from bumang.evidence.verification import verify

NOW = datetime(2026, 11, 22, 3, 28, 6, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return SigningKey.load_or_create(tmp_path_factory.mktemp("keys"))


def entries(count: int) -> list[Written]:
    return [
        write(i * 7919 + 5, "some-item", NOW, bytes([i]) * 16, b"content") for i in range(count)
    ]


def by_rfc_6962(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, written as it stands there."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = by_rfc_6962(leaves[:split]), by_rfc_6962(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


@given(st.integers(1, 200), st.data())
def test_every_leaf_of_every_tree_leads_to_the_root_of_rfc_6962(
    size: int, data: st.DataObject
) -> None:
    leaves = [merkle.leaf_hash(str(i).encode()) for i in range(size)]
    levels = merkle.tree(leaves)
    position = data.draw(st.integers(0, size - 1))
    path = merkle.proof(levels, position)
    assert merkle.root(levels) == by_rfc_6962(leaves)
    assert merkle.root_from_proof(leaves[position], position, size, path) == merkle.root(levels)
    with pytest.raises(ValueError, match="too long"):
        merkle.root_from_proof(leaves[position], position, size, [*path, b"x" * 32])


def test_a_receipt_proves_its_content_and_says_so(key: SigningKey) -> None:
    batch = entries(5)
    sealed = seal(1, 100, NOW, batch, key)
    keys = {key.key_id: key.published}
    for document in receipts(sealed, dict(enumerate(batch))).values():
        found = verify(document, keys, b"content")
        assert found.ok
        assert "byte for byte" in found.words[-1].en
        assert not verify(document, keys, b"other content").ok
        assert not verify(document, {}).ok


def test_the_same_rows_give_the_same_bytes(key: SigningKey) -> None:
    batch = entries(9)
    sealed = seal(1, 0, NOW, batch, key)
    assert receipts(sealed, {3: batch[3]})[3] == receipts(sealed, dict(enumerate(batch)))[3]


def test_no_single_bit_of_a_receipt_can_change_unnoticed(key: SigningKey) -> None:
    batch = entries(6)
    document = receipts(seal(2, 40, NOW, batch, key), {4: batch[4]})[4]
    keys = {key.key_id: key.published}
    for place in range(len(document)):
        for bit in range(8):
            changed = bytearray(document)
            changed[place] ^= 1 << bit
            assert not verify(bytes(changed), keys, b"content").ok, (place, bit)
            assert not verify(bytes(changed), keys).ok, (place, bit)


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_and_never_raise(document: bytes) -> None:
    assert not verify(document, {}).ok


def test_whoever_starts_at_the_same_moment_agrees_on_the_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def start(_: int) -> str:
        together.wait()
        return SigningKey.load_or_create(tmp_path).key_id

    with ThreadPoolExecutor(8) as starters:
        assert len(set(starters.map(start, range(8)))) == 1
    assert (tmp_path / "receipts.pem").stat().st_mode & 0o077 == 0


def test_a_receipt_still_verifies_after_the_key_was_changed(tmp_path: Path) -> None:
    batch = entries(3)
    first = SigningKey.load_or_create(tmp_path)
    document = receipts(seal(1, 0, NOW, batch, first), {1: batch[1]})[1]
    (tmp_path / "receipts.pem").unlink()
    second = SigningKey.load_or_create(tmp_path)
    published = {key.key_id: key for key in published_keys(tmp_path).keys}
    assert set(published) == {first.key_id, second.key_id}
    assert verify(document, published).ok
