"""A filled spreadsheet of marks that comes through the chat: taken whole, or refused by its cells."""

from collections.abc import Mapping
from typing import Any

from bot.budget.permissions import Act
from bot.language.refusal import Refusal
from bot.office.contest import judging, mark_file
from bot.office.contest.contests import find_contest
from bot.office.contest.refused import say_refused
from bot.office.sheets import expected
from bot.office.sheets.expected import Expected, Say, Waiting
from bot.office.wording.notices import N_
from storage.people import Person
from storage.store import Store


async def expect(store: Store, *, reference: str, by: Person) -> bool:
    """Notes that a file which just came holds a juror's marks; false where it did not come. Raises NotAllowed, NoContest."""
    contest = await find_contest(store)
    return await expected.expect(store, MARKS, reference=reference, by=by, contest_id=contest.id)


async def _list_headings(store: Store, waiting: Waiting) -> Mapping[str, str]:
    return mark_file.list_headings((await find_contest(store, int(waiting.about["contest_id"]))).rules)


async def _take(store: Store, waiting: Waiting, cells: Any, by: Person, at: int) -> Say:
    contest_id = int(waiting.about["contest_id"])
    rules = (await find_contest(store, contest_id)).rules
    try:
        own = await judging.read_own(store, by=by, at=at, id=contest_id)
        read = mark_file.read_mark_file(cells, contest_id=contest_id, seat=own.juror.number, rules=rules)
        if read.faults:
            return lambda words: mark_file.say_faults(words, read.faults, rules)
        changed = await judging.put_marks(store, given=read.given, by=by, at=at, id=contest_id)
    except Refusal as refused:
        kind = type(refused)
        return lambda words: say_refused(words, kind)
    return lambda words: words.say_n("{n} mark is new or changed.", "{n} marks are new or changed.", changed)


MARKS = Expected(
    name="marks", act=Act.MARK, notice="marks", door=("contest", N_("Contest")), headings=_list_headings, take=_take
)
