"""Erasing on both engines: every column of every table, what is sealed opened, and nobody's rows but one person's."""

from functools import partial

from sqlalchemy import select

from bot.budget.hearing import HearingKind, Terms
from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from storage.database.schema import metadata, outbox
from storage.mornings.pings import Ping
from storage.personal.open_erasures import Left, OpenErasure
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.storage.rows import BOT, NOW, enter, meet, propose, queue, rows_of

CANARY = "канарейка"


async def opened(database) -> str:
    """Every row of every table, what is sealed opened."""
    rows = [row for table in metadata.tables for row in await rows_of(database, table)]
    return "\n".join(
        database.seal.open(value) if isinstance(value, str) and database.seal.is_sealed(value) else str(value)
        for row in rows
        for value in row.values()
    )


async def filled(database):
    """Somebody whose every column says the canary, and a clerk who was told of it."""
    aimak_id = await enter(database)
    aigul, clerk = await meet(database, f"address {CANARY}"), await meet(database, "clerk")
    proposal = await propose(
        database, aigul, aimak_id, words=f"text {CANARY}", place=f"place {CANARY}", author_name=f"name {CANARY}"
    )

    async def work(store: Store) -> None:
        await store.people.set_name(aigul.id, f"name {CANARY}")
        await store.people.set_consent(aigul.id, version=1, at=NOW)
        await store.subscriptions.set_subscription(aigul.id, aimak_id, True, at=NOW)
        await store.roles.grant(clerk.id, role=Role.STAFF, aimak_id=aimak_id, by=None, at=NOW)
        await store.proposals.rewrite(proposal.id, revision=2, text=f"{CANARY} again", fold=f"{CANARY} again", at=NOW)
        await store.dialogue.say(proposal.id, kind="question", by=aigul.id, text=CANARY, at=NOW)
        answer = Answer(Decision.NOT_INCLUDED, sentence=f"to {CANARY}")
        await store.answer_drafts.save_answer_draft(proposal.id, answer=answer, by=clerk.id, at=NOW, for_approval=False)
        await store.media.want(proposal.id, *BOT, kind="photo", reference=CANARY, at=NOW)
        hearing, _ = await store.hearings.add(
            key="h", aimak_id=aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=Terms(NOW, "Клуб", "Бюджет"),
            by=None, at=NOW,
        )  # fmt: skip
        await store.hearings.ask(hearing.id, aigul.id, CANARY, at=NOW)
        await store.hearings.note_rsvp(hearing.id, aigul.id, coming=True, companions=1, at=NOW)
        event = await store.events.take(
            *BOT, "1", raw=CANARY, at=NOW, peer_id=aigul.peer_id, conversation=f'"{CANARY}"'
        )
        await store.people.note_heard(aigul.peer_id, at=NOW, state_version=event)
        body = '{"text": "' + CANARY + '"}'
        await queue(store, aigul, 1, body=body)
        await queue(store, aigul, 2, Lane.ANSWER, body=body)
        await queue(store, clerk, proposal.id, Lane.ANSWER, kind="new_proposal", body=body)
        await queue(store, clerk, 77, Lane.ANSWER, kind="other", body='{"text": "other"}')

    await database.write(work)
    return aigul, clerk, proposal


async def test_nothing_of_a_person_stands_in_any_column(database, tell):
    aigul, clerk, proposal = await filled(database)
    assert CANARY in await opened(database)
    left = await database.write(lambda store: store.erasures.erase(aigul.id, keeps_public=False, at=NOW + 1))
    said = await opened(database)
    tell("a person erased, every column of every table", left=said.count(CANARY))
    assert CANARY not in said
    assert left.offices == (clerk.peer_id,)
    assert left.conversations == ((*BOT, f"address {CANARY}"),)
    assert Left.from_json(left.to_json()) == left
    kept = await database.read(lambda store: store.proposals.get(proposal.id))
    assert (kept.text, kept.place, kept.author_name, kept.withdrawn_at) == ("", None, None, NOW + 1)
    assert await database.read(lambda store: store.people.find(*BOT, f"address {CANARY}")) is None
    assert await database.read(lambda store: store.people.find_mailbox(aigul.id)) is None


async def test_how_a_clerk_wanted_to_hear_goes_with_them(database):
    aimak_id = await enter(database)
    clerk, other = await meet(database, "clerk"), await meet(database, "other")
    for one in (clerk, other):
        await database.write(lambda store, one=one: store.pings.set_mode(one.id, aimak_id, Ping.EACH))
    await database.write(lambda store: store.erasures.erase(clerk.id, keeps_public=False, at=NOW))
    assert [row["person_id"] for row in await rows_of(database, "pings")] == [other.id]


async def test_what_waited_for_the_office_does_not_leave_and_the_next_letter_is_the_head(database):
    aigul, clerk, _ = await filled(database)
    await database.write(lambda store: store.erasures.erase(aigul.id, keeps_public=False, at=NOW + 1))
    rows = await database.read(
        lambda store: store.connection.execute(select(outbox).where(outbox.c.peer_id == clerk.peer_id))
    )
    assert {row.kind: (State(row.state), row.code) for row in rows} == {
        "new_proposal": (State.SKIPPED, "erased"),
        "other": (State.READY, None),
    }


async def test_an_erasure_is_open_until_it_is_finished(database):
    left = Left(who=("a",), conversations=((*BOT, "aigul"),))
    await database.write(lambda store: store.open_erasures.add("mark", at=NOW, left=left.to_json()))
    assert await database.read(lambda store: store.open_erasures.list_open()) == [OpenErasure("mark", NOW, left)]
    assert await database.read(lambda store: store.open_erasures.count_open(before=NOW + 1)) == 1
    await database.write(lambda store: store.open_erasures.finish("mark"))
    assert await database.read(lambda store: store.open_erasures.list_open()) == []
    assert await database.read(lambda store: store.open_erasures.known()) == {"mark"}
    assert (await rows_of(database, "erasures"))[0]["left"] is None


async def test_the_words_of_one_proposal_go_and_those_of_another_stay(database):
    aimak_id = await enter(database)
    aigul, clerk = await meet(database, "aigul"), await meet(database, "clerk")
    mine = await propose(database, aigul, aimak_id, words=f"text {CANARY}", place=f"place {CANARY}")
    other = await propose(database, aigul, aimak_id, key="another", words="another text")
    other_of = await propose(database, clerk, aimak_id, key="third", words="a text of somebody else")
    await database.write(lambda store: store.dialogue.say(mine.id, kind="question", by=aigul.id, text=CANARY, at=NOW))
    left = await database.write(lambda store: store.erasures.erase_text(mine.id, at=NOW))
    assert (left.proposals, left.files) == ((mine.id,), ())
    assert CANARY not in await opened(database)
    found = [await database.read(partial(_find, id=one.id)) for one in (mine, other, other_of)]
    gone, stays, others = found
    assert (gone.text, gone.number, gone.withdrawn_at) == ("", mine.number, NOW)
    assert (stays.text, others.text) == ("another text", "a text of somebody else")


async def _find(store, *, id):
    return await store.proposals.get(id)
