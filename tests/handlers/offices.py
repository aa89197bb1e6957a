"""People of an office at their telephones, for tests that need many of them. Nobody need see every screen."""

import uuid
from typing import Any

from bot.budget.permissions import Role
from bot.budget.proposal import Side
from bot.chat.message import Incoming, Kind, Peer
from bot.delivery.incoming.conversations import make_state_key
from bot.office import proposals
from storage.proposals import Proposal


async def joined(village: Any, name: str, role: Role | None, *, aimak: str = "kokjar", title: str | None = None) -> Any:
    """Somebody in the menu with a role of their own in an aimak; an admin's is for the whole install."""
    worker = await village.in_menu(name, aimak=aimak)
    person = await worker.person()

    async def grant(store: Any) -> None:
        aimak_id = None if role is Role.ADMIN else person.aimak_id
        await store.roles.grant(person.id, role=role, aimak_id=aimak_id, by=None, at=village.clock(), title=title)

    if role is not None:
        await village.database.write(grant)
    return worker


async def removed(village: Any, worker: Any) -> None:
    """Takes every role of somebody's away."""
    person = await worker.person()

    async def revoke(store: Any) -> None:
        for member in [*await store.roles.list_members(person.aimak_id), *await store.roles.list_members(None)]:
            if member.person_id == person.id:
                await store.roles.revoke(member.id, by=None, at=village.clock())

    await village.database.write(revoke)


async def proposed(village: Any, author: Any, text: str, **parts: Any) -> Proposal:
    """A proposal as its author sends it; the way through the steps is tried elsewhere."""
    person = await author.person()
    draft = proposals.ProposalToSend(key=uuid.uuid4().hex, side=Side.SPENDING, text=text, **parts)
    proposal, _ = await village.database.write(
        lambda store: proposals.submit(
            store, draft=draft, by=person, aimak_id=person.aimak_id, language="ky", at=village.clock()
        )
    )
    return proposal


async def taps(village: Any, name: str, *choices: str) -> None:
    """Somebody presses one button after the other and reads nothing yet."""
    for choice in choices:
        await village.receive(Incoming(uuid.uuid4().hex, _peer(name), Kind.CHOICE, choice=choice))


async def writes(village: Any, name: str, text: str) -> None:
    """Somebody writes and reads nothing yet."""
    await village.receive(Incoming(uuid.uuid4().hex, _peer(name), Kind.TEXT, text))


async def read_by(village: Any, *names: str) -> dict[str, str]:
    """Carries what is queued; returns the last text each of these people got of it."""
    before = len(village.chats.sent)
    await village.courier.carry()
    return {address: message.text for address, message, _ in village.chats.sent[before:] if address in names}


async def kept_by(village: Any, name: str) -> dict[str, Any]:
    """What a conversation holds."""
    return (await village.states.read(make_state_key("telegram", "bot", name))).data


def texts(village: Any, name: str) -> list[str]:
    """Every message somebody was sent, with its buttons."""
    return [message.numbered() for address, message, _ in village.chats.sent if address == name]


def _peer(name: str) -> Peer:
    return Peer("telegram", "bot", name)
