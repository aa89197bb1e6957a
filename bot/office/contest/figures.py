"""What the log says of an entry, criterion by criterion: numbers alone, so that nothing of them names an aimak."""

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
    "people": N_("people"),
    "women": N_("women, %"),
    "proposals": N_("proposals"),
    "answered": N_("answered"),
    "decided": N_("decided"),
    "included": N_("included"),
    "som": N_("som"),
    "lines": N_("lines changed"),
    "priorities": N_("priorities"),
    "ties": N_("tied"),
}


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
        counts = {"proposals": result.N, "answered": result.answered, "decided": result.decided}
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
            people = {"people": told.attendance.people, "women": told.attendance.percent_women}
            found["2"] = found.get("2", {}) | people
    return found


def say_figures(words: Words, figures: dict[str, float]) -> str:
    """The figures of one criterion in a line; empty where there are none."""
    named = [(words.say(NAMES[name]), figures[name]) for name in NAMES if name in figures]
    return " · ".join(f"{name}: {words.number(round(value))}" for name, value in named)
