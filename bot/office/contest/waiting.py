"""A filled spreadsheet of marks on its way through the chat: expected, read, taken whole or refused by its cells.

Each one that waits is a fact (table `meta`): `marks_<file>` says whose it is and of which contest.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bot.budget.contest.rules import Rules
from bot.budget.permissions import Act, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest import judging, mark_file
from bot.office.contest.contests import find_contest
from bot.office.contest.refused import say_refused
from bot.office.sheets import wording
from bot.office.wording import notices
from storage.people import Mailbox, Person
from storage.store import Store

_MARKS = "marks_"


@dataclass(frozen=True, slots=True)
class WaitingMarks:
    """A spreadsheet of marks on its way: the file (id), whose it is, of which contest."""

    id: int
    peer_id: int
    contest_id: int


async def expect(store: Store, *, reference: str, by: Person) -> bool:
    """Notes that a file which just came holds a juror's marks; false where it did not come. Raises NotAllowed, NoContest."""
    await staff.permit(store, by=by, act=Act.MARK, aimak_id=None)
    contest = await find_contest(store)
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    if media_id is None:
        return False
    waiting = WaitingMarks(media_id, by.peer_id, contest.id)
    await store.meta.put(f"{_MARKS}{media_id}", json.dumps(asdict(waiting)))
    return True


async def list_waiting(store: Store) -> list[WaitingMarks]:
    """Lists the spreadsheets of marks that wait to be read."""
    return [WaitingMarks(**json.loads(value)) for _, value in await store.meta.list_beginning(_MARKS)]


async def find_rules(store: Store, *, waiting: WaitingMarks) -> Rules:
    """What the contest of a file is judged by."""
    return (await find_contest(store, waiting.contest_id)).rules


async def take(store: Store, *, waiting: WaitingMarks, cells: dict[str, Any], at: int) -> None:
    """Keeps the marks of a file, or tells its juror what is to be mended. The file is needed no more."""
    await _forget(store, waiting)
    by = await store.people.find_by_peer(waiting.peer_id)
    if by is None:
        return
    rules = await find_rules(store, waiting=waiting)
    read = mark_file.read_mark_file(cells, contest_id=waiting.contest_id, rules=rules)
    if read.faults:
        await _tell(store, waiting, at, lambda words: mark_file.say_faults(words, read.faults, rules))
        return
    try:
        changed = await judging.put_marks(store, given=read.given, by=by, at=at, id=waiting.contest_id)
    except Refusal as refused:
        kind = type(refused)
        await _tell(store, waiting, at, lambda words: say_refused(words, kind))
        return
    await _tell(
        store, waiting, at,
        lambda words: words.say_n("{n} mark is new or changed.", "{n} marks are new or changed.", changed),
    )  # fmt: skip


async def refuse(store: Store, *, waiting: WaitingMarks, why: str, at: int) -> None:
    """Tells a juror why a file is not read; why is a word of storage/attachments/own_process/sheet_cells."""
    await _forget(store, waiting)
    await _tell(store, waiting, at, lambda words: wording.say_refused(words, why))


async def lose(store: Store, *, id: int, at: int) -> bool:
    """Tells the juror of a spreadsheet that could not be kept; false where it is no such file."""
    value = await store.meta.get(f"{_MARKS}{id}")
    if value is None:
        return False
    await refuse(store, waiting=WaitingMarks(**json.loads(value)), why="none", at=at)
    return True


async def _forget(store: Store, waiting: WaitingMarks) -> None:
    await store.meta.drop(f"{_MARKS}{waiting.id}")
    await store.media.put_away(waiting.id)
    await store.media.mark_unneeded(waiting.id)


async def _tell(store: Store, waiting: WaitingMarks, at: int, compose: Callable[[Words], str]) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(compose(words), (notices.make_button(words, "contest", "Contest"),))

    person = await store.people.find_id_by_peer(waiting.peer_id)
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=waiting.peer_id, kind="marks", object_id=waiting.id, revision=None, at=at,
            say=say, right=write_act_right(Act.MARK, None),
        )  # fmt: skip
