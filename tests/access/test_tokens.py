"""A token speaks for whom it was issued to, until it expires, and for nobody when it was touched."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bumang.access.principal import Principal, Role
from bumang.access.tokens import Tokens

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PERSON = Principal(Role.PERSON, 42, "演示参保人")


def tokens() -> Tokens:
    return Tokens(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


OURS = tokens()
TOKEN = OURS.issue(PERSON, NOW, timedelta(hours=1))


def test_a_token_speaks_for_whom_it_was_issued_to_until_it_expires() -> None:
    assert OURS.read(TOKEN, NOW.timestamp()) == PERSON
    assert OURS.read(TOKEN, NOW.timestamp() + 3599) == PERSON
    assert OURS.read(TOKEN, NOW.timestamp() + 3600) is None


def test_a_token_of_another_key_is_refused() -> None:
    assert tokens().read(TOKEN, NOW.timestamp()) is None


def test_a_token_without_a_signature_is_refused() -> None:
    claims = {"iss": "bumang", "sub": "operator:1", "exp": 1 << 40}
    parts = [
        urlsafe_b64encode(json.dumps(x).encode()).rstrip(b"=").decode()
        for x in ({"alg": "none"}, claims)
    ]
    assert OURS.read(".".join([*parts, ""]), NOW.timestamp()) is None


@pytest.mark.parametrize("place", range(0, len(TOKEN), 3))
def test_a_token_changed_anywhere_is_refused(place: int) -> None:
    other = "A" if TOKEN[place] != "A" else "Z"
    changed = TOKEN[:place] + other + TOKEN[place + 1 :]
    # The last character of base64 has spare bits; every other place must matter.
    assert OURS.read(changed, NOW.timestamp()) is None or place == len(TOKEN) - 1


@given(st.text())
def test_any_text_is_answered_and_never_raises(text: str) -> None:
    assert OURS.read(text, NOW.timestamp()) is None
