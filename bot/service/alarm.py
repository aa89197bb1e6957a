"""Tells whoever runs an install that the database itself fails, past the outbox, which stands in that database.

So it tells them where one messenger refuses our account: by the other.

The only messages that do not leave by the courier. They are a few words, to a few people, at most once a day for each fault.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import structlog

from bot.budget.permissions import Role
from bot.channels.contract import Channel, SendFailure
from bot.channels.intake import Intake
from bot.chat.message import Message, Reply
from bot.chat.texts import Words
from bot.delivery.courier import Courier
from bot.logs import say_where
from bot.office.messengers.names import name_messenger
from storage.addresses import Address
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.store import Store

log = structlog.get_logger(__name__)

DAY = 24 * 3600 * 1000  # milliseconds
PATIENCE = 10.0  # seconds
LOOK = 30.0  # seconds between looks whether an account is refused
MOST = 10  # people

SAID: Mapping[str, Callable[[Words], str]] = {
    "damaged": lambda words: words.say(
        "The bot's database is damaged. Whoever looks after the computer should stop the bot and go back to a copy."
    ),
    "gone": lambda words: words.say(
        "The bot's database is gone or was replaced, so the bot has stopped. Whoever looks after the computer is needed now."
    ),
    "stopped": lambda words: words.say(
        "An old copy stands in the place of the bot's database. Nothing is sent until somebody at the computer lets it go on."
    ),
    "refused": lambda words: words.say(
        "A messenger takes nothing from the bot now: its token has ended, or its account is locked or cannot be paid. "
        "What waits is kept. Whoever looks after the computer should run «sunush doctor»."
    ),
    "copy": lambda words: words.say(
        "The nightly copy of the bot's database failed. Whoever looks after the computer should look at it."
    ),
}


class Alarm:
    """Remembers where the admins are written to, while the database can still be asked; heads where there is no admin."""

    def __init__(self, channels: Sequence[Channel], now: Callable[[], int]) -> None:
        self._channels = {(channel.name, channel.account): channel for channel in channels}
        self._now = now
        self._people: list[Address] = []
        self._told: dict[str, int] = {}

    async def learn(self, database: Database) -> None:
        """Asks the database who is to be told; where it cannot be asked, those known before stay."""
        try:
            self._people = await database.read(_list_whom)
        except CANNOT_WRITE as error:
            log.error("whom to tell of a fault cannot be read now", error=say_where(error))

    def is_new(self, fault: str) -> bool:
        """Whether nobody was told of a fault within a day."""
        return self._now() - self._told.get(fault, -DAY) >= DAY

    async def tell(self, fault: str, *, of: str = "") -> int:
        """Tells of a fault, once a day; returns how many were told. of names the one of several things that has it."""
        if not self.is_new(fault + of):
            return 0
        self._told[fault + of] = self._now()
        return await self.tell_all(lambda words: f"{SAID[fault](words)}\n{of}")

    async def tell_all(self, say: Callable[[Words], str]) -> int:
        """Tells something at once, each in their language; returns how many were told."""
        return sum(await asyncio.gather(*(self._send(to, say) for to in self._people)))

    async def _send(self, to: Address, say: Callable[[Words], str]) -> bool:
        channel = self._channels.get((to.channel, to.account))
        if channel is None:
            return False
        words = Words(to.language or "")
        try:
            async with asyncio.timeout(PATIENCE):
                await channel.send(to.address, Message.notice(Reply(say(words).rstrip())), language=words.language)
        except (SendFailure, TimeoutError) as error:
            log.error("an alarm could not be sent", error=say_where(error))
            return False
        return True


async def _list_whom(store: Store) -> list[Address]:
    members = [one for one in await store.roles.list_members(None) if one.role is Role.ADMIN]
    if not members:
        real = [aimak.id for aimak in await store.aimaks.list_all() if not aimak.sample]
        members = [one for id in real for one in await store.roles.list_members(id) if one.role is Role.HEAD]
    return await store.addresses.list_of_people([one.person_id for one in members[:MOST]])


async def tell_of_refused(
    courier: Courier, intakes: Mapping[tuple[str, str], Intake], alarm: Alarm, *, names: Mapping[tuple[str, str], str]
) -> None:
    """Tells, once a day of each, that a messenger takes nothing from one of our accounts. Looks until cancelled.

    names: how an account is called where there are several.
    """
    while True:
        for channel, account in sorted(courier.list_refused() | {of for of, one in intakes.items() if one.is_refused}):
            await alarm.tell("refused", of=f"{name_messenger(channel)} {names.get((channel, account), '') or account}")
        await asyncio.sleep(LOOK)
