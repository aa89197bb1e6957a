"""Links that open the bot, for papers, codes to scan and groups; and what people call each account.

Each channel made its own when it came to know its name.
"""

import json

from storage.store import Store

LINKS = "links"  # the fact about the install that keeps, for each channel, its link and its link with PAYLOAD in it
NAMES = "names"  # the one that keeps what people call each account: «channel account» and its name
PAYLOAD = "PAYLOAD"  # what stands in a kept link where the payload goes


async def keep(store: Store, channel: str, *, bare: str, with_payload: str) -> None:
    """Keeps the links of a channel; with_payload has PAYLOAD where the payload goes."""
    await store.meta.put(LINKS, json.dumps({**await _read_links(store), channel: [bare, with_payload]}))


async def link(store: Store, payload: str = "", *, channel: str = "") -> str | None:
    """The link that opens the bot at what the payload names, in a channel or the first that has one.

    None while no channel has made its links.
    """
    kept = await _read_links(store)
    found = kept.get(channel) if channel else next(iter(kept.values()), None)
    if found is None:
        return None
    bare, with_payload = found
    return with_payload.replace(PAYLOAD, payload) if payload else bare


async def list_channels(store: Store) -> set[str]:
    """The messengers (channels) that have made their links."""
    return {key.partition(" ")[0] for key in await _read_links(store)}


async def _read_links(store: Store) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = json.loads(await store.meta.get(LINKS) or "{}")
    return kept


async def keep_name(store: Store, channel: str, account: str, *, name: str) -> None:
    """Keeps what people call an account; several of one messenger have a name each."""
    kept = json.loads(await store.meta.get(NAMES) or "{}")
    await store.meta.put(NAMES, json.dumps({**kept, f"{channel} {account}": name}, ensure_ascii=False))


async def find_name(store: Store, channel: str, account: str) -> str:
    """What people call an account; empty while it is not known."""
    return str(json.loads(await store.meta.get(NAMES) or "{}").get(f"{channel} {account}", ""))
