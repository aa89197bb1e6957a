"""The accounts of messengers that this install serves: in which order, and whose aimak one is for alone.

`sunush run` keeps them as its settings say. Handlers, papers and commands read them here.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from storage.aimaks import Aimak
from storage.store import Store

ACCOUNTS = "accounts"  # the fact about the install that keeps them


@dataclass(frozen=True, slots=True)
class Served:
    """One account that is served."""

    channel: str
    account: str
    aimak: str = ""  # the code of the aimak it is for alone; empty: all of them
    notices_a_month: int | None = None  # how many notices may leave by it in a month; None: as many as one likes


async def keep(store: Store, served: Sequence[Served]) -> None:
    """Keeps which accounts are served from now on, in their order."""
    await store.meta.put(ACCOUNTS, json.dumps([astuple(one) for one in served]))


async def list_served(store: Store) -> list[Served]:
    """Lists the accounts that are served, in their order; none where that was never kept."""
    return [Served(*one) for one in json.loads(await store.meta.get(ACCOUNTS) or "[]")]


async def find_own_aimak(store: Store, channel: str, account: str) -> Aimak | None:
    """The aimak that an account is for alone, or what that has become part of; None: it is for all."""
    for one in await list_served(store):
        if (one.channel, one.account) == (channel, account):
            return await _find_real(store, await store.aimaks.find_by_code(one.aimak)) if one.aimak else None
    return None


async def list_for(store: Store, aimak_id: int | None, *, channel: str = "") -> list[Served]:
    """Lists the accounts by which an aimak is reached: its own, then those for all. channel: only of this messenger."""
    served = [one for one in await list_served(store) if channel in ("", one.channel)]
    own: list[Served] = []
    if aimak_id is not None and any(one.aimak for one in served):
        real = await _find_real(store, await store.aimaks.find(aimak_id))
        for one in served:
            of = await _find_real(store, await store.aimaks.find_by_code(one.aimak)) if one.aimak else None
            if of is not None and real is not None and of.id == real.id:
                own.append(one)
    return [*own, *(one for one in served if not one.aimak)]


async def _find_real(store: Store, aimak: Aimak | None) -> Aimak | None:
    # What is for practice is reached as the aimak beside it, a part of another as that one.
    while aimak is not None and (next_id := aimak.merged_into_id or aimak.practice_of_id) is not None:
        aimak = await store.aimaks.find(next_id)
    return aimak
