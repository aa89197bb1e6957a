"""One message with several proposals: offered to be split, each with a number of its own, and nothing is lost midway."""

import pytest

from bot.budget.written.several import split_proposals

THREE = "1. Мектепке жарык керек\n2. Көпүрөнү оңдоп бергиле\n3. Акы төлөнүүчү унаа токтотмо ачсак"
TEXTS = ["Мектепке жарык керек", "Көпүрөнү оңдоп бергиле", "Акы төлөнүүчү унаа токтотмо ачсак"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (THREE, 3),
        ("Айылга керек: 1) жол оңдоо 2) суу түтүгү", 2),
        ("Биринчиден, жолду оңдоңуздар. Экинчиден, чырак керек. Үчүнчүдөн, суу жок", 3),
        ("Во-первых, нужен мост, во-вторых почините школу", 2),
        ("birinchiden jol kerek, ekinchiden suu jok", 2),
        ("- жол керек\n- суу керек", 2),
        ("Мектепке жарык керек\nКөпүрөнү оңдоп бергиле", 2),
        ("Мектепке жарык керек\nбалдар караңгыда келатышат", 1),
        ("2027-жылы 1-мектепке 2 компьютер керек", 1),
        ("Узундугу 1.5 км, туурасы 2.5 метр жол керек", 1),
        ("Биринчиден, жолду оңдоп бергиле", 1),
        ("Жол керек,\nанткени көпүрө жок", 1),
        ("", 0),
    ],
)
def test_what_holds_several_proposals_is_told(text, parts):
    assert len(split_proposals(text)) == parts


async def test_each_gets_a_number_of_its_own_and_its_own_side(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    said = await aigul.says(THREE)
    assert "3 сунуш" in said
    assert "Билдирүүңүздөгү 1/3 сунуш." in await aigul.presses("Ар бири өзүнчө")
    await aigul.says("макул")
    said = await aigul.presses("Жөнөтүү")
    assert "номери — 0001" in said
    assert "Билдирүүңүздөгү 2/3 сунуш." in said
    assert "киреше" in await aigul.presses("Жөнөтүү")
    assert "номери — 0003" in await aigul.presses("Жөнөтүү")
    sent = await aigul.proposals()
    assert sorted(one.text for one in sent) == sorted(TEXTS)
    assert {one.text: str(one.side) for one in sent}[TEXTS[2]] == "revenue"


async def test_nothing_is_lost_where_it_stops_midway(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE, "ооба", "макул", "1")
    await aigul.says("кийин")
    assert f"«{TEXTS[1]}»" in await aigul.says("сунуш берем")
    await aigul.follows_script("ооба", "1")
    assert f"«{TEXTS[2]}»" in aigul.heard[-1].text


async def test_one_proposal_it_stays_if_its_author_says_so(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" in await aigul.says(THREE)
    await aigul.follows_script("ооба", "2")
    assert "3/3." in await aigul.presses("Бир эле сунуш")
    await aigul.follows_script("макул", "1")
    assert [one.text for one in await aigul.proposals()] == [THREE]


async def test_a_text_typed_at_the_question_is_asked_about(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE)
    assert "кошулсунбу" in await aigul.says("Дагы аялдама керек")
    assert "сунуш" in await aigul.says("жок")
    assert await aigul.proposals() == []


@pytest.mark.parametrize("words", ["өз өзүнчө болсун", "бөлүп бергиле", "отдельно", "по отдельности"])
async def test_words_for_each_its_own_are_understood(village, words):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE)
    assert "Билдирүүңүздөгү 1/3 сунуш." in await aigul.says(words)


@pytest.mark.parametrize("words", ["чогуу болсун", "вместе", "одно предложение"])
async def test_words_for_one_proposal_are_understood(village, words):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE)
    assert "3/3. Текшериңиз" in await aigul.says(words)


@pytest.mark.parametrize("words", ["азыр эмес", "не сейчас"])
async def test_not_now_keeps_the_draft_and_decides_nothing(village, words):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE)
    assert "24 саат сакталат" in await aigul.says(words)
    await aigul.says("сунуш берем")
    assert "3 сунуш" in await aigul.says("ооба")
