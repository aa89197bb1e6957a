"""An act of a page at the desk is done once (idempotent), however often its form is sent."""

from collections.abc import Awaitable, Callable

from storage.people import Person
from storage.store import Store


async def do_once(store: Store, *, by: Person, key: str, at: int, act: Callable[[], Awaitable[str]]) -> str:
    """Does an act that leads to a path, unless this person did it before under this id; returns the path."""
    led_to = await store.desk_done.find(by.id, key)
    if led_to is None:
        led_to = await act()
        await store.desk_done.add(by.id, key, led_to=led_to, at=at)
    return led_to
