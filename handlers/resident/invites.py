"""Coming in by an invite of an office, by its link or its typed code."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.language.meanings.late_pattern import compile_late
from handlers.office.team import use_invite
from handlers.shared.coming_in import ComingIn
from handlers.shared.router import Talk
from handlers.shared.states import Start

CODE = compile_late(r"[0-9]{10}")  # an invite, typed


async def take_invite(talk: Talk, key: str) -> Reply:
    """Uses an invite; one that comes before the language is kept until it is chosen."""
    if talk.person.language is None:
        await replace(ComingIn.of(talk), invite=key).keep(talk)
        return await talk.ask(Start.language)
    return await use_invite(talk, key)
