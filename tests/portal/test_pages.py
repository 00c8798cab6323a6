"""The pages, on the real catalogue, with submitting and progress answered from memory."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from bumang.access.principal import ANYONE, Principal
from bumang.casework.checkpoint import Checkpoint
from bumang.items.catalogue import discover
from bumang.kernel import receipt_number
from bumang.kernel.answers import Answer, Queued
from bumang.kernel.clock import CHINA
from bumang.portal.router import portal_router
from bumang.portal.services import Progress, Services

NOW = datetime(2026, 11, 22, 11, 28, 6, tzinfo=CHINA)
NUMBER = receipt_number.show(12345)


async def _anyone(request: Any) -> Principal:
    return ANYONE


async def _queued(*given: Any) -> Answer:
    return Queued(3)


async def _progress(number: str, principal: Principal) -> Progress | None:
    if number != NUMBER:
        return None
    return Progress(number=number, code="pension-estimate", state="accepted", accepted_at=NOW)


async def _no_document(*_: Any) -> None:
    return None


async def _checkpoint() -> Checkpoint:
    return Checkpoint(5_000, 12, None, 1, 4_990, 10, NOW, "ab" * 32)


async def _none(principal: Principal) -> list[Progress]:
    return []


@pytest.fixture
def client() -> Any:
    services = Services(
        catalogue=discover("bumang.services"),
        clock=lambda: NOW,
        draft_key=b"k" * 32,
        principal_of=_anyone,
        csrf_token=lambda request: "token",
        submit=_queued,
        submit_file=_queued,
        wrong_rows=_no_document,
        wrong_rows_file=_no_document,
        progress=_progress,
        document=_no_document,
        proof=_no_document,
        statements=_no_document,
        family_of=_none,
        submissions_of=_none,
        answers_so_far=lambda: {"done": 1234, "accepted": 766},
        checkpoint=_checkpoint,
        secure=False,
    )
    with TestClient(
        Litestar([portal_router(services)], openapi_config=None, logging_config=None)
    ) as made:
        yield made


def test_the_start_page_lists_the_matters_and_forbids_inline_scripts(client: Any) -> None:
    reply = client.get("/")
    assert "养老待遇测算" in reply.text
    assert "1,234" in reply.text
    assert "script-src 'self'" in reply.headers["content-security-policy"]


def test_english_is_a_switch_that_is_remembered(client: Any) -> None:
    assert "Pension estimate" in client.get("/?lang=en").text
    assert "Pension estimate" in client.get("/").text


def test_an_estimate_is_asked_page_by_page_and_answered(client: Any) -> None:
    answers = {
        "area_code": "370000", "birth_month": "1965-01", "category": "male_60",
        "paid_months": "360", "deemed_months": "48", "pre_account_months": "84",
        "average_index": "0.8500", "account_balance": "120000.00",
    }  # fmt: skip
    from bumang.services.pension_estimate.form import FIRST_PERSON

    answers["category"] = FIRST_PERSON.category.value
    path = "/items/pension-estimate/questions/area_code"
    for _ in range(20):
        field = path.rsplit("/", 1)[1]
        reply = client.post(path, data={field: answers.get(field, "")}, follow_redirects=False)
        assert reply.status_code == 303, reply.text
        path = reply.headers["location"]
        if path.endswith("/check"):
            break
    assert "请核对您填的内容" in client.get(path).text
    assert "每月大约" in client.get("/items/pension-estimate/result").text


def test_a_question_left_empty_says_what_is_missing(client: Any) -> None:
    reply = client.post("/items/pension-estimate/questions/birth_month", data={})
    assert reply.status_code == 400
    assert "还没有填" in reply.text


def test_a_receipt_says_that_it_is_safe_and_an_unknown_one_is_not_found(client: Any) -> None:
    assert "不会丢失" in client.get(f"/receipts/{NUMBER}").text
    assert client.get("/receipts/0000").status_code == 404


def test_a_number_with_a_wrong_check_character_is_told(client: Any) -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert "校验码" in client.get("/receipts", params={"number": wrong}).text


def test_my_matters_need_a_sign_in(client: Any) -> None:
    reply = client.get("/mine", follow_redirects=False)
    assert reply.headers["location"] == "/sign-in?next=/mine"


def test_a_script_that_renews_the_main_part_gets_only_that(client: Any) -> None:
    whole = client.get(f"/receipts/{NUMBER}").text
    part = client.get(f"/receipts/{NUMBER}", headers={"HX-Request": "true"}).text
    assert "<html" in whole
    assert "<html" not in part
    assert "已受理" in part
    assert len(part) < len(whole) / 2


def test_only_a_page_that_renews_itself_brings_a_script(client: Any) -> None:
    assert "<script" not in client.get("/").text
    assert "<script" in client.get(f"/receipts/{NUMBER}").text


def test_style_and_script_are_kept_for_ever_and_compressed_and_pages_are_not(client: Any) -> None:
    page = client.get("/", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in page.headers
    style = re.search(r'href="(/assets/[^"]+style.css)"', page.text)
    assert style
    packed = client.get(style[1], headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    plain = client.get(style[1], headers={"accept-encoding": "identity"})
    assert (plain.text, "content-encoding" in plain.headers) == (packed.text, False)


def test_a_matters_page_says_how_long_it_takes_usually_and_at_most(client: Any) -> None:
    page = client.get("/items/employment-declaration").text
    assert "大的表格几分钟，法律规定最长 10 个工作日" in page
    assert "当场出结果" in client.get("/items/pension-estimate").text


@pytest.mark.parametrize(("language", "none"), [("zh", "没有着落的"), ("en", "None of these")])
def test_the_promise_is_shown_with_its_counts_and_the_logs_latest_checkpoint(
    client: Any, language: str, none: str
) -> None:
    page = client.get(f"/promise?lang={language}").text
    assert none in page
    assert "1,234" in page
    assert "5,000" in page
    assert "ab" * 32 in page
    assert page.count("<rect") == 2 + 4 + 2  # two parts of the bar, four keys, two in patterns
