"""Somebody asks for what others proposed: they are led to what is public, and no proposal is begun."""

from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.wishes.of_oneself.others import asks_for_others
from bot.office import staff
from handlers.resident.my_proposals.others import on_others_wanted
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import is_at_work


@router.hear_first
async def hear_others(talk: Talk, _step: Step) -> Replies | None:
    """Opens what others let all read. None of other words, and of whoever works in an office."""
    if talk.incoming.kind is not Kind.TEXT or is_at_work(talk.state.state) or not asks_for_others(talk.text):
        return None
    if await staff.list_standings(talk.store, talk.person):
        return None
    return await on_others_wanted(talk)
