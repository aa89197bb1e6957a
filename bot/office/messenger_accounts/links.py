"""Links that open the bot, for papers, codes to scan and groups; and what people call each account.

Each channel made its own when it came to know its name.
"""

import ipaddress
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.office.messenger_accounts import listed
from storage.store import Store

LINK = "link "  # facts about the install that keep the link of each account, and its link with PAYLOAD in it
NAME = "name "  # those that keep what people call each account
LINKS, NAMES = "links", "names"  # the facts that kept both while a messenger had one account
PAYLOAD = "PAYLOAD"  # what stands in a kept link where the payload goes
WEB = "web_url"  # the fact that keeps under which address pages are served


@dataclass(frozen=True, slots=True)
class Door:
    """By which account of a messenger somebody comes in: the link with its payload, and the bare one."""

    channel: str
    account: str
    link: str
    bare: str


async def keep_web(store: Store, url: str) -> None:
    """Keeps under which address of the web pages are served; empty where they are for this computer alone."""
    if (await store.meta.get(WEB) or "") != url:
        await store.meta.put(WEB, url)


async def find_page(store: Store, *, code: str) -> str | None:
    """The address of an aimak's public page; None while no address of the web is set."""
    url = await store.meta.get(WEB)
    return f"{url}/{code}" if url else None


async def keep(store: Store, channel: str, account: str, *, bare: str, with_payload: str) -> None:
    """Keeps the links of an account; with_payload has PAYLOAD where the payload goes."""
    await store.meta.put(f"{LINK}{channel} {account}", json.dumps([bare, with_payload]))
    old = json.loads(await store.meta.get(LINKS) or "{}")
    if old.pop(channel, None):
        await store.meta.put(LINKS, json.dumps(old))


async def link(
    store: Store, payload: str = "", *, channel: str = "", account: str = "", aimak_id: int | None = None
) -> str | None:
    """The link that opens the bot at what the payload names; None while no account that fits has any.

    channel: only by this messenger. An aimak's link is its own account's, where it has one. Otherwise it is that of the
    account named, if that is for all, or of the first that is. One that is for another aimak alone is never taken.
    """
    kept = await _read_links(store)
    fitting = await listed.list_for(store, aimak_id, channel=channel)
    if account and aimak_id is None:
        keys = [f"{channel} {account}", channel]
    elif fitting:
        fitting.sort(key=lambda one: (not one.aimak, one.account != account))  # what is alike stays in its order
        keys = [key for one in fitting for key in (f"{one.channel} {one.account}", one.channel)]
    else:
        known = await listed.list_served(store)
        keys = [] if known else [key for key in kept if channel in ("", key.partition(" ")[0])]
    found = next((kept[key] for key in keys if key in kept), None)
    if found is None:
        return None
    bare, with_payload = found
    return with_payload.replace(PAYLOAD, payload) if payload else bare


async def list_doors(store: Store, payload: str, *, aimak_id: int | None, local: bool = False) -> list[Door]:
    """Lists the messengers that lead to an aimak. Each has one account: the aimak's own, or the first that is for all.

    An address of this computer alone leads nobody else here. It is one of them only where that is enough (local).
    """
    kept, doors = await _read_links(store), dict[str, Door]()
    served = [(one.channel, one.account) for one in await listed.list_for(store, aimak_id)]
    if not served and not await listed.list_served(store):
        served = [(key.partition(" ")[0], key.partition(" ")[2]) for key in kept]
    for channel, account in served:
        found = kept.get(f"{channel} {account}") or kept.get(channel)
        if found is not None and channel not in doors and (local or not _is_of_this_computer(found[0])):
            bare, with_payload = found
            doors[channel] = Door(channel, account, with_payload.replace(PAYLOAD, payload), bare)
    return list(doors.values())


def _is_of_this_computer(link: str) -> bool:
    host = urlsplit(link).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def list_channels(store: Store) -> set[str]:
    """The messengers (channels) that have made their links."""
    return {key.partition(" ")[0] for key in await _read_links(store)}


async def _read_links(store: Store) -> dict[str, list[str]]:
    old: dict[str, list[str]] = json.loads(await store.meta.get(LINKS) or "{}")
    return old | {name.removeprefix(LINK): json.loads(kept) for name, kept in await store.meta.list_beginning(LINK)}


async def keep_name(store: Store, channel: str, account: str, *, name: str) -> None:
    """Keeps what people call an account; several of one messenger have a name each."""
    await store.meta.put(f"{NAME}{channel} {account}", name)


async def find_name(store: Store, channel: str, account: str) -> str:
    """What people call an account; empty while it is not known."""
    name = await store.meta.get(f"{NAME}{channel} {account}")
    return (
        name
        if name is not None
        else str(json.loads(await store.meta.get(NAMES) or "{}").get(f"{channel} {account}", ""))
    )
