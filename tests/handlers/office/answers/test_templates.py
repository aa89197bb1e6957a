"""Templates of an office's answers: kept from a sent one, used with the blanks filled, looked through and changed."""

import pytest

from tests.handlers.office.answers.test_alike import opens
from tests.handlers.office.answers.test_answer import LIGHT
from tests.handlers.offices import proposed
from tests.storage.rows import JANY_ARYK, enter

HOME = JANY_ARYK.code


@pytest.fixture
async def desk(village):
    """A clerk who has refused a proposal of a village, by a sentence that names it. They stand at what was sent."""
    await enter(village.database)
    nurlan, aigul = await village.worker("Нурлан", aimak=HOME), await village.in_menu("Айгүл", aimak=HOME)
    person = await aigul.person()
    places = await village.database.read(lambda store: store.aimaks.list_villages(person.aimak_id))
    first = await proposed(village, aigul, LIGHT, category="sp_lighting", village_id=places[0].id)
    await opens(nurlan)
    sentence = f"{places[0].name('ky')} айылында № 1 боюнча 2027-жылы каражат каралган эмес."
    await nurlan.follows_script("Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт", sentence)
    await nurlan.presses("Жооп жөнөтүү")
    await aigul.reads()
    await nurlan.taps(f"desk_one:{first.id}")
    await nurlan.presses("Жөнөтүлгөн жооптор")
    return nurlan, aigul, places


async def kept(clerk, sentence: str = "") -> str:
    """Keeps the template of the answer on the screen, with another sentence where there is one."""
    await clerk.presses("Үлгү катары сактоо")
    if sentence:
        await clerk.presses("Сөзүн өзгөртүү")
        await clerk.says(sentence)
    return await clerk.presses("Үлгүнү сактоо")


async def next_one(village, clerk, author, text: str, **parts) -> str:
    """A new proposal on the clerk's screen."""
    proposal = await proposed(village, author, text, **parts)
    await clerk.reads()
    return await clerk.taps(f"desk_one:{proposal.id}")


async def test_a_sent_answer_becomes_a_template_that_answers_others_in_three_acts(village, desk, tell):
    nurlan, aigul, places = desk
    shown = await nurlan.presses("Үлгү катары сактоо")
    assert "{айыл} айылында № {номер} боюнча {жыл}-жылы каражат каралган эмес" in shown
    assert "текшерип коюңуз" in shown
    assert "«Каражат жетпейт» үлгүсү сакталды." in await nurlan.presses("Үлгүнү сактоо")
    without = await proposed(village, aigul, "Клубдун чатырын оңдоо керек")
    await next_one(village, nurlan, aigul, "Көпүрөгө тосмо керек", village_id=places[1].id)
    assert "1. «Каражат жетпейт»: Долбоорго кирген жок" in await nurlan.presses("Үлгүлөр")
    read = await nurlan.presses("Каражат жетпейт")
    filled = f"{places[1].name('ky')} айылында № 0003 боюнча 2027-жылы каражат каралган эмес"
    assert filled in read
    assert "№ 0003: «Көпүрөгө тосмо керек»" in read
    assert "«Каражат жетпейт» үлгүсү боюнча." in read
    assert "Жооп жөнөтүлдү." in await nurlan.presses("Жооп жөнөтүү")
    assert filled in await aigul.reads()
    # Without a village the template is not offered.
    await nurlan.taps(f"desk_one:{without.id}")
    assert "Айылы көрсөтүлбөгөндүктөн сунушталбаган үлгүлөр: 1." in await nurlan.presses("Үлгүлөр")
    assert "Бул үлгү азыр жок." in await nurlan.taps("template_use:1")
    tell("templates of answers", kept=1, filled=1, not_offered=1)


async def test_what_may_be_a_residents_own_is_shown_and_goes_with_its_author(village, desk):
    nurlan, aigul, places = desk
    quoting = "Айгүл, «мектептин жанына жарык керек» дебедиңизби, 0700 123 456га чалыңыз."
    await nurlan.presses("Үлгү катары сактоо")
    await nurlan.presses("Сөзүн өзгөртүү")
    shown = await nurlan.says(quoting)
    assert "Бул тургундун өз сөзү же аты болушу мүмкүн: «мектептин жанына жарык керек», «0700 123 456»." in shown
    await nurlan.presses("Үлгүнү сактоо")
    await kept(nurlan)
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    rows = await village.database.read(lambda store: store.templates.list([places[0].aimak_id]))
    assert [row.name for row in rows] == ["Каражат жетпейт 2"]


async def test_an_included_one_asks_its_sum_and_is_said_in_the_readers_language(village, desk):
    nurlan, aigul, _ = desk
    ulan = await village.in_menu("Улан", aimak=HOME, language="ru")
    await next_one(village, nurlan, aigul, "Мектепке чатыр керек")
    await nurlan.follows_script(
        "Жооп берүү", "Долбоорго кирди", "150000", "Өткөрүп жиберүү", "Долбоордо бул ишке 150 000 сом бар, рахмат."
    )
    await nurlan.presses("Жооп жөнөтүү")
    await nurlan.taps("desk_one:2")
    await nurlan.presses("Жөнөтүлгөн жооптор")
    shown = await nurlan.presses("Үлгү катары сактоо")
    assert "«Долбоордо бул ишке {сумма} бар, рахмат.»" in shown
    assert "Сумма ар бир жолу суралат." in shown
    await nurlan.presses("Орусча да жазуу")
    shown = await nurlan.says("В проекте на это есть {сумма}, спасибо.")
    assert "Орусча: В проекте на это есть {сумма}, спасибо." in shown
    await nurlan.presses("Үлгүнү сактоо")
    await next_one(village, nurlan, ulan, "Нужен мост через арык")
    await nurlan.presses("Үлгүлөр")
    asked = await nurlan.presses("Долбоорго кирди")
    assert "канча сом каралган?" in asked
    assert "Өткөрүп жиберүү" not in asked
    filled = "В проекте на это есть 250\u00a0000 сомов, спасибо."
    assert filled in await nurlan.says("250 миң")
    await nurlan.presses("Жооп жөнөтүү")
    assert filled in await ulan.reads()


async def test_templates_are_renamed_changed_and_removed_and_bad_words_are_refused_kindly(village, desk):
    nurlan, *_ = desk
    await kept(nurlan)
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    assert "«Каражат жетпейт»: Долбоорго кирген жок. Каражат жетпейт" in await nurlan.presses("Үлгүлөр")
    await nurlan.presses("Каражат жетпейт")
    await nurlan.presses("Сөзүн өзгөртүү")
    for typed, said in {
        "Быйыл {көчө} боюнча акча каралган эмес": "«көчө» деген орун жок. Мына булар бар: {номер}, {айыл}, {жыл}, {сумма}.",
        "Бул ишке {сумма} керек, бирок каралган эмес": "Сумма долбоорго кирген сунуштун жообунда гана турат.",
        "{айыл} {номер} {жыл} а": "жазыңыз",
        "узун " * 400: "Текст өтө узун",
    }.items():
        assert said in await nurlan.says(typed), typed
    assert "«{жыл}-жылга каражат бөлүнгөн эмес, кийин карайбыз.»" in await nurlan.says(
        "[год]-жылга каражат бөлүнгөн эмес, кийин карайбыз."
    )
    await nurlan.presses("Башкача атоо")
    assert "20" in await nurlan.says("Абдан узун аталыш, ал эч бир баскычка батпайт")
    assert "«Акча жок» үлгүсү" in await nurlan.says("Акча жок")
    # A second one of the same answer, under a name that is there.
    await nurlan.taps("desk_one:1")
    await nurlan.presses("Жөнөтүлгөн жооптор")
    await nurlan.presses("Үлгү катары сактоо")
    await nurlan.presses("Башкача атоо")
    assert "Мындай аталыштагы үлгү бар." in await nurlan.says("акча ЖОК")
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.presses("Үлгүлөр")
    await nurlan.presses("Акча жок")
    await nurlan.presses("Үлгүнү өчүрүү")
    assert "Азырынча үлгү жок." in await nurlan.presses("Үлгүнү өчүрүү")
    assert "Бул үлгү азыр жок." in await nurlan.taps("template_one:1")
    assert "Үлгүлөр" not in await nurlan.taps("desk_one:1")


async def test_an_office_keeps_no_more_templates_than_fit(village, desk, monkeypatch):
    nurlan, *_ = desk
    monkeypatch.setattr("bot.office.answers.templates.templates.MOST", 2)
    await kept(nurlan)
    await kept(nurlan)
    assert "Эң көп 2 үлгү сакталат." in await kept(nurlan)


async def test_a_template_answers_several_at_once_each_with_its_own_village_and_corrects_one_too(village, desk):
    nurlan, aigul, places = desk
    await kept(nurlan)
    for at, text in enumerate(("Көпүрөгө тосмо керек", "Клубга чатыр керек")):
        await proposed(village, aigul, text, village_id=places[at].id)
    await proposed(village, aigul, "Мончого көмүр керек")
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.presses("Бир нечесине жооп")
    await nurlan.presses("Барактагынын баары")
    assert "Үлгүлөр" in await nurlan.presses("Жооп жазуу")
    await nurlan.presses("Үлгүлөр")
    shown = await nurlan.presses("Каражат жетпейт")
    assert "Булар калтырылды" in shown
    assert "№ 0004" in shown.partition("\n")[0]
    for at, number in enumerate(("0002", "0003")):
        assert f"{places[at].name('ky')} айылында № {number} боюнча 2027-жылы каражат" in shown
    assert "2 жооп жөнөтүлөт" in shown
    await nurlan.presses("Жөнөтө бериңиз")
    # The same over an answer that was sent, and back again to what is decided.
    await nurlan.says("0001")
    await nurlan.presses("Жоопту оңдоо")
    await nurlan.presses("Үлгүлөр")
    assert "Кандай чечим кабыл алынды?" in await nurlan.says("Артка")
    await nurlan.presses("Үлгүлөр")
    assert "2-редакция" in await nurlan.presses("Каражат жетпейт")


async def test_several_at_once_are_answered_as_an_earlier_one_was(village, desk):
    nurlan, aigul, places = desk
    for text in ("Мектептин артына жарык керек", "Клубдун жанына жарык керек"):
        await proposed(village, aigul, text, category="sp_lighting")
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.presses("Бир нечесине жооп")
    await nurlan.presses("Барактагынын баары")
    await nurlan.presses("Жооп жазуу")
    assert "№ 0001" in await nurlan.presses("Ушундай эле жооп")
    assert "Кандай чечим кабыл алынды?" in await nurlan.says("Артка")
    await nurlan.presses("Ушундай эле жооп")
    shown = await nurlan.presses("№ 0001")
    assert shown.count("каражат каралган эмес") == 2
    assert "2 жооп жөнөтүлөт" in shown
