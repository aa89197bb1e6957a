"""Who of an office handles a proposal: it is handed over to a colleague by name, or released."""

from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.texts import LABEL
from bot.office.answers import handling
from handlers.office.colleagues import say_name
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import show_meanwhile
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.router import Talk

COLLEAGUES = paged(proposal_acts, Desk.hand, leave=show_one, key="hand_page")


@proposal_acts.on(Desk.one, choice="hand_over")
async def on_handing_wanted(talk: Talk) -> Reply:
    if (meanwhile := await show_meanwhile(talk)) is not None:
        return meanwhile
    await COLLEAGUES.begin(talk)
    return await talk.ask(Desk.hand)


@proposal_acts.screen(Desk.hand)
async def ask_whom(talk: Talk) -> Reply:
    proposal_id = OfficeCard.of(talk).desk_proposal
    page = await COLLEAGUES.of(talk, await handling.list_colleagues(talk.store, id=proposal_id, by=talk.person))
    if not page.rows:
        return Reply(talk.say("Nobody else works in your office yet."), ways=page.ways(talk))
    choices = []
    for member in page.rows:
        name = say_name(talk, member)
        choices.append(Choice(f"hand_to:{member.id}", name[:LABEL], (name,), line=name))
    return Reply(talk.say("To whom do you hand it over?"), tuple(choices), page.ways(talk))


@proposal_acts.on(Desk.hand, choice="hand_to")
async def on_handed_over(talk: Talk) -> Reply:
    """Hands it over, and says whether the colleague could be told."""
    proposal_id = OfficeCard.of(talk).desk_proposal
    try:
        is_told = await handling.hand_over(
            talk.store, id=proposal_id, to=read_row_id(talk.chosen), by=talk.person, at=talk.now
        )
    except handling.NoColleague:
        return put_above(talk.say("This colleague works here no more."), await talk.ask_again())
    except handling.HasItAlready:
        return put_above(talk.say("This colleague has it already."), await show_one(talk))
    said = (
        talk.say("It is handed over, and your colleague is told.")
        if is_told
        else talk.say("It is handed over. Your colleague could not be reached: please tell them yourself.")
    )
    return put_above(said, await show_one(talk))


@proposal_acts.on(Desk.one, choice="release")
async def on_released(talk: Talk) -> Reply:
    """Lets any colleague take it."""
    proposal_id = OfficeCard.of(talk).desk_proposal
    await handling.release(talk.store, id=proposal_id, by=talk.person, at=talk.now)
    return put_above(talk.say("Any colleague may take it now."), await show_one(talk))
