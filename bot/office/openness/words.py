"""The words of the openness checklist: its rows, its parts, where something was published, by when it is due."""

from bot.budget.openness.due import read_rule
from bot.budget.openness.rows import Part, Row
from bot.chat.texts import Words
from bot.office.wording.notices import N_

ROWS = {
    Row.DRAFT: N_("Draft budget"),
    Row.APPROVED: N_("Approved budget"),
    Row.EXECUTION: N_("Execution"),
    Row.CITIZENS_BUDGET: N_("Citizens' budget"),
    Row.PROCUREMENT: N_("Procurement"),
    Row.PROPERTY: N_("List of property"),
    Row.STRATEGY: N_("СЭӨП"),
    Row.PRIORITIES: N_("БАП"),
    Row.PAGE: N_("Public page"),
    Row.BOARD: N_("Table of decisions"),
    Row.NOTICE: N_("Notice of hearing"),
    Row.ATTENDANCE: N_("Who came, by sex"),
    Row.MINUTES: N_("Minutes"),
    Row.RESULTS: N_("Hearing results"),
    Row.INFORMATION: N_("Requests answered"),
}
PARTS = {
    Part.DOCUMENTS: N_("Documents"),
    Part.ACCESS: N_("Access"),
    Part.PARTICIPATION: N_("Participation"),
}
CHANNELS = {
    "site": N_("Web site"),
    "board": N_("Board"),
    "chat": N_("Messenger"),
    "paper": N_("In print"),
}
LANGUAGES = {
    "ky": N_("In Kyrgyz"),
    "ru": N_("In Russian"),
    "both": N_("In both languages"),
}
_OF_YEARS = {
    -1: N_("{day} of the year before the budget year"),
    0: N_("{day} of the budget year"),
    1: N_("{day} of the year after the budget year"),
}


def say_rule(words: Words, rule: str) -> str:
    """A rule of a due day in words: «15-июль, бюджет жылынан мурунку жылы» for «-1:07-15»."""
    found = read_rule(rule)
    if found.month is not None and found.day is not None:
        return words.say(_OF_YEARS[found.away], day=words.day_of_month(found.month, found.day))
    if found.away == 0:
        return words.say("the day of the hearing")
    if found.away < 0:
        return words.say_n("{n} day before the hearing", "{n} days before the hearing", -found.away)
    return words.say_n("{n} day after the hearing", "{n} days after the hearing", found.away)
