"""What is told of the bot: it was off too long, could not take something in, or lost an account.

It also tells that a message was set aside.
"""

from collections.abc import Collection

from bot.budget.permissions import Role
from bot.budget.workdays import find_day, move_to_bishkek
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.messenger_accounts import links
from bot.office.messenger_accounts.listed import Served
from bot.office.wording.hearing_words import name_channel
from bot.office.wording.notices import OFFICE, tell, tell_admins, tell_office
from storage.people import Mailbox
from storage.store import Store

KEPT_BY_MESSENGER = 24 * 3600 * 1000  # milliseconds (Telegram's manual: updates are kept for 24 hours)


async def tell_outage(store: Store, *, since: int, until: int, code: str = "") -> None:
    """Tells every office from when to when nothing was taken in, and what is lost. code: one aimak's alone.

    It does so once, however often it is called.
    since and until are UTC ms. Nothing is told of a shorter time: what people wrote then still comes.
    """
    if until - since <= KEPT_BY_MESSENGER:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        since_when, until_when = _say_moment(words, since), _say_moment(words, until)
        edge = _say_moment(words, until - KEPT_BY_MESSENGER)
        lines = (
            words.say("The bot was off: {since} — {until}.", since=since_when, until=until_when),
            words.say(
                "A messenger keeps messages for 24 hours only. What was written before then did not come: {edge}.",
                edge=edge,
            ),
            words.say("Please tell the residents to write it again."),
        )
        return Reply("\n".join(lines))

    own = await store.aimaks.find_by_code(code) if code else None
    for aimak in [own] if own is not None else await store.aimaks.list_all(practice=True):
        await tell_office(store, aimak_id=aimak.id, kind="outage", object_id=since // 1000, at=until, say=say)


async def tell_set_aside(store: Store, *, aimak_id: int, at: int) -> None:
    """Tells an office that what a resident wrote could not be taken in. It says so once a Bishkek day at most."""

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(
                "Something a resident wrote could not be taken in because of a fault. It is kept, and they were told. "
                "Please tell whoever runs the bot."
            )
        )

    await tell_office(store, aimak_id=aimak_id, kind="set_aside", object_id=find_day(at).toordinal(), at=at, say=say)


async def tell_parked(store: Store, rows: Collection[int], *, at: int) -> None:
    """Tells whoever runs the install of rows (ids) that were sent alone as the program died, and are parked."""
    for row in rows:

        def say(words: Words, _box: Mailbox, row: int = row) -> Reply:
            return Reply(
                words.say(
                    "A message was set aside: each time it was sent, the program ended. Whoever looks after the computer "
                    "should look into the log. The number of its row — {n}",
                    n=row,
                )
            )

        await tell_admins(store, kind="parked", object_id=row, revision=0, at=at, say=say)


async def tell_gone(store: Store, gone: Served, *, served: Collection[Served], at: int) -> int:
    """Tells whoever runs the install, else the heads, that an account is served no more; returns how many are told.

    An office whose own it was hears it too. They are told where the bot still speaks, once each time it happens.
    """
    name = await links.find_name(store, gone.channel, gone.account) or gone.account
    own = await store.aimaks.find_by_code(gone.aimak) if gone.aimak else None
    people = set(await store.roles.list_admins())
    offices = [own] if own is not None else [] if people else await store.aimaks.list_all()
    for aimak in offices:
        people.update(await store.roles.list_colleagues(aimak.id, {Role.HEAD} if own is None else OFFICE))
    waiting = await store.outbox.count_waiting(gone.channel, gone.account)

    def say(words: Words, _box: Mailbox) -> Reply:
        messenger = name_channel(words, gone.channel)
        lines = [
            words.say(
                "The bot does not answer by the account {name} of {messenger} any more: it is not in the settings.",
                name=clean(name), messenger=messenger,
            ),
            words.say("Whoever writes there is not heard. Whoever runs the bot can put it back, then all goes on."),
        ]  # fmt: skip
        if waiting:
            lines.append(words.say_n("What waits there for {n} person is kept.",
                                     "What waits there for {n} people is kept.", waiting))  # fmt: skip
        return Reply("\n".join(lines))

    here, told = {(one.channel, one.account) for one in served}, 0
    for person_id, boxes in sorted((await store.people.list_mailboxes(sorted(people))).items()):
        box = next((one for one in boxes if (one.channel, one.account) in here), None)
        if box is not None:
            told += await tell(
                store,
                to=person_id,
                peer_id=box.peer_id,
                kind="account_gone",
                object_id=0,
                revision=None,
                at=at,
                say=say,
            )
    return told


def _say_moment(words: Words, at: int) -> str:
    then = move_to_bishkek(at)
    return words.moment(then.date(), then.hour, then.minute)
