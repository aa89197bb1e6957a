"""Somebody asks why, or when, an ayil okmotu that has not joined the bot does; nothing of it is invented."""

from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.wishes.asides.not_joined import asks_when_joined
from bot.office.reads import public
from handlers.shared.guidance import show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import is_at_work
from handlers.shared.wording import say_whom_to_call


@router.hear_first
async def hear_when_joined(talk: Talk, step: Step) -> Replies | None:
    """Says that the bot does not know, and whom to ask. None of other words, and where there is an office."""
    aimak_id = talk.person.aimak_id
    if talk.incoming.kind is not Kind.TEXT or aimak_id is None or talk.person.language is None:
        return None
    if step.is_answered or is_at_work(talk.state.state) or not asks_when_joined(talk.text):
        return None
    if await public.has_office(talk.store, aimak_id=aimak_id):
        return None
    said = talk.say(
        "The bot does not know when this ayil okmotu joins: it decides so itself, and you may ask it to. What you sent is kept."
    )
    return put_above(f"{said}\n{await say_whom_to_call(talk)}", await show_here(talk))
