"""A proposal is begun, or an unfinished one is offered back."""

from dataclasses import replace

from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent, find_meanings, is_said_among
from handlers.resident.states import Decidable, Hearings, Mine, Papers, Privacy, Settings
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.resident.unsent.putting_off import on_put_off
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import ask_aimak_first, come_in, has_menu, show_here, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_draft

# Begun anew, not one more: «баштан баштайм», «заново».
_ANEW = "баштан, башынан, кайтадан, кайрадан, кайра, заново, сначала, снова, нуля, нөлдөн, жаңыдан"


@router.on(choice="propose")
@router.on(means=Intent.PROPOSE)
@router.on(Menu.open, Propose.check, Propose.text, means=Intent.ANEW)
async def on_proposal_wanted(talk: Talk) -> Reply:
    """Begins a proposal, or first offers back the one that was not finished."""
    unfinished = proposal_draft.find(talk)
    if talk.state.state == Propose.check and talk.incoming.kind is Kind.TEXT and is_said_among(talk.text, _ANEW):
        return await ask_before_erasing(talk)
    if draft_pieces.has_content(unfinished):
        return await talk.ask(Propose.resume)
    if unfinished.side and talk.person.aimak_id is not None:
        return await talk.ask(Propose.text)
    return await _begin(talk)


_READING = (
    Mine.list, Mine.one, Mine.supported, Mine.others, Hearings.list, Hearings.one, Papers.list, Papers.one, Settings.open,
    Settings.others, Settings.topics, Privacy.open,
)  # fmt: skip


@router.on(Menu.open, Decidable.ask, *_READING, means=Intent.GO_ON)
@router.on(Menu.open, *_READING, means=Intent.SEND)  # right after a receipt it is said of what was sent
async def on_going_on_wanted(talk: Talk) -> Replies:
    """Offers back the proposal that waits unsent; where none does there is nothing to send."""
    if draft_pieces.has_content(proposal_draft.find(talk)):
        return await talk.ask(Propose.resume)
    if Intent.PROPOSE in find_meanings(talk.text):  # «хочу подать предложение» means both
        return await on_proposal_wanted(talk)
    return put_above(talk.say("Nothing of yours waits to be sent."), await show_here(talk))


@router.on(Propose.check, means=Intent.GO_ON)
async def on_going_on_here(talk: Talk) -> Reply:
    """Shows the last step again to whoever wants to go on: nothing is sent by that."""
    return await talk.ask_again()


async def _begin(talk: Talk) -> Reply:
    if talk.person.aimak_id is None and talk.person.language is not None and await has_menu(talk):
        return await ask_aimak_first(talk)
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    if draft_pieces.has_content(Drafts.of(talk).aside):
        return await talk.ask(Menu.held)  # it waited for room
    await proposal_draft.begin(talk)
    return await talk.ask(Propose.side)


@router.screen(Propose.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Offers an unfinished proposal back."""
    await replace(Drafts.of(talk), offered=True).keep(talk)
    unfinished = proposal_draft.find(talk)
    return Reply(
        talk.say("You have an unfinished proposal: {quote}. Go on with it?", quote=quote_draft(talk, unfinished)),
        (
            talk.make_choice(f"resume:yes:{unfinished.key}", "Yes", means=(Intent.YES, Intent.GO_ON, Intent.SEND)),
            talk.make_choice(f"resume:no:{unfinished.key}", "Begin a new one", means=(Intent.NO, Intent.ANEW)),
            talk.make_choice(f"resume:erase:{unfinished.key}", "Erase this one", means=(Intent.ERASE, Intent.WITHDRAW)),
        ),
        list_ways(talk, later=True, back=False),
    )


@router.on(choice="resume")
async def on_resume_answered(talk: Talk) -> Replies:
    """Goes on with the unfinished proposal, begins another beside it, or asks whether to erase it."""
    answer, _, key = talk.chosen.partition(":")
    unfinished = proposal_draft.find(talk)
    if not draft_pieces.has_content(unfinished) or unfinished.key != key:
        return await show_stale(talk)
    if answer == "yes":
        await proposal_draft.keep(talk, replace(unfinished, unsaid=False))
        return await talk.ask(proposal_draft.find_next_step(talk))
    if answer not in {"no", "erase"} or talk.state.state != Propose.resume:
        return await show_stale(talk)
    if answer == "erase":
        return await ask_before_erasing(talk)
    if Intent.REFUSE in find_meanings(talk.text):
        return await on_put_off(talk)
    kept = talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, unfinished))
    return put_above(kept, await _begin(talk))
