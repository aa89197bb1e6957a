"""The last resort: old buttons, unknown commands, things that cannot be read. Everyone gets a word."""

from dataclasses import replace

from bot.chat.message import BACK, MORE, Kind, Reply
from bot.chat.screens import note_above, put_above
from bot.chat.talk import Replies
from handlers.shared.guidance import say_commands, show_here, show_not_understood, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Start, find_group
from handlers.shared.wording import say_not_taken


@router.on(choice="stale")
@router.on(choice=BACK)
@router.on(choice=MORE)
async def on_old_button(talk: Talk) -> Reply:
    """A button whose question is over."""
    return await show_stale(talk)


@router.on(command="unknown")
async def on_command_unknown(talk: Talk) -> Reply:
    """Says which commands there are."""
    said = talk.say("There is no such command. There are:")
    return put_above(f"{said}\n{say_commands(talk)}", await show_here(talk))


@router.on(kind=Kind.TOO_LARGE)
@router.on(kind=Kind.TOO_MANY)
@router.on(kind=Kind.NO_ROOM)
@router.on()
async def on_file_not_taken(talk: Talk) -> Replies:
    """Says why a file is not taken. The words that came with it are heard as if written alone."""
    why = say_not_taken(talk)
    if not talk.text.strip():
        return note_above(why, await show_here(talk))
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT)
    if find_group(talk.state.state) == Start.__name__:
        return note_above(why, await show_not_understood(talk))  # kept: it is hardly the name of an aimak
    found = router.find(talk.state.state, talk.incoming, {"free": True})
    talk.chosen = found.chosen
    replies = await found.handler(talk)
    first, *others = replies if isinstance(replies, tuple) else (replies,)
    return note_above(why, first), *others
