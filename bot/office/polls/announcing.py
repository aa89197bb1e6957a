"""A poll that is open is announced by its office's decision: once, to those who follow notices, quiet hours kept."""

from collections.abc import Iterable

from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import find_day
from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import quote
from bot.office.polls.polls import PollClosed, is_open
from bot.office.practice_words import say_practice
from bot.office.rules import find_end_of_night
from bot.office.staff import permit, record
from bot.office.window import costs
from bot.office.wording.notices import make_button
from storage.aimaks import Aimak
from storage.people import Person
from storage.polls.polls import Poll
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store


def compose(words: Words, aimak: Aimak, poll: Poll, choices: Iterable[str]) -> Reply:
    """The notice of a poll: all that may be chosen, and the button that begins a ballot."""
    lines = [
        words.say("The ayil okmotu {aimak} asks residents: {title}", aimak=quote(aimak.name(words.language)),
                  title=quote(poll.title)),
        "\n".join(f"— {choice}" for choice in choices),
        words.say("Vote until {day} inclusive. Nobody learns what you chose.",
                  day=words.long_day(find_day(poll.closes_at - 1))),
        words.say("It came because you follow notices. To stop them: /stop"),
    ]  # fmt: skip
    top = [say_practice()] if aimak.practice_of_id is not None else []
    vote = make_button(words, f"poll:{poll.id}", "Vote")
    return Reply("\n\n".join([*top, *lines]), (vote,), about=f"poll_words:{poll.id}")


async def preview(store: Store, *, id: int, words: Words, by: Person | None) -> str:
    """The words of the notice, as whoever decides on it reads them before. Raises NotAllowed."""
    poll = await _find_own(store, id, by=by)
    choices = [choice.text for choice in await store.polls.list_choices(poll.id)]
    return compose(words, await store.aimaks.get(poll.aimak_id), poll, choices).text


async def count_reached(store: Store, *, aimak_id: int, by: Person | None) -> int:
    """Counts the people the notice of a poll would reach now. Raises NotAllowed."""
    await permit(store, by=by, act=Act.POLL, aimak_id=aimak_id)
    return sum((await store.broadcasts.count_audience(BroadcastKind.POLL, aimak_id=aimak_id, hearing_id=0)).values())


async def list_notice(store: Store, *, id: int, words: Words, by: Person | None, at: int) -> list[str]:
    """What whoever decides on a notice reads before: its words, whom it reaches, what it costs, when it leaves.

    Raises NotAllowed.
    """
    poll = await _find_own(store, id, by=by)
    people = await count_reached(store, aimak_id=poll.aimak_id, by=by)
    hour = await find_end_of_night(store, at=at)
    return [
        await preview(store, id=id, words=words, by=by),
        words.say_n("It reaches {n} person.", "It reaches {n} people.", people),
        *await list_costs(store, words, aimak_id=poll.aimak_id, by=by, at=at),
        *([words.say("It is night: it leaves at {hour}:00.", hour=hour)] if hour is not None else []),
    ]


async def list_costs(store: Store, words: Words, *, aimak_id: int, by: Person | None, at: int) -> list[str]:
    """Says how many are asked by a paid template first, by messenger. Raises NotAllowed."""
    await permit(store, by=by, act=Act.POLL, aimak_id=aimak_id)
    return await costs.list_costs(store, words, BroadcastKind.POLL, aimak_id=aimak_id, at=at)


async def can_be_announced(store: Store, poll: Poll, *, at: int) -> bool:
    """Whether a poll is open (at in ms UTC), and nobody was told of it by a notice."""
    return is_open(poll, at=at) and await store.broadcasts.find(_name(poll.id)) is None


async def announce(store: Store, *, id: int, by: Person | None, at: int) -> bool:
    """Tells those who follow notices of an open poll, once; says whether it was not told before.

    Raises NotAllowed, PollClosed.
    """
    poll = await _find_own(store, id, by=by)
    if poll.told_at is not None or not is_open(poll, at=at):
        raise PollClosed
    aimak = await store.aimaks.get(poll.aimak_id)
    choices = [choice.text for choice in await store.polls.list_choices(id)]
    made = await store.broadcasts.add(
        key=_name(id),
        aimak_id=aimak.id,
        hearing_id=0,
        revision=1,
        kind=BroadcastKind.POLL,
        by_hand=False,
        texts={one: Message.notice(compose(Words(one), aimak, poll, choices)).to_json() for one in LANGUAGES},
        hearing_at=at,  # behind every hearing to come
        starts_at=at,
        expires_at=poll.closes_at,
        by=by.id if by else None,
        at=at,
    )
    if made is None:
        return False
    await record(store, Act.POLL, by=by, aimak_id=aimak.id, at=at, object="poll", object_id=id, what="announced")
    return True


async def _find_own(store: Store, id: int, *, by: Person | None) -> Poll:
    poll = await store.polls.find(id)
    await permit(store, by=by, act=Act.POLL, aimak_id=poll.aimak_id if poll else -1)
    if poll is None:
        raise NotAllowed(Act.POLL)
    return poll


def _name(id: int) -> str:
    return f"{BroadcastKind.POLL}:{id}"
