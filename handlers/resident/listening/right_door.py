"""The right door before anything is kept: an emergency, a complaint about a person, trade, a question."""

import re
from collections.abc import Callable
from functools import lru_cache

from bot.budget.proposal_text.agreed import calls_itself_one, names_the_first, says_instead, says_to_write_it
from bot.budget.proposal_text.decidable import Need, is_answer_to, says_a_wish
from bot.budget.proposal_text.denied import (
    keeps_it_so,
    leaves_as_it_was,
    names_another_sum,
    puts_off,
    refuses_adding,
    says_none,
)
from bot.budget.proposal_text.in_sentence.part import find_part_in_sentence
from bot.budget.proposal_text.part_named import find_part_named, names_no_part
from bot.budget.proposal_text.parted import read_parting
from bot.budget.proposal_text.several import split_proposals
from bot.budget.referral.doors import Door
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.companions import counts_company
from bot.language.gist.at_step import FOUND, find_meant_at, find_share
from bot.language.gist.nearest import find_nearest_meanings
from bot.language.in_words.answered import asks_to_correct_own, says_it_was_said, wishes_text_changed
from bot.language.in_words.asked_of_the_bot import Asked, read_asked
from bot.language.in_words.details_named import read_name_told
from bot.language.in_words.numerals import to_figures
from bot.language.in_words.supported import read_supported
from bot.language.in_words.told_at_a_step import is_at_random, names_the_unsent, says_cannot_come, urges
from bot.language.in_words.which import find_language_asked
from bot.language.intents import NO_FIRST, Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.plainly import say_plainly
from bot.office.guessing.guess import names_a_matter
from handlers.office.intake.forwarded import ask_about_forwarded
from handlers.resident.dialogue.removed import wishes_addition_away
from handlers.resident.dialogue.unfinished import says_unfinished
from handlers.resident.hearings.companions import read_companions
from handlers.resident.initiatives.draft import Apply
from handlers.resident.listening.told_beside import is_told_beside
from handlers.resident.proposal.category import names_a_category
from handlers.resident.proposal.said_beside.went_on import names_what_to_add
from handlers.resident.proposal.said_beside.while_asked import is_no_to_joining
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


def _tells_where(text: str) -> bool:
    # «Здравствуйте, я из Кок-Жара»: more than a greeting.
    if _FROM.search(fold(to_cyrillic(text))) is None:
        return False
    likely = dict(find_meant_at("oblast", text))
    return max(likely, key=lambda code: likely[code], default=FOUND) not in _ASKED_OF_THE_BOT  # «не буду с машиной»


_ASKED_OF_THE_BOT = {str(one) for one in (Intent.CALL, Intent.WHO, Intent.HELP, Intent.SEEN)}
_IS_FROM = r"[дт][аео]н(?:мын|мин|быз|биз)\b"
_FROM = compile_late(rf"\b(?:из|с) (?!как)\w{{3}}|{_IS_FROM}|\b(?:жаша\w+|турам\w*|турабыз|живу|живем|болом|болобуз)\b")


_LIVES_ELSEWHERE = compile_late(
    rf"{_IS_FROM}|\b(?:жаша(?:йм|йбыз)\w*|турам(?:ын)?|турабыз|живу|живем)\b|(?:не|я) из \w{{3}}|\w[дт][аео] эмес"
)


def _is_from_elsewhere(text: str) -> bool:
    # «Туура эмес, мен Шарктанмын»: another aimak is named.
    return _LIVES_ELSEWHERE.search(fold(to_cyrillic(text))) is not None


def _answers_what_is_missing(text: str) -> bool:
    is_answer = any(is_answer_to(need, text) for need in Need)
    is_counted = any(map(str.isdigit, to_figures(text[:_LONGEST_COUNT])))
    is_skipped = not is_counted and find_share("decidable", text, Intent.SKIP) >= _LIKELY_SKIPPED
    return says_it_was_said(text) or (is_answer and not is_skipped)


_LIKELY_SKIPPED, _LONGEST_COUNT = 0.5, 200
# What a step reads itself, and nothing else there; of others more is looked at.
_ANSWERED_ONLY: dict[str | None, Callable[[str], bool]] = {
    str(Propose.split): lambda text: read_parting(text) is not None,
    str(Propose.join): _is_no_to_joining,
    str(Propose.amount_sure): lambda text: fold(text).split(" ")[0] in NO_FIRST or names_another_sum(text),
    str(Mine.correct): lambda text: names_no_part(text) or keeps_it_so(text),
    str(Propose.change): lambda text: bool(find_part_named(text) or find_part_in_sentence(text)) or names_no_part(text),
}
_ANSWERED_TOO: dict[str | None, Callable[[str], bool]] = {
    str(Dialogue.reply): puts_off,
    str(Propose.check): _is_of_the_check,
    str(Propose.name): lambda text: bool(read_name_told(text)) or puts_off(text),
    str(Propose.place): puts_off,
    str(Decidable.ask): _answers_what_is_missing,
    str(Propose.side): is_told_beside,
    str(Propose.category): names_a_category,
    str(Start.language): lambda text: find_language_asked(text) is not None or _tells_where(text),
    **dict.fromkeys((None, *map(str, (Start.oblast, Start.rayon, Start.aimak, Start.found))), _tells_where),
    str(Menu.open): _is_from_elsewhere,
}


_UNSENT_SHOWN = {str(Menu.open), str(Mine.list), str(Mine.one)}


@lru_cache(maxsize=4)  # each reader of a message asks it, up to six times a turn
def _reads_itself(state: str | None, text: str) -> bool:
    # «Эртең» is a day where the desk asks for one, and «трое» a number of people; «это не предложение!!» is a no.
    if state == str(Menu.held):
        is_answer = says_none(text) or read_parting(text) is not None
        return is_answer or says_to_write_it(text) or names_the_first(text) or read_asked(text) is not None
    if is_at_random(text) or (state == str(Apply.step) and not find_meanings(text)):
        return True  # what no rule reads whole is the answer of an application, and is guessed to be nothing else
    if state in _ANSWERED_ONLY:
        return _ANSWERED_ONLY[state](text)
    if state in _ANSWERED_TOO and _ANSWERED_TOO[state](text):
        return True
    if not is_at_work(state) and state not in _PASSED_ON and (asked := read_asked(text)) is not None:
        return asked is not Asked.ANNOUNCED or state in {None, str(Menu.open)}
    if not is_at_work(state) and len(split_proposals(text)) > 1:
        return True  # «… Дагы бир сунушум: …» asks for no list of one's own
    if wishes_addition_away(text) or asks_to_correct_own(text) or read_supported(text) is not None:
        return True
    if state in _UNSENT_SHOWN and names_the_unsent(text):
        return True
    plain = say_plainly(text)
    if state == str(Menu.open) and (urges(text) or read_companions(plain) is not None or says_unfinished(text)):
        return True  # «жубайым менен барабыз», «не закончили»
    if state in {str(Hearings.one), str(Menu.open)} and says_cannot_come(text):
        return True
    if state == str(Hearings.one) and (read_companions(plain) is not None or counts_company(plain)):
        return True
    return is_at_work(state) or state == str(Hearings.companions)


router.shuts, router.reads_itself = _shuts, _reads_itself
router.arriving, router.naming = {None, *map(str, Start)}, {str(Propose.name), str(Propose.place)}
# «Мен Шаркта жашайм», «я из Шарка»: it names an aimak, which is looked up.
_LIVES = compile_late(
    r"\b(?:жаша|тура[мб]|жив[уеё]|(?:из|сел[аоеу])\b)|[дт][ае]нм[ыи]н\b|[дт][аеоө]\s+эмес", re.IGNORECASE
)
# By how much a wish to the bot must lead a matter that is named, and a need. Of 1 253 labelled
# proposals the first leads by 9.
_LEADS_A_MATTER, _LEADS_A_NEED = 20.0, 40.0


def _is_of_the_budget(text: str) -> bool:
    if calls_itself_one(text):
        return True  # «хочу предложить поставить урну у школы»
    if says_a_wish(text):
        return not find_nearest_meanings(text, above=_LEADS_A_NEED)
    is_said = bool(_LIVES.search(text)) or names_a_matter(text)
    return is_said and not find_nearest_meanings(text, above=_LEADS_A_MATTER)


def _speaks_of_a_matter(text: str) -> bool:
    return bool(_LIVES.search(text)) or says_a_wish(text) or names_a_matter(text)


router.is_about = names_a_matter
router.names_a_matter, router.speaks_of_a_matter, router.says_a_need = (
    _is_of_the_budget,
    _speaks_of_a_matter,
    says_a_wish,
)


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


_FREE = (Propose.text, Propose.name, Propose.place, Propose.amount, Mine.correct, Mine.add, Mine.resend)


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
