"""A resident joins a group by its link, reports what they saw, and rates the finished work once."""

from collections.abc import Sequence

from bot.budget.proposal import TextTooLong, make_storable
from bot.budget.watch.watching import (
    LONGEST_WORD,
    LONGEST_WORDS,
    MOST_A_DAY,
    MOST_FILES,
    NothingSaid,
    Seen,
    check_stars,
)
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.days_off.counting import count_due
from bot.office.rules import read_rules as read_days
from bot.office.watch.watching import NoWatch, WatchClosed, read_rules
from bot.office.watch.words import SEEN
from bot.office.wording import notices
from storage.joined.once import Once
from storage.people import Mailbox, Person
from storage.store import Store
from storage.watch.reports import Report
from storage.watch.watches import Watch

File = tuple[str, str]  # a file's kind, and the channel's reference
_DAY = 24 * 60 * 60 * 1000  # milliseconds


class GroupFull(Refusal):
    """As many as the setting allows watch already."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


class WatchesAlready(Refusal):
    """This person was of the group in another messenger, before they parted it: one person has one place."""


class TooManyReports(Refusal):
    """One person has reported MOST_A_DAY times on a day."""


class NotFinished(Refusal):
    """The work is not said to be finished, so that there is nothing to rate."""


class RatedAlready(Refusal):
    """This person has rated the work, in this messenger or in another of theirs."""


async def find_linked(store: Store, *, token: str) -> Watch:
    """Finds the watch a link leads to. Raises NoWatch, WatchClosed."""
    watch = await store.watches.find_linked(token.casefold())
    if watch is None:
        raise NoWatch
    if watch.closed_at is not None:
        raise WatchClosed
    return watch


async def join(store: Store, *, token: str, by: Person, at: int) -> Watch:
    """Lets whoever has the link into the group; again does nothing.

    Raises NoWatch, WatchClosed, WatchesAlready, GroupFull.
    """
    watch = await store.watches.lock((await find_linked(store, token=token)).id)
    if watch is None or watch.closed_at is not None:
        raise WatchClosed
    if await store.watches.watches_it(watch.id, by.id):
        return watch
    if await store.joins.did_before_parting(Once.PLACE, watch.id, by.id):
        raise WatchesAlready
    most = (await read_rules(store, at=at)).members
    if len(await store.watches.list_members(watch.id)) >= most:
        raise GroupFull(most)
    await store.watches.join(watch.id, by.id, at=at)
    return watch


async def has_own(store: Store, *, by: Person) -> bool:
    """Whether somebody watches anything."""
    return await store.watches.watches_any(by.id)


async def list_own(store: Store, *, by: Person) -> list[Watch]:
    """Lists what somebody watches, the newest first."""
    return await store.watches.list_own(by.id)


async def read_own(store: Store, *, id: int, by: Person) -> tuple[Watch, list[Report]]:
    """Reads a watch of somebody's own, and what they reported of it. Raises NoWatch."""
    watch = await store.watches.get(id)
    if watch is None or not await store.watches.watches_it(id, by.id):
        raise NoWatch
    return watch, await store.watch_reports.list_own(id, by.id)


async def report(
    store: Store, *, key: str, id: int, seen: Seen, text: str, by: Person, at: int, files: Sequence[File] = ()
) -> Report:
    """Takes a report once under a key, gives it a number, and tells the office.

    Raises NoWatch, WatchClosed, NothingSaid, TextTooLong, TooManyReports.
    """
    if (known := await store.watch_reports.find(key)) is not None:
        if known.author_id != by.id:
            raise NoWatch
        return known
    watch = await store.watches.lock(id)
    if watch is None or not await store.watches.watches_it(id, by.id):
        raise NoWatch
    if watch.closed_at is not None:
        raise WatchClosed
    text = make_storable(text).strip()
    if not text and not files:
        raise NothingSaid
    if len(text) > LONGEST_WORDS:
        raise TextTooLong(LONGEST_WORDS)
    if await store.watch_reports.count_since(id, by.id, since=at - _DAY) >= MOST_A_DAY:
        raise TooManyReports
    rules, day = await read_days(store, find_day(at)), find_day(at)
    due_on = await count_due(store, rules, aimak_id=watch.aimak_id, day=day, n=rules.answer_days)
    made = await store.watch_reports.add(
        id, key=key, author_id=by.id, peer_id=by.peer_id, seen=seen, text=text, due_on=due_on, at=at
    )
    ids = [
        await store.media.want_paper(by.channel, by.account, kind=kind, reference=reference, at=at)
        for kind, reference in files[:MOST_FILES]
    ]
    await store.watch_reports.add_files(made, ids)
    one = await store.watch_reports.get(made)
    assert one is not None
    await _tell_office(store, one, files=len(ids), at=at)
    return one


async def _tell_office(store: Store, one: Report, *, files: int, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        lines = [
            words.say("Report № {number} on {line}", number=one.label, line=put_in_quotes(quote(one.line))),
            words.say("{seen}. Answer by {day}.", seen=words.say(SEEN[one.seen]), day=words.day(one.due_on)),
        ]
        lines += [put_in_quotes(quote(one.text, 200))] if one.text else []
        lines += [words.say_n("{n} file came with it.", "{n} files came with it.", files)] if files else []
        return Reply("\n".join(lines), (notices.make_button(words, f"watch_report:{one.id}", "Open"),))

    await notices.tell_office(store, aimak_id=one.aimak_id, kind="watch_new", object_id=one.id, at=at, say=say)


async def list_to_rate(store: Store, *, by: Person) -> list[Watch]:
    """Lists the finished works of somebody's aimak that they have not rated."""
    found = await store.watches.find_to_rate(by.aimak_id, by.id) if by.aimak_id is not None else []
    return [one for one in found if not await store.joins.did_before_parting(Once.RATING, one.id, by.id)]


async def find_to_rate(store: Store, *, id: int, by: Person) -> Watch:
    """Finds a finished work that somebody may rate. Raises NoWatch, WatchClosed, NotFinished, RatedAlready."""
    watch = await store.watches.get(id)
    is_theirs = watch is not None and (watch.aimak_id == by.aimak_id or await store.watches.watches_it(watch.id, by.id))
    if watch is None or not is_theirs:
        raise NoWatch
    if watch.closed_at is not None:
        raise WatchClosed
    if watch.finished_at is None:
        raise NotFinished
    if await store.watches.has_rated(id, by.id) or await store.joins.did_before_parting(Once.RATING, id, by.id):
        raise RatedAlready
    return watch


async def rate(store: Store, *, id: int, stars: int, word: str, by: Person, at: int) -> None:
    """Keeps a rating from 1 to 5 with a word; one person rates a work once.

    Raises NoWatch, WatchClosed, NotFinished, RatedAlready, RatingOutside, TextTooLong.
    """
    await store.watches.lock(id)
    await find_to_rate(store, id=id, by=by)
    check_stars(stars)
    word = make_storable(word).strip()
    if len(word) > LONGEST_WORD:
        raise TextTooLong(LONGEST_WORD)
    await store.watches.rate(id, by.id, stars=stars, word=word, at=at)
