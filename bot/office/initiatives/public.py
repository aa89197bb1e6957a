"""The public list of initiatives: numbers, sums, decisions. Words stand there only where their author says so."""

from dataclasses import dataclass

from bot.budget.initiative.course import Course
from bot.budget.public.masked import mask
from storage.initiatives.calls import Call
from storage.initiatives.initiatives import Initiative
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the list; text is empty where its author keeps the words to the office."""

    label: str
    call: Call
    asked: int
    course: Course
    text: str


async def has_any(store: Store, *, aimak_id: int | None) -> bool:
    """Whether an aimak has announced any call."""
    return aimak_id is not None and bool(await store.initiative_calls.list_of(aimak_id, limit=1))


async def list_shown(store: Store, *, aimak_id: int) -> list[Shown]:
    """Lists what everybody may read of the initiatives of an aimak, the newest call first; withdrawn ones are not there."""
    calls = {one.id: one for one in await store.initiative_calls.list_of(aimak_id)}
    found = await store.initiatives.list_of_aimak(aimak_id)
    courses = await store.initiatives.read_all(found)
    standing = [one for one in found if not courses[one.id].is_withdrawn]
    rows = [Shown(one.label, calls[one.call_id], one.asked, courses[one.id], show(one)) for one in standing]
    return sorted(rows, key=lambda row: -row.call.number)


def show(one: Initiative) -> str:
    """The work as all may read it; empty where its author keeps the words to the office."""
    return mask(one.answers.doing).text if one.shown else ""
