"""The doctor at the web door: open and ready, open and not ready, closed, or somebody else's."""

import asyncio

from bot.channels.contract import Finding
from bot.config import WebSettings
from bot.web.door_check import look_at_door
from tests.web.doors import find_free_port, open_door


async def test_it_says_whether_the_door_answers_and_is_ready():
    async with open_door() as door:
        listen = f"127.0.0.1:{door.port}"
        settings = WebSettings(listen)
        assert await look_at_door(settings) == Finding(
            True, f"The web door {listen} answers, and all behind it is ready."
        )
        door.webhook.is_open = False
        assert await look_at_door(settings) == Finding(
            False, f"The web door {listen} answers, but is not ready: the log of «sunush run» says more."
        )
        assert (await look_at_door(WebSettings(f"0.0.0.0:{door.port}"))).words.startswith("The web door 0.0.0.0:")


async def test_it_says_when_nobody_or_another_is_there():
    listen = f"127.0.0.1:{find_free_port()}"
    nobody = Finding(False, f"Nobody answers at the web door {listen}: is «sunush run» running?")
    assert await look_at_door(WebSettings(listen)) == nobody

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.kg\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        said = f"Another program answers at 127.0.0.1:{port}: give SUNUSH_WEB_LISTEN another port."
        assert await look_at_door(WebSettings(f"127.0.0.1:{port}")) == Finding(False, said)
