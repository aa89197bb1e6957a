"""Somebody whom a messenger knows by two addresses is found by either; nobody becomes somebody else by an alias."""

from storage.store import Store
from tests.storage.rows import meet

PHONE, HIDDEN = "996555111111", "KG.1"
OURS = ("telegram", "sunush_bot")


async def test_each_address_leads_to_the_one_under_which_they_are_known(database):
    aigul, bakyt = await meet(database, PHONE), await meet(database, "996555222222")

    async def work(store: Store) -> list[str]:
        await store.aliases.remember(aigul.peer_id, *OURS, [HIDDEN])
        await store.aliases.remember(bakyt.peer_id, *OURS, [HIDDEN, PHONE])  # another's already
        asked = [(PHONE, ""), (HIDDEN, ""), (HIDDEN, PHONE), ("996555333333", HIDDEN), ("996555333333", "KG.3")]
        found = [await store.aliases.find_address(*OURS, *one) for one in asked]
        assert await store.aliases.find_address("telegram", "another_bot", HIDDEN, "") == HIDDEN
        await store.aliases.forget([aigul.peer_id])
        assert await store.aliases.find_address(*OURS, HIDDEN, "") == HIDDEN
        return found

    assert await database.write(work) == [PHONE, PHONE, PHONE, PHONE, "996555333333"]
