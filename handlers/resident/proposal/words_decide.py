"""The words of a draft decide its category, and its side where the author does not know it."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.office.categories import guess, read_ahead
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.talk import Talk


async def let_words_decide(talk: Talk) -> None:
    """Lets the words of the draft decide its category, and its side where the author left that to them."""
    unfinished = proposal_draft.find(talk)
    await read_ahead(unfinished.text)
    await proposal_draft.part_ahead(unfinished)
    side = unfinished.side
    if unfinished.text and side:
        decided, category = guess(unfinished.text, side if isinstance(side, Side) else None)
        by_hand = unfinished.category if unfinished.by_hand else None
        code = by_hand or (category.code if category else None)
        guessed = unfinished.side_guessed or side == draft_pieces.UNSURE
        await proposal_draft.keep(talk, replace(unfinished, side=decided, side_guessed=guessed, category=code))
    elif side == draft_pieces.UNSURE and draft_pieces.has_voice(unfinished):
        await proposal_draft.keep(talk, replace(unfinished, side=Side.SPENDING))
