"""The page on privacy that messengers ask for: the words of the chat, in both languages, without a script."""

import html
import re
from types import SimpleNamespace

import pytest

from bot.chat.texts import Words
from bot.office.personal.privacy import list_privacy
from bot.office.reads import public
from bot.web.pages.trouble import Trouble
from bot.web.privacy import PrivacyPage
from tests.storage.rows import JANY_ARYK, enter
from tests.web.doors import open_door


@pytest.mark.parametrize(("asked", "first"), [("", "ky"), ("?lang=ru", "ru"), ("?lang=<script>", "ky")])
async def test_both_languages_stand_there_as_the_bot_says_it_and_nothing_is_run(sqlite_database, asked, first):
    await enter(sqlite_database)
    page = PrivacyPage(SimpleNamespace(database=sqlite_database), Trouble())
    async with open_door(page.list_routes(with_static=True)) as door:
        async with door.line.get(f"/privacy{asked}") as answer:
            body, headers, status = await answer.text(), answer.headers, answer.status
        assert status == 200
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "<script" not in body
        assert re.findall(r'<html lang="(..)">', body) == [first]
        said = html.unescape(re.sub(r"<[^>]+>", "\n", body))
        aimak = await sqlite_database.read(public.find_only_aimak)
        assert aimak.code == JANY_ARYK.code
        for language in ("ky", "ru"):
            lines = list_privacy(Words(language), aimak)
            assert len(lines) == 10
            assert all(line in said for line in lines)
        (style,) = re.findall(r'href="(/static/[^"]+css)"', body)
        assert (await door.asks("GET", style))[0] == 200
        assert (await door.asks("GET", "/static/../app.py"))[0] == 404


async def test_of_several_aimaks_none_is_named(sqlite_database):
    page = PrivacyPage(SimpleNamespace(database=sqlite_database), Trouble())
    async with open_door(page.list_routes(with_static=True)) as door:
        _, body = await door.asks("GET", "/privacy")
    assert Words("ky").say("This bot is run for the ayil okmotus of Kyrgyzstan.") in body
