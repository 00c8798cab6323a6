"""A payment by page: the family is ticked, and what was sent once is not sent again."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from tests.portal.world import World, fill, form_token, sign_in

MATTER = "/items/resident-medical-payment"
MAN, WOMAN = "990101196501150014", "990101197503200024"


@pytest.fixture
async def world(core_dsn: str, tmp_path: Path) -> AsyncIterator[World]:
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=2)
    await fill(core)
    yield World(tmp_path, core)
    await core.close()


async def answer(browser: httpx.AsyncClient, field: str, *values: str) -> httpx.Response:
    place = f"{MATTER}/questions/{field}"
    token = form_token(await browser.get(place))
    given = {field: list(values), "csrf_token": token}
    return await browser.post(place, data=given, follow_redirects=True)


async def answered(browser: httpx.AsyncClient, *insured: str) -> httpx.Response:
    await answer(browser, "area_code", "990101")
    await answer(browser, "coverage_year", "2027")
    return await answer(browser, "insured", *insured)


async def test_oneself_and_the_family_on_record_are_ticked(world: World) -> None:
    async with world.browser() as browser:
        await sign_in(browser, "演示甲")
        page = (await browser.get(f"{MATTER}/questions/insured")).text
        assert re.findall(r'checkbox"[^>]* value="(\d+)"', page) == [MAN, WOMAN]
        assert "990101********0014" in page
        check = await answered(browser, MAN, WOMAN, " 990101200002290038 \n")
        assert check.url.path == f"{MATTER}/check", check.text
        assert "应缴 3 人 × 400.00 元 = 1,200.00 元" in check.text
        assert "待核实" in check.text
        again = (await browser.get(f"{MATTER}/questions/insured")).text
        assert again.count(" checked>") == 2
        assert re.search(r"<textarea[^>]*>990101200002290038</textarea>", again)
        await browser.post(f"{MATTER}/send", data={"csrf_token": form_token(check)})
    assert world.door.forms[0]["insured"] == [MAN, WOMAN, "990101200002290038"]


async def test_without_a_sign_in_numbers_are_typed_and_nobodys_family_is_shown(
    world: World,
) -> None:
    async with world.browser() as browser:
        page = (await browser.get(f"{MATTER}/questions/insured")).text
    assert "checkbox" not in page
    assert f"/sign-in?next={MATTER}/questions/insured" in page


async def test_an_employer_or_agent_sees_nobodys_family(world: World) -> None:
    async with world.browser() as browser:
        await sign_in(browser, "演示代办点")
        page = (await browser.get(f"{MATTER}/questions/insured")).text
    assert "checkbox" not in page


async def test_without_the_core_numbers_can_be_typed(world: World) -> None:
    async with world.browser() as browser:
        await sign_in(browser, "演示甲")
        await world.core.close()
        page = await browser.get(f"{MATTER}/questions/insured")
    assert page.status_code == 200
    assert "<textarea" in page.text


async def test_going_back_and_sending_again_leads_to_the_receipt_already_given(
    world: World,
) -> None:
    async with world.browser() as browser:
        await sign_in(browser, "演示甲")
        check = await answered(browser, MAN)
        form = {"csrf_token": form_token(check)}
        first = await browser.post(f"{MATTER}/send", data=form)
        again = await browser.post(f"{MATTER}/send", data=form)
        back = await browser.get(f"{MATTER}/check")
        assert first.headers["location"] == "/receipts/000000000000"
        assert first.headers["location"] == again.headers["location"] == back.headers["location"]
        assert len(world.door.taken) == 1
        # Another payment is begun anew, with a key of its own.
        check = await answered(browser, WOMAN)
        await browser.post(f"{MATTER}/send", data={"csrf_token": form_token(check)})
    assert len(set(world.door.keys)) == len(world.door.taken) == 2


async def test_of_several_numbers_the_wrong_one_is_named(world: World) -> None:
    async with world.browser() as browser:
        page = await answered(browser, f"{MAN}\n110105194912310021")
    assert page.status_code == 400
    assert "110105********0021" in page.text


async def test_a_page_that_fails_says_so_in_words_and_prints_nothing_of_the_error(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(MAN)

    monkeypatch.setattr("bumang.portal.item_pages.read_form", fails)
    async with world.browser() as browser:
        await sign_in(browser, "演示甲")
        page = await answered(browser, MAN)
    assert page.status_code == 500
    assert "我们这边出了问题" in page.text
    said = capfd.readouterr()
    assert MAN not in said.out + said.err
