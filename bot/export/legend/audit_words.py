"""The words of what happened to a proposal: each act, and the codes that stand beside it."""

from collections.abc import Mapping

from bot.export.legend.legend import Told
from bot.export.legend.log_words import SIDES, SOURCES, TAPPED
from bot.office.reads.history_words import ACTS
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.notices import EXCLUSIONS, N_

_WITH_FILES = {"with_files": N_("with a voice or files")}
_DETAILS = {
    **_WITH_FILES,
    **SIDES,
    **SOURCES,
    **TAPPED,
    **EXCLUSIONS,
    **{one.value: said for one, said in DECISIONS.items()},
}

COLUMNS: Mapping[str, Told] = {
    "number": Told(N_("Number"), N_("The number of the proposal in its aimak and budget year.")),
    "at": Told(N_("When"), N_("When it was done, in Bishkek time.")),
    "act": Told(N_("What was done"), N_("What happened to the proposal."), ACTS),
    "who": Told(N_("By whom"), N_("The post of whoever did it; empty: nobody of the office.")),
    "details": Told(N_("What of it"), N_("The side, the category, the decision or the reply that it is about."),
                    _DETAILS, many=True),
}  # fmt: skip
