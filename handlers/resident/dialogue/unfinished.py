"""«Бүткөн эмес»: whoever heard that the work is done says, in words or by a photo, that it is not; the clerk hears it."""

from dataclasses import replace

from bot.chat.message import Kind, Reply
from bot.chat.texts import is_label
from bot.office.answers import works
from handlers.resident.dialogue.passing import SayingMore, ask_for, go_back, pass_on
from handlers.resident.states import Dialogue
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.talk import Talk, list_files, list_ways, put_above, read_row_id, router


@router.on(choice="unfinished")
async def on_unfinished_wanted(talk: Talk) -> Reply:
    """Takes what was written in reply to the notice, or asks for it where only the button was pressed."""
    if talk.taken:
        return await _carry(talk, read_row_id(talk.chosen))
    return await ask_for(talk, Dialogue.unfinished, replace(SayingMore.of(talk), work=read_row_id(talk.chosen)))


@router.screen(Dialogue.unfinished)
async def ask_what_is_missing(talk: Talk) -> Reply:
    """Asks what is not finished."""
    question = talk.say("What is not finished? Write it or send a photo: the clerk reads it.")
    return Reply(question, ways=list_ways(talk), free_text=True)


@router.on(Dialogue.unfinished, kind=Kind.TEXT)
@router.on(Dialogue.unfinished, kind=Kind.MEDIA)
async def on_missing_said(talk: Talk) -> Reply:
    """Carries it to the clerk."""
    if not talk.incoming.media and is_label(talk.text):
        return await ask_unclear(talk)
    if len(talk.text) > works.LONGEST:
        return put_above(
            talk.say("Please write it shorter: {most} letters at most.", most=works.LONGEST), await talk.ask_again()
        )
    return await _carry(talk, SayingMore.of(talk).work)


async def _carry(talk: Talk, said_id: int) -> Reply:
    media = list_files(talk)
    try:
        return await pass_on(
            talk,
            lambda: works.contest(
                talk.store, said_id=said_id, text=talk.text, by=talk.person, at=talk.now, media=media
            ),
            lambda number: talk.say(
                "№ {number}. Thank you: the ayil okmotu is told. You hear of it here.", number=number
            ),
        )
    except works.NothingContested:
        await go_back(talk)
        return await show_stale(talk)
