"""What a start finds after some days off: each account that was not heard, by itself."""

from dataclasses import dataclass

from bot.office.messenger_accounts import listed
from bot.office.messenger_accounts.listed import Served
from bot.service.away import find_last_heard
from storage.store import Store

DAY = 86_400_000
NOW = 10 * DAY


@dataclass(frozen=True)
class Account:
    account: str
    name: str = "web"


async def test_of_two_bots_of_one_messenger_the_one_that_was_off_is_found(sqlite_database):
    async def write(store: Store) -> None:
        await store.accounts.note_heard("web", "lively", at=NOW - 60_000)
        await store.accounts.note_heard("web", "off", at=NOW - 2 * DAY)
        await store.accounts.note_heard("web", "own", at=NOW - 3 * DAY)
        await listed.keep(store, [Served("web", "own", "kokjar")])

    await sqlite_database.write(write)
    accounts = [Account("lively"), Account("off"), Account("own"), Account("new")]
    found = await find_last_heard(accounts, sqlite_database, NOW)
    assert found == [(NOW - 2 * DAY, ""), (NOW - 3 * DAY, "kokjar")]
