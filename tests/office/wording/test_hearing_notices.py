"""What is said of a hearing: how near it is, what changed, which papers exist, where the decisions hang."""

from dataclasses import replace

import pytest

from bot.budget.hearing import HOUR, HearingKind, HearingState, Paper, Terms
from bot.chat.texts import Words
from bot.office.wording import hearing_notices, hearing_results, hearing_words, reminder_words
from bot.office.wording.hearing_results import Results
from bot.office.wording.hearing_words import HANDED_OUT
from storage.aimaks import Aimak
from storage.hearings import Hearing
from tests.office.halls import CLUB, moment

KY, RU = Words("ky"), Words("ru")
STARTS_AT = moment("2026-12-16 10:00")
DAY = 24 * HOUR


@pytest.fixture
def hearing():
    terms = Terms(STARTS_AT, CLUB, "Жолдор жана мектептер")
    return Hearing(1, 1, 2027, HearingKind.DRAFT, HearingState.SCHEDULED, 0, None, None, 1, terms)


@pytest.fixture
def aimak():
    names = {"names": {"ky": "Көк-Жар", "ru": "Кок-Жар"}, "phone": "0555 00 00 00"}
    return Aimak(**dict.fromkeys(Aimak.__dataclass_fields__) | names)


@pytest.mark.parametrize(
    ("lead", "at", "kyrgyz", "russian"),
    [
        ("7d", "2026-12-09 10:00", "БЮДЖЕТ УГУУСУНА БИР АПТА КАЛДЫ", "ЧЕРЕЗ НЕДЕЛЮ СЛУШАНИЯ ПО БЮДЖЕТУ"),
        ("1d", "2026-12-15 10:00", "ЭРТЕҢ БЮДЖЕТ УГУУСУ", "ЗАВТРА СЛУШАНИЯ ПО БЮДЖЕТУ"),
        ("1d", "2026-12-16 08:00", "БҮГҮН БЮДЖЕТ УГУУСУ", "СЕГОДНЯ СЛУШАНИЯ ПО БЮДЖЕТУ"),
        (
            "7d",
            "2026-12-13 08:00",
            "Эскертүү: бюджет угуусу жакындап калды.",
            "Напоминание: слушания по бюджету уже скоро.",
        ),
    ],
)
def test_a_reminder_says_first_how_near_the_hearing_is_and_when_it_begins(hearing, aimak, lead, at, kyrgyz, russian):
    for words, heading in ((KY, kyrgyz), (RU, russian)):
        first, when, *others = reminder_words.compose_reminder(words, hearing, aimak, lead, at=moment(at)).splitlines()
        assert first == heading
        assert "10:00" in when
        assert others[-1].startswith(("Келем деп айткан болсоңуз", "Если вы уже сказали"))


def test_the_reminder_at_the_door_goes_to_whoever_comes_and_says_so(hearing, aimak):
    said = reminder_words.compose_reminder(KY, hearing, aimak, "2h", at=STARTS_AT - 2 * HOUR)
    assert "Сиз келем дегенсиз" in said.splitlines()[0]
    assert "кайра айтуунун" not in said


@pytest.mark.parametrize("words", [KY, RU])
def test_a_move_says_the_new_day_once_and_asks_whether_those_who_come_still_do(hearing, aimak, words):
    changed = replace(hearing, revision=2, terms=replace(hearing.terms, starts_at=STARTS_AT + 2 * DAY))
    said = hearing_notices.compose_move(words, changed, aimak, hearing.terms)
    assert said.count(hearing_words.say_when(words, changed.terms)) == 1
    assert said.count(CLUB) == 1
    assert ("келем деген болсоңуз" in said) or ("Вы собирались" in said)
    elsewhere = replace(hearing, revision=2, terms=replace(hearing.terms, place="Мектеп"))
    said = hearing_notices.compose_move(words, elsewhere, aimak, hearing.terms, to_comers=True)
    assert said.count("Мектеп") == 1
    assert said.count(hearing_words.say_when(words, hearing.terms)) == 1
    assert ("Сиз келем дегенсиз" in said) or ("Вы говорили" in said)


@pytest.mark.parametrize(
    ("words", "titles"), [(KY, "Жарандык бюджет, Презентация"), (RU, "Гражданский бюджет, Презентация")]
)
def test_every_invitation_names_the_papers_that_come_with_it(hearing, aimak, words, titles):
    papers = {Paper.PRESENTATION, Paper.CITIZENS_BUDGET, Paper.MINUTES}
    said = [
        hearing_notices.compose_announcement(words, hearing, aimak, papers),
        hearing_notices.compose_move(words, hearing, aimak, replace(hearing.terms, place="Мектеп"), papers),
        hearing_notices.compose_forward(words, hearing, aimak, None, papers),
    ]
    for text in said:
        assert titles in text
        assert f"«{words.say('Papers')}»" in text
    plain = hearing_notices.compose_announcement(words, hearing, aimak)
    assert "«" not in plain.replace(f"«{CLUB}»", "")  # a place stands as it was written, quoted in the other language


@pytest.mark.parametrize("words", [KY, RU])
def test_a_text_to_pass_on_is_never_longer_than_seven_hundred_characters(hearing, aimak, words):
    long = replace(hearing, terms=replace(hearing.terms, place="Ж" * 200, agenda="м" * 1000))
    far = replace(aimak, names={"ky": "Ы" * 120, "ru": "Ы" * 120}, phone="0555 000 000, 0777 000 000")
    link = "https://t.me/sunush_kokjar_bot?start=h_1234567"
    for others in ([], [f"https://sunush.kg/{n}" + "a" * 60 for n in range(9)]):
        said = hearing_notices.compose_forward(words, long, far, link, HANDED_OUT, other_links=others)
        assert len(said) <= hearing_notices.FORWARDED
        assert set(others[:1]) <= set(
            hearing_notices.compose_forward(words, hearing, aimak, link, other_links=others).split()
        )


def test_a_notice_with_papers_that_came_or_went_later_is_still_known_as_the_bots_own(hearing, aimak):
    known = hearing_notices.compose_announcements(KY, hearing, aimak)
    assert hearing_notices.compose_announcement(KY, hearing, aimak) in known
    assert hearing_notices.compose_announcement(KY, hearing, aimak, HANDED_OUT) in known
    assert hearing_notices.compose_announcement(KY, hearing, aimak) + "\nКелиңиздер!" not in known


def test_results_say_how_many_came_and_where_the_decisions_hang(hearing, aimak):
    said = hearing_results.compose_results(RU, hearing, aimak, Results(), people=64, table="доска у сельской управы.")
    assert "64 человека" in said
    assert "Решения вывешены: доска у сельской управы." in said.splitlines()
    said = hearing_results.compose_results(KY, hearing, aimak, Results(), people=64, table="айыл өкмөтүнүн тактасы")
    assert "Чечимдер илинген жер: айыл өкмөтүнүн тактасы." in said.splitlines()
    assert "илинген" not in hearing_results.compose_results(KY, hearing, aimak, Results())


@pytest.mark.parametrize(
    ("changes", "at", "said"),
    [
        ({}, STARTS_AT - HOUR, "алдыда"),
        ({"revision": 2}, STARTS_AT - HOUR, "жылдырылган, алдыда"),
        ({"revision": 2}, STARTS_AT, "башталды, өткөнү белгилене элек"),
        ({"state": HearingState.HELD}, STARTS_AT + HOUR, "өттү"),
        ({"state": HearingState.CANCELLED, "revision": 2}, STARTS_AT - HOUR, "болбойт"),
    ],
)
def test_one_that_was_moved_or_has_begun_is_not_only_to_come(hearing, changes, at, said):
    assert KY.say(hearing_words.say_state(replace(hearing, **changes), at=at)) == said
