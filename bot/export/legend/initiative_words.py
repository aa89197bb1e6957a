"""The words of what is exported of local initiatives: a row an application, with its marks and its money."""

from collections.abc import Mapping

from bot.budget.initiative.marks import Criterion
from bot.export.legend.legend import Told
from bot.office.initiatives.words import CRITERIA, DECISIONS, PAPERS, PHASES, REGIMES
from bot.office.wording.notices import N_

_AS_WRITTEN = N_("As its group wrote it.")
_SOM = N_("In whole som.")
INITIATIVES: Mapping[str, Told] = {
    "number": Told(N_("Number"), N_("The number of the initiative, as its group was told.")),
    "call": Told(N_("Call"), N_("The number of the call it was sent to.")),
    "regime": Told(
        N_("Rules"), N_("Under which rules the money is given."), {one.value: said for one, said in REGIMES.items()}
    ),
    "received": Told(N_("Received"), N_("The day it was received, in Bishkek.")),
    "standing": Told(N_("Standing"), N_("Where it stands."), {one.value: said for one, said in PHASES.items()}),
    "who": Told(N_("Who"), _AS_WRITTEN),
    "problem": Told(N_("Problem"), _AS_WRITTEN),
    "doing": Told(N_("Work"), _AS_WRITTEN),
    "place": Told(N_("Place"), _AS_WRITTEN),
    "plan": Told(N_("Plan"), _AS_WRITTEN),
    "costs": Told(N_("Costs"), _AS_WRITTEN),
    "own": Told(N_("Own contribution"), _AS_WRITTEN),
    "others": Told(N_("Others' money"), _AS_WRITTEN),
    "total": Told(N_("All costs"), _SOM),
    "asked": Told(N_("Asked of the budget"), _SOM),
    "seen": Told(
        N_("Papers seen"), N_("What the office has looked at; no copy is kept."),
        {one.value: said for one, said in PAPERS.items()}, many=True,
    ),
    **{
        f"mark_{one.value}": Told(said, N_("The mark, from 0 to the scale; empty where none was given."))
        for one, said in CRITERIA.items()
    },
    "rules": Told(N_("Scale and weights"), N_("The scale, and the weights of the five criteria in their order.")),
    "points": Told(N_("Points"), N_("Of 100: the marks by their weights; empty while a mark is missing.")),
    "decision": Told(
        N_("Decision"), N_("What the group was told."), {one.value: said for one, said in DECISIONS.items()}
    ),
    "why": Told(N_("Reason"), N_("Why, as the group was told.")),
    "granted": Told(N_("Granted"), _SOM),
    "agreement": Told(N_("Agreement"), N_("Its number and day, as the office entered them.")),
    "paid": Told(N_("Paid"), _SOM),
    "spent": Told(N_("Spent"), _SOM),
    "returned": Told(N_("Returned"), _SOM),
    "left": Told(N_("Left"), N_("Paid and neither spent nor returned, in whole som.")),
}  # fmt: skip
NAMED = ("who",)  # what names people, and stands there only where it is asked for
MARKS = tuple(f"mark_{one.value}" for one in Criterion)
