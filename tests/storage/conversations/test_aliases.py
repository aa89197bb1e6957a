"""Somebody whom a messenger knows by two addresses is found by either; nobody becomes somebody else by an alias."""

from storage.conversations.aliases import Known
from storage.store import Store
from tests.storage.rows import meet

PHONE, HIDDEN = "996555111111", "KG.1"
OURS = ("telegram", "sunush_bot")


async def test_each_address_leads_to_the_one_under_which_they_are_known(database):
    aigul, bakyt = await meet(database, PHONE), await meet(database, "996555222222")

    async def work(store: Store) -> list[Known | None]:
        await store.aliases.remember(aigul.peer_id, *OURS, [HIDDEN])
        await store.aliases.remember(bakyt.peer_id, *OURS, [HIDDEN, PHONE])  # another's already
        found = [await store.aliases.find(*OURS, one) for one in (PHONE, HIDDEN, "996555222222", "KG.3")]
        assert await store.aliases.find("telegram", "another_bot", HIDDEN) is None
        await store.aliases.forget([aigul.peer_id])
        assert await store.aliases.find(*OURS, HIDDEN) is None
        return found

    hers = Known(aigul.peer_id, PHONE, has_others=True)
    assert await database.write(work) == [hers, hers, Known(bakyt.peer_id, "996555222222", has_others=False), None]
