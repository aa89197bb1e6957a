"""A filled list of proposals, photographed: one sheet, many rows, of which each keeps the picture."""

from dataclasses import replace

from bot.chat.message import Reply
from handlers.office.intake.being_entered import BeingEntered, Intake, Series, go_on, intake_desk, next_step
from handlers.shared.guidance import stale
from handlers.shared.talk import Talk, above


@intake_desk.on(Intake.text, choice="intake_sheet")
async def sheet_begun(talk: Talk) -> Reply:
    """Enters a filled list row by row: its photo stays with each of them."""
    kept = BeingEntered.of(talk)
    if not kept.written.media:
        return await stale(talk)
    await replace(Series.of(talk), sheet=kept.written.media, row=1).keep(talk)
    return await talk.again()


@intake_desk.on(Intake.text, choice="intake_sheet_done")
async def sheet_done(talk: Talk) -> Reply:
    """Lets go of the list; the next proposal has no photo of it."""
    rows = Series.of(talk).row - 1
    await replace(Series.of(talk), sheet=(), row=0).keep(talk)
    await go_on(talk)
    said = talk.say_n("The list is done: {n} row was entered.", "The list is done: {n} rows were entered.", rows)
    return above(said, await talk.ask(next_step(talk)))
