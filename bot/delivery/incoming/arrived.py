"""What arrived in one event, beside what its sender was shown last and where their conversation stood."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.budget.proposal import make_storable
from bot.chat.message import Incoming
from bot.chat.screens import Album, Burst, LastShown
from bot.delivery import outgoing
from bot.delivery.files.arriving import take_what_fits
from bot.delivery.incoming import conversations
from storage.conversations.conversation import Conversation
from storage.conversations.kept import States
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was said, what its sender was shown last, and where their conversation stood."""

    incoming: Incoming  # as it came
    raw: str | None  # the event of its messenger, or None where it is not kept
    said: Incoming  # as it is heard: storable, without files that do not fit
    shown: LastShown | None
    before: Conversation
    data: dict[str, Any]  # what the conversation keeps, without the three that follow
    asked: dict[str, Any]  # the question that stands
    album: Album
    burst: Burst

    @property
    def notice(self) -> dict[str, Any] | None:
        """What a notice asked that came after the last question."""
        return self.shown.asks if self.shown is not None and self.shown.is_notice else None

    @property
    def continues(self) -> bool:
        """Whether it is a further piece of the album that was being taken in."""
        return bool(self.said.album) and self.said.album == self.album.id


async def read_arrived(
    states: States,
    store: Store,
    person: Person,
    incoming: Incoming,
    raw: str | None,
    *,
    has_room: Callable[[], bool],
    at: int,
) -> Arrived:
    """Reads all that an event is answered by."""
    before = await conversations.read(states, store, person)
    data, shown = dict(before.data), await outgoing.find_last_shown(store, person, incoming)
    said = await take_what_fits(store, person, _make_storable(incoming), has_room=has_room, at=at)
    asked, album, burst = data.pop("asked", {}), Album(**data.pop("album", {})), Burst(**data.pop("burst", {}))
    return Arrived(incoming, raw, said, shown, before, data, asked, album, burst)


def _make_storable(incoming: Incoming) -> Incoming:
    # The raw event keeps everything; NUL and lone surrogates fit into no column and go no further.
    text, choice = make_storable(incoming.text), make_storable(incoming.choice)
    if (text, choice) == (incoming.text, incoming.choice):
        return incoming
    return replace(incoming, text=text, choice=choice)
