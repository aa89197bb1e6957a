"""Why a juror marks nothing, in one sentence each."""

from bot.budget.contest.marks import MarkOutside
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.contest import judging
from bot.office.contest.contests import NoContest
from bot.office.wording.notices import N_

REFUSED: dict[type[Refusal], str] = {
    NoContest: N_("There is no contest now."),
    judging.NotYet: N_("The codes are not drawn yet. You hear of it here."),
    judging.Closed: N_("The contest is closed: no mark changes any more."),
    judging.MarksAreIn: N_("All marks are in: only where jurors are far apart may a mark still change."),
    judging.ConflictOfInterest: N_(
        "You have to do with the aimak of an entry, or read names here, so you mark nothing."
    ),
    judging.NoSeat: N_("The commission is full: all its jurors are there."),
    judging.UnknownCode: N_("There is no entry with that code."),
    MarkOutside: N_("This is no mark. Nothing is changed."),
}


def say_refused(words: Words, kind: type[Refusal]) -> str:
    """The sentence of a refusal."""
    return words.say(REFUSED.get(kind, "You have no right to do this here."))
