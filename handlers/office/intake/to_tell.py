"""People to tell: the answers to what somebody entered for others, each passed on by hand and marked so."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import PAGE, paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.answers import access, told
from bot.office.answers.passing_on import compose_to_pass_on, name_person
from bot.office.reads import to_tell
from bot.office.wording.answers.answer_words import name_decision
from handlers.office.intake.being_entered import intake_desk
from handlers.office.queue.lists import ChosenList
from handlers.office.staff_only import Desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import AtWork, Menu
from storage.log.office_lists import OfficeList

_SLIPS = ("own", "both")
MOST_NUMBERS = 40  # shown before several are noted at once


class Telling(AtWork):
    """Who is still to be told an answer: a list, one of them, all of them at once."""

    list = State()
    one = State()
    sure = State()


@dataclass(frozen=True)
class ToldOne(Memory):
    """The proposal (id) whose answer is looked at."""

    to_tell: int = 0


@dataclass(frozen=True)
class ToldTogether(Memory):
    """The answers (ids) that were shown before they are noted as told together, and of which list they are."""

    told_together: tuple[int, ...] = ()
    told_of: OfficeList = OfficeList.TO_TELL


router.idle |= {str(Telling.list)}
PAGES = paged(intake_desk, Telling.list, leave=Menu.open, key="telling_page")


@intake_desk.on(choice="to_tell")
async def on_list_wanted(talk: Talk) -> Reply:
    """Lists whom somebody has to tell an answer."""
    return await show_to_tell(talk)


async def show_to_tell(talk: Talk) -> Reply:
    """The first page of those who are still to be told."""
    await PAGES.begin(talk)
    return await talk.ask(Telling.list)


@intake_desk.screen(Telling.list)
async def ask_whom(talk: Talk) -> Reply:
    """Each with number, decision, name and telephone; pressed, it shows the answer as it is told."""
    asked = await PAGES.number(talk)
    found, authors = await to_tell.list_to_tell(
        talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), page=asked, size=PAGE
    )
    if found.number != asked:
        await PAGES.turn(talk, found.number - asked)
    if not found.total:
        nobody = talk.say("Nobody is to be told now. Once the office answers what you entered, you hear of it here.")
        return Reply(nobody, ways=list_ways(talk))
    lines = [talk.say_n("{n} answer is to be told by hand.", "{n} answers are to be told by hand.", found.total)]
    for row in found:
        decision = name_decision(talk.words, row.decision, inside=True) if row.decision else ""
        lines.append(
            talk.say(
                "№ {number}, {standing}: {quote}",
                number=row.label,
                standing=decision,
                quote=name_person(*authors.get(row.id, (None, None))) or put_in_quotes(quote(row.beginning, 60)),
            )
        )
    choices = tuple(Choice(f"tell_one:{row.id}", f"№ {row.label}", (row.label,)) for row in found)
    slips = (talk.make_choice("slips:own", "Slips to hand out"), talk.make_choice("slips:both", "Slips, 2 languages"))
    beside = (talk.make_choice("told_all", "All of them told"), *slips) if found.total > 1 else slips
    more = (talk.offer_more(),) if found.more else ()
    return Reply("\n".join(lines), choices, (*beside, *more, *list_ways(talk)))


@intake_desk.on(choice="tell_one")
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one answer as it is told."""
    await ToldOne(read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Telling.one)


@intake_desk.screen(Telling.one)
async def ask_whether_told(talk: Talk) -> Reply:
    """The answer in the language of its author, whom to tell it, and the button that opens WhatsApp."""
    found = await to_tell.read_to_tell(talk.store, proposal_id=ToldOne.of(talk).to_tell, by=talk.person)
    shown = compose_to_pass_on(talk.words, found.proposal, found.sent, found.phone)
    return Reply(shown.text, shown.choices, list_ways(talk), links=shown.links)


@intake_desk.on(Telling.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(Telling.list)


@intake_desk.on(choice="told_all")
async def on_all_told(talk: Talk) -> Reply:
    """Asks once more before several are noted as told. They are one's own list, or those that the office did not reach."""
    which = OfficeList.UNDELIVERED if talk.chosen == OfficeList.UNDELIVERED.value else OfficeList.TO_TELL
    found = await _list_all(talk, which)
    await ToldTogether(tuple(id for id, _ in found), which).keep(talk)
    return await talk.ask(Telling.sure)


async def _list_all(talk: Talk, which: OfficeList) -> list[tuple[int, str]]:
    aimak_id = int(talk.person.aimak_id or 0)
    return await to_tell.list_all_to_tell(
        talk.store, which=which, by=talk.person, aimak_id=aimak_id, narrow=ChosenList.of(talk).narrow
    )


@intake_desk.screen(Telling.sure)
async def ask_whether_all(talk: Talk) -> Reply:
    """Which answers they are."""
    shown = ToldTogether.of(talk)
    labels = [f"№ {label}" for id, label in await _list_all(talk, shown.told_of) if id in set(shown.told_together)]
    if not labels:
        return await _go_back(talk)
    numbers = ", ".join(labels[:MOST_NUMBERS]) + (" …" if len(labels) > MOST_NUMBERS else "")
    asked = talk.say_n(
        "Was the author of {n} proposal told? {numbers}",
        "Were the authors of {n} proposals told? {numbers}",
        len(labels),
        numbers=numbers,
    )
    return Reply(asked, (talk.make_choice("told_sure", "Yes, all", means=(Intent.YES,)),), list_ways(talk))


async def _go_back(talk: Talk) -> Reply:
    return await talk.ask(Desk.list if ToldTogether.of(talk).told_of is OfficeList.UNDELIVERED else Telling.list)


@intake_desk.on(Telling.sure, choice=BACK)
async def on_not_all(talk: Talk) -> Reply:
    """Notes nothing, and returns to the list."""
    return await _go_back(talk)


@intake_desk.on(Telling.sure, choice="told_sure")
async def on_sure(talk: Talk) -> Reply:
    """Notes those that were shown; what was answered anew meanwhile still waits to be told."""
    shown = ToldTogether.of(talk).told_together
    noted = await told.note_all_passed_on(talk.store, answer_ids=shown, by=talk.person, at=talk.now)
    said = talk.say_n("It is noted that {n} author was told.", "It is noted that {n} authors were told.", noted)
    back = await _go_back(talk)
    await ToldTogether.forget(talk)
    return put_above(said, back)


@intake_desk.on(choice="slips")
async def on_slips_wanted(talk: Talk) -> Replies:
    """Sends the answers one has to tell as slips to cut apart; they are made when the message leaves."""
    if talk.chosen not in _SLIPS:
        return await show_stale(talk)
    found = await make_slips(talk, OfficeList.TO_TELL, both=talk.chosen == "both")
    return await show_to_tell(talk) if found is None else (found, await show_to_tell(talk))


async def make_slips(talk: Talk, which: OfficeList, *, both: bool) -> Reply | None:
    """The message that brings the slips of a list; None where there is nobody to tell. Raises NotAllowed."""
    aimak_id = int(talk.person.aimak_id or 0)
    narrow = ChosenList.of(talk).narrow
    chosen = await to_tell.choose_to_tell(talk.store, which=which, by=talk.person, aimak_id=aimak_id, narrow=narrow)
    n = await to_tell.count(talk.store, chosen)
    if not n:
        return None
    await staff.record(talk.store, Act.EXPORT, by=talk.person, aimak_id=aimak_id, at=talk.now, what="slips")
    document = chosen.to_json() | {
        "kind": "slips", "both": both, "language": talk.words.language, "day": str(find_day(talk.now))
    }  # fmt: skip
    said = talk.say_n(
        "{n} answer to print and hand out. It counts as told once you say so.",
        "{n} answers to print, cut apart and hand out. They count as told once you say so.",
        n,
    )
    return Reply(said, document=document)


@intake_desk.refuses(access.NothingToTell, AlreadyWithdrawn)
async def say_told_already(talk: Talk, _refused: Refusal) -> Reply:
    """Says that this one waits no more, and shows the list."""
    return put_above(talk.say("This answer waits to be told no more."), await show_to_tell(talk))
