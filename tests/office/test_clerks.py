"""Twenty clerks and one proposal. One of them answers, the others learn who and what, and the author hears it once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, Answer, Decision
from bot.language.refusal import Refusal
from bot.office import proposals, staff
from bot.office.answers import answers, approving, take_back
from bot.office.answers.access import NothingToTell
from bot.office.answers.answers import AnsweredBy, TakenBy
from storage.answers import SentAnswer
from storage.database.engine import Database
from storage.database.schema import audit
from storage.proposals import Proposal
from tests.office.offices import Office, refusing
from tests.sizes import sized

pytestmark = pytest.mark.slow

CLERKS = 20
ROUNDS = sized({"sqlite": 40, "postgresql": 24}, {"sqlite": 100, "postgresql": 25})
FEWER = sized({"sqlite": 12, "postgresql": 12}, {"sqlite": 25, "postgresql": 12})


def rounds(database: Database, table: dict[str, int] = ROUNDS) -> int:
    return table["sqlite" if database.sqlite else "postgresql"]


@pytest.fixture
async def office(database):
    return await Office(database).opens()


async def at_once(*acts: Awaitable[Any]) -> list[Any]:
    """What each of several acts came to, result or refusal; all are begun before the first ends."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return ended


def parted(ended: list[Any], refusal: type[Exception]) -> tuple[list[Any], list[Any]]:
    """The results, and the refusals, which are all of one kind."""
    won = [one for one in ended if not isinstance(one, BaseException)]
    refused = [one for one in ended if isinstance(one, BaseException)]
    assert {type(one) for one in refused} <= {refusal}, refused
    return won, refused


async def by_turns(n: int, *acts: Callable[[], Awaitable[Any]]) -> tuple[int, list[Any]]:
    """Which of two acts came first, and what both came to. Each is first by turns; they run at once or one after the other.

    At once the database decides who wins. One after the other, the first does, so that each case is surely seen.
    """
    first = n % 2
    order = acts[first], acts[1 - first]
    if n % 4 < 2:
        return first, await at_once(*[act() for act in order])
    return first, [one for act in order for one in await at_once(act())]


async def test_of_twenty_clerks_who_answer_at_once_one_does_and_the_others_are_told(office, random_numbers, tell):
    clerks = [await office.meets(f"клерк {n}", Role.STAFF) for n in range(CLERKS)]
    aigul = await office.meets("Айгүл")
    winners, told, everybody = Counter(), 0, [clerk.id for clerk in clerks]
    for n in range(rounds(office.database)):
        proposal = await office.filed(aigul)
        random_numbers.shuffle(clerks)
        clerks.sort(key=lambda clerk, n=n: clerk.id != everybody[n % CLERKS])  # each comes first by turns
        sentences = {clerk.id: f"Бул жолду район караганын {clerk.id} айтты, {n}." for clerk in clerks}
        won, refused = parted(
            await at_once(
                *[
                    office.does(answers.send, id=proposal.id, answer=refusing(sentences[clerk.id]), by=clerk)
                    for clerk in clerks
                ]
            ),
            AnsweredBy,
        )
        (winner,) = won
        assert winner.answer.sentence == sentences[winner.answered_by]
        assert [one.sent for one in refused] == [winner] * (CLERKS - 1)
        assert await office.sent(proposal) == [winner]
        assert await office.relays(proposal) == 1
        assert await office.recorded("answer", proposal.id) == 1
        winners[winner.answered_by] += 1
        told += len(refused)
    assert len(winners) > 5
    assert await office.chain_holds()
    tell("20 clerks answer at once", engine=engine(office), rounds=rounds(office.database), told=told,
         winners=len(winners))  # fmt: skip


def engine(office: Office) -> str:
    return "SQLite" if office.database.sqlite else "PostgreSQL"


async def test_of_two_corrections_sent_at_once_one_is_revision_two(office, random_numbers, tell):
    bakyt, gulnara = [await office.meets(name, Role.STAFF) for name in ("Бакыт", "Гүлнара")]
    aigul = await office.meets("Айгүл")
    for n in range(rounds(office.database, FEWER)):
        proposal = await office.filed(aigul)
        await office.does(answers.send, id=proposal.id, answer=refusing(f"Биринчи жооптун себеби, {n}."), by=bakyt)
        both = [bakyt, gulnara]
        random_numbers.shuffle(both)
        ended = await at_once(
            *[
                office.does(
                    answers.send,
                    id=proposal.id,
                    revision=2,
                    by=clerk,
                    answer=refusing(f"Экинчи жолу такталган себеп, {clerk.id}."),
                )
                for clerk in both
            ]
        )
        (winner,), (refused,) = parted(ended, AnsweredBy)
        assert refused.sent == winner
        assert [one.revision for one in await office.sent(proposal)] == [1, 2]
        assert (await office.sent(proposal))[1] == winner
        assert await office.relays(proposal) == 2
    tell("two corrections at once", engine=engine(office), rounds=rounds(office.database, FEWER))


@pytest.mark.parametrize(("revision", "sent"), [(2, 0), (3, 1)])
async def test_a_correction_comes_behind_the_answer_it_corrects_and_behind_none_else(office, revision, sent):
    bakyt, aigul = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    proposal = await office.filed(aigul)
    for _ in range(sent):
        await office.does(answers.send, id=proposal.id, answer=refusing("Бул район милдети экен."), by=bakyt)
    for send in (answers.send, take_back.send):
        with pytest.raises(answers.NothingToCorrect):
            await office.does(
                send, id=proposal.id, answer=refusing("Такталган себеп ушундай."), by=bakyt, revision=revision
            )
    assert len(await office.sent(proposal)) == sent


async def test_of_twenty_clerks_who_take_a_proposal_at_once_one_has_it(office, random_numbers, tell):
    clerks = [await office.meets(f"клерк {n}", Role.STAFF) for n in range(CLERKS)]
    aigul = await office.meets("Айгүл")
    for _ in range(rounds(office.database, FEWER)):
        proposal = await office.filed(aigul)
        random_numbers.shuffle(clerks)
        ended = await at_once(*[office.does(answers.take, id=proposal.id, by=clerk) for clerk in clerks])
        won, refused = parted(ended, TakenBy)
        (taken,) = [clerk for clerk, one in zip(clerks, ended, strict=True) if not isinstance(one, TakenBy)]
        assert len(won) == 1
        assert {one.person_id for one in refused} == {taken.id}
        assert (await office.now_of(proposal)).taken_by == taken.id
        assert await office.recorded("take", proposal.id) == 1
    tell("20 clerks take at once", engine=engine(office), rounds=rounds(office.database, FEWER))


async def test_a_proposal_withdrawn_as_its_answer_is_sent_is_one_or_the_other(office, tell):
    bakyt, aigul = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    came = Counter()
    for n in range(rounds(office.database)):
        proposal = await office.filed(aigul)
        acts = [
            lambda proposal=proposal, n=n: office.does(
                answers.send, id=proposal.id, answer=refusing(f"Бул район милдети экен, {n}."), by=bakyt
            ),
            lambda proposal=proposal: office.does(proposals.withdraw, id=proposal.id, by=aigul),
        ]
        first, ended = await by_turns(n, *acts)
        answered, withdrawn = (ended[0], ended[1]) if first == 0 else (ended[1], ended[0])
        now = await office.now_of(proposal)
        if isinstance(answered, SentAnswer):
            assert isinstance(withdrawn, AlreadyAnswered)
            assert (now.withdrawn_at, await office.relays(proposal)) == (None, 1)
            came["answered"] += 1
        else:
            assert isinstance(answered, AlreadyWithdrawn)
            assert isinstance(withdrawn, Proposal)
            assert (now.withdrawn_at, await office.sent(proposal)) == (office.now, [])
            assert await office.relays(proposal) == 0
            came["withdrawn"] += 1
    assert min(came["answered"], came["withdrawn"]) > 2
    tell("withdrawn as it is answered", engine=engine(office), **came)


async def test_what_the_head_approves_is_what_the_head_has_read(office, tell):
    bakyt, head = await office.meets("Бакыт", Role.STAFF), await office.meets("Токтогул", Role.HEAD)
    aigul = await office.meets("Айгүл")
    await office.does(staff.set_approval, aimak_id=office.aimak_id, approves=True, by=head)
    came = Counter()
    first, second = refusing("Биринчи жазылган себеп ушул."), refusing("Экинчи жолу жазылган себеп.")
    for n in range(rounds(office.database, FEWER)):
        proposal = await office.filed(aigul)
        assert await office.does(answers.send, id=proposal.id, answer=first, by=bakyt) is None
        assert await office.sent(proposal) == []
        acts = [
            lambda proposal=proposal: office.does(approving.approve, id=proposal.id, by=head, answer=first),
            lambda proposal=proposal: office.does(answers.send, id=proposal.id, answer=second, by=bakyt),
        ]
        first_to_come, ended = await by_turns(n, *acts)
        approved, again = (ended[0], ended[1]) if first_to_come == 0 else (ended[1], ended[0])
        draft = await office.draft(proposal)
        if isinstance(approved, SentAnswer):
            assert isinstance(again, AnsweredBy)
            assert (approved.answer, approved.answered_by, approved.approved_by) == (first, bakyt.id, head.id)
            assert (await office.sent(proposal), draft) == ([approved], None)
            assert await office.relays(proposal) == 1
            came["approved"] += 1
        else:
            assert isinstance(approved, NothingToTell)
            assert again is None
            assert (await office.sent(proposal), draft.answer, draft.for_approval) == ([], second, True)
            came["put_before_the_head_anew"] += 1
    assert min(came["approved"], came["put_before_the_head_anew"]) > 2
    tell("approved as it is sent again", engine=engine(office), **came)


async def test_the_head_is_told_of_each_answer_that_waits_though_two_come_at_the_same_moment(office):
    bakyt, head = await office.meets("Бакыт", Role.STAFF), await office.meets("Токтогул", Role.HEAD)
    aigul = await office.meets("Айгүл")
    await office.does(staff.set_approval, aimak_id=office.aimak_id, approves=True, by=head)
    for proposal in [await office.proposed(aigul) for _ in range(2)]:
        await office.does(answers.send, id=proposal.id, answer=refusing("Бул район милдети экен."), by=bakyt)
    assert await office.notices(head, "approval") == 2


async def test_a_clerk_removed_between_preview_and_send_sends_nothing(office):
    head, aigul = await office.meets("Токтогул", Role.HEAD), await office.meets("Айгүл")
    came = Counter()
    for n in range(rounds(office.database, FEWER)):
        bakyt = await office.meets(f"Бакыт {n}", Role.STAFF)
        proposal = await office.filed(aigul)
        await office.does(answers.take, id=proposal.id, by=bakyt)
        member = await office.member(bakyt)
        sending = office.does(answers.send, id=proposal.id, answer=refusing("Бул район милдети экен."), by=bakyt)
        removing = office.does(staff.remove, member_id=member.id, by=head)
        if n % 2:
            sent, _ = await at_once(sending, removing)
        else:
            await removing
            (sent,) = await at_once(sending)
            assert isinstance(sent, NotAllowed)
        came["answered" if isinstance(sent, SentAnswer) else "refused"] += 1
        assert isinstance(sent, SentAnswer | NotAllowed)
        assert len(await office.sent(proposal)) == isinstance(sent, SentAnswer)
        with pytest.raises(NotAllowed):
            await office.does(
                answers.send, id=proposal.id, answer=refusing("Дагы бир жолу жазамын."), by=bakyt, revision=2
            )
        assert len(await office.sent(proposal)) == isinstance(sent, SentAnswer)
    assert came["refused"] >= rounds(office.database, FEWER) // 2


async def test_sending_twice_sends_once(office):
    bakyt, aigul = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    for n in range(rounds(office.database, FEWER)):
        proposal = await office.filed(aigul)
        answer = Answer(Decision.INCLUDED, amount=96_000 + n)
        ended = await at_once(*[office.does(answers.send, id=proposal.id, answer=answer, by=bakyt) for _ in range(2)])
        (winner,), (refused,) = parted(ended, AnsweredBy)
        assert refused.sent == winner
        assert await office.relays(proposal) == 1


async def test_an_answer_does_not_end_what_a_colleague_has_kept_for_another_proposal(office):
    bakyt, gulnara = [await office.meets(name, Role.STAFF) for name in ("Бакыт", "Гүлнара")]
    aigul = await office.meets("Айгүл")
    first, second = await office.proposed(aigul), await office.proposed(aigul)
    kept = refusing("Гүлнара сактап койгон сүйлөм.")
    await at_once(
        office.does(answers.save, id=second.id, answer=kept, by=gulnara),
        office.does(answers.send, id=first.id, answer=refusing("Бакыт жөнөткөн сүйлөм."), by=bakyt),
    )
    draft = await office.draft(second)
    assert (draft.answer, draft.written_by, draft.for_approval) == (kept, gulnara.id, False)


async def test_an_invite_pressed_by_twenty_at_once_lets_one_in(office):
    head = await office.meets("Токтогул", Role.HEAD)
    guests = [await office.meets(f"конок {n}") for n in range(CLERKS)]
    fresh = await office.does(staff.invite, role=Role.STAFF, aimak_id=office.aimak_id, by=head)
    keys = [fresh.code, fresh.payload.removeprefix(staff.LINK)]
    ended = await at_once(*[office.does(staff.join, key=keys[n % 2], by=guest) for n, guest in enumerate(guests)])
    won, refused = parted(ended, staff.InviteUnknown)
    assert (len(won), len(refused)) == (1, CLERKS - 1)
    members = await office.database.read(lambda store: store.roles.list_members(office.aimak_id))
    assert sorted(member.role for member in members) == [Role.HEAD, Role.STAFF]


@pytest.mark.parametrize("act", ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_the_audit(office, act):
    bakyt, aigul = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    await office.does(answers.take, id=(await office.proposed(aigul)).id, by=bakyt)

    async def change(store):
        await store.connection.execute(text(act))

    with pytest.raises(DBAPIError, match="the audit only grows"):
        await office.database.write(change)
    rows = await office.database.read(lambda store: store.connection.execute(select(audit.c.act)))
    assert [row.act for row in rows] == ["take"]
    assert await office.chain_holds()
