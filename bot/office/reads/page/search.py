"""The search of a public page: by number, category and words of shown texts, in any spelling."""

import re
from functools import cache

from bot.language.matter.stems import list_searched, list_stems
from bot.office.categories import list_categories
from bot.office.reads.page.opened import OpenedPage
from storage.page.shown import Found
from storage.store import Store

LONGEST = 100  # characters of what is searched for
_NUMBER = re.compile(r"(?:№|#|номери?|номер)?\s*([0-9]{1,9})[.?!]?", re.IGNORECASE)


async def search(store: Store, *, page: OpenedPage, year: int, words: str) -> Found:
    """Finds proposals of a year. Nothing that is not shown is looked at: neither texts, nor villages, nor names."""
    typed = words[:LONGEST].strip()
    if number := _NUMBER.fullmatch(typed):
        return Found(frozenset(await store.shown.list_numbered(page.ids, year, int(number[1]))))
    wanted = list_searched(typed)
    if not wanted:
        return Found()
    texts = await store.shown.find_texts(page.ids, year, wanted)
    ids = frozenset(id for id, text in texts if _has_all(frozenset(list_stems(text)), wanted))
    return Found(ids, frozenset(code for code, stems in _list_category_stems() if _has_all(stems, wanted)))


@cache
def _list_category_stems() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (one.code, frozenset(list_stems(" ".join([*one.titles.values(), *one.shorts.values()]))))
        for one in list_categories()
    )


def _has_all(stems: frozenset[str], wanted: list[list[str]]) -> bool:
    return all(any(stem in stems for stem in word) for word in wanted)
