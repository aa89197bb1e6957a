"""An album, which arrives as several messages, is answered as one: one screen, one held proposal, one correction."""

from dataclasses import replace

import pytest

from bot.chat.message import Kind, Media
from storage.queue.outbox import State

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
BRIDGE = "Көпүрөнү оңдоп бериңиздер, өтө эски"


@pytest.mark.parametrize("worded", [0, 4, 9])
@pytest.mark.parametrize("at_once", [True, False])
async def test_ten_photos_have_one_check_screen_wherever_the_caption_is(village, at_once, worded):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    shown = await aigul.sends_album(*(LIGHT if at == worded else "" for at in range(10)), at_once=at_once)
    assert len([message for message in shown if not message.hints.edits]) == 1
    assert len(shown) == (1 if at_once else 10)
    assert f"«{LIGHT}», 10 сүрөт" in shown[-1].text
    await aigul.says("макул")
    await aigul.says("1")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (LIGHT, 10)


async def test_a_part_that_comes_while_the_screen_is_on_its_way_rewrites_it(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    parts = [
        replace(aigul._new(Kind.MEDIA, text), media=(Media("photo", text),), album="13") for text in (LIGHT, "", "", "")
    ]
    send, meanwhile = village.chats.send, list(parts[1:])

    async def slowly(address, message, *, language):
        while meanwhile:
            await village.receive(meanwhile.pop(0))
        return await send(address, message, language=language)

    village.chats.send = slowly
    await village.receive(parts[0])
    await aigul.reads()
    first, last = aigul.heard[-2:]
    assert "1 сүрөт" in first.text
    assert "4 сүрөт" in last.text
    assert last.hints.edits
    assert not last.hints.clears


async def test_the_rows_that_were_superseded_say_so_and_nothing_waits_behind_them(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    await aigul.sends_album(LIGHT, "", "")
    counts = await village.database.read(lambda store: store.outbox.counts())
    assert counts[State.SKIPPED] == 2
    assert set(counts) == {State.SENT, State.SKIPPED}


async def test_an_album_out_of_the_blue_is_one_held_proposal(village):
    aigul = await village.in_menu("Айгүл")
    (shown,) = await aigul.sends_album("", LIGHT, "")
    assert shown.text == f"Бул сунушпу? «{LIGHT}», 3 сүрөт"
    await aigul.says("ооба")
    assert f"«{LIGHT}», 3 сүрөт" in await aigul.says("2")


async def test_an_album_before_the_language_is_one_proposal(village):
    aigul = village.resident("Айгүл")
    (shown,) = await aigul.sends_album(LIGHT, "", "")
    assert "Тилди тандаңыз" in shown.text
    assert f"«{LIGHT}», 3 сүрөт" in await aigul.follows_script("1", "көк-жар", "1")


async def test_the_buttons_of_the_question_before_an_album_go_once(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    question = str(len(village.chats.sent))
    shown = await aigul.sends_album(LIGHT, "", "", at_once=False)
    assert [message.hints.clears for message in shown] == [question, "", ""]
    (shown,) = await aigul.sends_album("", "", "")
    assert shown.hints.clears == str(len(village.chats.sent) - 3)
    assert not shown.hints.edits


async def test_a_part_that_comes_after_something_else_was_said_gets_a_screen_of_its_own(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    parts = [replace(aigul._new(Kind.MEDIA, ""), media=(Media("photo", str(at)),), album="13") for at in range(2)]
    await aigul._hears(parts[0])
    await aigul.says(LIGHT)
    assert f"«{LIGHT}», 2 сүрөт" in await aigul._hears(parts[1])
    assert not aigul.heard[-1].hints.edits


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_is_not_taken_of_an_album_stays_said_once(village, at_once):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    photo = Media("photo", "1")
    for kind in (Kind.MEDIA, Kind.UNSUPPORTED, Kind.UNSUPPORTED, Kind.MEDIA):
        media = (photo,) if kind is Kind.MEDIA else ()
        part = replace(aigul._new(kind, LIGHT if kind is Kind.MEDIA and not aigul.wrote[2:] else ""), album="13")
        await village.receive(replace(part, media=media))
        if not at_once:
            await aigul.reads()
    await aigul.reads()
    said = aigul.heard[-1].text
    assert said.count("текст, үн, сүрөт жана документ гана") == 1
    assert "2 сүрөт" in said


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("captions", [(BRIDGE, "", ""), ("", "", BRIDGE)])
async def test_an_album_is_one_correction(village, captions, at_once):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.reads()
    await nurlan.presses("Ачуу")
    await nurlan.taps("take")
    await aigul.follows_script("2", "1", "Өзгөртүү")
    shown = await aigul.sends_album(*captions, at_once=at_once)
    assert len([message for message in shown if not message.hints.edits]) == 1
    assert shown[-1].text.startswith("№ 0001 сунуш оңдолду.")
    assert "3 сүрөт" in shown[-1].text
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (BRIDGE, 3)
    assert (await nurlan.reads()).count("өзгөрттү") == (1 if captions[0] else 2)


async def test_of_an_album_the_first_file_is_the_paper(village):
    nurlan = await village.worker("Нурлан")
    for choice in ("announce", "kind:draft"):
        await nurlan.taps(choice)
    await nurlan.follows_script("16.12", "10:00", "Көк-Жар айылы, клуб")
    for _ in ("pin", "agenda"):
        await nurlan.taps("skip")
    (shown,) = await nurlan.sends_album("", "", "", kind="document")
    assert shown.text.startswith("Бир материал — бир файл: биринчиси сакталды.")
    assert "Бул кайсы материал?" in shown.text
    assert "Кошулганы" in await nurlan.taps("paper:slides")
    await nurlan.taps("paper:citizens")
    (shown,) = await nurlan.sends_album("", "")
    assert shown.text.startswith("Бир материал — бир файл")
    assert shown.text.count("Кошулганы") == 1


async def test_an_album_in_the_middle_of_work_is_answered_once(village):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("my_post")
    (shown,) = await nurlan.sends_album(*[""] * 10)
    assert "Жазып жибериңиз" in shown.text
