"""What people call each account of a messenger."""

from bot.office.hearings import links
from storage.store import Store


async def test_two_bots_of_one_messenger_have_a_name_each(sqlite_database):
    async def write(store: Store) -> None:
        for account, name in (("1", "sunush_bot"), ("2", "суунуш"), ("1", "sunush_kg_bot")):
            await links.keep_name(store, "telegram", account, name=name)

    async def read(store: Store) -> list[str]:
        return [await links.find_name(store, "telegram", account) for account in "123"]

    await sqlite_database.write(write)
    assert await sqlite_database.read(read) == ["sunush_kg_bot", "суунуш", ""]
