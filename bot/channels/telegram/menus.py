"""What Telegram shows around the conversation: commands, name and descriptions, set only where they differ."""

import asyncio
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING

import structlog
from telegram import BotCommand
from telegram.error import TelegramError

from bot.channels.telegram.outages import say_outage
from bot.channels.telegram.request import MISREAD
from bot.chat.texts import LANGUAGES, Words

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger(__name__)

EVERYWHERE = ("", *LANGUAGES)  # by default, and in each language
MENU_BACK_OFF = (60.0, 300.0, 3600.0)  # seconds between tries to set names and menus, until they are set


def list_commands(language: str) -> list[tuple[str, str]]:
    """The command menu in a language."""
    words = Words(language)
    return [
        ("menu", words.say("The menu")),
        ("hearings", words.say("Budget hearings")),
        ("budget", words.say("Papers of the budget")),
        ("help", words.say("Help and a person's telephone")),
        ("language", words.say("The language")),
        ("settings", words.say("Settings")),
        ("privacy", words.say("Personal data")),
        ("mydata", words.say("What is kept of me")),
        ("forget", words.say("Erase what is kept of me")),
        ("stop", words.say("No more notices of hearings")),
        ("cancel", words.say("Stop what is being done")),
    ]


async def keep_setting(bot: "Bot") -> None:
    """Sets names and menus; what cannot be set now is tried again after growing pauses (back-off), until all are set."""
    left: Iterable[str] = EVERYWHERE
    for tries in count():
        changed, left = await set_where_different(bot, left)
        if changed:
            log.info("names and menus set", changed=changed)
        if not left:
            return
        await asyncio.sleep(MENU_BACK_OFF[min(tries, len(MENU_BACK_OFF) - 1)])


async def set_where_different(bot: "Bot", languages: Iterable[str] = EVERYWHERE) -> tuple[int, list[str]]:
    """Sets commands, name and descriptions; returns how many differed, and the languages to be tried again.

    Telegram limits how often they may be set. A language that fails is logged; the others and the start go on.
    """
    changed, left = 0, []
    for language in languages:
        try:
            changed += await _set(bot, language)
        except (TelegramError, *MISREAD) as error:
            why = say_outage(error) if isinstance(error, TelegramError) else "its answer cannot be read"
            log.warning("names and menus could not be set now", language=language, why=why)
            left.append(language)
    return changed, left


async def _set(bot: "Bot", language: str) -> int:
    words, code, changed = Words(language or LANGUAGES[0]), language or None, 0
    name, about, short = (
        words.say("Sunush: the local budget"),
        words.say("Put a proposal to the budget of your ayil aimak; the ayil okmotu answers every one here."),
        words.say("Proposals to the local budget, and the answers."),
    )
    menu = [BotCommand(*entry) for entry in list_commands(language)]
    if list(await bot.get_my_commands(language_code=code)) != menu:
        changed += bool(await bot.set_my_commands(menu, language_code=code))
    if (await bot.get_my_name(code)).name != name:
        changed += bool(await bot.set_my_name(name, code))
    if (await bot.get_my_description(code)).description != about:
        changed += bool(await bot.set_my_description(about, code))
    if (await bot.get_my_short_description(code)).short_description != short:
        changed += bool(await bot.set_my_short_description(short, code))
    return changed
