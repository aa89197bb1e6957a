"""The library of an aimak: put in and taken off by its office, read and searched by everybody."""

import asyncio
from collections.abc import Collection, Sequence

from bot.budget.hearing import Paper
from bot.budget.library.documents import MOST_DOCUMENTS, LibraryFull, read_title
from bot.budget.permissions import Act, NotAllowed
from bot.chat.texts import Words, say_in_every_language
from bot.language.kyrgyz import quote
from bot.language.matter.stems import list_searched, list_stems
from bot.office.reads.page.near_words import find_near
from bot.office.staff import permit, record
from bot.office.wording.notices import N_
from storage.library.documents import LibraryDocument
from storage.people import Person
from storage.store import Store

KINDS = {
    Paper.CHARTER: N_("Charter"),
    Paper.REGULATION: N_("Regulation"),
    Paper.SEOP: N_("Development programme"),
    Paper.BAP: N_("Joint action plan"),
    Paper.OTHER: N_("Another document"),
}
LONGEST = 100  # characters of what is searched for
# What a kind is called besides its title.
_ALSO = {
    Paper.CHARTER: "устав низам",
    Paper.REGULATION: "положение регламент жобо тартип",
    Paper.SEOP: "СЭӨП ПСЭР СЭР программа социально экономического развития",
    Paper.BAP: "БАП ПСД план биргелешкен аракеттер совместных действий",
}


async def add(
    store: Store, *, aimak_id: int, kind: Paper, title: str, year: int, language: str, file: tuple[str, str],
    by: Person, at: int,
) -> int:  # fmt: skip
    """Puts a document in. Raises NotAllowed, TitleUnreadable, LibraryFull."""
    await permit(store, by=by, act=Act.ADD_PAPER, aimak_id=aimak_id)
    await store.aimaks.lock(aimak_id)
    if len(await list_documents(store, aimak_id=aimak_id)) >= MOST_DOCUMENTS:
        raise LibraryFull
    added = await store.library.add(
        aimak_id=aimak_id, kind=kind, title=read_title(title), year=year, language=language, file=file,
        channel=by.channel, account=by.account, by=by.id, at=at,
    )  # fmt: skip
    await record(
        store, Act.ADD_PAPER, by=by, aimak_id=aimak_id, at=at, object="paper", object_id=added, kind=kind.value
    )
    return added


async def remove(store: Store, *, id: int, by: Person, at: int) -> None:
    """Takes a document off. Raises NotAllowed."""
    found = await store.library.find(id)
    await permit(store, by=by, act=Act.ADD_PAPER, aimak_id=found.aimak_id if found else -1)
    if found is None:
        raise NotAllowed(Act.ADD_PAPER)
    await store.library.remove(id, at=at)
    await record(
        store, Act.ADD_PAPER, by=by, aimak_id=found.aimak_id, at=at, object="paper", object_id=id, what="removed"
    )


async def _list_with(store: Store, aimak_id: int) -> list[int]:
    return [aimak_id, *await store.aimaks.list_within(aimak_id)]


async def list_documents(store: Store, *, aimak_id: int | None) -> list[LibraryDocument]:
    """Lists what anybody may read of a library, the latest year first."""
    return [] if aimak_id is None else await store.library.list_standing(await _list_with(store, aimak_id))


async def find_document(store: Store, *, id: int | None, aimak_id: int | None) -> LibraryDocument | None:
    """Finds a document that stands in the library of an aimak."""
    found = await store.library.find(id) if id is not None and aimak_id is not None else None
    if found is None or found.removed_at is not None:
        return None
    return found if found.aimak_id in await _list_with(store, aimak_id or 0) else None


async def search(store: Store, *, aimak_id: int | None, words: str) -> list[LibraryDocument]:
    """Finds documents by title, kind and year, in any spelling; where none has these words, by words near them."""
    every = await list_documents(store, aimak_id=aimak_id)
    wanted = list_searched(words[:LONGEST])
    if not wanted:
        return []
    stems = {one.id: frozenset(list_stems(_write_keys(one))) for one in every}
    if found := _choose(every, stems, wanted):
        return found
    near = await asyncio.to_thread(find_near, wanted, {stem for some in stems.values() for stem in some})
    return _choose(every, stems, near) if near else []


def _write_keys(one: LibraryDocument) -> str:
    return " ".join([one.title, str(one.year), *say_in_every_language(KINDS[one.kind]), _ALSO.get(one.kind, "")])


def _choose(
    every: Sequence[LibraryDocument], stems: dict[int, frozenset[str]], wanted: Sequence[Collection[str]]
) -> list[LibraryDocument]:
    return [one for one in every if all(any(stem in stems[one.id] for stem in word) for word in wanted)]


def say_document(words: Words, one: LibraryDocument) -> str:
    """A document in a line: its kind, title and year."""
    return f"{words.say(KINDS[one.kind])}: {quote(one.title, 90)}, {one.year}"
