"""Documents in a conversation: taken wherever a voice or photo is, counted, and listed for the office."""

import uuid
from typing import Any

import pytest
from sqlalchemy import text

from bot.chat.message import Incoming, Kind
from bot.office.wording import lost_files
from storage.attachments.refused import GONE
from storage.store import Store
from tests.handlers.conftest import Resident, Village

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def sends_too_large(resident: Resident, caption: str = "") -> str:
    """Sends a file that no channel can fetch."""
    return await resident._hears(Incoming(uuid.uuid4().hex, resident.peer, Kind.TOO_LARGE, caption))


FORMS = {"voice": ("voice", ".ogg"), "photo": ("photo", ".jpg"), "document": ("document", ".pdf")}


async def ends(village: Village, *, kept: bool) -> None:
    """Lets every file that is wanted be kept, or lost."""

    async def work(store: Store) -> None:
        for file in await store.media.list_wanted("telegram", "bot", now=village.clock()):
            if kept:
                form, ending = FORMS[file.kind]
                digest = f"{file.id:064}"
                await store.media.keep(file.id, kind=file.kind, digest=digest, size=7, form=form, ending=ending)
            else:
                await lost_files.lose(store, media_id=file.id, why=GONE, at=village.clock())

    await village.database.write(work)


async def test_a_document_that_comes_before_anything_else_is_kept(village):
    aigul = village.resident("aigul")
    await aigul.sends("document")
    await aigul.says("1")
    await aigul.says("кок жар")
    assert "Бул сунушпу? 1 документ" in await aigul.says("1")
    assert "1/3." in await aigul.says("ооба")


async def test_a_document_alone_is_asked_about_and_then_goes_with_the_words(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    assert "2/3. Документ сакталды" in await aigul.sends("document")
    assert "Сүрөт сакталды" in await aigul.sends("photo")
    assert f"«{LIGHT}», 1 сүрөт, 1 документ" in await aigul.says(LIGHT)


async def test_a_document_before_the_side_is_kept(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    assert "Азырынча сакталганы: " in await aigul.sends("document", caption=LIGHT)
    assert f"«{LIGHT}», 1 документ" in await aigul.taps("side:spending")


async def test_a_document_out_of_nowhere_is_offered_back(village):
    aigul = await village.in_menu("aigul")
    assert "Бул сунушпу? 1 документ" in await aigul.sends("document")
    await aigul.taps("held:yes")
    await aigul.taps("side:spending")
    assert f"«{LIGHT}», 1 документ" in await aigul.says(LIGHT)


async def test_an_unfinished_proposal_with_a_document_is_offered_back(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.sends("document")
    await aigul.taps("later")
    assert "1 документ" in await aigul.taps("propose")


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("ky", "2 үн билдирүү, 1 сүрөт, 1 документ"),
        ("ru", "2 голосовых сообщения, 1 фото, 1 документ"),
    ],
)
async def test_everything_is_counted_on_the_check_screen_and_in_the_row(village, language, counted):
    aigul = await village.at_check("aigul", LIGHT, language=language)
    for kind in ("voice", "voice", "photo"):
        await aigul.sends(kind)
    assert f"«{LIGHT}», {counted}" in await aigul.sends("document")
    nurlan = await village.worker("nurlan", language=language)
    await aigul.presses("Жөнөтүү" if language == "ky" else "Отправить")
    (proposal,) = await aigul.proposals()
    assert proposal.files == {"voice": 2, "photo": 1, "document": 1}
    assert counted in await nurlan.reads()


@pytest.mark.parametrize(
    ("number", "kyrgyz", "russian"),
    [(1, "1 документ", "1 документ"), (2, "2 документ", "2 документа"), (5, "5 документ", "5 документов")],
)
async def test_an_album_of_documents_is_counted_in_the_right_form(village, number, kyrgyz, russian):
    for language, counted in (("ky", kyrgyz), ("ru", russian)):
        resident = await village.at_check(language, LIGHT, language=language)
        for _ in range(number):
            said = await resident.sends("document")
        assert f"», {counted}\n" in said


async def test_photos_and_documents_are_added_and_taken_off_at_the_check(village):
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("voice")
    await aigul.sends("document")
    await aigul.taps("change")
    assert "Сүрөт же документ жөнөтүңүз." in await aigul.taps("change_to:photo")
    assert "1 үн билдирүү, 1 сүрөт, 1 документ" in await aigul.sends("photo")
    await aigul.taps("change")
    await aigul.taps("change_to:photo")
    assert f"«{LIGHT}», 1 үн билдирүү\n" in await aigul.taps("take_off")


async def test_a_correction_brings_a_document(village):
    aigul = await village.with_proposal("aigul", LIGHT)
    nurlan = await village.worker("nurlan")
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.taps("take")
    await aigul.taps(f"mine_one:{proposal.id}")
    await aigul.taps("correct")
    assert f"1 документ\n«{LIGHT}»" in await aigul.sends("document")
    assert "1 документ" in await nurlan.reads()
    (proposal,) = await aigul.proposals()
    assert (proposal.documents, proposal.text, proposal.revision) == (1, LIGHT, 2)


async def answered(village: Village) -> tuple[Resident, Resident, int]:
    """A clerk who has answered, the author who has read it, and the answer's id."""
    nurlan = await village.worker("nurlan")
    aigul = await village.with_proposal("aigul", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.reads()
    await nurlan.taps(f"desk_one:{proposal.id}")
    for choice in ("answer", "decision:not_included", "reason:no_money"):
        await nurlan.taps(choice)
    await nurlan.says("Мектептин көчөсү 2028-жылдын планына киргизилет.")
    await nurlan.presses("Жооп жөнөтүү")
    assert "ДОЛБООРГО КИРГЕН ЖОК" in await aigul.reads()
    sent = await village.database.read(lambda store: store.answers.find_latest(proposal.id))
    return nurlan, aigul, sent.id


async def test_a_question_is_asked_with_a_document_and_shown_to_the_clerk(village):
    nurlan, aigul, answer_id = await answered(village)
    await aigul.taps(f"question:{answer_id}")
    assert "Сурооңуз берилди." in await aigul.sends("document")
    assert "суроосун документ менен жөнөттү" in await nurlan.reads()
    assert "Автор: (үн, сүрөт же документ)" in await nurlan.presses("Ачуу")
    (proposal,) = await aigul.proposals()
    assert proposal.documents == 0  # it came with the question, not with the proposal


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_album_is_one_question_and_its_files_are_with_it(village, at_once):
    nurlan, aigul, answer_id = await answered(village)
    await aigul.taps(f"question:{answer_id}")
    (shown,) = await aigul.sends_album("Бул кайсы көчө?", "", "", at_once=at_once)
    assert "Сурооңуз берилди." in shown.text
    assert (await nurlan.reads()).count("№ 0001") == 1
    said = "SELECT count(*), count(DISTINCT said_id) FROM media WHERE said_id IS NOT NULL"
    assert await village.database.read(lambda store: rows(store, said)) == [(3, 1)]


async def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the database."""
    return [tuple(row) for row in await store.connection.execute(text(sql))]


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_album_that_replies_to_a_notice_is_one_reply(village, at_once):
    nurlan = await village.worker("nurlan")
    aigul = await village.with_proposal("aigul", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.taps("ask_author")
    await nurlan.follows_script("Кайсы көчө экенин жазып коёсузбу?", "Жөнөтүү")
    await aigul.reads()
    (shown,) = await aigul.sends_album("", "", "", at_once=at_once)
    assert "Жообуңуз берилди." in shown.text
    assert (await nurlan.reads()).count("жооп берди") == 1


async def test_a_reply_brings_a_document_even_if_only_its_notice_asks_for_it(village):
    nurlan = await village.worker("nurlan")
    aigul = await village.with_proposal("aigul", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.taps("ask_author")
    await nurlan.follows_script("Кайсы көчө экенин жазып коёсузбу?", "Жөнөтүү")
    await aigul.reads()
    assert "Жообуңуз берилди." in await aigul.sends("document", caption="Картасы")
    assert "документ менен жооп берди" in await nurlan.reads()


async def test_the_clerk_is_sent_every_file_and_each_is_named_by_its_bytes(village):
    nurlan = await village.worker("nurlan")
    aigul = await village.at_check("aigul", LIGHT)
    for kind in ("voice", "document", "photo"):
        await aigul.sends(kind, kind)
    await aigul.presses("Жөнөтүү")
    await ends(village, kept=True)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.presses("Угуу, көрүү")
    names = [message.document["name"] for message in nurlan.heard if message.document]
    assert names == ["0001-1.ogg", "0001-2.pdf", "0001-3.jpg"]


async def test_a_document_that_could_not_be_kept_is_said_so_to_the_clerk_and_to_its_author(village):
    nurlan = await village.worker("nurlan")
    aigul = await village.at_check("aigul", LIGHT)
    await aigul.sends("document")
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "1 файл келе элек." in await nurlan.presses("Угуу, көрүү")
    await ends(village, kept=False)
    await nurlan.reads()
    lost = "1 файлды сактоо мүмкүн болгон жок."
    assert lost in await nurlan.taps(f"desk_one:{proposal.id}")
    assert lost in (await nurlan.presses("Угуу, көрүү")).split("\n\n")[0]
    assert lost in await aigul.taps(f"mine_one:{proposal.id}")


TOO_LARGE = "Бул файл өтө чоң: эң көбү 20 МБ болот."


@pytest.mark.parametrize("steps", [(), ("propose",), ("propose", "side:spending")], ids=["menu", "side", "text"])
async def test_a_file_too_large_gets_a_word_at_once_and_the_question_stands(village, steps):
    aigul = await village.in_menu("aigul")
    for step in steps:
        await aigul.taps(step)
    question = aigul.heard[-1].numbered()
    said = await sends_too_large(aigul)
    assert said.startswith(TOO_LARGE)
    assert question.partition("\n")[2] in said


async def test_words_below_a_file_too_large_are_not_lost(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    assert f"Бул сунушпу? «{LIGHT}»" in (said := await sends_too_large(aigul, LIGHT))
    assert said.startswith(TOO_LARGE)
    assert "Текстиңиз сакталды" in await aigul.says("ооба")
    assert f"3/3. Текшериңиз: чыгаша, көчө жарыгы. «{LIGHT}»" in await aigul.taps("side:spending")


async def test_words_below_a_file_too_large_are_the_proposal(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    assert f"«{LIGHT}»" in (said := await sends_too_large(aigul, LIGHT))
    assert said.startswith(TOO_LARGE)


async def test_words_below_a_file_too_large_out_of_nowhere_are_offered_back(village):
    aigul = await village.in_menu("aigul")
    assert f"Бул сунушпу? «{LIGHT}»" in (said := await sends_too_large(aigul, LIGHT))
    assert said.startswith(TOO_LARGE)
    newcomer = village.resident("newcomer")
    assert "Тилди тандаңыз" in await sends_too_large(newcomer, LIGHT)


ONLY = "Мен текст, үн, сүрөт жана документ гана кабыл алам."


async def sends_video(resident: Resident, caption: str = "") -> str:
    """Sends what is no voice, photo or document."""
    return await resident._hears(Incoming(uuid.uuid4().hex, resident.peer, Kind.UNSUPPORTED, caption))


async def test_words_below_a_video_are_not_lost_at_any_step_of_a_proposal(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    assert f"Бул сунушпу? «{LIGHT}»" in (said := await sends_video(aigul, LIGHT))
    assert said.startswith(ONLY)
    await aigul.says("ооба")
    assert f"«{LIGHT}»" in await aigul.taps("side:spending")
    village.clock.later(minutes=1)
    assert "кошулсунбу" in (said := await sends_video(aigul, "Көчөнүн аягына чейин"))
    assert said.startswith(ONLY)
    said = await aigul.says("ооба")
    assert f"«{LIGHT}. Көчөнүн аягына чейин»" in said
    await aigul.taps("change")
    await aigul.taps("change_to:photo")
    for send in (sends_video, sends_too_large):
        assert "Сүрөт же документ жөнөтүңүз" in await send(aigul, "Түнкүсүн тартылган")
    said = await aigul.says("0") + await aigul.says("0")  # the same words sent twice are one text
    assert "Түнкүсүн тартылган" in said
    assert "Түнкүсүн тартылган Түнкүсүн тартылган" not in said


async def test_words_below_a_video_are_the_proposal(village):
    aigul = await village.in_menu("aigul")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    assert "3/3." in (said := await sends_video(aigul, LIGHT))
    assert said.startswith(ONLY)
    assert f"«{LIGHT}»" in said


async def test_words_below_a_video_out_of_nowhere_are_offered_back(village):
    aigul = await village.in_menu("aigul")
    assert f"Бул сунушпу? «{LIGHT}»" in (said := await sends_video(aigul, LIGHT))
    assert said.startswith(ONLY)
    newcomer = village.resident("newcomer")
    assert "Тилди тандаңыз" in await sends_video(newcomer, LIGHT)
    await newcomer.says("1")
    await sends_video(newcomer, "Жарык керек")
    await newcomer.says("кок жар")
    assert "Бул сунушпу? «Жарык керек»" in await newcomer.says("1")
    assert f"Бүтпөй калган сунушуңуз бар: «{LIGHT}»" in await newcomer.says("жок")


@pytest.mark.parametrize("send", [sends_video, sends_too_large])
async def test_words_below_a_file_that_is_not_taken_are_the_question_and_the_reply(village, send):
    nurlan, aigul, answer_id = await answered(village)
    await aigul.taps(f"question:{answer_id}")
    assert "2/3" not in await send(aigul)
    assert "Сурооңуз берилди." in await send(aigul, "Бул качан болот?")
    assert "«Бул качан болот?»" in await nurlan.reads()
    (proposal,) = await aigul.proposals()
    await aigul.taps(f"reply:{proposal.id}")
    assert "Жообуңуз берилди." in await send(aigul, "Ленин көчөсү")
    assert "«Ленин көчөсү»" in await nurlan.reads()


async def test_words_below_a_video_correct_a_proposal_and_name_a_place(village):
    aigul = await village.with_proposal("aigul", LIGHT)
    (proposal,) = await aigul.proposals()
    await aigul.taps(f"mine_one:{proposal.id}")
    await aigul.taps("correct")
    assert "Эки көчөгө жарык керек" in await sends_video(aigul, "Эки көчөгө жарык керек")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    await aigul.taps("change")
    await aigul.taps("change_to:place")
    assert "Ленин көчөсү" in await sends_video(aigul, "Ленин көчөсү")
