"""Whether a message is trade for oneself."""

import re

from bot.budget.referral.words import trade, wishes
from bot.language.matter.keywords import Words
from bot.language.meanings.late_pattern import compile_late
from bot.language.mentions import names_phone

_LINK = compile_late(r"https?://|\bt\.me/|\bwa\.me/|\bwww\.", re.IGNORECASE)
# No sum is longer. If anything could follow a digit, a text of digits alone would take a quarter of a second.
_PRICE = compile_late(r"\d[\d .]{0,24}(?:сом|с\b|\$|usd|руб|доллар)|\d{1,9} ?%", re.IGNORECASE)
_WORDS_OF_TRADE = 12


def is_advertisement(said: Words, typed: str) -> bool:
    """Whether something is offered or wanted for money. typed is the text with its signs, links and numbers."""
    if said.hold(wishes.WISHED) or said.hold(trade.OF_US_ALL):
        return False
    if _LINK.search(typed) or names_phone(_PRICE.sub(" ", typed)):
        return said.hold(trade.SOLD) or said.hold(trade.SERVED)
    if _PRICE.search(typed) and said.hold(trade.SOLD):
        return True
    if len(said.words) > _WORDS_OF_TRADE:
        return False
    return len(said.places(trade.TRADE | trade.OFFERED if _PRICE.search(typed) else trade.TRADE)) > 1
