"""What a voice says, in one line. A clerk is asked for it before the first answer, and again where its author denies it."""

from bot.budget.proposal import AlreadyAnswered
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import find_meanings
from bot.office.together import voices
from handlers.office.answers.being_written import SummaryBegun
from handlers.office.colleagues import say_no_longer
from handlers.office.queue.card.listening import on_listening_wanted
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.sorting import press_again
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@proposal_acts.on(Desk.one, choice="summary")
async def on_summary_wanted(talk: Talk) -> Reply:
    """Asks what the voice says."""
    await SummaryBegun().keep(talk)
    return await talk.ask(Desk.summary)


@proposal_desk.screen(Desk.summary)
async def ask_summary(talk: Talk) -> Reply:
    """Asks for one line; the voice can be listened to from here."""
    question = talk.say(
        "What does the voice say? In one line, up to {n} letters: its author is asked whether it is so.",
        n=voices.LONGEST,
    )
    return Reply(question, (talk.make_choice("listen", "Listen, look"),), list_ways(talk), free_text=True)


@proposal_desk.on(Desk.summary, choice="listen")
async def on_listening_first(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the voice, and asks again."""
    return await on_listening_wanted(talk)


@proposal_desk.on(Desk.summary, kind=Kind.TEXT)
async def on_summary_given(talk: Talk) -> Replies:
    """Keeps the line; the answer goes on where it was begun."""
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    card, goes_on = OfficeCard.of(talk), SummaryBegun.of(talk).summary_for_answer
    asked = await voices.summarise(
        talk.store, id=card.desk_proposal, text=talk.text, read=card.desk_read or 0, by=talk.person, at=talk.now
    )
    if asked:
        said = talk.say("It is kept, and its author is asked whether it is so. The answer need not wait for that.")
    else:
        said = talk.say("It is kept. Its author has no address here and is not asked.")
    shown = await show_one(talk, card.desk_proposal)
    if not goes_on:
        return put_above(said, shown)
    await SummaryBegun.forget(talk)
    question = await press_again(talk, goes_on)
    return put_above(said, question) if isinstance(question, Reply) else (Reply(said), *question)


@proposal_desk.on(Desk.summary, choice=BACK)
async def on_nothing_summarised(talk: Talk) -> Reply:
    return await show_one(talk)


@proposal_desk.refuses(voices.SummaryMissing)
@proposal_acts.refuses(voices.SummaryMissing)
async def say_summary_missing(talk: Talk, _refused: voices.SummaryMissing) -> Reply:
    """Asks what the voice says before it is answered."""
    await show_one(talk)  # what is asked about is what stands there now
    return put_above(talk.say("A voice is put into one line before it is answered."), await talk.ask(Desk.summary))


@proposal_desk.refuses(AlreadyAnswered)
async def say_answered_meanwhile(talk: Talk, _refused: AlreadyAnswered) -> Reply:
    """Shows the proposal, which a colleague has answered meanwhile."""
    return put_above(say_no_longer(talk), await show_one(talk))


@proposal_desk.refuses(voices.NothingToSummarise)
async def say_nothing_to_summarise(talk: Talk, _refused: voices.NothingToSummarise) -> Reply:
    """Shows the proposal, whose text is another now."""
    return put_above(talk.say("The text is there already. Please read it anew."), await show_one(talk))
