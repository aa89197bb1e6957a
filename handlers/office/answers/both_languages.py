"""The sentence of an answer in the other language.

It is asked for where an author reads it, or by a button in the preview.
"""

from dataclasses import replace

from bot.budget.proposal import SentenceTooShort, TextTooLong
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.chat.texts import is_label, say_in_every_language
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.kyrgyz import fold, put_in_quotes, quote
from bot.language.letters import in_words
from bot.office.reads import proposals
from handlers.office.answers.being_written import LONGEST_SENTENCE, AnswerBeingWritten, Answering
from handlers.office.answers.for_all import show_several
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk

OTHER = {"ky": "ru", "ru": "ky"}


async def ask_after_sentence(talk: Talk, written: AnswerBeingWritten) -> Replies:
    """Asks for the sentence in the other language where somebody who is answered reads that; else goes on."""
    read = await _read_by_authors(talk, written)
    spoken = guess_language(written.sentence or "")
    wanted = next((one for one in sorted(read) if spoken is not None and one != spoken), None)
    if written.other or wanted is None:
        return await _go_on(talk, written)
    await replace(written, other_in=wanted).keep(talk)
    return await talk.ask(Answering.other)


async def _read_by_authors(talk: Talk, written: AnswerBeingWritten) -> set[str]:
    ids = written.several or (written.proposal,)
    return set((await proposals.list_languages(talk.store, ids=ids, by=talk.person)).values())


async def _go_on(talk: Talk, written: AnswerBeingWritten) -> Replies:
    if written.several:
        return await show_several(talk, dict.fromkeys(written.several, written.answer))
    return await talk.ask(Answering.preview)


@proposal_desk.on(Answering.preview, choice="other_language")
async def on_other_language_wanted(talk: Talk) -> Reply:
    """Asks for the sentence in the language it is not written in."""
    written = AnswerBeingWritten.of(talk)
    if not written.other:
        spoken = guess_language(written.sentence or "") or min(await _read_by_authors(talk, written))
        await replace(written, other_in=OTHER.get(spoken, "ru")).keep(talk)
    return await talk.ask(Answering.other)


@proposal_desk.screen(Answering.other)
async def ask_other(talk: Talk) -> Reply:
    """Asks for it; what is there can be left or taken off."""
    written = AnswerBeingWritten.of(talk)
    if written.other_in == "ru":
        question = talk.say("If you like, write the same sentence in Russian: who reads Russian gets it.")
    else:
        question = talk.say("If you like, write the same sentence in Kyrgyz: who reads Kyrgyz gets it.")
    if not written.other:
        return Reply(question, ways=(skip(talk), *list_ways(talk)), free_text=True)
    leave = talk.make_choice("skip", "Skip", means=(Intent.SKIP,))
    off = talk.make_choice("take_off", "Take it off", means=(Intent.ERASE, Intent.NO))
    now = talk.say(
        "Now it is: {value}. To leave it, press «{button}».",
        value=put_in_quotes(quote(written.other)),
        button=talk.say("Skip"),
    )
    return put_above(now, Reply(question, ways=(leave, off, *list_ways(talk)), free_text=True))


@proposal_desk.on(Answering.other, kind=Kind.TEXT)
async def on_other_given(talk: Talk) -> Replies:
    """Keeps it, if it is in that language and long enough for a reason; «ооба» is none."""
    text, written = talk.text.strip(), AnswerBeingWritten.of(talk)
    if Intent.SEND in find_meanings(text) or fold(text) in map(fold, say_in_every_language("Send the answer")):
        return await on_other_skipped(talk)  # the preview, where it is sent
    if (find_meanings(text) and not is_courtesy(text)) or is_label(text):
        return await ask_unclear(talk)
    in_words(text)
    if len(text) > LONGEST_SENTENCE:
        raise TextTooLong(LONGEST_SENTENCE)
    if guess_language(text) == OTHER.get(written.other_in):
        return put_above(talk.say("This is in the language of your first sentence."), await talk.ask_again())
    try:
        replace(written.answer, sentence=text).checked()
    except SentenceTooShort as refused:
        least = talk.words.number(refused.least)
        return put_above(talk.say("Please write at least {least} characters.", least=least), await talk.ask_again())
    return await _show_kept(talk, replace(written, other=text))


@proposal_desk.on(Answering.other, choice="skip")
async def on_other_skipped(talk: Talk) -> Replies:
    """Goes on with what there was, or in one language."""
    return await _show_kept(talk, AnswerBeingWritten.of(talk))


@proposal_desk.on(Answering.other, choice="take_off")
async def on_other_taken_off(talk: Talk) -> Replies:
    """Goes on in one language."""
    return await _show_kept(talk, replace(AnswerBeingWritten.of(talk), other=""))


async def _show_kept(talk: Talk, written: AnswerBeingWritten) -> Replies:
    await written.keep(talk)
    return await _go_on(talk, written)
