"""The chat, the desk and the public page of a web door keep one set of inbound limits. Workers share it."""

import socket
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from bot.app import now, open_install
from bot.channels.web import Web
from bot.config import Settings, WebSettings
from bot.web.chat.inbound_limits import LIMITS, Callers
from bot.web.door import make_listening
from tests.databases import install


@pytest.mark.parametrize(
    ("path", "what", "before"),
    [
        ("/desk", "desk", 401),
        ("/desk/in/a-link", "desk", 410),
        ("/kokjar", "read", 404),
        ("/chat/messages", "asked", 401),
    ],
)
async def test_what_other_workers_took_is_refused_in_each_part(tmp_path: Path, path: str, what: str, before: int):
    settings = Settings(
        tmp_path, f"sqlite:///{tmp_path}/sunush.db", tmp_path / "key", web=WebSettings("127.0.0.1:0", "")
    )
    install(tmp_path / "sunush.db", settings.key_file, samples=True)
    callers = Callers()
    async with open_install(settings) as office:
        web = Web(seal=office.seal, url="", uploads=tmp_path / "uploads")
        intake = SimpleNamespace(is_open=True)
        with closing(socket.create_server(("127.0.0.1", 0))) as opened:
            listening = make_listening(
                opened, office, [web], {(web.name, web.account): intake}, now, callers=callers
            )  # fmt: skip
            transport = httpx.ASGITransport(listening._server.config.app, client=("192.0.2.7", 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://door.test") as line:
                assert (await line.get(path)).status_code == before
                callers.note_elsewhere(what, "192.0.2.7", 2 * LIMITS[what].burst, steady=0)
                assert (await line.get(path + "?again")).status_code == 429
