"""Announcing a hearing: the steps of the clerk, what each of them asks, and the notice that leaves."""

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.budget.hearing import HOUR
from bot.budget.permissions import Role
from bot.budget.workdays import move_to_bishkek, start_of
from storage.database.schema import follows, hearings, papers, peers
from tests.handlers.office.hearings.announce_steps import (
    PLACE,
    WORDS,
    at_check,
    button,
    clerk,
    count,
    hearing_of,
    sent_to,
    subscriber,
)
from tests.handlers.offices import joined, kept_by

DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_from_the_button_to_the_notice_in_everybodys_language(village, language):
    said = WORDS[language]
    await subscriber(village, "Айгүл")
    await subscriber(village, "Светлана", language="ru")
    worker = await clerk(village, language=language)
    assert "1/7" in await worker.says("/announce")
    assert "2/7" in await worker.says("1")  # the digit
    assert "3/7" in await worker.says("16-декабрь" if language == "ky" else "16 декабря")
    assert "4/7" in await worker.says("10:00")
    assert "4/7" in await worker.says(PLACE)
    assert "5/7" in await worker.presses(said["skip"])
    assert "6/7" in await worker.says("Жолдор жана мектептер")
    screens = await worker.presses(said["skip"])
    assert "БЮДЖЕТ УГУУСУ" in screens
    assert "СЛУШАНИЯ" in screens
    assert "7/7" in screens
    assert re.search(r"Telegram, (кыргызча|на кыргызском): 1", screens)
    assert re.search(r"Telegram, (орусча|на русском): 1", screens)
    answer = await worker.presses(said["now"])
    assert "2" in answer.split("\n")[0]
    await village.tells()
    (aigul,) = [one.text for one in sent_to(village, "Айгүл") if "2026-жылдын 16-декабры" in one.text]
    (svetlana,) = [one.text for one in sent_to(village, "Светлана") if "16 декабря 2026 года" in one.text]
    for notice in (aigul, svetlana):
        assert PLACE in notice
        assert "Жолдор жана мектептер" in notice
        assert "10:00" in notice
    found = await hearing_of(village)
    assert (found.terms.starts_at, found.budget_year, found.terms.place) == (DECEMBER, 2027, PLACE)
    assert re.search("2 кишинин ичинен 2|2 из 2", sent_to(village, "Бакыт")[-1].text)  # the progress comes by itself


async def test_the_clerk_gets_a_short_text_to_pass_on_in_both_languages(village):
    worker = await clerk(village)
    await at_check(village, worker)
    since = len(village.chats.sent)
    await worker.presses("Азыр жөнөтүү")
    first, kyrgyz, russian, card = sent_to(village, "Бакыт", since)
    assert "жарыяланды" in first.text
    assert max(len(kyrgyz.text), len(russian.text)) <= 700
    assert "саат 10:00" in kyrgyz.text
    assert "16 декабря" in russian.text
    assert not kyrgyz.choices + kyrgyz.ways + russian.choices + russian.ways
    assert card.choices


async def test_a_day_is_found_in_the_calendar_in_three_taps(village):
    worker = await clerk(village)
    await worker.taps("announce")
    months = await worker.taps("kind:draft")
    assert "ноябрь 2026" in months
    await worker.presses("ноябрь 2026")
    assert [title for _, title in worker.heard[-1].choices] == ["23–25", "26–30"]  # today is the 23rd
    await worker.says("0")
    assert len(worker.heard[-1].choices) == 5
    await worker.presses("Дагы")
    assert worker.heard[-1].choices[0][1] == "апрель 2027"
    await worker.says("0")
    days = await worker.presses("декабрь 2026")
    assert "16–20" in days
    await worker.presses("16–20")
    assert worker.heard[-1].choices[0][1] == "16, шаршемби"
    await worker.says("0")
    assert "16–20" in worker.heard[-1].text + str(worker.heard[-1].choices)
    await worker.presses("16–20")
    assert "3/7" in await worker.says("1")
    assert "4/7" in await worker.presses("14:00")
    screen = await worker.says("0")
    assert "14:00" in screen
    assert "2026-жылдын 16-декабры" in await worker.says("0")


@pytest.mark.parametrize("chosen", ["month:", "month:9999-99", "days:-1", "days:99", "day:", "day:2026-13-01"])
async def test_a_forged_calendar_button_breaks_nothing(village, chosen):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    assert "2/7" in await worker.taps(chosen)
    assert "3/7" in await worker.says("16.12")


async def test_what_is_no_day_no_time_no_place_is_asked_again(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    assert "түшүнө албадым" in await worker.says("качан болсо ошондо")
    assert "өтүп кеткен" in await worker.says("22.11.2026")
    wrong = await worker.says("бейшемби, 16-декабрь")
    assert "2026-жылдын 16-декабры аптанын башка күнүнө туура келет: шаршемби" in wrong
    assert "2/7" in wrong
    await worker.says("эртең")
    assert "Убактысын түшүнө" in await worker.says("25:00")
    await worker.says("саат 3тө")
    assert "4/7" in await worker.says("ө" * 201)
    await worker.says(PLACE)
    assert "картадагы жер эмес" in await worker.says("клубдун жаны")
    await worker.shows_place(40.26611, 72.61832)
    await worker.taps("skip")
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    terms = (await hearing_of(village)).terms
    assert move_to_bishkek(terms.starts_at).hour == 15
    assert (terms.latitude, terms.longitude) == (40.26611, 72.61832)


async def test_a_day_and_a_time_typed_together_are_both_taken_and_read_back(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    said = await worker.says("16 декабрь саат 2де")
    assert "Мындай түшүндүк: 2026-жылдын 16-декабры, шаршемби, саат 14:00." in said
    assert "4/7" in said
    assert "3/7" in await worker.says("0")


async def test_a_day_that_is_counted_from_today_is_read_back(village):
    worker = await clerk(village, language="ru")
    await worker.taps("announce")
    await worker.taps("kind:draft")
    said = await worker.says("в среду")
    assert "Поняли так: среда, 25 ноября 2026 года." in said
    assert "3/7" in said
    await worker.says("0")
    assert "Поняли так" not in await worker.says("16 декабря")


@pytest.mark.parametrize(("typed", "time"), [("6:30 утра", "06:30"), ("эртең менен 6да", "06:00"), ("2", "14:00")])
async def test_twelve_hours_are_added_only_where_no_morning_is_named(village, typed, time):
    worker = await clerk(village)
    await at_check(village, worker, time=typed)
    assert (await kept_by(village, "Бакыт"))["announcing"]["time"] == time


async def test_whoever_is_not_understood_again_gets_simpler_words_and_then_help(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    assert "Күнүн түшүнө албадым" in await worker.says("жакында")
    simpler = "Айды басыңыз же күнүн цифра менен жазыңыз: 16.12.2026."
    said = await worker.says("келерки айда")
    assert simpler in said
    assert "Күнүн түшүнө албадым" not in said
    said = await worker.says("качан болсо да")
    assert simpler in said
    assert "/help" in said
    assert "3/7" in await worker.says("16.12")
    assert "түшүнө албадым" in await worker.says("эртерээк")
    assert "цифра менен жазыңыз: 10:30" in await worker.says("эртерээк")


async def test_a_place_on_the_map_that_comes_early_waits_for_its_step(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    said = await worker.shows_place(40.26611, 72.61832)
    assert "угууга кошулду" in said
    assert "2/7" in said
    for line in ("16.12", "10:00"):
        await worker.says(line)
    assert "40.26611, 72.61832" in await worker.says(PLACE)
    await worker.taps("skip")
    await worker.taps("skip")
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    assert (await hearing_of(village)).terms.latitude == pytest.approx(40.26611)


@pytest.mark.parametrize("word", ["нет", "Жок"])
async def test_no_at_the_agenda_is_no_agenda(village, word):
    worker = await clerk(village)
    assert "Күн тартиби" not in await at_check(village, worker, agenda=word)
    await worker.presses("Азыр жөнөтүү")
    assert (await hearing_of(village)).terms.agenda == ""


@pytest.mark.parametrize("nothing", ["жок", "өткөрүп жибер", "кереги жок", "дальше"])
async def test_no_papers_and_send_are_understood_in_other_words_as_well(village, nothing):
    worker = await clerk(village)
    for press in ("announce", "kind:draft"):
        await worker.taps(press)
    for line in ("16.12", "10:00", PLACE, "жок", "жок"):
        await worker.says(line)
    assert "7/7" in await worker.says(nothing)
    assert "жарыяланды" in await worker.says("азыр жөнөт")


async def test_a_paper_that_takes_the_place_of_another_says_so(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.taps("announce_change")
    await worker.taps("announce_edit:papers")
    await worker.taps("paper:slides")
    assert "ордуна" not in await worker.sends("document", "first.pdf")
    await worker.taps("paper:slides")
    said = await worker.sends("document", "second.pdf")
    assert "Жаңы файл мурункусунун ордуна коюлду: Презентация." in said


async def test_an_announcement_put_off_is_offered_back_once(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.presses("Кийин улантам")
    assert "Жарыяланбай калган угуу" in await worker.says("/start")
    await worker.presses("Кийин улантам")
    assert "Жарыяланбай калган угуу" not in await worker.says("/start")
    assert "Жарыяланбай калган угуу" in await worker.taps("announce")


async def test_the_text_that_is_to_be_written_anew_comes_bare_to_be_copied(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.taps("announce_change")
    await worker.taps("announce_edit:ru")
    bare, question = worker.heard[-2:]
    assert bare.text.startswith("ПРИГЛАШЕНИЕ") or bare.text.startswith("СЛУШАНИЯ")
    assert not bare.choices + bare.ways
    assert "орусча жазыңыз" in question.text


async def test_the_example_of_another_time_is_one_to_come_and_before_the_hearing(village):
    worker = await clerk(village)
    await at_check(village, worker)
    assert "24.11 9:00" in await worker.presses("Башка убакытта")
    await worker.taps("announce")
    await worker.taps("hearing_resume:no")
    await at_check(village, worker, day="бүгүн", time="15:00")
    assert "23.11 12:30" in await worker.presses("Башка убакытта")


async def test_a_hearing_that_would_be_over_by_now_is_asked_for_another_day(village):
    worker = await clerk(village)
    screen = await at_check(village, worker, day="бүгүн", time="9:00")
    assert "өтүп кеткен" in screen
    assert "2/7" in screen
    await worker.says("24.11")
    assert "Азыр жөнөтүү" in worker.heard[-1].numbered()


@pytest.mark.parametrize(("language", "says"), [("ky", "2028-жылдын аягына чейинки"), ("ru", "до конца 2028 года")])
async def test_a_day_that_is_too_far_away_is_refused_where_it_is_asked_for(village, language, says):
    worker = await clerk(village, language=language)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    for screen in (await worker.says("16.12.2037"), await worker.says("1.1.2029"), await worker.taps("day:2037-12-16")):
        assert says in screen
        assert "2/7" in screen
    assert "3/7" in await worker.says("31.12.2028")


async def test_papers_are_added_in_any_order_and_each_once(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.says("16.12")
    await worker.says("10:00")
    await worker.says(PLACE)
    await worker.taps("skip")
    await worker.taps("skip")
    assert "Бул кайсы материал?" in await worker.sends("document", "slides.pptx")
    assert "Кошулганы" in await worker.taps("paper:slides")
    await worker.taps("paper:citizens")
    assert "сүрөт же документ" in await worker.sends("voice", "voice")
    await worker.sends("photo", "budget.jpg")
    await worker.taps("paper:citizens")
    await worker.sends("photo", "budget-2.jpg")
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    assert await count(village, papers) == 2


async def test_of_files_that_come_before_it_is_said_what_they_are_none_is_lost(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.taps("announce_change")
    await worker.taps("announce_edit:papers")
    assert "Бул кайсы материал?" in await worker.sends("document", "slides.pptx")
    await worker.sends("photo", "brief.jpg")
    assert "3 файл келди. Алардын биринчиси кайсы материал?" in await worker.sends("photo", "of no use.jpg")
    assert "2 файл келди" in await worker.taps("paper:slides")
    assert "Бул кайсы материал?" in await worker.taps("paper:brief")
    assert "Кошулганы: Кыскача сүрөттөлүшү, Презентация." in await worker.presses("Артка")
    announcing = (await kept_by(village, "Бакыт"))["announcing"]
    assert announcing["files"] == [["slides", "document", "slides.pptx"], ["brief", "photo", "brief.jpg"]]
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    assert await count(village, papers) == 2


@pytest.mark.parametrize("role", [None, Role.OBSERVER, Role.ADMIN])
async def test_nobody_else_announces(village, role):
    visitor = await joined(village, "Жыпар", role)
    assert "укугуңуз жок" in await visitor.says("/announce")
    assert "Угууну жарыялоо" not in await visitor.says("/start")


async def test_a_clerk_removed_on_the_way_announces_nothing(village):
    from tests.handlers.offices import removed

    worker = await clerk(village)
    await at_check(village, worker)
    now = button(worker, "announce_now:")
    await removed(village, worker)
    assert "укугуңуз жок" in await worker.taps(now)
    assert await count(village, hearings) == 0


async def test_our_own_sentences_stay_short(village):
    worker = await clerk(village)
    screens = []
    for step in ("announce", "kind:draft", "day:2026-12-16", "time:10:00"):
        screens.append(await worker.taps(step))
        assert len(worker.heard[-1].choices) <= 5
    screens.append(await worker.says(PLACE))
    for screen in screens:
        ours = [line for line in screen.split("\n") if not re.match(r"\d — |\[|—", line)]
        assert sum(map(len, ours)) <= 160, ours


@pytest.mark.parametrize(("hours", "paid"), [(23, False), (25, True)])
async def test_who_is_asked_by_a_paid_template_first_is_counted_before_it_is_sent(village, hours, paid):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    heard = {"channel": "whatsapp", "last_in_at": village.clock() - hours * HOUR}
    of_aigul = select(follows.c.person_id).where(follows.c.notices)
    await village.database.write(
        lambda store: store.connection.execute(update(peers).where(peers.c.person_id.in_(of_aigul)).values(**heard))
    )
    for said in ("/announce", "1", "16-декабрь", "10:00", PLACE, WORDS["ky"]["skip"], "Жолдор"):
        await worker.says(said)
    screens = await worker.says(WORDS["ky"]["skip"])
    assert "WhatsApp, кыргызча: 1" in screens
    assert ("WhatsApp: 1 адам бир күндөн мурда жазган" in screens) is paid
