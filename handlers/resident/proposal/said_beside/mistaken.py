"""A mistake in a text that is not sent is told in words of one's own: «не Ленина, а Манаса». The text is put right."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.language.wishes.put_right import read_put_right
from handlers.resident.proposal.amount import AmountRead
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk
from handlers.shared.states import Propose


def find_put_right(talk: Talk) -> ProposalDraft | None:
    """The draft as it would read by the words that are asked about. None where they put none of its words right."""
    drafts = Drafts.of(talk)
    if drafts.joining.media or draft_pieces.has_content(drafts.after):
        return None
    return put_right(drafts.draft, drafts.joining.text)


def put_right(draft: ProposalDraft, said: str) -> ProposalDraft | None:
    """A draft with its wrong words replaced, in the message that has them. None where said puts nothing right in it."""
    read = read_put_right(said)
    if read is None or not read.names_what or not read.put_into(draft.text):
        return None
    pieces = [replace(one, text=read.put_into(one.text) or one.text) for one in draft_pieces.list_pieces(draft)]
    right = draft_pieces.make_whole(draft, pieces)
    return right if right.text != draft.text else None


async def keep_put_right(talk: Talk, right: ProposalDraft) -> None:
    """Keeps the draft as it reads now, and the sum given apart. The words that put it right are kept no more."""
    read = read_put_right(Drafts.of(talk).joining.text)
    if read is not None and read.figures is not None and read.figures.was(right.amount):
        right = replace(right, amount=read.figures.som)
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    await proposal_draft.keep(talk, replace(right, touched=talk.now))


async def ask_about_unsent(talk: Talk) -> Reply | None:
    """Asks whether the newest unsent text with the wrong words shall read as told. None where no such text waits."""
    meant = next((one for one in reversed(proposal_draft.list_unsent(talk)) if put_right(one, talk.text)), None)
    if meant is None:
        return None
    await proposal_draft.bring_back(talk, meant.key)
    joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text)
    await replace(Drafts.of(talk), joining=joining).keep(talk)
    return await talk.ask(Propose.join)


async def read_sum_back(talk: Talk, said: str) -> Reply | None:
    """Reads back the sum that stands in place of one given apart, or of none: «не 500, 350 тыс». Else it is None."""
    read, draft = read_put_right(said), Drafts.of(talk).draft
    if read is None or read.figures is None or put_right(draft, said) is not None:
        return None
    is_first = draft.amount is None and read.figures.wrong is None and read.figures.som is not None
    if not is_first and not read.figures.was(draft.amount):
        return None
    await AmountRead(amount=read.figures.som).keep(talk)
    return await talk.ask(Propose.amount_sure)
