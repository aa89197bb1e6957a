"""What is written where nothing is asked. It is a code, a file or a search; else it is held and asked about."""

from bot.budget.proposal_text.agreed import (
    calls_itself_one,
)
from bot.budget.referral.doors import find_door
from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.told_at_a_step import names_the_unsent, urges
from bot.office.guessing.guess import names_a_matter
from bot.office.messengers.codes import read_code
from handlers.office.answers.sheet import take_sheet
from handlers.office.contest.marking import take_marks
from handlers.office.intake.forwarded import ask_about_forwarded
from handlers.office.queue.search import look_for, search_desk_word
from handlers.resident.choose_aimak import ask_other_aimak
from handlers.resident.dialogue.unfinished import hear_unfinished
from handlers.resident.hearings.coming import take_word_of_several
from handlers.resident.held.leading_on import lead_on
from handlers.resident.invites import CODE, take_invite
from handlers.resident.listening.named_early import note_place
from handlers.resident.messengers.opening import open_code
from handlers.resident.unsent.waiting import on_unsent_wanted
from handlers.shared import held_text
from handlers.shared.guidance import come_in, show_not_understood
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu


@router.on(kind=Kind.TEXT)
@router.on(kind=Kind.MEDIA)
async def on_said_outside(talk: Talk) -> Replies:
    """Holds what may be a proposal and asks; a text that is too long is refused kindly."""
    if CODE.fullmatch(talk.text.strip()):
        return await take_invite(talk, talk.text.strip())
    if read_code(talk.text) is not None:
        return await open_code(talk, talk.text)
    if (taken := await take_sheet(talk) or await take_marks(talk)) is not None:
        return taken
    if (asked := await ask_about_forwarded(talk)) is not None:
        return asked
    if (unfinished := await hear_unfinished(talk)) is not None:
        return unfinished
    if (found := await search_desk_word(talk) or await take_word_of_several(talk) or await look_for(talk)) is not None:
        return found
    if names_the_unsent(talk.text):
        return await on_unsent_wanted(talk)
    if talk.state.state == Menu.open and urges(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    if talk.state.state == Menu.open and (named := await ask_other_aimak(talk)) is not None:
        return named
    if talk.person.language is None and await note_place(talk):
        return await come_in(talk)
    is_one = calls_itself_one(talk.text) and names_a_matter(talk.text) and find_door(talk.text) is None
    if is_one and talk.state.state == Menu.open:
        await held_text.keep_aside(talk)  # where there is no room for one more it is held as ever
        return await lead_on(talk, Drafts.of(talk).aside)
    return await show_not_understood(talk)
