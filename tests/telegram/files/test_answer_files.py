"""An answer with a voice and a photo beside it, with the real process.

All come in order, once, whatever ends or refuses it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import now, open_install
from bot.budget.permissions import Role
from bot.office import staff
from bot.settings import Settings
from storage.store import Store
from tests.storage.attachments.pictures import SECRETS, picture, telling_exif
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import OGG, People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import hears, presses, proposed
from tests.telegram.test_documents import relayed

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."
RESULT = "ДОЛБООРГО КИРГЕН ЖОК"


async def speaks_an_answer(nurlan: TelegramUser) -> None:
    """A clerk at the preview of an answer to what was just told. A voice and a photo go beside it."""
    nurlan.writes("0001")  # no notice is waited for, which at night comes in the morning
    await presses(nurlan, "Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт")
    await hears(nurlan, "үн, сүрөт же PDF")
    nurlan.sends_voice()
    await hears(nurlan, "Жазуу түрүндөгү жооп да керек.")
    nurlan.sends_photo(picture("JPEG", (200, 100), exif=telling_exif()), caption=SENTENCE)
    await hears(nurlan, "1 үн билдирүү, 1 сүрөт")


def are_kept(database: Path) -> bool:
    """Whether everything that was sent to the bot is fetched and looked at, which a busy machine does late."""
    with closing(sqlite3.connect(database)) as connection:
        return not connection.execute("SELECT 1 FROM media WHERE state <> 'kept'").fetchall()


def after_the_result(user: TelegramUser) -> list[tuple[str, str]]:
    """What came since the decision: how each message was sent, and how its words begin."""
    messages = user.server.messages(user.chat_id)
    first = next((n for n, one in enumerate(messages) if (one["text"] or "").startswith(RESULT)), len(messages))
    return [(one["method"], (one["text"] or one["content"].get("caption") or "")[:20]) for one in messages[first:]]


@pytest.mark.slow
async def test_killed_behind_the_words_it_goes_on_past_a_rate_limit_and_a_refused_photo_comes_as_a_document(
    telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Callable[..., None]
):
    bot = BotProcess(tmp_path / "install", telegram_process.url, SUNUSH_TAKE_BACK="0")
    await bot.prepare()
    settings = Settings(
        data_dir=bot.folder / "data", database_url=f"sqlite:///{bot.database}", key_file=bot.folder / "sunush.key"
    )

    async def invited(store: Store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload

    async with open_install(settings, migrate=False) as office:
        invite = await office.database.write(invited)
    nurlan, aigul = process_user("Нурлан", "ky"), process_user("Айгүл", "ky")
    try:
        await bot.start()
        await bot.polls(telegram_process)
        nurlan.starts(invite)
        await presses(nurlan, "Кыргызча")
        await hears(nurlan, "кызматыңыз")
        nurlan.writes("бюджет адиси")
        await hears(nurlan, "Жооп күткөндөр")
        await proposed(aigul)
        await speaks_an_answer(nurlan)
        await bot.comes_to(lambda: are_kept(bot.database))  # before that the clerk is asked to press again
        telegram_process.fault("hang before", "sendVoice", times=None)
        await presses(nurlan, "Жооп жөнөтүү")
        await bot.comes_to(lambda: bool(list(telegram_process.calls("sendVoice"))))
        await bot.kill()
        between = after_the_result(aigul)
        telegram_process.calm()
        telegram_process.fault("throttle", "sendVoice", retry_after=1)
        telegram_process.fault("refuse", "sendPhoto", status=400, text="Bad Request: PHOTO_INVALID_DIMENSIONS")
        await bot.start()
        await bot.comes_to(lambda: len(relayed(aigul)) == 2)
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    came = after_the_result(aigul)
    tell("killed between an answer and its voice", before=len(between), came=len(came), doubled=len(came) - 3)
    assert [method for method, _ in between] == ["sendMessage"]
    assert [method for method, _ in came] == ["sendMessage", "sendVoice", "sendDocument"]
    (_, _, voice), (_, name, shown) = relayed(aigul)
    assert (voice, name) == (OGG, "0001-answer-2.jpg")
    assert not [secret for secret in SECRETS if secret in shown]
    bot.has_kept_silent()
