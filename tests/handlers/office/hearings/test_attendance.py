"""Who came to a hearing: counted by taps and lines, held, minutes."""

import re
from datetime import date

import pytest

from bot.budget.hearing import Paper
from bot.budget.share_of_women import Attendance
from tests.handlers.office.hearings.announce_steps import clerk
from tests.handlers.office.hearings.card_steps import PLACE, all_offered, does, held, now_of, on_the_day

# On the day


async def test_counting_begins_on_the_day(village, worker, hearing):
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert not {"Келгендерди саноо", "Угуу өттү", "Сунуш жазуу"} & await all_offered(worker)
    await worker.taps("hearing_count")
    assert "болбойт" in await worker.taps("came:woman")


@pytest.mark.parametrize(
    ("language", "woman", "man", "line"),
    [
        ("ky", "Аял +1", "Эркек +1", "аял 41 эркек 49"),
        ("ru", "Женщина +1", "Мужчина +1", "женщин 41, мужчин 49"),
    ],
)
async def test_people_are_counted_by_taps_and_by_a_line(village, hearing, language, woman, man, line):
    on_the_day(village)
    worker = await clerk(village, "Гүлнара", language=language)
    await does(worker, hearing, "hearing_count")
    for title in (man, man, man, woman):
        said = await worker.presses(title)
    assert re.search("дагы 1 аял|ещё 1 женщина", said)
    assert re.search("үлүшү — 25,0 %|Доля женщин — 25,0 %", said)
    said = await worker.presses(woman)
    assert not re.search("дагы|ещё", said.split("\n")[1])
    await worker.says("4")  # one man was counted by mistake
    counted = await village.database.read(lambda store: store.hearings.find_attendance(hearing.id))
    assert counted == Attendance(2, 2)
    said = await worker.says(line)
    assert "90" in said
    assert "45,6 %" in said
    counted = await village.database.read(lambda store: store.hearings.find_attendance(hearing.id))
    assert counted == Attendance(41, 49)
    year = await village.database.read(lambda store: store.years.get(hearing.aimak_id, 2027))
    assert year.attendance == 90
    assert re.search("41", await worker.says("0"))


async def test_a_total_that_is_not_the_sum_is_asked_about(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    said = await worker.says("аял 41, эркек 49, баары 91")
    assert "чогуу 90 болот, бирок 91 деп жазылган" in said
    assert await village.database.read(lambda store: store.hearings.find_attendance(hearing.id)) is None
    assert "90" in await worker.says("аял 41, эркек 49, баары 90")


async def test_nobody_is_taken_back_where_nobody_was_counted(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    assert "Мынча киши болбойт" in await worker.presses("Аял −1")
    assert "Аялдар: 0" in await worker.says("көп киши келди")


async def test_held_and_the_year_knows_its_day(village, worker, hearing):
    on_the_day(village)
    assert "өткөнү белгиленди" in await held(worker, hearing)
    year = await village.database.read(lambda store: store.years.get(hearing.aimak_id, 2027))
    assert year.hearing_on == date(2026, 12, 16)
    assert "16-декабры" in await worker.taps("year")


async def test_that_a_hearing_was_held_is_asked_with_its_day_and_place(village, worker, hearing):
    on_the_day(village)
    asked = await does(worker, hearing, "hearing_held")
    assert "16-декабры" in asked
    assert PLACE in asked
    assert "Абалы: башталды, өткөнү белгилене элек." in await worker.says("жок")
    assert (await now_of(village, hearing)).is_open
    await worker.taps("hearing_held")
    assert "өткөнү белгиленди" in await worker.says("ооба")
    assert not (await now_of(village, hearing)).is_open
    assert "болбойт" in await worker.taps("hearing_held")


async def test_the_card_and_the_list_say_that_a_hearing_was_moved(village, worker, hearing):
    assert "Абалы: алдыда." in await worker.taps(f"hearing_desk:{hearing.id}")
    await worker.taps("hearing_move")
    await worker.presses("Күнү")
    await worker.says("18.12")
    await worker.taps("move_sure:1")
    assert "Абалы: жылдырылган, алдыда." in await worker.taps(f"hearing_desk:{hearing.id}")
    assert "жылдырылган, алдыда" in await worker.taps("hearing_list")


async def test_who_came_follows_from_a_total_and_each_refusal_has_an_example(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    for n in range(1, 4):
        said = await worker.says("токсон киши келди")
        assert "Канча аял, канча эркек келгенин мындай жазыңыз: аял 41 эркек 49." in said
        assert "номерин гана" not in said
        assert ("/help" in said) == (n == 3)
    assert "Аялдар: 41, эркектер: 49" in await worker.says("жалпы 90, аял 41")
    assert "/help" not in await worker.says("көп")


async def test_minutes_are_a_text_or_a_file(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_papers")
    await worker.taps("paper:minutes")
    assert "кошулду" in await worker.says("Угууга 90 киши келди, 12 сунуш айтылды.")
    await worker.taps("paper:minutes")
    assert "кошулду" in await worker.sends("document", "minutes.pdf")
    await worker.taps("paper:minutes")
    assert "сүрөт же документ" in await worker.sends("voice")
    kept = await village.database.read(lambda store: store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id))
    assert [(one.kind, one.file_kind) for one in kept] == [(Paper.MINUTES, "document")]


async def test_of_files_that_come_before_it_is_said_what_they_are_none_is_lost(village, worker, hearing):
    await does(worker, hearing, "hearing_papers")
    assert "Сүрөт же документ жөнөтүңүз" in await worker.sends("voice")
    assert "Бул кайсы материал?" in await worker.sends("document", "slides.pptx")
    await worker.sends("document", "brief.pdf")
    assert "3 файл келди. Алардын биринчиси кайсы материал?" in await worker.sends("photo", "of no use.jpg")
    await worker.taps("paper:slides")
    assert "Бул кайсы материал?" in await worker.taps("paper:brief")
    assert "Кошулганы" in await worker.presses("Артка")
    assert "Угуу" in await worker.presses("Артка")
    kept = await village.database.read(lambda store: store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id))
    assert [one.kind for one in kept] == [Paper.BRIEF, Paper.PRESENTATION]
