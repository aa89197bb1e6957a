"""All that was begun and not sent is erased at once, where somebody says so; it is asked first."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.talk import Replies
from handlers.resident.proposal.asked_after import wants_all_erased
from handlers.resident.unsent.putting_off import on_put_off
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import NONE
from handlers.shared.guidance import show_here
from handlers.shared.menu import show_menu_for
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Propose

_LISTS = {str(Propose.resume), str(Propose.unsent), str(Propose.discard), str(Propose.erase)}


@router.hear_first
async def hear_all_erased(talk: Talk, step: Step) -> Replies | None:
    """Asks whether all of it goes; a bare 0 leaves the question. None of other words."""
    if step.is_free or talk.state.state not in _LISTS:
        return None
    if talk.state.state == Propose.resume and talk.text.strip() == "0":
        return await on_put_off(talk)
    n = len(proposal_draft.list_unsent(talk))
    if n < 2 or not wants_all_erased(talk.text):
        return None
    question = talk.say_n("{n} text that is not sent: erase it?", "{n} texts that are not sent: erase them all?", n)
    return Reply(question, talk.offer_yes_or_no("discard_all"))


@router.on(choice="discard_all")
async def on_all_erased(talk: Talk) -> Reply:
    """Erases all that was not sent, or leaves it."""
    if talk.chosen != "yes":
        return await show_here(talk)
    await replace(Drafts.of(talk), draft=NONE, earlier=(), offered=False).keep(talk)
    return await show_menu_for(talk, talk.say("All that was not sent is erased. Proposals that you sent stay."))
