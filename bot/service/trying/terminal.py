"""One person's session at the terminal (`sunush chat`): lines are received, the courier carries the replies back."""

import asyncio
import sys
import uuid
from contextlib import suppress
from functools import partial

from bot.app import CannotStart, Service, now, open_install, start_service
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.channels.contract import Unreachable
from bot.channels.terminal import Terminal
from bot.chat.message import Incoming, Kind, Message
from bot.language.kyrgyz import clean
from bot.office import staff as hiring
from bot.office.aimaks import add_samples
from bot.office.wording.notices import OFFICE
from bot.service.retention import forget_strangers, retain
from bot.settings import Settings
from storage.people import Person
from storage.store import Store

SAMPLE = "kokjar"  # where a clerk works who came with --staff to an install that has only the samples


async def talk(settings: Settings, *, name: str, aimak: str | None, language: str | None, staff: bool = False) -> None:
    """Talks to one person, with staff to a clerk, until the input ends. Raises CannotStart, also for an unknown aimak."""
    terminal = Terminal(name, out=sys.stdout, echo=not sys.stdin.isatty())
    async with open_install(settings) as office:
        await office.database.write(add_samples)
        if aimak and not await office.database.read(partial(_is_entered, aimak)):
            raise CannotStart(f"There is no aimak «{clean(aimak)}»: «sunush aimak list» shows those there are.")
        if staff:
            await office.database.write(partial(_hire, terminal, aimak))
        async with start_service(office, [terminal]) as service, asyncio.TaskGroup() as group:
            await forget_strangers(service)
            await retain(office, service.states, now=now())
            await service.erasing.finish()
            working = (service.courier.run(), service.broadcasting.run(), service.leaving.run())
            carrying = [group.create_task(work) for work in working]
            with suppress(Unreachable):  # nobody reads any more: what is not sent yet waits in the outbox
                await _come_in(service, terminal, aimak=aimak, language=language)
                await terminal.inbound(service.intake(terminal, receive=partial(_receive, service)))
            for task in carrying:
                task.cancel()
            await service.states.flush()
            await service.erasing.finish()


async def _hire(terminal: Terminal, code: str | None, store: Store) -> None:
    # Whoever may run this command may do anything here; the audit still says who was made a clerk, and when.
    peer = terminal.peer
    person = await store.people.meet(peer.channel, peer.account, peer.address, at=now())
    offices = {standing.aimak_id for standing in await hiring.list_standings(store, person) if standing.role in OFFICE}
    if code is None and offices:
        return
    aimaks = await store.aimaks.open_on(find_day(now()))
    chosen = [aimak for aimak in aimaks if aimak.code == (code or (aimaks[0].code if len(aimaks) == 1 else SAMPLE))]
    named = await store.aimaks.find_by_code(code) if code is not None else None
    if named is not None and named.is_open_practice:
        chosen = [named]
    if not chosen:
        raise CannotStart("Say where the clerk works: --aimak CODE; «sunush aimak list» shows the codes.")
    if chosen[0].id not in offices:
        await hiring.grant(store, role=Role.STAFF, aimak_id=chosen[0].id, to=person, by_id=None, at=now())


async def _is_entered(code: str, store: Store) -> bool:
    return code.isascii() and await store.aimaks.find_by_code(code) is not None


async def _come_in(service: Service, terminal: Terminal, *, aimak: str | None, language: str | None) -> None:
    # Somebody new is greeted. Whoever comes back is shown what was waiting for them, else what was said last.
    await service.courier.carry()
    known = await _find_person(service, terminal)
    terminal.language = terminal.language or (known and known.language) or ""
    link = f"a_{aimak}" if aimak else ""
    if known is None or known.language is None or (aimak and not await _is_of(service, known, aimak)):
        await _receive(service, Incoming(_make_id(), terminal.peer, Kind.START, link, language=language or ""))
    elif language and language != known.language:
        await _receive(service, Incoming(_make_id(), terminal.peer, Kind.CHOICE, choice=f"language:{language}"))
    elif not terminal.has_spoken:
        await _repeat(service, terminal, known)


async def _is_of(service: Service, person: Person, code: str) -> bool:
    # Whoever is named the aimak they are at goes on where they stopped.
    aimak = await service.office.database.read(lambda store: store.aimaks.find_by_code(code))
    return aimak is not None and aimak.id == person.aimak_id


async def _receive(service: Service, incoming: Incoming, raw: str = "") -> None:
    # Whoever sits here waits for the answer before the next line is read.
    await service.receive(incoming, raw)
    await service.courier.carry()
    await service.fetcher.fetch()
    await service.courier.carry()  # what came of a file, such as a filled table


async def _repeat(service: Service, terminal: Terminal, person: Person) -> None:
    async def last(store: Store) -> str | None:
        return await store.outbox.find_last_sent(person.peer_id)

    body = await service.office.database.read(last)
    if body is not None:
        terminal.show(Message.from_json(body))


async def _find_person(service: Service, terminal: Terminal) -> Person | None:
    peer = terminal.peer
    return await service.office.database.read(lambda store: store.people.find(peer.channel, peer.account, peer.address))


def _make_id() -> str:
    return uuid.uuid4().hex
