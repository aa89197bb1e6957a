"""The lists of an office: what awaits an answer, what is kept, what did not arrive, what is answered."""

import re
from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply
from bot.chat.paging import paged
from bot.language.kyrgyz import quote
from bot.office.answers import answers
from bot.office.reads import proposals
from bot.office.wording.notices import decision_title
from handlers.office.colleagues import is_late, taken_line
from handlers.office.proposal_card import show_one
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import stale, unclear
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, router, ways
from handlers.shared.wording import quoted_parts

NUMBER = re.compile(r"(?:№|#)?\s*([0-9]{1,9})\.?")

LISTS = {
    "waiting": answers.waiting,
    "drafted": answers.drafted,
    "undelivered": answers.undelivered,
    "answered": answers.answered,
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
    which = ChosenList.of(talk).list
    found = await LISTS[which](talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
    page = await PAGES.of(talk, found)
    heads = {
        "waiting": talk.say_n("{n} proposal awaits an answer.", "{n} proposals await an answer.", len(found)),
        "drafted": talk.say_n("{n} answer is kept and not sent.", "{n} answers are kept and not sent.", len(found)),
        "undelivered": talk.say_n("{n} answer did not reach anyone.", "{n} answers did not reach anyone.", len(found)),
        "answered": talk.say_n("{n} proposal is answered.", "{n} proposals are answered.", len(found)),
    }
    if not found:
        return Reply(talk.say("There is nothing here."), ways=ways(talk))
    known = await proposals.with_answers(talk.store, of=page.rows, by=talk.person)
    lines = [heads[which], *[await _line(talk, one) for one in known]]
    choices = [Choice(f"desk_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in page.rows]
    at_once = (talk.choice("send_kept", "Send all of them"),) if which == "drafted" else ()
    return Reply("\n".join(lines), tuple(choices), (*at_once, *page.ways(talk)))


@desk.on(Desk.list, kind=Kind.TEXT)
async def number_typed(talk: Talk) -> Reply:
    """Opens the proposal whose number was typed, where nothing but the number was."""
    typed = NUMBER.fullmatch(talk.text.strip())
    found = (
        await proposals.numbered(talk.store, aimak_id=talk.person.aimak_id or 0, number=int(typed[1]), by=talk.person)
        if typed
        else None
    )
    return await show_one(talk, found.id) if found else await unclear(talk)


async def _line(talk: Talk, known: proposals.BeingAnswered) -> str:
    proposal = known.proposal
    values = {
        "number": proposal.label,
        "quote": quoted_parts(talk, quote(proposal.text, 60), proposal.files),
    }
    sent = known.sent
    if sent is not None:
        decision = decision_title(talk.words, sent.answer.decision)
        return talk.say("№ {number}, {standing}: {quote}", standing=decision, **values)
    values["until"] = talk.words.until(proposal.due_on)
    late = is_late(talk, proposal, sent)
    line = (
        talk.say("№ {number}, late, was due {until}: {quote}", **values)
        if late
        else talk.say("№ {number}, due {until}: {quote}", **values)
    )
    return " ".join(filter(None, [line, await _work_on(talk, known)]))


async def _work_on(talk: Talk, known: proposals.BeingAnswered) -> str:
    draft = known.draft
    if draft is not None:
        return talk.say("(waits for the head)") if draft.for_approval else talk.say("(an answer is kept)")
    taken = await taken_line(talk, known.proposal, known.sent)
    return f"({taken.rstrip('.')})" if taken else ""
