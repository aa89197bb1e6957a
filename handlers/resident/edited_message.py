"""An edited or deleted message changes what it was part of: a draft, a waiting text, a sent proposal."""

from bot.budget.proposal import NotYours
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office import proposals
from bot.office.answers import dialogue
from handlers.resident.dialogue.to_office import PassedOn
from handlers.resident.my_proposals.author import sent_proposal
from handlers.resident.proposal.said_beside.answered import on_join_answered
from handlers.resident.proposal.side_and_text import go_on_with_text
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import Pieces, ProposalDraft, Rewording
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.proposal_draft import Drafts, SentTexts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group


@sent_proposal.on(kind=Kind.EDITED)
async def on_message_edited(talk: Talk) -> Replies:
    """Changes what the message is part of; nothing is said where Telegram tells of a change that nobody made."""
    wordless = not draft_pieces.has_words(proposal_draft.find(talk))
    place, differs = await proposal_draft.edit(talk)
    if not place:
        return await _look_among_sent(talk)
    if not differs:
        return ()
    if place == "draft":
        await let_words_decide(talk)
    kept = talk.say("Your change is kept.")
    if talk.state.state == Propose.text:
        begun = Drafts.of(talk).begun
        if place == "begun" and draft_pieces.has_words(begun):
            return put_above(kept, await go_on_with_text(talk, begun))
        if place == "draft" and wordless:
            return put_above(kept, await talk.ask(proposal_draft.find_next_step(talk)))
    return put_above(kept, await show_here(talk))


async def _look_among_sent(talk: Talk) -> Replies:
    id = talk.incoming.own_id
    everything = SentTexts.of(talk).sent
    sent = next((one for one in everything if id and id in {piece[0] for piece in one.pieces}), None)
    if sent is not None:
        return await _offer_rewording(talk, sent.proposal, sent.pieces)
    if talk.person.consent_version is None:
        talk.erased = True  # what somebody wrote before they were forgotten comes back as an edit: it is not kept
    said = talk.say(
        "An edited message is not read anew: please write it again. What you sent is changed under «{button}».",
        button=talk.say("My proposals"),
    )
    return put_above(said, await show_here(talk))


async def _offer_rewording(talk: Talk, proposal_id: int, pieces: Pieces) -> Replies:
    proposal = await proposals.get_correctable(talk.store, id=proposal_id, by=talk.person)
    after = draft_pieces.edit_pieces(ProposalDraft(text=proposal.text, pieces=pieces), talk)
    if after is not None and after.text == proposal.text:
        return ()
    if after is None:
        said = talk.say("To change what you sent, open «{button}».", button=talk.say("My proposals"))
        return put_above(said, await show_here(talk))
    await Rewording(proposal.id, after.text, after.media, after.pieces).keep(talk)
    question = talk.say(
        "You sent this message with proposal № {number}. Change it there to {quote}?",
        number=proposal.label,
        quote=put_in_quotes(quote(talk.text)),
    )
    yes, no = (
        talk.make_choice(f"reword:{proposal.id}", "Yes", means=(Intent.YES,)),
        talk.make_choice("reword_no", "No", means=(Intent.NO,)),
    )
    return Reply(question, (yes, no))


@sent_proposal.on(choice="reword")
async def on_rewording_wanted(talk: Talk) -> Reply:
    """Corrects the proposal; the conversation goes on where it stood."""
    rewording = Rewording.of(talk)
    if not read_row_id(talk.chosen) or rewording.proposal != read_row_id(talk.chosen):
        return await show_stale(talk)
    await Rewording.forget(talk)
    proposal = await proposals.correct(
        talk.store, id=rewording.proposal, text=rewording.text, by=talk.person, at=talk.now
    )
    await proposal_draft.note_sent(talk, proposal.id, draft_pieces.list_pieces(rewording))
    return put_above(talk.say("№ {number} is corrected.", number=proposal.label), await show_here(talk))


@router.on(choice="reword_no")
async def on_rewording_not_wanted(talk: Talk) -> Reply:
    """Leaves the proposal as it was sent."""
    await Rewording.forget(talk)
    return await show_here(talk)


@sent_proposal.on(kind=Kind.DELETED)
async def on_message_deleted(talk: Talk) -> Replies:
    """Takes the message out of what is not sent yet; else says how a proposal is withdrawn."""
    place = await proposal_draft.take_out(talk)
    if not place:
        return await _say_how_to_withdraw(talk)
    said, state, drafts = talk.say("The message you deleted is taken out here."), talk.state.state, Drafts.of(talk)
    if state == Menu.held and not draft_pieces.has_content(drafts.aside):
        await talk.state.set_state(drafts.before_held)
    elif state == Propose.join and not draft_pieces.has_content(drafts.joining):
        talk.chosen = "no"
        talk.add_remark(said)
        return await on_join_answered(talk)
    elif place == "draft":
        await let_words_decide(talk)
        lacks = not (draft_pieces.has_words(drafts.draft) or draft_pieces.has_voice(drafts.draft))
        if lacks and state is not None and find_group(state) == Propose.__name__ and state != Propose.join:
            return put_above(said, await talk.ask(proposal_draft.find_next_step(talk)))
    return put_above(said, await show_here(talk))


async def _say_how_to_withdraw(talk: Talk) -> Replies:
    id = talk.incoming.own_id
    everything = SentTexts.of(talk).sent
    sent = next((one for one in everything if id and id in {piece[0] for piece in one.pieces}), None)
    if sent is None:
        return await _say_passed_on(talk)
    proposal = await proposals.get_correctable(talk.store, id=sent.proposal, by=talk.person)
    said = talk.say(
        "You deleted the message, but № {number} is with the ayil okmotu already. "
        "To take it back, open it and press «{button}».",
        number=proposal.label,
        button=talk.say("Withdraw"),
    )
    return Reply(said, (Choice(f"mine_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)),))


async def _say_passed_on(talk: Talk) -> Replies:
    of = dict(PassedOn.of(talk).passed_on)
    if talk.incoming.own_id not in of:
        return ()  # nothing was made of it here
    number, id = "", of.pop(talk.incoming.own_id)
    await PassedOn(tuple(of.items())).keep(talk)
    if id:
        try:
            number = (await dialogue.tell_deleted(talk.store, id=id, by=talk.person, at=talk.now)).label
        except NotYours:
            return ()
    said = talk.say(
        "You deleted the message, but the ayil okmotu has it already. If something else holds, please write it."
    )
    told = talk.say("The clerk is told that you deleted it: № {number}.", number=number) if number else ""
    return put_above(f"{said} {told}".strip(), await show_here(talk))
