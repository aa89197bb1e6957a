"""A voice in one line. A clerk writes it before answering; its author says whether it is so, and corrects it."""

import pytest

LINE = "Мектептин жанына чырак орнотуу керек"
ASKED = f"№ 0001. Үнүңүздү айыл өкмөтү мындай түшүндү: «{LINE}». Туурабы?"
WHY = "Бул ишке быйыл каражат каралган эмес, кийинки жылы карайбыз."


async def spoken(village, name: str, caption: str = "", *, language: str = "ky"):
    """Somebody who has sent a proposal by voice."""
    resident = await village.in_menu(name, language=language)
    await resident.taps("propose")
    await resident.taps("side:spending")
    await resident.sends("voice", caption=caption)
    await resident.taps("consent:yes")
    await resident.presses("Жөнөтүү" if language == "ky" else "Отправить")
    await resident.taps("notices:no")
    return resident


async def summarised(nurlan) -> str:
    """A clerk presses «Answer» on the card of a voice and is asked for its line first."""
    await nurlan.taps("desk_one:1")
    asked = await nurlan.presses("Жооп берүү")
    assert "Жооп берүүдөн мурда үн бир сап менен жазылат." in asked
    return await nurlan.says(LINE)


@pytest.fixture
async def desk(village):
    """A clerk, and somebody who has sent a voice."""
    nurlan = await village.worker("Нурлан")
    return nurlan, await spoken(village, "Айгүл")


async def test_a_voice_is_put_into_one_line_before_it_is_answered_and_its_author_agrees(village, desk, tell):
    nurlan, aigul = desk
    assert "Үндө эмне айтылганы жазыла элек." in await nurlan.taps("desk_one:1")
    went_on = await summarised(nurlan)
    assert "туурабы деп авторунан сурадык" in went_on
    assert "Долбоорго кирген жок" in went_on
    assert ASKED in await aigul.reads()
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.category) == (LINE, "sp_lighting")
    # It is found by its words, and shown as a line of the office.
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    assert f"«{LINE}»" in await nurlan.says("чырак")
    assert "№ 0001 ушул бойдон каралат." in await aigul.presses("Ооба")
    assert "автору ырастады:" in await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт", WHY)
    assert "Жооп жөнөтүлдү." in await nurlan.presses("Жооп жөнөтүү")
    assert f"№ 0001: «{LINE}», 1 үн билдирүү" in await aigul.reads()
    asked = sum(ASKED in one.text for to, one, _ in village.chats.sent if to == "Айгүл")
    tell("voices put into words", asked=asked, answered_without=0)


async def test_once_a_voice_is_in_words_what_was_pressed_goes_on(village, desk):
    nurlan, _ = desk
    await spoken(village, "Бакыт")
    await summarised(nurlan)
    await nurlan.follows_script("Долбоорго кирген жок", "Каражат жетпейт", WHY, "Жооп жөнөтүү")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Жөнөтүлгөн жооптор", "Үлгү катары сактоо", "Үлгүнү сактоо")
    assert "2 — Үлгүлөр" in await nurlan.taps("desk_one:2")
    assert "үн бир сап менен жазылат." in await nurlan.says("2")
    assert "Кайсы үлгү туура келет?" in await nurlan.says(LINE)


async def test_a_line_for_a_voice_that_a_colleague_has_answered_meanwhile_is_told_so(village, desk):
    nurlan, _ = desk
    chynara = await village.worker("Чынара")
    await chynara.taps("desk_one:1")
    await chynara.presses("Жооп берүү")
    await summarised(nurlan)
    await nurlan.follows_script("Долбоорго кирген жок", "Каражат жетпейт", WHY, "Жооп жөнөтүү")
    late = await chynara.says("Мектепке чатыр керек")
    assert "мурда эле өзгөрдү" in late or "болбойт" in late, late
    assert "ката кетти" not in late


async def test_a_voice_is_no_empty_line_where_similar_ones_are_looked_for(desk):
    nurlan, _ = desk
    await nurlan.taps("desk_one:1")
    assert "№ 0001: (үн, сүрөт же документ)" in await nurlan.presses("Окшоштор")


async def test_an_author_who_says_that_it_is_not_so_corrects_it_in_words(village, desk):
    nurlan, aigul = desk
    await summarised(nurlan)
    await aigul.reads()
    assert "жазыңыз же үн менен кайра айтыңыз" in await aigul.presses("Мындай эмес")
    assert "үнүн башкача түшүнгөнүңүздү айтты" in await nurlan.reads()
    assert "№ 0001 оңдолду" in await aigul.says("Көпүрөгө тосмо коюу керек")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.summary_by, proposal.category) == ("Көпүрөгө тосмо коюу керек", None, "sp_roads")
    assert "Көпүрөгө тосмо" in await nurlan.taps("desk_one:1")
    assert "Кандай чечим" in await nurlan.presses("Жооп берүү")


async def test_a_new_voice_is_put_into_words_anew_and_after_the_answer_it_is_a_reply(village, desk):
    nurlan, aigul = desk
    await summarised(nurlan)
    await aigul.reads()
    await aigul.presses("Мындай эмес")
    await aigul.sends("voice", "another")
    await nurlan.reads()
    assert "Үндө эмне айтылганы жазыла элек." in await nurlan.taps("desk_one:1")
    assert "Жооп берүүдөн мурда" in await nurlan.presses("Жооп берүү")
    await nurlan.says("Көпүрөгө тосмо коюу керек")
    await nurlan.follows_script("Долбоорго кирген жок", "Каражат жетпейт", WHY)
    await nurlan.presses("Жооп жөнөтүү")
    asked = await aigul.reads()
    assert "Көпүрөгө тосмо" in asked
    (_, notice, _) = next(one for one in reversed(village.chats.sent) if "Туурабы?" in one[1].text)
    await aigul.taps(next(id for id, title in notice.choices if title == "Мындай эмес"))
    assert "Жообуңуз берилди." in await aigul.says("Көпүрө эмес, арыкка тосмо")
    assert "№ 0001 сунуштун автору жооп жазды: «Көпүрө эмес, арыкка тосмо»" in await nurlan.reads()


async def test_words_beside_a_voice_that_say_enough_need_no_line_and_a_stale_tap_changes_nothing(village):
    nurlan = await village.worker("Нурлан")
    ulan = await spoken(village, "Улан", "Нужен мост через арык", language="ru")
    assert "жазыла элек" not in await nurlan.taps("desk_one:1")
    assert "Долбоорго кирген жок" in await nurlan.presses("Жооп берүү")
    before = await ulan.proposals()
    for choice in ("understood:1.1", "understood_not:1.1", "understood:99.1", "understood:x", "understood_not:"):
        await ulan.taps(choice)
    assert await ulan.proposals() == before
