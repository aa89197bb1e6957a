"""What the office asked is answered at the menu: «12 үй», «кечээ айткандай 12 үй». It is offered as the reply."""

from bot.budget.referral.doors import find_door
from bot.budget.referral.within import wants_something
from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.chat.texts import is_label
from bot.language.in_words.asked_of_the_bot import read_asked
from bot.language.intents import Intent, find_meanings
from bot.language.wishes.questions import asks
from bot.office import staff
from handlers.resident.dialogue.said import offer_reply
from handlers.shared import held_text
from handlers.shared.guidance import find_over
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu

_MOST_WORDS = 8  # of a fact
_MAY_ANSWER = {Intent.YES, Intent.NO}


@router.hear_first
async def hear_fact(talk: Talk, step: Step) -> Replies | None:
    """Asks whether a short fact is the reply. None of other words, and where the office asked nothing."""
    if talk.state.state != Menu.open or talk.incoming.kind is not Kind.TEXT or step.is_free or find_over(talk):
        return None
    if step.is_answered or not _is_fact(talk.text) or talk.person.aimak_id is None:
        return None
    if await staff.list_standings(talk.store, talk.person) or not await offer_reply(talk):
        return None
    await held_text.keep_aside(talk)
    return await talk.ask(Menu.held)


def _is_fact(text: str) -> bool:
    meant = find_meanings(text)
    if not 0 < len(text.split()) <= _MOST_WORDS or asks(text) or wants_something(text):
        return False
    if not meant <= _MAY_ANSWER or (is_label(text) and not meant):
        return False
    return find_door(text) is None and read_asked(text) is None
