"""The web door: who is let in, what is answered, what is never read, and how it is closed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.contract import Answer
from bot.channels.intake import Intake
from bot.web import app, server
from tests.patience import patient
from tests.web.doors import NOON, SECRET, Door, open_door

ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}  # what a proxy says of whoever asks


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """One that is open."""
    async with open_door() as opened:
        yield opened


async def nothing(*_: object) -> None:
    """What an intake of these tests is never asked for."""


async def test_what_is_theirs_is_taken_in_as_it_came_and_what_is_not_is_never_read(door: Door):
    assert await door.posts("Айгүл".encode()) == 200
    assert await door.posts(b"whatever", secret="guessed") == 401
    assert door.webhook.posted == ["Айгүл".encode()]


async def test_a_body_has_a_size_whether_it_says_so_or_not(door: Door):
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 10

    assert await door.posts(b"x" * 1000) == 200
    assert await door.posts(b"x" * 1001) == 413
    assert (await door.asks("POST", door.webhook.path, data=pieces(), headers={"X-Secret": SECRET}))[0] == 413
    said = f"POST {door.webhook.path} HTTP/1.1\r\nHost: here\r\nX-Secret: {SECRET}\r\nContent-Length: 3000000\r\n\r\n"
    assert (await door.writes_raw(said.encode())).startswith(b"HTTP/1.1 413 "), "and nobody waits for the rest"
    assert door.webhook.posted == [b"x" * 1000]


async def test_no_refusal_says_why(door: Door):
    door.webhook.outcome = Answer(503)
    for status, secret in ((503, SECRET), (401, "guessed")):
        asked = door.line.post(door.webhook.path, data=b"{}", headers={"X-Secret": secret})
        async with asked as answer:
            assert (answer.status, await answer.text()) == (status, "")
            assert "server" not in answer.headers
            assert ("Retry-After" in answer.headers) is (status == 503)


async def test_what_goes_wrong_within_comes_again_and_is_said_once(door: Door, caplog: pytest.LogCaptureFixture):
    door.webhook.outcome = RuntimeError("Айгүл Асанова, +996 555 000 111")
    assert [await door.posts(b"{}") for _ in range(3)] == [503] * 3
    assert "RuntimeError" in caplog.text
    assert caplog.text.count("could not be taken in") == 1
    assert "Айгүл" not in caplog.text
    door.webhook.outcome = Answer(200)
    assert await door.posts(b"{}") == 200


async def test_a_page_that_fails_is_said_once_without_a_word_of_anybody(caplog: pytest.LogCaptureFixture):
    async def fail(_: Request) -> Response:
        raise TypeError("Айгүл Асанова, +996 555 000 111")

    async with open_door([Route("/page/{name}", fail)]) as door:
        assert [(await door.asks("GET", f"/page/Асанова{n}"))[0] for n in range(3)] == [500] * 3
    assert caplog.text.count("a page could not be served") == 1
    assert "TypeError" in caplog.text
    assert "Айгүл" not in caplog.text
    assert "Асанова" not in caplog.text


async def test_more_than_are_taken_in_at_once_are_asked_to_come_again(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app, "AT_ONCE", 3)
    door.webhook.going_on.clear()
    waiting = [asyncio.create_task(door.posts(b"{}")) for _ in range(3)]
    async with patient(5):
        while len(door.webhook.posted) < 3:  # noqa: ASYNC110 - the door signals nothing
            await asyncio.sleep(0.001)
    assert await door.posts(b"{}") == 503
    assert await door.posts(b"{}", secret="guessed") == 401, "strangers take no place"
    assert (await door.asks("GET", "/healthz"))[0] == 200
    door.webhook.going_on.set()
    assert await asyncio.gather(*waiting) == [200] * 3
    assert await door.posts(b"{}") == 200


async def test_whoever_sends_slowly_takes_nobodys_place(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app, "AT_ONCE", 1)
    monkeypatch.setattr(app, "HELD", 100)
    said = f"POST {door.webhook.path} HTTP/1.1\r\nHost: here\r\nX-Secret: {SECRET}\r\nContent-Length: 80\r\n\r\nten letters"
    slow = [asyncio.create_task(door.writes_raw(said.encode())) for _ in range(5)]
    async with patient(5):
        while door.webhook.asked < 5:  # noqa: ASYNC110 - the door signals nothing
            await asyncio.sleep(0.001)
    assert await door.posts(b"{}") == 200
    assert await door.posts(b"x" * 60) == 503, "no more is held in memory at a time"
    for one in slow:
        one.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    async with patient(5):
        while await door.posts(b"x" * 60) != 200:  # noqa: ASYNC110 - the door signals nothing
            await asyncio.sleep(0.001)


async def test_a_length_that_is_none_is_refused(door: Door):
    for length in ("9" * 40, "9" * 5000, "-1", "ten"):
        said = (
            f"POST {door.webhook.path} HTTP/1.1\r\nHost: here\r\nX-Secret: {SECRET}\r\nContent-Length: {length}\r\n\r\n"
        )
        assert (await door.writes_raw(said.encode())).split(b" ")[1] in {b"400", b"413"}
    assert await door.posts(b"{}") == 200


async def test_what_is_in_hand_when_it_closes_is_finished(door: Door):
    door.webhook.going_on.clear()
    waiting = asyncio.create_task(door.posts(b"{}"))
    async with patient(5):
        while not door.webhook.posted:  # noqa: ASYNC110 - the door signals nothing
            await asyncio.sleep(0.001)
    door.listening.stop()
    door.webhook.going_on.set()
    assert await waiting == 200


async def test_what_never_comes_to_an_end_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app, "READING", 0.01)
    monkeypatch.setattr(server, "HEAD_TIME", 0.01)
    said = f"POST {door.webhook.path} HTTP/1.1\r\nHost: here\r\nX-Secret: {SECRET}\r\nContent-Length: 20\r\n\r\nfive "
    assert (await door.writes_raw(said.encode())).startswith(b"HTTP/1.1 408 ")
    for begun in (b"", b"POST /webhooks HTTP/1.1\r\nHost: he"):
        assert await door.writes_raw(begun) == b""
    assert door.webhook.posted == []


async def test_headers_have_an_end(door: Door):
    endless = b"GET /healthz HTTP/1.1\r\nHost: here\r\nX-Long: " + b"x" * server.HEAD
    assert (await door.writes_raw(endless)).startswith(b"HTTP/1.1 400 ")


async def test_whoever_is_not_ready_says_so_without_a_word_more(door: Door):
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (200, "ok")
    door.webhook.is_open = False
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (503, "")
    door.webhook.is_open, door.writes[0] = True, False
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (200, "ok"), "it is asked once in five seconds"
    door.clock.move(seconds=5)
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (503, "")
    assert await door.asks("GET", "/healthz") == (200, "ok")


async def test_an_account_that_is_polled_and_not_heard_is_not_ready(door: Door):
    polled = Intake(receive=nothing, bury=nothing, now=door.clock, steady=door.clock)
    door.health.intakes = {("telegram", "7012345678"): polled}
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (503, "")
    polled.good_at = NOON
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (200, "ok")
    door.clock.move(seconds=301)
    assert await door.asks("GET", "/readyz", headers=ELSEWHERE) == (503, "")


async def test_this_computer_hears_of_each_account_whether_it_is_heard(door: Door):
    polled = Intake(receive=nothing, bury=nothing, now=door.clock, steady=door.clock)
    door.health.intakes = {("telegram", "7012345678"): polled}
    said = "not ready\npigeon north ok\ntelegram 7012345678 not heard"
    assert await door.asks("GET", "/readyz") == (503, said)
    _, figures = await door.asks("GET", "/metrics")
    assert 'sunush_heard{channel="pigeon",account="north"} 1' in figures
    assert 'sunush_heard{channel="telegram",account="7012345678"} 0' in figures
    polled.good_at = NOON
    assert await door.asks("GET", "/readyz") == (200, "ok\npigeon north ok\ntelegram 7012345678 ok")


async def test_the_figures_are_for_this_computer_alone(door: Door):
    assert await door.posts(b"{}", secret="guessed") == 401
    status, text = await door.asks("GET", "/metrics")
    assert status == 200
    assert 'sunush_webhook_answers_total{path="/webhooks/pigeon/north",status="401"} 1' in text
    assert (await door.asks("GET", "/metrics", headers=ELSEWHERE))[0] == 404
