"""The first two steps of a proposal: its side of the budget, and its text, written or said aloud."""

from dataclasses import dataclass, replace

from bot.budget.proposal import Side
from bot.budget.proposal_text.side_first import without_mark
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import is_label
from bot.language import letters
from bot.language.gist.side_told import read_side_told
from bot.language.in_words.asked_of_the_bot import read_asked
from bot.language.in_words.supported import read_supported
from bot.language.in_words.told_at_a_step import is_at_random
from bot.language.intents import Intent, find_likely_meanings, find_meanings
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import ask_unclear, read_first, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_draft, say_side

# What is nearly one of these is asked about before it is taken for the text of a proposal.
_NO_TEXT = {Intent.LATER, Intent.UNCLEAR, Intent.WHO, Intent.UNSURE, Intent.FORGET, Intent.STATUS}
_AS_IT_IS = (Intent.SKIP, Intent.SEND, Intent.YES, Intent.NO)


def _read_side(text: str) -> str | None:
    side = read_side_told(text)
    return f"side:{side}" if side else None


router.reads_choice["side"] = _read_side


@dataclass(frozen=True)
class ChangingDraft(Memory):
    """Whether one part of a draft is changed, after which the check comes again."""

    changing: bool = False


@router.screen(Propose.side)
async def ask_side(talk: Talk) -> Reply:
    """The first step: is it about money that comes in, or money that goes out?"""
    changing = ChangingDraft.of(talk).changing
    return Reply(
        talk.say("What is your proposal about?") if changing else talk.say("1/3. What is your proposal about?"),
        list_sides(talk),
        list_ways(talk, later=True),
    )


def list_sides(talk: Talk) -> tuple[Choice, ...]:
    """The two sides, and not knowing it."""
    return (
        talk.make_choice("side:revenue", "Revenue: money in", means=(Intent.REVENUE,)),
        talk.make_choice("side:spending", "Spending: money out", means=(Intent.SPENDING,)),
        talk.make_choice(f"side:{Side.UNSURE}", "I do not know", means=(Intent.UNSURE,)),
    )


@router.on(Propose.side, Propose.join, choice="side")
async def on_side_chosen(talk: Talk) -> Reply:
    """Keeps the side; «I do not know» lets the words decide once they are there."""
    if talk.chosen not in set(Side):
        return await show_stale(talk)
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)  # it named the side
    side = Side(talk.chosen)
    await proposal_draft.keep(
        talk, replace(proposal_draft.read_draft(talk), side=side, side_guessed=False, category=None, by_hand=False)
    )
    await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.check, Propose.join, Propose.split, means=Intent.REVENUE)
@router.on(Propose.check, Propose.join, Propose.split, means=Intent.SPENDING)
async def on_side_named(talk: Talk) -> Replies:
    """Changes the side by its name, as the button of the changes would; a question that stands is asked again."""
    named = find_meanings(talk.text) & {Intent.REVENUE, Intent.SPENDING}
    side = Side.REVENUE if Intent.REVENUE in named else Side.SPENDING
    if len(named) > 1 or proposal_draft.find(talk).side == side:
        return await talk.ask_again()
    if talk.state.state in {str(Propose.join), str(Propose.split)}:
        draft = replace(proposal_draft.read_draft(talk), side=side, side_guessed=False, category=None, by_hand=False)
        await proposal_draft.keep(talk, draft)
        await let_words_decide(talk)
        return put_above(talk.say("It is noted: {side}.", side=say_side(talk.words, side)), await talk.ask_again())
    talk.chosen = side.value
    return await on_side_chosen(talk)


@router.on(Propose.side, means=Intent.CHANGE)
async def on_change_before_side(talk: Talk) -> Reply:
    """Opens the text that is there already; the side is asked for after it."""
    return await talk.ask(Propose.text if draft_pieces.has_content(proposal_draft.find(talk)) else Propose.side)


@router.on(Propose.side, means=Intent.SEND)
async def on_sent_before_side(talk: Talk) -> Reply:
    """Says what is still missing to whoever wants to send."""
    return put_above(talk.say("Choose first, then it can be sent."), await talk.ask_again())


@router.on(Propose.side, kind=Kind.MEDIA)
async def on_media_before_side(talk: Talk) -> Reply:
    """Keeps a voice, photo or document that came a step too early."""
    await proposal_draft.add(talk, talk.text)
    kept = talk.say("Kept so far: {quote}.", quote=quote_draft(talk, proposal_draft.find(talk)))
    return put_above(kept, await talk.ask_again())


@router.screen(Propose.text)
async def ask_text(talk: Talk) -> Reply:
    """The second step: the proposal itself. What is there already is shown and can be left as it is."""
    unfinished = proposal_draft.find(talk)
    beside = list_ways(talk, later=True)
    if draft_pieces.has_words(unfinished) or draft_pieces.has_voice(unfinished):
        now = talk.say("Now it reads: {quote}. Write it anew, or skip.", quote=quote_draft(talk, unfinished))
        return Reply(
            now,
            ways=(talk.make_choice("skip", "Skip", means=_AS_IT_IS), *beside),
            free_text=True,
        )
    if draft_pieces.has_content(unfinished):
        photo = talk.say("2/3. The photo is kept; what do you propose? Write it, or say it aloud.")
        document = talk.say("2/3. The document is kept; what do you propose? Write it, or say it aloud.")
        return Reply(photo if draft_pieces.has_photo(unfinished) else document, ways=beside, free_text=True)
    first = talk.say("2/3. Write your proposal, or say it aloud. A photo is welcome too.")
    return Reply(first, ways=beside, free_text=True)


@router.on(Propose.text, choice="skip")
async def on_text_left(talk: Talk) -> Reply:
    """Leaves what is there."""
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.text, kind=Kind.TEXT)
async def on_text_given(talk: Talk) -> Reply:
    """Keeps the text and goes on to the check; a piece too short to be one waits for the next."""
    if not letters.has_letters(talk.text) or is_at_random(talk.text):
        return put_above(talk.say("Please say it in words."), await talk.ask_again())
    if is_label(talk.text) or find_meanings(talk.text):
        said = await say_right_door(talk)
        return put_above(said, await talk.ask_again()) if said else await ask_unclear(talk)
    if _NO_TEXT & set(find_likely_meanings(talk.text, missing=0)):
        written = draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text)
        await replace(Drafts.of(talk), joining=written).keep(talk)
        return await talk.ask(Propose.join)
    is_read = read_supported(talk.text) is not None or read_asked(talk.text) is not None
    if is_read and (said_first := await read_first(talk)) is not None:
        return said_first
    begun = draft_pieces.with_words_added(Drafts.of(talk).begun, talk, without_mark(talk.text))
    if not draft_pieces.has_words(begun):
        await replace(Drafts.of(talk), begun=begun).keep(talk)
        return put_above(talk.say("Go on: what is needed, and where?"), await talk.ask_again())
    return await go_on_with_text(talk, begun)


async def go_on_with_text(talk: Talk, begun: ProposalDraft) -> Reply:
    """Goes on with a text that says enough, written in one message or several."""
    await replace(Drafts.of(talk), begun=draft_pieces.NONE).keep(talk)
    await proposal_draft.reword(talk, begun)
    await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.text, kind=Kind.MEDIA)
async def on_media_given(talk: Talk) -> Reply:
    """Keeps a voice, photo or document, with its caption; a photo or document alone is asked about."""
    await proposal_draft.add(talk, talk.text)
    await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.side, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    """Leaves the first step; what was written stays."""
    return await talk.ask(Propose.check if ChangingDraft.of(talk).changing else Menu.open)


@router.on(Propose.text, choice=BACK)
async def on_back_to_side(talk: Talk) -> Reply:
    """One step back, the text kept."""
    return await talk.ask(Propose.check if ChangingDraft.of(talk).changing else Propose.side)
