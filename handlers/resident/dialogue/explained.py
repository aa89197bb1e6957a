"""What an answer means, in other words: its decision, who decides last, and what may be said to it."""

from bot.budget.proposal import Decision
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.reads import own
from bot.office.wording.answers.answer_words import ask_reaction
from bot.office.wording.notices import N_
from handlers.resident.dialogue.said import find_recent_answer
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.states import Mine
from handlers.shared.router import Talk

_MEANS = {
    Decision.INCLUDED: N_(
        "It stands in the draft of the budget. It is final once the ayil kenesh has approved the budget."
    ),
    Decision.PARTLY: N_(
        "A part of it stands in the draft of the budget. The answer says which. The ayil kenesh decides last."
    ),
    Decision.NOT_INCLUDED: N_(
        "It does not stand in the draft of the budget. The answer says why. The ayil kenesh decides last."
    ),
    Decision.DEFERRED: N_("It does not stand in this draft. It is looked at again for the next year."),
    Decision.REDIRECTED: N_("The ayil okmotu does not decide this. The answer says who does."),
}


async def explain_answer(talk: Talk, answer_id: int | None = None) -> Reply | None:
    """Says what an answer means, with what may be said to it. None where none came lately."""
    looked_at = OwnProposal.of(talk).mine_proposal if talk.state.state == Mine.one else None
    found = await own.list_answers(talk.store, by=talk.person, most=_LATEST)
    meant = next(
        (pair for pair in found if answer_id == pair[0].id or (answer_id is None and looked_at == pair[1].id)), None
    )
    if meant is None and looked_at is None:
        meant = await find_recent_answer(talk)
    if meant is None or meant[1].decision is None:
        return None
    sent, proposal = meant
    said = f"№ {proposal.label}. {talk.say(_MEANS[Decision(meant[1].decision)])}"
    return put_above(said, ask_reaction(talk.words, sent.id))


_LATEST = 20  # of a person's own proposals
