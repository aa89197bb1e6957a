"""A watch of a line or of a proposal's work: made with its link, finished, closed. Whoever watches it is told."""

import secrets

from bot.budget.permissions import Act
from bot.budget.proposal import Decision
from bot.budget.watch.watching import SETTING, WatchRules, check_line, check_rules
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from bot.office.wording import notices
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.store import Store
from storage.watch.watches import Counted, Watch

LINK = "w_"  # a start word that leads to a watch by its token
LONGEST_NUMBER = 4  # digits of a proposal's number
ACT = "watch_rules"  # the audit's name of a change of the sizes
_WENT_IN = {Decision.INCLUDED, Decision.PARTLY}


class NoWatch(Refusal):
    """There is no such watch."""


class WatchClosed(Refusal):
    """The watch is over."""


class FinishedAlready(Refusal):
    """The work was said to be finished before."""


class NotInBudget(Refusal):
    """The proposal did not go into the budget, so that there is no work to watch."""


async def read_rules(store: Store, *, at: int) -> WatchRules:
    """Reads the sizes in force at a moment (ms UTC)."""
    kept = (await store.meta.read_settings_on(find_day(at))).get(SETTING)
    return WatchRules.from_json(kept) if kept else WatchRules()


async def set_rules(
    store: Store, *, members: int | None, shown_from: int | None, by: Person | None, at: int
) -> WatchRules:
    """Puts the sizes in force from today. Raises NotAllowed, WatchRulesWrong."""
    await permit(store, by=by, act=Act.WATCH, aimak_id=None)
    known = await read_rules(store, at=at)
    rules = WatchRules(members or known.members, shown_from or known.shown_from)
    check_rules(rules)
    await store.meta.set(SETTING, rules.to_json(), valid_from=find_day(at))
    await record(store, ACT, by=by, aimak_id=None, at=at, members=rules.members, shown_from=rules.shown_from)
    return rules


async def find_work(store: Store, *, aimak_id: int, number: int, year: int, by: Person | None) -> Proposal:
    """Finds the proposal whose work is to be watched, by its number. Raises NotAllowed, NotInBudget."""
    await permit(store, by=by, act=Act.WATCH, aimak_id=aimak_id)
    proposal = await store.proposals.find_by_number(aimak_id, number, year=year)
    answered = await store.answers.find_latest(proposal.id) if proposal is not None else None
    if proposal is None or answered is None or answered.answer.decision not in _WENT_IN:
        raise NotInBudget
    return proposal


async def find_watched(
    store: Store, *, aimak_id: int, year: int, said: str, by: Person | None
) -> tuple[str, int | None]:
    """Reads what shall be watched: the name of a line, or a proposal's number. Returns the name and the proposal (id).

    Raises NotAllowed, NotInBudget, LineWrong.
    """
    await permit(store, by=by, act=Act.WATCH, aimak_id=aimak_id)
    said = clean(said).strip()
    number = said.removeprefix("№").strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return check_line(said), None
    work = await find_work(store, aimak_id=aimak_id, number=int(number), year=year, by=by)
    return f"№ {work.label}", work.id


async def name_drafted(store: Store, *, line: str, proposal_id: int | None) -> str:
    """Names what shall be watched as all will read it."""
    return line if proposal_id is None else await store.watches.name_work(proposal_id)


async def _find_made(store: Store, key: str, aimak_id: int) -> Watch | None:
    known = await store.watches.find(key)
    if known is not None and known.aimak_id != aimak_id:
        raise NoWatch  # another aimak's, of which nothing is said
    return known


async def open_watch(
    store: Store, *, key: str, aimak_id: int, year: int, line: str, proposal_id: int | None = None, by: Person | None,
    at: int,
) -> Watch:  # fmt: skip
    """Makes a watch once under a key, with a link of its own. Raises NotAllowed, NoWatch, LineWrong, NotInBudget."""
    aimak = await store.aimaks.settle(aimak_id, alone=True)
    await permit(store, by=by, act=Act.WATCH, aimak_id=aimak.id)
    if (known := await _find_made(store, key, aimak.id)) is not None:
        return known
    line = check_line(line)
    if proposal_id is not None:
        proposal, answered = await store.proposals.get(proposal_id), await store.answers.find_latest(proposal_id)
        if proposal is None or answered is None or proposal.aimak_id != aimak.id:
            raise NotInBudget
        if answered.answer.decision not in _WENT_IN:
            raise NotInBudget
        line = f"№ {proposal.label}"  # its words are read whenever they are shown
    made = await store.watches.add(
        aimak.id, key=key, token=secrets.token_hex(8), year=year, line=line, proposal_id=proposal_id,
        by=by.id if by else None, at=at,
    )  # fmt: skip
    if made is None:
        made = await _find_made(store, key, aimak.id)
        assert made is not None
        return made
    await record(
        store, Act.WATCH, by=by, aimak_id=aimak.id, at=at, object="watch", object_id=made.id, what="open",
        proposal=proposal_id,
    )  # fmt: skip
    return made


async def read(store: Store, *, id: int, by: Person | None, at: int) -> tuple[Watch, Counted]:
    """Reads a watch of an office with its counts, as its rules of a moment show them. Raises NoWatch, NotAllowed."""
    watch = await store.watches.get(id)
    if watch is None:
        raise NoWatch
    await permit(store, by=by, act=Act.SEE_WATCHES, aimak_id=watch.aimak_id)
    return watch, await store.watches.count(id, together=(await read_rules(store, at=at)).shown_from)


async def list_words(store: Store, *, id: int, by: Person | None, at: int) -> list[str]:
    """Lists the words beside the ratings that are shown, without whose they are and without their stars.

    Raises NoWatch, NotAllowed.
    """
    _, counted = await read(store, id=id, by=by, at=at)
    return [word for word in await store.watches.list_words(id, most=counted.ratings) if word]


async def list_of_aimak(store: Store, *, aimak_id: int, by: Person | None, at: int) -> list[tuple[Watch, Counted]]:
    """Lists the watches of an office with their counts: those with unanswered reports first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_WATCHES, aimak_id=aimak_id)
    together, rows = (await read_rules(store, at=at)).shown_from, await store.watches.list_of(aimak_id)
    found = [(one, await store.watches.count(one.id, together=together)) for one in rows]
    return sorted(found, key=lambda pair: (not pair[1].waiting, pair[0].closed_at is not None, -pair[0].number))


async def count_waiting(store: Store, *, aimak_id: int, by: Person | None) -> int:
    """How many reports to an office await their answer. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_WATCHES, aimak_id=aimak_id)
    return await store.watch_reports.count_waiting(aimak_id)


async def finish(store: Store, *, id: int, by: Person | None, at: int) -> int:
    """Says that the work is finished, and asks its group to rate it; returns how many are told.

    Raises NoWatch, NotAllowed, WatchClosed, FinishedAlready.
    """
    watch = await _lock(store, id=id, by=by)
    if watch.finished_at is not None:
        raise FinishedAlready
    await record(store, Act.WATCH, by=by, aimak_id=watch.aimak_id, at=at, object="watch", object_id=id, what="finish")
    return await _finish(store, watch, at=at)


async def note_done(store: Store, *, proposal_id: int, at: int) -> None:
    """Finishes the watches of a proposal whose office says that its work is done."""
    for watch in await store.watches.list_of_proposal(proposal_id):
        if watch.finished_at is None and watch.closed_at is None:
            await _finish(store, watch, at=at)


async def _finish(store: Store, watch: Watch, *, at: int) -> int:
    await store.watches.finish(watch.id, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        said = words.say(
            "The work is said to be finished: {line}. How well was it done?", line=put_in_quotes(quote(watch.line))
        )
        return Reply(said, (notices.make_button(words, f"rate_work:{watch.id}", "Rate the work"),))

    told = 0
    for person_id in await store.watches.list_members(watch.id):
        told += await notices.tell(store, to=person_id, kind="watch_done", object_id=watch.id, at=at, say=say)
    return told


async def close(store: Store, *, id: int, by: Person | None, at: int) -> Watch:
    """Ends a watch: nobody joins, reports or rates any more. Raises NoWatch, NotAllowed, WatchClosed."""
    watch = await _lock(store, id=id, by=by)
    await store.watches.close(id, at=at)
    await record(store, Act.WATCH, by=by, aimak_id=watch.aimak_id, at=at, object="watch", object_id=id, what="close")
    return watch


async def _lock(store: Store, *, id: int, by: Person | None) -> Watch:
    watch = await store.watches.lock(id)
    if watch is None:
        raise NoWatch
    await permit(store, by=by, act=Act.WATCH, aimak_id=watch.aimak_id)
    if watch.closed_at is not None:
        raise WatchClosed
    return watch
