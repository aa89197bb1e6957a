"""Whether an answer has reached its author is one question. The office's screen, its list and criterion 6 say the same."""

from itertools import combinations_with_replacement, product

import pytest
from sqlalchemy import insert

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from bot.office.answers.told import has_reached
from bot.office.criteria.proposal_log import read_pages
from storage.database.schema import outbox
from storage.log.office_lists import OfficeList
from storage.log.weights import weigh
from storage.queue import arrival
from storage.queue.outbox import State
from tests.storage.rows import NOW, enter, meet, propose


@pytest.mark.parametrize(("state", "arrived"), [*product(State, (False, True))])
def test_one_message_has_reached_or_may_still_or_never_will(state, arrived):
    reached = arrival.has_reached([(state, arrived)], told=False)
    assert (reached is True) == arrived
    assert (reached is False) == (not arrived and state in {State.FAILED, State.SKIPPED, State.UNCERTAIN})
    assert arrival.has_reached([(state, arrived)], told=True) is True


def test_of_several_messages_the_nearest_counts():
    lost, waits, arrived = (State.FAILED, False), (State.READY, False), (State.SENT, True)
    assert arrival.has_reached([], told=False) is False
    assert arrival.has_reached([lost, waits], told=False) is None
    assert arrival.has_reached([lost, arrived, waits], told=False) is True
    assert arrival.has_reached([lost, lost], told=False) is False


async def test_the_screen_the_list_and_criterion_6_agree_in_every_case(database, tell):
    """Each state, alone and beside each other state. The messenger reports or does not; the answer was told or not."""
    aimak_id, clerk, other = await enter(database), await meet(database, "Бакыт"), await meet(database, "Чолпон")
    # A row has arrived where it was taken and that is enough, and where it was reported.
    ways = [*product(State, (False,)), (State.SENT, True), (State.DELIVERED, True)]
    cases = [((), told, False) for told in (False, True)]
    cases += [((way,), told, elsewhere) for way in ways for told in (False, True) for elsewhere in (False, True)]
    # Which of two was sent first makes no difference to PostgreSQL that it would not make to SQLite.
    pairs = product(ways, ways) if database.sqlite else combinations_with_replacement(ways, 2)
    cases += [(pair, False, False) for pair in pairs]
    # A chat has one head: two rows that are ready or leased cannot stand in it.
    heads = {State.READY, State.LEASED}
    cases = [case for case in cases if sum(state in heads for state, _ in case[0]) < 2]

    made = []
    for n, (messages, told, elsewhere) in enumerate(cases):
        author = await meet(database, f"Айгүл {n}")
        proposal = await propose(database, author, aimak_id, key=f"key {n}", words=f"Көпүрө {n} керек")
        made.append((proposal, author, messages, told, elsewhere))

    async def answer(store) -> dict[int, object]:
        answers = {}
        for proposal, author, messages, told, elsewhere in made:
            sent = await store.answers.add(
                proposal.id, revision=1, answer=Answer(Decision.INCLUDED, sentence="", amount=5_000), by=clerk.id,
                approved_by=None, at=NOW, role=Role.STAFF,
            )  # fmt: skip
            rows = [
                {"channel": "pigeon", "account": "bot", "peer_id": (other if elsewhere else author).peer_id,
                 "kind": "answer", "object_id": sent.id, "revision": revision, "lane": 1, "state": int(state),
                 "language": "ky", "body": "{}", "not_before": NOW, "created_at": NOW, "finished_at": NOW,
                 "arrived_at": NOW if arrived else None}
                for revision, (state, arrived) in enumerate(messages, 1)
                if not (elsewhere and state in heads)
            ]  # fmt: skip
            if rows:
                await store.connection.execute(insert(outbox), rows)
            if told:
                await store.answers.tell(sent.id, by=clerk.id, at=NOW)
            answers[proposal.id] = sent
        await weigh(store.connection, answers)
        return answers

    answers = await database.write(answer)

    async def look(store):
        screens = {id: await has_reached(store, sent) for id, sent in answers.items()}
        listed = await store.lists.list_of_office(OfficeList.UNDELIVERED, aimak_id, size=10_000)
        rows = [row async for page in read_pages(store, aimak_id=aimak_id, year=None) for row in page]
        return screens, {one.id for one in listed}, {row.filed.id: row.is_delivered for row in rows}

    screens, listed, weighed = await database.read(look)
    for proposal, _, messages, told, elsewhere in made:
        expected = arrival.has_reached(() if elsewhere else messages, told=told)
        found = screens[proposal.id], proposal.id in listed, weighed[proposal.id]
        assert found == (expected, expected is False, expected is True), (messages, told, elsewhere)
    tell("whether an answer arrived, asked of the screen, the list and criterion 6", cases=len(cases), differing=0)
