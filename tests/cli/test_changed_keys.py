"""A signing key is changed by a command, and what the former one signed goes on being proved."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.codes.made import grant

from bumang.cli import changed_keys, main
from bumang.codes.keys import GrantingKey, granted_by, published_code_keys
from bumang.evidence.signing import SigningKey, published_keys
from bumang.evidence.voucher_keys import VoucherKeys, signed_by

MESSAGE = b"what was signed"


def change(data: Path, which: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), "keys", "change", which])


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_receipts_of_before_and_after_are_proved_by_what_is_published(
    tmp_path: Path, keys: Path
) -> None:
    former = SigningKey.load_or_create(keys)
    signed = {former.key_id: former.sign(MESSAGE)}
    told = change(tmp_path, "receipts")
    assert told.exit_code == 0, told.output
    new = SigningKey.load_or_create(keys)
    assert new.key_id != former.key_id
    assert former.key_id in told.output
    assert new.key_id in told.output
    signed[new.key_id] = new.sign(MESSAGE)
    published = {key.key_id: key for key in published_keys(keys).keys}
    assert published.keys() == signed.keys()
    for key_id, signature in signed.items():
        published[key_id].verifier.verify(signature, MESSAGE)


def test_vouchers_get_two_new_keys_and_those_of_before_stay_proved(
    tmp_path: Path, keys: Path
) -> None:
    before = VoucherKeys.load_or_create(keys)
    assert change(tmp_path, "vouchers").exit_code == 0
    after = VoucherKeys.load_or_create(keys)
    every = [before.short, before.lasting, after.short, after.lasting]
    published = {key.key_id: key for key in published_keys(keys).keys}
    assert len({key.published.key_id for key in every}) == 4
    for key in every:
        told = key.published
        signature = key.private.sign(MESSAGE)
        assert signed_by(published, told.key_id, told.algorithm, MESSAGE, signature)


def test_codes_that_were_granted_before_stay_good_for_their_time(
    tmp_path: Path, keys: Path
) -> None:
    former = GrantingKey.load_or_create(keys)
    signed = former.sign(grant())
    assert change(tmp_path, "codes").exit_code == 0
    published = {key.key_id: key for key in published_code_keys(keys)}
    new = GrantingKey.load_or_create(keys)
    assert published.keys() == {former.issuer.hex(), new.issuer.hex()}
    assert granted_by(published[former.issuer.hex()], signed)
    assert not granted_by(new.published, signed)


def test_the_former_private_key_lies_aside_and_is_still_the_owners_only(
    tmp_path: Path, keys: Path
) -> None:
    former = SigningKey.load_or_create(keys)
    change(tmp_path, "receipts")
    aside = keys / "former" / f"{former.key_id}-receipts.pem"
    assert aside.stat().st_mode & 0o077 == 0
    assert aside.parent.stat().st_mode & 0o077 == 0


def test_killed_between_two_files_every_key_can_be_used_and_asking_again_goes_on(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = VoucherKeys.load_or_create(keys)
    whole, moved = changed_keys.put_aside, list[Path]()

    def only_the_first(path: Path, name: str) -> Path:
        if moved:
            raise KeyboardInterrupt
        moved.append(whole(path, name))
        return moved[0]

    monkeypatch.setattr(changed_keys, "put_aside", only_the_first)
    assert change(tmp_path, "vouchers").exit_code == 1
    between = VoucherKeys.load_or_create(keys)
    assert between.short.published != before.short.published
    assert between.lasting.published == before.lasting.published
    monkeypatch.setattr(changed_keys, "put_aside", whole)
    assert change(tmp_path, "vouchers").exit_code == 0
    after = VoucherKeys.load_or_create(keys)
    published = {key.key_id: key for key in published_keys(keys).keys}
    for key in (before.short, between.short, after.short):
        assert published.keys() >= {key.published.key_id}
    assert after.lasting.published != before.lasting.published


def test_asked_in_a_folder_without_keys_it_makes_two_and_both_are_published(
    tmp_path: Path, keys: Path
) -> None:
    assert change(tmp_path, "codes").exit_code == 0
    told = published_code_keys(keys)
    assert len(told) == 2
    for one in told:
        Ed25519PublicKey.from_public_bytes(b64decode(one.public_key))


def test_a_key_in_a_token_is_not_changed_by_it(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUMANG_PKCS11_MODULE", "/nowhere/module.so")
    monkeypatch.setenv("BUMANG_PKCS11_KEYS", "receipts")
    told = change(tmp_path, "receipts")
    assert told.exit_code == 1
    assert "lies in a token" in told.output
    assert not (keys / "former").exists()
    assert change(tmp_path, "vouchers").exit_code == 0


def test_a_key_that_cannot_be_changed_is_told_with_those_that_can(tmp_path: Path) -> None:
    told = change(tmp_path, "log")
    assert told.exit_code == 2
    assert "'receipts', 'vouchers', 'codes'" in told.output
