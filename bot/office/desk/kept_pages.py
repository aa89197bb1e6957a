"""A page that a posted form led to gets an address of its own (POST, redirect, GET). A reload posts nothing twice.

It is its session's alone, and is shown as it was while that lasts. The right it needs is asked for again each time.
"""

import secrets

from bot.budget.permissions import Act, may
from bot.office.desk.sign_in import SignedIn
from storage.desk.pages import KeptPage
from storage.desk.sessions import DeskSession
from storage.store import Store

LONGEST_PATH = 120  # characters
_BITS = 16  # bytes of a key


def make_key() -> str:
    """What the address of a kept page names it by."""
    return secrets.token_urlsafe(_BITS)


async def find_erased(store: Store) -> int:
    """How far erasures went: asked before a page is made, and told to `keep`."""
    return await store.desk_pages.find_erased()


async def keep(
    store: Store, page: KeptPage, *, session: DeskSession, key: str, path: str, erased: int, at: int
) -> bool:
    """Keeps a page of a session under a path and a key.

    False where somebody was erased since it was begun (erased), or the session is over.
    """
    return await store.desk_pages.put(session.id, key, page, path=path, erased=erased, at=at)


async def find(store: Store, *, seen: SignedIn, key: str, path: str) -> KeptPage | None:
    """Finds a kept page. None where it is no page of this session, its language was changed, or a right is gone."""
    page = await store.desk_pages.find(seen.session.id, key, path=path)
    if page is None or page.language != seen.session.language:
        return None
    is_allowed = page.act is None or may(seen.standings, Act(page.act), seen.person.aimak_id)
    return page if is_allowed else None
