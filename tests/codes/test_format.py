"""A code has one writing, holds in its time for its service alone, and every change of it is refused."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.codes.made import DAY, DEVICE, KEY, KNOWN, WINDOW, code, grant
from tools import code_vectors

from bumang.codes import base45
from bumang.codes.code import LONGEST, PREFIX, NotACodeError, SignedGrant, read, write
from bumang.codes.keys import CodeKey, device_key, is_device_key, show
from bumang.codes.verification import check

ROOT = Path(__file__).parents[2]
GENUINE = code()


def answer(text: str, service: int = 22, now: int = WINDOW) -> str:
    found = check(text, KNOWN, service, now)
    assert (found.code is None) != (found.problem is None)
    return found.problem.code if found.problem else "holds"


@given(st.binary(max_size=300))
def test_base45_gives_back_what_was_written(content: bytes) -> None:
    assert base45.decode(base45.encode(content)) == content


@given(st.text(alphabet=base45.ALPHABET + "aé", max_size=12))
def test_base45_reads_only_what_it_writes(text: str) -> None:
    try:
        found = base45.decode(text)
    except ValueError:
        return
    assert base45.encode(found) == text


def test_base45_is_that_of_the_rfc() -> None:
    assert base45.encode(b"Hello!!") == "%69 VD92EX0"
    assert base45.encode(b"ietf!") == "QED8WEX0"


@given(
    service=st.integers(0, 65_535),
    asks=st.integers(0, 65_535),
    window=st.integers(0, 2**32 - 1),
    first=st.integers(0, 2**32 - 1),
)
def test_what_is_written_is_read_again(service: int, asks: int, window: int, first: int) -> None:
    made = show(
        DEVICE, KEY.sign(grant(service, asks=asks, says=asks & 0xAAAA, first=first)), window
    )
    text = write(made)
    assert read(text) == made
    assert write(read(text)) == text
    assert len(text) == 303 <= LONGEST


def test_the_code_fits_version_ten_at_level_m() -> None:
    made = segno.make(GENUINE, error="m", boost_error=False, micro=False)
    assert (made.version, made.mode, made.error) == (10, "alphanumeric", "M")


@settings(max_examples=60)
@given(away=st.integers(-6000, 6000))
def test_a_code_holds_a_window_before_and_behind_and_never_else(away: int) -> None:
    assert answer(GENUINE, now=WINDOW + away) == (
        "holds" if abs(away) <= 1 else "TOO_OLD" if away > 0 else "TOO_EARLY"
    )


@pytest.mark.parametrize("away", [-1, DAY])
def test_outside_the_grant_a_device_shows_nothing_that_holds(away: int) -> None:
    made = code(window=WINDOW + away)
    assert answer(made, now=WINDOW + away) == "GRANT_OVER"


@settings(max_examples=60)
@given(service=st.integers(0, 65_535).filter(lambda one: one != 22))
def test_in_another_service_a_code_is_refused(service: int) -> None:
    assert answer(GENUINE, service) == "OTHER_SERVICE"


@settings(max_examples=400)
@given(at=st.integers(0, 303 * 8 - 1))
def test_a_changed_bit_of_the_text_is_refused(at: int) -> None:
    raw = bytearray(GENUINE.encode())
    raw[at // 8] ^= 1 << at % 8
    assert answer(raw.decode("latin-1")) != "holds"


@settings(max_examples=400)
@given(at=st.integers(0, 199 * 8 - 1))
def test_a_changed_bit_of_what_is_in_it_is_refused(at: int) -> None:
    raw = bytearray(base45.decode(GENUINE[len(PREFIX) :]))
    raw[at // 8] ^= 1 << at % 8
    assert answer(PREFIX + base45.encode(raw)) != "holds"


@given(st.text(max_size=400))
def test_whatever_the_text_is_it_is_answered(text: str) -> None:
    assert answer(text) != "holds"


@given(st.binary(min_size=199, max_size=199))
def test_whatever_the_bytes_are_they_are_answered(raw: bytes) -> None:
    assert answer(PREFIX + base45.encode(raw)) != "holds"


def test_a_device_cannot_widen_what_it_was_granted() -> None:
    signed = KEY.sign(grant(asks=1))
    for changed in (grant(asks=3), grant(asks=1, says=1), grant(21), grant(first=WINDOW - 1)):
        wider = SignedGrant(changed, signed.signature)
        assert answer(write(show(DEVICE, wider, WINDOW)), changed.service) == "FORGED"


def test_another_device_cannot_show_the_grant() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    assert answer(write(show(other, KEY.sign(grant()), WINDOW))) == "FORGED"


def test_only_points_of_the_curve_are_device_keys() -> None:
    genuine = device_key(DEVICE)
    assert is_device_key(genuine)
    numbers = DEVICE.public_key().public_numbers()
    whole = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    for wrong in (b"", bytes(33), genuine[:-1], whole, b"\x05" + genuine[1:]):
        assert not is_device_key(wrong)


def test_every_vector_is_answered_as_it_says() -> None:
    made = msgspec.json.decode((ROOT / code_vectors.FILE).read_bytes(), type=code_vectors.Vectors)
    keys = [msgspec.json.decode(raw, type=CodeKey) for raw in made.keys]
    known = {key.key_id: key for key in keys}
    assert len(base64.b64decode(keys[0].public_key)) == 32
    for one in made.codes:
        found = check(one.code, known, one.service, one.window)
        assert (found.problem.code if found.problem else "holds") == one.answer
    assert {"holds", "FORGED", "TOO_OLD", "OTHER_SERVICE"} <= {one.answer for one in made.codes}


def test_the_vectors_are_what_their_tool_makes() -> None:
    kept = msgspec.json.decode((ROOT / code_vectors.FILE).read_bytes(), type=code_vectors.Vectors)
    assert kept.codes == code_vectors.vectors().codes


def test_a_code_that_is_not_one_says_why() -> None:
    with pytest.raises(NotACodeError, match="does not begin"):
        read("https://bumang.example/")
