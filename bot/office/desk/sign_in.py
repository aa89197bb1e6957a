"""Signing in at the desk in a browser: a link from the chat opens it, once, for its owner.

A session gives no right of its own. With every request the person's roles are read anew, so a removal ends it at once.
"""

import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.budget.permissions import NotAllowed, Standing
from bot.chat.texts import LANGUAGES
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.messenger_accounts import links
from storage.desk.links import DeskLink
from storage.desk.sessions import DeskSession
from storage.people import Person
from storage.store import Store

MINUTE = 60 * 1000  # milliseconds
LINK_KEPT = 10 * MINUTE
SESSION_KEPT = 8 * 60 * MINUTE
DAY = 24 * 60 * MINUTE
DONE_KEPT = 7 * DAY  # in which an act that comes once more is known
PATH = "/desk"
BITS = 24  # bytes of a link and of a cookie: 192 bits


class LinkUnknown(Refusal):
    """There is no such link, it was used, or it is too old. Or whoever asked for it works here no more."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at the desk: the session, the person in the aimak it is for, their roles there."""

    session: DeskSession
    person: Person
    standings: tuple[Standing, ...]


async def find_address(store: Store) -> str | None:
    """The address of the desk; None where no web door is open."""
    chat = await links.link(store, channel="web")
    parts = urlsplit(chat or "")
    return f"{parts.scheme}://{parts.netloc}{PATH}" if parts.netloc else None


async def make_link(store: Store, *, by: Person, at: int) -> str | None:
    """Makes a link that signs somebody in, good for ten minutes and once; None where no web door is open.

    The link before it is good no more. Raises NotAllowed where they have no role.
    """
    standings = await staff.list_standings(store, by)
    if not standings:
        raise NotAllowed("desk_link")
    address = await find_address(store)
    if address is None:
        return None
    here = [one.aimak_id for one in standings]
    aimak_id = by.aimak_id if None in here or by.aimak_id in here else here[0]
    token = secrets.token_urlsafe(BITS)
    await store.desk_links.put(by.id, peer_id=by.peer_id, aimak_id=aimak_id, token=token, at=at)
    return f"{address}/in/{token}"


async def is_good(store: Store, *, token: str, at: int) -> bool:
    """Whether a link signs somebody in now; nothing is used up."""
    return await _find_owner(store, await store.desk_links.find(token, since=at - LINK_KEPT)) is not None


async def sign_in(store: Store, *, token: str, browser: str, at: int) -> str:
    """Uses a link, and returns what the cookie of the new session holds. Raises LinkUnknown."""
    link = await store.desk_links.find(token, since=at - LINK_KEPT)
    person = await _find_owner(store, link)
    if link is None or person is None or not await store.desk_links.use(token):
        raise LinkUnknown
    cookie = secrets.token_urlsafe(BITS)
    await store.desk_sessions.add(
        cookie, person_id=person.id, peer_id=person.peer_id, aimak_id=person.aimak_id,
        language=person.language or LANGUAGES[0], browser=browser, at=at, until=at + SESSION_KEPT,
    )  # fmt: skip
    await staff.record(store, "desk_sign_in", by=person, aimak_id=person.aimak_id, at=at)
    return cookie


async def find_signed_in(store: Store, *, cookie: str, at: int) -> SignedIn | None:
    """Whoever a cookie stands for now; None where the session has ended, or the role was taken away."""
    session = await store.desk_sessions.find(cookie, at=at)
    if session is None:
        return None
    person = await _find_person(store, session.person_id, session.peer_id, session.aimak_id)
    standings = await _list_standings_there(store, person) if person is not None else ()
    return SignedIn(session, replace(person, language=session.language), standings) if person and standings else None


async def list_sessions(store: Store, *, by: Person, at: int) -> list[DeskSession]:
    """Lists where somebody is signed in, the newest first."""
    return await store.desk_sessions.list_of(by.id, at=at)


async def sign_out(store: Store, *, by: Person, at: int, id: int | None = None) -> int:
    """Ends one of somebody's own sessions, or (None) every one; returns how many there were."""
    ended = await store.desk_sessions.end(by.id, id=id)
    if ended:
        await staff.record(store, "desk_sign_out", by=by, aimak_id=by.aimak_id, at=at, sessions=ended)
    return ended


async def choose_language(store: Store, *, session: DeskSession, language: str) -> None:
    """Speaks another language in a session; the chat keeps its own."""
    if language in LANGUAGES:
        await store.desk_sessions.set_language(session.id, language)


async def clear_old(store: Store, *, at: int) -> None:
    """Removes the links and sessions whose time has been over for a day, and what was done long ago."""
    await store.desk_links.clear_before(at - DAY)
    await store.desk_sessions.clear_before(at - DAY)
    await store.desk_done.clear_before(at - DONE_KEPT)


async def _find_owner(store: Store, link: DeskLink | None) -> Person | None:
    if link is None:
        return None
    person = await _find_person(store, link.person_id, link.peer_id, link.aimak_id)
    return person if person is not None and await _list_standings_there(store, person) else None


async def _find_person(store: Store, person_id: int, peer_id: int, aimak_id: int | None) -> Person | None:
    # A chat that was joined to somebody else's, or that was forgotten, is this person's no more.
    person = await store.people.find_by_peer(peer_id)
    if person is None or person.id != person_id:
        return None
    aimak = await store.aimaks.find(aimak_id) if aimak_id is not None else None
    return replace(person, aimak_id=(aimak.merged_into_id or aimak.id) if aimak is not None else None)


async def _list_standings_there(store: Store, person: Person) -> tuple[Standing, ...]:
    standings = await staff.list_standings(store, person)
    return tuple(one for one in standings if one.aimak_id in {None, person.aimak_id})
