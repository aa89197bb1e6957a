"""The step of the clerk's own sentence."""

from dataclasses import replace

from bot.budget.proposal import Decision, ReasonMissing, SentenceTooShort, TextTooLong
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.chat.texts import is_label
from bot.language.intents import find_meanings, is_courtesy
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.letters import in_words
from bot.office.reads.typed_at_once import names_decided
from handlers.office.answers.being_written import (
    LONGEST_SENTENCE,
    AnswerBeingWritten,
    Answering,
)
from handlers.office.answers.both_languages import ask_after_sentence
from handlers.office.answers.steps.asked import ask_what_is_meant, may_skip
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@proposal_desk.screen(Answering.sentence)
async def ask_sentence(talk: Talk) -> Reply:
    """Asks for the clerk's own sentence.

    One that is there is shown and can be left; none is needed where it is included.
    """
    kept = AnswerBeingWritten.of(talk)
    if kept.decision == Decision.INCLUDED:
        question = talk.say("Add a sentence of your own for the author, if you like.")
    elif kept.decision == Decision.REDIRECTED:
        question = talk.say("To which body was it passed, and why there? In a sentence.")
    else:
        question = talk.say("Explain it to the author in a sentence of your own.")
    if not kept.several:
        beside = talk.say("A voice, photos or a PDF may go with it: send them here.")
        question = f"{question}\n{beside}"
    if kept.sentence:
        return may_skip(talk, question, put_in_quotes(quote(kept.sentence)))
    skipping = (skip(talk),) if kept.decision == Decision.INCLUDED else ()
    return Reply(question, ways=(*skipping, *list_ways(talk)), free_text=True)


@proposal_desk.on(Answering.sentence, kind=Kind.TEXT)
async def on_sentence_given(talk: Talk) -> Replies:
    """Keeps the sentence and shows the preview; «ооба» is none."""
    if AnswerBeingWritten.of(talk).decision is Decision.INCLUDED and names_decided(talk.text):  # which has no reason
        return await ask_what_is_meant(talk)
    if find_meanings(talk.text) and not is_courtesy(talk.text):
        return await ask_unclear(talk)
    text = talk.text.strip()
    if (
        AnswerBeingWritten.of(talk).decision == Decision.INCLUDED
    ):  # else it is too short, which says how long it must be
        in_words(text)
    if len(text) > LONGEST_SENTENCE:
        raise TextTooLong(LONGEST_SENTENCE)
    if is_label(text):
        return await ask_what_is_meant(talk)
    return await take_sentence(talk, text)


async def take_sentence(talk: Talk, sentence: str) -> Replies:
    """Keeps a sentence and goes on; one that is too short is asked for again."""
    before = AnswerBeingWritten.of(talk)
    written = replace(before, sentence=sentence)
    if sentence != before.sentence:  # what was written beside another sentence does not say the same
        written = replace(written, other="", other_in="", like="", template="")
    try:
        written.answer.checked()
    except SentenceTooShort as refused:  # what was kept before stays
        least = talk.words.number(refused.least)
        return put_above(talk.say("Please write at least {least} characters.", least=least), await talk.ask_again())
    except ReasonMissing:
        await written.keep(talk)
        return await talk.ask(Answering.reason)
    await written.keep(talk)
    return await ask_after_sentence(talk, written)


@proposal_desk.on(Answering.sentence, choice="skip")
async def on_sentence_skipped(talk: Talk) -> Replies:
    """Goes on with the sentence there was, or without one."""
    return await take_sentence(talk, AnswerBeingWritten.of(talk).sentence or "")


@proposal_desk.on(Answering.sentence, choice="take_off")
async def on_sentence_taken_off(talk: Talk) -> Replies:
    """Takes the sentence off; where one is needed it is asked for."""
    await replace(AnswerBeingWritten.of(talk), sentence="").keep(talk)
    return await take_sentence(talk, "")
