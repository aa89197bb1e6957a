"""«It is not needed» asks whether the text goes, at every step. «Not that» leads to writing it anew, and erases nothing."""

import pytest

from bot.delivery.incoming.conversations import make_state_key
from handlers.shared.states import Propose

WISH = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
ASKED = "Өчүрүлө турган текст: «Мектептин жанына жарык керек"


async def state_of(village, name):
    return (await village.states.read(make_state_key("telegram", "bot", name))).state


async def at(village, step, name="Айгүл"):
    aigul = await village.in_menu(name) if step in {"side", "consent"} else await village.at_check(name, WISH)
    if step == "side":
        await aigul.follows_script(WISH, "1")
    elif step == "consent":
        await aigul.taps("propose")
        await aigul.taps("side:spending")
        await aigul.says(WISH)
    elif step == "text":
        await aigul.says("0")
    elif step == "change":
        await aigul.taps("change")
    return aigul


@pytest.mark.parametrize(
    "text", ["жок, бул керек эмес", "jok kerek emes bul", "нет, это не надо", "мне это больше не нужно"]
)
@pytest.mark.parametrize("step", ["side", "text", "consent", "check"])
async def test_what_is_not_needed_is_asked_about_and_nothing_is_kept_behind_a_yes(village, step, text):
    aigul = await at(village, step)
    before = await state_of(village, "Айгүл")
    assert ASKED in await aigul.says(text)
    await aigul.says("жок")
    assert await state_of(village, "Айгүл") == before
    assert ASKED in await aigul.says(text)
    await aigul.says("ооба")
    assert WISH not in await aigul.says("сунуш берем")
    assert await aigul.proposals() == []


@pytest.mark.parametrize("text", ["бул сунуш керек эмес", "предложение не нужно"])
async def test_a_proposal_that_is_named_is_asked_about_where_a_part_is_changed_too(village, text):
    aigul = await at(village, "change")
    assert ASKED in await aigul.says(text)
    await aigul.says("жок")
    assert await state_of(village, "Айгүл") == Propose.change
    await aigul.taps("change_to:name")
    assert "керек эмес" not in str(await village.states.read(make_state_key("telegram", "bot", "Айгүл")))


@pytest.mark.parametrize(
    "text", ["ой не то", "ой, туура эмес", "oi tuura emes", "не то написала", "туура эмес жазып алдым"]
)
@pytest.mark.parametrize("step", ["side", "text", "consent", "check", "change"])
async def test_what_was_not_meant_is_written_anew(village, step, text):
    aigul = await at(village, step)
    said = await aigul.says(text)
    assert "Өчүрүлө турган" not in said
    assert "Азыр мындай: «Мектептин жанына жарык керек" in said
    said = await aigul.says("Клубдун чатырын оңдоо керек, суу агып жатат")
    assert "«Клубдун чатырын оңдоо керек, суу агып жатат»" in (
        said if step != "side" else await aigul.taps("side:spending")
    )


@pytest.mark.parametrize("text", ["ой не то", "ой, туура эмес", "туура эмес жазып алдым"])
async def test_what_was_sent_is_written_anew_too(village, text):
    aigul = await village.with_proposal("Айгүл", WISH)
    assert "№ 0001 сунушту толугу менен кайра жазыңыз" in await aigul.says(text)
    assert [one.text for one in await aigul.proposals()] == [WISH]


@pytest.mark.parametrize("text", ["ой не то", "ой не то написала", "ой жаңылыш жазыпмын"])
async def test_what_is_held_by_mistake_is_written_anew(village, text):
    vera = await village.in_menu("Вера", language="ru")
    assert "Это предложение?" in await vera.says("улица мира дом пять")
    assert "Напишите заново" in await vera.says(text)
    await vera.follows_script("Постройте мост на улице Мира", "2")
    assert "«Постройте мост на улице Мира»" in vera.heard[-1].text
    assert "дом пять" not in vera.heard[-1].text


@pytest.mark.parametrize(
    "text", ["ой это не вам", "это я мужу писала", "ой бул сизге эмес", "подруге писала по ошибке"]
)
async def test_what_was_meant_for_somebody_else_is_let_go_of(village, text):
    vera = await village.in_menu("Вера", language="ru")
    assert "Это предложение?" in await vera.says("купи хлеб и молоко")
    assert "как предложение не сохраняется: «купи хлеб и молоко»" in await vera.says(text)
    other = await village.at_check("Олег", "Постройте мост через реку", language="ru")
    came = await other.says(text)
    assert "Удалить" in came or "Удаляем" in came or "удалён" in came
    assert not await other.proposals()
