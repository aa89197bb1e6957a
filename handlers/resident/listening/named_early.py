"""An aimak that is named before it is asked for: by a link's word, a name, a sentence."""

import re
from dataclasses import replace

from bot.language.meanings.late_pattern import compile_late
from handlers.resident.choose_aimak import MOST_WORDS_OF_A_NAME, find_named_here
from handlers.resident.listening.aimak_names import leave_out_kind, list_named_in_sentence
from handlers.shared.coming_in import ChoosingAimak, list_served_here, move_to
from handlers.shared.router import Talk

_START_WORD = compile_late(r"\s*[aа][\s_.–-]+(?P<name>\w[\w\s–-]{1,60})", re.IGNORECASE)


async def note_place(talk: Talk) -> bool:
    """Notes the aimak that somebody names before the language is chosen; false where there is none, or more is said."""
    if await _follow_start_word(talk):
        return True
    if named := bool(list_named_in_sentence(await list_served_here(talk), talk.text)):
        await _remember(talk)
    return named


async def note_name(talk: Talk) -> bool:
    """Remembers the name of an aimak that was typed before its time; false where it is none."""
    if await _follow_start_word(talk):
        return True
    if len(leave_out_kind(talk.text).split()) > MOST_WORDS_OF_A_NAME or not await find_named_here(talk, talk.text):
        return False
    await _remember(talk)
    return True


async def _follow_start_word(talk: Talk) -> bool:
    # The word of a link, changed by hand before it was sent: «а көк жар», «A kok-jar».
    marked = _START_WORD.fullmatch(talk.text)
    found = await find_named_here(talk, marked["name"]) if marked else []
    if len(found) == 1:
        await move_to(talk, found[0])
    return len(found) == 1


async def _remember(talk: Talk) -> None:
    await replace(ChoosingAimak.of(talk), typed=talk.text[:100]).keep(talk)
