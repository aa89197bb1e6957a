"""What the doctor says of templates: how many left this month, for how much, and what holds others back."""

from bot.budget.workdays import find_day, move_to_bishkek
from bot.channels.contract import Channel, Finding
from bot.delivery.pacing.new_chats import allow, find_month
from bot.language.in_words.counted import write_counted
from bot.office.window.prices import find_prices
from storage.store import Store


async def look_at_openings(channel: Channel, store: Store, *, now: int) -> list[Finding]:
    """Lines about one account; none where its messenger has no window. now is in milliseconds UTC."""
    if channel.capabilities.window_hours is None:
        return []
    mine = (channel.name, channel.account)
    begun, _ = find_month(find_day(now))
    left, _ = await store.outbox.count_openers(*mine, since=begun - 1, under_way=True)
    notices, _ = await store.outbox.count_openers(*mine, since=begun - 1, under_way=True, notices=True)
    prices, costs = await find_prices(store, at=now), ""
    if prices is not None and (notice := prices.find(notice=True)) is not None:
        answer = prices.find(notice=False) or notice
        costs = f", {prices.say(notices * notice + (left - notices) * answer)}"
    found = [
        Finding(True, f"Templates this month: {left}{costs}; {notices} of them for notices, {_say_ceiling(channel)}.")
    ]
    limit = await store.openings.read_limit(*mine)
    if limit.reached_at is not None:
        allowed = allow(channel.pace.chats_a_day if channel.pace else None, limit, now)
        people = write_counted(allowed or 0, "person", "people")
        found.append(
            Finding(
                True,
                f"The limit of a day was reached on {find_day(limit.reached_at)}: now up to {people} a day are asked.",
            )
        )
    if limit.rest_until > now:
        found.append(Finding(False, f"Nobody is asked by a template before {_say_time(limit.rest_until)}."))
    held = await store.openings.list_held(*mine)
    for (name, language), one in sorted(held.items()):
        again = f"at {_say_time(one.until)}" if one.until > now else "with the next message"
        found.append(Finding(False, f"The template {name} ({language}) is not taken; it is tried again {again}."))
    return found


def _say_ceiling(channel: Channel) -> str:
    most = channel.pace.notices_a_month if channel.pace is not None else None
    return "which have no ceiling" if most is None else f"at most {most}"


def _say_time(at: int) -> str:
    return f"{move_to_bishkek(at):%Y-%m-%d %H:%M}"
