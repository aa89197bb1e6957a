"""What an office is told when the bot was off too long, or could not take in what somebody wrote."""

from bot.budget.workdays import find_day, move_to_bishkek
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording.notices import tell_office
from storage.people import Mailbox
from storage.store import Store

KEPT_BY_MESSENGER = 24 * 3600 * 1000  # milliseconds (Telegram's manual: updates are kept for 24 hours)


async def tell_outage(store: Store, *, since: int, until: int) -> None:
    """Tells every office from when to when nothing was taken in, and what is lost.

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

    for aimak in await store.aimaks.list_all(practice=True):
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


def _say_moment(words: Words, at: int) -> str:
    then = move_to_bishkek(at)
    return words.moment(then.date(), then.hour, then.minute)
