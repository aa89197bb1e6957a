"""Who wrote, where a messenger shows a telephone and an id that stays. A number may have another owner one day."""

from bot.chat.message import Incoming, Kind, Peer
from bot.delivery.incoming.senders import call_as_known
from storage.store import Store

OURS = ("whatsapp", "106540352242922")
PHONE, NEW = "996555000111", "996700000222"
HER_ID, HIS_ID = "KG.1349", "KG.99999999"
NOON = 1_800_000_000_000


def event(address: str, alias: str = "", kind: Kind = Kind.TEXT) -> Incoming:
    return Incoming("wamid.1", Peer(*OURS, address), kind, "менин сунуштарым", alias=alias)


async def writes(database, address: str, alias: str = "") -> tuple[str, int]:
    """The address and the peer (id) that a message is of."""

    async def take(store: Store) -> tuple[str, int]:
        called = await call_as_known(store, event(address, alias), at=NOON)
        person = await store.people.meet(*OURS, called.peer.address, at=NOON)
        await store.aliases.remember(person.peer_id, *OURS, (called.alias or "").split())
        return called.peer.address, person.peer_id

    return await database.write(take)


async def is_blocked(database, address: str) -> bool:
    person = await database.read(lambda store: store.people.find(*OURS, address))
    assert person is not None
    return person.blocked


async def test_whoever_gets_somebodys_number_is_somebody_new_and_gets_none_of_their_letters(database):
    _, hers = await writes(database, PHONE, HER_ID)
    assert await writes(database, PHONE, HIS_ID) == (HIS_ID, hers + 1)
    assert await is_blocked(database, PHONE), "what waited for her would reach him"
    assert await writes(database, PHONE, HIS_ID) == (HIS_ID, hers + 1)
    assert await writes(database, NEW, HER_ID) == (NEW, hers), "she is found by her id, and reached at her new number"
    assert await writes(database, HER_ID) == (NEW, hers), "also while she hides it"


async def test_a_number_that_was_first_seen_beside_a_hidden_id_has_an_owner_as_well(database):
    _, hers = await writes(database, HER_ID)
    assert await writes(database, PHONE, HER_ID) == (HER_ID, hers)
    address, his = await writes(database, PHONE, HIS_ID)
    assert (address, his != hers) == (HIS_ID, True)


async def test_who_shows_an_id_for_the_first_time_stays_who_they_are(database):
    _, hers = await writes(database, PHONE)
    assert await writes(database, PHONE, HER_ID) == (PHONE, hers)
    assert await writes(database, HER_ID) == (PHONE, hers)
    assert not await is_blocked(database, PHONE)


async def test_a_change_that_nobody_told_is_seen_by_the_id(database):
    _, hers = await writes(database, PHONE, HER_ID)
    assert await writes(database, NEW, HER_ID) == (NEW, hers)
    _, his = await writes(database, PHONE, HIS_ID)
    assert his != hers, "her old number is free by then"


async def test_a_change_that_is_told_keeps_the_new_id(database):
    _, hers = await writes(database, PHONE, HER_ID)

    async def move(store: Store) -> None:
        moved = await call_as_known(store, event(PHONE, f"{HER_ID} KG.2", Kind.MOVED), at=NOON)
        assert moved.peer.address == PHONE
        await store.aliases.remember(hers, *OURS, (moved.alias or "").split())
        await store.people.move(hers, *OURS, address=NEW)

    await database.write(move)
    assert await writes(database, NEW, "KG.2") == (NEW, hers)
