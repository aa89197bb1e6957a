"""What was sent is taken back before it leaves. The clerk is at the preview again, with all that was written."""

from dataclasses import replace

from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office.answers import access, take_back
from bot.office.reads import proposals
from handlers.office.answers.being_written import AnswerBeingWritten, Answering
from handlers.office.answers.drafts import DraftsShown, show_drafts
from handlers.office.answers.offered_back import SentLast
from handlers.office.colleagues import say_on_its_way
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import desk, proposal_acts, proposal_desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk


@desk.on(choice="take_back")
async def on_taking_back_wanted(talk: Talk) -> Replies:
    """Takes back everything that was sent by that press, or says kindly that it has left. Typed, the last press is meant."""
    is_typed, pressed_at = talk.incoming.kind is Kind.TEXT, read_row_id(talk.chosen)
    if is_typed and SentLast.of(talk).sent_last == pressed_at:
        pressed_at = await take_back.find_last(talk.store, by=talk.person, at=talk.now) or pressed_at
    drafts = await take_back.take_back(talk.store, pressed_at=pressed_at, by=talk.person, at=talk.now)
    if drafts or is_typed:  # the words mean what was sent before it next, or something else again
        await SentLast(await take_back.find_last(talk.store, by=talk.person, at=talk.now) or 0).keep(talk)
    if not drafts:
        said = talk.say("It has left already. Where something is wrong in it, please correct the answer.")
        return put_above(said, await show_here(talk))
    one, *others = drafts
    begun = await proposals.read_to_answer(talk.store, id=one.proposal_id, by=talk.person)
    said = talk.say("It was taken back: nobody has heard of it.")
    if others:
        await replace(DraftsShown.of(talk), kept_before_results=False).keep(talk)
        again = tuple((draft.proposal_id, draft.saved_at) for draft in drafts)
        return put_above(said, await show_drafts(talk, begun.proposal.aimak_id, again))
    written = replace(AnswerBeingWritten.over(one.answer), proposal=one.proposal_id, draft=one.saved_at, read=one.read)
    await replace(written, revision=begun.sent.revision + 1 if begun.sent else 1).keep(talk)
    card = replace(OfficeCard.of(talk), desk_proposal=one.proposal_id, desk_read=begun.proposal.revision, over=None)
    await card.keep(talk)
    return put_above(said, await talk.ask(Answering.preview))


@proposal_acts.refuses(access.OnItsWay)
@proposal_desk.refuses(access.OnItsWay)
async def refuse_on_its_way(talk: Talk, _refused: access.OnItsWay) -> Reply:
    """Says that an answer was sent a moment ago, above the proposal it answers."""
    return put_above(say_on_its_way(talk), await show_one(talk))
