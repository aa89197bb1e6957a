"""The composition root: makes every part of Sunush from its settings, here and nowhere else."""

import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.budget.workdays import find_day
from bot.channels.contract import Channel
from bot.channels.intake import Answered, Backlog, Intake, Receives
from bot.channels.too_fast import Flood
from bot.chat.message import Peer
from bot.delivery.after_erasure import LOOK, LOOK_AMONG_WORKERS, Erasing
from bot.delivery.courier import Courier
from bot.delivery.endings import note_delivery, note_news
from bot.delivery.feeder import Broadcasting
from bot.delivery.files.media import Fetcher
from bot.delivery.files.own_process import PATIENCE as LOOK_PATIENCE
from bot.delivery.files.room import Room
from bot.delivery.files.sheets import Sheets
from bot.delivery.incoming.receive import Receive
from bot.delivery.let_go import Leaving
from bot.export.attachments import Documents
from bot.export.making import PATIENCE
from bot.export.reports import Reports
from bot.install import opening
from bot.install.office import Office
from bot.install.put_back import read_account_name
from bot.install.refused import CannotStart
from bot.office import rules
from bot.office.messenger_accounts import links
from bot.settings import Settings
from storage.conversations.kept import States
from storage.conversations.states import FileStates
from storage.conversations.table_states import TableStates
from storage.database.engine import Database
from storage.database.failures import CANNOT_READ
from storage.database.locks import AccountLock, HeldElsewhere, lock_account
from storage.duties.wakeups import OUTBOX, Wakeups
from storage.personal.ledger import Ledger
from storage.queue.letters import NEWCOMER
from storage.store import Store

__all__ = ["CannotStart", "Office", "Service", "inspect_install", "now", "open_install", "start_service"]

# Duties: what one worker does for all of them.
FETCHING, ERASING, BROADCASTING, LEAVING = "fetching", "erasing", "broadcasting", "leaving"
TEMPORARY_KEPT = 60  # seconds after which a temporary file belongs to nobody


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that talk: what arrives goes to receive, what leaves by the courier, files by the fetcher."""

    office: Office
    states: States
    receive: Receive
    courier: Courier
    fetcher: Fetcher
    broadcasting: Broadcasting
    leaving: Leaving
    erasing: Erasing
    clock: Callable[[], int]
    room: Room
    locks: Sequence[AccountLock] = ()
    shared: bool = False  # whether other workers serve the same accounts
    wakeups: Wakeups | None = None  # what other processes say; on PostgreSQL

    def intake(
        self,
        channel: Channel,
        *,
        receive: Receives | None = None,
        flood: Flood | None = None,
        answered: Answered = lambda _: None,
    ) -> Intake:
        """The way in for one of the channels that are served; receive may stand before ours."""
        return Intake(
            receive=receive or self.receive,
            bury=partial(self.receive.bury, channel.name, channel.account),
            now=self.clock,
            steady=steady,
            introduced=partial(self._introduce, channel),
            reported=partial(note_delivery, channel, self.office.database, self.clock, self.courier.wake),
            noted=partial(note_news, channel, self.office.database, self.clock, self.courier.wake),
            answered=answered,
            is_crowded=partial(self.courier.is_crowded, channel),
            recognise=partial(self._recognise, channel),
            backlog=self._backlog_of(channel),
            # Other workers take in as well. What is acknowledged is done, so that nobody overtakes what waits here.
            defers=not self.shared or channel.webhook is None,
            flood=flood or Flood(),
        )

    async def _recognise(self, channel: Channel, peers: Collection[Peer]) -> Collection[Peer]:
        by_address = {peer.address: peer for peer in peers}
        before = self.clock() - NEWCOMER
        try:
            known = await self.office.database.read(
                lambda store: store.people.list_known(channel.name, channel.account, by_address, before=before)
            )
        except CANNOT_READ:
            return ()  # then nobody goes before others
        return [by_address[address] for address in known]

    def _backlog_of(self, channel: Channel) -> Backlog:
        database, mine = self.office.database, (channel.name, channel.account)
        return Backlog(
            put=lambda rows: database.write(lambda store: store.backlog.put(*mine, rows, at=self.clock())),
            list=lambda: database.read(lambda store: store.backlog.list(*mine)),
            remove=lambda names: database.write(lambda store: store.backlog.remove(*mine, names)),
        )

    async def _introduce(self, channel: Channel, username: str) -> None:
        # Kept for papers, codes to scan and whoever starts a second process: they make no request to a messenger.
        async def keep(store: Store) -> None:
            await links.keep_name(store, channel.name, channel.account, name=username)
            bare, with_payload = channel.link(), channel.link(links.PAYLOAD)
            if bare:
                await links.keep(store, channel.name, channel.account, bare=bare, with_payload=with_payload)

        await self.office.database.write(keep)


def now() -> int:
    """The time: milliseconds since 1970, UTC. The one clock of Sunush."""
    return int(time.time() * 1000)


def steady() -> int:
    """Milliseconds that pass, counted from nowhere in particular: whoever sets the clock does not move this."""
    return int(time.monotonic() * 1000)


def open_install(settings: Settings, *, migrate: bool = True) -> AbstractAsyncContextManager[Office]:
    """Opens the install by the clock: its key, its database brought to the newest schema. Raises CannotStart."""
    return opening.open_install(settings, migrate=migrate, now=now)


def inspect_install(settings: Settings) -> AbstractAsyncContextManager[Office]:
    """Opens an install as it is: nothing is made, migrated or written. Raises CannotStart, also where it needs migrating."""
    return opening.inspect_install(settings, now=now)


@asynccontextmanager
async def start_service(
    office: Office,
    channels: list[Channel],
    *,
    clock: Callable[[], int] = now,
    on_duty: Callable[[str], Database] | None = None,
    patience: float | None = PATIENCE,
    look_patience: float | None = LOOK_PATIENCE,
) -> AsyncIterator[Service]:
    """Makes what talks, and holds the locks of its accounts meanwhile. Raises CannotStart if one is held elsewhere.

    on_duty is given where other workers serve the same accounts: the database for whoever holds a duty (by name).
    patience is how long a long file waits for its turn (s). A file that came is looked at for look_patience (s).
    None: however long, as where a clock is moved by hand.
    """
    from handlers import router

    settings, database = office.settings, office.database
    shared, of_duty = on_duty is not None, on_duty or (lambda _: database)
    async with AsyncExitStack() as held:
        holds = []
        for channel in channels:
            holds.append(await _lock(office, channel, shared=shared))
            held.push_async_callback(holds[-1].release)
        states = TableStates(database, clock) if shared else await _open_files(office)
        quiet = (await database.read(lambda store: rules.read_rules(store, find_day(clock())))).quiet
        courier = Courier(
            database=database,
            channels=channels,
            now=clock,
            sole=not shared,
            by_database=not database.sqlite,
            quiet=quiet,
            documents=Documents(settings=settings, database=database, seal=office.seal),
            reports=Reports(database),
            parts=settings.pace_parts,
            patience=patience,
        )
        settings.data_dir.mkdir(parents=True, exist_ok=True)  # it is missing where the database is PostgreSQL
        room = Room(settings.data_dir, least_mb=settings.least_free_mb, now=clock)
        sheets = Sheets(
            database=of_duty(FETCHING), now=clock, media=settings.media, wake=courier.wake, patience=look_patience
        )
        fetcher = Fetcher(
            database=of_duty(FETCHING), channels=channels, now=clock, media=settings.media, has_room=room,
            after=sheets.work, patience=look_patience,
        )  # fmt: skip

        ledger = Ledger(settings.erasures_file, office.seal)
        erasing = Erasing(
            database=of_duty(ERASING), states=states, ledger=ledger, settings=settings, now=clock,
            look=LOOK_AMONG_WORKERS if shared else LOOK,
        )  # fmt: skip

        def wake() -> None:
            courier.wake()
            fetcher.wake()
            erasing.wake()

        receive = Receive(database=database, states=states, router=router, now=clock, wake=wake, has_room=room)
        await courier.start()
        accounts = [(channel.name, channel.account) for channel in channels]
        no_edits = [(channel.name, channel.account) for channel in channels if not channel.capabilities.edits]
        broadcasting = Broadcasting(
            database=of_duty(BROADCASTING),
            now=clock,
            quiet=quiet,
            wake=courier.wake,
            accounts=accounts,
            no_edits=no_edits,
        )
        leaving = Leaving(database=of_duty(LEAVING), now=clock, wake=courier.wake)
        wakeups = None if database.sqlite else Wakeups(database.direct_url)
        if wakeups is not None:
            wakeups.on(OUTBOX, lambda _: courier.wake())
        try:
            yield Service(
                office, states, receive, courier, fetcher, broadcasting, leaving, erasing, clock, room, holds, shared,
                wakeups,
            )  # fmt: skip
        finally:
            await states.flush()


async def _open_files(office: Office) -> States:
    states = FileStates(office.settings.states_dir, office.seal)
    await states.sweep(before=now() / 1000 - TEMPORARY_KEPT)
    return states


async def _lock(office: Office, channel: Channel, *, shared: bool) -> AccountLock:
    name = read_account_name(office.seal, channel.name, channel.account)
    try:
        return await lock_account(office.database, name, shared=shared)
    except HeldElsewhere:
        raise CannotStart(await _say_already(office, channel)) from None


async def _say_already(office: Office, channel: Channel) -> str:
    known_as = await office.database.read(lambda store: links.find_name(store, channel.name, channel.account))
    return channel.say_held_elsewhere(known_as)
