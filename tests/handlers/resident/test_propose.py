"""A resident puts a proposal: the reference dialogue, its steps, and what is typed in place of a choice."""

import pytest

from bot.budget.permissions import Role
from tests.handlers.offices import joined

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_aigul_proposes_in_kyrgyz_and_reads_her_receipt(village):
    await joined(village, "Асан", Role.STAFF)
    aigul = village.resident("Айгүл")
    assert await aigul.starts("a_kokjar") == "Тилди тандаңыз. Выберите язык.\n1 — Кыргызча\n2 — Русский"
    assert (await aigul.says("Кыргызча")).startswith(
        "Саламатсызбы! Бул жерде Көк-Жар айыл өкмөтүнө бюджет боюнча сунуш бересиз, жооп да ушул жерге келет.\n"
        "1 — Сунуш берүү\n2 — Менин сунуштарым\n3 — Бюджет угуулары\n4 — Бюджет\n5 — Жардам"
    )
    assert (await aigul.says("1")).startswith(
        "1/3. Сунушуңуз эмне жөнүндө?\n1 — Киреше: акча түшөт\n2 — Чыгаша: акча кетет\n3 — Билбейм"
    )
    assert (await aigul.says("2")).startswith("2/3. Сунушуңузду жазыңыз же үн менен айтыңыз. Сүрөт да болот.")
    check = await aigul.says(LIGHT)
    assert check.startswith(f"3/3. Текшериңиз: чыгаша, көчө жарыгы. «{LIGHT}»\n")
    assert "Жөнөтсөңүз, сунушуңуз айыл өкмөтүндө сакталат. Эмне сакталаары: /privacy" in check
    assert "1 — Макулмун\n2 — Азыр эмес" in check
    assert "1 — Жөнөтүү\n2 — Өзгөртүү" in await aigul.says("макул")
    receipt, notices = (await aigul.says("1")).split("\n\n")
    assert receipt == (
        "Рахмат! Сунушуңуз кабыл алынды, номери — 0001. Жооп 2026-жылдын 11-декабрына чейин ушул жерге келет."
    )
    assert notices == "Бюджет угуулары тууралуу кабарлап туралыбы?\n1 — Кабар алам\n2 — Азыр эмес"
    assert (await aigul.says("1")).startswith("Жакшы, ар бир угуу тууралуу кабарлайбыз.")

    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.side, proposal.category) == (LIGHT, "spending", "sp_lighting")
    assert (proposal.budget_year, proposal.label, proposal.due_days) == (2027, "0001", 14)


async def test_bakyt_proposes_in_russian(village):
    await joined(village, "Асан", Role.STAFF)
    bakyt = await village.in_menu("Бакыт", language="ru")
    assert bakyt.heard[-1].text == (
        "Здравствуйте! Здесь вы можете подать предложение к бюджету айыл окмоту Кок-Жар, сюда же придёт ответ."
    )
    await bakyt.follows_script("Подать предложение", "доходы: откуда взять")
    check = await bakyt.says("Сдать в аренду пустующее здание старой конторы")
    assert check.startswith("3/3. Проверьте: доходы, аренда имущества. «Сдать в аренду пустующее здание")
    await bakyt.says("согласен")
    assert (await bakyt.says("да")).startswith(
        "Спасибо! Предложение принято, номер — 0001. Ответ придёт сюда до 11 декабря 2026 года"
    )


async def test_no_more_than_four_steps_lead_to_a_receipt(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    turns = ["2", LIGHT, "макул", "1"]
    assert "номери — 0001" in await aigul.follows_script(*turns)


async def test_not_knowing_the_side_lets_the_words_decide(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("Билбейм")
    assert "киреше, таштанды акысы" in await aigul.says(
        "мусор вывозить эткенге акы жыйнасак болобу, ар бир уйдон 30 сом"
    )


async def test_a_photo_alone_is_asked_about_and_then_goes_with_the_words(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "Сүрөт сакталды" in await aigul.sends("photo")
    assert f"«{LIGHT}», 1 сүрөт" in await aigul.says(LIGHT)


async def test_a_long_text_cut_in_two_is_joined(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", f"{LIGHT},", "анан көпүрөнү да оңдоп бериңиздер", "макул", "1")
    assert (await aigul.proposals())[0].text == f"{LIGHT},\nанан көпүрөнү да оңдоп бериңиздер"


async def test_going_back_keeps_the_answers(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert f"«{LIGHT}»" in await aigul.says("0")
    assert (await aigul.says("Артка")).startswith("1/3.")
    assert "киреше" in await aigul.says("1")


@pytest.mark.parametrize("typed", ["Чыгаша", "расходы", "чыгаша", "Чыгаша: акча кетет"])
async def test_what_stands_before_the_colon_of_a_choice_names_it(village, typed):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("1")
    assert (await aigul.says(typed)).startswith("2/3.")


async def test_a_typed_word_that_is_no_choice_here_is_not_called_a_button(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("1")
    answer = await aigul.says("Макулмун")
    assert "баскыч" not in answer
    assert "Номерин же аталышын толук жазыңыз" in answer
    assert "номерин гана жазыңыз" in await aigul.says("Ооба")
    assert "0000 00 00 00" in await aigul.says("Дагы")


async def test_where_free_text_is_awaited_a_title_of_the_menu_opens_nothing(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "2/3." in await aigul.says("Бюджет угуулары")


async def test_unclear_replies_get_simpler_words_and_then_a_telephone(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    assert "Түшүнбөй калдым." in await aigul.says("эм")
    assert "номерин гана жазыңыз" in await aigul.says("эм")
    assert "0000 00 00 00" in await aigul.says("эм")
    assert (await aigul.says("2")).startswith("2/3.")


async def test_a_piece_too_short_to_be_a_proposal_waits_for_the_next(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    answer = await aigul.says("жол")
    assert "эмне керек, кайсы жерде?" in answer
    assert "2/3." in answer
    assert "Сөз менен жазыңыз" in await aigul.says("👍")
    assert "«жол оңдолсун»" in await aigul.says("оңдолсун")


async def test_where_free_text_is_awaited_a_number_is_text(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "2/3." in await aigul.says("1")
    assert "«1 жарык керек»" in await aigul.says("жарык керек")


@pytest.mark.parametrize(
    "command", ["/start", "/menu", "/help", "/privacy", "/cancel", "/language", "/settings", "/nonsense"]
)
async def test_every_command_answers_a_stranger_and_somebody_in_the_middle(village, command):
    stranger = village.resident("Жаңы")
    assert await stranger.says(command)
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert await aigul.says(command)


@pytest.mark.parametrize("item", ["3", "4"])
async def test_menu_items_without_content_say_so_and_name_the_telephone(village, item):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.says(item)
    assert "азырынча" in answer.casefold()
    assert "0000 00 00 00" in answer


async def test_a_sticker_gets_a_polite_word(village):
    from bot.chat.message import Incoming, Kind

    aigul = await village.in_menu("Айгүл")
    answer = await aigul._hears(Incoming("sticker", aigul.peer, Kind.UNSUPPORTED))
    assert "текст, үн, сүрөт жана документ гана" in answer


async def test_of_three_messages_written_at_once_none_is_lost(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "Анан көпүрө да керек", "Спорт зал да болсо")
    assert "Дагы жаздыңыз: «Спорт зал да болсо»" in aigul.heard[-1].text
    assert "кошулсунбу? «Спорт зал да болсо»" in await aigul.says("ооба")
    await aigul.follows_script("ооба", "макул", "1")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\nАнан көпүрө да керек\nСпорт зал да болсо"


async def test_the_menu_by_its_command_stops_nothing_where_nothing_is_begun(village):
    aigul = await village.in_menu("Айгүл")
    assert "Токтоттук" not in await aigul.says("/menu")
    await aigul.taps("propose")
    assert "Токтоттук" in await aigul.says("/menu")
