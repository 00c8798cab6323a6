"""Signing in: whoever the provider vouches for, by the browser that began it, once."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import pytest
from tests.portal.world import OURS, World, fill, form_token, sign_in

PERSON, OTHER = "演示甲", "演示乙"
PAYMENT = "/items/resident-medical-payment"
ANSWERS = {"area_code": "990101", "coverage_year": "2027", "insured": "990101196501150014"}


@pytest.fixture
async def world(tmp_path: Path, core_dsn: str, core: asyncpg.Connection) -> AsyncIterator[World]:
    await fill(core)
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=2) as pool:
        yield World(tmp_path, pool)


async def _fill(browser: httpx.AsyncClient) -> httpx.Response:
    page = await browser.get(f"{PAYMENT}/questions/area_code")
    for _ in range(10):
        asked = str(page.url).rsplit("/", 1)[1]
        if asked == "check":
            return page
        form = {asked: ANSWERS[asked], "csrf_token": form_token(page)}
        page = await browser.post(str(page.url), data=form, follow_redirects=True)
    pytest.fail(page.text)


async def _returned(browser: httpx.AsyncClient, onward: str = "/mine") -> str:
    """The address the provider sends the browser back to, not gone to yet."""
    choice = await browser.get("/sign-in", params={"next": onward}, follow_redirects=True)
    link = re.search(rf'<a href="([^"]+)">{PERSON}</a>', choice.text)
    assert link
    sent = await browser.get(link[1].replace("&amp;", "&"))
    return sent.headers["location"]


async def test_a_person_signs_in_sees_their_name_and_signs_out(world: World) -> None:
    async with world.browser() as browser:
        home = await browser.get("/")
        assert "登录" in home.text
        page = await sign_in(browser, PERSON, "/mine")
        assert page.url.path == "/mine"
        assert PERSON in page.text
        form = {"csrf_token": form_token(page)}
        after = await browser.post("/sign-out", data=form, follow_redirects=True)
        assert PERSON not in after.text
        assert (await browser.get("/mine")).status_code == 303


async def test_after_a_sign_out_the_provider_is_asked_to_prove_it_again(world: World) -> None:
    async with world.browser() as browser:
        assert "prompt" not in (await browser.get("/sign-in")).headers["location"]
        page = await sign_in(browser, PERSON)
        await browser.post("/sign-out", data={"csrf_token": form_token(page)})
        assert "prompt=login" in (await browser.get("/sign-in")).headers["location"]
        await sign_in(browser, OTHER)
        assert "prompt" not in (await browser.get("/sign-in")).headers["location"]


async def test_a_link_signs_nobody_out(world: World) -> None:
    async with world.browser() as browser:
        await sign_in(browser, PERSON)
        assert PERSON in (await browser.get("/sign-out", follow_redirects=True)).text


@pytest.mark.parametrize("name", ["演示单位", "演示代办点", "演示经办人员", "演示运行人员"])
async def test_every_role_of_the_demo_can_be_signed_in_as(world: World, name: str) -> None:
    async with world.browser() as browser:
        assert name in (await sign_in(browser, name, "/mine")).text


async def test_a_form_begun_before_signing_in_is_sent_by_who_signed_in(world: World) -> None:
    async with world.browser() as browser:
        check = await _fill(browser)
        assert "登录后提交" in check.text
        check = await sign_in(browser, PERSON, f"{PAYMENT}/check")
        assert check.url.path == f"{PAYMENT}/check"
        sent = await browser.post(f"{PAYMENT}/send", data={"csrf_token": form_token(check)})
        assert sent.headers["location"] == "/receipts/000000000000"
        assert world.door.taken == [("person:1", "resident-medical-payment")]


async def test_a_draft_of_one_person_is_never_shown_to_the_next(world: World) -> None:
    async with world.browser() as browser:
        await _fill(browser)
        await sign_in(browser, PERSON, f"{PAYMENT}/check")
        # The session ends without a sign-out: the cookies of the draft are still there.
        browser.cookies.delete("session")
        visitor = await browser.get(f"{PAYMENT}/check", follow_redirects=True)
        assert "核对" not in visitor.text
        await sign_in(browser, OTHER, "/")
        other = await browser.get(f"{PAYMENT}/check", follow_redirects=True)
        assert "核对" not in other.text
        await sign_in(browser, PERSON, "/")
        own = await browser.get(f"{PAYMENT}/check", follow_redirects=True)
        assert "核对" in own.text


async def test_signing_out_forgets_every_half_filled_form(world: World) -> None:
    async with world.browser() as browser:
        await _fill(browser)
        page = await sign_in(browser, PERSON, f"{PAYMENT}/check")
        assert any(name.startswith("draft-") for name in browser.cookies)
        await browser.post("/sign-out", data={"csrf_token": form_token(page)})
        assert not any(name.startswith("draft-") for name in browser.cookies)


async def test_a_role_that_may_not_is_told_so_and_offered_another_sign_in(world: World) -> None:
    async with world.browser() as browser:
        await _fill(browser)
        check = await sign_in(browser, "演示经办人员", f"{PAYMENT}/check")
        assert "不能以现在登录的身份办理" in check.text
        form = {"csrf_token": form_token(check)}
        assert (await browser.post(f"{PAYMENT}/send", data=form)).status_code == 403
        assert world.door.taken == []


async def test_a_person_the_registry_does_not_know_is_told_what_to_do(world: World) -> None:
    async with world.browser() as browser:
        choice = await browser.get("/sign-in", follow_redirects=True)
        typed = {**dict(choice.url.params), "identity_number": "990101199001010010"}
        told = await browser.get("/demo/oidc/authorize", params=typed, follow_redirects=True)
        assert told.status_code == 403
        assert "没有查到您的参保登记" in told.text
        assert "session" not in browser.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "javascript:alert(1)", " /mine", "evil", "", "/\n/evil.example",
        "http:evil.example", "///evil.example", "/sign-out", "/sign-in/return?code=x",
    ],
)  # fmt: skip
async def test_the_way_back_is_never_to_another_site(world: World, elsewhere: str) -> None:
    async with world.browser() as browser:
        sent = await browser.get("/sign-in", params={"next": elsewhere})
        assert sent.headers["location"].startswith(f"{OURS}/demo/oidc/authorize?")
        page = await sign_in(browser, PERSON, elsewhere)
        assert str(page.url) == f"{OURS}/"


async def test_an_answer_brought_by_another_browser_signs_nobody_in(world: World) -> None:
    async with world.browser() as attacker, world.browser() as victim:
        brought = await _returned(attacker)
        plain = await victim.get(brought)
        assert plain.status_code == 400
        await victim.get("/sign-in")  # a sign-in of the victim's own is under way
        assert (await victim.get(brought)).status_code == 400
        assert "session" not in victim.cookies


async def test_a_code_counts_once(world: World) -> None:
    async with world.browser() as browser:
        brought = await _returned(browser)
        kept = dict(browser.cookies)
        assert (await browser.get(brought)).headers["location"] == "/mine"
        assert "signing-in" not in browser.cookies
        assert (await browser.get(brought)).status_code == 400
        # Even with the browser's own secret from before: the provider gives nothing twice.
        async with world.browser() as copy:
            copy.cookies.update(kept)
            assert (await copy.get(brought)).status_code == 400
            assert "session" not in copy.cookies


async def test_a_code_with_a_changed_state_or_from_another_issuer_is_refused(world: World) -> None:
    for change in ({"state": "other"}, {"state": ""}, {"iss": "https://evil.example"}):
        async with world.browser() as browser:
            parts = urlsplit(await _returned(browser))
            brought = {name: values[0] for name, values in parse_qs(parts.query).items()}
            refused = await browser.get(parts.path, params=brought | change)
            assert refused.status_code == 400
            assert "session" not in browser.cookies


async def test_a_sign_in_that_took_too_long_is_begun_again(world: World) -> None:
    async with world.browser() as browser:
        brought = await _returned(browser)
        world.later(timedelta(minutes=31))
        assert (await browser.get(brought)).status_code == 400


async def test_the_person_said_no_at_the_provider(world: World) -> None:
    async with world.browser() as browser:
        state = parse_qs(urlsplit(await _returned(browser)).query)["state"][0]
        refused = await browser.get(
            "/sign-in/return", params={"error": "access_denied", "state": state}
        )
        assert refused.status_code == 400
        assert "重新登录" in refused.text


async def test_a_session_ends_after_twelve_hours(world: World) -> None:
    async with world.browser() as browser:
        await sign_in(browser, PERSON)
        world.later(timedelta(hours=12))
        assert (await browser.get("/mine")).status_code == 303


async def test_a_session_of_another_instance_or_changed_is_nobodys(
    world: World, tmp_path: Path
) -> None:
    async with world.browser() as browser:
        await sign_in(browser, PERSON)
        session = browser.cookies["session"]
    for other, value in (
        (World(tmp_path / "other", world.core), session),
        (world, session[:-2] + ("A" if session[-2] != "A" else "B") + session[-1]),
        (world, ""),
        (world, "é" * 40),
    ):
        async with other.browser() as browser:
            reply = await browser.get("/mine", headers={b"cookie": f"session={value}".encode()})
            assert reply.status_code == 303


async def test_without_the_core_a_sign_in_is_queued_in_words(
    world: World, core: asyncpg.Connection
) -> None:
    async with world.browser() as browser:
        brought = await _returned(browser)
        world.core = _Gone()
        queued = await browser.get(brought)
        assert queued.status_code == 429
        assert int(queued.headers["retry-after"]) > 0
        assert "排队" in queued.text
        choice = await browser.get("/sign-in", follow_redirects=True)
        assert choice.status_code == 429


async def test_without_an_identity_provider_the_page_says_so(tmp_path: Path) -> None:
    async with World(tmp_path, None, demo=False).browser() as browser:
        told = await browser.get("/sign-in")
        assert told.status_code == 404
        assert "没有开通登录" in told.text
        assert (await browser.get("/demo/oidc/authorize")).status_code == 404


async def test_a_provider_that_does_not_answer_is_queued_for(tmp_path: Path) -> None:
    world = World(tmp_path, None, demo=False, issuer="http://127.0.0.1:9")
    async with world.browser() as browser:
        assert (await browser.get("/sign-in")).status_code == 429


async def test_over_https_the_cookies_are_for_this_host_and_https_only(
    tmp_path: Path, world: World
) -> None:
    secure = World(tmp_path / "https", world.core, public_url="https://bumang.test")
    async with secure.browser() as browser:
        assert PERSON in (await sign_in(browser, PERSON)).text
        names = set(browser.cookies)
        assert {"__Host-session", "__Host-visitor"} <= names
        sent = await browser.get("/sign-in")
        for header in sent.headers.get_list("set-cookie"):
            assert "HttpOnly" in header
            assert "Secure" in header
            assert "SameSite=lax" in header


async def test_the_demo_page_gives_no_code_to_an_address_that_is_not_ours(world: World) -> None:
    async with world.browser() as browser:
        choice = await browser.get("/sign-in", follow_redirects=True)
        asked = dict(choice.url.params) | {"as": "person:990101196501150014"}
        for change in (
            {"redirect_uri": "https://evil.example/sign-in/return"},
            {"client_id": "other"},
            {"code_challenge": ""},
            {"code_challenge_method": "plain"},
            {"response_type": "token"},
        ):
            refused = await browser.get("/demo/oidc/authorize", params=asked | change)
            assert refused.status_code == 400
            assert "location" not in refused.headers


class _Gone:
    async def fetch(self, *given: object, **more: object) -> None:
        raise ConnectionRefusedError

    fetchrow = fetch
