"""A message that its author takes back goes out of what is not sent; else it is said how."""

import pytest

from tests.handlers.resident.test_swipes import asks, said_about

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
WINTER = "Кыш жакындап калды"
GONE = "Өчүргөн билдирүүңүз бул жерден да алынды."


async def test_of_two_messages_the_deleted_one_is_taken_out(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says(WINTER)
    await aigul.presses("Ооба")  # it belongs to the proposal
    answer = await aigul.deletes(aigul.wrote[-1])
    assert answer.startswith(f"{GONE}\n\n3/3.")
    assert WINTER not in answer
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert proposal.text == LIGHT


async def test_where_nothing_is_left_the_text_is_asked_for_again(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    answer = await aigul.deletes(aigul.wrote[-1])
    assert answer.startswith(f"{GONE}\n\n2/3.")
    assert f"«{WINTER} жол керек»" in await aigul.says(f"{WINTER} жол керек")
    assert await aigul.proposals() == []


async def test_a_voice_is_taken_out_as_well(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    await aigul.sends("voice", "light.ogg")
    assert "2/3." in await aigul.deletes(aigul.wrote[-1])
    assert "1 үн" not in await aigul.says(LIGHT)


async def test_what_is_asked_about_is_taken_out_and_the_conversation_goes_on_where_it_stood(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" in await aigul.says(LIGHT)
    answer = await aigul.deletes(aigul.wrote[-1])
    assert answer.startswith(GONE)
    assert "1 — Сунуш берүү" in answer
    assert LIGHT not in answer


async def test_words_that_were_to_be_added_are_taken_out_and_the_next_ones_are_asked_about(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    village.clock.later(minutes=5)
    await aigul.says(WINTER)
    await aigul.says("Балдарга чырак керек")
    first, second = aigul.wrote[-2:]
    assert "кошулсунбу? «Балдарга чырак керек»" in await aigul.deletes(first)
    answer = await aigul.deletes(second)
    assert "3/3." in answer
    assert f"«{LIGHT}»" in answer


async def test_of_a_sent_proposal_it_is_said_how_it_is_taken_back(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    answer = await aigul.deletes(aigul.wrote[0])
    assert "№ 0001 айыл өкмөтүндө турат" in answer
    assert "«Кайтарып алуу»" in answer
    assert "Кайтарып алуу" in await aigul.presses("№ 0001")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.withdrawn_at) == (LIGHT, None)


async def test_what_nothing_was_made_of_is_deleted_without_a_word(village):
    aigul = await village.in_menu("Айгүл")
    assert await aigul.deletes("never seen") == ""
    assert "2/3" in await aigul.follows_script("1", "2")  # the question on the screen is still the one that is asked


@pytest.mark.parametrize("again", [1, 2])
async def test_a_deletion_that_comes_twice_is_harmless(village, again):
    aigul = await village.at_check("Айгүл", LIGHT)
    message = aigul.wrote[-1]
    for _ in range(again):
        await aigul.deletes(message)
    assert await aigul.deletes(message) == ""


@pytest.mark.parametrize("way", ["swipe", "asked for"])
async def test_of_what_the_office_has_got_already_both_hear_once_that_it_was_deleted(village, way):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await asks(village, nurlan, "Кайсы жерде так?")
    await aigul.reads()
    if way == "swipe":
        await aigul.swipes("Кайсы жерде так?", "Мектептин артында")
    else:
        await aigul.taps("reply:1")
        await aigul.says("Мектептин артында")
    await nurlan.reads()
    written = aigul.wrote[-1]
    answer = await aigul.deletes(written)
    assert "Катты өчүрдүңүз, бирок ал айыл өкмөтүнө жетип калган." in answer
    assert "№ 0001" in answer
    assert "№ 0001 сунуштун автору сизге жазган катын өз чатынан өчүрдү." in await nurlan.reads()
    assert await aigul.deletes(written) == ""
    assert await nurlan.reads() == ""
    assert ("replied", "Мектептин артында") in await said_about(village)


async def test_an_addition_that_is_deleted_is_told_of_as_well(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("added:1")
    await aigul.swipes_own(0, "Үч чырак жетет")
    await aigul.taps("added_to:1")
    added = aigul.wrote[-1]
    await nurlan.reads()
    assert "ал айыл өкмөтүнө жетип калган" in await aigul.deletes(added)
    assert "өз чатынан өчүрдү" in await nurlan.reads()
