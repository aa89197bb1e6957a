"""Two people become one and two again, on both engines. Each row and wish goes along once, and back to whom it was."""

from sqlalchemy import literal, select

from bot.budget.hearing import HearingKind, Terms
from bot.budget.proposal import Answer, Decision
from bot.budget.tally import Reaction
from storage.people import Person
from storage.queue.reach.audiences import select_mailbox
from storage.store import Store
from tests.storage.personal.test_erasing import opened
from tests.storage.rows import BOT, NOW, enter, meet, new_proposal, propose, rows_of

WHATSAPP = ("whatsapp", "996700000000")
LATER = NOW + 60_000


async def met(database) -> tuple[Person, Person]:
    """Aigul in Telegram, and the same woman in WhatsApp, where nobody knows that."""
    there = await database.write(lambda store: store.people.meet(*WHATSAPP, "aigul", at=NOW))
    return await meet(database, "aigul"), there


async def join(database, first: Person, second: Person) -> None:
    await database.write(lambda store: store.joins.join(second.peer_id, other_id=second.id, to=first.id, at=LATER))


async def part(database, second: Person):
    return await database.write(lambda store: store.joins.part(second.peer_id, at=LATER))


async def snapshot(database) -> dict[str, object]:
    """What belongs to whom, as it stands."""
    tables = (
        "proposals",
        "dialogue",
        "reactions",
        "hearing_questions",
        "follows",
        "topics",
        "supports",
        "rsvps",
        "peers",
    )
    return {table: sorted(await rows_of(database, table), key=repr) for table in tables}


async def filled(database) -> tuple[Person, Person, dict[str, int]]:
    """Both have proposals, wishes and words; some of the wishes are the same."""
    aimak_id = await enter(database)
    first, second = await met(database)
    third = await meet(database, "nurlan")
    one = await propose(database, first, aimak_id, key="one")
    two = await propose(database, second, aimak_id, key="two")
    three = await propose(database, third, aimak_id, key="three")

    async def work(store: Store) -> int:
        for who, at in ((first, NOW), (second, NOW + 1)):
            await store.subscriptions.set_subscription(who.id, aimak_id, who is first, at=at)
            await store.topics.add(who.id, aimak_id, "water", at=at)
            await store.supports.add(three.id, who.id, at=at)
        await store.topics.add(second.id, aimak_id, "roads", at=NOW)
        await store.supports.add(one.id, second.id, at=NOW)
        await store.supports.add(two.id, first.id, at=NOW)
        hearing, _ = await store.hearings.add(
            key="h", aimak_id=aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=Terms(NOW, "Клуб", "Бюджет"),
            by=None, at=NOW,
        )  # fmt: skip
        await store.hearings.note_rsvp(hearing.id, second.id, coming=True, companions=1, at=NOW)
        await store.hearings.ask(hearing.id, second.id, "Жол качан?", at=NOW)
        answer = Answer(Decision.INCLUDED, amount=1)
        sent = await store.answers.add(two.id, revision=1, answer=answer, by=third.id, approved_by=None, at=NOW)
        await store.dialogue.react(sent.id, by=second.id, reaction=Reaction.CLEAR, at=NOW)
        await store.dialogue.say(two.id, kind="question", by=second.id, text="Качан?", at=NOW)
        return aimak_id

    return first, second, {"aimak": await database.write(work), "one": one.id, "two": two.id, "three": three.id}


async def test_what_both_wanted_is_wanted_once_and_the_later_word_holds(database):
    first, second, ids = await filled(database)
    await join(database, first, second)
    assert [row["person_id"] for row in await rows_of(database, "follows")] == [first.id]
    assert await database.read(lambda store: store.subscriptions.find_subscription(first.id, ids["aimak"])) is False
    wanted = await database.read(lambda store: store.topics.list_of_person(first.id))
    assert sorted(one.topic for one in wanted) == ["roads", "water"]
    assert await database.read(lambda store: store.supports.count(ids["three"])) == 1


async def test_nobody_stands_behind_a_proposal_of_their_own(database):
    first, second, ids = await filled(database)
    await join(database, first, second)
    assert [await database.read(lambda store, id=ids[one]: store.supports.count(id)) for one in ("one", "two")] == [
        0,
        0,
    ]
    await part(database, second)
    assert [await database.read(lambda store, id=ids[one]: store.supports.count(id)) for one in ("one", "two")] == [
        1,
        1,
    ]


async def test_everything_written_by_either_is_one_persons(database):
    first, second, _ = await filled(database)
    await join(database, first, second)
    third = await database.read(lambda store: store.people.find(*BOT, "nurlan"))
    for table, column in (("proposals", "author_id"), ("dialogue", "person_id"), ("reactions", "person_id"),
                          ("hearing_questions", "person_id"), ("rsvps", "person_id")):  # fmt: skip
        assert {row[column] for row in await rows_of(database, table)} <= {first.id, third.id}
    found = await database.read(lambda store: store.people.find(*WHATSAPP, "aigul"))
    assert (found.id, found.peer_id) == (first.id, second.peer_id)
    boxes = await database.read(lambda store: store.people.list_mailboxes([first.id]))
    assert {box.channel for box in boxes[first.id]} == {"telegram", "whatsapp"}


async def test_parted_at_once_everything_is_as_it_was(database):
    first, second, _ = await filled(database)
    before = await snapshot(database)
    await join(database, first, second)
    joined = await part(database, second)
    assert (joined.person_id, joined.other_id) == (first.id, second.id)
    after = await snapshot(database)
    for table in before:
        assert after[table] == before[table], table
    assert await part(database, second) is None


async def test_what_is_sent_from_a_joined_chat_leaves_with_it(database):
    first, second, ids = await filled(database)
    await database.write(lambda store: store.people.set_consent(first.id, version=4, at=NOW))
    await join(database, first, second)
    here, there = new_proposal(first, ids["aimak"], key="here"), new_proposal(first, ids["aimak"], key="there")
    there = type(there)(**{**{name: getattr(there, name) for name in there.__slots__}, "peer_id": second.peer_id})
    for new in (here, there):
        await database.write(lambda store, new=new: store.proposals.add(new, text="Көпүрө", fold="копуро"))
    await part(database, second)
    authors = {row["key"]: row["author_id"] for row in await rows_of(database, "proposals")}
    assert (authors["here"], authors["there"]) == (first.id, second.id)
    back = await database.read(lambda store: store.people.find(*WHATSAPP, "aigul"))
    assert (back.id, back.consent_version) == (second.id, 4)


async def test_a_shared_telephone_stays_one(database):
    first, second = await met(database)
    await database.write(lambda store: store.people.set_quotes(second.id, False))
    await join(database, first, second)
    assert (await database.read(lambda store: store.people.find(*BOT, "aigul"))).quotes is False


async def find_where(database, person_id: int, peer_id: int | None = None) -> tuple[str, str]:
    """Where a notice goes, as one message and as a part of a broadcast finds it."""

    async def ask(store: Store) -> tuple[str, str]:
        box = await store.people.find_mailbox(person_id, peer_id=peer_id)
        told = await store.connection.scalar(select(select_mailbox(literal(person_id))))
        other = await store.people.find_by_peer(told)
        return box.channel, other.channel

    return await database.read(ask)


async def test_notices_go_where_they_are_seen_first_by_choice_then_by_the_last_word(database):
    first, second = await met(database)
    page = await database.write(lambda store: store.people.meet("web", "chat", "aigul", at=LATER))
    await join(database, first, second)
    await join(database, first, page)
    assert await find_where(database, first.id) == ("telegram", "telegram")  # of two at once the later met
    assert (await find_where(database, first.id, second.peer_id))[0] == "whatsapp"
    assert (await find_where(database, first.id, page.peer_id))[0] == "telegram"  # a page reaches nobody who is away
    await database.write(lambda store: store.people.note_heard(second.peer_id, at=LATER, state_version=None))
    assert await find_where(database, first.id) == ("whatsapp", "whatsapp")
    for chosen, channel in ((first, "telegram"), (page, "web")):
        await database.write(lambda store, peer=chosen.peer_id: store.people.choose_mailbox(first.id, peer, at=LATER))
        assert await find_where(database, first.id) == (channel, channel)
    for peer_id in (page.peer_id, first.peer_id):
        await database.write(lambda store, peer_id=peer_id: store.people.set_blocked(peer_id, at=LATER))
    assert await find_where(database, first.id) == ("whatsapp", "whatsapp")
    assert (await find_where(database, first.id, first.peer_id))[0] == "whatsapp"


async def test_erased_from_either_chat_nothing_is_left_of_both(database):
    first, second, _ = await filled(database)
    await database.write(lambda store: store.people.set_consent(second.id, version=4, at=NOW))
    await join(database, first, second)
    await database.write(lambda store: store.link_codes.put(first.id, peer_id=first.peer_id, code="1" * 20, at=NOW))
    left = await database.write(lambda store: store.erasures.erase(first.id, keeps_public=False, at=LATER))
    assert {channel for channel, *_ in left.conversations} == {"telegram", "whatsapp"}
    assert await rows_of(database, "joins") == await rows_of(database, "link_codes") == []
    assert "aigul" not in await opened(database)
    people = {row["id"]: row for row in await rows_of(database, "people")}
    for person in (first, second):
        assert people[person.id]["erased_at"] == LATER
        assert people[person.id]["consent_version"] is None
    assert await part(database, second) is None


async def test_a_code_is_kept_as_a_hash_is_one_a_person_and_serves_once(database):
    first, _ = await met(database)

    async def ask(store: Store, code: str, *, since: int = NOW - 1):
        return await store.link_codes.find(code, since=since)

    for code in ("1" * 20, "2" * 20):
        at = NOW + int(code[0])
        await database.write(
            lambda store, code=code, at=at: store.link_codes.put(first.id, peer_id=first.peer_id, code=code, at=at)
        )
    assert "2" * 20 not in await opened(database)
    assert await database.read(lambda store: ask(store, "1" * 20)) is None
    assert await database.read(lambda store: ask(store, "2" * 20, since=NOW + 2)) is None
    found = await database.read(lambda store: ask(store, "2" * 20))
    assert (found.person_id, found.peer_id) == (first.id, first.peer_id)
    uses = [await database.write(lambda store: store.link_codes.use(first.id, made_at=found.made_at)) for _ in range(2)]
    assert uses == [True, False]
