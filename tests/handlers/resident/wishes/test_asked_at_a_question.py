"""A question at a yes or no is answered, and the same is asked again."""

LIGHT = "Мектептин жанына жарык керек"


async def test_a_question_at_may_it_be_shown_is_answered_and_asked_again(village, tell):
    farida = await village.with_proposal("Фарида", LIGHT, language="ru")
    assert "поможет айыл окмоту решить" in await farida.says("а зачем вам это")
    assert "можно ли показать" in await farida.says("пропустить")
    asked = (
        "кто это увидит",
        "а имя моё тоже?",
        "когда ответ будет?",
        "где это висит",
        "это бесплатно?",
        "когда слушания?",
    )
    ended = 0
    for question in asked:
        ended += "можно ли показать" not in await farida.says(question)
    tell("questions typed at «may it be shown?»", asked=len(asked), ended=ended)
    assert not ended
    await farida.says("нет")
    assert (await farida.proposals())[0].public_text is False
    assert "можно ли показать" not in await farida.says("спасибо")


async def test_a_question_at_notices_is_no_answer(village):
    kanat = await village.at_check("Канат", LIGHT, language="ru")
    await kanat.says("отправить")
    assert "Сообщать вам о слушаниях по бюджету?" in await kanat.says("а что за слушания такие")
    assert "сообщать не будем" in await kanat.says("не надо")


async def test_a_question_before_words_are_added_keeps_them(village):
    bakyt = await village.with_proposal("Бакыт", LIGHT)
    await bakyt.says("/menu")
    await bakyt.says("терезеси да сынык, 1 номерге кош")
    assert "кошулсунбу? «терезеси да сынык»" in await bakyt.says("ордуна деген эмне?")
    assert "кошулду" in await bakyt.says("ооба")
