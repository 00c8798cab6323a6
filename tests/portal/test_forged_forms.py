"""A form counts only when it comes from a page of ours that this browser was given."""

from pathlib import Path

import httpx
import pytest
from tests.portal.world import OURS, World, form_token

PAGE = "/items/pension-estimate/questions/area_code"
POSTS = [PAGE, "/items/resident-medical-payment/send", "/sign-out"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, None)


async def _refused(reply: httpx.Response) -> None:
    assert reply.status_code == 403
    assert "这一步没有执行" in reply.text
    assert not [c for c in reply.headers.get_list("set-cookie") if c.startswith("draft")]


async def test_with_its_token_a_form_is_taken(world: World) -> None:
    async with world.browser() as browser:
        token = form_token(await browser.get(PAGE))
        sent = await browser.post(PAGE, data={"area_code": "370000", "csrf_token": token})
        assert sent.status_code == 303


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", ["", "x", "a.b", ".", "é.é", None])
async def test_without_its_token_nothing_is_done(
    world: World, path: str, token: str | None
) -> None:
    async with world.browser() as browser:
        await browser.get(PAGE)
        form = {"area_code": "370000"} | ({} if token is None else {"csrf_token": token})
        await _refused(await browser.post(path, data=form))


async def test_the_token_of_another_browser_is_worth_nothing(world: World) -> None:
    async with world.browser() as attacker, world.browser() as victim:
        token = form_token(await attacker.get(PAGE))
        await victim.get(PAGE)
        form = {"area_code": "370000", "csrf_token": token}
        await _refused(await victim.post(PAGE, data=form))
    async with world.browser() as fresh:
        await _refused(await fresh.post(PAGE, data=form))


@pytest.mark.parametrize(
    "told",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "bumang.test"},
        {"origin": "http://bumang.test.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_what_another_site_sends_is_refused_even_with_a_token(
    world: World, told: dict[str, str]
) -> None:
    async with world.browser() as browser:
        token = form_token(await browser.get(PAGE))
        form = {"area_code": "370000", "csrf_token": token}
        await _refused(await browser.post(PAGE, data=form, headers=told))
        ours = {"origin": OURS, "sec-fetch-site": "same-origin"}
        assert (await browser.post(PAGE, data=form, headers=ours)).status_code == 303


async def test_a_refused_form_keeps_the_draft_and_leads_back_to_its_page(world: World) -> None:
    async with world.browser() as browser:
        token = form_token(await browser.get(PAGE))
        sent = await browser.post(PAGE, data={"area_code": "370000", "csrf_token": token})
        before = dict(browser.cookies)
        page = sent.headers["location"]
        refused = await browser.post(page, data={}, headers={"referer": f"{OURS}{page}"})
        await _refused(refused)
        assert f'href="{page}"' in refused.text
        assert dict(browser.cookies) == before


@pytest.mark.parametrize(
    "referrer",
    [
        "https://evil.example/trap", "http://bumang.test.evil.example/trap", "http://[/trap",
        "http://bumang.test//evil.example/trap", "//evil.example/trap", "http:///trap",
    ],
)  # fmt: skip
async def test_a_referrer_from_elsewhere_is_not_linked(world: World, referrer: str) -> None:
    async with world.browser() as browser:
        refused = await browser.post(PAGE, data={}, headers={"referer": referrer})
        await _refused(refused)
        assert "evil" not in refused.text
        assert "trap" not in refused.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", [*POSTS, "/", "/demo/oidc/token", "/demo/oidc/authorize"])
async def test_a_method_that_is_not_meant_is_no_fault_of_ours(
    world: World, method: str, path: str
) -> None:
    async with world.browser() as browser:
        assert (await browser.request(method, path)).status_code < 500


@pytest.mark.parametrize("fields", [b"&".join([b"a=1"] * 5000), b"\xff" * 50, b"{", b""])
async def test_what_is_no_form_is_no_fault_of_ours(world: World, fields: bytes) -> None:
    async with world.browser() as browser:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        for path in (*POSTS, "/demo/oidc/token"):
            sent = await browser.post(path, content=fields, headers=kind)
            assert 400 <= sent.status_code < 500


async def test_what_is_not_a_form_is_refused_without_a_fault(world: World) -> None:
    async with world.browser() as browser:
        for kind in ("application/json", "multipart/form-data; boundary=x", "multipart/form-data"):
            reply = await browser.post(PAGE, content=b"{\xff", headers={"content-type": kind})
            assert 400 <= reply.status_code < 500


async def test_what_caches_may_share_carries_no_cookie(world: World) -> None:
    async with world.browser() as browser:
        style = (await browser.get("/")).text.split('rel="stylesheet" href="')[1].split('"')[0]
    async with world.browser() as fresh:
        assert "set-cookie" not in (await fresh.get(style)).headers
