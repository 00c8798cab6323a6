"""Which key-encryption keys an installation has, from its settings."""

from __future__ import annotations

from bumang.runtime.settings import Settings
from bumang.vault.key_encryption import KeyFiles, KeyRing, key_from_text
from bumang.vault.keys import use


def key_files(settings: Settings) -> KeyFiles:
    return KeyFiles(settings.keys / "fields")


def ring_of(settings: Settings) -> KeyRing:
    """The environment's keys when it gives one, else the data folder's. Raises `WrongKeyError`."""
    given = [
        key_from_text(f"BUMANG_{name.upper()}", text)
        for name in ("field_key", "field_key_before")
        if (text := getattr(settings, name))
    ]
    return KeyRing(given, key_files(settings))


def use_keys_of(settings: Settings) -> None:
    """From now on this process reads and writes personal fields by these settings."""
    use(ring_of(settings), settings.field_cipher)
