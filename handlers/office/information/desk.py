"""Requests for information at the desk: the queue, one of them, its answer in words or as a file."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.information import requests
from bot.office.messengers.languages import list_languages
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from handlers.shared.wording import mark_language, say_author_language
from storage.information.requests import InformationRequest


class InformDesk(AtWork):
    """Requests for information as an office sees them."""

    list = State()
    one = State()
    answer = State()
    sure = State()


@dataclass(frozen=True)
class Answered(Memory, under="information_desk"):
    """The request that is looked at, and the words of its answer before they are sent."""

    one: int = 0
    text: str = ""
    late: bool = False  # whether only those are listed that are late


PAGES = paged(desk, InformDesk.list, leave=Menu.open, key="information_desk_page")


@desk.refuses(requests.AnsweredAlready)
async def say_answered(talk: Talk, refused: Refusal) -> Reply:
    """Says that it has its answer."""
    return put_above(talk.say("This request was answered already."), await talk.ask(InformDesk.list))


@desk.on(choice="inform_desk", opens=True)
async def on_requests_wanted(talk: Talk) -> Reply:
    """Shows the queue."""
    await PAGES.begin(talk)
    await replace(Answered.of(talk), late=False).keep(talk)
    return await talk.ask(InformDesk.list)


@desk.on(InformDesk.list, choice="inform_late")
async def on_late_ones_wanted(talk: Talk) -> Reply:
    """Lists only those that are late."""
    await PAGES.begin(talk)
    await replace(Answered.of(talk), late=True).keep(talk)
    return await talk.ask(InformDesk.list)


@desk.on(InformDesk.list, choice="inform_all")
async def on_all_wanted(talk: Talk) -> Reply:
    """Lists all of them again."""
    await PAGES.begin(talk)
    await replace(Answered.of(talk), late=False).keep(talk)
    return await talk.ask(InformDesk.list)


@desk.on(InformDesk.list, choice="inform_sheet")
async def on_sheet_wanted(talk: Talk) -> Replies:
    """Sends all requests as a spreadsheet without names; it is made when the message leaves."""
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.INFORM, aimak_id=aimak_id)
    await staff.record(
        talk.store, Act.EXPORT, by=talk.person, aimak_id=aimak_id, at=talk.now, object="aimak", object_id=aimak_id,
        what="information",
    )  # fmt: skip
    document = {"kind": "information", "aimak_id": aimak_id, "language": talk.words.language, "at": talk.now}
    return Reply(talk.say("Requests for information, without names."), document=document), await show_here(talk)


@desk.screen(InformDesk.list)
async def ask_which(talk: Talk) -> Reply:
    """Those that wait first, the soonest due; how many there are, and how many are late."""
    aimak_id, today = int(talk.person.aimak_id or 0), find_day(talk.now)
    counted = await requests.count(talk.store, aimak_id=aimak_id, at=talk.now, by=talk.person)
    only_late = Answered.of(talk).late and counted.late > 0

    async def fetch(offset: int, limit: int) -> list[InformationRequest]:
        return await requests.list_page(
            talk.store, aimak_id=aimak_id, offset=offset, limit=limit, late=only_late, at=talk.now, by=talk.person
        )

    page = await PAGES.fetch_page(talk, fetch, counted.late if only_late else counted.every)
    n = talk.words.number
    said = talk.say(
        "Requests for information — {every}. They wait — {waiting}, late — {late}.", every=n(counted.every),
        waiting=n(counted.waiting), late=n(counted.late),
    )  # fmt: skip
    days = requests.say_days(talk.words, await requests.read_days(talk.store, today))
    beside = [talk.make_choice("inform_sheet", "Excel")] if counted.every else []
    if counted.late:
        narrow = (
            talk.make_choice("inform_all", "All of them") if only_late else talk.make_choice("inform_late", "Late ones")
        )
        beside.insert(0, narrow)
    reads = await list_languages(talk.store, of=page.rows, act=Act.INFORM, aimak_id=aimak_id, by=talk.person)
    lines = {
        one.id: " ".join(filter(None, [
            requests.say_line(talk.words, one, today=today), mark_language(talk.words, reads.get(one.id))
        ]))
        for one in page.rows
    }  # fmt: skip
    choices = tuple(Choice(f"inform_one:{one.id}", f"№ {one.label}", line=lines[one.id]) for one in page.rows)
    return Reply(f"{said}\n{days}", choices, page.ways(talk, *beside))


@desk.on(choice="inform_one", opens=True)
async def on_request_chosen(talk: Talk) -> Reply:
    """Opens a request."""
    await requests.read(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await replace(Answered.of(talk), one=read_row_id(talk.chosen), text="").keep(talk)
    return await talk.ask(InformDesk.one)


@desk.screen(InformDesk.one)
async def ask_what_to_do(talk: Talk) -> Reply:
    """A request whole; one that waits can be answered."""
    one = await requests.read(talk.store, id=Answered.of(talk).one, by=talk.person)
    lines = [requests.say_line(talk.words, one, today=find_day(talk.now)), put_in_quotes(clean(one.text))]
    aimak_id = int(talk.person.aimak_id or 0)
    reads = await list_languages(talk.store, of=[one], act=Act.INFORM, aimak_id=aimak_id, by=talk.person)
    lines += [say_author_language(talk.words, reads[one.id])] if one.id in reads else []
    lines += [talk.say("Answer: {text}", text=clean(one.answer))] if one.answer else []
    if one.answered_at is not None:
        return Reply("\n".join(lines), (), (talk.back(),))
    return Reply("\n".join(lines), (talk.make_choice("inform_answer", "Answer it"),), (talk.back(),))


@desk.on(InformDesk.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    """Shows the queue again."""
    return await talk.ask(InformDesk.list)


@desk.on(InformDesk.one, choice="inform_answer")
async def on_answer_wanted(talk: Talk) -> Reply:
    """Asks for the answer."""
    return await talk.ask(InformDesk.answer)


@desk.screen(InformDesk.answer)
async def ask_answer(talk: Talk) -> Reply:
    """Asks for words or a file."""
    said = talk.say("Write the answer, or send a file: a photo or a document. A file is sent at once.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(InformDesk.answer, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Reply:
    """Shows the words before they leave."""
    await replace(Answered.of(talk), text=talk.text.strip()).keep(talk)
    return await talk.ask(InformDesk.sure)


@desk.screen(InformDesk.sure)
async def ask_sure(talk: Talk) -> Reply:
    """The answer as it will leave."""
    yes = talk.make_choice("inform_send", "Send the answer", means=(Intent.YES, Intent.SEND))
    change = talk.make_choice("inform_answer", "Change", means=(Intent.CHANGE, Intent.NO))
    return Reply(quote(Answered.of(talk).text, 500), (yes, change), (talk.back(),))


@desk.on(InformDesk.sure, choice="inform_answer")
@desk.on(InformDesk.sure, choice=BACK)
async def on_change_wanted(talk: Talk) -> Reply:
    """Asks for the answer again."""
    return await talk.ask(InformDesk.answer)


@desk.on(InformDesk.answer, choice=BACK)
async def on_answer_left(talk: Talk) -> Reply:
    """Answers nothing."""
    return await talk.ask(InformDesk.one)


@desk.on(InformDesk.sure, choice="inform_send")
async def on_answer_sent(talk: Talk) -> Reply:
    """Sends the words."""
    known = Answered.of(talk)
    await requests.answer(talk.store, id=known.one, text=known.text, by=talk.person, at=talk.now)
    return await _show_sent(talk)


@desk.on(InformDesk.answer, kind=Kind.MEDIA)
async def on_file_given(talk: Talk) -> Reply:
    """Sends a file, with the words below it."""
    file = talk.incoming.media[-1]
    if file.kind == "voice" or len(talk.incoming.media) > 1:
        return put_above(talk.say("An answer takes one photo or document."), await talk.ask_again())
    await requests.answer(
        talk.store, id=Answered.of(talk).one, text=talk.text, file=(file.kind, file.reference), by=talk.person,
        at=talk.now,
    )  # fmt: skip
    return await _show_sent(talk)


async def _show_sent(talk: Talk) -> Reply:
    await Answered.forget(talk)
    return put_above(talk.say("The answer is sent."), await talk.ask(InformDesk.list))
