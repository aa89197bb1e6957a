"""The words of what is exported of watches: a row a report, its answer, the rating of the work."""

from collections.abc import Mapping

from bot.export.legend.legend import Told
from bot.office.watch.words import SEEN
from bot.office.wording.notices import N_

WATCHES: Mapping[str, Told] = {
    "watch": Told(N_("Watch"), N_("The number of the watch.")),
    "year": Told(N_("Budget year"), N_("The budget year of the line.")),
    "line": Told(N_("What is watched"), N_("The line or the work, as the head named it.")),
    "standing": Told(
        N_("Standing"), N_("Where it stands."),
        {"open": N_("under way"), "finished": N_("work is finished"), "closed": N_("the watch is over")},
    ),
    "members": Told(N_("People in the group"), N_("How many residents watch it.")),
    "reports": Told(N_("Reports"), N_("How many were sent, without those whose authors were erased.")),
    "unanswered": Told(N_("Unanswered"), N_("How many of them have no answer.")),
    "ratings": Told(N_("Ratings"), 
        N_("How many ratings are shown, by whole groups; empty where too few have rated."),
    ),
    "mean": Told(N_("Mean rating"), N_("Of 5, to the nearest half; empty where fewer have rated than are shown.")),
    "number": Told(N_("Number of the report"), N_("The number of the report, as its author was told.")),
    "received": Told(N_("Received"), N_("The day it was received, in Bishkek.")),
    "seen": Told(N_("What was seen"), N_("How its author found the work."), {
        one.value: said for one, said in SEEN.items()
    }),
    "text": Told(N_("Text"), N_("As its author wrote it.")),
    "due": Told(N_("Answer by"), N_("The day by which an answer was due.")),
    "answered": Told(N_("Answered"), N_("The day of the answer, in Bishkek.")),
    "answer": Told(N_("Text of the answer"), N_("As the office wrote it.")),
}  # fmt: skip
IN_WORDS = ("text", "answer")  # what people wrote, which may name somebody
