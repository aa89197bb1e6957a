"""The words of the openness checklist as a table: a row a document, its due day, where it was published."""

from collections.abc import Mapping

from bot.budget.openness.due import name_row
from bot.export.legend.legend import Told
from bot.office.openness.words import CHANNELS, LANGUAGES, PARTS, ROWS
from bot.office.wording.notices import N_

CHECKLIST: Mapping[str, Told] = {
    "part": Told(N_("Part"), N_("Which part of the list it is of."), {one.value: said for one, said in PARTS.items()}),
    "row": Told(N_("Document"), N_("What is to be published."), {name_row(one): said for one, said in ROWS.items()}),
    "rule": Told(N_("Rule of the day"), N_("The setting: a day of a year around the budget year, or days around the hearing.")),
    "due": Told(N_("Due"), N_("The day by which it is due; empty while no hearing is known.")),
    "standing": Told(
        N_("Standing"), N_("Where it stands."),
        {"published": N_("published"), "late": N_("late"), "open": N_("not published yet")},
    ),
    "published": Told(N_("Published"), N_("The first day; empty where only the fact is known.")),
    "channel": Told(N_("Where"), N_("By which way it was published first."), CHANNELS),
    "language": Told(N_("Language"), N_("In which language, where the office said it."), LANGUAGES),
    "place": Told(N_("Place or link"), N_("As the office entered it.")),
}  # fmt: skip
