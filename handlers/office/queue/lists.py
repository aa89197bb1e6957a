"""The lists of an office: what awaits an answer, has an answer draft, did not arrive, is answered."""

import re
from dataclasses import dataclass, replace

from bot.budget.permissions import Act, may
from bot.budget.workdays import day_of
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply
from bot.chat.paging import PAGE, paged
from bot.chat.talk import Replies
from bot.chat.texts import fold_short, in_every_language
from bot.language.kyrgyz import fold, quote
from bot.office import staff
from bot.office.reads import office_lists, proposals
from bot.office.wording.notices import name_decision
from handlers.office.colleagues import taken_by_line
from handlers.office.queue.card import show_one
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import stale, unclear
from handlers.shared.menu import DESK
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, router, ways
from handlers.shared.wording import quoted_parts
from storage.log.proposal_lists import Listed

NUMBER = re.compile(r"(?:№|#)?\s*([0-9]{1,9})\.?")

_NAMED = re.compile(r"(?:(?:№|#|номери?|номер)\s*([0-9]{1,9})|(0[0-9]{3,8}|[0-9]{3,9}))[.?!]?", re.IGNORECASE)

LISTS = {
    "waiting": office_lists.list_waiting,
    "drafted": office_lists.list_drafted,
    "undelivered": office_lists.list_undelivered,
    "answered": office_lists.list_answered,
}

# Whoever looks through a list answers what came last.
router.idle |= {str(Desk.list)}


@dataclass(frozen=True)
class ChosenList(Memory):
    """Which of the office's lists is looked at."""

    list: str = "waiting"


PAGES = paged(desk, Desk.list, leave=Menu.open)


@desk.on(choice="desk_list")
async def list_wanted(talk: Talk) -> Reply:
    """Shows one of the office's lists."""
    if talk.chosen not in LISTS:
        return await stale(talk)
    await PAGES.begin(talk)
    await ChosenList(list=talk.chosen).keep(talk)
    return await talk.ask(Desk.list)


@desk.screen(Desk.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists proposals in pages, the soonest due first."""
    which, asked = ChosenList.of(talk).list, await PAGES.number(talk)
    aimak_id = int(talk.person.aimak_id or 0)
    found = await LISTS[which](talk.store, by=talk.person, aimak_id=aimak_id, page=asked, size=PAGE)
    if found.number != asked:
        await PAGES.turn(talk, found.number - asked)
    heads = {
        "waiting": talk.say_n("{n} proposal awaits an answer.", "{n} proposals await an answer.", found.total),
        "drafted": talk.say_n("{n} answer is kept and not sent.", "{n} answers are kept and not sent.", found.total),
        "undelivered": talk.say_n("{n} answer did not reach anyone.", "{n} answers did not reach anyone.", found.total),
        "answered": talk.say_n("{n} proposal is answered.", "{n} proposals are answered.", found.total),
    }
    if not found.total:
        return Reply(talk.say("There is nothing here."), ways=ways(talk))
    lines = [heads[which], *[await _line(talk, proposal) for proposal in found]]
    choices = [Choice(f"desk_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in found]
    at_once = (talk.choice("send_kept", "Send all of them"),) if which == "drafted" else ()
    return Reply("\n".join(lines), tuple(choices), (*at_once, *((talk.more(),) if found.more else ()), *ways(talk)))


@desk.on(Desk.list, kind=Kind.TEXT)
async def number_typed(talk: Talk) -> Replies:
    """Opens the proposal whose number was typed, where nothing but the number was, or the screen that was named."""
    typed = NUMBER.fullmatch(talk.text.strip())
    found = (
        await proposals.find_by_number(
            talk.store, aimak_id=talk.person.aimak_id or 0, number=int(typed[1]), by=talk.person
        )
        if typed
        else None
    )
    return await show_one(talk, found.id) if found else await desk_word(talk) or await unclear(talk)


async def desk_word(talk: Talk) -> Replies | None:
    """Opens the screen or the proposal of their office that is named; None for whoever is named none, or works in none."""
    if talk.incoming.kind is not Kind.TEXT or not await staff.list_standings(talk.store, talk.person):
        return None
    typed = fold_short(talk.text)
    for _, id, title in DESK:  # who has no right to one hears so, rather than that it was not understood
        if typed and typed in map(fold, in_every_language(title)):
            found = router.find(None, replace(talk.incoming, kind=Kind.CHOICE, choice=id), {})
            talk.chosen = found.chosen
            return await found.handler(talk)
    return await _show_numbered(talk)


async def _show_numbered(talk: Talk) -> Replies | None:
    typed, aimak_id = _NAMED.fullmatch(talk.text.strip()), talk.person.aimak_id or 0
    if typed is None or not may(await staff.list_standings(talk.store, talk.person), Act.READ_QUEUE, aimak_id):
        return None
    number = int(typed[1] or typed[2])
    found = await proposals.find_by_number(talk.store, aimak_id=aimak_id, number=number, by=talk.person)
    if found is None:
        return None
    talk.chosen = str(found.id)
    return await show_one(talk, found.id)


async def _line(talk: Talk, listed: Listed) -> str:
    values = {
        "number": listed.label,
        "quote": quoted_parts(talk, quote(listed.beginning, 60), listed.files),
    }
    if listed.decision is not None:
        return talk.say(
            "№ {number}, {standing}: {quote}",
            standing=name_decision(talk.words, listed.decision, inside=True),
            **values,
        )
    values["until"] = talk.words.until(listed.due_on)
    line = (
        talk.say("№ {number}, late, was due {until}: {quote}", **values)
        if listed.due_on < day_of(talk.now)
        else talk.say("№ {number}, due {until}: {quote}", **values)
    )
    return " ".join(filter(None, [line, await _work_on(talk, listed)]))


async def _work_on(talk: Talk, listed: Listed) -> str:
    if listed.draft is not None:
        return talk.say("(waits for the head)") if listed.draft else talk.say("(an answer is kept)")
    taken = await taken_by_line(talk, listed.taken_by, listed.aimak_id)
    return f"({taken.rstrip('.')})" if taken else ""
