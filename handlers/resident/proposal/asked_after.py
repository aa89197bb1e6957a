"""Somebody asks what came of a proposal of theirs, by its number or without one."""

import re

from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.office.reads import own
from handlers.resident.my_proposals import mine_wanted, one_chosen
from handlers.resident.states import Mine
from handlers.shared.meant import ASIDE
from handlers.shared.talk import Talk, router

_NUMBER = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
_LOOKED_THROUGH = 100  # of a person's own proposals, the newest first


router.listens[str(Mine.correct)] = ASIDE


@router.on(means=Intent.STATUS)
async def status_wanted(talk: Talk) -> Replies:
    """Shows the proposal whose number is named, else the list."""
    return await _find_numbered(talk) or await mine_wanted(talk)


async def _find_numbered(talk: Talk) -> Replies | None:
    """Shows the person's proposal whose number stands in what was typed; None where there is no such one."""
    numbers = _NUMBER.findall(talk.text)
    if len(numbers) != 1 or talk.person.language is None:
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    found = next((one for one in sent if int(one.label) == int(numbers[0])), None)
    if found is None:
        return None
    talk.chosen = str(found.id)
    return await one_chosen(talk)
