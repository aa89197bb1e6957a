"""No more notices, with something said behind it. What is to go on goes on; the opposite is never offered."""

from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import find_meanings
from bot.language.matter.topics import read_themes_but_hearings, read_wish
from bot.language.wishes.stopping import Stopping, names_notices, read_stopping
from handlers.resident.settings import ask_what_to_stop, end_everything, end_named, is_writing_to_add
from handlers.resident.subscriptions.topics import end_themes
from handlers.shared.guidance import show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Propose, find_group, is_at_work


@router.hear_first
async def hear_stopping(talk: Talk, step: Step) -> Replies | None:
    """Ends the notices, or asks which are meant; None of other words."""
    if is_at_work(talk.state.state):
        return None
    wished = read_stopping(talk.text)
    if wished is Stopping.EVERYTHING and find_meanings(talk.text):
        wished = None  # so few words are read at each step
    is_adding = is_writing_to_add(talk.state.state)
    if step.is_free and not (wished is Stopping.EVERYTHING and (is_adding or talk.state.state == Propose.text)):
        return None
    if themes := read_themes_but_hearings(talk.text):
        return await end_themes(talk, themes)
    if wished is None:
        return None
    is_writing = is_adding or find_group(talk.state.state) == Propose.__name__  # there a proposal may be meant as well
    if wished is Stopping.UNSURE or (wished is Stopping.EVERYTHING and is_writing):
        return ask_what_to_stop(talk)
    if wished is Stopping.NOTICES and (topics := read_wish(talk.text)) is not None and topics.themes:
        return None  # «суу боюнча кабарлардын кереги жок» is of these alone
    answers = talk.say("An answer to what you sent comes here all the same.")
    if wished is Stopping.NOTHING:
        return put_above(answers, await show_here(talk))
    return await end_named(talk, answers) if names_notices(talk.text) else await end_everything(talk)
