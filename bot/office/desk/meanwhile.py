"""Whether a colleague did something to a thing since a page showed it. The audit knows: each act of staff is a row there.

A page says how far it knew the audit of its thing. What the person did there themselves refuses nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.language.refusal import Refusal
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Thing:
    """What a page is about, as the audit names it: «poll» and an id."""

    object: str
    id: int


@dataclass(frozen=True, slots=True)
class Done:
    """An act of the audit: what, its details, by whom (person), when (ms UTC)."""

    act: str
    details: Mapping[str, object]
    by: int | None
    at: int


class ChangedMeanwhile(Refusal):
    """A colleague did something to it that the page does not show."""

    def __init__(self, done: Done) -> None:
        super().__init__(done.act)
        self.done = done


async def find_newest(store: Store, thing: Thing) -> int:
    """How far the audit of a thing goes now (a row's id); 0 where nothing was done to it."""
    return await store.audit.find_newest_of(thing.object, thing.id)


async def must_be_as_shown(
    store: Store, thing: Thing, *, shown: int, by: Person, concerns: Callable[[Done], bool]
) -> None:
    """Raises ChangedMeanwhile where a colleague did what concerns an act, since the page was shown."""
    for entry in await store.audit.list_newer_of(thing.object, thing.id, after=shown):
        done = Done(entry.act, json.loads(entry.details), entry.person_id, entry.at)
        if done.by != by.id and concerns(done):
            raise ChangedMeanwhile(done)
