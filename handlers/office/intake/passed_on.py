"""The answer to what was entered for somebody: the clerk notes that its author was told."""

from bot.chat.message import Reply, read_row_id
from bot.chat.screens import put_above
from bot.office.answers import told
from handlers.office.intake.to_tell import show_to_tell
from handlers.office.queue.card.screen import show_one
from handlers.office.staff_only import proposal_acts, reads_queue
from handlers.shared.router import Talk


@proposal_acts.on(choice="passed_on")
async def on_author_told(talk: Talk) -> Reply:
    """Keeps that the author was told, by whom and when."""
    proposal = await told.note_passed_on(talk.store, answer_id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    shown = await show_one(talk, proposal.id) if await reads_queue(talk) else await show_to_tell(talk)
    return put_above(talk.say("It is noted that the author was told in person."), shown)
