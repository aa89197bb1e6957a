"""Words that come too late to change a proposal. They are taken as what they answer, or it is asked what they are."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.intents import is_courtesy
from bot.office.reads import own
from handlers.resident.reactions import says_not_agreed, take_words
from handlers.resident.states import Mine
from handlers.shared import draft_pieces, held_text
from handlers.shared.draft_pieces import NONE, Piece
from handlers.shared.router import Talk
from handlers.shared.states import Menu

_CHANGING = {str(Mine.correct), str(Mine.add), str(Mine.resend)}


async def show_too_late(talk: Talk, *, proposal_id: int) -> Reply:
    """Says that it is too late, and takes an objection or thanks to the answer. Anything else is held and asked about.

    Raises NotYours, UnsentUsedUp.
    """
    if talk.state.state in _CHANGING:
        await talk.state.set_state(Mine.list)
    sent = await own.find_answer(talk.store, id=proposal_id, by=talk.person)
    if sent is not None and not talk.incoming.media and (is_courtesy(talk.text) or says_not_agreed(talk.text)):
        return put_above(_say_too_late(talk), await take_words(talk, sent.id))
    await held_text.keep_aside(talk)
    return put_above(_say_too_late(talk), await talk.ask(Menu.held))


async def hold_too_late(talk: Talk, said: Piece) -> Reply:
    """Says that it is too late, and asks what the words that were to be added are. Raises TextTooLong."""
    written = draft_pieces.join_pieces(NONE, talk, [said])
    await held_text.set_aside(talk, replace(written, aimak=talk.person.aimak_id))
    return put_above(_say_too_late(talk), await talk.ask(Menu.held))


def _say_too_late(talk: Talk) -> str:
    return talk.say("This proposal can no longer be changed.")
