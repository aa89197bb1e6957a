"""The words of the openness checklist: its rows, its parts, where something was published."""

from bot.budget.openness.rows import Part, Row
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
