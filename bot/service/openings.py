"""What the doctor says of templates: how many left this month, for how much, and what holds others back."""

from bot.budget.workdays import find_day, find_month, move_to_bishkek
from bot.channels.contract import Channel, Finding
from bot.delivery.pacing.new_chats import allow
from bot.language.in_words.counted import write_counted
from bot.office.window.months import add_up
from bot.office.window.prices import find_prices
from storage.queue.costs.charges import ANSWER, NOTICE, NOTICES, TOLD, WRITTEN
from storage.store import Store


async def look_at_openings(channel: Channel, store: Store, *, now: int) -> list[Finding]:
    """Lines about one account; none where its messenger has no window. now is in milliseconds UTC."""
    if channel.capabilities.window_hours is None:
        return []
    mine = (channel.name, channel.account)
    begun, until = find_month(find_day(now))
    counted = await store.charges.count(channel.name, since=begun, until=until, account=channel.account)
    prices = await find_prices(store, at=now)
    costs = f", {prices.say(total)}" if prices is not None and (total := add_up(counted, prices)) is not None else ""
    n, templates, notices = (
        sum(one.n for one in counted if one.kind in kinds)
        for kinds in ((NOTICE, ANSWER, TOLD, WRITTEN), (NOTICE, ANSWER), NOTICES)
    )
    found = [
        Finding(
            True,
            f"Messages this month: {n}{costs}; {templates} of them templates, {notices} notices, {_say_ceiling(channel)}.",
        )
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
