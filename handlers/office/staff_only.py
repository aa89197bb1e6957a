"""Screens and refusals of those who work for an office; who may do what stands in bot/budget/permissions.py."""

from bot.budget.permissions import NotAllowed
from bot.chat.message import Reply
from bot.chat.router import Screen
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, above


def for_staff(screen: Screen) -> Screen:
    """Makes a screen that those without the right to it are told so, and see the menu."""

    async def shown_or_refused(talk: Talk) -> Reply:
        try:
            return await screen(talk)
        except NotAllowed:
            return await not_allowed(talk)

    return shown_or_refused


async def not_allowed(talk: Talk) -> Reply:
    """Says that the act is not among the person's rights, and goes back to the menu."""
    return above(talk.say("You have no right to do this here."), await talk.ask(Menu.open))
