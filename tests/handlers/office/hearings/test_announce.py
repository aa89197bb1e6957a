"""A clerk announces a hearing: the steps, the calendar, the notice as it goes out, when it leaves, once and only once."""

import asyncio
import re
import uuid
from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.budget.hearing import HOUR
from bot.budget.permissions import Role
from bot.budget.workdays import bishkek, start_of
from bot.chat.message import Incoming, Kind
from bot.office import residents
from storage.database.schema import aimaks, broadcasts, hearings, media, outbox, papers
from tests.handlers.offices import joined, kept_by

DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR
PLACE = "Көк-Жар айылы, маданият үйү"
WORDS = {
    "ky": {
        "draft": "Бюджет долбоору", "skip": "Өткөрүп жиберүү", "now": "Азыр жөнөтүү", "tomorrow": "Эртең 9:00",
        "at": "Башка убакытта", "change": "Өзгөртүү", "later": "Кийин улантам", "announce": "Угууну жарыялоо",
    },
    "ru": {
        "draft": "По проекту бюджета", "skip": "Пропустить", "now": "Отправить сейчас", "tomorrow": "Завтра в 9:00",
        "at": "В другое время", "change": "Изменить", "later": "Продолжу позже", "announce": "Объявить слушание",
    },
}  # fmt: skip


async def clerk(village, name="Бакыт", *, language="ky", aimak="kokjar"):
    worker = await joined(village, name, Role.STAFF, aimak=aimak)
    if language != "ky":
        await worker.taps(f"language:{language}")
    return worker


async def subscriber(village, name, *, language="ky", aimak="kokjar"):
    """Somebody who wants notices."""
    resident = await village.in_menu(name, language=language, aimak=aimak)
    person = await resident.person()

    async def work(store):
        await residents.agree(store, by=person, at=village.clock())
        await residents.want_notices(store, by=person, aimak_id=person.aimak_id, wanted=True, at=village.clock())

    await village.database.write(work)
    return resident


async def at_check(village, worker, *, day="16.12.2026", time="10:00", place=PLACE, agenda=None):
    """Goes through the steps by typing; returns the last screen."""
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.says(day)
    await worker.says(time)
    await worker.says(place)
    await worker.taps("skip")
    await (worker.says(agenda) if agenda else worker.taps("skip"))
    return await worker.taps("skip")


def button(worker, start):
    """The id of the button on the last screen that begins so."""
    found = [id for id, _ in [*worker.heard[-1].choices, *worker.heard[-1].ways] if id.startswith(start)]
    assert len(found) == 1, worker.heard[-1]
    return found[0]


def sent_to(village, name, since=0):
    return [message for address, message, _ in village.chats.sent[since:] if address == name]


async def count(village, table):
    return await village.database.read(lambda store: store.connection.scalar(select(func.count()).select_from(table)))


async def hearing_of(village):
    """The one hearing there is."""
    (found,) = await village.database.read(lambda store: store.hearings.of_aimak(None))
    return found


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
    assert "убакыт катары" in await worker.says("25:00")
    await worker.says("саат 3тө")
    assert "4/7" in await worker.says("ө" * 201)
    await worker.says(PLACE)
    assert "картадагы жер эмес" in await worker.says("клубдун жаны")
    await worker.shows_place(40.26611, 72.61832)
    await worker.taps("skip")
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    terms = (await hearing_of(village)).terms
    assert bishkek(terms.starts_at).hour == 15
    assert (terms.latitude, terms.longitude) == (40.26611, 72.61832)


async def test_a_day_and_a_time_typed_together_are_both_taken_and_read_back(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    said = await worker.says("16 декабрь саат 2де")
    assert "Мындай окулду: 2026-жылдын 16-декабры, шаршемби, саат 14:00." in said
    assert "4/7" in said
    assert "3/7" in await worker.says("0")


async def test_a_day_that_is_counted_from_today_is_read_back(village):
    worker = await clerk(village, language="ru")
    await worker.taps("announce")
    await worker.taps("kind:draft")
    said = await worker.says("в среду")
    assert "Прочитано так: среда, 25 ноября 2026 года." in said
    assert "3/7" in said
    await worker.says("0")
    assert "Прочитано" not in await worker.says("16 декабря")


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
    simpler = "Айды басыңыз же күнүн сан менен жазыңыз: 16.12.2026."
    said = await worker.says("келерки айда")
    assert simpler in said
    assert "Күнүн түшүнө албадым" not in said
    said = await worker.says("качан болсо да")
    assert simpler in said
    assert "/help" in said
    assert "3/7" in await worker.says("16.12")
    assert "окуй албадым" in await worker.says("эртерээк")
    assert "сан менен жазыңыз: 10:30" in await worker.says("эртерээк")


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
    assert "Бул кайсы кагаз?" in await worker.sends("document", "slides.pptx")
    assert "Кошулганы" in await worker.taps("paper:slides")
    await worker.taps("paper:citizens")
    assert "сүрөт же документ" in await worker.sends("voice", "voice")
    await worker.sends("photo", "budget.jpg")
    await worker.taps("paper:citizens")
    await worker.sends("photo", "budget-2.jpg")
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    assert await count(village, papers) == 2
    assert await count(village, media) == 2


async def test_of_files_that_come_before_it_is_said_what_they_are_none_is_lost(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.taps("announce_change")
    await worker.taps("announce_edit:papers")
    assert "Бул кайсы кагаз?" in await worker.sends("document", "slides.pptx")
    await worker.sends("photo", "brief.jpg")
    assert "3 файл келди. Алардын биринчиси кайсы кагаз?" in await worker.sends("photo", "of no use.jpg")
    assert "2 файл келди" in await worker.taps("paper:slides")
    assert "Бул кайсы кагаз?" in await worker.taps("paper:brief")
    assert "Кошулганы: Кыскача сүрөттөлүшү, Презентация." in await worker.presses("Артка")
    announcing = (await kept_by(village, "Бакыт"))["announcing"]
    assert announcing["files"] == [["slides", "document", "slides.pptx"], ["brief", "photo", "brief.jpg"]]
    await worker.taps("skip")
    await worker.presses("Азыр жөнөтүү")
    assert await count(village, papers) == 2


async def test_late_is_said_and_does_not_block(village):
    worker = await clerk(village)
    assert "1 гана күн" in await at_check(village, worker, day="эртең")
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")
    other = await clerk(village, "Гүлнара")
    assert "гана күн" not in await at_check(village, other, day="16.12")


async def test_two_presses_are_one_hearing_and_one_broadcast(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    now = button(worker, "announce_now:")
    await worker.taps(now)
    assert "мурда жарыяланган" in await worker.taps(now)
    assert await count(village, hearings) == 1
    notices = select(func.count()).where(broadcasts.c.kind == "notice")
    assert await village.database.read(lambda store: store.connection.scalar(notices)) == 1


async def test_ten_presses_at_once_are_one_hearing_and_one_broadcast(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    now = button(worker, "announce_now:")
    await asyncio.gather(
        *(village.receive(Incoming(uuid.uuid4().hex, worker.peer, Kind.CHOICE, choice=now)) for _ in range(10))
    )
    await village.tells()
    assert await count(village, hearings) == 1
    to_aigul = select(func.count()).where(outbox.c.kind == "broadcast")
    assert await village.database.read(lambda store: store.connection.scalar(to_aigul)) == 1
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1


async def test_two_clerks_with_the_same_hearing_are_asked_and_one_notice_leaves(village):
    await subscriber(village, "Айгүл")
    bakyt, gulnara = await clerk(village), await clerk(village, "Гүлнара")
    for worker in (bakyt, gulnara):
        await at_check(village, worker)
    await bakyt.presses("Азыр жөнөтүү")
    asked = await gulnara.presses("Эртең 9:00")
    assert "мурда жарыяланган" in asked
    assert PLACE in asked
    assert "7/7" in await gulnara.says("жок")
    assert await count(village, hearings) == 1
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1
    await gulnara.presses("Эртең 9:00")
    sure = button(gulnara, "announce_sure:")
    assert "24-ноябры" in await gulnara.says("ооба")
    assert await count(village, hearings) == 2
    assert "мурда жарыяланган" in await gulnara.taps(sure)
    assert await count(village, hearings) == 2


async def test_the_same_hearing_changed_to_another_day_is_not_asked_about(village):
    bakyt, gulnara = await clerk(village), await clerk(village, "Гүлнара")
    await at_check(village, bakyt)
    await bakyt.presses("Азыр жөнөтүү")
    await at_check(village, gulnara)
    await gulnara.presses("Азыр жөнөтүү")
    sure = button(gulnara, "announce_sure:")
    await gulnara.says("0")
    assert "7/7" in await gulnara.taps(sure), "the question is over"
    await gulnara.presses("Өзгөртүү")
    await gulnara.presses("Күнү")
    await gulnara.says("18.12")
    assert "жарыяланды" in await gulnara.presses("Азыр жөнөтүү")


async def test_at_night_it_is_asked_once_and_the_morning_is_offered(village):
    await subscriber(village, "Айгүл")
    village.clock.now = start_of(date(2026, 11, 23)) + 23 * HOUR
    worker = await clerk(village)
    await at_check(village, worker)
    assert "Азыр түн" in await worker.presses("Азыр жөнөтүү")
    assert "Азыр түн" in await worker.taps([one for one in worker.heard if one.choices][-2].choices[0][0])
    assert "саат 08:00" in await worker.presses("Эртең менен")
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    village.clock.now = start_of(date(2026, 11, 24)) + 8 * HOUR
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_at_night_it_can_be_sent_all_the_same(village):
    await subscriber(village, "Айгүл")
    village.clock.now = start_of(date(2026, 11, 23)) + 23 * HOUR
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Азыр жөнөтүү")
    await worker.presses("Түндө жөнөтүү")
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_a_time_of_its_own(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Башка убакытта")
    assert "окуй албадым" in await worker.says("качандыр бир күнү")
    assert "башка күнүнө туура келет: шаршемби" in await worker.says("бейшемби, 25-ноябрь, 9:00")
    assert "башка убакытты" in await worker.says("17.12 9:00")  # after the hearing
    assert "башка убакытты" in await worker.says("бүгүн 9:00")  # over
    assert "2026-жылдын 25-ноябры" in await worker.says("25.11 9:00")
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.of_aimak(None))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 11, 25)) + 9 * HOUR


async def test_tomorrow_at_nine(village):
    worker = await clerk(village, language="ru")
    await at_check(village, worker)
    assert "09:00" in await worker.presses("Завтра в 9:00")


async def test_tomorrow_the_notice_leaves_when_the_quiet_hours_are_over_and_the_button_says_so(village):
    await village.database.write(lambda store: store.meta.set("quiet_hours", "[22, 10]", valid_from=date(2000, 1, 1)))
    worker = await clerk(village, language="ru")
    await at_check(village, worker)
    assert "10:00" in (await worker.says("завтра в 10:00")).split("\n")[0]
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.of_aimak(None))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 11, 24)) + 10 * HOUR


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_moment_too_near_the_hearing_is_asked_about_before_it_is_fixed(village, language):
    said = WORDS[language]
    worker = await clerk(village, language=language)
    await at_check(village, worker)
    await worker.presses(said["at"])
    asked = await worker.says("15.12 9:00")
    assert re.search("1 гана күн калат|останется только 1 день", asked)
    assert await count(village, hearings) == 0
    await worker.presses(said["at"])
    assert re.search("3 гана күн калат|останется только 3 дня", await worker.says("13.12 9:00"))
    assert "13" in await worker.presses("Ошондо жөнөтүү" if language == "ky" else "Отправить тогда")
    found = await hearing_of(village)
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.of_hearing(found.id))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 12, 13)) + 9 * HOUR


async def test_a_notice_that_would_be_late_is_sent_now_instead(village):
    worker = await clerk(village)
    await at_check(village, worker, day="4.12.2026")
    await worker.presses("Башка убакытта")
    assert "9 гана күн калат" in await worker.says("25.11 9:00")
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")
    assert "мурда жарыяланган" in await worker.taps([one for one in worker.heard if one.choices][-2].choices[2][0])


async def test_a_hearing_of_this_very_day_is_said_to_be_so_and_nothing_is_offered_for_tomorrow(village):
    worker = await clerk(village)
    said = await at_check(village, worker, day="23.11.2026", time="18:00")
    assert "Угуу бүгүн эле" in said
    assert "0 гана күн" not in said
    assert "Эртең" not in said
    assert "Башка убакытта" in said


async def test_a_later_hour_of_the_same_day_is_not_asked_about_twice(village):
    worker = await clerk(village)
    assert "2 гана күн калды" in await at_check(village, worker, day="25.11.2026")
    await worker.presses("Башка убакытта")
    assert "жарыяланды" in await worker.says("23.11 18:00")


async def test_each_step_back_keeps_everything_and_goes_on(village):
    worker = await clerk(village)
    await at_check(village, worker, agenda="Жолдор")
    for step in ("6/7", "5/7", "4/7", "4/7", "3/7", "2/7", "1/7"):
        assert step in await worker.says("0"), step
    await worker.taps("kind:execution")
    for _ in range(5):
        await worker.taps("skip")
    screens = await worker.taps("skip")
    assert PLACE in screens
    assert "Жолдор" in screens
    assert "2025-жылдын" not in screens


async def test_one_fact_is_changed_and_the_rest_stands(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Убактысы")
    screens = await worker.says("11:30")
    assert "11:30" in screens
    assert "7/7" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Дагы")
    assert "6/7" in await worker.presses("Кагаздары")
    assert "7/7" in await worker.says("0")


async def test_the_texts_are_the_clerks_own_until_a_fact_changes(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! Бюджетти бирге талкуулайлы, клубга келиңиздер.")
    assert "убактысы айтылган эмес" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! 16-декабрда саат 10.00дө клубга келиңиздер.")
    assert "убактысы айтылган эмес" not in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Күнү")
    screens = await worker.says("18.12")
    assert "Маалымат өзгөрдү" in screens  # the old words are shown once more, to be copied
    assert screens.count("Урматтуу айылдаштар") == 1
    assert "2026-жылдын 18-декабры" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    await worker.says("Урматтуу айылдаштар! 18-декабрда саат 10дө клубга келиңиздер.")
    await worker.presses("Азыр жөнөтүү")
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text == "Урматтуу айылдаштар! 18-декабрда саат 10дө клубга келиңиздер."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ky", "Жери менен күн тартиби эки тилде тең сиз жазгандай турат; тексттерди «Өзгөртүү» аркылуу оңдойсуз."),
        ("ru", "Место и повестка на обоих языках стоят так, как вы их написали; тексты можно поправить: «Изменить»."),
    ],
)
async def test_place_and_agenda_are_said_to_be_as_typed_until_a_text_is_written(village, language, said):
    worker = await clerk(village, language=language)
    assert (await at_check(village, worker, agenda="Жолдор")).count(said) == 1
    await worker.taps("announce_change")
    await worker.taps("announce_edit:ru")
    assert said not in await worker.says(f"Земляки! 16 декабря в 10 ждём вас: {PLACE}.")


async def test_of_own_words_it_is_said_which_day_and_place_they_leave_out(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! 15-декабрда саат 10.00дө Көк-Жар айылына келиңиздер.")
    assert "Кыргызча текстиңизде күнү айтылган эмес." in screens
    assert f"Кыргызча текстиңизде жери сиз жазгандай айтылган эмес: {PLACE}." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Орусча текст")
    screens = await worker.says("Земляки! 16-го декабря в 10 ждём вас в Доме культуры села Кок-Жар.")
    assert "Орусча текстиңизде күнү" not in screens
    assert f"Орусча текстиңизде жери сиз жазгандай айтылган эмес: {PLACE}." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("16-декабрда саат 10.00дө маданият үйүнө келиңиздер.")
    assert screens.count("Кыргызча текстиңизде") == 1
    assert "Кыргызча текстиңизде кимге чалуу керектиги айтылган эмес: 0000 00 00 00." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("16-декабрда саат 10.00дө маданият үйүнө келиңиздер. Чалыңыз: 0555 12 34 56.")
    assert "Кыргызча текстиңизде" not in screens
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "аймактын телефону киргизилген эмес"), ("ru", "телефон аймака не внесён")]
)
async def test_where_the_aimak_has_no_telephone_the_clerk_reads_that_nobody_is_named(village, language, said):
    await village.database.write(lambda store: store.connection.execute(update(aimaks).values(phone=None)))
    worker = await clerk(village, language=language)
    assert said in await at_check(village, worker)
    for one in ("ky", "ru"):
        await worker.taps("announce_change")
        await worker.taps(f"announce_edit:{one}")
        screens = await worker.says("16-декабря в 10:00, дом культуры, маданият үйү. Тел. 0555 12 34 56")
    assert said not in screens


async def test_the_draft_survives_and_is_offered_back(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.says("16.12")
    await worker.presses("Кийин улантам")
    assert "Жарыяланбай калган угуу" in await worker.starts()
    assert "3/7" in await worker.says("ооба")
    await worker.says("/cancel")
    assert "2026-жылдын 16-декабры" in await worker.taps("announce")
    assert "1/7" in await worker.taps("hearing_resume:no")


async def test_language_and_help_in_the_middle_lose_nothing(village):
    worker = await clerk(village)
    await at_check(village, worker)
    screen = await worker.taps("language:ru")
    assert "Отправить сейчас" in worker.heard[-1].numbered()
    assert "7/7" in screen
    assert "7/7" in await worker.says("/help")
    assert "Слушание объявлено" in await worker.presses("Отправить сейчас")


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
