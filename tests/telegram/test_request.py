"""How a request that comes to nothing is told apart: never left, never answered, or answered by somebody else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels import Unreachable
from bot.channels.telegram import Telegram
from bot.chat.message import Message
from storage.seal import Seal
from tests.telegram.server import TOKEN


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
