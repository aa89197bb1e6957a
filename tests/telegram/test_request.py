"""How a request that comes to nothing is told apart: never left, never answered, or answered by somebody else."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

import pytest

from bot.channels import Rejected, Unreachable
from bot.channels.telegram import Telegram
from bot.chat.message import Message
from storage.seal import Seal
from tests.telegram.server import TOKEN, TelegramServer


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


@pytest.mark.parametrize("status", [HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY])
async def test_of_a_page_nothing_is_quoted(telegram: TelegramServer, channel: Telegram, status: int):
    telegram.fault("html", "sendMessage", status=status, text="<html>Мектептин чатыры</html>")
    with pytest.raises(Unreachable) as refused:
        await channel.send("1", Message("Кабар"), language="ky")
    assert "Мектеп" not in str(refused.value)
