"""The steps of the sum and of the line of the budget."""

from dataclasses import replace

from bot.budget.proposal import Decision, Side, TextTooLong, parse_amount
from bot.budget.sum_and_line import read_sum_and_line
from bot.chat.memory import UNSAID
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import find_meanings
from bot.language.kyrgyz import clean, quote
from bot.language.letters import has_letters, in_words
from bot.office.answers import answers
from bot.office.reads.typed_at_once import names_decided
from handlers.office.answers.being_written import (
    AnswerBeingWritten,
    Answering,
)
from handlers.office.answers.steps.asked import ask_what_is_meant, may_skip
from handlers.office.answers.steps.sentence import take_sentence
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk

LONGEST_LINE = 200
LEAST_SUM = 500  # som; what is less is asked back once, since «1» is rather the number of a button
LEAST_CODE = 3  # digits of a line of the budget that is named by its code alone


@proposal_desk.screen(Answering.amount)
async def ask_amount(talk: Talk) -> Reply:
    """Asks for the sum in the draft."""
    proposal = await answers.authorised(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    question = (
        talk.say("How many som of revenue stand in the draft? For example: 150 000.")
        if proposal.side is Side.REVENUE
        else talk.say("How many som stand in the draft? For example: 150 000.")
    )
    written = AnswerBeingWritten.of(talk)
    if written.line is UNSAID:
        beside = talk.say("The line of the budget may stand behind it: 150 000, street lights.")
        question = f"{question} {beside}"
    return may_skip(talk, question, talk.words.som(written.amount) if isinstance(written.amount, int) else "")


@proposal_desk.on(Answering.amount, kind=Kind.TEXT)
async def on_amount_given(talk: Talk) -> Replies:
    """Keeps the sum, and the line where it stands beside it; the preview shows how they were read."""
    if names_decided(talk.text):
        return await ask_what_is_meant(talk)
    both = read_sum_and_line(talk.text)
    amount = both[0] if both else parse_amount(talk.text)
    if amount < LEAST_SUM and (asked_back := await ask_small_again(talk, amount)) is not None:
        return asked_back
    if both:
        return await take_sum_and_line(talk, *both)
    await replace(AnswerBeingWritten.of(talk), amount=amount).keep(talk)
    return await talk.ask(Answering.line)


async def ask_small_again(talk: Talk, amount: int) -> Reply | None:
    """Asks once whether so small a sum is meant; None where it was written again."""
    kept = AnswerBeingWritten.of(talk)
    if kept.small == amount:
        return None
    await replace(kept, small=amount).keep(talk)
    said = talk.say("{amount} is very little. If it is so, write it once more.", amount=talk.words.som(amount))
    return put_above(said, await talk.ask_again())


async def take_sum_and_line(talk: Talk, amount: int, line: str) -> Replies:
    """Keeps both; what is in the draft needs no sentence, and is previewed at once."""
    written = replace(AnswerBeingWritten.of(talk), amount=amount, line=check_line(line))
    await written.keep(talk)
    if written.decision is Decision.PARTLY:
        return await talk.ask(Answering.reason)
    return await take_sentence(talk, written.sentence or "")


@proposal_desk.on(Answering.amount, choice="skip")
async def on_amount_skipped(talk: Talk) -> Reply:
    """Goes on with the sum there was, or without one."""
    return await talk.ask(Answering.line)


@proposal_desk.on(Answering.amount, choice="take_off")
async def on_amount_taken_off(talk: Talk) -> Reply:
    """Goes on without a sum."""
    await replace(AnswerBeingWritten.of(talk), amount=None).keep(talk)
    return await talk.ask(Answering.line)


@proposal_desk.screen(Answering.line)
async def ask_line(talk: Talk) -> Reply:
    line = AnswerBeingWritten.of(talk).line
    return may_skip(
        talk,
        talk.say("Which line of the budget is it? A few words."),
        quote(line) if isinstance(line, str) and line else "",
    )


@proposal_desk.on(Answering.line, kind=Kind.TEXT)
async def on_line_given(talk: Talk) -> Reply:
    """Keeps the budget line."""
    if names_decided(talk.text):
        return await ask_what_is_meant(talk)
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    return await show_after_line(talk, check_line(talk.text))


def check_line(text: str) -> str:
    """Returns a line of the budget as it is kept. Raises TextTooLong, WordsMissing."""
    line = " ".join(clean(text).split())
    if len(line) > LONGEST_LINE:
        raise TextTooLong(LONGEST_LINE)
    if not has_letters(line, LEAST_CODE):
        in_words(line)
    return line


@proposal_desk.on(Answering.line, choice="skip")
async def on_line_skipped(talk: Talk) -> Reply:
    """Goes on with the budget line there was, or without one."""
    line = AnswerBeingWritten.of(talk).line
    return await show_after_line(talk, None if line is UNSAID else line)


@proposal_desk.on(Answering.line, choice="take_off")
async def on_line_taken_off(talk: Talk) -> Reply:
    """Goes on without a budget line."""
    return await show_after_line(talk, None)


async def show_after_line(talk: Talk, line: str | None) -> Reply:
    """Keeps the line of the budget, and goes on."""
    await replace(AnswerBeingWritten.of(talk), line=line).keep(talk)
    partly = AnswerBeingWritten.of(talk).decision == Decision.PARTLY
    return await talk.ask(Answering.reason if partly else Answering.sentence)
