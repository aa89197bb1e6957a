"""The right door before anything is kept: an emergency, a complaint about a person, trade, a question."""

import re
from collections.abc import Callable

from bot.budget.referral import Door
from bot.budget.written.agreed import names_the_first, says_instead, says_to_write_it
from bot.budget.written.decidable import says_a_wish
from bot.budget.written.denied import (
    keeps_it_so,
    leaves_as_it_was,
    names_another_sum,
    puts_off,
    refuses_adding,
    says_none,
)
from bot.budget.written.part_named import find_part_named, names_no_part
from bot.budget.written.parted import read_parting
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.companions import counts_company
from bot.language.gist.nearest import find_nearest_meanings
from bot.language.in_words.answered import asks_to_correct_own, says_it_was_said, wishes_text_changed
from bot.language.in_words.asked_of_the_bot import Asked, read_asked
from bot.language.in_words.supported import read_supported
from bot.language.in_words.told_at_a_step import is_at_random, says_cannot_come, urges
from bot.language.intents import NO_FIRST, Intent
from bot.language.kyrgyz import fold
from bot.office.guessing.guess import names_a_matter
from handlers.office.intake.forwarded import ask_about_forwarded
from handlers.resident.dialogue.added import wishes_addition_away
from handlers.resident.dialogue.unfinished import says_unfinished
from handlers.resident.hearings.coming import read_companions
from handlers.resident.listening.told_beside import is_told_beside
from handlers.resident.proposal.category import names_a_category
from handlers.resident.proposal.said_more import is_no_to_joining, names_what_to_add
from handlers.resident.states import Decidable, Dialogue, Hearings, Mine
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import open_door, show_here
from handlers.shared.referrals import is_about_something, say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, Start, is_at_work
from handlers.shared.wording import quote_draft, say_whom_to_call

# There somebody asks or answers the office: a question of any kind belongs there.
_ASKING = {str(state) for state in (Dialogue.question, Dialogue.reply, Dialogue.unfinished, Hearings.question)}


def _shuts(state: str | None, door: Door) -> bool:
    return is_at_work(state) or (door is Door.QUESTION and state in _ASKING)


def _is_no_to_joining(text: str) -> bool:
    is_answer = is_no_to_joining(text) or leaves_as_it_was(text) or read_parting(text) is not None
    is_answer = is_answer or asks_to_correct_own(text)
    return is_answer or says_instead(text) or says_to_write_it(text) or is_told_beside(text) or urges(text)


def _is_of_the_check(text: str) -> bool:
    is_said = refuses_adding(text) or keeps_it_so(text) or is_told_beside(text) or wishes_text_changed(text)
    return is_said or bool(names_what_to_add(text)) or urges(text)


# What a step reads itself, and nothing else there; of others more is looked at.
_ANSWERED_ONLY: dict[str | None, Callable[[str], bool]] = {
    str(Propose.split): lambda text: read_parting(text) is not None,
    str(Propose.join): _is_no_to_joining,
    str(Propose.amount_sure): lambda text: fold(text).split(" ")[0] in NO_FIRST or names_another_sum(text),
    str(Mine.correct): lambda text: names_no_part(text) or keeps_it_so(text),
    str(Propose.change): lambda text: bool(find_part_named(text)) or names_no_part(text),
}
_ANSWERED_TOO: dict[str | None, Callable[[str], bool]] = {
    str(Dialogue.reply): puts_off,
    str(Propose.check): _is_of_the_check,
    str(Decidable.ask): says_it_was_said,
    str(Propose.side): is_told_beside,
    str(Propose.category): names_a_category,
}


def _reads_itself(state: str | None, text: str) -> bool:
    # «Эртең» is a day where the desk asks for one, and «трое» a number of people; «это не предложение!!» is a no.
    if state == str(Menu.held):
        is_answer = says_none(text) or read_parting(text) is not None
        return is_answer or says_to_write_it(text) or names_the_first(text) or read_asked(text) is not None
    if is_at_random(text):
        return True
    if state in _ANSWERED_ONLY:
        return _ANSWERED_ONLY[state](text)
    if state in _ANSWERED_TOO and _ANSWERED_TOO[state](text):
        return True
    if not is_at_work(state) and state not in _PASSED_ON and (asked := read_asked(text)) is not None:
        return asked is not Asked.ANNOUNCED or state in {None, str(Menu.open)}
    if wishes_addition_away(text) or asks_to_correct_own(text) or read_supported(text) is not None:
        return True
    if state == str(Menu.open) and (read_companions(text) is not None or says_unfinished(text)):
        return True  # «жубайым менен барабыз», «не закончили»
    if state in {str(Hearings.one), str(Menu.open)} and says_cannot_come(text):
        return True
    if state == str(Hearings.one) and (read_companions(text) is not None or counts_company(text)):
        return True
    return is_at_work(state) or state == str(Hearings.companions)


router.shuts, router.reads_itself = _shuts, _reads_itself
router.arriving, router.naming = {None, *map(str, Start)}, {str(Propose.name), str(Propose.place)}
# «Мен Шаркта жашайм», «я из Шарка»: it names an aimak, which is looked up.
_LIVES = re.compile(
    r"\b(?:жаша|тура[мб]|жив[уеё]|(?:из|сел[аоеу])\b)|[дт][ае]нм[ыи]н\b|[дт][аеоө]\s+эмес", re.IGNORECASE
)
_LEADS_A_MATTER = 30.0  # by how much a wish to the bot must lead; no proposal of the labelled ones comes near to it


def _is_of_the_budget(text: str) -> bool:
    if _LIVES.search(text) or says_a_wish(text):
        return True
    return names_a_matter(text) and not find_nearest_meanings(text, above=_LEADS_A_MATTER)


router.names_a_matter = _is_of_the_budget


@router.on(door=Door.EMERGENCY)
@router.on(door=Door.COMPLAINT)
@router.on(door=Door.ADVERTISEMENT)
@router.on(door=Door.QUESTION)
async def on_door_found(talk: Talk) -> Replies:
    """Says where to turn, at every step; what was written is held and asked about. A clerk who forwards it is not told."""
    return await ask_about_forwarded(talk) or await open_door(talk)


_PASSED_ON = _ASKING | {str(Dialogue.why)}


@router.on(door=Door.SWEARING)
async def on_sworn_at(talk: Talk) -> Replies:
    """Answers calmly; swearing alone is kept as nothing, and what it is about besides goes the way of any words."""
    state, is_about = talk.state.state, bool(talk.incoming.media) or await is_about_something(talk.text)
    if is_about and state in _PASSED_ON:
        return await router.plain_text(state)(talk)  # these are their words to the office
    if is_about and state == Propose.text:
        talk.add_remark(await say_right_door(talk))
        return await router.plain_text(state)(talk)
    if is_about:
        return await open_door(talk)
    said, draft = [await say_right_door(talk)], proposal_draft.find(talk)
    if draft_pieces.has_content(draft):
        said.append(talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, draft)))
    return put_above("\n".join(said), await show_here(talk))


_FREE = (Propose.text, Propose.name, Propose.place, Propose.amount, Mine.correct, Mine.resend)


@router.on(*_FREE, means=Intent.STATUS)
@router.on(*_FREE, means=Intent.HEARINGS)
async def on_asked_aside(talk: Talk) -> Reply:
    """Answers a question about an own proposal or the hearings, and asks on: the step is not left."""
    said = await say_right_door(talk)
    return put_above(said or talk.say("You have made no proposal yet."), await show_here(talk))


@router.on(Dialogue.question, Dialogue.reply, Dialogue.unfinished, means=Intent.CALL)
async def on_person_wanted_in_dialogue(talk: Talk) -> Reply:
    """Names the telephone of a person and asks on."""
    return put_above(await say_whom_to_call(talk), await show_here(talk))
