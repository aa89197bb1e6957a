"""A hearing as residents meet it: the list, one hearing whole, its papers beside it, questions, help."""

import uuid

import pytest

from bot.budget.hearing import HOUR, HearingKind, Terms
from bot.chat.message import Incoming, Kind
from bot.office.hearings import changes, results
from storage.database.schema import hearing_questions
from tests.handlers.resident.hearing_steps import (
    DECEMBER,
    PLACE,
    POINT,
    announced,
    asked,
    carried,
    office,
    rows,
    subscriber,
    wants,
)

# The list and one hearing


@pytest.mark.parametrize(("language", "said"), [("ky", "Азырынча жарыяланган"), ("ru", "пока не объявлены")])
async def test_where_no_hearing_is_announced_it_says_so_and_names_the_telephone(village, language, said):
    aigul = await village.in_menu("Айгүл", language=language)
    answer = await aigul.says("3")
    assert said in answer
    assert "1 — " in answer


async def test_whoever_asks_when_the_hearing_is_hears_it_at_once(village):
    aigul = await village.in_menu("Айгүл")
    await announced(village)
    answer = await aigul.says("Угуу качан болот?")
    assert "2026-жылдын 16-декабры, шаршемби, саат 10:00" in answer
    assert "Бул сунушпу?" not in answer


async def test_who_wants_notices_again_after_being_far_away_hears_of_every_hearing(village):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("far:yes")
    await aigul.says("/stop")
    assert "ар бир угуу" in await aigul.taps("notices:yes")
    assert "Угуулар тууралуу кабар: келет" in await aigul.says("/settings")
    await announced(village)
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ" in await aigul.reads()


async def test_where_no_hearing_is_announced_notices_can_be_asked_for_all_the_same(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("3")
    await aigul.presses("Кабар алам")
    assert "Азырынча жарыяланган" in await aigul.presses("Макулмун")
    assert await wants(village, aigul) is True
    assert [title for _, title in aigul.heard[-1].choices] == ["Алыстамын"]
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


@pytest.mark.parametrize(
    ("language", "day", "titles"),
    [
        ("ky", "2026-жылдын 16-декабры, шаршемби, саат 10:00", ["16-декабрь, 10:00", "Кабар алам"]),
        ("ru", "среда, 16 декабря 2026 года, 10:00", ["16 декабря, 10:00", "Сообщайте мне"]),
    ],
)
async def test_the_list_begins_with_the_next_hearing_and_each_is_shown_whole(village, language, day, titles):
    await announced(village, starts_at=DECEMBER + 24 * 30 * HOUR, kind=HearingKind.EXECUTION)
    await announced(village)
    aigul = await village.in_menu("Айгүл", language=language)
    answer = await aigul.says("3")
    assert day.split(",")[0] in answer.splitlines()[1]
    assert [title for _, title in aigul.heard[-1].choices][::2] == titles
    whole = await aigul.says("1")
    for part in (day, PLACE, "Жолдор жана мектептер", "2027"):
        assert part in whole
    expected = {
        "ky": ["Келем", "Келе албайм", "Суроо берүү", "Календарга кошуу"],
        "ru": ["Приду", "Не смогу", "Задать вопрос", "В календарь"],
    }
    assert [title for _, title in aigul.heard[-1].choices] == expected[language]
    assert (await aigul.says("0")).startswith(answer.splitlines()[0])
    assert (await aigul.says("0")).startswith(("Эмне кылгыңыз", "Что вы хотите"))


async def test_many_hearings_come_in_pages_of_five(village):
    for day in range(7):
        await announced(village, starts_at=DECEMBER + day * 24 * HOUR)
    aigul = await village.in_menu("Айгүл")
    await aigul.says("/hearings")
    assert len(aigul.heard[-1].choices) == 5
    await aigul.says("Дагы")
    assert [title for _, title in aigul.heard[-1].choices] == ["21-декабрь, 10:00", "22-декабрь, 10:00", "Кабар алам"]
    await aigul.says("0")
    assert len(aigul.heard[-1].choices) == 5


async def test_the_state_of_a_hearing_is_said_in_words(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    unheard = Terms(DECEMBER + HOUR, PLACE, "Жолдор жана мектептер")
    moved = Terms(DECEMBER + 2 * HOUR, "Мектеп", "Жолдор жана мектептер")
    await office(village, changes.move, id=hearing.id, terms=unheard)
    before = await aigul.taps(f"hearing:{hearing.id}")
    assert "саат 11:00" in before
    assert "Мурда:" not in before  # nobody was told of 10:00
    await carried(village)
    await office(village, changes.move, id=hearing.id, terms=moved)
    assert "Мурда: 2026-жылдын 16-декабры, шаршемби, саат 11:00." in await aigul.taps(f"hearing:{hearing.id}")
    village.clock.now = moved.starts_at + 3 * HOUR
    await office(village, changes.hold, id=hearing.id)
    held = await aigul.taps(f"hearing:{hearing.id}")
    assert "Угуу өттү, жыйынтыгы али жарыялана элек." in held
    assert "Келем" not in held
    await office(village, results.publish_results, id=hearing.id, table_place=None)
    assert "жыйынтыгы жарыяланды" in await aigul.taps(f"hearing:{hearing.id}")
    assert "БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ" in await aigul.says("Жыйынтыгы")
    gone = await announced(village, starts_at=village.clock() + 240 * HOUR)
    await office(village, changes.cancel, id=gone.id)
    cancelled = await aigul.taps(f"hearing:{gone.id}")
    assert "Бул угуу болбой калды." in cancelled
    assert not aigul.heard[-1].choices
    ahead = await announced(village, starts_at=village.clock() + 480 * HOUR)
    await aigul.says("/hearings")
    listed = [id for id, _ in aigul.heard[-1].choices if id.startswith("hearing:")]
    assert listed == [f"hearing:{one.id}" for one in (ahead, hearing, gone)]
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("hearing_list")
    assert [id for id, _ in nurlan.heard[-1].choices] == [f"hearing_desk:{one.id}" for one in (ahead, hearing, gone)]


@pytest.mark.parametrize("choice", ["hearing:999", "come:999", "decline:x", "hearing_ask:999", "calendar:0", "map:-1",
                                    "hearing_results:7", "paper:5", "hearing:", "far:no"])  # fmt: skip
async def test_an_old_or_foreign_button_is_answered_kindly(village, choice):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("notices:no")
    answer = await aigul.taps(choice)
    assert "мурунку суроодон" in answer
    assert "1 — " in answer


async def test_the_list_shows_also_what_is_to_be_in_another_aimak_whose_notices_come(village):
    aigul = await subscriber(village, "Айгүл")
    await announced(village, starts_at=DECEMBER + 48 * HOUR)
    await announced(village, starts_at=village.clock() + 24 * HOUR)
    village.clock.later(days=2)  # nobody noted that the second one was held
    await aigul.starts("a_shark")
    assert "Көк-Жар" in (await aigul.taps("hearings")).splitlines()[1]
    await announced(village, aimak="shark")
    await announced(village, aimak="gulistan")
    _, own, elsewhere, *_ = (await aigul.taps("hearings")).splitlines()
    assert "16-декабры" in own
    assert "аймагы" not in own
    assert "18-декабры" in elsewhere
    assert elsewhere.endswith("Айыл аймагы: Көк-Жар.")
    assert [title for _, title in aigul.heard[-1].choices] == ["16-декабрь, 10:00", "18-декабрь, 10:00", "Кабар алам"]
    await aigul.says("/stop")
    await aigul.taps("hearings")
    assert [title for _, title in aigul.heard[-1].choices] == ["16-декабрь, 10:00", "Кабар алам"]


async def test_the_list_shows_also_a_hearing_elsewhere_that_one_comes_to(village):
    hearing = await announced(village, aimak="shark")
    aigul = await subscriber(village, "Айгүл", language="ru")
    assert "не объявлены" in await aigul.taps("hearings")
    await aigul.starts(f"h_{hearing.id}")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.says("0")
    assert "Айылный аймак: Шарк." in await aigul.taps("hearings")
    assert PLACE in await aigul.says("1")
    await aigul.taps(f"decline:{hearing.id}")
    assert "не объявлены" in await aigul.taps("hearings")


async def test_the_list_says_what_far_away_means(village):
    await announced(village)
    aigul = await subscriber(village, "Айгүл")
    assert "«Алыстамын» — сизге угуулардын жыйынтыгы гана келет." in await aigul.taps("hearings")
    await aigul.says("Алыстамын")
    assert "«" not in await aigul.taps("hearings")


# Calendar, map, questions


async def test_the_calendar_file_and_the_pin_come_beside_the_hearing(village):
    hearing = await announced(village, point=POINT)
    aigul = await village.in_menu("Айгүл", language="ru")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.says("В календарь")
    assert aigul.heard[-1].document == {"kind": "calendar", "hearing_id": hearing.id, "language": "ru"}
    assert PLACE in aigul.heard[-2].text
    await aigul.says("Показать на карте")
    assert aigul.heard[-1].pin == [*POINT]
    assert aigul.heard[-1].text == f"{PLACE}\nсреда, 16 декабря 2026 года, 10:00"
    assert len(aigul.heard[-2].choices) == 5


async def test_a_question_goes_to_the_office(village):
    nurlan = await village.worker("Нурлан")
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.says("Суроо берүү")
    assert "өтө кыска" in await aigul.says("а?")
    assert "жазып бериңиз" in await aigul.sends("voice")
    assert "1\u00a0000" in await aigul.says("а" * 1001)
    answer = await aigul.says("Мектептин чатырына канча акча бөлүндү?")
    assert "айыл өкмөтүнө берилди" in answer
    assert PLACE in answer
    assert "«Мектептин чатырына канча акча бөлүндү?»" in await nurlan.reads()
    await aigul.says("Суроо берүү")
    assert PLACE in await aigul.says("0")
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 1


@pytest.mark.parametrize("label", ["Менин сунуштарым", "Кабар албайм", "мои предложения", "КЕЛЕ АЛБАЙМ"])
async def test_a_label_typed_where_a_question_is_awaited_is_no_question(village, label):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    answer = await aigul.says(label)
    assert "мурунку суроодон" in answer
    assert "сурооңузду жазыңыз" in answer
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 0


async def test_the_words_under_a_photo_are_taken_as_the_question(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    assert "Жазганыңыз гана берилет" in await aigul.sends("photo", caption="Бул жол качан оңдолот?")
    found = await asked(village, lambda store: store.hearings.list_questions(hearing.id))
    assert found == ["Бул жол качан оңдолот?"]


@pytest.mark.parametrize("kind", [Kind.TOO_LARGE, Kind.UNSUPPORTED])
async def test_the_words_under_a_file_that_is_not_taken_are_the_question(village, kind):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    answer = await aigul._hears(Incoming(uuid.uuid4().hex, aigul.peer, kind, "Бул жол качан оңдолот?"))
    assert answer.startswith(("Бул файл өтө чоң", "Мен текст, үн, сүрөт"))
    assert "айыл өкмөтүнө берилди" in answer
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 1


# Manners


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_every_screen_has_at_most_five_choices_and_the_language_can_change_anywhere(village, language):
    hearing = await announced(village, point=POINT)
    aigul = await subscriber(village, "Айгүл", language=language)
    other = "ru" if language == "ky" else "ky"
    for choice in ("hearings", f"hearing:{hearing.id}", f"come:{hearing.id}", f"hearing_ask:{hearing.id}"):
        await aigul.taps(choice)
        assert len(aigul.heard[-1].choices) <= 5
        before = aigul.heard[-1]
        await aigul.says("/language")
        await aigul.taps(f"language:{other}")
        await aigul.says("/language")
        await aigul.taps(f"language:{language}")
        assert before.text.endswith(aigul.heard[-1].text)


async def test_help_and_settings_name_the_way_to_stop(village):
    aigul = await village.in_menu("Айгүл")
    assert "/stop" in await aigul.says("/help")


@pytest.mark.parametrize(
    "asked", ["Угуу качан?", "здраствуйте когда слушание будет", "сообщите мне когда будет слушание"]
)
async def test_who_asked_about_hearings_before_the_aimak_was_known_sees_them_then(village, asked):
    await announced(village)
    aigul = village.resident("Айгүл")
    await aigul.says(asked)
    await aigul.says("Кыргызча")
    came = await aigul.follows_script("көк-жар", "1")
    assert PLACE in came or "16-декабр" in came, came
    assert "Сунуш берүү" in await aigul.says("0")
