"""What is asked beside any proposal: how one speaks at a hearing, where an answer is read. So is talk with the bot."""

from dataclasses import replace

from bot.budget.workdays import find_day
from bot.chat.message import Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.wishes.asides.chatter import is_chatter
from bot.language.wishes.asides.how_many_sent import asks_how_many_sent
from bot.language.wishes.asides.impatience import loses_patience
from bot.language.wishes.asides.speaking import asks_to_speak
from bot.language.wishes.asides.where_answered import asks_where_answered
from bot.office import rules
from bot.office.reads import own, public
from bot.office.wording import hearing_words
from handlers.resident.hearings.entering import is_ahead
from handlers.resident.hearings.hearing_list import list_hearings
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.states import Decidable, Dialogue
from handlers.shared.guidance import come_in, find_over, show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group, is_at_work
from handlers.shared.wording import say_when_answered, say_whom_to_call

_BETWEEN = {str(one) for one in (Menu.open, Decidable.ask)}  # there the list of one's own proposals loses no step


@router.hear_first
async def hear_speaking_wanted(talk: Talk, step: Step) -> Replies | None:
    """Says how one speaks at a hearing, and when the next one is. A question for it may be written beforehand."""
    if not _is_heard(talk, step) or _is_new(talk) or not asks_to_speak(talk.text):
        return None
    said = talk.say(
        "At a hearing whoever comes may ask and speak. Whether you are put on a list first, ask the ayil okmotu."
    )
    ahead = next((one for one in await list_hearings(talk) if is_ahead(talk, one)), None)
    if ahead is None:
        none = talk.say("No budget hearing is announced yet.")
        return put_above(f"{said} {none}\n{await say_whom_to_call(talk)}", await show_here(talk))
    when = hearing_words.say_when(talk.words, ahead.terms)
    lines = [
        said,
        talk.say("The next budget hearing: {when}. More: /hearings", when=when),
        hearing_words.say_where(talk.words, ahead.terms),
        await say_whom_to_call(talk),
    ]
    asks = talk.make_choice(f"hearing_ask:{ahead.id}", "Ask a question")
    return put_above("\n".join(lines), _with_way(await show_here(talk), asks))


def _with_way(question: Reply, way: Choice) -> Reply:
    shown = {one.id for one in (*question.choices, *question.ways)}
    return question if way.id in shown else replace(question, ways=(way, *question.ways))


@router.hear_first
async def hear_where_answered(talk: Talk, step: Step) -> Replies | None:
    """Says where an answer comes; between steps it shows what was proposed. None of other words."""
    if not _is_heard(talk, step) or not asks_where_answered(talk.text):
        return None
    said = talk.say("The answer comes here, to this chat, and stays under «My proposals» as well.")
    if _is_new(talk):
        return put_above(said, await come_in(talk))
    sent = await own.list_proposals(talk.store, by=talk.person, most=1)
    if sent and talk.state.state in _BETWEEN and not find_over(talk):
        return await on_mine_wanted(talk)
    due = await say_when_answered(talk, sent[0]) if sent else ""
    return put_above("\n".join(filter(None, (said, due))), await show_here(talk))


@router.hear_first
async def hear_how_many_sent(talk: Talk, step: Step) -> Replies | None:
    """Lists what was proposed to whoever asks how many there are, whatever question stands over the menu."""
    if talk.state.state not in _BETWEEN or not _is_heard(talk, step) or _is_new(talk):
        return None
    return await on_mine_wanted(talk) if asks_how_many_sent(talk.text) else None


@router.hear_first
async def hear_chatter(talk: Talk, step: Step) -> Replies | None:
    """Says kindly what the bot is for; nothing is held. None of other words."""
    if not _is_heard(talk, step) or not is_chatter(talk.text):
        return None
    said = talk.say(
        "I am here for proposals on the budget alone. Write what your village needs, and I bring the answer."
    )
    return put_above(said, await (come_in(talk) if _is_new(talk) else show_here(talk)))


@router.hear_first
async def hear_impatience(talk: Talk, step: Step) -> Replies | None:
    """Says by when an answer comes to whoever asks whether anybody is there. Nothing is held. None of other words."""
    if not _is_heard(talk, step) or not loses_patience(talk.text):
        return None
    said = talk.say("Your messages arrive here.")
    if _is_new(talk):
        return put_above(said, await come_in(talk))
    return put_above(f"{said} {await _say_when(talk)}", await show_here(talk))


async def _say_when(talk: Talk) -> str:
    sent = await own.list_proposals(talk.store, by=talk.person, most=_MOST_SAID)
    if due := "\n".join(filter(None, [await say_when_answered(talk, one) for one in sent])):
        return due
    if not await public.has_office(talk.store, aimak_id=talk.person.aimak_id or 0):
        return await say_whom_to_call(talk)
    days = (await rules.read_rules(talk.store, find_day(talk.now))).answer_days
    return talk.say_n(
        "An answer comes within {n} working day of sending.",
        "An answer comes within {n} working days of sending.",
        days,
    )


_MOST_SAID = 3  # proposals of which the day of the answer is said


def _is_new(talk: Talk) -> bool:
    return talk.person.language is None or talk.person.aimak_id is None


def _is_heard(talk: Talk, step: Step) -> bool:
    # A proposal's own text is awaited as well: no words of it are asked of the bot.
    is_free = step.is_free and talk.state.state != Propose.text
    is_said_to_office = find_group(talk.state.state) == find_group(str(Dialogue.reply))
    is_text = talk.incoming.kind is Kind.TEXT and not talk.incoming.forwarded
    return is_text and not (is_free or step.is_answered or is_at_work(talk.state.state) or is_said_to_office)
