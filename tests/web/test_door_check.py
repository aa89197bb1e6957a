"""The doctor at the web door: open and ready, open and not ready, closed, or somebody else's."""

import asyncio

from bot.channels.contract import Finding
from bot.settings import WebSettings
from bot.web.door_check import look_at_door, prove_install
from storage.database.seal import Seal
from tests.web.doors import KEY, find_free_port, open_door


async def test_it_says_whether_the_door_answers_and_is_ready():
    async with open_door() as door:
        listen = f"127.0.0.1:{door.port}"
        settings = WebSettings(listen)
        assert await look_at_door(settings, KEY) == Finding(
            True, f"The web door {listen} is ours and answers, and all behind it is ready."
        )
        door.webhook.is_open = False
        assert await look_at_door(settings, KEY) == Finding(
            False, f"The web door {listen} answers, but is not ready: the log of «sunush run» says more."
        )
        assert (await look_at_door(WebSettings(f"0.0.0.0:{door.port}"), KEY)).words.startswith("The web door 0.0.0.0:")


async def test_it_says_when_nobody_or_another_is_there():
    listen = f"127.0.0.1:{find_free_port()}"
    nobody = Finding(False, f"Nobody answers at the web door {listen}: is «sunush run» running?")
    assert await look_at_door(WebSettings(listen), KEY) == nobody

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()

    for said in (b"220 mail.example.kg\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b""):
        async with await asyncio.start_server(greet, "127.0.0.1", 0) as other:
            found = await look_at_door(WebSettings(f"127.0.0.1:{other.sockets[0].getsockname()[1]}"), KEY)
            assert not found.well, said
            assert "Somebody else answers at 127.0.0.1:" in found.words


async def test_the_door_of_another_install_is_not_taken_for_ours():
    async with open_door() as door:
        found = await look_at_door(WebSettings(f"127.0.0.1:{door.port}"), Seal(bytes(32)))
        assert not found.well
        assert "another install" in found.words
        assert await door.asks("GET", "/healthz") == (200, "ok")
        assert await door.asks("GET", "/healthz?ask=" + "a" * 65) == (200, "ok")
        assert await door.asks("GET", "/healthz?ask=a", headers={"X-Forwarded-For": "203.0.113.7"}) == (200, "ok")
        assert await door.asks("GET", "/healthz?ask=a") == (200, f"ok {prove_install(KEY, 'a')}")
