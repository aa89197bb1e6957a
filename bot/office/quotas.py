"""How much is taken of one person, so that nobody fills the disk: unsent proposals, what they send a day."""

from datetime import timedelta

from bot.budget.permissions import Role
from bot.budget.workdays import find_day, start_of
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.rules import Rules, read_rules
from bot.office.wording.notices import Telling, tell
from storage.people import Person
from storage.store import Store

MEGABYTE = 2**20
_MOST_FILLERS, _WEEK = 3, 7  # people named, days looked back over
TOLD = "disk_told"  # the fact that says whether admins know that the disk is nearly full


class ProposalsUsedUp(Refusal):
    """A person has sent as many proposals as a day takes; more are taken from the next day on."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class UnsentUsedUp(Refusal):
    """A person keeps as many unsent proposals as fit; one of them is sent or erased before another is begun."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class FilesUsedUp(Refusal):
    """A person has sent as many files as a day takes, or as large ones. More are taken from the next day on."""


async def check_proposal(store: Store, rules: Rules, *, by: Person, at: int) -> None:
    """Raises ProposalsUsedUp where a person has sent as many as the rules of the day take; the day is Bishkek's."""
    if await store.usage.count_proposals(by.id, since=start_of(find_day(at))) >= rules.proposals_a_day:
        raise ProposalsUsedUp(rules.proposals_a_day)


async def check_drafts(store: Store, *, drafts: int, at: int) -> None:
    """Raises UnsentUsedUp where so many unsent proposals of one person are more than fit."""
    rules = await read_rules(store, find_day(at))
    if drafts > rules.drafts:
        raise UnsentUsedUp(rules.drafts)


async def count_room(store: Store, *, drafts: int, at: int) -> int:
    """Returns how many more unsent proposals fit beside so many."""
    return (await read_rules(store, find_day(at))).drafts - drafts


async def check_files(store: Store, *, by: Person, files: int, at: int) -> None:
    """Raises FilesUsedUp where so many more files are too many for the day, or those of today are too large."""
    if files and await _are_too_many(store, await read_rules(store, find_day(at)), by=by, files=files, at=at):
        raise FilesUsedUp


async def _are_too_many(store: Store, rules: Rules, *, by: Person, files: int, at: int) -> bool:
    count, size = await store.usage.count_files(by.id, since=start_of(find_day(at)))
    return count + files > rules.files_a_day or size >= rules.megabytes_a_day * MEGABYTE


async def tell_of_room(store: Store, *, is_full: bool, is_clear: bool, free: int, at: int) -> bool:
    """Tells the admins once that the disk is nearly full (free bytes), so only texts are taken. True: they were told now.

    When there is room again they hear that once, and a later shortage is told anew.
    """
    was_told = await store.meta.get(TOLD) == "1"
    if was_told and is_clear:
        await store.meta.put(TOLD, "0")
        await _tell_admins(
            store, at, lambda words, _: Reply(words.say("There is room on the disk again: files are taken."))
        )
    if was_told or not is_full:
        return False
    await store.meta.put(TOLD, "1")
    await _tell_admins(store, at, lambda words, _: _disk_is_full(words, free))
    return True


async def _tell_admins(store: Store, at: int, say: Telling) -> None:
    for member in await store.roles.list_members(None):
        if member.role is Role.ADMIN:
            await tell(store, to=member.person_id, kind="disk", object_id=at, at=at, say=say)


def _disk_is_full(words: Words, free: int) -> Reply:
    return Reply(
        words.say(
            "The disk is nearly full: {n} MB are free. Only texts are taken now. Who fills it says «sunush doctor».",
            n=words.number(free // MEGABYTE),
        )
    )


async def list_fillers(store: Store) -> list[tuple[str, str, int, int]]:
    """Lists who fills the disk: a pseudonym, the code of their aimak, bytes and files, the largest first."""
    return await store.usage.list_largest(most=_MOST_FILLERS)


async def count_bytes_a_day(store: Store, *, at: int) -> int:
    """How many bytes of files a day came in the last week, on average."""
    since = start_of(find_day(at) - timedelta(_WEEK))
    return await store.usage.sum_size_since(since) // _WEEK
