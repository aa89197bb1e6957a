"""A wish for one part leads to that part. The name goes at once, and everything else stays."""

import pytest

from tests.handlers.offices import proposed

WISH = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


@pytest.mark.parametrize("text", ["удалите моё имя", "атымды өчүрүңүз", "уберите имя из предложения"])
async def test_a_name_goes_from_what_was_sent_and_the_text_stays(village, text):
    aigul = await village.in_menu("Айгүл")
    await proposed(village, aigul, WISH, author_name="Айгүл Асанова")
    assert "Атыңыз мындан ары көрүнбөйт" in await aigul.says(text)
    (one,) = await aigul.proposals()
    assert (one.author_name, one.text) == (None, WISH)


async def test_a_photo_goes_from_a_draft_and_its_words_stay(village):
    aigul = await village.at_check("Айгүл", WISH)
    await aigul.sends("photo")
    said = await aigul.says("сүрөтүмдү өчүрүңүз")
    assert "Сүрөттөр жана документтер алынды." in said
    assert WISH in said


@pytest.mark.parametrize("text", ["удалите мой номер телефона", "телефон номеримди өчүрүңүз"])
async def test_of_a_telephone_it_is_said_where_it_is_and_all_can_be_erased(village, text):
    aigul = await village.with_proposal("Айгүл", WISH)
    assert "бул чаттын дареги гана шифрленип сакталат" in await aigul.says(text)
    assert "Өчөт: атыңыз" in await aigul.presses("Маалыматты өчүрүү")
    assert len(await aigul.proposals()) == 1


_PHOTO_OFF = ["сүрөттү өчүр", "уберите фото", "фотографию уберите пожалуйста", "сүрөтсүз эле", "фото не нужно"]


@pytest.mark.parametrize("text", _PHOTO_OFF)
async def test_a_photo_that_nobody_calls_theirs_goes_alone(village, text):
    aigul = await village.at_check("Айгүл", WISH)
    await aigul.sends("photo")
    said = await aigul.says(text)
    assert "Сүрөттөр жана документтер алынды." in said
    assert WISH in said


@pytest.mark.parametrize("text", ["сүрөттү өчүр", "уберите фото", "фотографию уберите пожалуйста"])
async def test_a_wish_about_a_sent_photo_answers_no_question_of_notices(village, text):
    aigul = await village.at_check("Айгүл", WISH)
    await aigul.sends("photo")
    await aigul.presses("Жөнөтүү")
    said = await aigul.says(text)
    assert "Жөнөтүлгөн" in said or "№ 0001" in said
    assert "кабар жөнөтпөйбүз" not in said
    assert len(await aigul.proposals()) == 1


@pytest.mark.parametrize("text", ["атымды жазбай эле кой", "атымды жазба", "анонимно"])
async def test_beside_the_list_of_ones_own_a_name_that_is_unwanted_goes(village, text):
    aigul = await village.in_menu("Айгүл")
    await proposed(village, aigul, WISH, author_name="Айгүл Асанова")
    await aigul.says("менин сунуштарым")
    assert "Атыңыз мындан ары көрүнбөйт" in await aigul.says(text)
    (one,) = await aigul.proposals()
    assert (one.author_name, one.text) == (None, WISH)
