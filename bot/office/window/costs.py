"""How many readers of a notice are asked by a template first, each of which costs money. It is said before sending."""

from collections.abc import Collection

from bot.chat.texts import Words
from bot.office.window.prices import find_prices
from bot.office.window.templates import WINDOW_HOURS
from bot.office.wording.hearing_words import name_channel
from storage.queue.broadcast_values import BroadcastKind
from storage.store import Store

HOUR = 3600 * 1000  # milliseconds


async def list_costs(
    store: Store, words: Words, kind: BroadcastKind, *, aimak_id: int, at: int, about: Collection[str] = ()
) -> list[str]:
    """A line for each messenger by which some would be asked by a template now; at is in milliseconds UTC."""
    lines, prices = [], await find_prices(store, at=at)
    price = prices.find(notice=True) if prices is not None else None
    for channel, hours in WINDOW_HOURS.items():
        n = await store.broadcasts.count_shut(
            kind, aimak_id=aimak_id, channel=channel, heard_before=at - hours * HOUR, about=about
        )
        if n:
            said = words.say_n(
                "— {channel}: {n} person wrote over a day ago and gets a paid message first",
                "— {channel}: {n} people wrote over a day ago and get a paid message first",
                n,
                channel=name_channel(words, channel),
            )
            costs = f": {prices.say(n * price)}" if prices is not None and price is not None else ""
            lines.append(f"{said}{costs}")
    return lines
