"""No more notices, with something said behind it. What is to go on goes on; the opposite is never offered."""

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent, find_meanings
from bot.language.matter.topics import read_themes_but_hearings, read_wish
from bot.language.wishes.stopping import Stopping, names_notices, read_stopping
from handlers.resident.help import on_cancelled
from handlers.resident.settings import end_everything, end_named, end_subscriptions
from handlers.resident.states import Dialogue, Mine
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


@router.on(command="stop")
@router.on(means=Intent.STOP)
async def on_stopped(talk: Talk) -> Reply:
    """Ends every notice, or only those of hearings where nothing else is named; asked twice it is the same."""
    if names_notices(talk.text):
        return await end_named(talk)
    is_meant = not talk.text.startswith("/") and is_writing_to_add(talk.state.state)
    return ask_what_to_stop(talk) if is_meant else await end_everything(talk)


# There words are asked for: «больше ничего не шлите» may speak of them as well as of notices.
_ADDING = {str(state) for state in (Mine.correct, Mine.add, Mine.resend, Dialogue.question, Dialogue.unfinished)}


def is_writing_to_add(state: str | None) -> bool:
    """Whether words are being asked for that go to a proposal which was sent."""
    return state in _ADDING


@router.on(means=Intent.HALT)
async def on_halted(talk: Talk) -> Reply:
    """Stops the notices; in the middle of a proposal or an addition it asks what is to be stopped."""
    if find_group(talk.state.state) != Propose.__name__ and not is_writing_to_add(talk.state.state):
        return await end_everything(talk)
    return ask_what_to_stop(talk)


def ask_what_to_stop(talk: Talk) -> Reply:
    """Asks what is to be stopped: what is being written, the notices, or nothing."""
    is_writing = find_group(talk.state.state) == Propose.__name__
    return Reply(
        talk.say("What shall be stopped?"),
        (
            *((talk.make_choice("halt:proposal", "The proposal"),) if is_writing else ()),
            *((talk.make_choice("halt:proposal", "This writing"),) if is_writing_to_add(talk.state.state) else ()),
            talk.make_choice("halt:notices", "The notices"),
            talk.make_choice("halt:nothing", "Nothing, go on", means=(Intent.NO, Intent.GO_ON, Intent.BACK)),
        ),
    )


@router.on(choice="halt")
async def on_halt_answered(talk: Talk) -> Replies:
    """Puts the proposal off, ends the notices, or goes on."""
    if talk.chosen == "notices":
        return await end_subscriptions(talk)
    return await on_cancelled(talk) if talk.chosen == "proposal" else await show_here(talk)
