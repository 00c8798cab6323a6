"""Which requests are one crowd."""

from __future__ import annotations

import pytest

from bumang.gate.crowd import crowd_of, neighbourhood
from bumang.runtime.http import Request

KEY = b"k" * 32
PHONE = {"user-agent": "Mozilla/5.0 (synthetic phone)", "accept": "text/html"}


class _Sent(dict[str, str]):
    def get(self, name: str, default: str = "", /) -> str:  # type: ignore[override]
        return super().get(name, default)


def crowd(client: str, proxies: int = 0, key: bytes = KEY, **fields: str) -> bytes:
    async def body(largest: int) -> bytes:
        return b""

    headers = _Sent(PHONE | {name.replace("_", "-"): value for name, value in fields.items()})
    return crowd_of(Request("GET", "/", "", "http", headers, body, client), key, proxies)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.200"),
        ("2001:db8:0:1200::1", "2001:db8:0:12ff::2"),
        ("192.0.2.1", "::ffff:192.0.2.9"),
    ],
)
def test_neighbours_are_one_place(one: str, other: str) -> None:
    assert neighbourhood(one) == neighbourhood(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.3.1"), ("2001:db8:0:1200::1", "2001:db8:0:1300::1"), ("::1", "")],
)
def test_others_are_not(one: str, other: str) -> None:
    assert neighbourhood(one) != neighbourhood(other)


def test_another_kind_of_browser_at_the_same_address_is_another_crowd() -> None:
    assert crowd("192.0.2.1") != crowd("192.0.2.1", user_agent="python-httpx/0.28")
    assert crowd("192.0.2.1") != crowd("192.0.2.1", sec_fetch_mode="navigate")


def test_nobody_can_tell_an_address_from_a_crowd_without_the_key() -> None:
    assert crowd("192.0.2.1") != crowd("192.0.2.1", key=b"x" * 32)


def test_only_what_our_own_proxies_wrote_is_believed() -> None:
    told = "198.51.100.7, 203.0.113.5"
    assert crowd("10.0.0.1", 1, x_forwarded_for=told) == crowd("203.0.113.5")
    assert crowd("10.0.0.1", 2, x_forwarded_for=told) == crowd("198.51.100.7")
    assert crowd("10.0.0.1", 0, x_forwarded_for=told) == crowd("10.0.0.1")
    assert crowd("10.0.0.1", 3, x_forwarded_for=told) == crowd("10.0.0.1")
