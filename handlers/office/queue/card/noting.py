"""What an office notes of a proposal for itself: written, changed, taken off. Its author never sees it."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import find_meanings
from bot.language.kyrgyz import quote
from bot.office.answers import notes
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@dataclass(frozen=True)
class NoteBegun(Memory):
    """When the note that is on the screen was written (ms UTC); 0 where there is none."""

    note_read: int = 0


@proposal_acts.on(Desk.one, choice="note")
async def on_note_wanted(talk: Talk) -> Reply:
    return await talk.ask(Desk.note)


@proposal_acts.screen(Desk.note)
async def ask_for_note(talk: Talk) -> Reply:
    """Shows the note that is there, and asks for another."""
    note = await notes.read_note(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    await NoteBegun(note.written_at if note else 0).keep(talk)
    question = talk.say("Write a note for your office, up to {n} letters. The author does not see it.", n=notes.LONGEST)
    if note is None:
        return Reply(question, ways=list_ways(talk), free_text=True)
    there = talk.say("The note now: «{text}»", text=quote(note.text, notes.LONGEST))
    off = (talk.make_choice("note_off", "Erase the note"),)
    return Reply(f"{there}\n{question}", off, list_ways(talk), free_text=True)


@proposal_acts.on(Desk.note, kind=Kind.TEXT)
async def on_note_given(talk: Talk) -> Reply:
    """Keeps it."""
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    return await _write(talk, talk.text)


@proposal_acts.on(Desk.note, choice="note_off")
async def on_note_off(talk: Talk) -> Reply:
    """Takes it off."""
    return await _write(talk, "")


async def _write(talk: Talk, text: str) -> Reply:
    id, read = OfficeCard.of(talk).desk_proposal, NoteBegun.of(talk).note_read
    try:
        is_there = await notes.write_note(talk.store, id=id, text=text, read=read, by=talk.person, at=talk.now)
    except notes.NoteChanged:
        return put_above(
            talk.say("A colleague has changed the note meanwhile. Please read it anew."), await talk.ask_again()
        )
    said = talk.say("The note is kept. Your office alone sees it.") if is_there else talk.say("The note is erased.")
    return put_above(said, await show_one(talk))


@proposal_acts.on(Desk.note, choice=BACK)
async def on_no_note(talk: Talk) -> Reply:
    return await show_one(talk)
