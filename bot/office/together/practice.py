"""A practice aimak beside a real one: for training everything works, nothing counts, and its screens say so."""

from bot.budget.workdays import find_day
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import fold
from bot.office.staff import record
from storage.aimaks import Aimak, NewAimak
from storage.store import Store

_CODE, _LONGEST = "prac", 16  # what its code ends with, and characters of a code


class NoPractice(Exception):
    """There is none to empty or remove, or none can be made: the text says why in one sentence."""


def make_code(code: str) -> str:
    """The code of the practice aimak beside one."""
    return f"{code[: _LONGEST - len(_CODE)]}{_CODE}"


async def make(store: Store, *, beside: Aimak, at: int) -> Aimak:
    """Makes the practice aimak beside a real one, with its villages; one that is there is returned. Raises NoPractice."""
    code = make_code(beside.code)
    if beside.practice_of_id is not None or beside.merged_into_id is not None:
        raise NoPractice(f"{beside.code} is for practice itself, or part of another aimak: name a real one")
    known = await store.aimaks.find_by_code(code)
    if known is not None and known.practice_of_id is not None:
        return known
    if known is not None:
        raise NoPractice(f"the code {code} is taken by another aimak")
    word = {one: Words(one).say("practice") for one in LANGUAGES}
    names = {one: f"{name} ({word[one]})" for one, name in beside.names.items()}
    villages = tuple(village.names for village in await store.aimaks.list_villages(beside.id))
    new = NewAimak(
        code, beside.oblasts, beside.rayons, names, " " + " | ".join(map(fold, names.values())), beside.phone, villages
    )
    await store.aimaks.put(new)
    made = await store.aimaks.find_by_code(code)
    assert made is not None
    await store.practice.begin(made.id, of=beside.id)
    await record(store, "practice", by=None, aimak_id=made.id, at=at, beside=beside.code)
    return await store.aimaks.get(made.id)


async def empty(store: Store, *, beside: Aimak, at: int) -> Aimak:
    """Begins the practice aimak anew: people, roles, groups and villages stay, everything else is gone. Raises NoPractice."""
    old = await _find(store, beside)
    await store.aimaks.lock(old.id)
    await store.practice.close(old.id, code=_retired(old), on=find_day(at), at=at)
    new = await make(store, beside=beside, at=at)
    await store.merging.merge(old.id, new.id, on=find_day(at), at=at)
    # Merging noted the new one as its successor. That is taken back, since no log counts what was practised.
    await store.practice.close(old.id, code=_retired(old), on=find_day(at), at=at)
    await record(store, "practice_emptied", by=None, aimak_id=new.id, at=at)
    return new


async def remove(store: Store, *, beside: Aimak, at: int) -> None:
    """Removes the practice aimak: its people are residents of the real one, roles that they have there stay."""
    old = await _find(store, beside)
    await store.aimaks.lock(old.id)
    await store.practice.leave(old.id, to=beside.id, at=at)
    await store.practice.close(old.id, code=_retired(old), on=find_day(at), at=at)
    await record(store, "practice_removed", by=None, aimak_id=old.id, at=at)


async def _find(store: Store, beside: Aimak) -> Aimak:
    found = await store.aimaks.find_by_code(make_code(beside.code))
    if found is None or found.practice_of_id is None:
        raise NoPractice(
            f"there is no practice aimak beside {beside.code}: «sunush aimak practice {beside.code}» makes one"
        )
    return found


def _retired(old: Aimak) -> str:
    # Codes are unique, and no link can spell this one, for it begins with a hyphen.
    return f"-{old.id}"
