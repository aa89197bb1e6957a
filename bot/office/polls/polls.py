"""A priorities poll: an office opens it, residents vote once, the result is told. Before it nobody sees a count."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.budget.criteria.sizes import Sizes
from bot.budget.permissions import Act, NotAllowed
from bot.budget.plan.items import Source
from bot.budget.polls.ballots import LONGEST_DAYS, check_ballot, read_paper, read_poll
from bot.budget.polls.sittings import SLACK, Sittings
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.broadcasts import end_of_reminders
from bot.office.criteria.sizes import read_sizes
from bot.office.plan.priorities import add_priority
from bot.office.staff import permit, record
from bot.office.wording.notices import tell
from storage.people import Mailbox, Person
from storage.polls.polls import Poll, PollChoice
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store

RESULT = "poll_result"  # rows that tell whoever voted the result; object_id is the poll's
LINK = "p_"  # a start word that leads to a poll by its id
DAY = 24 * 3600 * 1000
MARKS = ("pick:", "picked", "poll_give", "poll_anew")  # buttons of a ballot: whatever has them shows picks


class PollOpen(Refusal):
    """It is still voted: there is one poll at a time, and no count before its end."""


class PollClosed(Refusal):
    """The poll has ended."""


class VotedAlready(Refusal):
    """This person has voted, in this messenger or in another of theirs."""


class ClosingOutOfRange(Refusal):
    """A poll closes within LONGEST_DAYS, and not before it begins."""


class NoPoll(Refusal):
    """There is no such poll, or it is another aimak's."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: the choices, most votes first; none where too few ballots were given."""

    poll: Poll
    ballots: int
    choices: tuple[PollChoice, ...]
    sizes: Sizes

    @property
    def shown(self) -> bool:
        """Whether there are enough ballots to show figures, of the messenger and on paper each.

        An office knows its paper ballots, and whoever voted their own. A few others would be what is left.
        """
        smallest = self.sizes.poll_smallest
        return self.ballots >= smallest and all(n == 0 or n >= smallest for n in (self.poll.ballots, self.poll.paper))


def is_open(poll: Poll, *, at: int) -> bool:
    """Whether a poll takes votes at a moment (ms UTC)."""
    return at < poll.closes_at


async def open_poll(
    store: Store, *, aimak_id: int, year: int, text: str, closes_at: int, by: Person | None, at: int
) -> int:
    """Opens a poll whose title is the first line of a text, its choices the others; returns its id.

    Raises NotAllowed, PollUnreadable, PollOpen, ClosingOutOfRange.
    """
    await permit(store, by=by, act=Act.POLL, aimak_id=aimak_id)
    title, choices = read_poll(clean(text), most=(await read_sizes(store, at=at)).poll_choices)
    if not at < closes_at <= at + LONGEST_DAYS * DAY:
        raise ClosingOutOfRange
    await store.aimaks.lock(aimak_id)
    newest = await store.polls.find_newest(aimak_id)
    if newest is not None and newest.told_at is None:
        raise PollOpen
    id = await store.polls.add(
        aimak_id=aimak_id, year=year, title=title, choices=choices, by=by.id if by else None, at=at, closes_at=closes_at
    )
    await record(store, Act.POLL, by=by, aimak_id=aimak_id, at=at, object="poll", object_id=id, what="opened")
    return id


async def find_sizes(store: Store, poll: Poll) -> Sizes:
    """What a ballot may name, and from how many on figures are shown, as in force when it was opened."""
    return await read_sizes(store, at=poll.opened_at)


async def find_open(store: Store, *, aimak_id: int, at: int) -> Poll | None:
    """Finds the poll that residents of an aimak can vote in now."""
    newest = await store.polls.find_newest(aimak_id)
    return newest if newest is not None and is_open(newest, at=at) else None


async def find(store: Store, *, id: int) -> Poll | None:
    """Finds a poll by its number, for whoever comes by its link."""
    return await store.polls.find(id)


async def check_may_vote(store: Store, *, id: int, by: Person, at: int) -> Poll:
    """Returns a poll somebody can still vote in. Raises NoPoll, PollClosed, VotedAlready."""
    poll = await store.polls.find(id)
    if poll is None or poll.aimak_id != by.aimak_id:
        raise NoPoll
    if not is_open(poll, at=at):
        raise PollClosed
    if await has_voted(store, id=id, by=by):
        raise VotedAlready
    return poll


async def has_voted(store: Store, *, id: int, by: Person) -> bool:
    """Whether somebody has voted in a poll, in whichever messenger of theirs."""
    return await store.polls.has_voted(id, (await store.polls.read_marks(id, by.id)).values())


async def vote(
    store: Store, *, id: int, picks: tuple[int, ...], by: Person, since: int, at: int, sittings: Sittings = ()
) -> None:
    """Counts one ballot of a person and marks that they voted. What they said in its sittings is emptied.

    since is when the first began (ms UTC); without sittings it is all since then.

    Raises NoPoll, PollClosed, VotedAlready, BallotUnreadable.
    """
    poll = await store.polls.find(id)
    if poll is not None:
        await store.aimaks.lock(poll.aimak_id)
    poll = await check_may_vote(store, id=id, by=by, at=at)
    most = (await find_sizes(store, poll)).poll_picks
    ballot = check_ballot(picks, len(await store.polls.list_choices(id)), most=most)
    await store.polls.put_marks(id, await store.polls.read_marks(id, by.id))
    await store.polls.count_ballot(id, ballot)
    shut = [(first, last + SLACK) for first, last in sittings or ((since, at),)]
    await store.polls.forget_said(by.id, since=since, sittings=shut, marks=MARKS)
    await store.outbox.blank_replies(by.id, since=since, sittings=shut, marks=MARKS)


async def _find_of_office(store: Store, id: int, by: Person | None) -> Poll:
    poll = await store.polls.find(id)
    await permit(store, by=by, act=Act.POLL, aimak_id=poll.aimak_id if poll else -1)
    if poll is None:
        raise NotAllowed(Act.POLL)
    return poll


async def find_newest(store: Store, *, aimak_id: int, by: Person | None) -> Poll | None:
    """Finds the newest poll of an office. Raises NotAllowed."""
    await permit(store, by=by, act=Act.POLL, aimak_id=aimak_id)
    return await store.polls.find_newest(aimak_id)


async def list_choices(store: Store, *, id: int) -> list[tuple[int, str]]:
    """Lists what can be picked: numbers and texts, never counts."""
    return [(choice.number, choice.text) for choice in await store.polls.list_choices(id)]


async def enter_paper(store: Store, *, id: int, text: str, by: Person | None, at: int) -> int:
    """Counts paper ballots, such as «1 4 7; 2 3 5», all or none; returns how many. Once the result is told it takes none.

    Raises NotAllowed, PollClosed, BallotUnreadable.
    """
    poll = await _find_of_office(store, id, by)
    await store.aimaks.lock(poll.aimak_id)
    poll = await _find_of_office(store, id, by)
    if poll.told_at is not None:
        raise PollClosed
    most = (await find_sizes(store, poll)).poll_picks
    ballots = read_paper(text, len(await store.polls.list_choices(id)), most=most)
    for ballot in ballots:
        await store.polls.count_ballot(id, ballot, paper=True)
    await record(
        store, Act.POLL, by=by, aimak_id=poll.aimak_id, at=at, object="poll", object_id=id, what="paper", n=len(ballots)
    )
    return len(ballots)


async def read_result(store: Store, *, id: int, at: int) -> Result:
    """Reads what came out of a poll once it was told; before that nobody reads a count. Raises NoPoll, PollOpen."""
    poll = await store.polls.find(id)
    if poll is None:
        raise NoPoll
    if poll.told_at is None or at < poll.told_at:
        raise PollOpen
    return await _count(store, poll)


async def list_results(store: Store, *, aimak_ids: Collection[int], limit: int, at: int) -> list[Result]:
    """Lists the results of some aimaks that were told before a moment (ms UTC), the newest first."""
    told = await store.polls.list_told(aimak_ids, before=at, limit=limit)
    return [await _count(store, poll) for poll in told]


async def _count(store: Store, poll: Poll) -> Result:
    ballots = poll.ballots + poll.paper
    sizes = await find_sizes(store, poll)
    result = Result(poll, ballots, (), sizes)
    if not result.shown:
        return result
    choices = await store.polls.list_choices(poll.id)
    return replace(result, choices=tuple(sorted(choices, key=lambda choice: (-choice.total, choice.number))))


async def tell_result(store: Store, *, id: int, by: Person | None, at: int) -> Result:
    """Ends a poll if it is open, and tells the result to all who voted. Its first choices become priorities.

    Done again it tells nobody. Raises NotAllowed.
    """
    poll = await _find_of_office(store, id, by)
    await store.aimaks.lock(poll.aimak_id)
    poll = await _find_of_office(store, id, by)
    if poll.told_at is not None:
        return await _count(store, poll)
    await store.polls.close(id, at=at)
    result = await _count(store, poll)

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(say_result(words, result))

    for person in await store.polls.list_voters(id):
        await tell(store, to=person, kind=RESULT, object_id=id, at=at, say=say)
    await store.polls.note_told(id, at=at)
    for choice in result.choices[: result.sizes.poll_picks]:
        if choice.total and not await store.aimaks.is_practice(poll.aimak_id):
            await add_priority(
                store, aimak_id=poll.aimak_id, year=poll.year, source=Source.POLL, text=choice.text, by=None, at=at,
                origin=f"poll:{id}:{choice.number}",
            )  # fmt: skip
    if (notice := await store.broadcasts.find(f"{BroadcastKind.POLL}:{id}")) is not None and notice.finished_at is None:
        await end_of_reminders.end(store, notice, code="held", at=at)  # nobody is called to a poll that has ended
    await record(store, Act.POLL, by=by, aimak_id=poll.aimak_id, at=at, object="poll", object_id=id, what="told")
    return result


def say_result(words: Words, result: Result) -> str:
    """The result as people read it: the choices in order, with how many ballots name each."""
    top = words.say("Result of the poll {title}", title=put_in_quotes(quote(result.poll.title)))
    if not result.shown:
        few = words.say(
            "Fewer than {n} people voted in a messenger, or on paper. So that no choice can be guessed, no figures are shown.",
            n=result.sizes.poll_smallest,
        )
        return f"{top}\n{few}"
    voted = words.say_n("{n} ballot was given.", "{n} ballots were given.", result.ballots)
    lines = [f"{n}. {choice.text} — {words.number(choice.total)}" for n, choice in enumerate(result.choices, 1)]
    return "\n".join([top, voted, *lines])
