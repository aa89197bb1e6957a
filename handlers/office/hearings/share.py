"""What a clerk forwards of a hearing: its notice again, a short text, papers for the hall, questions."""

from bot.budget.permissions import Act
from bot.budget.workdays import move_to_bishkek
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.export.hearing_files import LINK, find_link
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office.broadcasts import broadcasts
from bot.office.hearings import groups, hearings
from bot.office.messenger_accounts import links
from bot.office.reads import hearings as reads
from bot.office.reads import public
from bot.office.rules import find_end_of_night
from bot.office.wording import hearing_notices
from handlers.office.hearings.card import find_chosen, say_it_is_too_late, show_hearing
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.router import Talk
from storage.hearings import Hearing
from storage.queue.broadcasts import Broadcast

PAGE = 3000  # characters of questions a message, each of them whole


@hearing_desk.on(HearingDesk.one, choice="hearing_again")
async def on_again_wanted(talk: Talk) -> Replies:
    """Sends the notice again. At night, or where it left lately or is still to leave, it is asked first."""
    told = await groups.find_last_told(talk.store, await find_chosen(talk, Act.BROADCAST))
    if told is not None and (_is_to_leave(talk, told) or await find_end_of_night(talk.store, at=talk.now) is not None):
        return await talk.ask(HearingDesk.again)
    return await _show_sent_again(talk, sure=False)


def _is_to_leave(talk: Talk, told: Broadcast) -> bool:
    return told.began_at is None and told.finished_at is None and told.starts_at > talk.now


@hearing_desk.screen(HearingDesk.again)
async def ask_whether_again(talk: Talk) -> Reply:
    """Asks whether to send the same so soon, at night, or earlier than planned: all that is true of it."""
    told = await groups.find_last_told(talk.store, await find_chosen(talk, Act.BROADCAST))
    lately = told is not None and await broadcasts.was_sent_lately(talk.store, told, at=talk.now)
    reasons = []
    if told is not None and _is_to_leave(talk, told):
        begins = move_to_bishkek(told.starts_at)
        when = talk.words.moment(begins.date(), begins.hour, begins.minute)
        reasons.append(talk.say("It is to leave {when}.", when=when))
    if lately:
        reasons.append(talk.say("The same was sent a short while ago."))
    if await find_end_of_night(talk.store, at=talk.now) is not None:
        reasons.append(talk.say("It is night, and a message may wake people."))
    question = talk.say("Send it to everybody once more?") if lately else talk.say("Send it now?")
    return Reply(
        " ".join([*reasons, question]),
        (
            talk.make_choice("again_sure:yes" if lately else "again_sure:now", "Yes", means=(Intent.YES,)),
            talk.make_choice("again_sure:no", "No", means=(Intent.NO,)),
        ),
        list_ways(talk),
    )


@hearing_desk.on(HearingDesk.again, choice="again_sure")
async def on_again_answered(talk: Talk) -> Replies:
    """Sends it, or does not; what came in between and was not asked about is asked then."""
    if talk.chosen not in {"yes", "now"}:
        return await show_hearing(talk)
    return await _show_sent_again(talk, sure=talk.chosen == "yes")


async def _show_sent_again(talk: Talk, *, sure: bool) -> Replies:
    try:
        hearing = await find_chosen(talk, Act.BROADCAST)
        told = await groups.find_last_told(talk.store, hearing)
        if told is None:
            return put_above(say_it_is_too_late(talk), await show_hearing(talk))
        await broadcasts.send_again(talk.store, id=told.id, by=talk.person, at=talk.now, sure=sure)
    except broadcasts.SentLately:
        return await talk.ask(HearingDesk.again)
    return put_above(talk.say("It is being sent once more."), await show_hearing(talk))


@hearing_desk.on(HearingDesk.one, choice="hearing_forward")
async def on_forwarding_wanted(talk: Talk) -> Replies:
    """Sends the short text, in each language a message that can be forwarded."""
    hearing = await find_chosen(talk)
    return (*await to_pass_on(talk, hearing), await talk.ask_again())


async def to_pass_on(talk: Talk, hearing: Hearing) -> list[Reply]:
    """A short text in each language, each a message that can be forwarded."""
    aimak, link = await public.read_aimak(talk.store, id=hearing.aimak_id), await find_link(talk.store, hearing.id)
    papers = await hearings.list_handed_out(talk.store, hearing)
    doors = await links.list_doors(talk.store, f"{LINK}{hearing.id}", aimak_id=hearing.aimak_id)
    others = [door.link for door in doors if door.link != link]
    return [
        Reply(hearing_notices.compose_forward(Words(one), hearing, aimak, link, papers, other_links=others), stays=True)
        for one in LANGUAGES
    ]


@hearing_desk.on(HearingDesk.one, choice="hearing_kit")
async def on_kit_wanted(talk: Talk) -> Replies:
    """Sends the papers for the hall."""
    return await _send_document(talk, talk.say("The papers for the hall."), kind="kit")


@hearing_desk.on(HearingDesk.one, choice="hearing_calendar")
async def on_calendar_wanted(talk: Talk) -> Replies:
    """Sends the calendar file."""
    return await _send_document(talk, talk.say("The calendar file."), kind="calendar", language=talk.words.language)


async def _send_document(talk: Talk, said: str, **document: str) -> Replies:
    hearing = await find_chosen(talk)
    return Reply(said, document={**document, "hearing_id": hearing.id}), await talk.ask_again()


@hearing_desk.on(HearingDesk.one, choice="hearing_questions")
async def on_questions_wanted(talk: Talk) -> Replies:
    """Shows what was asked, in pages, each page a message."""
    hearing = await find_chosen(talk)
    asked = await reads.list_questions(talk.store, id=hearing.id, by=talk.person)
    pages = _list_pages([f"{n}. {quote(text, hearings.LONGEST_QUESTION)}" for n, text in enumerate(asked, 1)])
    return (*(Reply(page, stays=True) for page in pages), await talk.ask_again())


def _list_pages(lines: list[str]) -> list[str]:
    pages: list[str] = []
    for line in lines:
        if pages and len(pages[-1]) + len(line) < PAGE:
            pages[-1] += f"\n{line}"
        else:
            pages.append(line)
    return pages
