"""Thanks in words of one's own answer no question, and a thing that is proposed in one word is kept."""

import pytest

from bot.language.wishes.asides.thanks import only_thanks


@pytest.mark.parametrize("said", [
    "рахмат уулум жакшы болду", "чоң рахмат, баары түшүнүктүү", "спасибо большое, всё хорошо", "rahmat sizge, jakshy boldu",
    "ыраазымын балам, аман бол",
])  # fmt: skip
async def test_thanks_behind_the_receipt_subscribe_nobody(village, said):
    assert only_thanks(said)
    jusup = await village.at_check("Жусуп", "Жолду оңдоп бериңиздер")
    await jusup.presses("Жөнөтүү")
    came = await jusup.says(said)
    assert "Сизге да рахмат!" in came
    assert "Бюджет угуулары тууралуу кабарлап туралыбы?" in came


@pytest.mark.parametrize("said", [
    "рахмат, кабарлап туруңуз", "спасибо, не надо", "рахмат ооба", "спасибо, а когда ответ?", "жакшы болду", "рахмат",
    "спасибо, но дорогу не сделали",
])  # fmt: skip
def test_what_answers_besides_is_more_than_thanks(said):
    assert not only_thanks(said)


async def test_one_word_that_is_proposed_is_not_lost(village):
    oleg = await village.in_menu("Олег", language="ru")
    assert "Что из этого вы имеете в виду?" in await oleg.says("хочу предложить спортплощадку")
    await oleg.presses("Подать предложение")
    assert "«хочу предложить спортплощадку»" in await oleg.says("2")
