"""A filled list of proposals, photographed: one sheet, many rows, of which each keeps the picture."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.screens import put_above
from handlers.office.intake.being_entered import BeingEntered, Intake, Series, find_next_step, go_on, intake_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk


@intake_desk.on(Intake.text, choice="intake_sheet")
async def on_sheet_begun(talk: Talk) -> Reply:
    """Enters a filled list row by row: its photo stays with each of them."""
    kept = BeingEntered.of(talk)
    if not kept.written.media:
        return await show_stale(talk)
    await replace(Series.of(talk), sheet=kept.written.media, row=1).keep(talk)
    return await talk.ask_again()


@intake_desk.on(Intake.text, choice="intake_sheet_done")
async def on_sheet_done(talk: Talk) -> Reply:
    """Lets go of the list; the next proposal has no photo of it."""
    rows = Series.of(talk).row - 1
    await replace(Series.of(talk), sheet=(), row=0).keep(talk)
    await go_on(talk)
    said = talk.say_n("The list is done: {n} row was entered.", "The list is done: {n} rows were entered.", rows)
    return put_above(said, await talk.ask(find_next_step(talk)))
