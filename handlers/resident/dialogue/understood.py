"""«Мындай түшүндүк: … Туурабы?»: an author says whether a voice was understood, and where not, says it anew."""

from dataclasses import replace
from typing import Any

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn
from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.talk import list_files, list_ways
from bot.chat.texts import is_label
from bot.language.intents import find_meanings
from bot.office import proposals
from bot.office.answers import dialogue
from bot.office.together import voices
from handlers.resident.dialogue.to_office import SayingMore, ask_for, send_to_office
from handlers.resident.states import Dialogue
from handlers.shared.guidance import ask_unclear
from handlers.shared.menu import go_on
from handlers.shared.router import Talk, router
from storage.proposals import Proposal


@router.on(choice="understood")
async def on_voice_understood(talk: Talk) -> Reply:
    """Keeps that it is so."""
    proposal = await _say(talk, agreed=True)
    return await go_on(talk, talk.say("Thank you. № {number} goes on so.", number=proposal.label))


@router.on(choice="understood_not")
async def on_voice_not_understood(talk: Talk) -> Reply:
    """Keeps that it is not so, and asks what was meant."""
    proposal = await _say(talk, agreed=False)
    return await ask_for(talk, Dialogue.understood, replace(SayingMore.of(talk), replying=proposal.id))


async def _say(talk: Talk, *, agreed: bool) -> Proposal:
    id, _, revision = talk.chosen.partition(".")
    return await voices.say_understood(
        talk.store, id=read_row_id(id), revision=read_row_id(revision), agreed=agreed, by=talk.person, at=talk.now
    )


@router.screen(Dialogue.understood)
async def ask_what_was_meant(talk: Talk) -> Reply:
    """Asks for it in words or by voice."""
    return Reply(talk.say("Please write it, or say it once more by voice."), ways=list_ways(talk), free_text=True)


@router.on(Dialogue.understood, kind=Kind.TEXT)
@router.on(Dialogue.understood, kind=Kind.MEDIA)
async def on_meant_given(talk: Talk) -> Reply:
    """Corrects the proposal with it; once it is answered, the clerk gets it as a reply."""
    if not talk.incoming.media and (find_meanings(talk.text) or is_label(talk.text)):
        return await ask_unclear(talk)
    id = SayingMore.of(talk).replying
    given: dict[str, Any] = {"id": id, "text": talk.text, "by": talk.person, "at": talk.now, "media": list_files(talk)}
    try:
        await proposals.get_correctable(talk.store, id=id, by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        return await send_to_office(
            talk, lambda: dialogue.reply(talk.store, **given), lambda number: _say_passed_on(talk, number)
        )
    return await send_to_office(
        talk, lambda: proposals.correct(talk.store, **given), lambda number: _say_corrected(talk, number)
    )


def _say_passed_on(talk: Talk, number: str) -> str:
    return talk.say("№ {number}. Your reply is passed on.", number=number)


def _say_corrected(talk: Talk, number: str) -> str:
    return talk.say("Thank you. № {number} is corrected, and the ayil okmotu reads it so.", number=number)
