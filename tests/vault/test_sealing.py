"""A sealed value opens in its own place only, and a blind index tells nothing without its key."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import registered

from bumang.registry.family import family_of
from bumang.registry.people import NUMBER
from bumang.runtime.setting import WrongSettingError
from bumang.runtime.settings import Settings, from_environment
from bumang.vault import keys as process
from bumang.vault.data_key import AES, OVERHEAD, SM4, BrokenSealError, DataKey
from bumang.vault.key_encryption import KeyFiles, KeyRing, SecretKey, WrongKeyError
from bumang.vault.keys import Keys, keys_of, use
from bumang.vault.wiring import ring_of

ALL = Keys([DataKey(b"aes1", AES, bytes(32)), DataKey(b"sm41", SM4, bytes(32))])
BOTH = [Keys([DataKey(b"aes1", AES, bytes(32))]), ALL]
PERSON = "990101196501150014"


@pytest.mark.parametrize("keys", BOTH, ids=[AES, SM4])
@given(value=st.binary(max_size=200), row=st.integers())
def test_what_was_sealed_opens_again_and_is_never_twice_the_same(
    keys: Keys, value: bytes, row: int
) -> None:
    sealed = keys.seal("person.identity_number", row, value)
    assert len(sealed) == len(value) + OVERHEAD
    assert ALL.open("person.identity_number", row, sealed) == value
    assert keys.seal("person.identity_number", row, value) != sealed
    assert keys.seal_many("person.phone", [(row, value), (row, value)])[0] != sealed


@pytest.mark.parametrize("keys", BOTH, ids=[AES, SM4])
def test_a_value_of_another_row_or_column_is_refused(keys: Keys) -> None:
    sealed = keys.seal("person.identity_number", 1, PERSON.encode())
    for column, row in (
        ("person.identity_number", 2),
        ("person.phone", 1),
        ("person.identity_number", "1 "),
    ):
        with pytest.raises(BrokenSealError):
            keys.open(column, row, sealed)


@pytest.mark.parametrize("keys", BOTH, ids=[AES, SM4])
@given(data=st.data())
def test_no_change_of_one_bit_of_a_sealed_value_opens(keys: Keys, data: st.DataObject) -> None:
    sealed = bytearray(keys.seal("a.b", 1, PERSON.encode()))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BrokenSealError):
        keys.open("a.b", 1, bytes(sealed))


@given(st.binary(max_size=60))
def test_what_was_never_sealed_is_refused(value: bytes) -> None:
    with pytest.raises(BrokenSealError):
        ALL.open("a.b", 1, value)


def test_the_ciphers_give_what_another_implementation_gives() -> None:
    # SM4-GCM of RFC 8998, appendix A.1; AES-256-GCM is the library's own.
    from bumang.vault.data_key import Sm4Gcm

    key, nonce = (
        bytes.fromhex("0123456789abcdeffedcba9876543210"),
        bytes.fromhex("00001234567800000000abcd"),
    )
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    made = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert Sm4Gcm(key).encrypt(nonce, plain, about) == made
    assert Sm4Gcm(key).decrypt(nonce, made, about) == plain


def test_equal_numbers_have_equal_indexes_of_one_key_and_others_of_another() -> None:
    one, other = DataKey(b"k__1", AES, bytes(32)), DataKey(b"k__2", AES, bytes(31) + b"x")
    assert one.index(b"n") == one.index(b"n") != one.index(b"m")
    assert one.index(b"n")[4:] != other.index(b"n")[4:]
    assert set(Keys([one, other]).indexes(["n"]).values()) == {"n"}


async def test_two_values_that_change_places_are_refused(core: asyncpg.Connection) -> None:
    await registered.person(core, 1, PERSON)
    await registered.person(core, 2, "990101197503200024")
    assert (await family_of(core, 1))[0].identity_number == PERSON
    await core.execute(
        "UPDATE person SET identity_number = (SELECT identity_number FROM person AS other"
        " WHERE other.person_id = 3 - person.person_id)"
    )
    with pytest.raises(BrokenSealError):
        await family_of(core, 1)


async def test_plain_text_and_indexes_without_a_key_are_refused_by_the_database(
    core: asyncpg.Connection, intake: asyncpg.Connection
) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="identity_number_is_sealed"):
        await core.execute(
            "INSERT INTO person (person_id, identity_number, name, sex, birth_date, area_code, synthetic)"
            " VALUES (1, $1, '', 'male', now(), '', true)",
            PERSON.encode() * 2,
        )
    with pytest.raises(asyncpg.CheckViolationError, match="number_index_is_keyed"):
        await core.execute("INSERT INTO identity VALUES (1, $1)", PERSON.encode())
    with pytest.raises(asyncpg.CheckViolationError, match="content_is_sealed"):
        await intake.execute(
            "INSERT INTO entry VALUES (1, 0, 0, gen_random_uuid(), '', '', now(), uuid_send(gen_random_uuid()), '', $1)",
            b'{"insured":["990101196501150014"]}',
        )


async def test_a_data_key_cannot_be_lost(core: asyncpg.Connection) -> None:
    await keys_of(core)
    for statement in (
        "DELETE FROM data_key",
        "TRUNCATE data_key",
        "UPDATE data_key SET place = DEFAULT",
    ):
        with pytest.raises(asyncpg.RaiseError, match="kept as long"):
            await core.execute(statement)


async def test_without_the_key_that_wrapped_them_data_keys_are_told_to_be_out_of_reach(
    core: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keys_of(core)
    monkeypatch.setattr(process, "_unwrapped", {})
    use(KeyRing([SecretKey(bytes(32))]))
    with pytest.raises(WrongKeyError, match="BUMANG_FIELD_KEY_BEFORE"):
        await keys_of(core)


async def test_a_data_key_that_was_changed_or_renamed_is_not_used(
    core: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keys_of(core)
    await core.execute(
        "UPDATE data_key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)"
    )
    monkeypatch.setattr(process, "_unwrapped", {})
    with pytest.raises(WrongKeyError, match="was changed"):
        await keys_of(core)


def test_the_files_of_a_folder_are_made_once_and_the_newest_wraps(tmp_path: Path) -> None:
    files = KeyFiles(tmp_path / "fields")
    (first,) = files.known()
    assert [key.name for key in files.known()] == [first.name]
    second = files.add()
    assert [key.name for key in files.known()] == [second.name, first.name]
    assert (tmp_path / "fields/1.key").stat().st_mode & 0o077 == 0
    (tmp_path / "fields/2.key").write_text("short")
    with pytest.raises(WrongKeyError, match=r"2\.key"):
        files.known()


def test_the_environment_gives_keys_and_says_what_is_wrong_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = "A" * 43 + "="
    ring = ring_of(Settings(data=tmp_path, field_key=given))
    assert ring.current.name == SecretKey(bytes(32)).name
    assert not (tmp_path / "keys").exists()
    for wrong in ("no base64!", "AAAA"):
        with pytest.raises(WrongKeyError, match="BUMANG_FIELD_KEY: "):
            ring_of(Settings(data=tmp_path, field_key=wrong))
    monkeypatch.setenv("BUMANG_FIELD_CIPHER", "ROT13")
    with pytest.raises(WrongSettingError, match="AES-256-GCM, SM4-GCM"):
        from_environment(tmp_path)


def test_a_number_lies_in_one_column() -> None:
    assert NUMBER == "person.identity_number"
