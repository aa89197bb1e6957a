"""The head reads an answer that waits. It is approved as it is shown on the card, or given back with a remark."""

from dataclasses import dataclass

from bot.budget.proposal import TextTooShort
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import is_label
from bot.language.intents import find_meanings
from bot.language.kyrgyz import quote
from bot.office.answers import access, answers, linked
from bot.office.answers.access import NotReady, SideMissing
from bot.office.answers.before_head import LONGEST_REMARK
from bot.office.answers.take_back import Pressed
from bot.office.reads import proposals
from handlers.office.answers.being_written import SummaryBegun, change_text
from handlers.office.answers.offered_back import offer_back
from handlers.office.queue.card.screen import show_one
from handlers.office.queue.lists import show_next
from handlers.office.queue.sorting import Sorting, say_side_missing
from handlers.office.staff_only import Desk, proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk
from storage.answering.drafts import AnswerDraft


@dataclass(frozen=True)
class GivenBack(Memory, under="giving_back"):
    """The answer that a head wants changed: its proposal (id), and when what they read was saved, ms UTC."""

    proposal: int = 0
    saved_at: int = 0


@proposal_desk.on(choice="approve")
async def on_approved(talk: Talk) -> Replies:
    """Sends the answer as it stood on the card whose button was pressed, and shows the next proposal."""
    proposal, saved_at, read = _pressed(talk)
    draft = await _find(talk, proposal, saved_at)
    if draft is None:
        return await _read_anew(talk, proposal)
    try:
        sent = await linked.approve(
            talk.store, id=proposal, answer=draft.answer, read=read, by=talk.person, at=talk.now
        )
    except answers.TextChanged:
        return await change_text(talk, proposal)
    except access.NothingToTell:
        return await _read_anew(talk, proposal)
    except NotReady as refused:  # an answer that was kept before its side or its voice was asked for
        return await _ask_first(talk, proposal, refused)
    if isinstance(sent, Pressed):
        label = (await answers.authorised(talk.store, id=proposal, by=talk.person)).label
        return await offer_back(talk, sent, label if len(sent.leaving) == 1 else ""), await show_next(talk, proposal)
    return put_above(talk.say("The answer is on its way."), await show_next(talk, proposal))


async def _ask_first(talk: Talk, proposal: int, missing: NotReady) -> Reply:
    # Of a side that was chosen it is approved at once. A voice's line is a new text, read beside the answer first.
    await show_one(talk, proposal)
    if not isinstance(missing, SideMissing):
        await SummaryBegun().keep(talk)
        raise missing
    asked = await say_side_missing(talk, missing)
    await Sorting(goes_on=f"approve:{talk.chosen}").keep(talk)
    return asked


@proposal_desk.on(choice="give_back")
async def on_giving_back_wanted(talk: Talk) -> Reply:
    """Asks what is to be changed in the answer that stood on the card."""
    proposal, saved_at, _ = _pressed(talk)
    if await _find(talk, proposal, saved_at) is None:
        return await _read_anew(talk, proposal)
    await GivenBack(proposal, saved_at).keep(talk)
    return await talk.ask(Desk.remark)


@proposal_desk.screen(Desk.remark)
async def ask_for_remark(talk: Talk) -> Reply:
    known = await proposals.read_to_answer(talk.store, id=GivenBack.of(talk).proposal, by=talk.person)
    question = talk.say("№ {number}: what is to be changed in the answer? In a sentence.", number=known.proposal.label)
    return Reply(question, ways=list_ways(talk), free_text=True)


@proposal_desk.on(Desk.remark, kind=Kind.TEXT)
async def on_remark_given(talk: Talk) -> Reply:
    """Gives the answer back to whoever wrote it, and shows the next proposal; «ооба» is no remark."""
    if is_label(talk.text) or find_meanings(talk.text):
        return await ask_unclear(talk)
    read = GivenBack.of(talk)
    draft = await _find(talk, read.proposal, read.saved_at)
    if draft is None:
        return await _read_anew(talk, read.proposal, talk.text)
    try:
        told = await linked.give_back(
            talk.store, id=read.proposal, answer=draft.answer, remark=talk.text, by=talk.person, at=talk.now
        )
    except access.NothingToTell:
        return await _read_anew(talk, read.proposal, talk.text)
    except TextTooShort:
        return put_above(talk.say("Please say in a sentence what is to be changed."), await talk.ask_again())
    await GivenBack.forget(talk)
    said = (
        talk.say("The answer is given back, and your colleague is told.")
        if told
        else talk.say("The answer is given back. Your colleague could not be reached: please tell them yourself.")
    )
    return put_above(said, await show_next(talk, read.proposal))


@proposal_desk.on(Desk.remark, choice=BACK)
async def on_not_given_back(talk: Talk) -> Reply:
    return await show_one(talk, GivenBack.of(talk).proposal)


def _pressed(talk: Talk) -> tuple[int, int, int]:
    # The button names what its card showed: the proposal, when the answer was saved, the revision of the author's text.
    proposal, _, rest = talk.chosen.partition(".")
    saved_at, _, read = rest.partition(".")
    return read_row_id(proposal), read_row_id(saved_at), read_row_id(read)


async def _find(talk: Talk, proposal: int, saved_at: int) -> AnswerDraft | None:
    # The answer that waits, if it is the very one that was shown.
    draft = (await proposals.read_to_answer(talk.store, id=proposal, by=talk.person)).draft
    return draft if draft is not None and draft.for_approval and draft.saved_at == saved_at else None


async def _read_anew(talk: Talk, proposal: int, remark: str = "") -> Reply:
    said = [talk.say("Meanwhile this answer was changed, or it waits no more. Please read it anew.")]
    if remark:
        said.append(talk.say("Your remark was not passed on: «{remark}»", remark=quote(remark, LONGEST_REMARK)))
    return put_above("\n".join(said), await show_one(talk, proposal))
