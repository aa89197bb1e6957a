"""Meanings by what is done of them: what opens at once, what is only answered, what is asked about."""

from bot.language.intents import Intent

ALWAYS = frozenset({Intent.MENU})  # heard wherever text is awaited: it is nobody's answer
OF_A_HEARING = {Intent.COME, Intent.DECLINE}  # said in reply to a message, they are about what that is about
# What only shows something, or asks before it does anything: it opens at once.
SHOWS = frozenset({
    Intent.CALL, Intent.STATUS, Intent.HEARINGS, Intent.WHO, Intent.HELP, Intent.UNCLEAR, Intent.PROPOSE, Intent.THANKS,
    Intent.GREETING, Intent.FAREWELL, Intent.FORGET, Intent.WITHDRAW, Intent.ERASE, Intent.BUDGET, Intent.MENU, Intent.QUEUE,
    Intent.CHANGE, Intent.KYRGYZ, Intent.RUSSIAN, Intent.LANGUAGE, Intent.MYDATA, Intent.SEEN, Intent.STEPS, Intent.WAIT,
    Intent.NAMELESS,
})  # fmt: skip
# A side is shown again on the check screen, where a tap changes it.
SIDES = frozenset({Intent.REVENUE, Intent.SPENDING, Intent.UNSURE})
OF_AN_ANSWER = frozenset({Intent.DISAGREE, Intent.CLEAR, Intent.WHY})
COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.FAREWELL})
OF_THE_BOT = frozenset({Intent.SEEN, Intent.STEPS})
ANSWERED_ON_ARRIVAL = frozenset(
    {Intent.CALL, Intent.WHO, Intent.UNCLEAR, Intent.HELP, Intent.SEEN, Intent.STEPS, *COURTESIES}
)
ANSWERED_AT_ONCE = COURTESIES | {Intent.HALT}  # what is said back, or asked back
OF_A_BUTTON = frozenset({Intent.SKIP, Intent.BACK, Intent.MORE})  # asked about only where a button says so
