"""A message that is edited. What it is part of changes, and nothing else; what was sent is offered to be corrected."""

from threading import current_thread
from types import SimpleNamespace

import pytest

from bot.office.guessing import guess

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
BRIDGE = "Көпүрөнү оңдоп бериңиздер, өтө эски"


async def test_of_two_joined_messages_only_the_edited_one_changes(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("Кыш жакындап калды")
    await aigul.presses("Ооба")  # it belongs to the proposal
    answer = await aigul.edits(aigul.wrote[-2], "Мектептин жанына үч жарык керек")
    assert "Өзгөртүүңүз сакталды." in answer
    assert "«Мектептин жанына үч жарык керек" in answer
    await aigul.edits(aigul.wrote[-1], "Кыш жакындады")
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert proposal.text == "Мектептин жанына үч жарык керек\nКыш жакындады"


async def test_an_edit_of_a_caption_changes_the_caption_and_keeps_the_photo(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.sends("photo", "light.jpg", caption="Мына бул жер")
    await aigul.edits(aigul.wrote[-1], "Мына бул көчө")
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (f"{LIGHT}\nМына бул көчө", 1)


async def test_a_caption_written_later_is_added(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    await aigul.sends("photo", "light.jpg")
    answer = await aigul.edits(aigul.wrote[-1], LIGHT)
    assert "3/3." in answer
    assert f"«{LIGHT}», 1 сүрөт" in answer


async def test_the_category_follows_the_edited_words(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "көчө жарыгы" not in await aigul.edits(aigul.wrote[-1], BRIDGE)


async def test_an_edit_too_short_to_be_a_proposal_changes_nothing(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    answer = await aigul.edits(aigul.wrote[-1], "жок")
    assert "Бул өтө кыска." in answer
    assert f"«{LIGHT}»" in answer


async def test_an_edit_too_long_changes_nothing(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    answer = await aigul.edits(aigul.wrote[-1], "Жол " * 30_000)
    assert "өтө узун" in answer
    assert f"«{LIGHT}»" in answer


async def test_a_change_that_nobody_made_is_not_answered(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert await aigul.edits(aigul.wrote[-1], LIGHT) == ""
    await aigul.says("1")  # the question on the screen is still the one that is asked
    assert len(await aigul.proposals()) == 1


async def test_the_typo_in_a_text_that_is_asked_about_is_mended(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("Мектептин жанына жарк керек")
    answer = await aigul.edits(aigul.wrote[-1], LIGHT)
    assert f"Бул сунушпу? «{LIGHT}»" in answer
    await aigul.says("ооба")
    assert f"чыгаша, көчө жарыгы. «{LIGHT}»" in await aigul.says("2")


async def test_a_text_that_waits_at_the_side_step_is_mended(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "Мектептин жанына жарк керек")
    answer = await aigul.edits(aigul.wrote[-1], LIGHT)
    assert "Өзгөртүүңүз сакталды." in answer
    assert "1/3." in await aigul.says("ооба")
    assert f"«{LIGHT}»" in await aigul.says("2")


async def test_a_text_kept_before_the_aimak_is_known_is_mended(village):
    aigul = village.resident("Айгүл")
    await aigul.says("Мектептин жанына жарк керек")
    await aigul.edits(aigul.wrote[-1], LIGHT)
    answer = await aigul.follows_script("1", "көк-жар", "1")
    assert f"«{LIGHT}»" in answer


async def test_a_piece_that_is_asked_about_is_mended_and_what_follows_is_asked_next(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    village.clock.later(minutes=5)
    await aigul.says("Кыш жакндап калды")
    await aigul.edits(aigul.wrote[-1], "Кыш жакындап калды")
    await aigul.says("Балдарга чырак кере")
    await aigul.edits(aigul.wrote[-1], "Балдарга чырак керек")
    answer = await aigul.sends("photo", "street.jpg")
    assert "Бул сунушка кошулсунбу? «Кыш жакындап калды», 1 сүрөт" in answer
    assert "Дагы жаздыңыз: «Балдарга чырак керек»" in answer
    await aigul.says("ооба")
    await aigul.says("ооба")
    await aigul.says("1")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (f"{LIGHT}\nКыш жакындап калды\nБалдарга чырак керек", 1)


async def test_the_text_is_mended_on_every_screen_of_a_change(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    written = aigul.wrote[-1]
    await aigul.says("Өзгөртүү")
    for part in ("change_to:side", "change_to:category", "change_to:amount", "change_to:place", "change_to:name"):
        await aigul.taps("change")
        await aigul.taps(part)
        asked = await aigul.edits(written, f"{LIGHT}, {part}")
        assert "Өзгөртүүңүз сакталды." in asked
        answer = await aigul.says("0")
        while "3/3." not in answer:
            answer = await aigul.says("0")
        assert f"{LIGHT}, {part}" in answer


async def test_a_draft_that_stepped_back_is_mended_too(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    written = aigul.wrote[-1]
    await aigul.says("Кийин улантам")
    await aigul.says(BRIDGE)
    await aigul.says("ооба")
    await aigul.edits(written, "Мектептин жанына үч жарык керек")
    await aigul.says("2")
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:no")
    assert "«Мектептин жанына үч жарык керек»" in await aigul.taps("propose")


async def test_a_piece_too_short_becomes_a_proposal_by_an_edit(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", "жол")
    answer = await aigul.edits(aigul.wrote[-1], "Биздин көчөгө жол керек")
    assert "3/3." in answer
    assert "«Биздин көчөгө жол керек»" in answer


async def test_a_short_piece_of_a_proposal_given_up_is_not_in_the_next(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", "жол", "0", "0")
    await aigul.says(BRIDGE)
    await aigul.says("ооба")
    await aigul.says("2")
    assert f"«{BRIDGE}»" in (await aigul.taps("consent:yes"))


async def test_the_message_of_a_sent_proposal_changes_no_new_draft_and_is_offered_as_a_correction(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    sent = aigul.wrote[-1]
    await aigul.follows_script("1", "2", BRIDGE)
    answer = await aigul.edits(sent, "Мектептин жанына үч жарык керек")
    assert answer.startswith("Бул билдирүү № 0001 сунушка кирген.")
    assert "«Мектептин жанына үч жарык керек»" in answer
    answer = await aigul.presses("Ооба")
    assert "№ 0001 сунуш оңдолду." in answer
    assert "3/3. Текшериңиз: чыгаша" in answer
    assert f"«{BRIDGE}»" in answer
    await aigul.presses("Жөнөтүү")
    second, first = await aigul.proposals()
    assert (first.text, first.revision, second.text) == ("Мектептин жанына үч жарык керек", 2, BRIDGE)


async def test_a_correction_by_an_edit_can_be_edited_again_and_refused(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    sent = aigul.wrote[-1]
    await aigul.edits(sent, "Мектептин жанына үч жарык керек")
    await aigul.says("ооба")
    await aigul.edits(sent, "Мектептин жанына беш жарык керек")
    await aigul.says("ооба")
    await aigul.edits(sent, BRIDGE)
    assert "1 — Сунуш берүү" in await aigul.says("жок")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.revision) == ("Мектептин жанына беш жарык керек", 3)


async def test_of_a_sent_proposal_of_two_messages_the_other_one_stays(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("Кыш жакындап калды")
    await aigul.presses("Ооба")
    first = aigul.wrote[-2]
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:no")
    await aigul.edits(first, BRIDGE)
    await aigul.presses("Ооба")
    (proposal,) = await aigul.proposals()
    assert proposal.text == f"{BRIDGE}\nКыш жакындап калды"


async def test_what_was_corrected_otherwise_is_not_put_back_by_an_edit(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    first = aigul.wrote[-1]
    await aigul.follows_script("2", "1", "Өзгөртүү", BRIDGE)
    assert "Кайтарып алуу" in await aigul.presses("Ордуна коюлсун")
    assert "кайра окулбайт" in await aigul.edits(first, "Мектептин жанына үч жарык керек")
    await aigul.edits(aigul.wrote[-1], "Көпүрө керек, эскиси кулады")
    await aigul.presses("Ооба")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.revision) == ("Көпүрө керек, эскиси кулады", 3)


async def test_a_withdrawn_proposal_is_not_changed_by_an_edit(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    sent = aigul.wrote[-1]
    await aigul.edits(sent, BRIDGE)
    yes = aigul.heard[-1].choices[0][0]
    await aigul.taps("mine")
    await aigul.follows_script("1", "Кайтарып алуу", "ооба")
    assert "эми өзгөртүүгө болбойт" in await aigul.taps(yes)
    assert "эми өзгөртүүгө болбойт" in await aigul.edits(sent, f"{BRIDGE}, тез арада")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.revision) == (LIGHT, 1)


async def test_an_edit_of_a_message_that_is_nowhere_says_what_to_do(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("?!")
    answer = await aigul.edits(aigul.wrote[-1], "Жаңы сөздөр бар эле")
    assert "кайра окулбайт" in answer
    assert f"«{LIGHT}»" in answer


async def test_an_edit_that_changes_nothing_is_silent_whatever_the_message_was(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("Салам")
    assert await aigul.edits(aigul.wrote[-1], "Салам") == ""
    await aigul.follows_script("1", "2", LIGHT)
    for message, text in zip(aigul.wrote, ["Салам", "1", "2", LIGHT], strict=True):
        assert await aigul.edits(message, text) == ""
    await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:no")
    for message, text in zip(aigul.wrote, ["Салам", "1", "2", LIGHT], strict=True):
        assert await aigul.edits(message, text) == ""
    assert "жаңыдан жазыңыз" in await aigul.edits(aigul.wrote[0], "Салам!")


async def test_who_takes_an_edit_back_is_heard_and_nobody_else_hears_of_what_nobody_changed(village):
    for name, step in (("Айгүл", village.at_check), ("Бакыт", village.in_menu)):
        aigul = await step(name, LIGHT) if step == village.at_check else await step(name)
        if step == village.in_menu:
            await aigul.says(LIGHT)  # held, and asked about
        said = aigul.wrote[-1]
        for text in (BRIDGE, LIGHT, BRIDGE):
            assert f"«{text}»" in await aigul.edits(said, text)
            assert await aigul.edits(said, text) == ""  # a reaction, a link preview


async def test_a_link_preview_on_a_message_of_long_ago_is_told_once(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("рахмат")
    for _ in range(25):
        await aigul.says("/help")
    answers = [await aigul.edits(aigul.wrote[1], "рахмат") for _ in range(3)]
    assert answers[1:] == ["", ""]


async def test_without_consent_a_change_is_told_once_and_what_nobody_changed_not_at_all(village):
    aigul = village.resident("Айгүл")
    await aigul.says("/start a_kokjar")
    await aigul.says("1")
    for text in ("Салам", "биздин көчө", "/help", "https://example.kg/suu"):
        await aigul.says(text)
        said = aigul.wrote[-1]
        assert await aigul.edits(said, text) == ""
        answers = [await aigul.edits(said, f"{text} дагы") for _ in range(3)]
        assert answers[0]
        assert answers[1:] == ["", ""]
        assert [await aigul.edits(message, "мурунку") for message in (said, "9001", said, "9001")][2:] == ["", ""]


LONG = [
    ("held outside, one after the other", ["{long}", "{long} Рахмат", "жок"]),
    ("a draft, in pieces", [("propose", "side:unsure"), "{half}", "Дагы: {long}", "ооба"]),
]


@pytest.mark.parametrize("lines", [row[1] for row in LONG], ids=[row[0] for row in LONG])
async def test_a_long_text_is_guessed_and_parted_in_a_thread(village, monkeypatch, lines):
    asked = []
    guess._weigh.cache_clear()
    true = guess._make_guesser()
    watched = SimpleNamespace(guess=lambda text: asked.append((len(text), current_thread().name)) or true.guess(text))
    monkeypatch.setattr(guess, "_make_guesser", lambda: watched)
    half = "Көпүрө эски, анан дагы жолдор тар, суу ташкында өтө албайбыз, кошуналар да айтып жатышат. " * 12
    aigul = await village.in_menu("Айгүл")
    for line in lines:
        if isinstance(line, tuple):
            for choice in line:
                await aigul.taps(choice)
            continue
        await aigul.says(line.format(long=half * 2, half=half))
        await aigul.edits(aigul.wrote[-1], line.format(long=f"{half} {half} бат", half=f"{half} бат"))
    long = [thread for length, thread in asked if length > 300]
    assert long
    assert all(thread.startswith("asyncio_") for thread in long), asked  # neither the loop's nor the writer's
