"""What a month of a messenger cost an office, and how near its notices are to a ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.workdays import find_day, find_month
from bot.chat.texts import Words
from bot.office import staff
from bot.office.messenger_accounts import listed
from bot.office.window.prices import Prices, find_prices
from bot.office.window.templates import WINDOW_HOURS
from bot.office.wording.hearing_words import name_channel
from bot.office.wording.notices import N_
from storage.people import Person
from storage.queue.costs.charges import ANSWER, NOTICE, NOTICES, TOLD, WRITTEN, Charge
from storage.store import Store

NEAR = 0.8  # of a ceiling: from there on the office hears of it
_KINDS = {
    NOTICE: N_("— notices to those who wrote over a day ago: {n}"),
    ANSWER: N_("— answers and questions to those who wrote over a day ago: {n}"),
    TOLD: N_("— notices to those who wrote within a day: {n}"),
    WRITTEN: N_("— replies and answers within a day: {n}"),
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How many notices left by an account in this month, of all offices, and how many may."""

    channel: str
    used: int
    most: int
    is_new: bool = True  # whether it has come near since an earlier moment

    @property
    def is_near(self) -> bool:
        """Whether the office is to hear of it."""
        return self.used >= self.most * NEAR


async def is_charged(store: Store) -> bool:
    """Whether a messenger that charges for its messages is served here."""
    return any(one.channel in WINDOW_HOURS for one in await listed.list_served(store))


async def list_ceilings(store: Store, aimak_id: int, *, at: int, before: int = 0) -> list[Ceiling]:
    """Lists the ceilings of the accounts by which an aimak is reached. Moments (at, before) are in milliseconds UTC."""
    begun, until = find_month(find_day(at))
    found = []
    for one in await listed.list_for(store, aimak_id):
        if one.notices_a_month is None or one.channel not in WINDOW_HOURS:
            continue
        mine = (one.channel, one.account)
        used = await store.charges.count_notices(*mine, since=begun, until=until)
        then = await store.charges.count_notices(*mine, since=begun, until=before) if before > begun else -1
        was_near = Ceiling(one.channel, then, one.notices_a_month).is_near
        found.append(Ceiling(one.channel, used, one.notices_a_month, is_new=not was_near))
    return found


def say_ceiling(words: Words, ceiling: Ceiling) -> str:
    """How many of a month's notices have left, and what becomes of the others."""
    return words.say(
        "{messenger}: {n} of {most} notices of this month have left. Beyond that notices wait for the next month, answers "
        "never do.",
        messenger=name_channel(words, ceiling.channel),
        n=words.number(ceiling.used),
        most=words.number(ceiling.most),
    )


async def list_month(store: Store, words: Words, *, aimak_id: int, by: Person, at: int) -> list[str]:
    """Says what left for an office in this month by messengers that charge, of which kinds, and its sum.

    Raises NotAllowed.
    """
    await staff.permit(store, by=by, act=Act.TALLY, aimak_id=aimak_id)
    (begun, until), prices = find_month(find_day(at)), await find_prices(store, at=at)
    lines = []
    for channel in WINDOW_HOURS:
        found = await store.charges.count(channel, since=begun, until=until, aimak_id=aimak_id)
        lines += _say_charges(words, channel, found, prices)
    return lines + [say_ceiling(words, one) for one in await list_ceilings(store, aimak_id, at=at)]


def _say_charges(words: Words, channel: str, found: Sequence[Charge], prices: Prices | None) -> list[str]:
    of_kind = {kind: sum(one.n for one in found if one.kind == kind) for kind in _KINDS}
    n, total = sum(of_kind.values()), add_up(found, prices)
    said = words.say_n(
        "{messenger}: {n} message", "{messenger}: {n} messages", n, messenger=name_channel(words, channel)
    )
    said = f"{said}, {prices.say(total)}" if prices is not None and total is not None else said
    return [said, *(words.say(_KINDS[kind], n=words.number(n)) for kind, n in of_kind.items() if n)]


def find_price(prices: Prices | None, kind: str) -> float | None:
    """The price of a message of a kind; None where none is known."""
    if prices is None:
        return None
    return prices.find(notice=kind in NOTICES) if kind in {NOTICE, ANSWER} else prices.service


def add_up(found: Sequence[Charge], prices: Prices | None) -> float | None:
    """What some messages cost together, as far as prices are known; None where none is."""
    known = [one.n * price for one in found if (price := find_price(prices, one.kind)) is not None]
    return sum(known) if known else None
