"""How many people come along to a hearing: asked, read from what is written, asked back, noted."""

import re
from dataclasses import replace

from bot.budget.hearing import NotPossibleNow
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Unclear, list_ways
from bot.chat.texts import is_label
from bot.language.companions import (
    LONGEST_PHRASE,
    CompanionsOpen,
    CompanionsUnreadable,
    parse_companions,
    parse_companions_told,
    speaks_of_people,
)
from bot.language.gist.at_step import COUNT, find_share
from bot.language.in_words.company_told import count_all_of_us, count_told
from bot.language.intents import Intent, find_meanings
from bot.language.meanings.late_pattern import compile_late
from bot.office.hearings import attendance
from bot.office.hearings.attendance import MOST_COMPANIONS
from bot.office.reads import own, public
from handlers.resident.hearings.entering import (
    AfterNotices,
    HearingsRead,
    enter,
    find_chosen,
    is_ahead,
    is_notices_question_due,
    say_over,
)
from handlers.resident.states import Hearings, Notices
from handlers.shared.guidance import show_not_understood, show_stale
from handlers.shared.meant import ASIDE
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

# «Нас будет пятеро», and little more: «нас трое детей без садика» is no such word.
_WE_ARE = compile_late(
    r"\s*(?:(?:да|нет|неа|жок)[\s,]+)?(?:нас\s+(?:будет\s+|прид[её]т\s+)?\w+|будет\s+нас\s+\w+|\w+\s+нас(?=\s+(?:будет|прид)))"
    r"(?:\s+(?:человека?|чел|киши|адам|будет|прид[её]т))?[\s.!]*",
    re.IGNORECASE,
)
# «С нами ещё двое», «эки адам кошулат»: whoever says so comes.
_WITH_US = compile_late(r"(?:^|\W)(?:с нами|со мной|(?:биз|мен) менен|кошул(?:ат|абыз|ушат))(?=\W|$)", re.IGNORECASE)
READ_AT_MOST = 120  # characters
_LIKELY = 0.5  # that words say how many come
_PATIENCE = 2  # times a number is asked for in digits before a person's telephone is named

router.listens[str(Hearings.companions)] = ASIDE


def read_companions(text: str) -> int | None:
    """How many come along, where it is said with the coming: «жалгыз барам», «4 киши барабыз». Else it is None."""
    is_said = any(Intent.COME in find_meanings(one) for one in text.split()[:LONGEST_PHRASE])
    is_said = is_said or bool(_WITH_US.search(text[:READ_AT_MOST]))
    if not is_said and not _WE_ARE.fullmatch(text):
        return None
    if (in_all := count_all_of_us(text)) is not None:
        return in_all
    try:
        return parse_companions(text)
    except CompanionsUnreadable:
        return count_told(text) if is_said else None


@router.on(choice="companions")
async def on_companions_wanted(talk: Talk) -> Reply:
    """Asks somebody who comes once more how many come along."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    said = await own.find_rsvp(talk.store, hearing_id=hearing.id, by=talk.person) if hearing else None
    if hearing is None or said is None or not said.coming:
        return await show_stale(talk)
    if not is_ahead(talk, hearing):
        return await say_over(talk, hearing)
    await enter(talk)
    await replace(HearingsRead.of(talk), hearing=hearing.id).keep(talk)
    return await talk.ask(Hearings.companions)


@router.screen(Hearings.companions)
async def ask_companions(talk: Talk) -> Reply:
    """Asks how many come along; a count only, nobody's name."""
    if await find_chosen(talk) is None:
        return await talk.ask(Menu.open)
    skip = talk.make_choice("skip", "Skip", means=(Intent.SKIP, Intent.LATER))
    return Reply(
        talk.say("How many people come along with you? Write the number; nobody: 0."),
        ways=(skip, *list_ways(talk)),
        free_text=True,
    )


@router.on(Hearings.companions, kind=Kind.TEXT)
@router.on(Hearings.companions, means=Intent.COME)
async def on_companions_given(talk: Talk) -> Reply:
    """Keeps how many come along; «жалгыз барам» is nobody, of «3-4 киши» it asks which."""
    return await take_count(talk)


async def take_count(talk: Talk) -> Reply:
    """Takes a number of people from what was written; where it may be two numbers it asks which."""
    try:
        companions = parse_companions_told(talk.text)
    except CompanionsOpen as either:
        counts = tuple(Choice(f"companions_are:{one}", talk.words.number(one)) for one in either.counts)
        return Reply(talk.say("Which number shall be noted?"), counts, list_ways(talk))
    except CompanionsUnreadable:
        told = count_told(talk.text) if _tells_a_count(talk.text) else None
        if told is None and Intent.COME in find_meanings(talk.text):
            return await talk.ask_again()
        if told is None:
            return await _ask_for_digits(talk)
        companions = told
    if companions > MOST_COMPANIONS:
        return put_above(talk.say("At most {most} people are noted.", most=MOST_COMPANIONS), await talk.ask_again())
    return await note_companions(talk, companions)


@router.on(Hearings.companions, choice="companions_are")
async def on_companions_chosen(talk: Talk) -> Reply:
    """Takes the one of two numbers that was chosen, as if it had been written."""
    talk.incoming = replace(talk.incoming, text=talk.chosen)
    return await take_count(talk)


def _tells_a_count(text: str) -> bool:
    return find_share("companions", text, COUNT) >= _LIKELY


async def _ask_for_digits(talk: Talk) -> Reply:
    times = Unclear.of(talk).unclear
    is_other = bool(find_meanings(talk.text)) or is_label(talk.text)
    is_other = is_other or not (speaks_of_people(talk.text) or _tells_a_count(talk.text))
    if is_other or times >= _PATIENCE:
        return await show_not_understood(talk)
    await Unclear(times + 1).keep(talk)
    return put_above(talk.say("Please write the number in digits."), await talk.ask_again())


@router.on(Hearings.companions, choice="skip")
@router.on(Hearings.companions, means=Intent.REFUSE)
async def on_companions_left(talk: Talk) -> Reply:
    """Leaves the count as it is."""
    return await note_companions(talk, None)


@router.on(Hearings.companions, choice=BACK)
async def on_nobody_along(talk: Talk) -> Reply:
    """Goes back to the hearing; a typed 0 is the number it looks like."""
    return await note_companions(talk, 0 if talk.incoming.kind is Kind.TEXT and talk.text.strip() == "0" else None)


async def note_companions(talk: Talk, companions: int | None) -> Reply:
    """Notes how many come along, and goes back to the hearing; None leaves the count as it is."""
    hearing = await find_chosen(talk)
    if hearing is None:
        return await show_stale(talk)
    said = talk.say("Good, it is noted.")
    if companions is not None:
        try:
            await attendance.say_coming(
                talk.store, id=hearing.id, coming=True, companions=companions, by=talk.person, at=talk.now
            )
        except NotPossibleNow:
            return await say_over(talk, hearing)
    is_ours = hearing.aimak_id == talk.person.aimak_id
    if is_ours and await is_notices_question_due(talk):
        await replace(AfterNotices.of(talk), after_notices=str(Hearings.one)).keep(talk)
        return put_above(said, await talk.ask(Notices.ask))
    return put_above(said, await talk.ask(Hearings.one))
