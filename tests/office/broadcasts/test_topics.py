"""Who is told of villages and themes: whoever asked for any, once, in chunks, while people change their minds."""

from collections import Counter

import pytest

from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import find_day
from bot.export.hearings import write_deliveries
from bot.office import residents
from bot.office.aimaks import add_samples
from bot.office.broadcasts import steps, topics
from bot.office.broadcasts.broadcasts import SentLately
from bot.office.together import merging
from storage.aimaks import Village
from storage.queue.outbox import State
from storage.topics import Topic, make_village_key
from tests.storage.queue.crowds import crowd
from tests.storage.queue.notices import claim, feed, list_more
from tests.storage.rows import JANY_ARYK, NOW, enter, meet, rows_of

WORDS = "Эртең саат 9дан 14кө чейин суу болбойт"


async def want(database, aimak_id, people, topic):
    """Turns a topic on for some people."""

    async def work(store):
        for one in people:
            await store.topics.add(one, aimak_id, topic, at=NOW)

    await database.write(work)


async def sent(database, aimak_id, *about, key="key", at=NOW, sure=False):
    """A notice the office has begun to send."""
    made = await database.write(
        lambda store: topics.send(
            store, key=key, aimak_id=aimak_id, topics=about, text=WORDS, by=None, at=at, sure=sure
        )
    )
    await database.write(lambda store: store.broadcasts.note(made.id, state="sending", began_at=at))
    return await database.read(lambda store: store.broadcasts.get(made.id))


async def village_of_aimak(database, aimak_id) -> Village:
    return (await database.read(lambda store: store.aimaks.list_villages(aimak_id)))[0]


@pytest.mark.parametrize("limit", [7, 1000])
async def test_each_who_asked_for_any_of_them_is_listed_once_and_who_changed_their_mind_is_not_told(
    database, limit, tell
):
    aimak_id = await enter(database)
    key = make_village_key((await village_of_aimak(database, aimak_id)).id)
    people = [one.person_id for one in await crowd(database, aimak_id, 40, follow=False)]
    hearings_only = await crowd(database, aimak_id, 5, first=777)
    await want(database, aimak_id, people[:20], "water")
    await want(database, aimak_id, people[10:30], key)
    await want(database, aimak_id, people[30:], "roads")
    broadcast = await sent(database, aimak_id, "water", key)
    counted = await database.read(
        lambda store: topics.count_reached(store, aimak_id=aimak_id, topics=["water", key], by=None)
    )
    while not await list_more(database, broadcast, limit):
        pass
    listed = Counter(row["person_id"] for row in await rows_of(database, "recipients"))
    assert listed == dict.fromkeys(people[:30], 1)
    assert counted == 30

    async def leave(store):  # before it is fed
        for one in people[:5]:
            await store.topics.remove(one, aimak_id, "water")
        await store.topics.remove(people[12], aimak_id, "water")  # who still wants the village

    await database.write(leave)
    while await feed(database, broadcast, limit):
        pass
    chosen = await meet_again(database, people[6])
    topic = Topic(aimak_id, "water")
    await database.write(lambda store: residents.set_topics(store, by=chosen, topics=[topic], wanted=False, at=NOW))
    left = {letter.peer_id for letter in await claim(database, limit=100)}
    peers = {row["person_id"]: row["id"] for row in await rows_of(database, "peers")}
    assert left == {peers[one] for one in people[5:30] if one != people[6]}
    rows = [row for row in await rows_of(database, "outbox") if row["kind"] == "broadcast"]
    assert sum(row["state"] == State.SKIPPED for row in rows) == 1
    unasked = left & {one.peer_id for one in hearings_only}
    tell(
        "people told of a village or a theme",
        doubled=len(rows) - len({row["peer_id"] for row in rows}),
        unasked=len(unasked),
    )


async def meet_again(database, person_id):
    """The person of a row."""
    (peer,) = [row for row in await rows_of(database, "peers") if row["person_id"] == person_id]
    return await database.read(lambda store: store.people.find_by_peer(peer["id"]))


async def test_who_ends_hearings_keeps_their_themes_and_who_stops_has_none(database):
    aimak_id = await enter(database)
    aigul = await meet(database, "Айгүл")
    await want(database, aimak_id, [aigul.id], "water")
    broadcast = await sent(database, aimak_id, "water")
    await list_more(database, broadcast, 10)
    await feed(database, broadcast)
    await database.write(
        lambda store: residents.set_subscription(store, by=aigul, aimak_id=aimak_id, wanted=False, at=NOW)
    )
    (row,) = await rows_of(database, "outbox")
    assert row["state"] == State.READY
    await database.write(lambda store: residents.end_subscriptions(store, by=aigul, at=NOW))
    (row,) = await rows_of(database, "outbox")
    assert (row["state"], row["code"]) == (State.SKIPPED, "unsubscribed")
    assert await rows_of(database, "topics") == []


async def test_the_same_is_sent_once_more_only_by_whoever_is_sure_and_a_key_sends_once(database):
    aimak_id = await enter(database)
    first = await sent(database, aimak_id, "water")
    assert (await sent(database, aimak_id, "water")).id == first.id
    with pytest.raises(SentLately):
        await sent(database, aimak_id, "water", key="another")
    await sent(database, aimak_id, "roads", key="another")
    await sent(database, aimak_id, "water", key="sure", sure=True)
    for wrong in ((), ("gold",), ("village:999",)):
        with pytest.raises(topics.NoTopic):
            await sent(database, aimak_id, *wrong, key="wrong")


async def test_it_goes_behind_hearings_waits_for_the_day_and_stands_in_no_evidence(database, tmp_path):
    aimak_id = await enter(database)
    aigul = await meet(database, "Айгүл")
    await want(database, aimak_id, [aigul.id], "water")
    made = await database.write(
        lambda store: topics.send(store, key="key", aimak_id=aimak_id, topics=["water"], text=WORDS, by=None, at=NOW)
    )
    for _ in range(3):
        await database.write(lambda store: steps.advance(store, id=made.id, at=NOW, quiet=QuietHours()))
    assert [row["kind"] for row in await rows_of(database, "outbox")] == ["broadcast"]
    file = tmp_path / "deliveries.csv"
    assert await write_deliveries(database, database.seal, path=file, form="csv", aimak_id=None, hearing_id=None) == 0


async def test_merged_aimaks_keep_what_people_asked_for_and_what_is_being_sent(database, tell):
    await database.write(add_samples)
    await enter(database)
    old, new = await database.read(both)
    aigul, bakyt = await meet(database, "Айгүл"), await meet(database, "Бакыт")
    for aimak in (old, new):
        await want(database, aimak.id, [aigul.id], "water")
    here = make_village_key((await village_of_aimak(database, old.id)).id)
    await want(database, old.id, [bakyt.id], here)
    chinara = await meet(database, "Чынара")
    await want(database, new.id, [chinara.id], "water")
    # One that has listed nobody, one that has listed the first, and one of the other office.
    made, begun, theirs = [
        await sent(database, aimak.id, *about, key=f"{aimak.id} {about}")
        for aimak, about in ((old, ["water"]), (old, ["water", here]), (new, ["water"]))
    ]
    await list_more(database, begun, 1)
    on = find_day(NOW)
    await database.write(lambda store: merging.merge(store, aimak=old, into=new, on=on, at=NOW))
    for one in (made, begun, theirs):
        await database.write(lambda store, id=one.id: steps.advance(store, id=id, at=NOW, quiet=QuietHours()))
    told = {(row["broadcast_id"], row["person_id"]) for row in await rows_of(database, "recipients")}
    asked = {(made.id, aigul.id), *((begun.id, one.id) for one in (aigul, bakyt))}
    asked |= {(theirs.id, one.id) for one in (aigul, chinara)}
    assert told == asked
    assert {row["state"] for row in await rows_of(database, "recipients")} == {"queued"}
    tell("notices of a theme while two aimaks become one", told_unasked=len(told - asked), left_out=len(asked - told))
    found = {(row["person_id"], row["aimak_id"], row["topic"]) for row in await rows_of(database, "topics")}
    assert found == {
        (aigul.id, new.id, "water"), (bakyt.id, new.id, here), (chinara.id, new.id, "water"),
    }  # fmt: skip
    assert (await database.read(lambda store: store.broadcasts.get(made.id))).aimak_id == new.id


async def both(store):
    return await store.aimaks.find_by_code(JANY_ARYK.code), await store.aimaks.find_by_code("kokjar")
