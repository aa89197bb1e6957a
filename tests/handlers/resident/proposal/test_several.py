"""One message with several proposals.

It is offered to be split, each with a number of its own, and nothing is lost midway.
"""

import json
from pathlib import Path

import pytest

from bot.budget.proposal_text.chained import split_chained
from bot.budget.proposal_text.parted import Parting, read_parting
from bot.budget.proposal_text.several import split_proposals
from bot.office.guessing.guess import find_matter
from tests.handlers.resident.hearing_steps import announced

ROOT = Path(__file__).parents[4]
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
        ("Нужно починить крышу школы. Ещё одно предложение: поставить фонари на улице Ленина.", 2),
        ("kocho jolun ondogula. dagy bir sunush bar, bala bakcha achylsyn", 2),
        ("Ko'chaga chiroq kerak. Yana bir taklifim bor: maktabga pol kerak", 2),
        ("birinchidan yo'lni tuzating, ikkinchidan maktabga pech kerak", 2),
        ("Первое. Почините мост. Второе. Поставьте остановку.", 2),
        ("уч сунушум бар: копуро ондогула, базарга туалет салгыла, клубду арендага бергиле", 3),
        ("у меня три предложения: мост починить, туалет на базаре построить, клуб сдать в аренду", 3),
        ("2 sunushum bar jol ondogula jana chyrak orton", 2),
        ("Менин сунуштарым: көпүрөнү оңдоп бергиле, мектепке жарык керек", 2),
        ("Менин эки сунушум бар.\nКөпүрөнү оңдоп бергиле\nМектепке жарык керек", 2),
        # What is announced is not what is there, or is of one.
        ("Менин үч сунушум бар: жол керек", 1),
        ("Менин сунушум: мектепке парта, отургуч, доска керек", 1),
        ("У меня предложение: починить мост, дорогу и тротуар", 1),
        ("Мои предложения по мосту: сделать перила, покрасить", 1),
        ("Кошунамдын экинчи сунушун колдойм", 1),
        ("Мен дагы бир сунуш айтайын: көпүрө керек", 1),
        ("Он жылдан бери суу жок", 1),
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


def test_what_only_greets_or_announces_is_copied_into_none():
    listed = "1) көпүрөнү оңдогула 2) базарга туалет курулсун"
    for before in (
        "Саламатсызбы, менин эки сунушум бар: ",
        "Здравствуйте! Вот мои предложения. ",
        "salam 2 sunushum bar: ",
    ):
        assert split_proposals(before + listed) == ["көпүрөнү оңдогула", "базарга туалет курулсун"]
    assert split_proposals("Саламатсызбы! Айылга керек: " + listed)[1] == "Айылга керек: базарга туалет курулсун"


@pytest.mark.parametrize("said", [
    "ozunche bolsun", "өзүнчө-өзүнчө", "бөл", "ар бирин өзүнчө", "айры-айры", "по отдельности", "порознь", "разбейте",
    "kajdoe otdelno", "alohida bo'lsin", "алоҳида", "үчкө бөл",
])  # fmt: skip
def test_each_its_own_is_said_in_many_words(said):
    assert read_parting(said) is Parting.EACH


@pytest.mark.parametrize("said", ["hammasi birga", "bitta taklif", "все в одном", "вместе"])
def test_and_so_is_one(said):
    assert read_parting(said) is Parting.ONE


@pytest.mark.parametrize(
    "said", ["көпүрө өзүнчө жасалсын", "разбитая дорога", "жеке менчик", "отдельный туалет", "болду"]
)
def test_what_says_more_parts_nothing(said):
    assert read_parting(said) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Көпүрөнү оңдоп бергиле, дагы мектепке жарык керек, жана дагы таштанды ташылсын", 3),
        ("почините дорогу, еще нужен садик, и еще поставьте остановку", 3),
        ("Мектепке жарык керек, экинчиси көпүрөнү оңдогула, үчүнчүсү таштанды ташылсын", 3),
        ("мост почините еще свет на улице нужен и еще уберите мусор", 3),
        ("kochogo chyrak kerek, ekinchisi suu jok, dagy jol ondolsun", 3),
        ("Айылга суу керек, мындан тышкары жолду оңдоп бергиле", 2),
        ("Нужен новый ФАП, также сдайте в аренду старый клуб, кроме того нужен арык", 3),
        ("Почините мост. Поставьте туалет на базаре. Сдайте клуб в аренду.", 3),
        ("Көчөгө чырак орнотулсун. Мектепке парта алып бергиле.", 2),
        # One proposal with its details.
        ("Жол бузук. Асфальт төшөлсүн. Арык казылсын.", 1),
        ("Мектепке жарык керек. Балдар караңгыда келет. Жардам бериңиздер.", 1),
        ("Нужен мост через реку. Дети ходят вброд. Прошу включить в бюджет.", 1),
        ("Нужна детская площадка: качели, ещё горка и ещё скамейки", 1),
        ("Нужен свет на улице Ленина, ещё на Мира и ещё на Советской", 1),
        ("Мектепке парта керек, дагы отургуч керек, дагы доска керек", 1),
        ("Мектепке жарык керек, дагы туалет керек, дагы спорт зал керек", 1),
        ("Нужен садик, ещё нужна площадка перед ним, и ещё забор вокруг", 1),
        ("Нужен парк, ещё нужны фонари и ещё нужны скамейки", 1),
        ("Нужна остановка, ещё чтобы там был навес и ещё чтобы была скамейка", 1),
        ("Көпүрө керек, дагы ага жарык керек, дагы тосмо керек", 1),
        ("Почините дорогу, ещё раз прошу, и ещё больше ям стало", 1),
        ("Дагы эки чырак керек мектептин жанына", 1),
        ("Клубду оңдоп бергиле, дагы чатырын жабыңыздар, дагы терезелерин алмаштырыңыздар", 1),
    ],
)
def test_what_is_joined_in_one_line_is_parted_where_each_wishes_something_else(text, parts):
    assert len(split_proposals(text, matter_of=find_matter)) == parts


def test_no_labelled_text_which_is_one_proposal_is_parted_by_a_joining_word(tell):
    paths = [ROOT / "bot/office/guessing/texts.jsonl", *(ROOT / "tests/office/guessing").glob("*.jsonl")]
    texts = [json.loads(line)["text"] for path in paths for line in path.read_text("utf-8").splitlines()]
    parted = [text for text in texts if len(split_chained(text, find_matter)) > 1]
    assert not parted
    tell("one proposal with its details", texts=len(texts), parted=len(parted))


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


async def test_the_receipt_of_a_piece_tells_how_many_are_unsent(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", THREE, "ооба", "макул")
    assert f"Жөнөтүлө элек сунуштарыңыз: 2, акыркысы: «{TEXTS[1]}»" in await aigul.presses("Жөнөтүү")


async def test_what_announces_another_is_no_question_about_ones_own(village):
    aigul = await village.in_menu("Айгүл")
    said = "Көпүрөнү оңдоп бергиле. Дагы бир сунушум: мектепке парта алып бергиле"
    assert "Бул сунушпу?" in await aigul.says(said)


async def test_a_complaint_about_a_neighbour_beside_a_proposal_has_its_own_door(village):
    oleg = await village.in_menu("Олег", language="ru")
    await oleg.taps("propose")
    await oleg.taps("side:spending")
    blame = "И ещё сосед сливает воду на улицу, накажите его"
    shown = await oleg.says(f"Почините дорогу у школы на Ленина. {blame}")
    assert "Отправить предложение без неё?" in shown
    assert f"• «{blame}»" in shown
    came = await oleg.says("отдельно")
    assert "Жалобу на человека или на взятку подают в айылный кенеш" in came
    assert f"Это никому не отправлено: «{blame}»" in came
    assert "3/3. Проверьте: расходы, дороги и мосты. «Почините дорогу у школы на Ленина.»" in came
    await oleg.follows_script("Разрешаю", "Отправить")
    (only,) = await oleg.proposals()
    assert only.text == "Почините дорогу у школы на Ленина."


async def test_of_several_proposals_only_the_complaint_is_left_out(village):
    gul = await village.in_menu("Гүл")
    await gul.taps("propose")
    await gul.taps("side:spending")
    await gul.says("1. Мектепке жарык керек. 2. Көпүрөнү оңдогула. 3. Кошунам сууну уурдап жатат, жазалагыла")
    came = await gul.says("ар бири өзүнчө")
    assert "Бул эч кимге жөнөтүлгөн жок: «Кошунам сууну уурдап жатат, жазалагыла»" in came
    assert "1/2" in came
    assert "«Мектепке жарык керек»" in came


@pytest.mark.parametrize(("language", "said", "question", "titles"), [
    ("ky", "Биринчиден, мектепке чатыр керек. Экинчиден, жолдун чуңкурларын жапкыла. Үчүнчүдөн, угуу качан болот?",
     "«угуу качан болот?»: ", ("Ар бири өзүнчө", "16-декабр")),
    ("ru", "1. нужен мост через речку 2. почините клуб 3. когда будут слушания?",
     "«когда будут слушания?»: ", ("Каждое отдельно", "16 декабря")),
])  # fmt: skip
async def test_a_question_in_a_piece_of_a_split_is_answered(village, language, said, question, titles):
    await announced(village)
    aigul = await village.in_menu("Айгүл", language=language)
    await aigul.follows_script(said, "1", "2")
    asked = aigul.heard[-1].text
    assert question.removesuffix(": ") not in asked
    assert "2" in asked
    came = await aigul.presses(titles[0])
    assert question in came
    assert titles[1] in came
    assert "1/2" in came
