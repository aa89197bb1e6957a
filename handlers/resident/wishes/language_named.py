"""Both languages are named in a sentence. The one that is asked for is spoken from there on, whatever else is read."""

from bot.budget.proposal_text.decidable import says_a_wish
from bot.chat.talk import Replies
from bot.language.in_words.which import find_language_asked, names_both_languages
from bot.office.guessing.guess import names_a_matter
from handlers.resident.start import on_language_chosen
from handlers.shared.router import Step, Talk, router

_MOST_WORDS = 8  # of a wish for a language that may resemble a matter of the budget


@router.hear_first
async def hear_language_named(talk: Talk, step: Step) -> Replies | None:
    """Goes on in the language that is asked for beside the other; None of other words, and of a proposal."""
    if step.is_free or not names_both_languages(talk.text) or says_a_wish(talk.text):
        return None
    if len(talk.text.split()) > _MOST_WORDS and names_a_matter(talk.text):
        return None
    asked = find_language_asked(talk.text)
    if asked is None:
        return None
    talk.chosen = asked
    return await on_language_chosen(talk)
