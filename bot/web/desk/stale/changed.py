"""The sentence of a stale page: who did what meanwhile, and when."""

from functools import partial

from bot.budget.permissions import Act
from bot.budget.workdays import find_day, move_to_bishkek
from bot.chat.texts import Words
from bot.office.desk.meanwhile import ChangedMeanwhile, Done
from bot.office.initiatives.words import STEPS
from bot.office.reads import proposals
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.talking import make_talk
from handlers.office.colleagues import say_name
from storage.store import Store

AS_OF = "as_of"  # the field by which a form says how far its page knew
_WHAT = {
    "poll announced": N_("the poll was announced"),
    "poll told": N_("the result of the poll was told"),
    "poll paper": N_("ballots of paper were entered"),
    "needs corrected": N_("the meeting was corrected"),
    "needs removed": N_("the meeting was removed"),
    "judge seen": N_("a paper was ticked"),
    "judge unseen": N_("the tick was taken off a paper"),
    "judge marked": N_("a mark was given"),
    "judge decided": N_("the decision was made"),
    **{f"judge {step.value}": said for step, said in STEPS.items()},
    "work": N_("the state of the work was told"),
}


def read_as_of(form: Form) -> int:
    """How far the page of a form knew."""
    return form.read_id(AS_OF)


async def say_changed(desk: Desk, seen: Seen, refused: ChangedMeanwhile) -> str:
    """Who did what meanwhile, and that nothing was done now."""
    return await desk.office.database.read(partial(_say, seen, refused, desk.clock()))


async def _say(seen: Seen, refused: ChangedMeanwhile, at: int, /, store: Store) -> str:
    words, done = seen.words, refused.done
    member = await proposals.find_colleague(store, person_id=done.by, aimak_id=seen.aimak_id, by=seen.person) if (
        done.by is not None and seen.may(Act.READ_QUEUE)
    ) else None  # fmt: skip
    there = move_to_bishkek(done.at)
    return words.say(
        "Meanwhile: {what} ({who}, {moment}). Nothing was done now. Please look at it again.",
        what=_name(words, done), who=say_name(make_talk(store, seen, at), member),
        moment=words.moment(find_day(done.at), there.hour, there.minute),
    )  # fmt: skip


def _name(words: Words, done: Done) -> str:
    what = _WHAT.get(f"{done.act} {done.details.get('what', '')}".strip()) or _WHAT.get(done.act)
    return words.say(what) if what is not None else words.say("it was changed")
