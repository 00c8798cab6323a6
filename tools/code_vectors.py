"""Make the test vectors of docs/reference/code-format.md, always the same: fixed keys."""

import sys
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.codes.code import Code, Grant, read, write
from bumang.codes.keys import GrantingKey, device_key, show
from bumang.codes.pseudonyms import Pseudonyms

FILE = Path("docs/reference/vectors/codes.json")
WINDOW = 59_670_000  # 2026-09-23, 00:00 UTC
LIBRARY, BUS = 22, 21


class Vector(msgspec.Struct, frozen=True):
    """`code` asked by `service` in `window` is answered `answer`: `holds` or a problem's code."""

    code: str
    service: int
    window: int
    answer: str


class Vectors(msgspec.Struct, frozen=True):
    keys: tuple[msgspec.Raw, ...]
    pseudonym_secret: str
    codes: tuple[Vector, ...]


def vectors() -> Vectors:
    key = GrantingKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    stranger = GrantingKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
    code = _code(key, LIBRARY, asks=1, says=1)
    later = _code(key, LIBRARY, asks=1, says=0, window=WINDOW + 2880)
    changed = code[:40] + ("0" if code[40] != "0" else "1") + code[41:]
    return Vectors(
        (msgspec.Raw(msgspec.json.encode(key.published)),),
        bytes(range(32)).hex(),
        (
            *(Vector(code, LIBRARY, WINDOW + at, "holds") for at in (-1, 0, 1)),
            Vector(_code(key, BUS, asks=64, says=0), BUS, WINDOW, "holds"),
            Vector(_code(key, BUS, asks=64, says=64, by_server=True), BUS, WINDOW, "holds"),
            Vector(code, LIBRARY, WINDOW + 2, "TOO_OLD"),
            Vector(code, LIBRARY, WINDOW - 2, "TOO_EARLY"),
            Vector(code, BUS, WINDOW, "OTHER_SERVICE"),
            Vector(later, LIBRARY, WINDOW + 2880, "GRANT_OVER"),
            Vector(_code(stranger, LIBRARY, asks=1, says=1), LIBRARY, WINDOW, "UNKNOWN_ISSUER"),
            Vector(changed, LIBRARY, WINDOW, "FORGED"),
            Vector(_high(code), LIBRARY, WINDOW, "NOT_A_CODE"),
            Vector(code.lower(), LIBRARY, WINDOW, "NOT_A_CODE"),
            Vector(code[:-3], LIBRARY, WINDOW, "NOT_A_CODE"),
            Vector(_code(key, LIBRARY, asks=1, says=2), LIBRARY, WINDOW, "NOT_A_CODE"),
        ),
    )


def _code(
    key: GrantingKey,
    service: int,
    *,
    asks: int,
    says: int,
    window: int = WINDOW,
    by_server: bool = False,
) -> str:
    private = ec.derive_private_key(service + 7, ec.SECP256R1())
    pseudonym = Pseudonyms(bytes(range(32))).of(1, service)
    grant = Grant(
        key.issuer,
        service,
        asks,
        says,
        pseudonym,
        WINDOW - 10,
        2880,
        device_key(private),
        by_server,
    )
    return write(show(private, key.sign(grant), window))


def _high(text: str) -> str:
    """The same signature with the other s."""
    code = read(text)
    s = int.from_bytes(code.signature[32:])
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return write(
        Code(code.signed, code.window, code.signature[:32] + (order - s).to_bytes(32, "big"))
    )


def main() -> int:
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(vectors()), indent=1) + b"\n")
    print(f"{len(vectors().codes)} codes in {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
