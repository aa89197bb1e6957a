"""A filled spreadsheet of meetings on its way through the chat: expected, read, taken whole or refused by its cells.

Each one that waits is a fact (table `meta`): `needs_<file>` says whose it is, its aimak and year.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bot.budget.permissions import Act, write_act_right
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.needs import meetings, needs_file
from bot.office.plan.priorities import TooManyPriorities
from bot.office.sheets import wording
from bot.office.wording import notices
from storage.people import Mailbox, Person
from storage.store import Store

_NEEDS = "needs_"


@dataclass(frozen=True, slots=True)
class WaitingNeeds:
    """A spreadsheet of meetings on its way: the file (id), whose it is, its aimak and budget year."""

    id: int
    peer_id: int
    aimak_id: int
    year: int


async def expect(store: Store, *, aimak_id: int, year: int, reference: str, by: Person) -> bool:
    """Notes that a file which just came holds meetings; false where it did not come. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.NEEDS, aimak_id=aimak_id)
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    if media_id is None:
        return False
    waiting = WaitingNeeds(media_id, by.peer_id, aimak_id, year)
    await store.meta.put(f"{_NEEDS}{media_id}", json.dumps(asdict(waiting)))
    return True


async def list_waiting(store: Store) -> list[WaitingNeeds]:
    """Lists the spreadsheets of meetings that wait to be read."""
    return [WaitingNeeds(**json.loads(value)) for _, value in await store.meta.list_beginning(_NEEDS)]


async def take(store: Store, *, waiting: WaitingNeeds, cells: dict[str, Any], at: int) -> None:
    """Enters the meetings of a file, or tells its clerk what is to be mended. The file is needed no more."""
    await _forget(store, waiting)
    by = await store.people.find_by_peer(waiting.peer_id)
    if by is None:
        return
    villages = await store.aimaks.list_villages(waiting.aimak_id)
    read, faults = needs_file.read_needs_file(cells, villages=villages, today=find_day(at))
    if faults:
        await _tell(store, waiting, at, lambda words: needs_file.say_faults(words, faults))
        return
    try:
        entered = await meetings.put_meetings(
            store, aimak_id=waiting.aimak_id, year=waiting.year, meetings=read, by=by, at=at
        )
    except Refusal as refused:
        kind = type(refused)
        await _tell(store, waiting, at, lambda words: say_refused(words, kind))
        return
    await _tell(store, waiting, at, lambda words: say_entered(words, entered))


async def refuse(store: Store, *, waiting: WaitingNeeds, why: str, at: int) -> None:
    """Tells a clerk why a file is not read; why is a word of storage/attachments/own_process/sheet_cells."""
    await _forget(store, waiting)
    await _tell(store, waiting, at, lambda words: wording.say_refused(words, why))


async def lose(store: Store, *, id: int, at: int) -> bool:
    """Tells the clerk of a spreadsheet that could not be kept; false where it is no such file."""
    value = await store.meta.get(f"{_NEEDS}{id}")
    if value is None:
        return False
    await refuse(store, waiting=WaitingNeeds(**json.loads(value)), why="none", at=at)
    return True


def say_entered(words: Words, entered: meetings.Entered) -> str:
    """What a file brought."""
    return words.say(
        "Entered anew — {new}, corrected — {changed}, the same as before — {same}.",
        new=entered.new, changed=entered.changed, same=entered.same,
    )  # fmt: skip


def say_refused(words: Words, refused: type[Refusal]) -> str:
    """Why nothing was entered."""
    if issubclass(refused, TooManyPriorities):
        return words.say("Nothing is changed: a year has 200 priorities at most. Please leave some out.")
    if issubclass(refused, meetings.TooManyMeetings):
        return words.say("Nothing is changed: a year has 1000 groups and meetings at most.")
    return words.say("You have no right to do this here.")


async def _forget(store: Store, waiting: WaitingNeeds) -> None:
    await store.meta.drop(f"{_NEEDS}{waiting.id}")
    await store.media.put_away(waiting.id)
    await store.media.mark_unneeded(waiting.id)


async def _tell(store: Store, waiting: WaitingNeeds, at: int, compose: Callable[[Words], str]) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(compose(words), (notices.make_button(words, "needs", "Needs, meetings"),))

    person = await store.people.find_id_by_peer(waiting.peer_id)
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=waiting.peer_id, kind="needs_file", object_id=waiting.id, revision=None, at=at,
            say=say, right=write_act_right(Act.NEEDS, waiting.aimak_id),
        )  # fmt: skip
