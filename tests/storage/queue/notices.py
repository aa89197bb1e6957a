"""What the tests of broadcasts in storage share: a hearing, its notice, listing, feeding, claiming."""

import uuid
from collections import Counter
from dataclasses import replace

from bot.budget.hearing import HearingKind, Terms
from storage.database.engine import Database
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState, Progress
from storage.queue.outbox import Lane, Letter, State
from storage.store import Store
from tests.storage.queue.test_outbox import LEASE
from tests.storage.rows import BOT, NOW, rows_of

HOUR = 3_600_000
TEXTS = {"ky": "Угуу болот", "ru": "Будут слушания"}


async def hearing_in(
    database: Database, aimak_id: int, *, key: str = "hearing", starts_at: int = NOW + 240 * HOUR
) -> int:
    async def work(store: Store) -> int:
        hearing, _ = await store.hearings.add(
            key=key, aimak_id=aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=Terms(starts_at, "Клуб"),
            by=None, at=NOW,
        )  # fmt: skip
        return hearing.id

    return await database.write(work)


async def broadcast_of(
    database: Database,
    aimak_id: int,
    hearing_id: int,
    kind: BroadcastKind = BroadcastKind.NOTICE,
    *,
    by_hand: bool = True,
    again: int = 0,
    hearing_at: int = NOW + 240 * HOUR,
    expires_at: int = NOW + 240 * HOUR,
) -> Broadcast:
    """A broadcast that is being sent."""

    async def work(store: Store) -> Broadcast:
        made = await store.broadcasts.add(
            key=f"{kind.value}:{hearing_id}:{again}", aimak_id=aimak_id, hearing_id=hearing_id, revision=1, kind=kind,
            by_hand=by_hand, texts=TEXTS, hearing_at=hearing_at, starts_at=NOW, expires_at=expires_at, by=None, at=NOW,
        )  # fmt: skip
        assert made is not None
        await store.broadcasts.note(made.id, state=BroadcastState.SENDING.value, began_at=NOW)
        return replace(made, state=BroadcastState.SENDING, began_at=NOW)

    return await database.write(work)


async def list_more(database: Database, broadcast: Broadcast, limit: int) -> bool:
    async def work(store: Store) -> bool:
        now = await store.broadcasts.get(broadcast.id)
        assert now is not None
        return await store.broadcasts.list_more(now, limit=limit)

    return await database.write(work)


async def list_all(database: Database, broadcast: Broadcast, limit: int = 1000) -> None:
    while not await list_more(database, broadcast, limit):
        pass


async def feed(database: Database, broadcast: Broadcast, limit: int = 1000) -> int:
    return await database.write(lambda store: store.broadcasts.feed(broadcast, limit=limit, at=NOW))


async def claim(
    database: Database, *, limit: int = 8, now: int = NOW, quiet: bool = False, suspect: bool = False
) -> list[Letter]:
    lease = str(uuid.uuid4())
    return await database.write(
        lambda store: store.outbox.claim(
            *BOT,
            now=now,
            limit=limit,
            lease=lease,
            leased_until=now + LEASE,
            last=Lane.NOTICE if quiet else Lane.DAY_NOTICE,
            suspect=suspect,
        )
    )


async def states_of(database: Database, broadcast: Broadcast) -> Counter[State]:
    rows = await rows_of(database, "outbox")
    return Counter(
        State(row["state"]) for row in rows if (row["kind"], row["object_id"]) == ("broadcast", broadcast.id)
    )


async def progress(database: Database, broadcast: Broadcast) -> Progress:
    return await database.read(lambda store: store.broadcasts.count_progress(broadcast.id))


async def subscribes(database: Database, person_id: int, aimak_id: int, *, wanted: bool = True, at: int = NOW) -> None:
    await database.write(lambda store: store.subscriptions.set_subscription(person_id, aimak_id, wanted, at=at))


async def comes(database: Database, hearing_id: int, person_id: int, *, coming: bool = True, at: int = NOW) -> None:
    await database.write(
        lambda store: store.hearings.note_rsvp(hearing_id, person_id, coming=coming, companions=0, at=at)
    )


async def blocks(database: Database, peer_id: int) -> None:
    await database.write(lambda store: store.people.set_blocked(peer_id, at=NOW))
