"""Keys in files: made once, durable before they are used, readable by the owner only."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

PrivateKey = Ed25519PrivateKey | MLDSA65PrivateKey


def load_or_create(
    path: Path, generate: Callable[[], PrivateKey] = Ed25519PrivateKey.generate
) -> bytes:
    """The PEM of a key. Processes that start at once agree on one."""
    if not path.exists():
        pem = generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        keep(path, pem)
    return path.read_bytes()


def keep(path: Path, content: bytes) -> None:
    """Write a file that is never replaced: whoever comes second leaves the first one's as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # a link never replaces
        path.hardlink_to(draft)
    draft.unlink()
    make_durable(path.parent)


def put_aside(path: Path, name: str) -> Path:
    """Take a key out of use: into `former/` beside it, under a name of its own. Where it is now."""
    former = path.parent / "former" / name
    former.parent.mkdir(exist_ok=True, mode=0o700)
    path.rename(former)
    make_durable(former.parent)
    make_durable(path.parent)
    return former


def make_durable(folder: Path) -> None:
    """The name of a file is durable when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
