"""Nobody is rushed who did not agree: another machine only while it proves that its operator does.

All of it on several addresses and names of the loopback, with the check that other machines get.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bumang.access.rush_agreement import PATH, Agreed, Agreement, Proof, agreed, in_force, keep
from bumang.access.rush_agreement import proof as made
from bumang.api.rush_proof import rush_proof
from bumang.cli.rush_elsewhere import _run
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import Request, Wire
from bumang.rush.consent import Permit
from bumang.rush.leash import Leash
from bumang.rush.place import NotAllowedError, here, target
from bumang.rush.profile import load
from bumang.rush.run import Plan
from bumang.rush.wishes import Cast, Given, Holder

CAST = Cast(
    persons=[Holder("t", "990101196501150014")],
    employers=[Holder("t")],
    receipts=[Given("7K3M92QX4T8P", "t")],
    coverage_year=2027,
    estimate=b"{}",
    declaration=b"{}",
)
_DONE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
_NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def soon(seconds: float = 600) -> datetime:
    return datetime.now(CHINA) + timedelta(seconds=seconds)


def agreement(port: int, host: str = "127.0.0.1", **changed: object) -> Agreement:
    made = Agreement(host=f"{host}:{port}", until=soon(), most_per_s=200, most_requests=5000)
    return msgspec.structs.replace(made, **changed)


@dataclass
class Site:
    """A web server on one address of the loopback; counts what it is sent. `known` is what its
    operator agreed to; `answer` another answer to the question about that."""

    port: int = 0
    known: Agreed | None = None
    answer: bytes = b""
    silent: bool = False
    asked: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    busy: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def load(self) -> int:
        return sum(self.sent.values()) - self.sent["/metrics"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = [line for line in head.lower().split("\r\n") if "content-length:" in line]
                await reader.readexactly(int(length[0].split(":")[1]) if length else 0)
                path = head.split(" ")[1]
                if path.startswith(PATH):
                    self.asked += 1
                    if self.silent:
                        await asyncio.sleep(60)
                    writer.write(self.answer or await self._proof(path, head))
                else:
                    self.sent[path.partition("?")[0]] += 1
                    if self.load >= 5:
                        self.busy.set()
                    writer.write(_DONE)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    async def _proof(self, path: str, head: str) -> bytes:
        """As an instance answers it."""
        host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host:"))

        def known(named: str) -> Agreed | None:
            return self.known if self.known and self.known.agreement.host == named else None

        async def nothing(_: int) -> bytes:
            return b""

        query = path.partition("?")[2]
        try:
            wire = rush_proof(
                Request("GET", PATH, query, "http", _Host(host.strip()), nothing), known
            )
        except InvalidInput:
            return _NOTHING
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(wire.body), wire.body)


@dataclass
class _Host:
    host: str

    def get(self, name: str, default: str = "", /) -> str:
        return self.host if name == "host" else default

    def items(self) -> list[tuple[str, str]]:
        return [("host", self.host)]


@asynccontextmanager
async def site(address: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Site]:
    found = Site()
    listening = await asyncio.start_server(found.serve, address, port)
    found.port = listening.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        listening.close()


def agree(to: Site, **changed: object) -> Permit:
    to.known = agreed(agreement(to.port, **changed))  # type: ignore[arg-type]
    return Permit(to.known.agreement, to.known.secret, CAST)


async def rush(permit: Permit, url: str, folder: Path, **plan: object) -> str:
    """The run's end in words; empty for one that went through."""
    file = folder / "permit.json"
    file.write_bytes(msgspec.json.encode(permit))
    whole: dict[str, object] = {"multiple": 0.5, "seconds": 1, "unloaded_p99_ms": 1.0} | plan
    try:
        await _run(Plan(profile=load("standard"), **whole), file, url, lambda _: None)  # type: ignore[arg-type]
    except NotAllowedError as error:
        return str(error)
    return ""


async def test_who_agreed_and_proves_it_is_rushed_within_what_was_agreed_to(tmp_path: Path) -> None:
    async with site() as there:
        permit = agree(there)
        assert await rush(permit, f"http://127.0.0.1:{there.port}", tmp_path) == ""
        assert 0 < there.load <= 200
        assert there.asked >= 1


async def test_a_name_and_another_loopback_address_are_each_agreed_to_by_themselves(
    tmp_path: Path,
) -> None:
    async with site("127.0.0.3") as there, site("127.0.0.1", there.port) as other:
        permit = agree(there, host="127.0.0.3")
        assert await rush(permit, f"http://127.0.0.3:{there.port}", tmp_path) == ""
        assert there.load > 0
        # The same permit is worth nothing at another address, even on the same machine and port.
        for name in ("127.0.0.1", "localhost"):
            told = await rush(permit, f"http://{name}:{there.port}", tmp_path)
            assert "does not prove that its operator agrees" in told
        assert other.load == 0
        other.known = agreed(agreement(other.port, "localhost"))
        permit = Permit(other.known.agreement, other.known.secret, CAST)
        assert await rush(permit, f"http://localhost:{other.port}", tmp_path) == ""
        assert other.load > 0


async def test_nothing_is_sent_to_who_did_not_agree(tmp_path: Path) -> None:
    async with site() as agreeing, site() as bystander:
        permit = agree(agreeing)
        url = f"http://127.0.0.1:{bystander.port}"
        # It has no such address; another operator's agreement is shown; a proof of before is copied;
        # it leads on to one who agreed.
        old = made(agreeing.known, "0" * 32)  # type: ignore[arg-type]
        leads = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d%b?nonce=%b\r\n" % (
            agreeing.port,
            PATH.encode(),
            b"0" * 32,
        )
        others: Agreed = agreed(agreement(bystander.port))
        for answer, known in (
            (_NOTHING, None),
            (b"", others),
            (_whole(old), None),
            (_whole(msgspec.structs.replace(old, agreement=agreement(bystander.port))), None),
            (leads + b"Content-Length: 0\r\n\r\n", None),
            (_DONE, None),
        ):
            bystander.answer, bystander.known = answer, known
            told = await rush(permit, url, tmp_path)
            assert "does not prove that its operator agrees" in told
        assert (bystander.load, agreeing.asked) == (0, 0)


def _whole(told: Proof) -> bytes:
    body = msgspec.json.encode(told)
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


async def test_an_agreement_that_is_over_is_none(tmp_path: Path) -> None:
    async with site() as there:
        permit = agree(there, until=soon(-1))
        told = await rush(permit, f"http://127.0.0.1:{there.port}", tmp_path)
        assert "not to this one" in told
        assert there.load == 0


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"multiple": 3}, "requests a second at its peak; 200 were agreed to"),
        ({"multiple": 0.1, "normal_per_s": 500}, "requests a second at its peak"),
        ({"seconds": 601}, "against another machine it is 600 at most"),
        ({"seconds": 595}, "what was agreed to ends at"),
        ({"multiple": 2, "seconds": 40}, "plans 8,000 requests; 5,000 were agreed to"),
    ],
)
async def test_more_than_was_agreed_to_is_not_begun(
    tmp_path: Path, plan: dict[str, object], words: str
) -> None:
    async with site() as there:
        permit = agree(there, until=soon(590))
        told = await rush(permit, f"http://127.0.0.1:{there.port}", tmp_path, **plan)
        assert words in told
        assert there.load == 0


async def test_a_run_stops_when_its_target_withdraws(tmp_path: Path) -> None:
    async with site() as there:
        permit = agree(there)
        running = asyncio.create_task(
            rush(permit, f"http://127.0.0.1:{there.port}", tmp_path, seconds=300, multiple=0.1)
        )
        await there.busy.wait()
        there.known = None
        assert (await running).startswith("stopped after ")
        sent = there.load
        await asyncio.sleep(0.3)
        assert there.load == sent < 5000


async def test_a_run_stops_when_its_target_says_nothing_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bumang.rush.consent._PATIENCE_SECONDS", 0.2)
    async with site() as there:
        permit = agree(there)
        running = asyncio.create_task(
            rush(permit, f"http://127.0.0.1:{there.port}", tmp_path, seconds=300, multiple=0.1)
        )
        await there.busy.wait()
        there.silent = True
        assert "does not say whether its operator agrees" in await running


async def test_more_requests_than_were_agreed_to_never_go_out(tmp_path: Path) -> None:
    """Whatever clients want: those who come back are not in the plan."""
    async with site() as there:
        permit = agree(there, most_requests=40)
        held = {"seconds": 1, "multiple": 0.3}
        assert await rush(permit, f"http://127.0.0.1:{there.port}", tmp_path, **held) == ""
        leash = Leash(40, 1e6, 60)
        assert [await leash.may() for _ in range(50)] == [True] * 40 + [False] * 10
        assert leash.over.is_set()


async def test_a_leash_spaces_requests_and_ends_with_its_time() -> None:
    now, slept = [100.0], list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    leash = Leash(1000, 10, 0.95, lambda: now[0])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bumang.rush.leash.asyncio.sleep", sleep)
        may = [await leash.may() for _ in range(20)]
    # Ten a second, all asked for at once.
    assert may.count(True) == len(slept) + 1 == 10
    assert slept == pytest.approx([n / 10 for n in range(1, 10)])
    assert leash.over.is_set()
    leash = Leash(1000, 10, 1.0, lambda: now[0])
    leash.let_go()
    assert not await leash.may()


def test_an_agreement_is_kept_for_its_host_until_its_end(tmp_path: Path) -> None:
    file = tmp_path / "agreement.json"
    known = agreed(agreement(80, "bumang.example"))
    now = datetime.now(CHINA)
    assert in_force(file, "bumang.example:80", now) is None
    keep(file, known)
    assert file.stat().st_mode & 0o777 == 0o600
    assert in_force(file, "Bumang.example:80", now) == known
    assert in_force(file, "bumang.example:81", now) is None
    assert in_force(file, "bumang.example:80", known.agreement.until) is None
    file.write_bytes(b"{")
    assert in_force(file, "bumang.example:80", now) is None


@pytest.mark.parametrize("nonce", ["", "short", "x" * 33, "-" * 32, "é" * 32])
def test_a_question_without_a_nonce_of_its_own_proves_nothing(nonce: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        _ask(nonce)
    assert wrong.value.problems[0].code == "RUSH_NONCE"


def _ask(nonce: str) -> Wire:
    async def nothing(_: int) -> bytes:
        return b""

    request = Request("GET", PATH, f"nonce={nonce}", "http", _Host("a:80"), nothing)
    return rush_proof(request, lambda _: agreed(agreement(80, "a")))


def test_the_secret_is_not_in_the_proof() -> None:
    known = agreed(agreement(80, "a"))
    told = json.loads(msgspec.json.encode(made(known, "0" * 32)))
    assert set(told) == {"agreement", "code"}
    assert msgspec.to_builtins(known.secret) not in json.dumps(told)


@pytest.mark.parametrize("url", ["http://192.0.2.1", "http://192.0.2.1:8000/"])
def test_without_a_permit_only_this_machine_is_rushed(url: str) -> None:
    with pytest.raises(NotAllowedError, match="is not this machine"):
        here(url)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1", "127.0.0.1:80", "http://", "http://a@127.0.0.1", "http://127.0.0.1:x",
     "http://127.0.0.1/path", "http://no.such.name.invalid"],
)  # fmt: skip
def test_what_is_no_target_is_told_in_words(url: str) -> None:
    with pytest.raises(NotAllowedError):
        target(url)
