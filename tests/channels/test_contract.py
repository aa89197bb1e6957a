"""The socket for messengers: what serves them knows none by name, and every one of them fills the whole contract."""

import inspect
import io
from pathlib import Path

import pytest

from bot.channels.contract import Channel
from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal
from bot.channels.whatsapp import WhatsApp
from bot.config_accounts import WhatsAppSettings

TOKEN = "7012345678:AAF-a-token-for-the-tests_of-35-signs00"
ROOT = Path(__file__).parents[2]
CONTRACT = [name for name, _ in inspect.getmembers(Channel) if not name.startswith("_")]


@pytest.mark.parametrize(
    "part", ["bot/app.py", "bot/service/serve.py", "bot/service/doctor.py", "bot/service/watch.py", "bot/delivery"]
)
def test_what_serves_knows_no_messenger_by_name(part):
    files = [ROOT / part] if part.endswith(".py") else list((ROOT / part).glob("*.py"))
    found = [
        name
        for file in files
        for name in ("telegram", "whatsapp", "//t.me")
        if name in file.read_text("utf-8").casefold()
    ]
    assert found == []


def test_the_office_and_the_conversation_know_no_link_of_a_messenger():
    rooms = ("bot/office", "bot/chat", "bot/export", "handlers", "storage")
    found = [file for room in rooms for file in (ROOT / room).rglob("*.py") if "//t.me" in file.read_text("utf-8")]
    assert found == []


MADE = {
    "telegram": lambda seal: Telegram(TOKEN, seal=seal),
    "terminal": lambda _: Terminal("aigul", out=io.StringIO(), echo=False),
    "whatsapp": lambda seal: WhatsApp(WhatsAppSettings("EAAG", "106540352242922"), seal=seal),
}


@pytest.mark.parametrize("kind", MADE)
async def test_each_channel_has_all_that_the_contract_names(seal, kind):
    channel = MADE[kind](seal)
    assert {"inbound", "link", "capabilities", "list_findings", "send", "fetch", "pace"} <= set(CONTRACT)
    assert [name for name in CONTRACT if not hasattr(channel, name)] == []
    assert channel.link("a_kokjar") == ""  # nobody has said the bot's name yet
    await channel.close()
