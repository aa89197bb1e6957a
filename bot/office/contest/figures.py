"""What the log says of an entry, criterion by criterion: numbers alone, so that nothing of them names an aimak.

A public page counts proposals and people exactly. So a juror reads from how many on, and shares in tens.
"""

from bot.budget.hearing import HearingKind, HearingState
from bot.chat.texts import Words
from bot.office.criteria import criteria_1_2, criterion_6
from bot.office.criteria.proposed import propose_all
from bot.office.wording.notices import N_
from storage.store import Store

Figures = dict[str, dict[str, float]]
PROPOSED = "proposed"  # per cent of a criterion's points
NAMES = {
    PROPOSED: N_("proposed, %"),
    "days": N_("days ahead"),
    "channels": N_("channels"),
    "languages": N_("languages"),
    "groups": N_("groups"),
    "reached": N_("reached"),
    "people": N_("people, at least"),
    "women": N_("women, % at least"),
    "proposals": N_("proposals, at least"),
    "answered_share": N_("answered, % at least"),
    "decided_share": N_("decided, % at least"),
    "answered": N_("answered"),  # of a contest that was coded before
    "decided": N_("decided"),
    "included": N_("included"),
    "som": N_("som"),
    "lines": N_("lines changed"),
    "priorities": N_("priorities"),
    "ties": N_("tied"),
}


_STEPS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)
_HEARD = (HearingState.HELD, HearingState.PUBLISHED)


async def gather_figures(store: Store, *, aimak_id: int, year: int, at: int) -> Figures:
    """Reads what the log says of an aimak's year at a moment (ms UTC), by the numbers of the criteria.

    What is not known is left out.
    """
    found: Figures = {}
    for one in await propose_all(store, aimak_id=aimak_id, year=year, by=None, at=at):
        if one.figure is not None:
            found[str(one.criterion)] = {PROPOSED: float(round(one.figure * 100 / one.scale))}
    result = (await criterion_6.count(store, aimak_id=aimak_id, year=year)).tally
    if result.N:
        counts = {
            "proposals": step_down(result.N),
            "answered_share": cut_share(100 * result.answered / result.N),
            "decided_share": cut_share(100 * result.decided / result.N),
        }
        found["6"] = found.get("6", {}) | counts
    held = [
        hearing
        for hearing in await store.hearings.list_of_aimak(aimak_id)
        if hearing.budget_year == year and hearing.kind is HearingKind.DRAFT and hearing.state in _HEARD
    ]
    if held:
        told = await criteria_1_2.count_campaign(store, held[0])
        found["1"] = found.get("1", {}) | {
            "channels": len(told.channels), "languages": len(told.languages), "groups": len(told.groups),
            **({"days": told.days_ahead} if told.days_ahead is not None else {}),
        }  # fmt: skip
        if told.attendance is not None:
            came = told.attendance
            people = {"people": step_down(came.people), "women": cut_share(came.percent_women)}
            found["2"] = found.get("2", {}) | people
    return found


def step_down(n: int) -> int:
    """The last of a few steps that a count has come to, so that the count itself stays unsaid."""
    return max((step for step in _STEPS if step <= n), default=0)


def cut_share(percent: float) -> int:
    """A share in whole tens of per cent, never above what it is: 30 stays the goal it is."""
    return int(percent // 10) * 10


def say_figures(words: Words, figures: dict[str, float]) -> str:
    """The figures of one criterion in a line; empty where there are none."""
    named = [(words.say(NAMES[name]), figures[name]) for name in NAMES if name in figures]
    return " · ".join(f"{name}: {words.number(round(value))}" for name, value in named)


def say_spread(words: Words, least: int, most: int) -> str:
    """The least and the largest mark of all jurors; where they are the same, that one."""
    if least == most:
        return words.say("All jurors: {mark}.", mark=least)
    return words.say("All jurors: from {least} to {most}.", least=least, most=most)
