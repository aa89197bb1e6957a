"""The words of a draft decide its category, and its side where the author does not know it."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.office.guessing.guess import guess, names_a_matter, read_ahead
from handlers.shared import proposal_draft
from handlers.shared.router import Talk


async def let_words_decide(talk: Talk) -> None:
    """Lets the words of the draft decide its category, and its side where the author left that to them."""
    unfinished = proposal_draft.find(talk)
    await read_ahead(unfinished.text)
    await proposal_draft.read_part_ahead(unfinished)
    side = unfinished.side
    if unfinished.text and side:
        given = None if side is Side.UNSURE else side
        decided, category = guess(unfinished.text, given)
        if given is None and not names_a_matter(unfinished.text):  # the words do not tell, so the office does
            decided = Side.UNSURE
        by_hand = unfinished.category if unfinished.by_hand else None
        code = by_hand or (category.code if category else None)
        guessed = unfinished.side_guessed or given is None
        await proposal_draft.keep(talk, replace(unfinished, side=decided, side_guessed=guessed, category=code))
