"""An author's question about an answer, and reply to the office.

They are asked for, typed under a notice, or said outside a flow.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.budget.proposal_text.denied import puts_off
from bot.budget.proposal_text.disagreed import find_disagreement
from bot.budget.proposal_text.in_sentence.incomplete import says_incomplete
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.talk import Replies, list_files, list_ways
from bot.chat.texts import LANGUAGES, Words, asks_by_label, is_label
from bot.language.intents import Intent
from bot.office.answers import dialogue
from bot.office.reads import own
from bot.office.wording.notices import N_
from handlers.resident.dialogue.to_office import SayingMore, ask_for, note_passed_on, on_nothing_said, send_to_office
from handlers.resident.states import Dialogue, Notices
from handlers.shared.draft_pieces import NONE, Files
from handlers.shared.guidance import ask_unclear
from handlers.shared.menu import go_on
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from storage.answers import SentAnswer
from storage.log.proposal_lists import Listed
from storage.proposals import Proposal

# The question about notices waits while the office's question is answered. In a proposal the bot asks what the words
# are.
router.yielding |= {str(Notices.ask)}
router.interrupted |= {str(state) for state in (Propose.side, Propose.text, Propose.join)}
router.asking_freely |= {str(state) for state in (Propose.text, Propose.amount, Propose.place, Propose.name)}
LATEST = 5  # proposals among which the answer is looked for that a text outside a flow may be about
ANSWERED_WITHIN = 14 * 24 * 60 * 60 * 1000  # milliseconds


@router.screen(Dialogue.question)
async def ask_question(talk: Talk) -> Reply:
    """Asks what is not clear."""
    return Reply(
        talk.say("Write your question. It goes to the clerk who answered."), ways=list_ways(talk), free_text=True
    )


@router.on(Dialogue.question, kind=Kind.TEXT)
@router.on(Dialogue.question, kind=Kind.MEDIA)
async def on_question_given(talk: Talk) -> Reply:
    """Carries the question to the clerk."""
    if not talk.incoming.media and is_label(talk.text) and not asks_by_label(talk.text):
        return await ask_unclear(talk)
    return await ask_clerk(talk, SayingMore.of(talk).answer)


async def ask_clerk(talk: Talk, answer_id: int) -> Reply:
    """Carries what was written to the clerk who answered."""
    media = list_files(talk)
    return await send_to_office(
        talk,
        lambda: dialogue.ask_clerk(
            talk.store, answer_id=answer_id, text=talk.text, by=talk.person, at=talk.now, media=media
        ),
        lambda number: _say_question_passed_on(talk, number),
    )


def _say_question_passed_on(talk: Talk, number: str) -> str:
    return talk.say("№ {number}. Your question is passed on. The reply comes here.", number=number)


def say_objection_passed_on(talk: Talk, number: str) -> str:
    """Says that why the author does not agree is with the clerk."""
    return talk.say("Your objection on № {number} is passed on to the clerk.", number=number)


def _say_reply_passed_on(talk: Talk, number: str) -> str:
    return talk.say("№ {number}. Your reply is passed on.", number=number)


async def find_recent_answer(talk: Talk, *, number: int = 0) -> tuple[SentAnswer, Listed] | None:
    """Finds the answer that somebody got last, with its proposal; None where they got none lately.

    With a number it is the answer to the proposal of that number.
    """
    found = await own.list_answers(talk.store, by=talk.person, most=LATEST)
    recent = [(sent, one) for sent, one in found if talk.now - sent.sent_at <= ANSWERED_WITHIN]
    recent = [(sent, one) for sent, one in recent if number in {0, int(one.label)}]
    return max(recent, key=lambda pair: pair[0].sent_at) if recent else None


async def list_answer_choices(talk: Talk) -> tuple[Choice, ...]:
    """The buttons that make what was just written a question on the last answer, or an objection to it.

    None where no answer came lately.
    """
    recent = await find_recent_answer(talk)
    if recent is None:
        return ()
    return (
        _offer(talk, "held_question", N_("Question on № {number}"), *recent),
        _offer(talk, "held_objection", N_("Not agreed: № {number}"), *recent),
    )


def _offer(talk: Talk, id: str, title: str, sent: SentAnswer, proposal: Listed) -> Choice:
    titles = tuple(Words(one).say(title, number=proposal.label) for one in LANGUAGES)
    return Choice(f"{id}:{sent.id}", talk.say(title, number=proposal.label), titles)


async def offer_objection(talk: Talk, text: str) -> Choice | None:
    """The button that makes a text which does not agree, or finds something left out, the objection to an answer.

    That is the answer to the proposal it names, else the one that came last. None where there is no such answer lately.
    """
    number = find_disagreement(text)
    if number is None and not says_incomplete(text):
        return None
    recent = await find_recent_answer(talk, number=number or 0)
    if recent is None:
        return None
    return replace(_offer(talk, "held_objection", N_("Not agreed: № {number}"), *recent), means=(Intent.DISAGREE,))


async def offer_reply(talk: Talk) -> tuple[Choice, ...]:
    """The button that makes what was just written the reply to the office's last question. None: it asked nothing."""
    proposal = await own.find_asked(talk.store, by=talk.person, since=talk.now - ANSWERED_WITHIN, most=LATEST)
    if proposal is None:
        return ()
    titles = tuple(Words(one).say("Reply on № {number}", number=proposal.label) for one in LANGUAGES)
    return (Choice(f"held_reply:{proposal.id}", talk.say("Reply on № {number}", number=proposal.label), titles),)


@router.on(Menu.held, choice="held_reply")
async def on_held_is_reply(talk: Talk) -> Reply:
    """Carries the text that was held to the clerk who asked."""
    return await _carry_held(
        talk, partial(dialogue.reply, talk.store, id=read_row_id(talk.chosen)), _say_reply_passed_on
    )


@router.on(Menu.held, choice="held_question")
async def on_held_is_question(talk: Talk) -> Reply:
    """Carries the text that was held to the clerk who answered."""
    return await _carry_held(
        talk, partial(dialogue.ask_clerk, talk.store, answer_id=read_row_id(talk.chosen)), _say_question_passed_on
    )


@router.on(Menu.held, choice="held_objection")
async def on_held_is_objection(talk: Talk) -> Reply:
    """Carries the text that was held to the clerk who answered: the author does not agree."""
    return await _carry_held(
        talk, partial(dialogue.object_to, talk.store, answer_id=read_row_id(talk.chosen)), say_objection_passed_on
    )


async def _carry_held(
    talk: Talk, carry: Callable[..., Awaitable[Proposal]], passed_on: Callable[[Talk, str], str]
) -> Reply:
    aside = Drafts.of(talk).aside
    proposal = await carry(text=aside.text, by=talk.person, at=talk.now, media=aside.media)
    await note_passed_on(talk, proposal.id, *(id for id, _, _ in aside.pieces))
    await replace(Drafts.of(talk), aside=NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await go_on(talk, passed_on(talk, proposal.label))


@router.on(choice="reply")
async def on_reply_wanted(talk: Talk) -> Reply:
    """Carries the author's reply to the office, or asks for it where only the button was pressed."""
    if talk.taken:
        return await _pass_reply_on(talk, read_row_id(talk.chosen))
    return await ask_for(talk, Dialogue.reply, replace(SayingMore.of(talk), replying=read_row_id(talk.chosen)))


@router.screen(Dialogue.reply)
async def ask_reply(talk: Talk) -> Reply:
    return Reply(talk.say("Write your reply, or say it aloud."), ways=list_ways(talk), free_text=True)


@router.on(Dialogue.reply, kind=Kind.TEXT)
@router.on(Dialogue.reply, kind=Kind.MEDIA)
async def on_reply_given(talk: Talk) -> Replies:
    """Carries the reply to whoever asked; who does not know yet and will say is waited for."""
    if not talk.incoming.media and puts_off(talk.text):
        return await on_nothing_said(talk)
    return await _pass_reply_on(talk, SayingMore.of(talk).replying)


async def _pass_reply_on(talk: Talk, proposal_id: int) -> Reply:
    return await carry_reply(talk, proposal_id, talk.text, list_files(talk))


async def carry_reply(talk: Talk, proposal_id: int, text: str, media: Files) -> Reply:
    """Carries words and files to whoever of the office asked about a proposal."""
    return await send_to_office(
        talk,
        lambda: dialogue.reply(talk.store, id=proposal_id, text=text, by=talk.person, at=talk.now, media=media),
        lambda number: _say_reply_passed_on(talk, number),
    )


@router.on(choice="said_rest")
async def on_album_goes_on(talk: Talk) -> Replies:
    """Passes the rest of an album on with what was said of it; only words are answered once more."""
    id, media = read_row_id(talk.chosen), list_files(talk)
    if not talk.text:
        await dialogue.add_files(talk.store, id=id, by=talk.person, at=talk.now, media=media)
        return ()
    proposal = await dialogue.reply(talk.store, id=id, text=talk.text, by=talk.person, at=talk.now, media=media)
    await note_passed_on(talk, proposal.id)
    return await go_on(talk, _say_reply_passed_on(talk, proposal.label))
