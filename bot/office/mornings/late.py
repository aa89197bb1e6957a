"""What is due soon and what is late: whoever took it is reminded, the head hears who is late, the author is told once."""

from collections import defaultdict
from datetime import date

from bot.budget.permissions import Act, Role, act_right
from bot.budget.workdays import day_of
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording.as_written import as_written
from bot.office.wording.notices import OFFICE, button, tell, tell_office
from bot.office.years import join_numbers
from storage.aimaks import Aimak
from storage.mornings.mornings import Due, Said
from storage.people import Mailbox
from storage.queue.outbox import Lane
from storage.roles import Member
from storage.store import Store

AT_ONCE = 50  # proposals a transaction


async def remind(store: Store, *, aimak: Aimak, until: date, at: int) -> int:
    """Reminds each colleague once of what they took and is due up to a Bishkek day; 0 once all of it was looked at.

    What a colleague took who has gone since is looked at too, and nobody is reminded of it.
    """
    also, by_taker = await store.aimaks.list_within(aimak.id), defaultdict[int, list[Due]](list)
    colleagues = set(await store.roles.list_colleagues(aimak.id, OFFICE))
    soon = await store.mornings.list_soon(aimak.id, also=also, first=day_of(at), last=until, limit=AT_ONCE)
    for due in soon:
        if await store.mornings.note(due.id, Said.SOON, at=at) and due.taken_by in colleagues:
            by_taker[int(due.taken_by or 0)].append(due)
    right = act_right(Act.READ_QUEUE, aimak.id)
    for taker, dues in by_taker.items():

        def say(words: Words, _box: Mailbox, dues: list[Due] = dues) -> Reply:
            head = words.say_n(
                "You took {n} proposal, and its answer is due soon.",
                "You took {n} proposals, and their answers are due soon.",
                len(dues),
            )
            lines = [words.say("№ {number}: {until}.", number=due.label, until=words.until(due.due_on)) for due in dues]
            return Reply("\n".join([head, *lines]), (button(words, "desk_list:mine", "Taken by me"),))

        await tell(
            store, to=taker, kind="due_soon", object_id=aimak.id, revision=None, at=at, say=say, right=right,
            lane=Lane.DAY_NOTICE,
        )  # fmt: skip
    return len(soon)


async def tell_late(store: Store, *, aimak: Aimak, at: int) -> int:
    """Tells of some answers whose day is past, each once: the author that it is late, the heads who has it.

    Returns of how many; 0 once everything late was said.
    """
    also = await store.aimaks.list_within(aimak.id)
    found = await store.mornings.list_late(aimak.id, also=also, before=day_of(at), limit=AT_ONCE)
    late = [due for due in found if await store.mornings.note(due.id, Said.LATE, at=at)]
    for due in late:
        await _tell_author(store, due, aimak, at=at)
    if late:
        await _tell_heads(store, late, aimak, at=at)
    return len(late)


async def _tell_author(store: Store, due: Due, aimak: Aimak, *, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(f"№ {due.label}. {say_late(words, due.due_on, aimak.phone)}")

    await tell(
        store, to=due.author_id, peer_id=due.peer_id, kind="late", object_id=due.id, at=at, say=say,
        lane=Lane.DAY_NOTICE,
    )  # fmt: skip


async def _tell_heads(store: Store, late: list[Due], aimak: Aimak, *, at: int) -> None:
    by_taker = defaultdict[int | None, list[str]](list)
    members = {member.person_id: member for member in await store.roles.list_members(aimak.id)}
    for due in late:
        by_taker[due.taken_by if due.taken_by in members else None].append(due.label)

    def say(words: Words, _box: Mailbox) -> Reply:
        head = words.say_n(
            "{n} answer is late since its last day. Its author was told.",
            "{n} answers are late since their last day. Their authors were told.",
            len(late),
        )
        lines = [
            words.say("{who} · {n}: {numbers}", who=_name(words, members.get(taker or 0)), n=len(labels),
                      numbers=join_numbers(labels))
            for taker, labels in by_taker.items()
        ]  # fmt: skip
        return Reply("\n".join([head, *lines]), (button(words, "desk_list:overdue", "Overdue"),))

    await tell_office(
        store, aimak_id=aimak.id, kind="late_told", object_id=aimak.id, revision=None, at=at, say=say,
        roles={Role.HEAD}, lane=Lane.DAY_NOTICE,
    )  # fmt: skip


def say_late(words: Words, due_on: date, phone: str | None) -> str:
    """That an answer is late since a Bishkek day, and whom to call."""
    day = words.long_day(due_on)
    if phone:
        return words.say(
            "The answer was due on {day} and is late. It still comes here; you may call the office: {phone}.",
            day=day,
            phone=phone,
        )
    return words.say(
        "The answer was due on {day} and is late. It still comes here; you may ask at the office.", day=day
    )


def _name(words: Words, member: Member | None) -> str:
    if member is None:
        return words.say("Nobody has taken it")
    return as_written(words, member.title) if member.title else words.say("Colleague {n}", n=member.nth)
