"""What a clerk types outside the steps: a screen's name, a proposal's number, an answer before its reason."""

import pytest

from bot.budget.permissions import Role
from bot.office.answers import dialogue

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."


@pytest.mark.parametrize("step", ["menu", "card", "list"])
async def test_a_clerk_opens_a_screen_by_its_name_and_a_proposal_by_its_number_anywhere(village, step):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Автобус аялдамасына чатыр керек")
    await nurlan.reads()
    if step != "menu":
        await nurlan.taps("desk_list:waiting" if step == "list" else "desk_one:1")
    assert "№ 0002" in await nurlan.says("0002")
    assert "укугуңуз жок" in await nurlan.says("6-критерий")
    head = await village.worker("Гүлнара", role=Role.HEAD)
    await head.taps("desk_one:1")
    assert "(kokjar)" in await head.says("6-критерий")
    assert "№ 0001" in await nurlan.says("№ 1")
    assert "жок" in (await nurlan.says("0999")).casefold() or "Түшүнбөй" in nurlan.heard[-1].text


async def test_the_names_of_the_offices_screens_open_nothing_for_a_resident(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert "(kokjar)" not in await aigul.says("6-критерий")
    assert "укугуңуз" not in aigul.heard[-1].text


async def test_an_answer_typed_before_its_reason_is_kept_and_offered_back(village, tell):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.reads()
    await nurlan.follows_script("/start", "Жооп күткөндөр", "1", "Жооп берүү")
    came = await nurlan.says(SENTENCE)
    assert "жоопко сакталды" in came
    assert "Эмне чечилди?" in came or "Долбоорго кирди" in came
    assert "Себеби кандай?" in await nurlan.says("3") or "Каражат" in nurlan.heard[-1].numbered()
    assert f"Азыр: «{SENTENCE}»" in await nurlan.says("1")
    assert SENTENCE in await nurlan.presses("Өткөрүп жиберүү")
    await nurlan.says("1")
    assert SENTENCE in await aigul.reads()
    tell("answers typed too early", kept=1, lost=0)


async def test_help_of_a_clerk_is_about_their_work(village):
    nurlan = await village.worker("Нурлан")
    said = await nurlan.says("/help")
    assert "«Жооп күткөндөр»" in said
    assert "0002" in said
    aigul = await village.in_menu("Айгүл")
    assert "«Жооп күткөндөр»" not in await aigul.says("/help")


async def test_words_of_the_office_in_the_other_language_are_marked(village):
    olga = await village.worker("Ольга", language="ru")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    person = await olga.person()
    await village.database.write(
        lambda store: dialogue.ask_author(
            store, id=1, text="Скажите, у какой школы нужен свет?", by=person, at=village.clock()
        )
    )
    assert "Айыл өкмөтү орусча жазды: «Скажите, у какой школы" in await aigul.reads()
    await olga.follows_script("/start", "Ждут ответа", "1", "Ответить", "3", "1")
    assert "напишите то же предложение по-кыргызски" in await olga.says("Улица школы включена в план 2028 года.")
    preview = await olga.presses("Пропустить")
    assert "Айыл өкмөтү орусча жазды: Улица школы" in preview
    assert "Автор читает по-кыргызски, а вы написали по-русски: в ответе это сказано." in preview


async def test_a_swipe_on_the_notice_of_a_new_proposal_keeps_the_words_for_its_answer(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Автобус аялдамасына чатыр керек")
    await nurlan.reads()
    came = await nurlan.swipes("Жаңы сунуш № 0001", SENTENCE)
    assert "№ 0001" in came
    assert "жоопко сакталды" in came
    await nurlan.follows_script("Жооп берүү", "3")
    assert f"Азыр: «{SENTENCE}»" in await nurlan.says("1")


@pytest.mark.parametrize(
    ("typed", "screen"),
    [("Не вошло", "Себеби эмне?"), ("кирбейт", "Себеби эмне?"), ("вошло", "канча сом"), ("киргизилди", "канча сом")],
)
async def test_a_decision_in_a_clerks_own_words_is_that_decision(village, typed, screen):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await nurlan.follows_script("/start", "Жооп күткөндөр", "1", "Жооп берүү")
    assert screen in await nurlan.says(typed)


async def test_reasons_and_exclusions_are_named_in_own_words_too_and_a_refused_sentence_takes_nothings_place(village):
    nurlan = await village.worker("Нурлан", language="ru")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.follows_script("/start", "Ждут ответа", "1", "Ответить", "отказ")
    assert "своими словами" in await nurlan.says("уже запланировано")  # stands on the second page
    await nurlan.says(SENTENCE)
    await nurlan.says("0")
    assert "не меньше" in await nurlan.says("2")
    assert SENTENCE in nurlan.heard[-1].text
    assert SENTENCE in await nurlan.presses("Пропустить")
    await nurlan.taps("desk_one:1")
    await nurlan.presses("Не предложение")
    assert "не учитывается" in await nurlan.says("это спам")
    assert "бул жарнама" in await aigul.reads()


async def test_no_number_is_taken_for_what_a_clerk_is_to_name(village):
    """At every step that takes words a lone digit, a mark or a yes is asked back. Nothing is kept of it."""
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await nurlan.follows_script("/start", "Жооп күткөндөр", "1", "Жооп берүү", "Долбоорго кирди", "150 000")
    steps = 0

    async def is_asked_again(*entered):
        nonlocal steps
        for typed in ("1", "12", "?!", "2.", "ооба", "рахмат"):
            question = [heard.text for heard in nurlan.heard][-1].rsplit("\n\n", 1)[-1]
            assert question in await nurlan.says(typed), (question, typed)
        steps += 1
        if entered:
            await nurlan.follows_script(*entered)

    await is_asked_again("2211")
    assert "Бюджеттин сабы: 2211" in await nurlan.says("жок")
    await nurlan.taps("desk_one:1")
    await nurlan.presses("Авторго суроо")
    await is_asked_again("Артка")
    await nurlan.taps("my_post")
    await is_asked_again("жок")
    await nurlan.taps("year")
    await nurlan.follows_script("Жыйынтык күнү", "20.11.2026", "Баары бир жарыялоо")
    await is_asked_again("жок")
    await nurlan.taps("announce")
    await nurlan.follows_script("Бюджеттин долбоору", "20.12.2026", "10:00")
    await is_asked_again("Көк-Жар айылы, мектеп", "Өткөрүп жиберүү")
    await is_asked_again("жок")
    assert steps == 6
    assert "Токтоттук" in await nurlan.says("/cancel")
    assert "1 — Жооп күткөндөр" in nurlan.heard[-1].numbered()


@pytest.mark.parametrize(("language", "typed"), [("ky", "Угуулар"), ("ru", "Слушания")])
async def test_hearings_typed_by_a_clerk_are_those_of_the_desk_on_any_page(village, language, typed):
    nurlan = await village.worker("Нурлан", language=language)
    more = "Дагы" if language == "ky" else "Ещё"
    await nurlan.follows_script("/start", more, more)
    said = await nurlan.says(typed)
    assert ("угуу жарыялана элек" if language == "ky" else "не объявляли слушаний") in said
    assert nurlan.heard[-1].choices == []
    await nurlan.follows_script("/start", more, more, "/cancel")
    assert nurlan.heard[-1].choices[0][0] == "desk_list:waiting"


async def test_a_post_in_two_languages_is_read_by_each_in_theirs(village):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("my_post")
    await nurlan.says("бюджет адиси / специалист по бюджету")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    olga = await village.with_proposal("Ольга", "Нужно починить дорогу у больницы", language="ru")
    for number in (1, 2):
        await nurlan.taps(f"desk_one:{number}")
        await nurlan.follows_script("Жооп берүү", "не вошло", "1", SENTENCE)
        if number == 2:  # its author reads Russian
            await nurlan.presses("Өткөрүп жиберүү")
        await nurlan.presses("Жооп жөнөтүү")
    assert "Жооп берген: бюджет адиси." in await aigul.reads()
    said = await olga.reads()
    assert "Отвечает: специалист по бюджету." in said
    assert "в бюджете на 2027 год на это не хватает средств" in said


async def test_a_post_in_one_language_stands_as_it_was_written(village):
    nurlan = await village.worker("Нурлан")
    olga = await village.with_proposal("Ольга", "Нужно починить дорогу у больницы", language="ru")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Жооп берүү", "не вошло", "1", SENTENCE, "Өткөрүп жиберүү")
    await nurlan.presses("Жооп жөнөтүү")
    assert "Отвечает: «Нурлан, айыл өкмөтүнүн адиси»." in await olga.reads()


async def test_no_and_yes_are_no_words_of_an_answer(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.follows_script("/start", "Жооп күткөндөр", "1", "Жооп берүү", "вошло", "150 000")
    assert "Түшүнбөй калдым" in await nurlan.says("ооба")
    await nurlan.follows_script("Көчө жарыгы", SENTENCE, "0")
    assert "Түшүнбөй калдым" in await nurlan.says("ооба")
    assert SENTENCE not in await nurlan.says("жок")  # it is taken off
    await nurlan.says("жөнөт")
    read = await aigul.reads()
    assert "Көчө жарыгы" in read
    assert not any(line in {"ооба", "жок"} for line in read.splitlines())


async def test_what_is_done_on_a_card_is_named_in_own_words_too(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.taps("desk_one:1")
    assert "сиз карайсыз" in await nurlan.says("мен алам")
    assert "сурооңузду жазыңыз" in await nurlan.says("спрошу автора")
    await nurlan.says("0")
    assert "Кандай чечим" in await nurlan.says("жооп берем")
    await nurlan.follows_script("отказ", "акча жок", SENTENCE)
    assert "Жооп жөнөтүлдү." in await nurlan.says("жөнөтүңүз")
    assert SENTENCE in await aigul.reads()


async def test_cancel_typed_on_the_card_of_a_hearing_asks_whether_it_is_cancelled(village):
    nurlan = await village.worker("Нурлан", language="ru")
    await nurlan.taps("announce")
    await nurlan.follows_script("1", "20.12.2026", "10:00", "Кок-Жар, школа", "пропустить", "нет", "пропустить")
    await nurlan.presses("Отправить сейчас")
    for typed in ("отменить", "Отменить слушания", "жокко чыгаруу"):  # its button is on the last page of the card
        assert "Отменить слушания:" in await nurlan.says(typed)
        await nurlan.says("нет")
    assert "№ 0013" in await nurlan.says("13")  # never the thirteenth of what can be done
    assert "Что изменится?" in await nurlan.says("перенос")
    await nurlan.says("0")
    assert "Остановлено" in await nurlan.says("меню")
