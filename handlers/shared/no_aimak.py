"""What belongs to an aimak is opened by somebody who has none."""

from bot.chat.message import Reply
from bot.chat.screens import put_above
from handlers.shared.guidance import come_in, has_menu
from handlers.shared.router import Talk


async def ask_for_aimak(talk: Talk) -> Reply:
    """Asks for an aimak where there is none. A member of the whole install hears why."""
    question = await come_in(talk)
    if talk.person.language is None or talk.person.aimak_id is not None or not await has_menu(talk):
        return question
    why = talk.say("This belongs to one aimak, and you have chosen none.")
    how = talk.say("To choose one, press «Make a proposal». A juror needs none, and may not mark where they have ties.")
    return put_above(f"{why} {how}", question)
