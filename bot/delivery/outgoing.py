"""What answers an event on its way into the outbox, and what its sender was shown last."""

from collections.abc import Callable
from functools import partial

from bot.budget.permissions import write_right
from bot.chat import screens
from bot.chat.message import Incoming, Message, Reply
from bot.chat.screens import WRITTEN, Answered, LastShown, replaces
from bot.chat.talk import Talk
from bot.delivery.pacing.shares import SAVED_UP
from bot.office import practice_words, staff
from bot.office.window.templates import WINDOW_HOURS
from storage.people import Person
from storage.queue.outbox import REPLY, Lane
from storage.store import Store


async def find_last_shown(store: Store, person: Person, incoming: Incoming) -> LastShown | None:
    """Returns what stands above what was written; None where nothing does, or where a button was pressed."""
    shown = await store.outbox.find_last_shown(person.peer_id) if incoming.kind in WRITTEN else None
    if shown is None:
        return None
    message = Message.from_json(shown.body)
    return LastShown.of(message, external_id=shown.external_id, is_notice=shown.kind != REPLY)


async def find_answered(
    store: Store, person: Person, incoming: Incoming, own: Callable[[str], str | None]
) -> Answered | None:
    """Returns what the message is about that somebody answers by a swipe; None where they answer none.

    own says of a person's own message, by its id, which choice words in reply to it belong to. It is empty for what is
    just being written. It is None where nobody knows the message, as if nothing were answered.
    """
    if not incoming.reply_to or incoming.kind not in WRITTEN:
        return None
    if incoming.answers_own:
        about = own(incoming.reply_to)
        return Answered(about=about) if about else None
    shown = await store.outbox.find_answered(person.peer_id, incoming.reply_to)
    return Answered() if shown is None else Answered.of(Message.from_json(shown.body))


async def compose(talk: Talk[Store, Person], replies: tuple[Reply, ...], mark: str) -> list[Message]:
    """Makes messages of what answers an event; mark names the question they put."""
    # What somebody sees by their roles leaves only while they have them.
    held = await staff.list_standings(talk.store, talk.person) if talk.let_in else []
    right = write_right(held) if held else None
    aimak_id = talk.person.aimak_id
    replies = screens.number_once(replies)
    if talk.person.channel in WINDOW_HOURS:  # where each message costs
        replies = screens.put_together(replies)
    said = await practice_words.mark_each(talk.store, replies, aimak_id=aimak_id)
    return [Message.of(reply, question=mark, right=right) for reply in said]


GATHERING = 1_000  # milliseconds in which what is forwarded in one go is gathered


async def queue(
    store: Store,
    person: Person,
    event_id: int,
    messages: list[Message],
    *,
    language: str,
    at: int,
    lane: Lane = Lane.REPLY,
    gathers: bool = False,
) -> None:
    """Queues what answers an event, in order, before whatever else waits for the person. at is in ms UTC.

    What gathers waits a moment. So one message is rewritten once for all that is forwarded in one go.
    An earlier screen that has not left does not leave any more, if all it says is said here.
    """
    for position, message in enumerate(messages):
        await store.outbox.queue(
            person.peer_id,
            person.channel,
            person.account,
            kind=REPLY,
            object_id=event_id,
            revision=position,
            lane=lane,
            language=language,
            body=message.to_json(),
            at=at,
            replaces=partial(_is_replaced, message),
            saved_up=-GATHERING if gathers else SAVED_UP,
        )


def _is_replaced(newer: Message, body: str) -> bool:
    return replaces(newer, Message.from_json(body))
