"""Moves an install's database into another one, while nobody serves either: SQLite to PostgreSQL, or back."""

import asyncio

from bot.app import inspect_install
from bot.install import put_back
from bot.install.opening import is_untreated
from bot.settings import Settings
from storage.database import locks
from storage.database.engine import make_database_url
from storage.database.moving.failed import MoveFailed
from storage.database.moving.move import Moved, Told, move_rows
from storage.database.moving.places import hold_new, is_same, make_room


class MoveRefused(Exception):
    """The database cannot be moved like this; the text says what to do."""


async def move(settings: Settings, target: str, *, told: Told = lambda done, of: None) -> Moved:
    """Moves the database to the URL of an empty one, whole and compared. Raises MoveRefused, CannotStart.

    Nobody serves the old one meanwhile, and nobody can serve the new one before it is whole.
    """
    try:
        new = make_database_url(target)
    except ValueError as error:
        raise MoveRefused(f"{error}. Write postgresql://USER@HOST/DATABASE or sqlite:///FILE.") from error
    if is_same(new, make_database_url(settings.database_url)):
        raise MoveRefused("that is the database in use: name another one, which is empty.")
    async with inspect_install(settings) as office:
        if await is_untreated(office):
            raise MoveRefused(
                "a copy was put in the place of the database: start «sunush run» once, look, and stop it."
            )
        names = await office.database.read(lambda store: put_back.list_account_names(store, office.seal))
        try:
            make_room(new)
            async with locks.hold_all(office.database, names):
                with hold_new(new):
                    return await asyncio.to_thread(move_rows, office.database.url, new, office.seal, told=told)
        except locks.HeldElsewhere:
            raise MoveRefused("the database is in use: stop «sunush run» and whatever else serves it first.") from None
        except MoveFailed as error:
            raise MoveRefused(f"the new database: {error}") from error
