"""Somebody does not agree with an answer and says why, or finds it not whole. The words are shown, and go to the clerk."""

import re

from bot.budget.proposal_text.disagreed import find_disagreement
from bot.budget.proposal_text.in_sentence.incomplete import says_incomplete
from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.intents import Intent, find_meanings
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.where_it_stands import read_request_number
from bot.office import staff
from bot.office.information import requests
from handlers.resident.dialogue.said import find_recent_answer, offer_objection, offer_reply
from handlers.resident.information.asking import Inform, ask_once_more
from handlers.resident.reactions import on_word_to_an_answer
from handlers.resident.states import Decidable, Hearings, Mine, Notices
from handlers.shared import held_text
from handlers.shared.guidance import find_over
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu
from storage.information.requests import InformationRequest

_ANSWERS_FIRST = {str(Menu.open), str(Mine.list), str(Mine.one)}  # a bare objection is heard there already
_HEARD = _ANSWERS_FIRST | {
    str(one) for one in (Decidable.ask, Notices.ask, Hearings.list, Hearings.one, Menu.held, Inform.own, Inform.one)
}


@router.hear_first
async def hear_objection(talk: Talk, step: Step) -> Replies | None:
    """Shows the words and which answer they are about. None of other words, and where nothing was answered lately."""
    if talk.incoming.kind is not Kind.TEXT or talk.state.state not in _HEARD or step.is_free or find_over(talk):
        return None
    number, is_incomplete = find_disagreement(talk.text), says_incomplete(talk.text)
    if number is None and is_incomplete:
        number = 0
    if number is None or find_door(talk.text) in {Door.EMERGENCY, Door.COMPLAINT}:
        return None
    if talk.person.aimak_id is None or await staff.list_standings(talk.store, talk.person):
        return None
    if (request := await _find_request(talk, number)) is not None:
        return await ask_once_more(talk, request, talk.text.strip())
    recent = await find_recent_answer(talk, number=number)
    if recent is None or await offer_reply(talk):
        return None
    if is_incomplete:
        await held_text.keep_aside(talk)
        return await talk.ask(Menu.held)
    if find_meanings(talk.text):
        is_heard = talk.state.state in _ANSWERS_FIRST or talk.state.state == Menu.held
        return None if is_heard or Intent.DISAGREE not in find_meanings(talk.text) else await on_word_to_an_answer(talk)
    if talk.state.state == Menu.held and await offer_objection(talk, Drafts.of(talk).aside.text) is not None:
        return None  # one objection goes on in two messages
    if len(_says_why(talk.text).split()) < _LEAST_OF_A_REASON:
        return None
    await held_text.keep_aside(talk)
    return await talk.ask(Menu.held)


_LEAST_OF_A_REASON = 3  # words
_PARTS = compile_late(r"[,.;:!?—\n]+|(?<= )(?:себеби|анткени|потому что|так как|ибо)(?= )", re.IGNORECASE)


def _says_why(text: str) -> str:
    # What stands behind the part that does not agree.
    _, *rest = [part for part in _PARTS.split(text) if part.strip()]
    return " ".join(rest)


async def _find_request(talk: Talk, number: int) -> InformationRequest | None:
    # The request that is named or looked at. Else the one answered last, where no answer to a proposal came behind it.
    answered = [one for one in await requests.list_own(talk.store, by=talk.person) if one.answered_at is not None]
    if (named := read_request_number(talk.text)) is not None:
        return next((one for one in answered if int(one.label.partition("-")[2]) == named), None)
    if not answered or number:
        return None
    if talk.state.state in {str(Inform.own), str(Inform.one)}:
        return max(answered, key=lambda one: one.answered_at or 0)
    newest = max(answered, key=lambda one: one.answered_at or 0)
    recent = await find_recent_answer(talk)
    return newest if recent is None or recent[0].sent_at < (newest.answered_at or 0) else None
