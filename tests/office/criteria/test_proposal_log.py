"""Criterion 6 from the log: each part moves with what was written, and only with that."""

import json
from dataclasses import dataclass, replace
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import event, update

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.reasoning import copied, is_thin, own_words
from bot.budget.tally import PARTS, VERSION, Reaction
from bot.budget.workdays import start_of
from bot.chat.texts import Words
from bot.cli import sunush
from bot.office.criteria.proposal_log import PAGE, JournalRow, pages, tally_of
from bot.office.wording.criterion_6 import headline, lines, to_json
from storage.aimaks import NewAimak
from storage.answers import ASKED, EXPLAINED, REPLIED
from storage.database.schema import budget_years, outbox, proposals
from storage.proposals import NewProposal
from storage.queue.outbox import Lane, State
from storage.store import Store

HOUR = 60 * 60 * 1000
RECEIVED = date(2026, 11, 2)
HEARING = date(2026, 11, 5)
RESULTS = date(2026, 11, 16)
YEAR = 2027

GOOD = Answer(Decision.INCLUDED, sentence="", amount=150_000)
REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жол райондук мекеменин карамагында турат.")


def at(day: date, hour: int = 10) -> int:
    return start_of(day) + hour * HOUR


@dataclass
class Log:
    """Writes a log by hand, act by act; everything happens at ten in the morning."""

    store: Store
    aimak_id: int = 0
    clerk: int = 0
    people: int = 0
    keys: int = 0

    async def begin(self, code: str = "kokjar") -> "Log":
        await self.store.aimaks.put(NewAimak(code, "Ош", "Ош", "Ноокат", "Ноокат", "Көк-Жар", "Кок-Жар", " кок жар"))
        self.aimak_id = (await self.store.aimaks.by_code(code)).id
        clerk = await self.store.people.meet("terminal", "bot", f"clerk of {code}", at=at(RECEIVED))
        await self.store.roles.grant(
            clerk.id, role=Role.STAFF, aimak_id=self.aimak_id, by=None, at=at(RECEIVED), title="бюджет адиси"
        )
        self.clerk = clerk.id
        return self

    async def year(self, **facts: object) -> None:
        entered = facts.pop("entered", None)
        await self.store.years.put(self.aimak_id, YEAR, at=at(entered) if entered else 0, **facts)

    async def author(self, channel: str = "telegram"):
        self.people += 1
        return await self.store.people.meet(
            channel, "bot", f"canary-address-{self.aimak_id}-{self.people}", at=at(RECEIVED)
        )

    async def propose(self, text: str = "Мектептин жанына жарык керек", **given):
        day, channel = given.pop("on", RECEIVED), given.pop("channel", "telegram")
        author = await self.author(channel)
        self.keys += 1
        new = NewProposal(
            key=f"key-{self.aimak_id}-{self.keys}",
            aimak_id=self.aimak_id,
            budget_year=YEAR,
            author_id=author.id,
            peer_id=author.peer_id,
            side=Side.SPENDING,
            category="street_light",
            amount=None,
            village_id=None,
            place=None,
            author_name=None,
            source=Source(channel),
            language="ky",
            received_at=at(day),
            due_on=date(2026, 11, 23),
            due_days=14,
        )
        return await self.store.proposals.add(replace(new, **given), text=text, fold="")

    async def answer(self, proposal, answer=GOOD, *, on=RESULTS, state=None, channel="telegram"):
        present = await self.store.answers.latest(proposal.id)
        revision = present.revision + 1 if present else 1
        sent = await self.store.answers.add(
            proposal.id, revision=revision, answer=answer, by=self.clerk, approved_by=None, at=at(on),
            who="бюджет адиси",
        )  # fmt: skip
        if state is not None:
            await self.carry(proposal, sent, state=state, on=on, channel=channel)
        return sent

    async def carry(self, proposal, sent, *, state, on, channel="telegram"):
        row = await self.store.outbox.queue(
            proposal.peer_id, channel, "bot", kind="answer", object_id=sent.id, revision=sent.revision,
            lane=Lane.ANSWER, language="ky", body="{}", at=at(on),
        )  # fmt: skip
        ended = None if state in {State.READY, State.WAITING} else at(on)
        await self.store.connection.execute(
            update(outbox).where(outbox.c.id == row).values(state=int(state), finished_at=ended)
        )

    async def tally(self, as_of: date | None = None):
        end = None if as_of is None else start_of(as_of) + 24 * HOUR
        return await tally_of(self.store, aimak_id=self.aimak_id, year=YEAR, as_of=end)

    async def components(self, as_of: date | None = None) -> dict[str, float]:
        components = (await self.tally(as_of)).tally.components
        assert components is not None
        return {part: float(value) for part, value in components.items()}

    async def row(self, proposal) -> JournalRow:
        log = [row async for page in pages(self.store, aimak_id=self.aimak_id, year=None) for row in page]
        return {row.filed.id: row for row in log}[proposal.id]


@pytest.fixture
async def log(sqlite_database, seal):
    """A log whose hearing and results are known, in a transaction that is undone."""
    async with sqlite_database._engine.connect() as connection:
        log = await Log(Store(connection, seal)).begin()
        await log.year(hearing_on=HEARING, results_on=RESULTS, table_place="айыл өкмөтүнүн тактасы")
        yield log


# The nine parts


async def test_a_decision_or_a_real_question_is_an_answer_by_a_person(log):
    first, second, _ = [await log.propose() for _ in range(3)]
    assert (await log.components())["A"] == 0
    await log.answer(first)
    await log.store.answers.say(second.id, kind=ASKED, by=log.clerk, text="Кайсы көчө?", at=at(HEARING))
    assert (await log.components())["A"] == 0.6667
    assert (await log.tally()).rows["A"] == ("0001", "0002")


async def test_a_decision_made_before_the_results_counts_once_it_is_confirmed(log):
    early = await log.answer(await log.propose(), on=HEARING)
    assert (await log.components())["D"] == 0
    await log.store.answers.confirm([early.id], by=log.clerk, at=at(date(2026, 11, 18)))
    sheet = await log.tally()
    assert (sheet.tally.decided, sheet.rows["D"]) == (1, ("0001",))


async def test_the_day_of_the_results_itself_counts(log):
    await log.answer(await log.propose(), on=RESULTS)
    assert (await log.components())["D"] == 1


async def test_a_decision_without_reason_sum_or_line_is_not_reasoned(log):
    for answer in (GOOD, REFUSED, Answer(Decision.INCLUDED), replace(REFUSED, sentence="Жок")):
        await log.answer(await log.propose(), answer)
    assert (await log.components())["R"] == 0.5
    assert (await log.tally()).rows["R"] == ("0001", "0002")


async def test_no_money_alone_is_no_reason(log):
    thin = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Тилекке каршы, быйылкы бюджетте буга каражат жетпейт.")
    await log.answer(await log.propose(), thin)
    assert (await log.components())["R"] == 0
    await log.answer(await log.propose(), replace(thin, sentence="Мектептин көчөсү 2028-жылдын планына киргизилет."))
    assert (await log.components())["R"] == 0.5


async def test_the_same_sentence_under_more_than_a_third_of_ten_decisions_is_no_reason(log):
    for n in range(7):
        await log.answer(await log.propose(), replace(REFUSED, sentence=f"Өзүнчө жазылган себеп, номери {n} болот."))
    for n in range(3):
        await log.answer(await log.propose(), replace(REFUSED, sentence="Кийин каралат деп ойлойбуз. " + "!" * n))
    assert (await log.components())["R"] == 1
    await log.answer(await log.propose(), replace(REFUSED, sentence="кийин КАРАЛАТ деп ойлойбуз"))
    sheet = await log.tally()
    assert sheet.rows["R"] == tuple(f"{n:04}" for n in range(1, 8))


async def test_answers_in_time_are_worth_more_than_late_ones(log):
    quick, late = [await log.propose() for _ in range(2)]
    await log.answer(quick, on=date(2026, 11, 17))
    before = await log.components()
    await log.answer(late, on=date(2027, 1, 20))
    after = await log.components()
    assert (before["T1"], before["T2"]) == (0.5, 0.5)
    assert (after["T1"], after["T2"]) == (0.5, 0.5)
    assert (await log.tally()).rows["T1"] == ("0001",)


async def test_a_question_asked_at_once_keeps_the_first_answer_on_time(log):
    proposal = await log.propose()
    await log.answer(proposal, on=date(2027, 1, 20))
    assert (await log.components())["T1"] == 0
    await log.store.answers.say(proposal.id, kind=ASKED, by=log.clerk, text="Кайсы көчө?", at=at(HEARING))
    parts = await log.components()
    assert (parts["T1"], parts["T2"]) == (1, 0)


async def test_the_decision_is_timed_by_the_first_that_counts_whatever_is_corrected_later(log):
    proposal = await log.propose()
    await log.answer(proposal, on=RESULTS)
    await log.answer(proposal, REFUSED, on=date(2027, 2, 1))
    assert (await log.components())["T2"] == 1
    row = await log.row(proposal)
    assert row.latest.revision == 2
    assert row.decided_at(RESULTS) == at(RESULTS)


@pytest.mark.parametrize(
    ("channel", "state", "delivery", "share"),
    [
        ("telegram", State.SENT, "sent", 1),
        ("terminal", State.SENT, "sent", 1),
        ("telegram", State.DELIVERED, "delivered", 1),
        ("whatsapp", State.SENT, "sent", 0),
        ("whatsapp", State.DELIVERED, "delivered", 1),
        ("web", State.SENT, "sent", 0),
        ("telegram", State.READY, "waiting", 0),
        ("telegram", State.UNCERTAIN, "uncertain", 0),
        ("telegram", State.FAILED, "failed", 0),
        ("telegram", State.SKIPPED, "skipped", 0),
    ],
)
async def test_delivered_is_what_the_messenger_vouches_for(log, channel, state, delivery, share):
    proposal = await log.propose(channel=channel)
    await log.answer(proposal, state=state, channel=channel)
    assert (await log.components())["C"] == share
    assert (await log.row(proposal)).delivery == delivery


async def test_an_answer_told_in_person_is_delivered_and_shown_apart(log):
    proposal = await log.propose(source=Source.PAPER)
    sent = await log.answer(proposal, state=State.FAILED)
    assert ((await log.components())["C"], (await log.tally()).told) == (0, 0)
    await log.store.answers.tell(sent.id, by=log.clerk, at=at(RESULTS))
    assert ((await log.components())["C"], (await log.tally()).told) == (1, 1)
    assert (await log.row(proposal)).delivery == "told"


async def test_a_corrected_answer_must_be_delivered_again(log):
    proposal = await log.propose()
    await log.answer(proposal, state=State.SENT)
    await log.answer(proposal, REFUSED, on=date(2026, 11, 18), state=State.FAILED)
    assert (await log.components())["C"] == 0


async def test_a_message_to_somebody_else_delivers_nothing_to_the_author(log):
    proposal, other = await log.propose(), await log.propose()
    sent = await log.answer(proposal)
    await log.carry(other, sent, state=State.SENT, on=RESULTS)
    assert (await log.row(proposal)).delivery == "waiting"


async def test_what_the_author_taps_last_is_whether_the_answer_is_understood(log):
    proposal = await log.propose()
    sent = await log.answer(proposal)
    assert (await log.components())["S"] == 0.5
    await log.store.answers.react(sent.id, by=proposal.author_id, reaction=Reaction.QUESTION, at=at(RESULTS))
    await log.store.answers.say(proposal.id, kind=EXPLAINED, by=log.clerk, text="Мына ушул", at=at(RESULTS))
    assert (await log.components())["S"] == 0.4167
    await log.store.answers.react(sent.id, by=proposal.author_id, reaction=Reaction.DISAGREE, at=at(RESULTS, 11))
    assert (await log.components())["S"] == 0.5833


async def test_taps_of_others_and_under_answers_that_do_not_count_are_not_weighed(log):
    proposal = await log.propose()
    early = await log.answer(proposal, on=HEARING)
    await log.store.answers.react(early.id, by=proposal.author_id, reaction=Reaction.CLEAR, at=at(HEARING))
    sent = await log.answer(proposal, REFUSED, on=RESULTS)
    await log.store.answers.react(sent.id, by=log.clerk, reaction=Reaction.CLEAR, at=at(RESULTS))
    assert (await log.tally()).rows["S"] == ()
    await log.store.answers.confirm([early.id], by=log.clerk, at=at(RESULTS))
    assert (await log.tally()).rows["S"] == ("0001",)


async def test_nothing_is_public_until_the_place_of_the_table_is_entered(log):
    await log.answer(await log.propose())
    assert (await log.components())["U"] == 1
    await log.year(table_place=None)
    assert (await log.components())["U"] == 0
    assert "nothing counts as public" in lines(English(), await log.tally())


async def test_the_number_answered_is_held_against_the_size_of_the_hearing(log):
    for _ in range(10):
        await log.answer(await log.propose())
    assert (await log.components())["V"] == 1
    await log.year(attendance=100)
    sheet = await log.tally()
    assert (float(sheet.tally.components["V"]), sheet.settings.target) == (0.6667, 15)


# What is in, what is out


async def test_what_came_after_the_results_is_left_out_and_said(log):
    await log.answer(await log.propose(on=RESULTS))
    await log.propose(on=date(2026, 11, 17))
    sheet = await log.tally()
    assert (sheet.tally.N, sheet.after_cutoff) == (1, 1)
    assert "After the cut-off: 1." in lines(English(), sheet)


async def test_withdrawn_and_excluded_rows_leave_and_the_offices_own_are_put_back_in_score_all(log):
    kept, withdrawn, agreed, refused = [await log.propose() for _ in range(4)]
    await log.answer(kept)
    whole = (await log.tally()).tally
    assert (whole.N, whole.excluded) == (4, 0)
    await log.store.proposals.withdraw(withdrawn.id, at=at(HEARING))
    note = await log.store.answers.exclude(agreed.id, reason="spam", by=log.clerk, at=at(HEARING))
    await log.store.answers.author_said(note, agreed=True, at=at(HEARING))
    result = (await log.tally()).tally
    assert (result.N, result.excluded) == (2, 2)
    assert result.score_all == result.score
    await log.store.answers.exclude(refused.id, reason="test", by=log.clerk, at=at(HEARING))
    result = (await log.tally()).tally
    assert (result.N, result.excluded) == (1, 3)
    assert result.score_all < result.score
    await log.store.answers.lift_exclusion(refused.id, at=at(HEARING))
    assert (await log.tally()).tally.N == 2


async def test_rows_taken_down_by_staff_are_shown_apart(log):
    await log.propose()
    await log.propose(source=Source.PAPER)
    await log.propose(source=Source.HEARING)
    assert (await log.tally()).by_staff == 2


async def test_without_results_there_is_no_score_and_without_rows_no_data(log):
    await log.year(results_on=None)
    assert "no data" in headline(English(), await log.tally())
    await log.answer(await log.propose())
    sheet = await log.tally()
    assert (sheet.tally.score, sheet.tally.N) == (None, 1)
    assert "the results are not published yet" in headline(English(), sheet)


async def test_another_aimak_changes_nothing(log):
    await log.answer(await log.propose())
    alone = await log.tally()
    other = await Log(log.store).begin("shark")
    await other.year(results_on=RESULTS)
    await other.propose()
    assert await log.tally() == alone
    assert (await other.tally()).tally.answered == 0


async def test_the_deadline_is_the_one_in_force_on_the_day_of_the_results(log):
    await log.answer(await log.propose(), on=date(2026, 11, 23))
    await log.store.meta.set("answer_days", "10", valid_from=date(2026, 11, 1))
    await log.store.meta.set("answer_days", "5", valid_from=date(2027, 1, 1))
    sheet = await log.tally()
    assert sheet.settings.deadline_working_days == 10
    assert float(sheet.tally.components["T1"]) < 1


# The log as it was


async def test_as_of_a_day_nothing_later_exists_yet(log):
    first, second = await log.propose(), await log.propose()
    await log.propose(on=date(2026, 11, 12))
    early = await log.answer(first, on=date(2026, 11, 6), state=State.SENT)
    note = await log.store.answers.exclude(second.id, reason="spam", by=log.clerk, at=at(date(2026, 11, 9)))
    await log.store.answers.author_said(note, agreed=True, at=at(date(2026, 11, 10)))
    await log.store.answers.lift_exclusion(second.id, at=at(date(2026, 11, 11)))
    await log.store.answers.confirm([early.id], by=log.clerk, at=at(date(2026, 11, 17)))
    await log.store.answers.react(early.id, by=first.author_id, reaction=Reaction.CLEAR, at=at(date(2026, 11, 18)))
    late = await log.answer(second, REFUSED, on=date(2026, 11, 19))
    await log.store.answers.tell(late.id, by=log.clerk, at=at(date(2026, 11, 20)))

    async def on(day: int):
        sheet = await log.tally(date(2026, 11, day))
        result = sheet.tally
        return result.N, result.answered, result.decided, sheet.results_on is not None, sheet.rows["S"], sheet.told

    assert await on(1) == (0, 0, 0, False, (), 0)
    assert await on(5) == (2, 0, 0, False, (), 0)
    assert await on(6) == (2, 1, 0, False, (), 0)
    assert await on(9) == (1, 1, 0, False, (), 0)
    assert await on(11) == (2, 1, 0, False, (), 0)
    assert await on(12) == (3, 1, 0, False, (), 0)
    assert await on(15) == (3, 1, 0, False, (), 0)
    assert await on(16) == (3, 1, 0, True, (), 0)
    assert await on(17) == (3, 1, 1, True, (), 0)
    assert await on(18) == (3, 1, 1, True, ("0001",), 0)
    assert await on(19) == (3, 2, 2, True, ("0001",), 0)
    assert await on(20) == (3, 2, 2, True, ("0001",), 1)
    assert replace(await log.tally(date(2026, 12, 31)), as_of=None) == await log.tally()


async def test_as_of_a_day_an_answer_still_under_way_is_not_delivered(log):
    proposal = await log.propose()
    sent = await log.answer(proposal, on=RESULTS)
    await log.carry(proposal, sent, state=State.SENT, on=RESULTS)
    await log.store.connection.execute(update(outbox).values(finished_at=at(date(2026, 11, 18))))
    assert (await log.components(date(2026, 11, 17)))["C"] == 0
    assert (await log.components(date(2026, 11, 18)))["C"] == 1


async def test_as_of_a_day_the_author_had_not_agreed_to_the_exclusion_yet(log):
    await log.answer(await log.propose())
    spam = await log.propose()
    note = await log.store.answers.exclude(spam.id, reason="spam", by=log.clerk, at=at(HEARING))
    await log.store.answers.author_said(note, agreed=True, at=at(date(2026, 11, 18)))
    before, after = (await log.tally(date(2026, 11, 17))).tally, (await log.tally(date(2026, 11, 18))).tally
    assert before.score_all < before.score
    assert after.score_all == after.score


async def test_the_first_and_last_moment_of_a_day_are_bishkeks(log):
    proposal = await log.propose()
    await log.store.connection.execute(
        update(proposals).where(proposals.c.id == proposal.id).values(received_at=start_of(date(2026, 11, 3)) - 1)
    )
    assert (await log.tally(date(2026, 11, 1))).tally.N == 0
    assert (await log.tally(date(2026, 11, 2))).tally.N == 1


# Rows


async def test_where_a_proposal_stands(log):
    withdrawn, excluded, answered, asked, replied, taken, waiting = [await log.propose() for _ in range(7)]
    await log.store.proposals.withdraw(withdrawn.id, at=at(HEARING))
    await log.store.answers.exclude(excluded.id, reason="test", by=log.clerk, at=at(HEARING))
    for one in (answered, asked, replied):
        await log.store.answers.say(one.id, kind=ASKED, by=log.clerk, text="Кайсы көчө?", at=at(HEARING))
    await log.answer(answered)
    await log.store.answers.say(replied.id, kind=REPLIED, by=replied.author_id, text="Ленин", at=at(HEARING, 12))
    await log.store.connection.execute(
        update(proposals).where(proposals.c.id == taken.id).values(taken_by=log.clerk, taken_at=at(HEARING))
    )
    standing = [(await log.row(one)).status for one in (withdrawn, excluded, answered, asked, replied, taken, waiting)]
    assert standing == ["withdrawn", "excluded", "answered", "asked", "waiting", "taken", "waiting"]


async def test_a_page_takes_the_same_few_statements_however_long_the_log(log):
    seen = []
    engine = log.store.connection.engine.sync_engine

    def count(*_args):
        seen.append(1)

    async def statements() -> int:
        seen.clear()
        event.listen(engine, "before_cursor_execute", count)
        async for _ in pages(log.store, aimak_id=log.aimak_id, year=YEAR):
            pass
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    await log.answer(await log.propose(), state=State.SENT)
    few = await statements()
    for _ in range(PAGE - 1):
        await log.answer(await log.propose(), state=State.SENT)
    assert await statements() == few <= 10


async def test_pages_follow_the_numbers_and_lose_none(log):
    made = [(await log.propose()).label for _ in range(2 * PAGE + 3)]
    other = await Log(log.store).begin("shark")
    await other.propose()
    sizes, found = [], []
    async for page in pages(log.store, aimak_id=None, year=None):
        sizes.append(len(page))
        found += [row.filed.label for row in page]
    assert found == [*made, "0001"]
    assert sizes == [PAGE, PAGE, 4]


async def test_the_log_names_who_answered_as_the_author_was_told(log):
    proposal = await log.propose()
    await log.answer(proposal)
    member = await log.store.roles.member_of(log.clerk, log.aimak_id)
    await log.store.roles.set_title(log.clerk, log.aimak_id, "дарыгер")
    await log.store.roles.revoke(member.id, by=None, at=at(RESULTS))
    assert (await log.row(proposal)).answered_by == "бюджет адиси"
    untitled = await log.propose()
    await log.store.answers.add(
        untitled.id, revision=1, answer=GOOD, by=log.clerk, approved_by=None, at=at(RESULTS), role=Role.HEAD
    )
    assert (await log.row(untitled)).answered_by == "head"


async def test_as_of_a_day_only_facts_entered_by_then_are_known(log):
    await log.answer(await log.propose())
    await log.year(entered=date(2026, 12, 1), attendance=400, table_place="айыл өкмөтүнүн тактасы")
    await log.year(entered=date(2026, 12, 5), hearing_on=date(2026, 11, 15), attendance=500)
    early, later, last = [await log.tally(date(2026, 12, day)) for day in (1, 4, 5)]
    assert (early.attendance, early.table_place) == (400, "айыл өкмөтүнүн тактасы")
    assert (later.attendance, later.hearing_on) == (400, HEARING)
    assert (last.attendance, last.hearing_on) == (500, date(2026, 11, 15))
    assert (await log.tally(date(2026, 11, 30))).attendance != 400
    assert (await log.store.years.get(log.aimak_id, YEAR)).results_on == RESULTS


# Reasons


def test_ten_decisions_are_needed_before_a_sentence_counts_as_copied():
    assert copied(["бир"] * 9) == frozenset()
    assert copied(["бир"] * 10) == {"бир"}
    assert copied(["бир"] * 3 + [""] * 7) == frozenset()
    assert copied(["бир"] * 4 + [""] * 6) == {"бир"}


@pytest.mark.parametrize(
    ("sentence", "thin"),
    [
        ("Быйылкы бюджетте буга каражат жетпейт", True),
        ("В бюджете этого года на это не хватает средств", True),
        ("К сожалению, у нас сейчас нет денег на это.", True),
        ("Айыл өкмөтүндө азыр акча жок, кечиресиз.", True),
        ("Мектептин көчөсү 2028-жылдын планына киргизилет.", False),
        ("Денег нет, но школу обещал отремонтировать район.", False),
        ("Каражат жетпейт, грант издеп жатабыз, күзүндө кабар беребиз.", False),
    ],
)
def test_no_money_and_nothing_more_is_thin(sentence, thin):
    answer = Answer(Decision.DEFERRED, Reason.NO_MONEY, sentence)
    assert is_thin(answer) is thin
    assert not is_thin(replace(answer, reason_code=Reason.NEEDS_STUDY))
    assert not is_thin(replace(answer, decision=Decision.INCLUDED))


def test_included_needs_no_words_of_its_own():
    assert own_words(Answer(Decision.INCLUDED, sentence="Рахмат, кирди")) == ""


# The sheet in words, and the command


class English(Words):
    """Says the sentences as they stand in the code."""

    def __init__(self) -> None:
        self.language = "ky"

    def say(self, message, **values):
        said = message.format(**values)
        assert len(message) <= 160
        return said


async def test_the_sheet_says_the_score_the_parts_and_the_settings(log):
    for _ in range(3):
        await log.answer(await log.propose(), state=State.SENT)
    sheet = await log.tally()
    said = lines(English(), sheet)
    assert said.startswith("Көк-Жар (kokjar), 2027: score 90,50 of 100, 13,58 of 15 points.\n")
    assert "D — decided after the results: 100,00 % (weight 25)" in said
    assert "Deadline: 14 working days. Target: 10 answers. Prior: 5. Version 2 of the rules." in said
    assert "0001" not in said
    assert "  0001, 0002, 0003" in lines(English(), sheet, rows=True)
    assert "\n" not in headline(English(), sheet)


async def test_the_sheet_as_json_carries_what_it_was_made_with(log):
    await log.answer(await log.propose())
    written = to_json(await log.tally(date(2026, 12, 1)), rows=True)
    assert json.loads(json.dumps(written)) == written
    assert list(written["components"]) == list(PARTS)
    assert written["settings"]["version"] == VERSION
    assert sum(written["settings"]["weights"].values()) == pytest.approx(1)
    assert (written["aimak"], written["year"], written["as_of"]) == ("kokjar", 2027, "2026-12-01")
    assert written["rows"]["A"] == ["0001"]


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))

    def run(*words: str):
        return CliRunner().invoke(sunush, list(words))

    for code, name in (("kokjar", "Көк-Жар"), ("shark", "Шарк")):
        names = {"aimak": name, "rayon": "Ноокат", "oblast": "Ош"}
        given = [f"--{what}-{language}={one}" for what, one in names.items() for language in ("ky", "ru")]
        assert run("aimak", "add", code, *given).exit_code == 0
    return run


def test_the_command_prints_one_line_an_aimak(command):
    done = command("tally", "--year", "2027")
    assert done.exit_code == 0
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["(kokjar),", "(shark),"]


def test_the_command_prints_json_for_one_aimak(command):
    done = command("tally", "--aimak", "shark", "--format", "json", "--rows", "--as-of", "2026-11-23")
    (sheet,) = json.loads(done.stdout)
    assert (sheet["aimak"], sheet["year"], sheet["N"], sheet["score"]) == ("shark", 2027, 0, None)
    assert sheet["rows"]["A"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--aimak", "nowhere"], "There is no aimak «nowhere»"),
        (["--as-of", "23.11.2026"], "write it as in 2026-11-23"),
        (["--as-of", "9999-12-31"], "is no day"),
        (["--entries", "case.json", "--rows"], "brings its own case"),
    ],
)
def test_what_the_command_cannot_use_is_said_in_one_line(command, words, sentence):
    done = command("tally", *words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


async def test_a_year_without_facts_is_a_year_without_results(log):
    await log.store.connection.execute(budget_years.delete())
    await log.answer(await log.propose())
    sheet = await log.tally()
    assert (sheet.results_on, sheet.tally.score, sheet.tally.answered) == (None, None, 1)
