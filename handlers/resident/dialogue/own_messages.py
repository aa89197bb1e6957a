"""A reply to one's own message (a swipe): which proposal or draft the message belongs to."""

from collections.abc import Mapping
from typing import Any

from bot.chat.memory import read
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts, SentText, SentTexts
from handlers.shared.router import router
from handlers.shared.states import Propose


def find_own_message(data: Mapping[str, Any], state: str | None, message: str) -> str | None:
    """Returns the choice that words in reply to a person's own message belong to; data is what the conversation keeps.

    Empty where they are the text that is just being written, None where nobody knows the message.
    """
    drafts, sent = read(Drafts, data), read(SentTexts, data)

    def holds(one: ProposalDraft | SentText) -> bool:
        return any(id == message for id, _, _ in one.pieces)

    if holds(drafts.begun) or (state == Propose.text and holds(drafts.draft)):
        return ""
    if draft := next((one for one in (drafts.draft, *drafts.earlier) if holds(one)), None):
        return f"own_draft:{draft.key}"
    if holds(drafts.aside):
        return "own_held"
    found = next((one for one in sent.sent if holds(one)), None)
    return f"added:{found.proposal}" if found else None


router.own_message = find_own_message
