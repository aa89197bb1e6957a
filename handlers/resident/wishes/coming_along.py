"""Somebody tells with whom they come. It is of the hearing, also where a line before it is held."""

from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.common_speech.reading import say_commonly
from bot.language.in_words.company_told import comes_along
from bot.language.wishes.plainly import say_plainly
from handlers.resident.hearings.coming import take_word_of_several
from handlers.resident.hearings.companions import read_companions
from handlers.resident.states import Hearings
from handlers.shared import held_text
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, find_group


@router.hear_first
async def hear_company(talk: Talk, step: Step) -> Replies | None:
    """Notes how many come along to the hearing that is looked at; None of other words, and elsewhere."""
    if talk.incoming.kind is not Kind.TEXT or step.is_free:
        return None
    drafts = Drafts.of(talk)
    is_held = talk.state.state == Menu.held and find_group(drafts.before_held) == Hearings.__name__
    plain = say_plainly(talk.text)
    if not (is_held or talk.state.state == Hearings.one) or not comes_along(plain):
        return None
    if read_companions(say_commonly(plain) or plain) is None:
        return None
    if is_held:
        await held_text.leave_aside(talk)
        await talk.state.set_state(drafts.before_held)
    return await take_word_of_several(talk)
