"""What the author says to an answer (clear, a question, not agreed), to the office's question or exclusion."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.budget.proposal import NotYours
from bot.budget.tally import Reaction
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, Words, is_label
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office.answers import answers, dialogue, exclusions
from bot.office.reads import own
from handlers.resident.states import Dialogue
from handlers.shared.draft_pieces import NONE
from handlers.shared.guidance import here, stale, unclear
from handlers.shared.meant import COMMANDS
from handlers.shared.menu import go_on
from handlers.shared.proposal_draft import Drafts
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, files_of, router, row_id, ways
from handlers.shared.wording import quoted_parts
from storage.proposals import Proposal

LATEST = 5  # proposals among which the answer is looked for that a text outside a flow may be about
ANSWERED_WITHIN = 14 * 24 * 60 * 60 * 1000  # milliseconds


@dataclass(frozen=True)
class SayingMore(Memory):
    """What an author says to an answer or a question of the office, and where that came in between."""

    answer: int = 0  # the answer a question is about
    replying: int = 0  # the proposal a reply is about
    before_heard: str | None = None  # the state


@router.on(choice="clear")
async def answer_clear(talk: Talk) -> Reply:
    """Keeps that the answer is clear."""
    return await _keep_reaction(talk, Reaction.CLEAR, talk.say("Thank you, it is noted."))


@router.on(choice="disagree")
async def answer_not_agreed(talk: Talk) -> Reply:
    """Keeps that the author does not agree, which is no bad mark."""
    return await _keep_reaction(
        talk, Reaction.DISAGREE, talk.say("Thank you, your objection is noted. The kenesh decides last.")
    )


async def _keep_reaction(talk: Talk, reaction: Reaction, said: str) -> Reply:
    proposal = await dialogue.react(
        talk.store, answer_id=row_id(talk.chosen), reaction=reaction, by=talk.person, at=talk.now
    )
    return await _ask_whether_public(talk, said, proposal)


async def _ask_whether_public(talk: Talk, said: str, proposal: Proposal) -> Reply:
    # Asked once for each proposal, and only of somebody who is not in the middle of something.
    if talk.state.state not in router.idle or not proposal.text:
        return await go_on(talk, said)
    if not await answers.ask_whether_public(talk.store, id=proposal.id, by=talk.person, at=talk.now):
        return await go_on(talk, said)
    await talk.state.set_state(Menu.open)
    quoted = quoted_parts(talk, quote(proposal.text, 60), {})
    question = talk.say(
        "May the text of № {number}, {quote}, stand on a public page?", number=proposal.label, quote=quoted
    )
    choices = (talk.choice(f"public_yes:{proposal.id}", "Yes"), talk.choice(f"public_no:{proposal.id}", "No"))
    return Reply(f"{said} {question}", choices)


@router.on(choice="public_yes")
async def text_public(talk: Talk) -> Reply:
    """Keeps that the text may be public."""
    return await _keep_public(talk, public=True)


@router.on(choice="public_no")
async def text_not_public(talk: Talk) -> Reply:
    """Keeps that the text may not be public."""
    return await _keep_public(talk, public=False)


async def _keep_public(talk: Talk, *, public: bool) -> Reply:
    await dialogue.make_public(talk.store, id=row_id(talk.chosen), public=public, by=talk.person, at=talk.now)
    return await go_on(talk, talk.say("Thank you, it is noted."))


@router.on(choice="question")
async def question_wanted(talk: Talk) -> Reply:
    """Asks for the question."""
    return await _ask_for(talk, Dialogue.question, replace(SayingMore.of(talk), answer=row_id(talk.chosen)))


router.listens |= {str(state): COMMANDS for state in (Dialogue.question, Dialogue.reply)}


@router.screen(Dialogue.question)
async def ask_question(talk: Talk) -> Reply:
    """Asks what is not clear."""
    return Reply(talk.say("Write your question. It goes to the clerk who answered."), ways=ways(talk), free_text=True)


@router.on(Dialogue.question, kind=Kind.TEXT)
@router.on(Dialogue.question, kind=Kind.MEDIA)
async def question_given(talk: Talk) -> Reply:
    """Carries the question to the clerk."""
    if not talk.incoming.media and is_label(talk.text):
        return await unclear(talk)
    answer_id, media = SayingMore.of(talk).answer, files_of(talk)
    return await _pass_on(
        talk,
        lambda: dialogue.ask_clerk(
            talk.store, answer_id=answer_id, text=talk.text, by=talk.person, at=talk.now, media=media
        ),
        talk.say("Your question is passed on. The reply comes here."),
    )


async def question_choice(talk: Talk) -> tuple[Choice, ...]:
    """The button that makes what was just written a question on the latest answer; none where none came lately."""
    found = await own.list_answers(talk.store, by=talk.person, most=LATEST)
    recent = [(sent, one) for sent, one in found if talk.now - sent.sent_at <= ANSWERED_WITHIN]
    if not recent:
        return ()
    sent, proposal = max(recent, key=lambda pair: pair[0].sent_at)
    titles = tuple(Words(one).say("Question on № {number}", number=proposal.label) for one in LANGUAGES)
    title = talk.say("Question on № {number}", number=proposal.label)
    return (Choice(f"held_question:{sent.id}", title, titles),)


async def reply_choice(talk: Talk) -> tuple[Choice, ...]:
    """The button that makes what was just written the reply to the office's latest question; none without one."""
    proposal = await own.find_asked(talk.store, by=talk.person, since=talk.now - ANSWERED_WITHIN, most=LATEST)
    if proposal is None:
        return ()
    titles = tuple(Words(one).say("Reply on № {number}", number=proposal.label) for one in LANGUAGES)
    return (Choice(f"held_reply:{proposal.id}", talk.say("Reply on № {number}", number=proposal.label), titles),)


@router.on(Menu.held, choice="held_reply")
async def held_is_reply(talk: Talk) -> Reply:
    """Carries the text that was held to the clerk who asked."""
    aside = Drafts.of(talk).aside
    await dialogue.reply(
        talk.store, id=row_id(talk.chosen), text=aside.text, by=talk.person, at=talk.now, media=aside.media
    )
    await replace(Drafts.of(talk), aside=NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await go_on(talk, talk.say("Your reply is passed on."))


@router.on(Menu.held, choice="held_question")
async def held_is_question(talk: Talk) -> Reply:
    """Carries the text that was held to the clerk who answered."""
    aside = Drafts.of(talk).aside
    await dialogue.ask_clerk(
        talk.store,
        answer_id=row_id(talk.chosen),
        text=aside.text,
        by=talk.person,
        at=talk.now,
        media=aside.media,
    )
    await replace(Drafts.of(talk), aside=NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await go_on(talk, talk.say("Your question is passed on. The reply comes here."))


@router.on(choice="reply")
async def reply_wanted(talk: Talk) -> Reply:
    """Carries the author's reply to the office, or asks for it where only the button was pressed."""
    if talk.taken:
        return await _pass_reply_on(talk, row_id(talk.chosen))
    return await _ask_for(talk, Dialogue.reply, replace(SayingMore.of(talk), replying=row_id(talk.chosen)))


@router.screen(Dialogue.reply)
async def ask_reply(talk: Talk) -> Reply:
    """Asks for the reply."""
    return Reply(talk.say("Write your reply, or say it aloud."), ways=ways(talk), free_text=True)


@router.on(Dialogue.reply, kind=Kind.TEXT)
@router.on(Dialogue.reply, kind=Kind.MEDIA)
async def reply_given(talk: Talk) -> Reply:
    """Carries the reply to whoever asked."""
    return await _pass_reply_on(talk, SayingMore.of(talk).replying)


async def _pass_reply_on(talk: Talk, proposal_id: int) -> Reply:
    media = files_of(talk)
    return await _pass_on(
        talk,
        lambda: dialogue.reply(talk.store, id=proposal_id, text=talk.text, by=talk.person, at=talk.now, media=media),
        talk.say("Your reply is passed on."),
    )


@router.on(choice="said_rest")
async def album_goes_on(talk: Talk) -> Replies:
    """Passes the rest of an album on with what was said of it; only words are answered once more."""
    id, media = row_id(talk.chosen), files_of(talk)
    if not talk.text:
        await dialogue.add_files(talk.store, id=id, by=talk.person, at=talk.now, media=media)
        return ()
    await dialogue.reply(talk.store, id=id, text=talk.text, by=talk.person, at=talk.now, media=media)
    return await go_on(talk, talk.say("Your reply is passed on."))


@router.on(Dialogue.question, Dialogue.reply, choice=BACK)
@router.on(Dialogue.question, Dialogue.reply, means=Intent.LATER)
async def nothing_said(talk: Talk) -> Reply:
    """Goes on where the notice came in between."""
    await _return(talk)
    return await here(talk)


@router.on(choice="exclusion_yes")
async def exclusion_agreed(talk: Talk) -> Reply:
    """Keeps that the author agrees that it is no proposal."""
    return await _keep_exclusion(talk, agreed=True)


@router.on(choice="exclusion_no")
async def exclusion_not_agreed(talk: Talk) -> Reply:
    """Keeps that the author does not agree, and tells the office."""
    return await _keep_exclusion(talk, agreed=False)


async def _keep_exclusion(talk: Talk, *, agreed: bool) -> Reply:
    found = await exclusions.answer_exclusion(
        talk.store, id=row_id(talk.chosen), agreed=agreed, by=talk.person, at=talk.now
    )
    return await go_on(talk, talk.say("Thank you, it is noted.")) if found else await stale(talk)


async def _ask_for(talk: Talk, state: State, kept: SayingMore) -> Reply:
    if talk.state.state not in {str(Dialogue.question), str(Dialogue.reply)}:
        kept = replace(kept, before_heard=talk.state.state)
    await kept.keep(talk)
    return await talk.ask(state)


async def _pass_on(talk: Talk, act: Callable[[], Awaitable[Proposal]], said: str) -> Reply:
    try:
        proposal = await act()
    except NotYours:
        await _return(talk)
        return await stale(talk)
    await _return(talk)
    return replace(await go_on(talk, said), rest=f"said_rest:{proposal.id}")


async def _return(talk: Talk) -> None:
    if talk.state.state in {str(Dialogue.question), str(Dialogue.reply)}:
        await talk.state.set_state(SayingMore.of(talk).before_heard)
        await replace(SayingMore.of(talk), before_heard=None).keep(talk)
