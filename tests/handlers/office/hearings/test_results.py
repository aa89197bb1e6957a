"""The results of a hearing: unanswered proposals, kept answers, figures that are asked about."""

import re
from datetime import date

from sqlalchemy import update

from bot.budget.hearing import HearingKind
from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.office.answers import answers
from storage.database.schema import broadcasts, proposals
from tests.handlers.office.hearings.announce_steps import sent_to, subscriber
from tests.handlers.office.hearings.card_steps import LIGHT, announced, count, does, held, now_of, offered, on_the_day
from tests.handlers.offices import joined, proposed

# Results


async def test_the_head_is_warned_of_what_is_unanswered_and_publishes_all_the_same(village, hearing):
    aigul = await subscriber(village, "Айгүл")
    await proposed(village, aigul, LIGHT)
    on_the_day(village)
    head = await joined(village, "Токтогул", Role.HEAD)
    await held(head, hearing)
    shown = await head.taps("publish_results")
    assert "1 сунушка жооп жок" in shown
    assert "ЖЫЙЫНТЫ" in shown.upper()
    assert "ИТОГИ" in shown.upper()
    assert LIGHT[:20] in await head.presses("Жооп күткөндөр")
    await does(head, hearing, "publish_results")
    await head.presses("Жыйынтык жарыялоо")
    assert "жөнөтүлүп жатат" in await head.says("Айыл өкмөтүнүн тактасы")
    await village.tells()
    assert "ЖЫЙЫНТЫ" in sent_to(village, "Айгүл")[-1].text.upper()
    year = await village.database.read(lambda store: store.years.get(hearing.aimak_id, 2027))
    assert (year.results_on, year.table_place) == (date(2026, 12, 16), "Айыл өкмөтүнүн тактасы")
    before = await count(village, broadcasts, broadcasts.c.kind == "results")
    await head.taps("publish")
    assert await count(village, broadcasts, broadcasts.c.kind == "results") == before == 1


async def test_the_head_hears_before_and_after_what_a_clerk_publishes_without_an_answer(village, worker, hearing):
    aigul = await village.in_menu("Айгүл")
    proposal = await proposed(village, aigul, LIGHT)
    head = await joined(village, "Токтогул", Role.HEAD)
    on_the_day(village)
    await held(worker, hearing)
    assert proposal.label in await worker.taps("publish_results")
    before = await head.reads()
    assert "жарыяланганы жатат" in before
    assert f"№ {proposal.label}" in before
    await does(worker, hearing, "publish_results")
    assert "жарыяланганы" not in await head.reads(), "once a day"
    await worker.presses("Жыйынтык жарыялоо")
    await worker.taps("skip")
    assert "1 сунуш жоопсуз калды" in await head.reads()
    assert LIGHT[:20] in await head.presses("Жооп күткөндөр")


async def test_after_the_results_the_kept_answers_are_sent_and_earlier_decisions_confirmed(village, worker, hearing):
    aigul = await subscriber(village, "Айгүл")
    early, kept_one, waits = [await proposed(village, aigul, f"{LIGHT} {n}") for n in range(3)]
    by, answer = await worker.person(), Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды")
    at = village.clock()
    await village.database.write(lambda store: answers.send(store, id=early.id, answer=answer, by=by, at=at))
    await village.database.write(lambda store: answers.save(store, id=kept_one.id, answer=answer, by=by, at=at))
    on_the_day(village)
    await held(worker, hearing)
    assert not {"Жоопторду жөнөтүү", "Чечимдерди ырастоо"} & offered(worker)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    card = await worker.taps("skip")
    assert [title for _, title in worker.heard[-1].choices][:2] == ["Жоопторду жөнөтүү", "Чечимдерди ырастоо"]
    assert "1 сакталган жооп" in card
    assert "1 чечим кабыл алынган" in card
    await village.tells()
    digest = next(one.text for one in sent_to(village, "Айгүл") if "ЖЫЙЫНТЫ" in one.text)
    assert "Дагы 2 сунуш жооп күтөт" in digest
    assert "өзүнчө жооп берилет" not in digest
    assert "1 чечим ырасталды" in await worker.presses("Чечимдерди ырастоо")
    assert "Чечимдерди ырастоо" not in offered(worker)
    assert kept_one.label in await worker.presses("Жоопторду жөнөтүү")
    await worker.presses("Жөнөтө бериңиз")
    await aigul.reads()
    assert any(f"№ {kept_one.label}" in one.text for one in sent_to(village, "Айгүл"))
    card = await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Жоопторду жөнөтүү" not in offered(worker)
    assert waits.label not in card


async def test_kept_answers_are_sent_from_the_results_before_they_are_published_and_count(village, worker, hearing):
    aigul = await subscriber(village, "Айгүл")
    proposal, by = await proposed(village, aigul, LIGHT), await worker.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды")
    at = village.clock()
    await village.database.write(lambda store: answers.save(store, id=proposal.id, answer=answer, by=by, at=at))
    on_the_day(village)
    await held(worker, hearing)
    shown = await worker.taps("publish_results")
    assert "1 сакталган жооп жөнөтүлө элек" in shown
    assert "1 сунушка жооп жок" in shown
    assert f"№ {proposal.label}: «{LIGHT}»\n→ Долбоорго кирген жок." in await worker.presses("Жоопторду жөнөтүү")
    assert "1 сакталган жооп жөнөтүлө элек" in await worker.says("0"), "back to the results, with nothing sent"
    await worker.presses("Жоопторду жөнөтүү")
    shown = await worker.presses("Жөнөтө бериңиз")
    assert "1 жооп жөнөтүлдү." in shown
    assert "Бардык сунушка жооп берилген." in shown
    assert "Авторлорго жооп берилген" in shown
    await worker.presses("Жыйынтык жарыялоо")
    card = await worker.taps("skip")
    assert "Чечимдерди ырастоо" not in offered(worker), "it was decided on the day of the results, and counts"
    assert "сакталган" not in card
    assert any("ДОЛБООРГО КИРГЕН ЖОК" in one.text for one in sent_to(village, "Айгүл"))


async def test_a_kept_answer_to_a_proposal_of_another_year_does_not_hold_the_results_up(village, worker, hearing):
    aigul = await subscriber(village, "Айгүл")
    proposal, by = await proposed(village, aigul, LIGHT), await worker.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды")
    at = village.clock()
    await village.database.write(lambda store: answers.save(store, id=proposal.id, answer=answer, by=by, at=at))
    await village.database.write(lambda store: store.connection.execute(update(proposals).values(budget_year=2026)))
    on_the_day(village)
    await held(worker, hearing)
    assert "сакталган жооп" not in await worker.taps("publish_results")


async def test_the_results_of_a_hearing_on_the_execution_speak_of_no_proposals(village, worker):
    svetlana = await subscriber(village, "Светлана", language="ru")
    await proposed(village, svetlana, LIGHT)
    hearing = await announced(village, by=await worker.person(), kind=HearingKind.EXECUTION)
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    await worker.says("аял 41 эркек 49")
    await held(worker, hearing)
    shown = await worker.taps("publish_results")
    assert "Жыйынтык жарыялансынбы?" in shown
    await worker.presses("Жыйынтык жарыялоо")
    await village.tells()
    read = sent_to(village, "Светлана")[-1].text
    for text in (shown, read):
        assert "по исполнению бюджета" in text
        assert "Участвовали 90 человек." in text
        assert not re.search("Доходы|Расходы|предложени|проект", text)
    assert (await village.database.read(lambda store: store.years.get(hearing.aimak_id, 2027))).results_on is None


async def test_the_results_say_that_the_authors_are_answered_where_they_are(village, worker, hearing):
    aigul = await subscriber(village, "Айгүл")
    proposal, by = await proposed(village, aigul, LIGHT), await worker.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды, кийинки жылы карайбыз")
    await village.database.write(
        lambda store: answers.send(store, id=proposal.id, answer=answer, by=by, at=village.clock())
    )
    on_the_day(village)
    await held(worker, hearing)
    assert "Авторлорго жооп берилген" in await worker.taps("publish_results")


async def test_what_came_while_the_results_were_being_published_is_asked_about(village, worker, hearing):
    on_the_day(village)
    await held(worker, hearing)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    await proposed(village, await village.in_menu("Айгүл"), LIGHT)
    assert "1 сунушка жооп жок" in await worker.says("Айыл өкмөтүнүн тактасы")
    assert (await now_of(village, hearing)).state == "held"


async def test_the_same_figures_sent_a_short_while_ago_are_asked_about(village, worker, hearing):
    await subscriber(village, "Айгүл")
    other = await announced(village, by=await worker.person(), kind=HearingKind.OTHER)
    on_the_day(village)
    for one in (hearing, other):
        await held(worker, one)
    await does(worker, hearing, "publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    await worker.taps("skip")
    assert "жакында эле жөнөтүлгөн" in await does(worker, other, "publish_results")
    await worker.taps("publish")  # an older button
    assert (await now_of(village, other)).state == "held"
    await does(worker, other, "publish_results")
    assert "жөнөтүлүп жатат" in await worker.presses("Жыйынтык жарыялоо")
    assert await count(village, broadcasts, broadcasts.c.kind == "results") == 2


async def test_after_a_day_the_same_figures_are_published_unasked(village, worker, hearing):
    other = await announced(village, by=await worker.person(), kind=HearingKind.OTHER)
    on_the_day(village)
    for one in (hearing, other):
        await held(worker, one)
    await does(worker, hearing, "publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    await worker.taps("skip")
    village.clock.later(days=1)
    assert "жакында эле" not in await does(worker, other, "publish_results")
    assert "жөнөтүлүп жатат" in await worker.presses("Жыйынтык жарыялоо")


async def test_results_of_what_was_not_held_are_not_published(village, worker, hearing):
    await does(worker, hearing, "publish_results")
    await worker.taps("publish")
    assert "болбойт" in await worker.taps("skip")
