"""The list of one's own proposals, the newest first."""

import re
from dataclasses import replace

from bot.budget.proposal import write_number
from bot.chat.message import Choice, Kind, Reply
from bot.chat.paging import PAGE, paged
from bot.language.kyrgyz import quote
from bot.language.meanings.late_pattern import compile_late
from bot.office.reads import own, public
from bot.office.together import supports
from handlers.resident.states import Mine
from handlers.shared import proposal_draft
from handlers.shared.guidance import come_in
from handlers.shared.menu import show_menu_for
from handlers.shared.referrals import say_unsent
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import (
    quote_parts,
    say_standing_of,
)
from storage.log.proposal_lists import Listed

PAGES = paged(router, Mine.list, leave=Menu.open)


@router.on(choice="mine", opens=True)
async def on_mine_wanted(talk: Talk) -> Reply:
    """Lists the person's proposals, or says that there is none."""
    if talk.person.language is None:
        return await come_in(talk)
    if not await own.list_proposals(talk.store, by=talk.person, most=1):
        if await supports.list_supported(talk.store, by=talk.person, most=1):
            return await talk.ask(Mine.supported)
        return await _show_none(talk)
    await PAGES.begin(talk)
    return await talk.ask(Mine.list)


async def _show_none(talk: Talk) -> Reply:
    waits = "\n".join(filter(None, [await _say_no_such(talk), say_unsent(talk)]))
    menu = await show_menu_for(talk, waits or talk.say("You have made no proposal yet."))
    return replace(menu, ways=(*_to_unsent(talk), *menu.ways))


_NUMBERED = compile_late(r"(?:№|#|номер\w*)\s*0*(\d{1,6})\b", re.IGNORECASE)


async def _say_no_such(talk: Talk) -> str:
    # «№ 37 эмне болду»: of a number that is not theirs it is said.
    named = _NUMBERED.search(talk.text) if talk.incoming.kind is Kind.TEXT else None
    if named is None or await supports.find_numbered(talk.store, number=int(named[1]), by=talk.person) is not None:
        return ""
    return talk.say("There is no proposal № {number} here.", number=write_number(int(named[1])))


def _to_unsent(talk: Talk) -> tuple[Choice, ...]:
    return (talk.make_choice("unsent_list", "Not sent yet"),) if proposal_draft.list_unsent(talk) else ()


@router.screen(Mine.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the proposals, the newest first, each with its number and where it stands."""
    found = await own.read_page(talk.store, by=talk.person, page=await PAGES.number(talk), size=PAGE)
    here = await PAGES.settle(talk, found, found.number, more=found.more)
    several = await own.count_aimaks(talk.store, by=talk.person) > 1
    waits = [say_unsent(talk)] if proposal_draft.list_unsent(talk) else []
    lines = [*waits, talk.say("Your proposals:"), *[await _say_line(talk, one, several=several) for one in here.rows]]
    choices = [Choice(f"mine_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in here.rows]
    joined = await supports.list_supported(talk.store, by=talk.person, most=1)
    beside = (talk.make_choice("supported", "What I support"),) if joined else ()
    return Reply("\n".join(lines), tuple(choices), here.ways(talk, *_to_unsent(talk), *beside))


async def _say_line(talk: Talk, listed: Listed, *, several: bool) -> str:
    values = {
        "number": listed.label,
        "standing": say_standing_of(talk, listed.withdrawn_at, listed.decision),
        "quote": quote_parts(talk, quote(listed.beginning, 60), listed.files),
    }
    if not several:
        return talk.say("№ {number}, {standing}: {quote}", **values)
    aimak = await public.read_aimak(talk.store, id=listed.aimak_id)
    return talk.say("№ {number} ({aimak}), {standing}: {quote}", aimak=aimak.name(talk.words.language), **values)
