"""How a request that comes to nothing is told apart: never left, never answered, or answered by somebody else."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.channels.contract import Barred, Rejected, Throttled, Unreachable
from bot.channels.telegram import Telegram
from bot.channels.telegram.outages import say_of_a_line
from bot.channels.telegram.request import AioRequest
from bot.chat.message import Hints, Message
from storage.database.seal import Seal
from tests.patience import patient
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN


@pytest.fixture
async def refusing_proxy() -> AsyncIterator[str]:
    """A proxy that lets nobody through."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_what_a_proxy_refuses_has_never_left(refusing_proxy: str, seal: Seal, monkeypatch: pytest.MonkeyPatch):
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", refusing_proxy)
    channel = Telegram(TOKEN, seal=seal, api_url="https://telegram.invalid")
    with pytest.raises(Unreachable):
        await channel.send("1", Message("Кабар"), language="ky")
    await channel.close()


async def test_whoever_sends_us_elsewhere_gets_no_words_there(seal: Seal):
    asked = []

    async def send_elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split()[1].decode().rpartition("/")[2])
        writer.write(b"HTTP/1.1 307 Moved\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    portal = await asyncio.start_server(send_elsewhere, "127.0.0.1", 0)
    async with portal:
        made = Telegram(TOKEN, seal=seal, api_url=f"http://127.0.0.1:{portal.sockets[0].getsockname()[1]}")
        with pytest.raises(Unreachable, match="a proxy or a firewall answers in its place"):
            await made.send("1", Message("Кабар"), language="ky")
        await made.close()
    assert asked == ["sendMessage"]


@pytest.fixture
async def channel(telegram: TelegramServer, seal: Seal) -> AsyncIterator[Telegram]:
    """The bot, with somebody to write to."""
    telegram.set_state(1, "open")
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    yield made
    await made.close()


async def test_of_a_refusal_a_hundred_characters_are_quoted(telegram: TelegramServer, channel: Telegram):
    telegram.fault("refuse", "sendMessage", status=400, text="Bad Request: can't parse " + "Мектептин чатыры " * 50)
    with pytest.raises(Rejected) as refused:
        await channel.send("1", Message("Кабар"), language="ky")
    assert str(refused.value).startswith("Can't parse")
    assert len(str(refused.value)) == 100


async def test_who_is_asked_to_wait_over_buttons_says_so_and_what_has_left(telegram: TelegramServer, channel: Telegram):
    shown = await channel.send("1", Message("Суроо", ways=[["back", "Артка"]]), language="ky")
    telegram.fault("throttle", "editMessageReplyMarkup", retry_after=7)
    with pytest.raises(Throttled) as asked:
        await channel.send("1", Message("Жооп", hints=Hints(clears=shown)), language="ky")
    assert (asked.value.seconds, asked.value.sent) == (7, str(int(shown) + 1))
    assert telegram.texts(1)[-1] == "Жооп"


class Server:
    """Answers every request a moment after it came, whatever the loop of the test does."""

    def __init__(self) -> None:
        self._socket, self.came = socket.create_server(("127.0.0.1", 0)), threading.Event()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with self._socket, connection:
            connection.recv(65536)
            self.came.set()
            time.sleep(0.05)
            connection.sendall(
                b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'
            )


async def test_what_was_answered_while_the_computer_slept_is_read_before_the_time_is_over(tell):
    server, request = Server(), AioRequest()
    asking = asyncio.create_task(request.do_request(server.url, "POST", read_timeout=0.2))
    async with patient(5):
        while not server.came.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    time.sleep(0.4)  # noqa: ASYNC251 - nothing of the program runs, and the time to wait is over
    assert (await asking)[0] == HTTPStatus.OK
    await request.shutdown()
    tell("an answer that came while the computer slept", told_twice=0)


# What a group says that takes texts and no files of a kind.
NO_SUCH_FILES = [
    "not enough rights to send photos to the chat",
    "CHAT_SEND_PHOTOS_FORBIDDEN",
    "CHAT_SEND_MEDIA_FORBIDDEN",
]


@pytest.mark.parametrize("refusal", NO_SUCH_FILES)
async def test_where_a_group_takes_no_files_the_words_go_alone(
    telegram: TelegramServer, channel: Telegram, tmp_path: Path, refusal: str
):
    (tmp_path / "1.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "1.pdf").write_bytes(b"%PDF-1.4")
    said = "Угуу болот: https://t.me/sunush_test_bot?start=h_1"
    telegram.fault("refuse", "sendPhoto", times=None, status=400, text=f"Bad Request: {refusal}")
    await channel.send("1", Message(said, file=str(tmp_path / "1.jpg")), language="ky")
    assert [call["method"] for call in telegram.calls() if call["code"] == HTTPStatus.OK][-1] == "sendDocument"
    for method in ("sendDocument", "sendVenue"):
        telegram.fault("refuse", method, times=None, status=403, text=f"Forbidden: {refusal}")
    for more in ({"file": str(tmp_path / "1.jpg")}, {"file": str(tmp_path / "1.pdf")}, {"pin": (42.5, 72.2)}):
        before = len(telegram.texts(1))
        await channel.send("1", Message(said, **more), language="ky")
        assert telegram.texts(1)[before:] == [said]
    with pytest.raises(Barred) as barred:
        await channel.send("1", Message("", file=str(tmp_path / "1.pdf")), language="ky")
    assert barred.value.code == "no_files_there"


@pytest.mark.parametrize("status", [HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY])
async def test_of_a_page_nothing_is_quoted(telegram: TelegramServer, channel: Telegram, status: int):
    telegram.fault("html", "sendMessage", status=status, text="<html>Мектептин чатыры</html>")
    with pytest.raises(Unreachable) as refused:
        await channel.send("1", Message("Кабар"), language="ky")
    assert "Мектеп" not in str(refused.value)


NO_SERVER = "what answers there is not a Bot API server, or the token is wrong"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "html", "status": 502}, "it answers with a fault of its own (status 502)"),
        (
            {"kind": "refuse", "status": 500, "text": "Internal Server Error"},
            "a fault of its own (Internal Server Error)",
        ),
        ({"kind": "html", "status": 404}, NO_SERVER),
        ({"kind": "refuse", "status": 404, "text": "Not Found"}, NO_SERVER),
        ({"kind": "html", "status": 403}, "a proxy or a firewall answers in its place (status 403)"),
        ({"kind": "html", "status": 200}, "its answer cannot be read"),
        ({"kind": "throttle"}, "it asks to wait"),
        ({"kind": "cut before"}, "the line broke before the answer came"),
    ],
)
async def test_an_outage_is_said_in_plain_words(
    telegram: TelegramServer, channel: Telegram, fault: dict[str, Any], words: str
):
    telegram.fault(method="getMe", **fault)
    with pytest.raises(Unreachable) as outage:
        await channel.who()
    assert words in str(outage.value)


async def test_a_server_that_is_not_there_is_said_in_plain_words(telegram: TelegramServer, channel: Telegram):
    await telegram.down()
    with pytest.raises(Unreachable, match="nobody takes the connection there"):
        await channel.who()


KEY = ConnectionKey("api.telegram.org", 443, True, True, None, None, None)


def _certificate(code: int) -> Exception:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return aiohttp.ClientConnectorCertificateError(KEY, error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientConnectorDNSError(KEY, OSError(-3, "Temporary failure in name resolution")), "looked up"),
        (aiohttp.ClientConnectorError(KEY, OSError(101, "Network is unreachable")), "no line to the internet?)"),
        (aiohttp.ConnectionTimeoutError(), "no line to the internet?)"),
        (_certificate(9), "are day and hour right?)"),
        (_certificate(10), "are day and hour right?)"),
        (_certificate(18), "something stands between us and Telegram"),
        (aiohttp.SocketTimeoutError(), "no answer comes"),
    ],
)
def test_a_line_that_does_not_come_about_is_said_in_plain_words(error: Exception, words: str):
    said = say_of_a_line(error)
    assert words in said
    assert not said.endswith("?")  # it stands within a sentence
