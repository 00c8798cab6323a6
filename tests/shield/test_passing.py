"""What passes through the shield, and what it makes of an old system that does not answer."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from aiohttp import WSMsgType, web
from tests.shield.world import World, said, world

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number

Make = Callable[..., AbstractAsyncContextManager[World]]

ONE_AT_A_TIME = "[limits]\nstart = 1\nleast = 1\nmost = 1\n"
PEOPLE = {"Accept": "text/html"}


@pytest.fixture
async def make(shield_dsn: str, tmp_path: Path) -> Make:
    return lambda *given, **more: world(shield_dsn, tmp_path, *given, **more)


async def test_a_page_comes_through_as_it_was_asked_for_and_is_counted_done(make: Make) -> None:
    async with make(handler=said) as here:
        asked = await here.get("/a%2Fb/../c?x=%20&y=1", headers={"Cookie": "session=1; bumang-x=2"})
        told = await asked.json()
        assert told["target"] == "/a%2Fb/../c?x=%20&y=1"
        headers = dict(told["headers"])
        assert headers["cookie"] == "session=1"
        assert headers["x-forwarded-for"] == "127.0.0.1"
        assert headers["host"] == here.url.removeprefix("http://")
        assert headers["via"] == "1.1 bumang"
        assert here.counts["done"] == here.counts["offered"] == 1


async def test_what_visitors_say_of_themselves_is_not_believed(make: Make) -> None:
    forged = {"X-Forwarded-For": "10.1.1.1", "X-Real-IP": "10.1.1.1", "Forwarded": "for=10.1.1.1"}
    async with make(handler=said) as here:
        told = await (await here.get("/", headers=forged)).json()
        assert "10.1.1.1" not in str(told["headers"])
    async with make('trusted = ["127.0.0.0/8"]', handler=said) as here:
        told = await (await here.get("/", headers=forged)).json()
        assert dict(told["headers"])["x-forwarded-for"] == "10.1.1.1, 127.0.0.1"


async def test_fields_of_one_connection_stay_on_it(make: Make) -> None:
    async def answers(request: web.BaseRequest) -> web.StreamResponse:
        response = await said(request)
        response.headers["Connection"] = "x-hop"
        response.headers["X-Hop"] = response.headers["Keep-Alive"] = "1"
        return response

    async with make(handler=answers) as here:
        sent = {"Connection": "x-mine, keep-alive", "X-Mine": "1", "TE": "trailers"}
        got = await here.get("/", headers=sent)
        names = {name for name, _ in (await got.json())["headers"]}
        assert not names & {"x-mine", "te", "upgrade", "keep-alive", "transfer-encoding"}
        assert not {"X-Hop", "Keep-Alive"} & set(got.headers)


async def test_a_redirect_to_the_old_system_s_own_address_leads_to_ours(make: Make) -> None:
    async def away(request: web.BaseRequest) -> web.StreamResponse:
        inside = f"http://{request.transport.get_extra_info('sockname')[0]}:"  # type: ignore[union-attr]
        port = request.transport.get_extra_info("sockname")[1]  # type: ignore[union-attr]
        response = web.Response(status=302, headers={"Location": f"{inside}{port}/next?a=1#b"})
        response.headers.add("Set-Cookie", "a=1; Domain=127.0.0.1; Path=/")
        response.headers.add("Set-Cookie", "b=2; HttpOnly")
        return response

    async with make(handler=away) as here:
        got = await here.get("/")
        assert got.headers["Location"] == "/next?a=1#b"
        assert got.headers.getall("Set-Cookie") == ["a=1; Path=/", "b=2; HttpOnly"]


async def test_head_range_and_compressed_bodies_pass_as_they_are(make: Make) -> None:
    packed = gzip.compress(b"x" * 5000)

    async def answers(request: web.BaseRequest) -> web.StreamResponse:
        if "Range" in request.headers:
            headers = {"Content-Range": "bytes 0-3/10"}
            return web.Response(status=206, body=b"0123", headers=headers)
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})

    async with make(handler=answers) as here:
        head = await here.client.head(f"{here.url}/")
        assert head.headers["Content-Length"] == str(len(packed))
        part = await here.get("/", headers={"Range": "bytes=0-3"})
        assert (part.status, part.headers["Content-Range"]) == (206, "bytes 0-3/10")
        whole = await here.get("/")
        assert await whole.read() == packed
        assert whole.headers["Content-Encoding"] == "gzip"


async def test_a_compressed_upload_and_one_in_chunks_arrive_whole(make: Make) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"abc"

    async with make(handler=said) as here:
        told = await (await here.post("/", data=chunks())).json()
        assert told["body"] == "abcabcabc"
        assert dict(told["headers"])["content-length"] == "9"
        packed = gzip.compress(b"abc")
        sent = await here.post("/", data=packed, headers={"Content-Encoding": "gzip"})
        assert (await sent.json())["body"].encode("latin-1") == packed


async def test_an_event_arrives_while_the_answer_goes_on(make: Make) -> None:
    go_on = asyncio.Event()

    async def events(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b"data: first\n\n")
        await go_on.wait()
        await response.write(b"data: second\n\n")
        return response

    async with make(ONE_AT_A_TIME, handler=events) as here:
        stream = await here.get("/events")
        assert await stream.content.readuntil(b"\n\n") == b"data: first\n\n"
        # It holds no slot: the only one is free for others.
        other = await here.get("/events")
        assert other.status == 200
        other.close()
        go_on.set()
        assert await stream.content.readuntil(b"\n\n") == b"data: second\n\n"


async def test_a_large_download_is_not_kept_in_memory(make: Make) -> None:
    sent = 0

    async def large(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(2000):
            await response.write(bytes(100_000))
            sent += 100_000
        return response

    async with make(handler=large) as here:
        got = await here.get("/")
        await got.content.readexactly(1)
        await asyncio.sleep(0.5)
        assert sent < 50_000_000, "a visitor who reads slowly slows the old system down"
        got.close()


async def test_an_upload_reaches_the_old_system_while_it_is_still_being_sent(make: Make) -> None:
    seen = asyncio.Event()

    async def takes(request: web.BaseRequest) -> web.StreamResponse:
        await request.content.readexactly(2_000_000)
        seen.set()
        return web.Response(text=str(2_000_000 + len(await request.content.read())))

    async def body() -> AsyncIterator[bytes]:
        yield bytes(2_500_000)
        await seen.wait()
        yield b"end"

    async with make(handler=takes) as here:
        assert await (await here.post("/", data=body())).text() == "2500003"


async def test_websockets_pass_both_ways_with_their_protocol_and_close_code(make: Make) -> None:
    async def talk(request: web.BaseRequest) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=["chat.v2"])
        await socket.prepare(request)
        async for message in socket:
            if message.data == "bye":
                await socket.close(code=4001)
            elif message.type is WSMsgType.TEXT:
                await socket.send_str(message.data.upper())
            else:
                await socket.send_bytes(message.data[::-1])
        return socket

    async with make(handler=talk) as here:
        protocols = ("chat.v1", "chat.v2")
        async with here.client.ws_connect(f"{here.url}/talk", protocols=protocols) as open_:
            assert open_.protocol == "chat.v2"
            await open_.send_str("hello")
            assert await open_.receive_str() == "HELLO"
            await open_.send_bytes(b"abc")
            assert await open_.receive_bytes() == b"cba"
            await open_.send_str("bye")
            assert (await open_.receive()).type is WSMsgType.CLOSE
            assert open_.close_code == 4001


async def test_a_websocket_that_the_old_system_refuses_is_refused_with_its_words(
    make: Make,
) -> None:
    async def no(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=403)

    async with make(handler=no) as here:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await here.client.ws_connect(f"{here.url}/talk")
        assert refused.value.status == 403
        assert here.counts["invalid"] == 1


async def test_who_finds_no_slot_waits_in_line_and_comes_in_by_the_ticket(make: Make) -> None:
    go_on = asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.StreamResponse:
        await go_on.wait()
        return web.Response(text="done")

    async with make(ONE_AT_A_TIME, handler=slow) as here:
        first = asyncio.create_task(here.get("/"))
        await _until(lambda: here.upstream.asked)
        second = await here.get("/page?a=1", headers=PEOPLE)
        page = await second.text()
        assert second.status == 429
        assert "正在为您排队" in page
        assert "url=/page?a=1" in page
        assert 'href="/.bumang/queue"' in page
        assert "bumang-ticket-upstream" in second.headers["Set-Cookie"]
        assert len(here.upstream.asked) == 1, "who waits costs the old system nothing"
        go_on.set()
        assert (await first).status == 200
        for _ in range(100):
            again = await here.get("/page?a=1", headers=PEOPLE)
            if again.status == 200:
                break
            await asyncio.sleep(0.1)
        assert await again.text() == "done"
        counts = here.counts
        assert counts["offered"] == counts["done"] + counts["queued"]
        assert counts["other"] == 0


async def test_without_a_limit_nobody_would_wait(make: Make) -> None:
    """What the test before shows is the limit's doing."""
    go_on = asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.StreamResponse:
        await go_on.wait()
        return web.Response(text="done")

    async with make("[limits]\nstart = 100\nleast = 100\n", handler=slow) as here:
        visitors = [asyncio.create_task(here.get("/")) for _ in range(50)]
        await _until(lambda: len(here.upstream.asked) == 50)
        go_on.set()
        assert {(await one).status for one in visitors} == {200}


async def test_a_visitor_who_has_gone_is_not_worked_for(make: Make) -> None:
    ended = asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.StreamResponse:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return web.Response()

    async with make(ONE_AT_A_TIME, handler=slow) as here:
        here.upstream.handler = slow
        first = asyncio.create_task(here.get("/"))
        await _until(lambda: here.upstream.asked)
        waiting = asyncio.create_task(here.get("/waits"))
        await asyncio.sleep(0.05)
        waiting.cancel()  # still before its slot
        first.cancel()
        await _until(lambda: here.counts["gone"] == 2)
        assert [one.path for one in here.upstream.asked] == ["/"]
        here.upstream.handler = said
        assert (await here.get("/next")).status == 200, "the slot is free again"


@pytest.mark.parametrize("how", ["5xx", "refused", "cut", "slow"])
async def test_an_old_system_that_does_not_answer_becomes_a_queued_answer(
    make: Make, how: str
) -> None:
    async def fails(request: web.BaseRequest) -> web.StreamResponse:
        if how == "5xx":
            return web.Response(status=500, text="Traceback: secret")
        if how == "slow":
            await asyncio.sleep(30)
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        request.transport.abort()  # type: ignore[union-attr]
        return response

    url = 'url = "http://127.0.0.1:1"' if how == "refused" else ""
    config = f'[upstream]\nanswer = "300ms"\n{url}\n[breaker]\nfailures = 1000\n'
    async with make(config, handler=fails) as here:
        got = await here.get("/x", headers=PEOPLE)
        page = await got.text()
        assert (got.status, got.headers["Retry-After"]) == (429, "3")
        assert "没有应答" in page
        assert "secret" not in page
        assert 'http-equiv="refresh"' in page
        sent = await here.post("/x", data=b"a=1", headers=PEOPLE)
        page = await sent.text()
        assert 'http-equiv="refresh"' not in page, "a form is never sent again by itself"
        assert ("还没有交上去" if how == "refused" else "还没有听到答复") in page
        counts = here.counts
        assert (counts["queued"], counts["other"], counts["offered"]) == (2, 0, 2)


async def test_an_old_system_that_is_down_is_left_alone_and_found_again(make: Make) -> None:
    async def fails(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=503)

    config = '[breaker]\nfailures = 3\npause = "300ms"\n'
    async with make(config, handler=fails) as here:
        for _ in range(10):
            assert (await here.get("/")).status == 429
        assert len(here.upstream.asked) == 3, "nothing is sent to one that is down"
        here.upstream.handler = said
        for _ in range(100):
            if (await here.get("/")).status == 200:
                break
            await asyncio.sleep(0.05)
        assert (await here.get("/")).status == 200


async def test_a_body_that_is_too_large_is_told_so_and_not_passed_on(make: Make) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3000):
            yield bytes(1000)

    async def takes(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=str(len(await request.content.read())))

    async with make('[limits]\nupload = "2MB"\n', handler=takes) as here:
        declared = await here.post("/", data=BytesIO(bytes(3_000_000)))
        assert declared.status == 413
        assert here.upstream.asked == []
        in_chunks = await here.post("/", data=chunks())
        assert in_chunks.status == 413
        assert here.counts["invalid"] == 2


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n X-B: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: a\rb\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: 1\r\n" * 500 + b"\r\n",
    ],
)
async def test_a_request_that_could_be_read_in_two_ways_is_refused(make: Make, sent: bytes) -> None:
    async with make(handler=said) as here:
        got = await here.raw(sent)
        assert got.startswith(b"HTTP/1.1 400") or got.startswith(b"HTTP/1.0 400"), got[:100]
        assert here.upstream.asked == []
        assert here.counts["invalid"] == 1


async def test_a_large_body_is_asked_for_only_when_there_is_a_slot(make: Make) -> None:
    async with make(handler=said) as here:
        reader, writer = await asyncio.open_connection(*here.address)
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        writer.write(head)
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"abc")
        assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
        writer.close()


async def test_a_target_that_is_no_address_here_is_told_in_words(make: Make) -> None:
    async with make(handler=said) as here:
        got = await here.raw(b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert got.startswith(b"HTTP/1.1 400")
        assert "请核对地址" in got.decode()
        absolute = b"GET http://a.example/x?y HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n"
        told = (await here.raw(absolute)).decode()
        assert '"target": "/x?y"' in told
        assert '["host", "a.example"]' in told, "the target's host counts (RFC 9112, 3.2.2)"


async def test_who_sends_no_whole_head_is_not_waited_for(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bumang.shield.server._HEAD_SECONDS", 0.3)
    async with make(handler=said) as here:
        assert await here.raw(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ") == b""
        assert here.upstream.asked == []


async def test_a_body_that_stops_coming_ends_with_words(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bumang.shield.server._LINGER_SECONDS", 0.1)
    async with make('[upstream]\npause = "200ms"\n', handler=said) as here:
        got = await here.raw(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
        assert got.startswith(b"HTTP/1.1 408")
        assert here.counts["invalid"] == 1


async def test_one_connection_too_many_is_told_to_come_back(make: Make) -> None:
    config = "[limits]\nconnections = 2\n"
    async with make(config, handler=said) as here:
        open_ = [await asyncio.open_connection(*here.address) for _ in range(2)]
        await asyncio.sleep(0.1)
        reader, writer = await asyncio.open_connection(*here.address)
        assert (await reader.read()).startswith(b"HTTP/1.1 429")
        for _, one in open_:
            one.close()
        writer.close()


async def test_names_of_fields_mean_the_same_in_any_capitals(make: Make) -> None:
    async def events(request: web.BaseRequest) -> web.StreamResponse:
        request.transport.write(  # type: ignore[union-attr]
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n"
        )
        await asyncio.sleep(60)
        return web.Response()

    async with make(ONE_AT_A_TIME, handler=events) as here:
        stream = await here.get("/")
        assert await stream.content.readuntil(b"\n\n") == b"data: 1\n\n"
        other = await here.get("/")
        assert other.status == 200, "a stream holds no slot"
        other.close()
        stream.close()


async def test_a_long_answer_that_breaks_off_is_seen_to_be_broken(make: Make) -> None:
    async def half(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000000"})
        await response.prepare(request)
        await response.write(bytes(500_000))
        request.transport.abort()  # type: ignore[union-attr]
        return response

    async with make(handler=half) as here:
        answer = await here.get("/")
        with pytest.raises(aiohttp.ClientError):
            await answer.read()
        await _until(lambda: here.counts["other"] == 1)


async def test_an_old_system_that_does_not_speak_http_is_queued_too(make: Make) -> None:
    async def noise(request: web.BaseRequest) -> web.StreamResponse:
        request.transport.write(b"\x00\x01 this is no answer\r\n\r\n")  # type: ignore[union-attr]
        await asyncio.sleep(60)
        return web.Response()

    async with make(handler=noise) as here:
        assert (await here.get("/")).status == 429
        assert here.counts["other"] == 0


async def test_a_redirect_s_target_in_gbk_arrives_as_an_address(make: Make) -> None:
    async def away(request: web.BaseRequest) -> web.StreamResponse:
        raw = "/查询".encode("gbk")
        request.transport.write(  # type: ignore[union-attr]
            b"HTTP/1.1 302 Found\r\nLocation: " + raw + b"\r\nContent-Length: 0\r\n\r\n"
        )
        await asyncio.sleep(60)
        return web.Response()

    async with make(handler=away) as here:
        answer = await here.get("/")
        assert answer.headers["Location"] == "/%B2%E9%D1%AF"


async def test_our_own_addresses_never_reach_the_old_system(make: Make) -> None:
    async with make(handler=said) as here:
        for path in ("healthz", "readyz", "standing", "keys.json", "queue", "queue/now"):
            assert (await here.get(f"/.bumang/{path}")).status == 200, path
        assert (await here.get("/.bumang/elsewhere")).status == 404
        assert (await here.get("/queue")).status == 200
        assert [one.path for one in here.upstream.asked] == ["/queue"]


async def _until(true: Callable[[], object]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come about")


async def test_a_shield_that_begins_finds_those_who_waited_before(
    shield_dsn: str, tmp_path: Path
) -> None:
    """Else whoever comes in its first moments would come in before them."""
    database = await asyncpg.connect(shield_dsn)
    main = line_number(Cost.UPSTREAM, Lane.MAIN)
    await database.execute("UPDATE waiting_line SET last_place = 1000 WHERE line_id = $1", main)
    await database.close()
    async with world(shield_dsn, tmp_path, ONE_AT_A_TIME, said) as here:
        assert (await here.get("/", headers=PEOPLE)).status == 429
        assert not here.upstream.asked
