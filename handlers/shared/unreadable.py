"""What was typed and could not be read, such as a day: why, the second time in simpler words, then also who helps."""

from bot.chat.message import Reply
from handlers.shared.guidance import Unclear, unclear
from handlers.shared.talk import Talk, above


async def say_unread(talk: Talk, why: str, simpler: str) -> Reply:
    """Says why, and the question again; counted as every unclear reply is."""
    times = max(1, Unclear.of(talk).unclear + (not talk.continues))
    if times > 2:
        return above(simpler, await unclear(talk))
    question = await talk.again()
    await Unclear(times).keep(talk)
    return above(why if times == 1 else simpler, question)
