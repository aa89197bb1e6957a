"""Leads a person on: to the first thing still missing, out of an unclear reply, from an old button."""

from bot.chat.message import Reply
from handlers import draft
from handlers.states import Menu, Propose, Start
from handlers.talk import Talk, above, value, whom_to_call


async def come_in(talk: Talk) -> Reply:
    """The first thing still missing: the language, the aimak, what was begun; else the menu."""
    if talk.person.language is None:
        return await talk.ask(Start.language)
    if talk.person.aimak_id is None:
        return await talk.ask(Start.oblast)
    if await draft.is_held(talk):
        await draft.release(talk)
        return await talk.ask(await draft.next_step(talk))
    if await draft.is_to_be_offered(talk):
        return await talk.ask(Propose.resume)
    return await talk.ask(Menu.open)


async def unclear(talk: Talk) -> Reply:
    """After one and two unclear replies simpler words, after three a person's telephone; always with the question."""
    times = await value(talk, "unclear", 0) + 1
    question = await here(talk)
    await talk.state.update_data(unclear=times)
    if times == 1:
        return above(talk.say("I did not understand that."), question)
    if times == 2:
        return above(talk.say("Please press a button, or write only the number: 1, 2 or 3."), question)
    return above(await whom_to_call(talk), question)


async def stale(talk: Talk) -> Reply:
    """Says that a button belongs to a question that is over, and shows the present one."""
    return above(talk.say("This button is from an earlier question."), await here(talk))


async def here(talk: Talk) -> Reply:
    """The present question, or the first that is due where the conversation stands nowhere."""
    if talk.state.state in talk.screens and talk.person.language is not None:
        return await talk.again()
    return await come_in(talk)
