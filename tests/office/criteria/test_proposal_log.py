"""What of the log counts for criterion 6: answers, reasons, deliveries, exclusions, as of any day."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot.budget.proposal import Answer, Decision, Reason, Source
from bot.budget.tally import Reaction
from bot.budget.workdays import start_of
from bot.office.answers import dialogue
from bot.office.wording.criterion_6 import say_headline, say_lines
from storage.database.schema import outbox, proposals
from storage.log.dialogue_kinds import EXPLAINED
from storage.queue.outbox import State
from tests.office.criteria.log import GOOD, HEARING, RESULTS, YEAR, English, Log, at, is_what_the_log_says

REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жол райондук мекеменин карамагында турат.")


# The nine parts


async def test_a_decision_or_a_real_question_is_an_answer_by_a_person(log):
    first, second, _ = [await log.propose() for _ in range(3)]
    assert (await log.components())["A"] == 0
    await log.answer(first)
    await log.ask(second)
    assert (await log.components())["A"] == 0.6667
    assert (await log.tally()).rows["A"] == ("0001", "0002")


@pytest.mark.parametrize(
    ("state", "channel"),
    [(None, "telegram"), *((one, "telegram") for one in (State.FAILED, State.SKIPPED, State.UNCERTAIN, State.WAITING)),
     (State.SENT, "whatsapp")],
)  # fmt: skip
async def test_a_question_that_reached_nobody_is_no_answer(log, state, channel):
    asked = await log.propose()
    await log.ask(asked, state=state, channel=channel)
    assert ((await log.components())["A"], (await log.components())["T1"]) == (0, 0)
    assert (await log.row(asked)).status == "waiting"
    await is_what_the_log_says(log.store)


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
    await log.ask(proposal)
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
    assert (await log.row(proposal)).delivery == "no_address"


async def test_what_the_author_taps_last_is_whether_the_answer_is_understood(log):
    proposal = await log.propose()
    sent = await log.answer(proposal)
    assert (await log.components())["S"] == 0.5
    await log.store.dialogue.react(sent.id, by=proposal.author_id, reaction=Reaction.QUESTION, at=at(RESULTS))
    await log.store.dialogue.say(proposal.id, kind=EXPLAINED, by=log.clerk, text="Мына ушул", at=at(RESULTS))
    assert (await log.components())["S"] == 0.4167
    await log.store.dialogue.react(sent.id, by=proposal.author_id, reaction=Reaction.DISAGREE, at=at(RESULTS, 11))
    assert (await log.components())["S"] == 0.5833


@pytest.mark.parametrize("says", ["react", "object"])
async def test_a_button_of_an_older_answer_counts_again_after_one_of_a_newer(log, says):
    proposal = await log.propose()
    author = await log.store.people.find_by_peer(proposal.peer_id)
    older = await log.answer(proposal)
    newer = await log.answer(proposal, REFUSED, on=date(2026, 11, 18))

    async def disagree(minute: int) -> None:
        if says == "react":
            await dialogue.react(log.store, answer_id=older.id, reaction=Reaction.DISAGREE, by=author, at=minute)
        else:
            await dialogue.object_to(log.store, answer_id=older.id, text="Мен макул эмесмин", by=author, at=minute)

    await disagree(at(RESULTS))
    await disagree(at(RESULTS, 11))
    assert len(await log.store.proposal_log.list_taps([older.id])) == 1
    await log.store.dialogue.react(newer.id, by=author.id, reaction=Reaction.QUESTION, at=at(RESULTS, 12))
    assert (await log.components())["S"] == 0.4167
    await disagree(at(RESULTS, 13))
    assert (await log.components())["S"] == 0.5833


async def test_taps_of_others_and_under_answers_that_do_not_count_are_not_weighed(log):
    proposal = await log.propose()
    early = await log.answer(proposal, on=HEARING)
    await log.store.dialogue.react(early.id, by=proposal.author_id, reaction=Reaction.CLEAR, at=at(HEARING))
    sent = await log.answer(proposal, REFUSED, on=RESULTS)
    await log.store.dialogue.react(sent.id, by=log.clerk, reaction=Reaction.CLEAR, at=at(RESULTS))
    assert (await log.tally()).rows["S"] == ()
    await log.store.answers.confirm([early.id], by=log.clerk, at=at(RESULTS))
    assert (await log.tally()).rows["S"] == ("0001",)


async def test_nothing_is_public_until_a_table_can_be_looked_up(log):
    await log.answer(await log.propose())
    for place, on, u, said in (
        ("айыл өкмөтүнүн тактасы", RESULTS, 1, "U: the table of decisions: айыл өкмөтүнүн тактасы, from 16.11.2026."),
        (None, None, 0, "U is 0: the public page is off, and no other table is named."),
        ("айыл өкмөтүнүн тактасы", None, 0, "U is 0: of the table of decisions a place is entered, but no day."),
        ("сайтта, kokjar.kg/budget", None, 1, "U: the table of decisions: сайтта, kokjar.kg/budget."),
    ):
        await log.year(table_place=place, table_on=on)
        assert (await log.components())["U"] == u
        lines = say_lines(English(), await log.tally())
        assert said in lines
        assert ("The head turns the page on" in lines) is (u == 0)


async def test_with_the_public_page_on_every_counted_decision_is_public(log):
    await log.answer(await log.propose())
    await log.propose()
    await log.year(table_place=None, table_on=None)
    await log.store.pages.put(log.aimak_id, is_on=True, contact=None, by=None, at=at(date(2026, 11, 17)))
    assert (await log.components())["U"] == 0.5
    assert "U: the decisions are shown on the aimak's public page." in say_lines(English(), await log.tally())
    before = await log.tally(date(2026, 11, 16))
    assert before.tally.components["U"] == 0, "it was off then"
    await log.store.pages.put(log.aimak_id, is_on=False, contact=None, by=None, at=at(date(2026, 11, 18)))
    assert (await log.components())["U"] == 0


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
    assert "After the cut-off: 1." in say_lines(English(), sheet)


async def test_withdrawn_and_excluded_rows_leave_and_the_offices_own_are_put_back_in_score_all(log):
    kept, withdrawn, agreed, refused = [await log.propose() for _ in range(4)]
    await log.answer(kept)
    whole = (await log.tally()).tally
    assert (whole.N, whole.excluded) == (4, 0)
    await log.store.proposals.withdraw(withdrawn.id, at=at(HEARING))
    note = await log.store.exclusions.exclude(agreed.id, reason="spam", by=log.clerk, at=at(HEARING))
    await log.store.exclusions.note_author(note, agreed=True, at=at(HEARING))
    result = (await log.tally()).tally
    assert (result.N, result.excluded) == (2, 2)
    assert result.score_all == result.score
    await log.store.exclusions.exclude(refused.id, reason="test", by=log.clerk, at=at(HEARING))
    result = (await log.tally()).tally
    assert (result.N, result.excluded) == (1, 3)
    assert result.score_all < result.score
    await log.store.exclusions.lift_exclusion(refused.id, at=at(HEARING))
    assert (await log.tally()).tally.N == 2


async def test_rows_taken_down_by_staff_are_shown_apart(log):
    await log.propose()
    await log.propose(source=Source.PAPER)
    await log.propose(source=Source.HEARING)
    assert (await log.tally()).by_staff == 2


async def test_without_results_there_is_no_score_and_without_rows_no_data(log):
    await log.year(results_on=None)
    assert "no data" in say_headline(English(), await log.tally())
    await log.answer(await log.propose())
    sheet = await log.tally()
    assert (sheet.tally.score, sheet.tally.N) == (None, 1)
    assert "the results are not published yet" in say_headline(English(), sheet)


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
    note = await log.store.exclusions.exclude(second.id, reason="spam", by=log.clerk, at=at(date(2026, 11, 9)))
    await log.store.exclusions.note_author(note, agreed=True, at=at(date(2026, 11, 10)))
    await log.store.exclusions.lift_exclusion(second.id, at=at(date(2026, 11, 11)))
    await log.store.answers.confirm([early.id], by=log.clerk, at=at(date(2026, 11, 17)))
    await log.store.dialogue.react(early.id, by=first.author_id, reaction=Reaction.CLEAR, at=at(date(2026, 11, 18)))
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
    later = at(date(2026, 11, 18))
    await log.store.connection.execute(update(outbox).values(finished_at=later, arrived_at=later))
    assert (await log.components(date(2026, 11, 17)))["C"] == 0
    assert (await log.components(date(2026, 11, 18)))["C"] == 1


async def test_as_of_a_day_the_author_had_not_agreed_to_the_exclusion_yet(log):
    await log.answer(await log.propose())
    spam = await log.propose()
    note = await log.store.exclusions.exclude(spam.id, reason="spam", by=log.clerk, at=at(HEARING))
    await log.store.exclusions.note_author(note, agreed=True, at=at(date(2026, 11, 18)))
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


async def test_as_of_a_day_only_facts_entered_by_then_are_known(log):
    await log.answer(await log.propose())
    await log.year(entered=date(2026, 12, 1), attendance=400, table_place="айыл өкмөтүнүн тактасы", table_on=RESULTS)
    await log.year(entered=date(2026, 12, 5), hearing_on=date(2026, 11, 15), attendance=500)
    early, later, last = [await log.tally(date(2026, 12, day)) for day in (1, 4, 5)]
    assert (early.attendance, early.table_place) == (400, "айыл өкмөтүнүн тактасы")
    assert (later.attendance, later.hearing_on) == (400, HEARING)
    assert (last.attendance, last.hearing_on) == (500, date(2026, 11, 15))
    assert (await log.tally(date(2026, 11, 30))).attendance != 400
    assert (await log.store.years.get(log.aimak_id, YEAR)).results_on == RESULTS
