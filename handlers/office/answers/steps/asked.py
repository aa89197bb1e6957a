"""What several steps ask alike: what can be skipped or taken off, and what a label means."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.intents import Intent
from handlers.office.answers.being_written import (
    AnswerBeingWritten,
    Answering,
)
from handlers.shared.router import Talk


def may_skip(talk: Talk, question: str, now: str) -> Reply:
    """Makes a question that may be skipped. What was entered before is shown, and can be taken off."""
    if not now:
        return Reply(question, ways=(skip(talk), *list_ways(talk)), free_text=True)
    shown_now = talk.say("Now it is: {value}. To leave it, press «{button}».", value=now, button=talk.say("Skip"))
    leave = talk.make_choice("skip", "Skip", means=(Intent.SKIP,))
    beside = (leave, talk.make_choice("take_off", "Take it off", means=(Intent.ERASE, Intent.NO)), *list_ways(talk))
    return put_above(shown_now, Reply(question, ways=beside, free_text=True))


async def ask_what_is_meant(talk: Talk) -> Reply:
    """Asks what is meant by the name of a button, a decision or a reason, before it is kept."""
    typed, here = talk.text.strip(), str(talk.state.state)
    await replace(AnswerBeingWritten.of(talk), label=typed, label_at=here).keep(talk)
    return await talk.ask(Answering.label)
