from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.masking import (
    mask_address,
    mask_bank_card,
    mask_birth,
    mask_email,
    mask_identity,
    mask_mobile,
    mask_name,
)


def test_each_field_is_masked_as_agreed() -> None:
    assert mask_identity("11010519491231002X") == "110105********002X"
    assert mask_identity("11010519491231002X", public=True) == "1****************X"
    assert mask_mobile("13800138000") == "138****8000"
    assert mask_mobile("13800138000", public=True) == "*******8000"
    assert mask_bank_card("6228480000000000000") == "***************0000"
    assert mask_birth(date(1949, 12, 31)) == "1949-**-**"
    assert mask_birth(date(1949, 12, 31), public=True) == "****-**-**"
    assert mask_email("anna@example.org") == "a***@example.org"
    assert mask_address("北京市朝阳区某街1号", known_area="北京市朝阳区") == "北京市朝阳区****"


@pytest.mark.parametrize(
    ("name", "staff", "public"),
    [
        ("张三", "张*", "张**"),
        ("张小三", "张*三", "张**"),
        ("欧阳小三", "欧**三", "欧**"),
        ("张", "张*", "张**"),
    ],
)
def test_a_name_keeps_its_ends_at_most(name: str, staff: str, public: str) -> None:
    assert mask_name(name) == staff
    assert mask_name(name, public=True) == public


def test_an_address_that_is_elsewhere_shows_nothing() -> None:
    assert mask_address("上海市某街1号", known_area="北京市朝阳区") == "****"


@given(st.text(alphabet="0123456789X", max_size=10))
def test_what_is_too_short_to_mask_is_hidden_whole(number: str) -> None:
    assert set(mask_identity(number)) <= {"*"}


@given(st.text())
def test_what_is_no_address_of_mail_is_not_shown(text: str) -> None:
    assert "@" in text or mask_email(text) == "***"
