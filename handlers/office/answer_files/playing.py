"""The files of an answer, brought to whoever reads the queue. It was sent, is kept, or waits for the head."""

from collections.abc import Sequence

from bot.chat.message import read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office.answers.files import sending
from bot.office.reads import answer_files
from handlers.office.staff_only import proposal_acts
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from storage.answering.files import AnswerFile


@proposal_acts.on(choice="hear_answer", opens=True)
async def on_sent_files_wanted(talk: Talk) -> Replies:
    proposal, found = await answer_files.read_of_answer(talk.store, answer_id=read_row_id(talk.chosen), by=talk.person)
    return await _bring(talk, proposal.label, found)


@proposal_acts.on(choice="hear_draft", opens=True)
async def on_kept_files_wanted(talk: Talk) -> Replies:
    """Brings the files of an answer draft, also of one that waits for the head."""
    proposal, found = await answer_files.read_of_draft(talk.store, proposal_id=read_row_id(talk.chosen), by=talk.person)
    return await _bring(talk, proposal.label, found)


async def _bring(talk: Talk, label: str, found: Sequence[AnswerFile]) -> Replies:
    shown = sending.show_files(talk.words, label, found)
    here = await show_here(talk)
    return (*shown, here) if shown else put_above(talk.say("The files of this answer are kept no more."), here)
