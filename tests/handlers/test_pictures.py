"""The pictures in docs/ say what the bot says today, and its pages name buttons that there are."""

import re

import pytest

from bot.chat.texts import Words
from tests.handlers.pictures import FOLDER, PLAYS, play
from tests.locales.catalogues import catalogue

SMALL = 60_000  # bytes


@pytest.mark.parametrize("name", PLAYS)
async def test_a_picture_is_what_the_bot_says_today(tmp_path, name):
    kept = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert len(kept.encode()) < SMALL
    assert kept == await play(name, tmp_path), "draw them anew: python -m tests.handlers.pictures"


@pytest.mark.parametrize("name", [name for name in PLAYS if (FOLDER.parent / f"{name}.md").exists()])
def test_a_page_names_only_buttons_that_there_are(name):
    page = (FOLDER.parent / f"{name}.md").read_text("utf-8")
    words = Words(name[-2:])
    titles = {
        words.say(entry.msgid) for entry in catalogue(name[-2:]) if not entry.msgid_plural and "{" not in entry.msgid
    }
    named = re.findall(r"\*\*«(.+?)»\*\*", page)
    assert len(named) >= 6
    assert set(named) <= titles
