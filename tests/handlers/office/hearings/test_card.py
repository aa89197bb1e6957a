"""A hearing at the desk: moving, cancelling, counting at the door, papers, results, notices on their way, groups."""

import re
import uuid
from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.budget.attendance import Attendance
from bot.budget.hearing import HOUR, HearingKind, Paper, Terms
from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.workdays import start_of
from bot.chat.message import Incoming, Kind
from bot.office import residents
from bot.office.answers import answers
from bot.office.broadcasts import steps
from bot.office.hearings import attendance, changes, groups, hearings
from bot.office.hearings.hearings import Announcement
from storage.database.schema import broadcasts, events, outbox, proposals
from storage.queue.broadcasts import BroadcastState
from tests.handlers.office.hearings.announce_steps import clerk, sent_to, subscriber
from tests.handlers.offices import joined, proposed

DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR
PLACE = "Көк-Жар айылы, маданият үйү"
LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def announced(village, *, aimak="kokjar", starts_at=DECEMBER, by=None, **parts):
    """A hearing as the office announces it."""
    terms = Terms(starts_at, PLACE, "Жолдор", 40.26611, 72.61832)
    announcement = Announcement(uuid.uuid4().hex, parts.pop("kind", HearingKind.DRAFT), terms, 2027, **parts)

    async def act(store):
        found = await store.aimaks.by_code(aimak)
        return await hearings.announce(
            store, announcement=announcement, by=by, aimak_id=found.id, at=village.clock(), sure=True
        )

    hearing, _ = await village.database.write(act)
    return hearing


async def now_of(village, hearing):
    return await village.database.read(lambda store: store.hearings.get(hearing.id))


async def count(village, table, *where):
    statement = select(func.count()).select_from(table).where(*where)
    return await village.database.read(lambda store: store.connection.scalar(statement))


def offered(worker):
    return {title for _, title in worker.heard[-1].choices}


async def all_offered(worker):
    """Every act on the card of a hearing, whatever page it stands on."""
    found = offered(worker)
    while "more" in {id for id, _ in worker.heard[-1].ways}:
        await worker.taps("more")
        found |= offered(worker)
    return found


async def does(worker, hearing, choice):
    """Opens a hearing and presses one of its acts."""
    await worker.taps(f"hearing_desk:{hearing.id}")
    return await worker.taps(choice)


async def held(worker, hearing):
    """Notes that a hearing was held."""
    await does(worker, hearing, "hearing_held")
    return await worker.taps("held_sure:yes")


@pytest.fixture
async def worker(village):
    return await clerk(village)


@pytest.fixture
async def hearing(village, worker):
    return await announced(village, by=await worker.person())


def on_the_day(village):
    village.clock.now = DECEMBER + HOUR


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_the_list_and_the_card_say_what_is_known(village, hearing, language):
    worker = await clerk(village, "Гүлнара", language=language)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    person = await aigul.person()

    async def said(store):
        await attendance.say_coming(store, id=hearing.id, coming=True, companions=3, by=person, at=village.clock())
        await hearings.ask(store, id=hearing.id, text="Жолго канча акча кетет?", by=person, at=village.clock())

    await village.database.write(said)
    await village.tells()
    listed = await worker.taps("hearing_list")
    assert PLACE in listed
    card = await worker.says("1")
    assert "16-декабры" in card or "16 декабря" in card
    assert re.search(r"(келчүлөр|ещё).? ?3|ещё 3", card)
    assert re.search("1 суроо|1 вопрос", card)
    assert re.search("1 кишиден 1|1 из 1", card)
    await worker.taps("more")
    await worker.taps("more")
    asked = await worker.taps("hearing_questions")
    assert "Жолго канча акча кетет?" in asked


async def test_long_questions_are_read_to_their_last_word(village, hearing):
    worker, aigul = await clerk(village, "Гүлнара"), await subscriber(village, "Айгүл")
    person = await aigul.person()

    async def said(store):
        for n in range(7):
            text = f"баш{n} " + "жол " * 240 + f"аяк{n}"
            await hearings.ask(store, id=hearing.id, text=text, by=person, at=village.clock())

    await village.database.write(said)
    await village.tells()
    assert "аяк6»" in await worker.reads()
    await worker.taps("hearing_list")
    await worker.says("1")
    before = len(worker.heard)
    await worker.taps("hearing_questions")
    asked = [message.text for message in worker.heard[before:] if "баш" in message.text]
    assert len(asked) == 3
    assert all(f"{n + 1}. баш{n} " in "\n".join(asked) and f"аяк{n}" in "\n".join(asked) for n in range(7))


async def test_an_observer_and_an_admin_only_read(village, hearing):
    reads = {"Таратма текст", "Зал үчүн кагаздар", "Календарь файлы", "Жөнөтүлгөн кабарлар"}
    for role in (Role.OBSERVER, Role.ADMIN):
        visitor = await joined(village, str(role), role)
        assert "Угуулар" in (await visitor.says("/start")) + (await visitor.taps("more"))
        await visitor.taps("hearing_list")
        assert PLACE in await visitor.says("1")
        assert await all_offered(visitor) == reads
        for forced in ("hearing_move", "hearing_cancel", "hearing_count", "hearing_papers", "hearing_post",
                       "hearing_again", "publish_results", "hearing_held", "hearing_spoken"):  # fmt: skip
            said = await does(visitor, hearing, forced)
            if forced in {"hearing_move", "hearing_cancel"}:
                said += await visitor.taps("cancel_sure:yes")
            assert "укугуңуз жок" in said, forced
    assert (await now_of(village, hearing)).is_open


async def test_a_resident_sees_no_desk(village, hearing):
    aigul = await village.in_menu("Айгүл")
    for choice in ("hearing_list", f"hearing_desk:{hearing.id}", "bc_pause:1", "bc_lost:1", "bc_cancel:1"):
        assert "укугуңуз жок" in await aigul.taps(choice), choice


# Moving and cancelling


async def test_a_hearing_is_moved_with_the_old_beside_the_new(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    preview = await worker.says("18.12")
    assert "16-декабры" in preview
    assert "18-декабры" in preview
    await worker.presses("Жайгашкан жери")
    preview = await worker.says("Мектептин залы")
    assert PLACE in preview
    assert "Мектептин залы" in preview
    assert "ЖЫЛДЫРЫЛДЫ" in preview
    assert "ПЕРЕНЕСЕНЫ" in preview, "what is read in the other language too"
    card = await worker.presses("Жылдыруу, айтуу")
    assert "жылдырылды" in card
    await village.tells()
    moved = await now_of(village, hearing)
    assert (moved.revision, moved.terms.place, moved.terms.starts_at - DECEMBER) == (2, "Мектептин залы", 48 * HOUR)
    assert moved.terms.latitude is None  # the pin was of the old place
    assert "ЖЫЛДЫРЫЛДЫ" in sent_to(village, "Айгүл")[-1].text.upper()


async def test_a_hearing_that_a_colleague_moved_meanwhile_is_shown_anew(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    await worker.says("11:00")
    sure = worker.heard[-1].choices[0][0]

    async def move(store):
        terms = Terms(DECEMBER + HOUR * 4, PLACE)
        await changes.move(store, id=hearing.id, terms=terms, by=None, at=village.clock())

    await village.database.write(move)
    assert "кесиптешиңиз" in await worker.taps(sure)
    assert (await now_of(village, hearing)).revision == 2


async def test_two_presses_move_once(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    await worker.presses("14:00")
    sure = worker.heard[-1].choices[0][0]
    await worker.taps(sure)
    await worker.taps(sure)
    assert (await now_of(village, hearing)).revision == 2


async def test_moving_nowhere_is_said(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    assert "мурдагыдай эле" in await worker.presses("10:00")
    await worker.presses("Күнү")
    await worker.says("23.11")
    assert "өтүп кеткен" in await worker.presses("Угууну жылдыруу")  # ten in the morning of today is now
    assert (await now_of(village, hearing)).revision == 1


async def later(village, worker, **parts):
    """A hearing whose notice is to leave in two days."""
    return await announced(village, by=await worker.person(), send_at=village.clock() + 48 * HOUR, **parts)


async def moved_to_the_18th(worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    return await worker.says("18.12")


async def test_moving_what_nobody_was_told_of_shows_the_notice_that_leaves_and_when(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await later(village, worker)
    preview = await moved_to_the_18th(worker, hearing)
    assert "айтыла элек" in preview
    assert "25-ноябры" in preview
    assert "18-декабры" in preview
    assert "ЖЫЛДЫРЫЛДЫ" not in preview
    assert "16-декабры" not in preview
    card = await worker.presses("Угууну жылдыруу")
    assert "айтыла элек" in card
    assert "айтылып жатат" not in card
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "УГУУСУ" in one.text]
    village.clock.later(days=2)
    await village.tells()
    (notice,) = [one for one in sent_to(village, "Айгүл") if "УГУУСУ" in one.text]
    assert notice.text in preview


async def test_who_comes_is_told_of_a_move_before_the_notice_and_the_clerk_sees_what_they_read(village, worker):
    aigul = await subscriber(village, "Айгүл")
    hearing = await later(village, worker)
    await aigul.taps(f"come:{hearing.id}")
    preview = await moved_to_the_18th(worker, hearing)
    assert "1 киши келем деген" in preview
    assert "ЖЫЛДЫРЫЛДЫ" in preview
    assert "Сиз келем дегенсиз." in preview
    assert "Вы говорили, что придёте." in preview
    assert "келем дегендерге айтылып жатат" in await worker.presses("Угууну жылдыруу")
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text in preview


@pytest.mark.parametrize(("stop", "says"), [("bc_pause", "тыныгууда"), ("bc_cancel", "биротоло токтотулган")])
async def test_moving_says_that_the_notice_is_stopped(village, worker, stop, says):
    hearing = await later(village, worker)
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    await worker.taps(f"{stop}:{notice.id}")
    await worker.says("ооба")
    preview = await moved_to_the_18th(worker, hearing)
    assert says in preview
    assert ("18-декабры" in preview) is (stop == "bc_pause")


OWN = {
    "ky": "Урматтуу айылдаштар! 16-декабрда саат 10до клубга келиңиздер.",
    "ru": "Земляки! 16 декабря в 10 ждём вас.",
}


async def test_the_clerks_own_words_are_shown_once_more_and_can_be_written_anew(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await later(village, worker, texts=OWN)
    preview = await moved_to_the_18th(worker, hearing)
    assert all(preview.count(text) == 1 for text in OWN.values())
    assert "ордуна ушул текст кетет" in preview
    assert "БЮДЖЕТ УГУУСУ" in preview
    await worker.presses("Кыргызча текст")
    assert "кыска" in await worker.says("а")
    preview = await worker.says("Урматтуу айылдаштар! 16-декабрда саат 9да клубга келиңиздер.")
    assert "күнү айтылган эмес" in preview
    assert "убактысы айтылган эмес" in preview
    await worker.presses("Кыргызча текст")
    preview = await worker.says("Урматтуу айылдаштар! 18-декабрда саат 10до клубга келиңиздер.")
    assert "БЮДЖЕТ УГУУСУ" not in preview
    assert "күнү айтылган эмес" not in preview
    assert "убактысы айтылган эмес" not in preview
    await worker.says("0")
    await worker.presses("Убактысы")
    preview = await worker.says("11:00")
    assert "18-декабрда саат 10до" in preview, "what was typed is shown once more"
    assert "саат 11:00" in preview
    assert OWN["ru"] not in preview
    await worker.presses("Кыргызча текст")
    await worker.says("Урматтуу айылдаштар! 18-декабрда саат 11де клубга келиңиздер.")
    await worker.presses("Угууну жылдыруу")
    village.clock.later(days=2)
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text == "Урматтуу айылдаштар! 18-декабрда саат 11де клубга келиңиздер."


async def test_moved_back_before_anybody_read_of_it_the_preview_is_the_plain_notice(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.later(minutes=13 * 60)  # eleven in the evening: the move waits for the morning
    await moved_to_the_18th(worker, hearing)
    await worker.presses("Жылдыруу, айтуу")
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    preview = await worker.says("16.12")
    assert "ЖЫЛДЫРЫЛДЫ" not in preview
    assert "18-декабры" not in preview


async def test_cancelling_what_nobody_was_told_of_says_so(village, worker):
    aigul = await subscriber(village, "Айгүл")
    hearing, other = await later(village, worker), await later(village, worker, starts_at=DECEMBER + 4 * HOUR)
    assert "эч кимге кабар кетпейт" in await does(worker, hearing, "hearing_cancel")
    assert "айтыла элек болчу" in await worker.says("ооба")
    await aigul.taps(f"come:{other.id}")
    assert "1 кишиге айтылат" in await does(worker, other, "hearing_cancel")
    assert "келем дегендерге айтылып жатат" in await worker.says("ооба")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "ӨТПӨЙТ" in one.text]) == 1


async def test_cancelling_asks_first(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    assert "токтотулсунбу" in await does(worker, hearing, "hearing_cancel")
    await worker.says("жок")
    assert (await now_of(village, hearing)).is_open
    await worker.taps("hearing_cancel")
    await worker.says("ооба")
    await village.tells()
    assert not (await now_of(village, hearing)).is_open
    assert "БЮДЖЕТ УГУУСУ ӨТПӨЙТ" in sent_to(village, "Айгүл")[-1].text
    assert "Абалы: өтпөйт" in await worker.taps(f"hearing_desk:{hearing.id}")
    assert "болбойт" in await does(worker, hearing, "hearing_move")
    assert "болбойт" in await does(worker, hearing, "hearing_cancel")


async def test_at_night_it_is_said_when_people_are_told_of_a_move_and_of_a_cancellation(village, worker, hearing):
    other = await announced(village, by=await worker.person(), starts_at=DECEMBER + 4 * HOUR)
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 58 * HOUR
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    await worker.says("18.12")
    assert "жазылгандарга саат 8:00 болгондо айтылат" in await worker.presses("Жылдыруу, айтуу")
    assert "дароо" not in await does(worker, other, "hearing_cancel")
    assert "жазылгандарга саат 8:00 болгондо айтылат" in await worker.says("ооба")


async def test_what_is_urgent_is_told_at_night_too_and_said_so(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 11 * HOUR
    await does(worker, hearing, "hearing_cancel")
    assert "жазылгандарга айтылып жатат" in await worker.says("ооба")


async def test_those_who_come_are_told_in_the_morning_and_the_clerk_reads_so(village, worker):
    await worker.taps("language:ru")
    aigul = await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER - 60 * HOUR
    hearing = await later(village, worker)
    await aigul.taps(f"come:{hearing.id}")
    await does(worker, hearing, "hearing_cancel")
    assert "тем, кто обещал прийти, сообщат в 8:00" in await worker.says("да")


async def test_results_published_at_night_leave_in_the_morning_and_the_clerk_reads_so(village, worker, hearing):
    await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER + 13 * HOUR
    await held(worker, hearing)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    assert "жазылгандарга саат 8:00 болгондо айтылат" in await worker.taps("skip")
    await village.tells()
    assert "ЖЫЙЫНТЫ" not in sent_to(village, "Айгүл")[-1].text.upper()


# On the day


async def test_counting_begins_on_the_day(village, worker, hearing):
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert not {"Келгенди саноо", "Угуу өттү", "Сунуш жазуу"} & await all_offered(worker)
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
    counted = await village.database.read(lambda store: store.hearings.attendance(hearing.id))
    assert counted == Attendance(2, 2)
    said = await worker.says(line)
    assert "90" in said
    assert "45,6 %" in said
    counted = await village.database.read(lambda store: store.hearings.attendance(hearing.id))
    assert counted == Attendance(41, 49)
    year = await village.database.read(lambda store: store.years.get(hearing.aimak_id, 2027))
    assert year.attendance == 90
    assert re.search("41", await worker.says("0"))


async def test_a_total_that_is_not_the_sum_is_asked_about(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    said = await worker.says("аял 41, эркек 49, баары 91")
    assert "чогуу 90 болот, бирок 91 деп жазылган" in said
    assert await village.database.read(lambda store: store.hearings.attendance(hearing.id)) is None
    assert "90" in await worker.says("аял 41, эркек 49, баары 90")


async def test_nobody_is_taken_back_where_nobody_was_counted(village, worker, hearing):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    assert "мүмкүн эмес" in await worker.presses("Аял −1")
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
    kept = await village.database.read(lambda store: store.papers.latest(hearing.aimak_id, hearing_id=hearing.id))
    assert [(one.kind, one.file_kind) for one in kept] == [(Paper.MINUTES, "document")]


async def test_of_files_that_come_before_it_is_said_what_they_are_none_is_lost(village, worker, hearing):
    await does(worker, hearing, "hearing_papers")
    assert "сүрөт же документ" in await worker.sends("voice")
    assert "Бул кайсы кагаз?" in await worker.sends("document", "slides.pptx")
    await worker.sends("document", "brief.pdf")
    assert "3 файл келди. Алардын биринчиси кайсы кагаз?" in await worker.sends("photo", "of no use.jpg")
    await worker.taps("paper:slides")
    assert "Бул кайсы кагаз?" in await worker.taps("paper:brief")
    assert "Кошулганы" in await worker.presses("Артка")
    assert "Угуу" in await worker.presses("Артка")
    kept = await village.database.read(lambda store: store.papers.latest(hearing.aimak_id, hearing_id=hearing.id))
    assert [one.kind for one in kept] == [Paper.BRIEF, Paper.PRESENTATION]


# Proposals that were spoken


async def spoken(worker, hearing, text=LIGHT, *, side="side:spending", name="Бермет эже"):
    await does(worker, hearing, "hearing_spoken")
    await worker.says(text)
    await worker.taps(side)
    await (worker.says(name) if name else worker.taps("skip"))


async def test_a_spoken_proposal_is_numbered_alike_and_received_on_the_day_of_the_hearing(village, worker, hearing):
    village.clock.now = DECEMBER + 5 * 24 * HOUR
    aigul = await village.in_menu("Айгүл")
    await proposed(village, aigul, "Көпүрөнү оңдогула")
    await spoken(worker, hearing)
    keep = worker.heard[-1].choices[0][0]
    assert "Бермет эже" in worker.heard[-1].text
    said = await worker.taps(keep)
    assert "№ 0002" in said
    assert "1/4" in said  # the next one at once
    await worker.taps(keep)
    assert await count(village, proposals) == 2
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 2))
    assert (found.source, found.peer_id, found.side) == (Source.HEARING, None, Side.SPENDING)
    assert found.received_at // (24 * HOUR) == DECEMBER // (24 * HOUR)
    assert found.due_on == date(2027, 1, 12)
    assert (found.author_name, found.text, found.budget_year) == ("Бермет эже", LIGHT, 2027)


@pytest.mark.parametrize(
    ("language", "button", "author"),
    [
        ("ky", "Каттоо", "Сунуштун автору: Асан Усенов"),
        ("ru", "Зарегистрировать", "Автор: Асан Усенов"),
    ],
)
async def test_the_button_files_a_spoken_proposal_and_the_speaker_is_not_the_clerk(
    village, hearing, language, button, author
):
    on_the_day(village)
    worker = await clerk(village, "Гүлнара", language=language)
    await spoken(worker, hearing, name="Асан Усенов")
    assert author in worker.heard[-1].text
    assert "№ 0001" in await worker.presses(button)
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 1))
    assert author in await worker.taps(f"desk_one:{found.id}")


async def test_the_answer_to_a_spoken_proposal_is_told_in_person_and_counts(village, worker, hearing):
    on_the_day(village)
    await spoken(worker, hearing, name=None)
    await worker.taps(worker.heard[-1].choices[0][0])
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 1))
    by = await worker.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды, кийинки жылы карайбыз")
    await village.database.write(
        lambda store: answers.send(store, id=found.id, answer=answer, by=by, at=village.clock())
    )
    assert "өзүнө" in await worker.taps(f"desk_one:{found.id}")
    assert found.label in await worker.taps("desk_list:undelivered")
    await worker.taps(f"desk_one:{found.id}")
    await worker.presses("Өзүнө айтылды")
    assert found.label not in await worker.taps("desk_list:undelivered")
    assert "(kokjar), 2027" in (await (await joined(village, "Башчы", Role.HEAD)).taps("tally"))


async def test_steps_of_a_spoken_proposal_go_back_and_an_unfinished_one_waits(village, worker, hearing):
    on_the_day(village)
    await spoken(worker, hearing, name=None)
    assert "3/4" in await worker.says("0")
    assert "2/4" in await worker.says("0")
    await worker.taps("hearing_list")
    screen = await does(worker, hearing, "hearing_spoken")
    assert "4/4" in screen
    assert "кыска" not in screen
    await worker.taps("spoken_change")
    assert "кыска" in await worker.says("а б")


async def test_what_is_half_written_at_one_hearing_waits_while_another_is_written_down(village, worker, hearing):
    on_the_day(village)
    other = await announced(village, by=await worker.person(), starts_at=village.clock() + HOUR)
    village.clock.later(minutes=120)
    await does(worker, hearing, "hearing_spoken")
    await worker.says(LIGHT)
    await worker.taps("side:spending")
    await worker.says("/start")
    assert "1/4" in await does(worker, other, "hearing_spoken")
    await worker.says("Көпүрөнү оңдоп бергиле")
    assert "3/4" in await does(worker, hearing, "hearing_spoken")
    assert LIGHT in await worker.taps("skip")
    said = await does(worker, other, "hearing_spoken")
    assert "2/4" in said
    await worker.taps("side:spending")
    assert "Көпүрөнү оңдоп бергиле" in await worker.taps("skip")


async def test_nothing_is_entered_for_a_hearing_to_come(village, worker, hearing):
    await spoken(worker, hearing)
    assert "болбойт" in await worker.taps(worker.heard[-1].choices[0][0])
    assert await count(village, proposals) == 0


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
    assert f"№ {proposal.label}: Долбоорго кирген жок." in await worker.presses("Жоопторду жөнөтүү")
    assert "1 сакталган жооп жөнөтүлө элек" in await worker.says("0"), "back to the results, with nothing sent"
    await worker.presses("Жоопторду жөнөтүү")
    shown = await worker.presses("Жөнөтө бериңиз")
    assert "1 жооп жолго чыкты." in shown
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


# Notices on their way


async def test_the_kit_the_calendar_and_the_text_to_pass_on(village, worker, hearing):
    since = len(village.chats.sent)
    await does(worker, hearing, "hearing_kit")
    await does(worker, hearing, "hearing_calendar")
    documents = [one.document for one in sent_to(village, "Бакыт", since) if one.document]
    assert documents == [
        {"kind": "kit", "hearing_id": hearing.id},
        {"kind": "calendar", "language": "ky", "hearing_id": hearing.id},
    ]
    said = await does(worker, hearing, "hearing_forward")
    assert "БЮДЖЕТ УГУУСУ" in said
    assert "16 декабря 2026 года" in said


async def test_the_same_sent_again_asks_first(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    assert "жакында" in await does(worker, hearing, "hearing_again")
    await worker.says("жок")
    await worker.taps("hearing_again")
    assert "Кайрадан" in await worker.says("ооба")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 2


async def test_results_that_were_stopped_are_sent_from_the_card(village, worker, hearing):
    await subscriber(village, "Айгүл")
    on_the_day(village)
    await held(worker, hearing)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    await worker.taps("skip")
    *_, results = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    await worker.taps(f"bc_cancel:{results.id}")
    await worker.says("ооба")
    await village.tells()
    assert "ЖЫЙЫНТЫ" not in sent_to(village, "Айгүл")[-1].text.upper()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Кайра жөнөтүү" in await all_offered(worker)
    assert "Кайрадан" in await worker.taps("hearing_again")
    await village.tells()
    assert "ЖЫЙЫНТЫ" in sent_to(village, "Айгүл")[-1].text.upper()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Кайра жөнөтүү" not in await all_offered(worker)


async def test_nobody_is_woken_by_a_notice_sent_again_without_being_asked(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 58 * HOUR
    assert "ойготушу мүмкүн" in await does(worker, hearing, "hearing_again")
    await worker.says("жок")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1


@pytest.mark.parametrize(
    ("typed", "women", "men"), [("Аял +1", 1, 0), ("эркек +1", 0, 1), ("Женщина +1", 1, 0), ("Аял -1", 0, 0)]
)
async def test_the_words_of_a_button_at_the_door_count_as_a_tap(village, worker, hearing, typed, women, men):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    answer = await worker.says(typed)
    assert f"Аялдар: {women}, эркектер: {men}" in answer


async def test_a_notice_that_is_to_leave_later_leaves_now_where_it_is_sent_again(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await announced(village, by=await worker.person(), send_at=village.clock() + 24 * HOUR)
    await village.tells()
    assert "БЮДЖЕТ УГУУСУ" not in "".join(one.text for one in sent_to(village, "Айгүл"))
    assert "Азыр эле жөнөтөлүбү" in await does(worker, hearing, "hearing_again")
    await village.tells()
    assert "БЮДЖЕТ УГУУСУ" not in "".join(one.text for one in sent_to(village, "Айгүл"))
    await worker.says("ооба")
    for _ in range(2):
        await village.tells()
        assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1
        village.clock.later(days=1, minutes=1)


async def test_of_a_notice_that_waits_it_is_said_when_it_leaves_and_of_one_that_begins_what_is_being_done(
    village, worker
):
    await worker.taps("language:ru")
    await subscriber(village, "Айгүл")
    by = await worker.person()
    waits = await announced(village, by=by, send_at=DECEMBER - 36 * HOUR)  # 22:00, when nobody is woken
    card = await worker.taps(f"hearing_desk:{waits.id}")
    assert "Сообщение о слушании: время отправки — вторник, 15 декабря 2026 года, 08:00." in card
    await does(worker, waits, "hearing_broadcasts")
    shown = await worker.says("1")
    assert "время отправки — вторник, 15 декабря 2026 года, 08:00." in shown
    assert "0 из 0" not in card + shown

    begins = await announced(village, by=by)
    card = await worker.taps(f"hearing_desk:{begins.id}")
    assert "Сообщение о слушании: составляется список получателей." in card
    assert "0 из 0" not in card
    await village.tells()
    assert "получили 1 из 1" in await worker.taps(f"hearing_desk:{begins.id}")


async def test_what_is_said_to_those_who_come_alone_has_its_name_at_the_desk(village, worker):
    by = await worker.person()
    hearing = await announced(village, by=by, send_at=village.clock() + 24 * HOUR)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await village.tells()

    async def move(store):
        terms = Terms(DECEMBER + HOUR * 4, PLACE)
        await changes.move(store, id=hearing.id, terms=terms, by=by, at=village.clock())

    await village.database.write(move)
    await village.tells()
    assert "Келем дегендерге кабар" in await worker.reads()
    await does(worker, hearing, "hearing_broadcasts")
    assert "Келем дегендерге кабар: " in await worker.says("Дагы")
    assert "1 кишинин ичинен 1" in await worker.presses("Келе тургандарга")


async def test_pausing_from_the_progress_message_leaves_what_was_under_way(village, worker, hearing):
    await subscriber(village, "Айгүл")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    await worker.taps("announce")
    assert "1/7" in await worker.taps(f"bc_pause:{notice.id}")
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    assert "1/7" in await worker.taps(f"bc_resume:{notice.id}")
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    assert "бүтүп калган" in await worker.taps(f"bc_pause:{notice.id}")


async def test_a_digit_belongs_to_the_menu_and_not_to_the_progress_rewritten_above(
    village, worker, hearing, monkeypatch
):
    monkeypatch.setattr(steps, "AHEAD", 1)
    for n in range(6):
        await subscriber(village, f"Айгүл {n}")

    async def goes_on():
        village.clock.now += 6000
        await village.broadcasting.step()
        await village.courier.carry()

    await goes_on()
    menu = await worker.starts()
    for _ in range(2):
        await goes_on()
    assert sent_to(village, "Бакыт")[-1].hints.edits
    assert "1 — Жооп күткөндөр" in menu
    assert "токтоп" not in await worker.says("1")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    assert notice.state is BroadcastState.SENDING


async def test_stopping_for_good_asks_first_and_goes_back(village, worker, hearing):
    await subscriber(village, "Айгүл")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    await worker.taps("announce")
    assert "Биротоло" in await worker.taps(f"bc_cancel:{notice.id}")
    assert "1/7" in await worker.says("жок")
    await worker.taps(f"bc_cancel:{notice.id}")
    said = await worker.says("ооба")
    assert "токтотулду" in said
    assert "1/7" in said
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_stopping_what_nobody_got_says_that_its_reminders_stop(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await announced(village, by=await worker.person(), send_at=village.clock() + HOUR)
    notice, week, *_ = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    asked = await worker.taps(f"bc_cancel:{notice.id}")
    assert "Дагы 1 кишиге" in asked
    assert "эскертүүлөрү да" in asked
    await worker.says("жок")
    assert "эскертүүлөрү" not in await worker.taps(f"bc_cancel:{week.id}")
    await worker.says("жок")
    village.clock.later(days=1)
    await village.tells()
    another = await announced(village, by=await worker.person())
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(another.id))
    assert "эскертүүлөрү" in await worker.taps(f"bc_cancel:{notice.id}")  # it has not begun yet


async def test_who_was_not_reached_is_named_only_where_they_gave_a_name(village, worker, hearing):
    for name in ("Айгүл", "Бермет", "Жыпар"):
        resident = await subscriber(village, name)
        if name != "Жыпар":
            await proposed(village, resident, LIGHT, author_name="Айгүл Асанова" if name == "Айгүл" else None)
    village.chats.blocked |= {"Айгүл", "Бермет", "Жыпар"}
    await village.tells()
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    said = await worker.taps(f"bc_lost:{notice.id}")
    assert "Айгүл Асанова (№ 0001), 2 тургун" in said
    assert "Бермет" not in said
    await worker.says("0")


async def test_many_who_were_not_reached_come_in_pages(village, worker, hearing):
    for n in range(45):
        await subscriber(village, f"тургун {n}")
        village.chats.blocked.add(f"тургун {n}")
    await village.tells()
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    assert "20 тургун" in await worker.taps(f"bc_lost:{notice.id}")
    assert "20 тургун" in await worker.presses("Дагы")
    assert "5 тургун" in await worker.presses("Дагы")
    assert "20 тургун" in await worker.says("0")


async def test_the_notices_of_a_hearing_are_listed_with_their_progress(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    listed = await does(worker, hearing, "hearing_broadcasts")
    assert "Кулактандыруу" in listed
    assert "1 кишинин ичинен 1" in await worker.says("1")
    await worker.says("0")
    assert "Абалы" in await worker.says("0")


async def test_notices_of_one_kind_are_told_apart_by_their_day_or_their_time(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.later(minutes=60)
    await does(worker, hearing, "hearing_again")
    await worker.says("ооба")
    await village.tells()
    listed = await does(worker, hearing, "hearing_broadcasts")
    assert "саат 10:00." in listed
    assert "саат 11:00." in listed
    titles = [title for _, title in worker.heard[-1].choices]
    assert "23.11 10:00" in titles
    assert "23.11 11:00" in titles
    assert len(titles) == len(set(titles))
    assert "1 кишинин ичинен 1" in await worker.presses("23.11 11:00")
    village.clock.later(days=2)
    await does(worker, hearing, "hearing_again")
    await village.tells()
    await does(worker, hearing, "hearing_broadcasts")
    assert all(len(title) <= 20 for _, title in worker.heard[-1].choices)


# Groups


async def test_the_clerk_reads_that_a_group_still_has_the_earlier_notice(village, worker, hearing):
    behind = "Топтордо мурунку кабар турат: «Топторго жөнөтүү»."
    await group_of(village, worker)
    await village.tells()
    assert behind not in await worker.taps(f"hearing_desk:{hearing.id}"), "nothing was posted yet"
    await worker.taps("hearing_post")
    await worker.taps("hearing_again")
    assert behind not in await worker.says("ооба"), "it is the same notice"
    await worker.taps("hearing_move")
    await worker.presses("Күнү")
    await worker.says("18.12")
    assert behind in await worker.taps("move_sure:1")
    await village.tells()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert behind not in await worker.presses("Топторго жөнөтүү")
    await worker.taps("hearing_cancel")
    assert behind in await worker.says("ооба")
    assert behind not in await worker.presses("Топторго жөнөтүү")


async def group_of(village, worker, address="-1001", title="Көк-Жар айылы"):
    text = f"{address} {title}"
    return await worker._hears(Incoming(uuid.uuid4().hex, worker.peer, Kind.GROUP_JOINED, text))


async def test_a_group_belongs_to_the_aimak_of_the_clerk_who_let_the_bot_in(village, worker, hearing):
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Топторго жөнөтүү" not in await all_offered(worker)
    said = await group_of(village, worker)
    assert "Көк-Жар айылы" in said
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Топторго жөнөтүү" in await all_offered(worker)
    assert "1 топко" in await worker.taps("hearing_post")
    (post,) = sent_to(village, "-1001")
    assert "БЮДЖЕТ УГУУСУ" in post.text
    assert "16 декабря 2026 года" in post.text
    assert not post.choices + post.ways
    assert "мурда жөнөтүлгөн" in await worker.taps("hearing_post")
    assert len(sent_to(village, "-1001")) == 1
    assert await count(village, outbox, outbox.c.kind == "post") == 1


async def test_where_there_is_nothing_to_post_it_is_not_offered_and_an_old_button_says_so(village, worker, hearing):
    await group_of(village, worker)
    later = await announced(village, starts_at=DECEMBER + 72 * HOUR, send_at=village.clock() + 3 * HOUR)
    for opened, begins in ((later, None), (hearing, DECEMBER + HOUR)):
        village.clock.now = begins or village.clock.now
        await worker.taps(f"hearing_desk:{opened.id}")
        assert "Топторго жөнөтүү" not in await all_offered(worker)
        assert "кылууга болбойт" in await does(worker, opened, "hearing_post")
    assert not sent_to(village, "-1001")
    assert await count(village, events, events.c.state == "dead") == 0


async def test_a_stranger_binds_nothing_and_hears_nothing(village, hearing):
    stranger = village.resident("Жыпар")
    assert await group_of(village, stranger) == ""
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    assert await group_of(village, aigul) == ""
    assert "2/3" in await aigul.says("1")  # the question stands
    assert await village.database.read(lambda store: store.groups.of_aimak(hearing.aimak_id)) == []


async def test_a_group_that_put_the_bot_out_is_written_to_no_more(village, worker, hearing):
    for address in ("-1001", "-1002"):
        await group_of(village, worker, address)
    stranger = village.resident("Жыпар")
    await stranger._hears(Incoming(uuid.uuid4().hex, stranger.peer, Kind.GROUP_LEFT, "-1001 Көк-Жар"))
    village.chats.blocked.add("-1002")
    assert "1 топко" in await does(worker, hearing, "hearing_post")
    assert await village.database.read(lambda store: store.groups.of_aimak(hearing.aimak_id)) == []
    village.chats.blocked.clear()
    await group_of(village, worker, "-1002")  # let in anew
    assert len(await village.database.read(lambda store: store.groups.of_aimak(hearing.aimak_id))) == 1


async def test_a_group_is_no_stranger_to_be_forgotten(village, worker, hearing):
    await group_of(village, worker)
    village.clock.later(days=3)
    await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    assert len(await village.database.read(lambda store: store.groups.of_aimak(hearing.aimak_id))) == 1


async def test_a_group_of_another_aimak_is_not_posted_to(village, worker, hearing):
    neighbour = await clerk(village, "Нурлан", aimak="shark")
    await group_of(village, neighbour, "-2001", "Шарк")
    assert "топ жок" in await does(worker, hearing, "hearing_post")
    theirs = await announced(village, aimak="shark")
    assert "укугуңуз жок" in await worker.taps(f"hearing_desk:{theirs.id}")
    person = await worker.person()
    with pytest.raises(NotAllowed):
        await village.database.write(lambda store: groups.post(store, id=theirs.id, by=person, at=village.clock()))
    assert not sent_to(village, "-2001")
