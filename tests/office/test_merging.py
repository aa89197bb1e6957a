"""Two aimaks become one.

Nothing is lost or doubled, everybody is told once, and criterion 6 of both counts each proposal once.
"""

import uuid
from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.budget.permissions import Act, Role
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.budget.workdays import start_of
from bot.office import proposals, residents, staff
from bot.office.aimaks import add_samples
from bot.office.answers import answers
from bot.office.criteria.score_sheet import count_tally
from bot.office.reads import office_lists, public
from bot.office.reads import proposals as office_proposals
from bot.office.together import merging
from storage.database.schema import follows, outbox, peers
from storage.database.schema import proposals as rows
from storage.log.office_lists import OfficeList
from storage.together.merging import Merging

NOW = start_of(date(2026, 11, 23)) + 10 * 3_600_000
ON = date(2026, 11, 23)
SENTENCE = "Быйылкы бюджетте буга каражат жетпейт, кийинки жылы."


async def _person(store, name, aimak, *, language="ky", role=None):
    person = await store.people.meet("telegram", "bot", name, at=NOW)
    await store.people.set_language(person.peer_id, language)
    await store.people.set_aimak(person.peer_id, aimak.id)
    await store.people.set_consent(person.id, version=3, at=NOW)
    if role is not None:
        await store.roles.grant(person.id, role=role, aimak_id=aimak.id, by=None, at=NOW, title=f"{name}, адис")
    return await store.people.find("telegram", "bot", name)


async def _propose(store, author, text):
    draft = proposals.ProposalToSend(key=uuid.uuid4().hex, side=Side.SPENDING, text=text)
    sent, _ = await proposals.submit(store, draft=draft, by=author, aimak_id=author.aimak_id, language="ky", at=NOW)
    return sent


async def _two(store):
    """Ак-Муз with three open and one answered proposal, Көк-Жар with two, and people who follow the one, the other, both."""
    await add_samples(store)
    old, new = await store.aimaks.find_by_code("akmuz"), await store.aimaks.find_by_code("kokjar")
    clerk = await _person(store, "Асан", old, role=Role.STAFF)
    both = await _person(store, "Бурул", new, role=Role.STAFF)
    await store.roles.grant(both.id, role=Role.STAFF, aimak_id=old.id, by=None, at=NOW)
    aigul, bakyt = await _person(store, "Айгүл", old), await _person(store, "Бакыт", old, language="ru")
    chinara = await _person(store, "Чынара", new)
    for who, where, wants in ((aigul, old, True), (bakyt, old, False), (bakyt, new, True), (chinara, old, True)):
        await residents.set_subscription(store, by=who, aimak_id=where.id, wanted=wants, at=NOW)
    first = [
        await _propose(store, one, f"Көчөгө жарык керек {n}") for n, one in enumerate((aigul, aigul, bakyt, aigul))
    ]
    await _propose(store, chinara, "Көпүрө керек")
    await _propose(store, chinara, "Китепкана керек")
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, SENTENCE)
    await answers.send(store, id=first[0].id, answer=answer, by=clerk, at=NOW)
    await store.groups.put(chinara.peer_id, aimak_id=old.id, title="Ак-Муз айылы", by=clerk.id, at=NOW)
    return old, new, clerk, both, aigul, bakyt, chinara, first


async def _scores(store, *aimaks):
    found = [await count_tally(store, aimak_id=one.id, year=2027) for one in aimaks]
    return [(one.tally.answered, one.tally.decided, one.tally.by_office) for one in found]


async def test_all_of_an_aimak_moves_once_and_its_answers_stay_in_its_own_log(database, tell):
    old, new, clerk, both, aigul, bakyt, chinara, first = await database.write(_two)
    planned = await database.read(lambda store: merging.plan(store, aimak=old, into=new, on=ON, at=NOW))
    before = await database.read(lambda store: _scores(store, old, new))
    done = await database.write(lambda store: merging.merge(store, aimak=old, into=new, on=ON, at=NOW + 1))
    assert done.moved == planned
    assert (planned.people, planned.proposals, planned.staff, planned.groups, planned.stay) == (3, 3, 2, 1, 1)

    async def look(store):
        listed = [await store.proposals.get(one.id) for one in first]
        assert [one.label for one in listed] == ["0001", "0002", "0003", "0004"]
        assert [one.aimak_id for one in listed] == [old.id, new.id, new.id, new.id]
        numbers = list(
            await store.connection.scalars(
                select(rows.c.number).where(rows.c.aimak_id == new.id).order_by(rows.c.number)
            )
        )
        assert numbers == [1, 2, 3, 4, 5]
        assert (await _propose_label(store, chinara)) == "0006"
        assert await store.connection.scalar(select(func.count()).where(peers.c.aimak_id == old.id)) == 0
        told_of = {
            (row.person_id, row.aimak_id, row.notices) for row in await store.connection.execute(select(follows))
        }
        assert told_of == {(one.id, new.id, True) for one in (aigul, bakyt, chinara)}
        assert (await public.find_aimak_by_code(store, code="akmuz")).code == "kokjar"
        assert "akmuz" not in [one.code for one in await residents.list_aimaks(store, at=NOW)]
        assert [one.title for one in await store.groups.list_of_aimak(new.id)] == ["Ак-Муз айылы"]
        # The office of the one answers for the other: a correction of an old answer, its list, its colleagues.
        for one in (clerk, both):
            await staff.permit(store, by=one, act=Act.ANSWER, aimak_id=new.id)
            await staff.permit(store, by=one, act=Act.ANSWER, aimak_id=old.id)
        answered = await office_lists.list_proposals(store, which=OfficeList.ANSWERED, by=both, aimak_id=new.id, at=NOW)
        assert [one.label for one in answered] == ["0001"]
        await store.connection.execute(update(rows).where(rows.c.id == first[0].id).values(number=900))
        found = await office_proposals.find_by_number(store, aimak_id=new.id, number=900, by=both)
        assert (found.id, found.aimak_id) == (first[0].id, old.id)
        await store.connection.execute(update(rows).where(rows.c.id == first[0].id).values(number=1))
        office = {Role.STAFF}
        assert await store.roles.list_colleagues(old.id, office) == await store.roles.list_colleagues(new.id, office)
        assert (await store.roles.find_member_of(clerk.id, new.id)).title == "Асан, адис"

    await database.write(look)
    after = await database.read(lambda store: _scores(store, old, new))
    assert after[0] == before[0]
    assert after[1] == before[1]
    queued = select(outbox.c.peer_id, outbox.c.language).where(outbox.c.kind == "merged")
    told = [tuple(row) for row in await database.read(lambda store: store.connection.execute(queued))]
    assert sorted(told) == sorted(
        [(one.peer_id, language) for one, language in ((clerk, "ky"), (aigul, "ky"), (bakyt, "ru"), (chinara, "ky"))]
    )
    with pytest.raises(merging.CannotMerge):
        await database.write(lambda store: merging.merge(store, aimak=old, into=new, on=ON, at=NOW + 2))
    tell("a merger of two aimaks", people=3, told=len(told), open_moved=3, lost=0, doubled=0)


class CutOffError(Exception):
    """The process ends here."""


class Failing:
    """A connection that lets through some statements and then fails, as a kill does."""

    def __init__(self, connection, most):
        self._connection = connection
        self._left = most

    def __getattr__(self, name):
        self._left -= name in {"execute", "scalar", "scalars"}
        if self._left <= 0:
            raise CutOffError
        return getattr(self._connection, name)


async def _propose_label(store, author):
    return (await _propose(store, author, "Жаңы сунуш жөнөтүлдү")).label


async def test_a_merger_that_is_cut_off_changes_nothing(database, tell):
    """Cut off before each of its statements. Every row stays as it was, and the next try does all of it."""
    old, new, *_ = await database.write(_two)

    async def everything(store):
        tables = (rows, peers, follows, outbox)
        return [sorted(map(repr, await store.connection.execute(select(table)))) for table in tables]

    before, cuts = await database.read(everything), 0
    for last in range(1, 200, 4):

        async def cut(store, last=last):
            store.merging = Merging(Failing(store.connection, last))
            return await merging.merge(store, aimak=old, into=new, on=ON, at=NOW)

        try:
            done = await database.write(cut)
        except CutOffError:
            cuts += 1
            assert await database.read(everything) == before
            continue
        assert done.moved.proposals == 3
        break
    assert cuts > 3
    tell("a merger cut off between two of its statements", cuts=cuts, half_done=0)
