"""The pages and the API of the one code, asked as browsers and programs ask."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.portal.world import World, fill, form_token, sign_in

from bumang.access.principal import ANYONE, Principal, Role
from bumang.api.codes import look_at_code
from bumang.codes.code import read_grant, write
from bumang.codes.keys import device_key, show
from bumang.codes.services import services
from bumang.codes.windows import window_of
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import Request

LIBRARY = Principal(Role.VERIFIER, services()["library"].number, "市图书馆")


@pytest.fixture
async def world(tmp_path: Path, core_dsn: str, core: asyncpg.Connection) -> AsyncIterator[World]:
    await fill(core)
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=4) as pool:
        yield World(tmp_path, pool)


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with world.browser() as made:
        yield made


async def agreed(browser: httpx.AsyncClient, service: str = "library") -> httpx.Response:
    """The page that shows the code, signed in and agreed."""
    await sign_in(browser, "演示甲")
    page = await browser.get(f"/code/{service}")
    form = {"csrf_token": form_token(page)}
    return await browser.post(f"/code/{service}/agreement", data=form, follow_redirects=True)


async def granted(
    browser: httpx.AsyncClient,
    page: httpx.Response,
    private: ec.EllipticCurvePrivateKey,
    **more: str,
) -> httpx.Response:
    key = urlsafe_b64encode(device_key(private)).decode()
    form = {"csrf_token": form_token(page), "key": key, **more}
    return await browser.post(f"{page.url.path}/grant", data=form)


def asked(body: bytes) -> Request:
    async def content(largest: int) -> bytes:
        return body

    return Request("POST", "/api/v1/codes/looks", "", "http", {}, content)  # type: ignore[arg-type]


async def a_code(world: World, browser: httpx.AsyncClient) -> str:
    private = ec.generate_private_key(ec.SECP256R1())
    given = (await granted(browser, await agreed(browser), private)).json()
    signed = read_grant(urlsafe_b64decode(given["grant"]))
    return write(show(private, signed, window_of(world.now)))


@pytest.mark.parametrize("path", ["/code", "/code/library", "/code/library/plain"])
async def test_without_a_sign_in_the_code_leads_to_signing_in(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/code")


@pytest.mark.parametrize("name", ["演示单位", "演示经办人员", "演示·图书馆借阅"])
async def test_whoever_is_no_person_is_told_so(browser: httpx.AsyncClient, name: str) -> None:
    await sign_in(browser, name)
    for path in ("/code", "/code/library"):
        answer = await browser.get(path)
        assert answer.status_code == 403
        assert "参保人用的" in answer.text


@pytest.mark.parametrize("code", list(services()))
async def test_before_agreeing_each_service_says_what_it_learns_and_what_not(
    browser: httpx.AsyncClient, code: str
) -> None:
    await sign_in(browser, "演示甲")
    page = await browser.get(f"/code/{code}")
    assert "同意给" in page.text
    learns, keeps_out = page.text.split("它不会知道")
    english = (await browser.get(f"/code/{code}?lang=en")).text
    assert "It will not learn" in english
    assert ("身份证号码后四位" in learns) is ("identity_tail" in services()[code].asks)
    assert ("身份证号码后四位" in keeps_out) is ("identity_tail" not in services()[code].asks)
    assert (await browser.get(f"/check/{code}")).status_code == 200


async def test_an_agreement_sent_twice_is_one(
    browser: httpx.AsyncClient, core: asyncpg.Connection
) -> None:
    page = await agreed(browser)
    form = {"csrf_token": form_token(page)}
    await browser.post("/code/library/agreement", data=form)
    assert await core.fetchval("SELECT count(*) FROM code_agreement") == 1


async def test_nothing_is_granted_to_what_is_no_key_or_no_device_of_ones_own(
    browser: httpx.AsyncClient,
) -> None:
    page = await agreed(browser)
    form = {"csrf_token": form_token(page)}
    for wrong in ("", "AAAA", "ü", urlsafe_b64encode(bytes(33)).decode()):
        answer = await browser.post("/code/library/grant", data={**form, "key": wrong})
        assert (answer.status_code, answer.json()) == (422, {"refused": "key"})
    private = ec.generate_private_key(ec.SECP256R1())
    stranger = "00000000-0000-4000-8000-000000000000"
    assert (await granted(browser, page, private, device=stranger)).status_code == 409
    assert (await granted(browser, page, private, device="x")).status_code == 404


async def test_a_grant_needs_a_form_of_ours(browser: httpx.AsyncClient) -> None:
    await agreed(browser)
    answer = await browser.post("/code/library/grant", data={"key": "x", "csrf_token": "x.y"})
    assert answer.status_code == 403


async def test_an_office_reads_a_code_by_program_and_hears_why_not(
    world: World, browser: httpx.AsyncClient
) -> None:
    text = await a_code(world, browser)
    body = json.dumps({"code": text}).encode()
    wire = await look_at_code(world.codes, LIBRARY, asked(body))
    told = json.loads(wire.body)
    assert (told["service"], told["good"], told["again"]) == ("library", False, False)
    assert told["told"] == {"insured_here": False}
    assert len(told["pseudonym"]) == 32
    assert json.loads((await look_at_code(world.codes, LIBRARY, asked(body))).body)["again"]
    for who, sent, problem in (
        (ANYONE, body, "SIGN_IN"),
        (Principal(Role.PERSON, 1), body, "NOT_AN_OFFICE"),
        (Principal(Role.VERIFIER, 999), body, "NOT_AN_OFFICE"),
        (LIBRARY, b"{", "CODE_FORM"),
        (LIBRARY, b'{"code": 1}', "CODE_FORM"),
        (LIBRARY, b'{"code": "BM1:"}', "NOT_A_CODE"),
        (Principal(Role.VERIFIER, 22, "东馆"), body, "USED"),
    ):
        with pytest.raises(InvalidInput) as raised:
            await look_at_code(world.codes, who, asked(sent))
        assert [one.code for one in raised.value.problems] == [problem]


async def test_the_offices_page_answers_asks_and_logs_only_for_its_office(
    world: World, browser: httpx.AsyncClient, core: asyncpg.Connection
) -> None:
    text = await a_code(world, browser)
    async with world.browser() as anyone:
        form = {"csrf_token": form_token(await anyone.get("/check/library")), "code": text}
        page = await anyone.post("/check/library", data=form)
        assert "只验了真假" in page.text
        assert await core.fetchval("SELECT count(*) FROM code_look") == 0
    async with world.browser() as office:
        await sign_in(office, "演示·图书馆借阅")
        form = {"csrf_token": form_token(await office.get("/check/library")), "code": text + "\r\n"}
        page = await office.post("/check/library", data=form)
        assert "要交押金" in page.text
        assert "本人已经看得见" in page.text
        wrong = await office.post("/check/library", data={**form, "code": "x"})
        assert wrong.status_code == 422
        assert "这不是社保码" in wrong.text
        # Asked by a script, it is the part that changes, and as complete.
        part = await office.post("/check/library", data=form, headers={"hx-request": "true"})
        assert "<html" not in part.text
        assert "在本处看过" in part.text
    assert await core.fetchval("SELECT count(*) FROM code_look") == 1
    looks = await browser.get("/code")
    assert "演示·图书馆借阅" in looks.text


async def test_nobody_stops_anothers_device(
    world: World, browser: httpx.AsyncClient, core: asyncpg.Connection
) -> None:
    await a_code(world, browser)
    device = await core.fetchval("SELECT device_id FROM code_device")
    async with world.browser() as other:
        home = await sign_in(other, "演示乙", "/code")
        form = {"csrf_token": form_token(home)}
        await other.post(f"/code/devices/{device}/stop", data=form)
    assert await core.fetchval("SELECT stopped_at FROM code_device") is None
    form = {"csrf_token": form_token(await browser.get("/code"))}
    await browser.post(f"/code/devices/{device}/stop", data=form)
    assert await core.fetchval("SELECT stopped_at FROM code_device") is not None


async def test_the_page_of_one_file_holds_all_it_needs(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/check/library/offline.html")
    assert "attachment" in page.headers["content-disposition"]
    assert 'src="' not in page.text
    assert 'href="' not in page.text
    assert "bumangCode" in page.text


@pytest.mark.parametrize("path", ["/code/nothing", "/check/nothing", "/check/nothing/offline.html"])
async def test_a_service_that_is_not_declared_has_no_page(
    browser: httpx.AsyncClient, path: str
) -> None:
    assert (await browser.get(path)).status_code == 404
