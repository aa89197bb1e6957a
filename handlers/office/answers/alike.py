"""«The same answer»: a proposal is answered as one like it was.

The likeliest answer is shown at once, others in a list.
"""

from dataclasses import replace

from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.reads import alike
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from handlers.office.answers.being_written import AnswerBeingWritten, Answering
from handlers.office.answers.for_all import show_several
from handlers.office.answers.steps.begun import take_to_answer
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from storage.log.alike import AnsweredAlike


async def _leave(talk: Talk) -> Reply:
    return await talk.ask(Answering.decision if AnswerBeingWritten.of(talk).several else Answering.preview)


PAGES = paged(proposal_desk, Answering.alike, leave=_leave, key="alike_page")


@proposal_acts.on(Desk.one, choice="alike")
async def on_same_answer_wanted(talk: Talk) -> Reply:
    """Shows the answer that the likeliest earlier proposal got, beside the text of this one; without one, asks the steps."""
    begun = await take_to_answer(talk, "alike")
    if isinstance(begun, Reply):
        return begun
    proposal = begun.proposal
    if begun.sent is not None:
        return await show_one(talk)
    kept = AnswerBeingWritten(
        proposal=proposal.id, draft=begun.draft.saved_at if begun.draft else None, read=proposal.revision
    )
    await replace(OfficeCard.of(talk), over=None).keep(talk)
    found = await alike.list_alike(talk.store, id=proposal.id, by=talk.person)
    if not found:
        await kept.keep(talk)
        return put_above(talk.say("Nothing like it was answered yet this year."), await talk.ask(Answering.decision))
    return await show_like(talk, kept, found[0])


@proposal_desk.on(Answering.decision, choice="alike")
async def on_same_answer_wanted_instead(talk: Talk) -> Reply:
    """Takes an earlier answer in place of a decision, also over a sent one.

    For several proposals it is chosen from the list.
    """
    kept = AnswerBeingWritten.of(talk)
    await PAGES.begin(talk)
    if kept.several:
        return await talk.ask(Answering.alike)
    found = await alike.list_alike(talk.store, id=kept.proposal, by=talk.person)
    return await (show_like(talk, kept, found[0]) if found else show_stale(talk))


async def show_like(talk: Talk, kept: AnswerBeingWritten, one: AnsweredAlike) -> Reply:
    """Shows the answer another proposal got, as the author of this one would read it."""
    taken = replace(
        AnswerBeingWritten.over(one.answer), proposal=kept.proposal, revision=kept.revision, draft=kept.draft
    )
    await replace(taken, read=kept.read, like=one.label, files=kept.files).keep(talk)
    return await talk.ask(Answering.preview)


@proposal_desk.on(Answering.preview, choice="alike_other")
async def on_another_wanted(talk: Talk) -> Reply:
    """Shows every earlier answer that may fit."""
    await PAGES.begin(talk)
    return await talk.ask(Answering.alike)


@proposal_desk.screen(Answering.alike)
async def ask_which_answer(talk: Talk) -> Reply:
    """Lists how proposals like this one were answered, each with its text."""
    page = await PAGES.of(
        talk, await alike.list_alike(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    )
    lines = [talk.say("How was it answered before?"), *(_say_line(talk, one) for one in page.rows)]
    choices = [Choice(f"alike_take:{one.proposal_id}", f"№ {one.label}", (one.label,)) for one in page.rows]
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))


def _say_line(talk: Talk, one: AnsweredAlike) -> str:
    answer, words = one.answer, talk.words
    parts = [
        name_decision(words, answer.decision),
        words.som(answer.amount) if answer.amount is not None else "",
        quote(clean(answer.budget_line), 40) if answer.budget_line else "",
        talk.say(REASON_BUTTONS[answer.reason_code]) if answer.reason_code is not None else "",
        quote(clean(answer.sentence), 100),
    ]
    return f"№ {one.label}: {put_in_quotes(quote(one.beginning, 60))}. {'. '.join(filter(None, parts))}"


@proposal_desk.on(Answering.alike, choice="alike_take")
async def on_answer_chosen(talk: Talk) -> Replies:
    """Shows the answer another proposal got, as this author would read it; of several, for each of them."""
    kept, wanted = AnswerBeingWritten.of(talk), read_row_id(talk.chosen)
    found = await alike.list_alike(talk.store, id=kept.proposal, by=talk.person)
    one = next((one for one in found if one.proposal_id == wanted), None)
    if one is not None and kept.several:
        return await show_several(talk, dict.fromkeys(kept.several, one.answer))
    return await (show_stale(talk) if one is None else show_like(talk, kept, one))
