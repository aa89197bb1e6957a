"""What is not to be had here: it is said where to turn, and nothing is made a proposal."""

import pytest

from bot.language.wishes.asides.certificates import asks_for_certificate
from bot.language.wishes.asides.earlier_years import asks_of_an_earlier_year


@pytest.mark.parametrize("said", [
    "Мне нужна справка о составе семьи", "справку о семейном положении где взять", "мага жашаган жеримден справка керек",
    "үй-бүлө курамы тууралуу маалымкат алышым керек эле", "maga spravka kerek", "выдайте характеристику на сына",
])  # fmt: skip
async def test_whoever_wants_a_certificate_hears_where_to_ask(village, said):
    vera = await village.in_menu("Вера", language="ru")
    came = await vera.says(said)
    assert "Справки и другие документы здесь не выдают." in came
    assert "Это предложение?" not in came
    await vera.says("1")
    assert "1/3" in await vera.says(said)


@pytest.mark.parametrize("said", [
    "нужно открыть центр где выдают справки", "повысить пособия многодетным", "айылга справка берүүчү терминал керек",
    "почините дорогу", "за справку берут 500 сом",
])  # fmt: skip
def test_what_is_for_everybody_is_no_certificate(said):
    assert not asks_for_certificate(said)


@pytest.mark.parametrize("said", [
    "былтыр мен көпүрө жөнүндө сунуш бергем, ал эмне болду?", "в прошлом году я подавала предложение про мост, что с ним",
    "откон жылы жазгам, жооп болгон жок", "byltyr sunush bergem, kaida?",
])  # fmt: skip
async def test_whoever_asks_after_last_year_hears_what_is_here(village, said):
    vera = await village.in_menu("Вера", language="ru")
    came = await vera.says(said)
    assert "Здесь вы предложений не подавали." in came
    assert "Это предложение?" not in came
    oleg = await village.with_proposal("Олег", "Почините мост", language="ru")
    assert "Ваши предложения:" in await oleg.says(said)


@pytest.mark.parametrize("said", [
    "прошлогоднее предложение не сделали, предлагаю снова построить мост", "былтыр сурагам, дагы эле көпүрө керек",
    "в прошлом году дорогу сделали плохо", "почините мост",
])  # fmt: skip
def test_what_proposes_anew_asks_after_nothing(said):
    assert not asks_of_an_earlier_year(said)


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "там адрес не тот"), ("ru", "ой, не та улица"), ("ky", "дареги туура эмес экен")]
)
async def test_a_wrong_address_behind_the_receipt_is_no_refusal_of_notices(village, language, said):
    vera = await village.at_check("Вера", "Почините дорогу у школы, Ленина 5", language=language)
    await vera.taps(await _find_send(vera))
    came = await vera.says(said)
    assert "№ 0001" in came
    assert f"«{said}»" in came


async def _find_send(vera) -> str:
    return next(id for id, _ in vera.heard[-1].choices if id.startswith("send:"))


async def test_a_proposal_beside_a_wish_for_a_certificate_is_not_lost(village):
    vera = await village.in_menu("Вера", language="ru")
    assert "нужен мост через речку" in await vera.says(
        "1) нужен мост через речку 2) где взять справку о составе семьи?"
    )
    await vera.follows_script("1", "2")
    assert "Предложение" in vera.heard[-1].text or "предложение без него" in vera.heard[-1].text
    await vera.presses("Без вопроса")
    said = "\n".join(one.text for one in vera.heard[-2:])
    assert "«нужен мост через речку»" in said
    assert "«где взять справку о составе семьи?»: " in said
