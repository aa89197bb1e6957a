"""What the doctor says of Telegram: each line ends in words, also where nothing answers."""

import pytest

from bot.channels.telegram import Telegram, channel
from storage.database.seal import Seal
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("hang before", {}, "Telegram: no answer within 0.3 seconds."),
        ("cut before", {}, "Telegram: "),
        ("html", {"status": 502}, "Telegram: "),
        ("throttle", {"status": 429}, "Telegram: "),
    ],
)
async def test_a_line_of_the_doctor_ends_in_words(
    telegram: TelegramServer, seal: Seal, monkeypatch: pytest.MonkeyPatch, kind: str, more: dict, words: str, tell
):
    monkeypatch.setattr(channel, "PATIENCE", 0.3)
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    telegram.fault(kind, "getMe", times=9, **more)
    _, found = await made.list_findings(heard_at=None, now=0)
    await made.close()
    assert not found.well
    assert found.words.startswith(words)
    assert len(found.words.removeprefix("Telegram: ").strip(". ")) > 5
    tell(f"the doctor where Telegram does not answer, {kind}", lines_without_words=0)
