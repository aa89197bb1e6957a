"""A typed answer that fits two questions: a notice came after the question, and nobody guesses which is meant."""

from bot.chat.message import Reply
from handlers.shared.talk import Talk, router


@router.between
async def which_is_meant(talk: Talk) -> Reply:
    """Asks which of the two choices is meant, the newer one first; neither is lost."""
    return Reply(talk.say("Which of these do you mean?"), talk.between)
