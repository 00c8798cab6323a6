"""The data keys of a database, unwrapped in this process: what seals, opens and finds its personal fields.

A process has one ring of key-encryption keys, set where it is wired (`use`), as it has one set of
databases: every function that reads a person would have to hand it through otherwise. Unwrapped keys
are remembered by their ID, which no two databases share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from secrets import token_bytes
from typing import Any

import msgspec

from bumang.runtime.sql import statement
from bumang.vault.data_key import AES, ID, NONCE, SM4, BrokenSealError, DataKey, key_id_of
from bumang.vault.key_encryption import KeyRing, WrongKeyError

_DATA_KEYS = statement(__package__, "data_keys")
_ADD = statement(__package__, "add_data_key")
_ADD_FIRST = statement(__package__, "add_first_data_key")
_BY_OTHERS = statement(__package__, "wrapped_by_others")
_WRAP = statement(__package__, "wrap_anew")
_SECRET_BYTES = 32
CIPHERS = (AES, SM4)


class _Wired(msgspec.Struct):
    ring: KeyRing | None = None
    cipher: str = AES


_wired = _Wired()
_unwrapped: dict[bytes, DataKey] = {}


def use(ring: KeyRing, cipher: str = AES) -> None:
    """Of this process, from now on. `cipher` is that of new data keys; old ones keep theirs."""
    _wired.ring, _wired.cipher = ring, cipher


class Keys:
    """The data keys of one database as it was asked; the last one seals."""

    def __init__(self, known: Sequence[DataKey]) -> None:
        self._by_id = {key.key_id: key for key in known}
        self.current = known[-1]

    def seal(self, column: str, row: object, value: bytes) -> bytes:
        """For one column (`table.column`) of one row (its primary key), and nowhere else."""
        return self.current.seal(token_bytes(NONCE), place_of(column, row), value)

    def seal_many(self, column: str, values: Iterable[tuple[object, bytes]]) -> list[bytes]:
        """The same for many (row, value), with one request to the system's generator."""
        given = list(values)
        nonces, key = token_bytes(NONCE * len(given)), self.current
        return [
            key.seal(nonces[NONCE * at : NONCE * (at + 1)], place_of(column, row), value)
            for at, (row, value) in enumerate(given)
        ]

    def open(self, column: str, row: object, sealed: bytes) -> bytes:
        """Raises `BrokenSealError`: changed, moved from another row or column, or of no key here."""
        key = self._by_id.get(key_id_of(sealed))
        if key is None:
            raise BrokenSealError("a value was sealed by a key that this database does not have")
        return key.open(place_of(column, row), sealed)

    def index(self, value: str) -> bytes:
        """The blind index to store."""
        return self.current.index(value.encode())

    def indexes(self, values: Iterable[str]) -> dict[bytes, str]:
        """The blind indexes to look for, under every key: while keys change, a row has one of them."""
        return {key.index(one.encode()): one for one in values for key in self._by_id.values()}


async def keys_of(connection: Any) -> Keys:
    """As they are now; a database without any gets its first. `connection` may be a pool.

    Raises `WrongKeyError` when a key-encryption key is missing, and what an unreachable database raises.
    """
    rows = await connection.fetch(_DATA_KEYS)
    if not rows:
        await connection.execute(_ADD_FIRST, *_new())
        rows = await connection.fetch(_DATA_KEYS)
    return Keys([_open(row) for row in rows])


async def keys_for(connection: Any, sealed: Iterable[bytes]) -> Keys:
    """Keys that open these values; the database is asked only when one of them is new here."""
    ids = {key_id_of(one) for one in sealed}
    if ids and ids <= _unwrapped.keys():
        return Keys([_unwrapped[one] for one in ids])
    return await keys_of(connection)


async def add_key(connection: Any) -> DataKey:
    """A new data key, which seals from now on; processes know it within a second."""
    made = _new()
    await connection.execute(_ADD, *made)
    return (await keys_of(connection)).current


def place_of(column: str, row: object) -> bytes:
    return f"{column}\n{row}".encode()


def about(key_id: bytes, cipher: str) -> bytes:
    """What a wrapped data key is bound to."""
    return b"bumang-data-key\n" + key_id + cipher.encode()


def ring() -> KeyRing:
    """Raises `WrongKeyError` in a process that was not wired."""
    if _wired.ring is None:
        raise WrongKeyError("this process was given no key-encryption key")
    return _wired.ring


def _new() -> tuple[bytes, str, str, bytes]:
    key_id, kek = token_bytes(ID), ring().current
    wrapped = kek.wrap(token_bytes(_SECRET_BYTES), about(key_id, _wired.cipher))
    return key_id, _wired.cipher, kek.name, wrapped


def _open(row: Any) -> DataKey:
    key_id, cipher = row["key_id"], row["cipher"]
    if key_id not in _unwrapped:
        secret = ring().named(row["kek"]).unwrap(row["wrapped"], about(key_id, cipher))
        _unwrapped[key_id] = DataKey(key_id, cipher, secret)
    return _unwrapped[key_id]


async def rewrap(connection: Any) -> int:
    """Wraps every data key by the current key-encryption key; nothing that was sealed is touched.

    Returns how many were wrapped anew. Raises `WrongKeyError` when the key that wrapped one is missing.
    """
    now = ring().current
    rows = await connection.fetch(_BY_OTHERS, now.name)
    for row in rows:
        bound = about(row["key_id"], row["cipher"])
        secret = ring().named(row["kek"]).unwrap(row["wrapped"], bound)
        await connection.execute(_WRAP, row["key_id"], now.name, now.wrap(secret, bound))
    return len(rows)
