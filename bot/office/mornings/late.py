"""What is due soon and what is late.

Whoever took it is reminded, the head hears who is late, the author is told once.
"""

from collections import defaultdict
from datetime import date

from bot.budget.permissions import Act, Role, write_act_right
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import OFFICE, make_button, tell, tell_office
from bot.office.years import join_numbers
from storage.aimaks import Aimak
from storage.mornings.mornings import Due, Said
from storage.people import Mailbox
from storage.queue.outbox import Lane
from storage.roles import Member
from storage.store import Store

AT_ONCE = 50  # proposals a transaction


async def remind(store: Store, *, aimak: Aimak, until: date, at: int) -> int:
    """Reminds each colleague once of what they took and is due up to a Bishkek day. 0 once all of it was looked at.

    What a colleague took who has gone since is looked at too, and nobody is reminded of it.
    """
    also, by_taker = await store.aimaks.list_within(aimak.id), defaultdict[int, list[Due]](list)
    colleagues = set(await store.roles.list_colleagues(aimak.id, OFFICE))
    soon = await store.mornings.list_soon(aimak.id, also=also, first=find_day(at), last=until, limit=AT_ONCE)
    for due in soon:
        if await store.mornings.note(due.id, Said.SOON, at=at) and due.taken_by in colleagues:
            by_taker[int(due.taken_by or 0)].append(due)
    right = write_act_right(Act.READ_QUEUE, aimak.id)
    for taker, dues in by_taker.items():

        def say(words: Words, _box: Mailbox, dues: list[Due] = dues) -> Reply:
            head = words.say_n(
                "You took {n} proposal, and its answer is due soon.",
                "You took {n} proposals, and their answers are due soon.",
                len(dues),
            )
            lines = [words.say("№ {number}: {until}.", number=due.label, until=words.until(due.due_on)) for due in dues]
            return Reply("\n".join([head, *lines]), (make_button(words, "desk_list:mine", "Taken by me"),))

        await tell(
            store, to=taker, kind="due_soon", object_id=aimak.id, revision=None, at=at, say=say, right=right,
            lane=Lane.DAY_NOTICE,
        )  # fmt: skip
    return len(soon)


async def tell_authors(store: Store, *, aimak: Aimak, at: int) -> int:
    """Tells some authors once that their answer is late, its day being past.

    Returns of how many it was done, 0 after the last.

    It is noted of whom there was nowhere to tell.
    """
    also = await store.aimaks.list_within(aimak.id)
    found = await store.mornings.list_late(aimak.id, also=also, before=find_day(at), limit=AT_ONCE)
    late = [due for due in found if await store.mornings.note(due.id, Said.LATE, at=at)]
    for due in late:
        if not await _tell_author(store, due, aimak, at=at):
            await store.mornings.note(due.id, Said.UNHEARD, at=at)
    return len(late)


async def _tell_author(store: Store, due: Due, aimak: Aimak, *, at: int) -> bool:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(f"№ {due.label}. {say_late(words, due.due_on, aimak.phone)}")

    # The heads hear now of whoever no word reaches any more. Where it fails only today, whoever took it hears when it
    # does.
    box = await store.people.find_mailbox(due.author_id, peer_id=due.peer_id)
    is_heard = box is not None and not box.blocked
    asker = {"person": due.taken_by, "aimak": aimak.id, "proposal": due.id, "label": due.label}
    await tell(
        store, to=due.author_id, peer_id=due.peer_id, kind="late", object_id=due.id, at=at, say=say,
        lane=Lane.DAY_NOTICE, asker=asker if is_heard else None,
    )  # fmt: skip
    return is_heard


async def tell_heads(store: Store, *, aimak: Aimak, since: int, at: int) -> None:
    """Tells the heads in one message what is late, who has it, and who did not hear.

    It is what was said to be late since a moment (ms UTC).
    """
    also = await store.aimaks.list_within(aimak.id)
    late = await store.mornings.list_said_late(aimak.id, also=also, before=find_day(at), since=since)
    if not late:
        return
    by_taker = defaultdict[int | None, list[str]](list)
    members = {member.person_id: member for member in await store.roles.list_members(aimak.id)}
    for one in late:
        by_taker[one.taken_by if one.taken_by in members else None].append(one.label)
    unheard = [one.label for one in late if not one.is_told]

    def say(words: Words, _box: Mailbox) -> Reply:
        lines = [
            words.say("{who} · {n}: {numbers}", who=_name(words, members.get(taker or 0)), n=len(labels),
                      numbers=join_numbers(labels))
            for taker, labels in by_taker.items()
        ]  # fmt: skip
        if unheard:
            lines.append(
                words.say_n(
                    "{n} author could not be told, please call them: {numbers}.",
                    "{n} authors could not be told, please call them: {numbers}.",
                    len(unheard),
                    numbers=join_numbers(unheard),
                )
            )
        text = "\n".join([_say_how_many(words, len(late), told=not unheard), *lines])
        return Reply(text, (make_button(words, "desk_list:overdue", "Overdue"),))

    await tell_office(
        store, aimak_id=aimak.id, kind="late_told", object_id=aimak.id, revision=None, at=at, say=say,
        roles={Role.HEAD}, lane=Lane.DAY_NOTICE,
    )  # fmt: skip


def _say_how_many(words: Words, n: int, *, told: bool) -> str:
    if told:
        return words.say_n(
            "{n} answer is late since its last day. Its author was told.",
            "{n} answers are late since their last day. Their authors were told.",
            n,
        )
    return words.say_n("{n} answer is late since its last day.", "{n} answers are late since their last day.", n)


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
    return show_as_written(words, member.title) if member.title else words.say("Colleague {n}", n=member.nth)
