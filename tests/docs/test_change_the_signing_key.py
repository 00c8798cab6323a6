"""What docs/how-to/change-the-signing-key.md says about old and new receipts."""

from base64 import b64encode
from pathlib import Path

from bumang.evidence.signing import SigningKey, published_keys, verifies


def test_after_the_private_key_is_moved_away_old_and_new_signatures_hold(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    old = SigningKey.load_or_create(keys)
    (keys / "receipts.pem").rename(tmp_path / "old.pem")
    new = SigningKey.load_or_create(keys)
    assert new.key_id != old.key_id
    published = {key.key_id: key for key in published_keys(keys).keys}
    assert set(published) == {old.key_id, new.key_id}
    for key in (old, new):
        signature = b64encode(key.sign(b"root")).decode()
        assert verifies(published, key.key_id, b"root", signature)
        (keys / "published" / key.key_id).unlink()
    gone = {key.key_id: key for key in published_keys(keys).keys}
    assert not verifies(gone, old.key_id, b"root", b64encode(old.sign(b"root")).decode())
