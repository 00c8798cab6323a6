"""What is not disclosed cannot be read; what was not signed cannot be disclosed."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.voucher_vectors import KEYS, PUBLISHED

from bumang.evidence.sd_jwt import ExpiredError, Signed, present, read_presented
from bumang.evidence.sd_jwt import _digest as digest
from bumang.evidence.sd_jwt_verification import verify_presented

KNOWN = {key.key_id: key for key in PUBLISHED.keys}
NOW = 1_764_000_000
SIGNED = Signed(
    "https://bumang.example", "https://bumang.example/vct/x", "某银行", NOW, NOW + 86_400
)
CLAIMS = {"scheme": "employee", "month": "2026-11", "monthly_base_fen": 850_000, "name": "演示甲"}


def shown(*names: str) -> str:
    return present(SIGNED, CLAIMS, names, KEYS.short)


def test_a_digest_is_that_of_the_example_in_rfc_9901() -> None:
    written = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert digest(written) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


@given(st.sets(st.sampled_from(sorted(CLAIMS))))
def test_exactly_what_was_picked_is_told(names: set[str]) -> None:
    found = read_presented(shown(*names), KNOWN, NOW)
    assert found.disclosed == {name: CLAIMS[name] for name in CLAIMS if name in names}
    assert (found.signed, found.claims) == (SIGNED, len(CLAIMS))


def test_nothing_of_what_is_hidden_stands_in_it_in_any_form() -> None:
    text = shown("scheme", "month")
    parts = [part for piece in text.split("~") for part in piece.split(".") if part]
    plain = " ".join(
        urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("latin-1") for part in parts
    )
    for hidden in ("850000", "monthly_base_fen", "演示甲", "演示甲".encode().decode("latin-1")):
        assert hidden not in text
        assert hidden not in plain


def test_two_presentations_have_nothing_in_common_that_names_a_person() -> None:
    one, other = (shown("scheme", "name") for _ in range(2))
    first, second = (set(text.split("~")) for text in (one, other))
    assert first & second == {""}
    payloads = [json.loads(urlsafe_b64decode(t.split(".")[1] + "==")) for t in (one, other)]
    assert not set(payloads[0]["_sd"]) & set(payloads[1]["_sd"])


def test_a_disclosure_of_another_credential_or_twice_is_refused() -> None:
    text, other = shown("scheme"), shown("monthly_base_fen")
    foreign = other.split("~")[1]
    for wrong in (f"{text}{foreign}~", f"{text}{text.split('~')[1]}~", text[:-1]):
        with pytest.raises(ValueError, match=r"."):
            read_presented(wrong, KNOWN, NOW)


def test_every_single_bit_that_changes_is_refused() -> None:
    text = shown("scheme", "month").encode()
    for bit in range(len(text) * 8):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r"."):
            read_presented(bytes(changed).decode("latin-1"), KNOWN, NOW)


def test_it_holds_for_a_day_and_not_before() -> None:
    assert read_presented(shown("scheme"), KNOWN, NOW + 86_399)
    for wrong in (NOW + 86_400, NOW - 3600):
        with pytest.raises(ExpiredError):
            read_presented(shown("scheme"), KNOWN, wrong)


def test_the_words_say_for_whom_it_is_and_how_much_is_not_shown() -> None:
    at = datetime.fromtimestamp(NOW, UTC)
    told = verify_presented(shown("scheme"), KNOWN, at)
    said = "\n".join(words.zh for words in told.words)
    assert told.ok
    assert "某银行" in said
    assert "职工社会保险" in said
    assert "另有 3 项没有出示" in said
    assert not verify_presented(shown("scheme"), KNOWN, at + timedelta(days=2)).ok
    assert not verify_presented(shown("scheme"), {}, at).ok
