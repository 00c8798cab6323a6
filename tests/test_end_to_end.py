"""The whole, as a newcomer starts it: real processes on a real port, killed for real."""

import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

BUMANG = [sys.executable, "-m", "bumang.cli"]
PAYMENT = "/api/v1/items/resident-medical-payment/submissions"
FORM = {"area_code": "990101", "coverage_year": 2027, "insured": ["990101196501150014"]}


@dataclass
class Instance:
    data: Path
    url: str
    supervisor: subprocess.Popen[bytes]
    token: str = ""
    # Who has not paid yet: everyone but the first few, who sign in by page.
    unpaid: Iterator[str] = field(default_factory=lambda: iter(()))

    def command(self, *words: str) -> str:
        command = [*BUMANG, "--data", str(self.data), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def token_of(self, role: str, number: str = "1") -> str:
        return self.command("demo", "token", "--as", role, "--id", number)

    def pay(self, key: str, by: str = "", **changed: object) -> httpx.Response:
        """By the agent, who may act for everyone, unless another token is given."""
        headers = {"Authorization": f"Bearer {by or self.token}", "Idempotency-Key": key}
        return httpx.post(self.url + PAYMENT, json=FORM | changed, headers=headers, timeout=20)

    def proof(self, number: str, witnesses: int, what: str = "proof") -> bytes:
        """As soon as so many of the demo's witnesses saw it."""
        address = f"{self.url}/api/v1/receipts/{number}/{what}"
        for _ in range(200):
            found = httpx.get(
                address, headers={"Authorization": f"Bearer {self.token}"}, timeout=20
            )
            assert found.status_code in {200, 429}
            if found.text.count("demo-witness") >= witnesses:
                return found.content
            time.sleep(0.1)
        raise TimeoutError(f"too few witnesses saw {number}")

    def proof_of_anyone(self, number: str, headers: dict[str, str]) -> bytes:
        """The same, for who asks with these headers."""
        for _ in range(200):
            found = httpx.get(f"{self.url}/api/v1/receipts/{number}/proof", headers=headers)
            if found.text.count("demo-witness") >= 2:
                return found.content
            time.sleep(0.1)
        raise TimeoutError(f"too few witnesses saw {number}")

    def state(self, number: str) -> str:
        return str(httpx.get(f"{self.url}/api/v1/receipts/{number}", timeout=20).json()["state"])

    def until_decided(self, number: str) -> str:
        """As an honest client asks: an answer that never came is asked for again."""
        for _ in range(200):
            with suppress(httpx.TransportError):
                if (state := self.state(number)) in {"done", "refused"}:
                    return state
            time.sleep(0.1)
        return "accepted"

    def children(self, words: str) -> list[int]:
        """Process ids below the supervisor whose command line has these words."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if int(parent) == self.supervisor.pid and words in command:
                found.append(int(folder.name))
        return found


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    data = tmp_path_factory.mktemp("instance")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"BUMANG_WEB_PROCESSES": "1"}
    started = subprocess.Popen(
        [*BUMANG, "--data", str(data), "serve", "--port", str(port), "--demo"], env=environment
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        made = Instance(data, url, started)
        made.token = made.token_of("agent")
        people = json.loads(made.command("demo", "people", "--limit", "200", "--json"))
        made.unpaid = itertools.islice((one["identity_number"] for one in people), 10, None)
        yield made
    finally:
        started.send_signal(signal.SIGINT)
        assert started.wait(30) == 0


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the instance did not become ready within 30 seconds")


def test_a_payment_is_accepted_with_a_receipt_that_verifies_and_then_done(
    instance: Instance, tmp_path: Path
) -> None:
    insured = [next(instance.unpaid)]
    accepted = instance.pay("first", insured=insured)
    assert accepted.status_code == 202
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(accepted.content)
    verified = subprocess.run(
        [*BUMANG, "--data", str(instance.data), "verify", str(receipt)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stdout
    assert "The receipt is genuine" in verified.stdout
    number = accepted.json()["number"]
    assert instance.until_decided(number) == "done"
    proof = tmp_path / "receipt.tlog-proof"
    proof.write_bytes(instance.proof(number, witnesses=2))
    words = instance.command("verify", str(receipt), "--proof", str(proof))
    assert "signed by both keys of the platform and seen by" in words
    statements = tmp_path / "statements.json"
    statements.write_bytes(instance.proof(number, witnesses=4, what="statements"))
    words = instance.command("verify", str(statements))
    assert "The statement is genuine: a decision" in words
    assert "The statement is genuine: a payment" in words
    assert "fund:resident_medical" in words
    assert instance.pay("first", insured=insured).content == accepted.content
    # Under another key it is a second payment: what is known is told at once, and nothing stored.
    second = instance.pay("second", insured=insured)
    assert second.status_code == 422
    assert [problem["code"] for problem in second.json()["problems"]] == ["ALREADY_COVERED"]


def test_what_is_wrong_is_said_in_words_with_the_right_status(instance: Instance) -> None:
    assert instance.pay("used", insured=[next(instance.unpaid)]).status_code == 202
    assert instance.pay("used", insured=[next(instance.unpaid)]).status_code == 422
    assert instance.pay("").status_code == 400
    wrong = instance.pay("wrong", insured=["110105194912310021"])
    assert wrong.status_code == 422
    assert [p["code"] for p in wrong.json()["problems"]] == ["CHECK_DIGIT"]
    unsigned = httpx.post(instance.url + PAYMENT, json=FORM, headers={"Idempotency-Key": "x"})
    assert unsigned.status_code == 401


def test_a_stranger_with_the_number_sees_state_and_times_but_not_the_receipt(
    instance: Instance,
) -> None:
    person = next(instance.unpaid)
    own_token = instance.token_of("person", person)
    number = instance.pay("mine", by=own_token, insured=[person]).json()["number"]
    progress = httpx.get(f"{instance.url}/api/v1/receipts/{number}").json()
    times = {"accepted_at", "started_at", "decided_at", "look_again_after_s"}
    assert set(progress) <= {"number", "item", "state"} | times
    assert instance.until_decided(number) in {"done", "refused"}
    page = httpx.get(f"{instance.url}/receipts/{number}")
    assert page.status_code == 200
    assert number[:4] in page.text
    assert "990101" not in page.text
    document = f"{instance.url}/api/v1/receipts/{number}/document"
    assert httpx.get(document).status_code == 404
    assert httpx.get(document.replace("document", "statements")).status_code == 404
    headers = {"Authorization": f"Bearer {own_token}"}
    outcome = httpx.get(f"{instance.url}/api/v1/receipts/{number}", headers=headers).json()
    assert outcome["result"]["coverage_year"] == 2027
    here = f"{instance.url}/api/v1/receipts/{number}"
    tag = httpx.get(here, headers=headers).headers["etag"]
    same = httpx.get(here, headers=headers | {"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert httpx.get(here, headers={"If-None-Match": tag}).status_code == 200
    own = httpx.get(document, headers=headers)
    assert own.json()["number"] == number


def test_what_was_taken_in_unlawfully_is_deleted_by_two_people_and_the_receipt_still_verifies(
    instance: Instance, tmp_path: Path
) -> None:
    mine = {"Authorization": f"Bearer {instance.token_of('employer')}"}
    address = f"{instance.url}/api/v1/items/employment-declaration/submissions"
    rows = f"操作类型,社会保障号码,姓名,年月,月缴费工资\n减员,{next(instance.unpaid)},不是他,2026-12,\n"
    kind = {"Idempotency-Key": "by mistake", "Content-Type": "text/csv"}
    accepted = httpx.post(address, content=rows.encode(), headers=mine | kind, timeout=20)
    number = accepted.json()["number"]
    assert instance.until_decided(number) == "refused"
    proof = tmp_path / "proof"
    proof.write_bytes(instance.proof_of_anyone(number, mine))

    def erase(who: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [*BUMANG, "--data", str(instance.data), "erase", *words]
        env = os.environ | {"LOGNAME": who}
        return subprocess.run(command, check=False, capture_output=True, text=True, env=env)

    of = ("--receipt", number, "--ground", "unlawful")
    assert "delete  log" in erase("clerk-a", "check", *of).stdout
    assert (
        "keep    log" in erase("clerk-a", "check", "--receipt", number, "--ground", "other").stdout
    )
    assert "order 1 waits" in erase("clerk-a", "order", *of, "--reason", "别人的号码").stdout
    assert "下单的人不能自己确认" in erase("clerk-a", "confirm", "1").stderr
    assert "order 1 is carried out: 1 entries deleted" in erase("clerk-b", "confirm", "1").stdout
    here = f"{instance.url}/api/v1/receipts/{number}"
    told = httpx.get(here, headers=mine).json()
    assert (told["state"], "result" in told) == ("refused", False)
    assert "个人信息保护法" in told["content_deleted"]
    for what in ("document", "statements"):
        gone = httpx.get(f"{here}/{what}", headers=mine)
        assert (gone.status_code, gone.json()["problems"][0]["code"]) == (404, "CONTENT_DELETED")
    assert "已经依法删除" in httpx.get(f"{instance.url}/receipts/{number}").text
    assert httpx.get(f"{here}/proof").status_code == 200
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(accepted.content)
    words = instance.command("verify", str(receipt), "--proof", str(proof))
    assert "The receipt is genuine" in words
    assert "everything holds" in instance.command("audit")


def test_the_pages_open_and_an_estimate_is_answered_at_once(instance: Instance) -> None:
    home = httpx.get(instance.url + "/")
    assert home.status_code == 200
    assert "养老待遇测算" in home.text
    item = httpx.get(instance.url + "/api/v1/items/pension-estimate").json()
    example = item["form_schema"]["examples"][0]
    answer = httpx.post(instance.url + "/api/v1/items/pension-estimate/answers", json=example)
    assert answer.status_code == 200
    assert answer.json()["total"] > 0


def test_a_payment_by_page_is_signed_in_for_sent_and_its_outcome_shown_to_its_owner(
    instance: Instance,
) -> None:
    matter = "/items/resident-medical-payment"
    answers = {"area_code": "990101", "coverage_year": "2027", "insured": FORM["insured"]}
    with httpx.Client(base_url=instance.url, follow_redirects=True, timeout=20) as browser:
        page = browser.get(f"{matter}/questions/area_code")
        while not page.url.path.endswith("/check"):
            asked = page.url.path.rsplit("/", 1)[1]
            form = {asked: answers[asked], "csrf_token": _token(page)}
            page = browser.post(page.url, data=form)
            assert page.status_code == 200, page.text
        choice = browser.get("/sign-in", params={"next": f"{matter}/check"})
        first = re.search(r'href="([^"]+)">演示甲<', choice.text)
        assert first, choice.text
        check = browser.get(first[1].replace("&amp;", "&"))
        before = _answers(instance, "accepted")
        sent = browser.post(
            f"{matter}/send", data={"csrf_token": _token(check)}, follow_redirects=False
        )
        assert _answers(instance, "accepted") == before + 1
        assert not any("bumang" in name for name in sent.headers)
        receipt = browser.get(sent.headers["location"])
        # Waiting, in process, or done already: whichever the worker has come to.
        assert any(state in receipt.text for state in ("已受理", "正在办理", "办好了")), (
            receipt.text
        )
        number = receipt.url.path.rsplit("/", 1)[1]
        assert instance.until_decided(number) in {"done", "refused"}
        assert "2027 年城乡居民医保" in browser.get(receipt.url).text
        assert number in browser.get("/mine").text
        document = browser.get(f"/receipts/{number}/document")
        assert document.json()["number"] == number
    assert "2027 年城乡居民医保" not in httpx.get(receipt.url).text
    assert httpx.get(document.url).status_code == 404


def _answers(instance: Instance, kind: str) -> float:
    metrics = httpx.get(instance.url + "/metrics").text
    found = re.search(rf'bumang_answers_total{{answer="{kind}"}} ([0-9.]+)', metrics)
    return float(found[1]) if found else 0


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_an_employer_sends_a_file_by_page_and_sees_the_wrong_rows(instance: Instance) -> None:
    with httpx.Client(base_url=instance.url, follow_redirects=True, timeout=20) as browser:
        place = "/items/employment-declaration/file"
        assert "用单位账号登录" in browser.get(place).text
        choice = browser.get("/sign-in", params={"next": place})
        first = re.search(r'href="([^"]+)">演示单位[^<]*<', choice.text)
        assert first, choice.text
        page = browser.get(first[1].replace("&amp;", "&"))
        key = re.search(r'name="key" value="([^"]+)"', page.text)
        assert key, page.text
        form = {"csrf_token": _token(page), "key": key[1]}
        nothing = browser.post(place, data=form, files={"file": ("", b"")})
        assert (nothing.status_code, "还没有选文件" in nothing.text) == (400, True)
        picture = browser.post(place, data=form, files={"file": ("a.csv", b"\x89PNG\x00")})
        assert "不是能读的表格" in picture.text
        rows = (
            "操作类型,社会保障号码,姓名,年月,月缴费工资\n增员,110105194912310021,错号,2026-12,1\n"
        )
        file = {"file": ("people.csv", rows.encode())}
        receipt = browser.post(place, data=form, files=file)
        assert receipt.url.path.startswith("/receipts/"), receipt.text
        assert browser.post(place, data=form, files=file).url == receipt.url
        assert instance.until_decided(receipt.url.path.rsplit("/", 1)[1]) == "refused"
        wrong = browser.get(f"{receipt.url.path}/rows")
        assert "第 2 行" in wrong.text
        assert "逐位核对" in wrong.text
        assert browser.get(f"{receipt.url.path}/rows.xlsx").content[:2] == b"PK"
    assert httpx.get(f"{receipt.url}/rows").status_code == 404


def test_an_employer_sends_a_file_and_gets_the_wrong_rows_back(instance: Instance) -> None:
    headers = {"Authorization": f"Bearer {instance.token_of('employer')}"}
    item = f"{instance.url}/api/v1/items/employment-declaration"
    example = httpx.get(item).json()["form_schema"]["examples"][0]
    rows = [
        f"增员,{example['identity_number']},{example['name']},{example['month']},6500,",
        f"增员,110105194912310021,错号,{example['month']},6500,",
    ]
    file = "\n".join(("操作类型,社会保障号码,姓名,年月,月缴费工资,变更原因", *rows)).encode(
        "gb18030"
    )
    sent = httpx.post(
        item + "/submissions",
        content=file,
        headers=headers | {"Idempotency-Key": "file", "Content-Type": "text/csv; charset=gb18030"},
    )
    assert sent.status_code == 202
    number = sent.json()["number"]
    assert instance.until_decided(number) == "done"
    place = f"{instance.url}/api/v1/receipts/{number}/rows"
    assert httpx.get(place).status_code == 404
    (wrong,) = httpx.get(place, headers=headers).json()["rows"]
    assert (wrong["line"], wrong["reasons"][0]["code"]) == (3, "CHECK_DIGIT")
    again = httpx.get(place + ".csv", headers=headers)
    assert again.status_code == 200
    assert "错号" in again.content.decode("utf-8-sig")
    assert httpx.get(item + "/template.xlsx").content[:2] == b"PK"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the processes through /proc")
@pytest.mark.parametrize(
    "killed", ["postgres/core", "postgres/intake", "granian", "bumang.cli work"]
)
def test_a_killed_process_comes_back_and_nothing_accepted_is_lost(
    instance: Instance, killed: str
) -> None:
    before = [_pay_until_accepted(instance, f"{killed}-{i}") for i in range(5)]
    (victim,) = instance.children(killed)
    os.kill(victim, signal.SIGKILL)
    numbers = before + [_pay_until_accepted(instance, f"{killed}-after-{i}") for i in range(5)]
    assert len(set(numbers)) == 10
    assert {instance.until_decided(number) for number in numbers} <= {"done", "refused"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the processes through /proc")
def test_a_start_after_the_supervisor_was_killed_stops_what_it_left_behind(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = tmp_path_factory.mktemp("left")
    first, url = _start(data)
    port = url.rpartition(":")[2]
    first.kill()
    first.wait()
    _until_gone(url)
    second, url = _start(data, port=port)
    try:
        # Both in words, before anything of ours was touched.
        same_folder = _start(data, ready=False)[0]
        assert same_folder.wait(20) == 1
        same_port = _start(tmp_path_factory.mktemp("other"), port=port, ready=False)[0]
        assert same_port.wait(20) == 1
        assert httpx.get(f"{url}/readyz").status_code == 200
    finally:
        second.send_signal(signal.SIGINT)
        assert second.wait(30) == 0


def _until_gone(url: str) -> None:
    """The web server ends by itself."""
    for _ in range(100):
        try:
            httpx.get(url)
        except httpx.TransportError:
            return
        time.sleep(0.1)
    pytest.fail("the web server outlived its supervisor")


def _start(data: Path, port: str = "", ready: bool = True) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = port or str(free.getsockname()[1])
    started = subprocess.Popen(
        [*BUMANG, "--data", str(data), "serve", "--port", chosen],
        env=os.environ | {"BUMANG_WEB_PROCESSES": "1"},
    )
    if ready:
        _wait_for(f"http://127.0.0.1:{chosen}")
    return started, f"http://127.0.0.1:{chosen}"


def _pay_until_accepted(instance: Instance, key: str) -> str:
    """As an honest client does: no answer means unknown, so the same key is sent again."""
    insured = [next(instance.unpaid)]
    for _ in range(100):
        try:
            answer = instance.pay(key, insured=insured)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 202:
            return str(answer.json()["number"])
        assert answer.status_code == 429, answer.text
        time.sleep(0.2)
    pytest.fail("not accepted within the time")


def test_the_answers_add_up_and_none_is_other(instance: Instance) -> None:
    _wait_for(instance.url)  # a process was just killed
    lines = httpx.get(instance.url + "/metrics").text.splitlines()
    counted = {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in lines
        if line.startswith("bumang_")
    }
    assert counted.get('bumang_answers_total{answer="other"}', 0) == 0
    answers = sum(v for name, v in counted.items() if name.startswith("bumang_answers_total"))
    offered = counted["bumang_offered_total"]
    # The request for the figures is offered and not answered yet; so is what a kill cut off.
    assert 0 < offered - answers <= 10
    assert json.loads((instance.data / "instance.json").read_text())["url"] == instance.url


def _bumang(instance: Instance, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*BUMANG, "--data", str(instance.data), *words]
    environment = os.environ | {"LANG": "C.UTF-8"}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


def test_an_estimate_on_the_command_line_shows_every_step(instance: Instance) -> None:
    told = _bumang(instance, "answer", "pension-estimate", "--example")
    assert told.returncode == 0, told.stderr
    assert "yuan a month" in told.stdout
    assert "Rule: Social Insurance Law, art. 16" in told.stdout
    plain = _bumang(instance, "answer", "pension-estimate", "--example", "--json")
    assert f"{json.loads(plain.stdout)['total'] / 100:,.2f}" in told.stdout


def test_a_payment_on_the_command_line_gives_the_receipt_and_waits_for_the_outcome(
    instance: Instance, tmp_path: Path
) -> None:
    _wait_for(instance.url)  # a process may just have been killed
    fields = ("area_code=990101", "coverage_year=2027", f"insured={next(instance.unpaid)}")
    agent = ("--as", "agent", "--key", "by command")
    first = _bumang(instance, "submit", "resident-medical-payment", *fields, *agent, "--wait")
    assert first.returncode == 0, first.stderr
    number = json.loads(first.stdout)["number"]
    assert f"{number}  resident-medical-payment  done" in first.stderr
    again = _bumang(instance, "submit", "resident-medical-payment", *fields, *agent)
    assert again.stdout == first.stdout
    other = _bumang(instance, "submit", "resident-medical-payment", *fields, "--as", "agent")
    assert (other.returncode, other.stdout) == (1, "")
    assert "[ALREADY_COVERED]" in other.stderr
    asked = _bumang(instance, "progress", number)
    assert (asked.returncode, '"lines"' in asked.stdout) == (0, False)
    assert '"lines"' in _bumang(instance, "progress", number, "--as", "agent").stdout


def test_a_file_on_the_command_line_is_one_receipt(instance: Instance, tmp_path: Path) -> None:
    _wait_for(instance.url)
    item = f"{instance.url}/api/v1/items/employment-declaration"
    table = tmp_path / "people.csv"
    table.write_bytes(httpx.get(f"{item}/template.csv").content)
    sent = ("submit", "employment-declaration", "--file", str(table), "--as", "employer")
    told = _bumang(instance, *sent, "--wait")
    assert json.loads(told.stdout)["item"] == "employment-declaration"
    assert "of 1 rows decided" in told.stderr or '"total": 1' in told.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("submit", "nope"), "there is no item 'nope'"),
        (("submit", "pension-estimate", "--example"), "[ANSWERED_AT_ONCE]"),
        (("answer", "resident-medical-payment"), "use `bumang submit"),
        (("answer", "pension-estimate"), "area_code=370000"),
        (("answer", "pension-estimate", "x"), "not FIELD=VALUE"),
        (("answer", "pension-estimate", "area_code=1", "area_code=2"), "given twice"),
        (("submit", "resident-medical-payment", "--example"), "[SIGN_IN]"),
        (("submit", "resident-medical-payment", "--example", "--as", "king"), "no role"),
        (("submit", "resident-medical-payment", "--file", "README.md"), "takes no files"),
        (("submit", "employment-declaration", "--file", "README.md"), "no .csv"),
        (("progress", "1"), "[NUMBER_FORM]"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_told_in_words(
    instance: Instance, words: tuple[str, ...], told: str
) -> None:
    found = _bumang(instance, *words)
    assert found.returncode in {1, 2}
    assert told in found.stderr
    assert "Traceback" not in found.stderr


def test_without_an_instance_the_command_says_what_to_do(tmp_path: Path) -> None:
    nowhere = Instance(tmp_path, "", None)  # type: ignore[arg-type]
    found = _bumang(nowhere, "answer", "pension-estimate", "--example")
    assert found.returncode == 1
    assert "Start one with `make run`" in found.stderr


def test_without_an_answer_the_command_says_that_the_key_finds_out(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text('{"url": "http://127.0.0.1:1", "demo": false}')
    nowhere = Instance(tmp_path, "", None)  # type: ignore[arg-type]
    sent = ("submit", "resident-medical-payment", "--example", "--patience", "0")
    found = _bumang(nowhere, *sent)
    assert found.returncode == 3
    assert "again with the same --key" in found.stderr
