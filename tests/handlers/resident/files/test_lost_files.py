"""A file that is not kept. Its sender hears why and sends it again, the office hears of it, no count names it."""

import pytest

from bot.office.wording import lost_files
from storage.attachments.refused import ACTIVE, GONE, TOO_LARGE, UNKNOWN
from storage.store import Store
from tests.handlers.conftest import Resident, Village

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def is_lost(village: Village, why: str = GONE, *, kind: str = "") -> None:
    """What is wanted, or is of this kind, is lost."""

    async def work(store: Store) -> None:
        for file in await store.media.list_wanted("telegram", "bot", now=village.clock()):
            if kind in {"", file.kind}:
                await lost_files.lose(store, media_id=file.id, why=why, at=village.clock())

    await village.database.write(work)


async def comes(village: Village) -> None:
    """What is wanted is kept."""

    async def work(store: Store) -> None:
        for file in await store.media.list_wanted("telegram", "bot", now=village.clock()):
            await store.media.keep(
                file.id, kind=file.kind, digest=f"{file.id:064}", size=7, form="document", ending=".bin"
            )

    await village.database.write(work)


async def with_voice(village: Village, name: str) -> Resident:
    """Somebody who has sent a proposal with a voice."""
    resident = await village.at_check(name, LIGHT)
    await resident.sends("voice", "voice 1")
    await resident.presses("Жөнөтүү")
    await resident.taps("notices:no")
    return resident


@pytest.mark.parametrize(
    ("kind", "why", "words"),
    [
        ("voice", GONE, "Үнүңүз жетпей калды, кайра жөнөтүңүз."),
        ("photo", GONE, "Сүрөтүңүз жетпей калды, кайра жөнөтүңүз."),
        ("document", GONE, "Документиңиз жетпей калды, кайра жөнөтүңүз."),
        ("document", ACTIVE, "анда макрос же жашыруун файл бар"),
        ("document", UNKNOWN, "Файл алынган жок: мындай түрүн ача албайм."),
        ("voice", TOO_LARGE, "Файл өтө чоң"),
    ],
)
async def test_of_a_draft_its_sender_hears_at_once_and_nothing_of_it_is_counted_or_sent(village, kind, why, words):
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("photo", "photo 1")
    await comes(village)
    await aigul.sends(kind, "file 1")
    await is_lost(village, why)
    assert words in await aigul.reads()
    said = await aigul.says("Жөнөтүү")
    assert "Кошо сакталды: 1 сүрөт." in said
    (proposal,) = await aigul.proposals()
    assert proposal.files == {"voice": 0, "photo": 1, "document": 0}


async def test_a_new_file_joins_the_draft(village):
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("voice", "voice 1")
    await is_lost(village)
    await aigul.reads()
    assert f"«{LIGHT}», 1 үн билдирүү" in await aigul.sends("voice", "voice 2")
    await comes(village)
    assert "Кошо сакталды: 1 үн билдирүү." in await aigul.presses("Жөнөтүү")


async def test_a_proposal_of_a_lost_voice_alone_is_asked_for_its_words(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    assert "3/3" in await aigul.sends("voice", "voice 1")
    await is_lost(village)
    await aigul.reads()
    assert "2/3." in await aigul.taps("consent:yes")
    assert f"«{LIGHT}»" in await aigul.says(LIGHT)
    await aigul.presses("Жөнөтүү")
    assert len(await aigul.proposals()) == 1


async def test_what_is_still_on_its_way_is_said_on_the_receipt(village):
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("voice", "voice 1")
    assert "1 файл али келе жатат." in await aigul.presses("Жөнөтүү")


@pytest.mark.parametrize("by_button", [True, False])
async def test_of_a_proposal_its_author_sends_it_again_and_the_office_hears_of_both(village, by_button):
    nurlan = await village.worker("nurlan")
    aigul = await with_voice(village, "aigul")
    await nurlan.reads()
    await is_lost(village)
    assert "№ 0001: Үнүңүз жетпей калды, кайра жөнөтүңүз." in await aigul.reads()
    assert "№ 0001: үн билдирүү жетпей калды." in await nurlan.reads()
    if by_button:
        assert "Кайра жөнөтүңүз же жазыңыз" in await aigul.presses("Кайра жөнөтүү")
    assert "№ 0001 сунуш оңдолду." in await aigul.sends("voice", "voice 2")
    await comes(village)
    (proposal,) = await aigul.proposals()
    assert (proposal.files["voice"], proposal.text) == (1, LIGHT)


async def test_words_in_its_place_are_added_to_the_text_and_thanks_are_not(village):
    aigul = await with_voice(village, "aigul")
    await is_lost(village)
    await aigul.reads()
    await aigul.says("рахмат")
    (proposal,) = await aigul.proposals()
    assert proposal.text == LIGHT
    await aigul.presses("Менин сунуштарым")
    await aigul.taps(f"resend:{proposal.id}")
    await aigul.says("Көпүрөнүн жанына да керек")
    (proposal,) = await aigul.proposals()
    assert proposal.text == f"{LIGHT}\nКөпүрөнүн жанына да керек"


async def test_the_clerk_who_listens_is_told_of_what_is_lost_and_gets_what_is_there(village):
    nurlan = await village.worker("nurlan")
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("photo", "photo 1")
    await aigul.sends("voice", "voice 1")
    await aigul.presses("Жөнөтүү")
    await nurlan.reads()
    await nurlan.presses("Ачуу")
    assert "2 файл келе элек." in await nurlan.presses("Угуу, көрүү")
    await is_lost(village, kind="voice")
    await comes(village)
    await nurlan.reads()
    await nurlan.presses("Ачуу")
    heard = await nurlan.presses("Угуу, көрүү")
    assert "1 файлды сактоо мүмкүн болгон жок." in heard
    assert [message.document["form"] for message in nurlan.heard if message.document] == ["document"]


async def test_nobody_resends_for_another(village):
    aigul, bakyt = await with_voice(village, "aigul"), await village.in_menu("bakyt")
    (proposal,) = await aigul.proposals()
    assert "Кайра жөнөтүңүз" not in await bakyt.taps(f"resend:{proposal.id}")


async def test_each_loss_is_told_once_however_often_it_is_noted(village, tell):
    aigul = await with_voice(village, "aigul")
    (row,) = await village.database.read(lambda store: store.media.list_wanted("telegram", "bot", now=village.clock()))
    for _ in range(3):
        await village.database.write(
            lambda store: lost_files.lose(store, media_id=row.id, why=GONE, at=village.clock())
        )
    await aigul.reads()
    told = sum("Үнүңүз жетпей калды" in message.text for message in aigul.heard)
    tell("a lost voice", told=told)
    assert told == 1
