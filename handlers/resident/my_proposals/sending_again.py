"""A file that was lost is sent again, or told in words."""

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn
from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.talk import list_files, list_ways
from bot.office import proposals
from handlers.resident.dialogue.too_late import show_too_late
from handlers.resident.my_proposals.author import OwnProposal, find_chosen, sent_proposal, shown_to_author
from handlers.resident.my_proposals.correcting import say_corrected, take_too_late
from handlers.resident.states import Mine
from handlers.shared import proposal_draft
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from storage.proposals import Proposal


@sent_proposal.on(choice="resend", opens=True)
async def on_sent_again(talk: Talk) -> Reply:
    """Adds a file in place of one that was lost, or words instead of it. The button alone asks for it."""
    try:
        proposal = await proposals.get_correctable(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        if not talk.taken:
            raise
        return await show_too_late(talk, proposal_id=read_row_id(talk.chosen))
    if not talk.taken:
        await OwnProposal(mine_proposal=proposal.id).keep(talk)
        return await talk.ask(Mine.resend)
    return await _resend(talk, proposal)


@shown_to_author.screen(Mine.resend)
async def ask_again(talk: Talk) -> Reply:
    """Asks for what was lost."""
    proposal = await find_chosen(talk)
    return Reply(
        talk.say("Send it again, or write it: it is added to № {number}.", number=proposal.label),
        ways=list_ways(talk),
        free_text=True,
    )


@sent_proposal.on(Mine.resend, kind=Kind.TEXT)
@sent_proposal.on(Mine.resend, kind=Kind.MEDIA)
async def on_resent(talk: Talk) -> Reply:
    """Adds it to the proposal; what comes too late for that is taken as what it answers."""
    if late := await take_too_late(talk):
        return late
    return await _resend(talk, await find_chosen(talk))


async def _resend(talk: Talk, proposal: Proposal) -> Reply:
    if not talk.incoming.media and not proposal_draft.may_belong(talk.text):
        return await show_here(talk)  # a greeting or thanks
    text = "\n".join(filter(None, (proposal.text, talk.text)))
    proposal = await proposals.correct(
        talk.store, id=proposal.id, text=text if talk.text else "", by=talk.person, at=talk.now, media=list_files(talk)
    )
    if talk.state.state == Mine.resend:
        return say_corrected(talk, proposal, await talk.ask(Mine.one), worded=bool(talk.text))
    return say_corrected(talk, proposal, await show_here(talk), worded=bool(talk.text))
