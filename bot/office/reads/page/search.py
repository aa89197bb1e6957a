"""The search of a public page: by number, category, budget line and words of shown texts, in any spelling."""

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from bot.language.matter.stems import list_searched, list_stems
from bot.language.meanings.late_pattern import compile_late
from bot.office.categories import list_categories
from bot.office.reads.page.near_words import find_near
from bot.office.reads.page.opened import OpenedPage
from storage.page.shown import Found
from storage.store import Store

LONGEST = 100  # characters of what is searched for
_NUMBER = compile_late(r"(?:№|#|номери?|номер)?\s*([0-9]{1,9})[.?!]?", re.IGNORECASE)


async def search(store: Store, *, page: OpenedPage, year: int, words: str) -> Found:
    """Finds proposals of a year. Nothing that is not shown is looked at: neither texts, nor villages, nor names.

    Where no proposal has these very words, those are found that have words a slip of the finger away.
    """
    typed = words[:LONGEST].strip()
    if number := _NUMBER.fullmatch(typed):
        return Found(frozenset(await store.shown.list_numbered(page.ids, year, int(number[1]))))
    wanted = list_searched(typed)
    if not wanted:
        return Found()
    lines = [(line, frozenset(list_stems(line))) for line in await store.shown.list_lines(page.ids, year)]
    if found := await _find(store, page, year, wanted, lines):
        return found
    shown = chain.from_iterable(stems for _, stems in (*_list_category_stems(), *lines))
    known = {*await store.shown.list_stems(page.ids), *shown}
    near = await asyncio.to_thread(find_near, wanted, known)
    return replace(await _find(store, page, year, near, lines), is_near=True) if near else Found()


async def _find(
    store: Store,
    page: OpenedPage,
    year: int,
    wanted: Sequence[Collection[str]],
    lines: Sequence[tuple[str, frozenset[str]]],
) -> Found:
    texts = await store.shown.find_texts(page.ids, year, wanted)
    return Found(
        frozenset(id for id, text in texts if _has_all(frozenset(list_stems(text)), wanted)),
        frozenset(code for code, stems in _list_category_stems() if _has_all(stems, wanted)),
        frozenset(line for line, stems in lines if _has_all(stems, wanted)),
    )


@cache
def _list_category_stems() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (one.code, frozenset(list_stems(" ".join([*one.titles.values(), *one.shorts.values()]))))
        for one in list_categories()
    )


def _has_all(stems: frozenset[str], wanted: Sequence[Collection[str]]) -> bool:
    return all(any(stem in stems for stem in word) for word in wanted)
