"""What is asked beside any proposal is answered at each step, and nothing of it becomes one."""

import pytest

from bot.language.wishes.asides.chatter import is_chatter
from bot.language.wishes.asides.impatience import loses_patience
from bot.language.wishes.asides.speaking import asks_to_speak
from bot.language.wishes.asides.where_answered import asks_where_answered
from tests.handlers.resident.hearing_steps import announced

LIGHT = "Мектептин жанына жарык керек"


@pytest.mark.parametrize("said", [
    "угууда сүйлөгүм келет, кантип катталам?", "хочу выступить на слушаниях, как записаться?", "жыйында чыгып сүйлөсөм болобу",
    "uguuda suilosom bolobu", "мне дадут слово на собрании?", "угууга барып суроо берсем болобу", "сүйлөө үчүн кайда жазылам",
    "на сходе хочу слово сказать", "можно ли задать вопрос на слушании",
])  # fmt: skip
async def test_whoever_wants_to_speak_at_a_hearing_hears_how(village, said):
    vera = await village.in_menu("Вера", language="ru")
    came = await vera.says(said)
    assert "может спросить и выступить каждый" in came
    assert "Слушания по бюджету пока не объявлены." in came
    assert "Это предложение?" not in came
    await announced(village)
    came = await vera.says(said)
    assert "16 декабря" in came
    assert "маданият үйү" in came
    assert "[Задать вопрос]" in came


@pytest.mark.parametrize("said", [
    "угууда микрофон керек", "жыйындарда жаштарга сөз берилсин", "угуу качан болот", "как записать ребенка в садик",
    "хочу сказать спасибо", "сүйлөшкүм келет адам менен",
])  # fmt: skip
def test_what_is_wished_for_others_is_no_wish_to_speak(said):
    assert not asks_to_speak(said)


@pytest.mark.parametrize("said", [
    "жообун кайдан окуйм", "где прочитать ответ", "кайсыл жактан окуйбуз жоопту", "куда придет ответ", "jooptu kaidan korom",
    "ответ куда напишете", "жооп кайсы жерге келет", "а как я узнаю ответ",
])  # fmt: skip
async def test_whoever_asks_where_an_answer_is_read_hears_it_at_each_step(village, said):
    aigul = await village.in_menu("Айгүл")
    assert "Жооп ушул чатка келет" in await aigul.says(said)
    await aigul.follows_script("1", "2")
    assert "Жооп ушул чатка келет" in await aigul.says(said)
    sent = await village.with_proposal("Асан", LIGHT)
    assert "ушул чатка келет" in await sent.says(said) or "№ 0001" in sent.heard[-1].text
    await sent.says("өткөрүп жибер")
    came = await sent.says(said)  # at the question whether it may be shown
    assert "Жооп ушул чатка келет" in came or "№ 0001" in came
    assert "ООба десеңиз" not in came


@pytest.mark.parametrize("said", ["жооп качан келет", "ответ не пришел", "как проехать", "жолду кайдан көрсөм болот"])
def test_other_questions_are_not_where_an_answer_is_read(said):
    assert not asks_where_answered(said)


@pytest.mark.parametrize("said", [
    "2+2 сколько", "анекдот айтчы", "ты умный?", "5*7=?", "эки кошуу эки канча", "расскажи сказку", "мне скучно",
    "сен канча жаштасың?", "бүгүн аба ырайы кандай", "который час", "у тебя есть дети?", "сен үйлөнгөнсүңбү", "ыр ырдап берчи",
])  # fmt: skip
async def test_talk_with_the_bot_is_told_kindly_what_it_is_for(village, said):
    new = village.resident("new")
    await new.starts()
    assert "Я принимаю только предложения" in await new.says(said)
    vera = await village.in_menu("Вера", language="ru")
    for step in ("", "1", "2"):
        if step:
            await vera.says(step)
        came = await vera.says(said)
        assert "Я принимаю только предложения к бюджету." in came
        assert "Это предложение?" not in came
    came = await vera.says("Постройте мост через реку")
    assert "«Постройте мост через реку»" in came


@pytest.mark.parametrize("said", [
    "3-4", "0555 12 34 56", "16/12", "10:00", "умный светофор поставьте", "сказочный городок детям постройте",
    "погодную станцию поставьте", "ырчыларды чакырып концерт бергиле", "сколько стоит", "100-150", "12.12.2026", "кто ты",
    "детям площадку", "вы работаете?",
])  # fmt: skip
def test_a_number_and_a_wish_are_no_talk_with_the_bot(said):
    assert not is_chatter(said)


@pytest.mark.parametrize(
    "said",
    ["сколько у меня предложений", "канча сунуш бердим?", "менин канча сунушум бар", "skolko u menya predlojeniy"],
)
async def test_whoever_asks_how_many_they_sent_sees_them_at_a_question_too(village, said):
    oleg = await village.with_proposal("Олег", "мусор не вывозят третью неделю", language="ru")
    assert "показать этот текст" in await oleg.says("пропустить")
    assert "Ваши предложения:" in await oleg.says(said)


_IMPATIENT = [
    "вы чё там спите", "вы там вообще работаете или нет", "угуп жатасынбы", "вы меня слышите?", "уктап жатасыңарбы",
    "иштейсиңерби деги", "если через две недели не ответите буду жаловаться", "эки жумада жооп бербесеңер арызданам",
    "ugup jatasynby", "алло, есть кто живой", "если не ответите до пятницы, пойду в прокуратуру",
    "вы вообще читаете это",
]  # fmt: skip


@pytest.mark.parametrize("said", _IMPATIENT)
async def test_whoever_loses_patience_hears_by_when_an_answer_comes(village, said):
    oleg = await village.in_menu("Олег", language="ru")
    came = await oleg.says(said)
    assert "Ваши сообщения сюда приходят." in came
    assert "Это предложение?" not in came
    assert "/privacy" not in came
    sent = await village.with_proposal("Асан", LIGHT)
    came = await sent.says(said)
    assert "№ 0001." in came
    assert "сунушпу" not in came
    await sent.follows_script("/menu", "1", "2")
    came = await sent.says(said)
    assert "№ 0001." in came
    assert "3/3" not in came


@pytest.mark.parametrize("said", [
    "вы сегодня работаете?", "во сколько вы работаете", "айыл өкмөтү иштейби", "балдар уктап жатат, бакча керек",
    "если не почините дорогу буду жаловаться", "хочу пожаловаться", "фонари не работают вообще", "кто там", "умерли",
    "ответа не будет?",
])  # fmt: skip
def test_questions_of_hours_and_complaints_of_else_are_no_impatience(said):
    assert not loses_patience(said)
