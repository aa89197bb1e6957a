"""A clerk's answer with a voice, photos or a document beside its written words: given, seen, approved, heard, taken back."""

import pytest

from bot.budget.permissions import Role
from bot.budget.tally import Reaction
from bot.office.rules import BEGINNING
from tests.handlers.office.answers.test_answer import LIGHT
from tests.handlers.office.answers.test_take_back import button_of
from tests.handlers.offices import joined, proposed

STEPS = ("Ачуу", "Жооп берүү", "Долбоорго кирген жок", "Каражат жок")
SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def come(village, **kinds: str) -> None:
    """What was sent lies in the media folder; kinds say by reference what it is."""

    async def keep(store):
        for reference, kind in kinds.items():
            id = await store.media.find_unsent("telegram", "bot", reference)
            form, ending = {"voice": ("voice", ".ogg"), "photo": ("photo", ".jpg")}.get(kind, ("document", ".pdf"))
            await store.media.keep(id, kind=kind, digest=reference.ljust(64, "0"), size=9, form=form, ending=ending)

    await village.database.write(keep)


def files(village, name: str) -> list[tuple[str, str]]:
    """The files somebody was sent: the words with each, and how its digest begins."""
    sent = [message for address, message, _ in village.chats.sent if address == name and message.document]
    return [(message.text, message.document["digest"].rstrip("0")) for message in sent]


@pytest.fixture
async def spoken(village):
    """Нурлан before the preview of an answer to Айгүл, with a voice and a photo beside it that have come."""
    await village.database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.reads()
    asked = await nurlan.follows_script(*STEPS)
    assert "Жоопко үн, сүрөт же PDF тиркесеңиз болот" in asked
    assert "Жазуу түрүндөгү жооп да керек." in await nurlan.sends("voice", "voice-a")
    preview = await nurlan.sends("photo", "photo-b", SENTENCE)
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in preview
    assert "2 файл келе элек." in preview
    await come(village, **{"voice-a": "voice", "photo-b": "photo"})
    return nurlan, aigul


async def test_author_and_supporters_hear_the_words_then_the_voice_then_the_photo_in_their_language(village, spoken):
    nurlan, aigul = spoken
    olga = await village.in_menu("Ольга", language="ru")
    person, at = await olga.person(), village.clock()

    async def support(store):
        await store.public_consents.set_public(1, public=True, at=at)
        await store.supports.add(1, person.id, at=at)

    await village.database.write(support)
    await nurlan.presses("Жооп жөнөтүү")
    await village.passes(61)
    await aigul.reads()
    await olga.reads()
    heard = [message.text for address, message, _ in village.chats.sent if address == "Айгүл"][-3:]
    assert heard[0].startswith("ДОЛБООРГО КИРГЕН ЖОК")
    voice, photo = "Айыл өкмөтүнүн үн жообу, № 0001", "Айыл өкмөтүнүн жообуна сүрөт, № 0001"
    assert heard[1:] == [voice, photo]
    assert files(village, "Айгүл") == [(voice, "voice-a"), (photo, "photo-b")]
    assert files(village, "Ольга") == [
        ("Голосовой ответ айыл окмоту, № 0001", "voice-a"), ("Фото к ответу айыл окмоту, № 0001", "photo-b")
    ]  # fmt: skip
    # A word below the photo is meant for the answer above it.
    await aigul.says("1")
    author = (await aigul.person()).id
    assert await village.database.read(lambda store: store.dialogue.find_reaction(1, author)) is Reaction.CLEAR
    # It can be heard again, by the author and by the office.
    mine = await aigul.follows_script("Менин сунуштарым", "№ 0001")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in mine
    await aigul.presses("Угуу, көрүү")
    assert files(village, "Айгүл")[2:] == files(village, "Айгүл")[:2]
    card = await nurlan.taps("desk_one:1")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in card
    await nurlan.presses("Жооптун файлдары")
    assert files(village, "Нурлан") == files(village, "Айгүл")[:2]
    await nurlan.presses("Тарыхы")
    assert "жооп жөнөтүлдү, Долбоорго кирген жок, үн же файл менен" in nurlan.heard[-1].text


async def test_a_voice_before_the_decision_goes_with_the_answer_and_makes_no_proposal(village, spoken):
    nurlan, _ = spoken
    await proposed(village, await village.in_menu("Бакыт"), "Көпүрө оңдош керек, суу ташкындаганда өтө албайбыз")
    await nurlan.taps("desk_one:2")
    await nurlan.presses("Жооп берүү")
    asked = await nurlan.sends("voice", "voice-e")
    assert "Жоопко тиркелет: 1 үн билдирүү.\n\nКандай чечим кабыл алынды?" in asked
    preview = await nurlan.follows_script("Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    assert "Жоопко тиркелет: 1 үн билдирүү." in preview
    assert await nurlan.proposals() == []


async def test_taken_back_nobody_hears_it_and_one_file_is_taken_off(village, spoken):
    nurlan, aigul = spoken
    await nurlan.presses("Жооп жөнөтүү")
    back = await nurlan.taps(button_of(nurlan))
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in back
    listed = await nurlan.presses("Жооптун файлдары")
    assert "1 — Үн билдирүү\n2 — Сүрөт" in listed
    assert "Файл алынды." in await nurlan.presses("1-файлды алуу")
    preview = await nurlan.presses("Артка")
    assert "Жоопко тиркелет: 1 сүрөт." in preview
    await village.passes(61)
    assert files(village, "Айгүл") == []
    await nurlan.presses("Жооп жөнөтүү")
    await village.passes(61)
    await aigul.reads()
    assert [digest for _, digest in files(village, "Айгүл")] == ["photo-b"]


async def test_a_correction_begins_with_the_files_that_were_sent(village, spoken):
    nurlan, aigul = spoken
    await nurlan.presses("Жооп жөнөтүү")
    await village.passes(61)
    await nurlan.taps("desk_one:1")
    skipping = ("Жоопту оңдоо", "Долбоорго кирген жок", "Каражат жок", "Өткөрүп жиберүү")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in await nurlan.follows_script(*skipping)
    await nurlan.sends("document", "sheet-c")
    await come(village, **{"sheet-c": "document"})
    await nurlan.presses("Жооп жөнөтүү")
    await village.passes(61)
    await aigul.reads()
    assert [digest for _, digest in files(village, "Айгүл")[2:]] == ["voice-a", "photo-b", "sheet-c"]
    await nurlan.taps("desk_one:1")
    await nurlan.presses("Жөнөтүлгөн жооптор")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт, 1 документ." in nurlan.heard[-1].text


async def test_the_head_hears_what_waits_before_it_is_approved_and_a_colleague_finds_what_is_kept(village, spoken):
    nurlan, aigul = spoken
    gulnara, bakyt = await joined(village, "Гүлнара", Role.HEAD), await joined(village, "Бакыт", Role.STAFF)

    async def approving(store):
        aimak_id = (await store.proposals.get(1)).aimak_id
        await store.aimaks.set_head_approves(aimak_id, True)

    await nurlan.presses("Сактап коюу")
    card = await bakyt.taps("desk_one:1")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in card
    await bakyt.presses("Жооптун файлдары")
    assert [digest for _, digest in files(village, "Бакыт")] == ["voice-a", "photo-b"]
    await village.database.write(approving)
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Жооп берүү", "Жооп жөнөтүү")
    assert "Жоопко тиркелет: 1 үн билдирүү, 1 сүрөт." in await gulnara.taps("desk_one:1")
    await gulnara.presses("Жооптун файлдары")
    assert len(files(village, "Гүлнара")) == 2
    await gulnara.presses("Бекитүү")
    await village.passes(61)
    await aigul.reads()
    assert [digest for _, digest in files(village, "Айгүл")] == ["voice-a", "photo-b"]


async def test_what_has_not_come_waits_what_is_lost_is_left_out_and_six_are_too_many(village, spoken):
    nurlan, aigul = spoken
    await nurlan.sends("photo", "photo-d", "Ушул жер")
    assert "Файлдын астындагы сөздөр жоопко кирген жок: «Ушул жер»." in nurlan.heard[-1].text
    assert "Файл али келе элек." in await nurlan.presses("Жооп жөнөтүү")

    async def lose(store):
        await store.media.lose(await store.media.find_unsent("telegram", "bot", "photo-d"), why="gone")

    await village.database.write(lose)
    assert "сактоо мүмкүн болбоду" in await nurlan.presses("Жооп жөнөтүү")
    for n in range(3):
        await nurlan.sends("photo", f"photo-{n}")
    assert "Бир жоопко 5 файлдан көп тиркелбейт." in await nurlan.sends("photo", "photo-9")
    await come(village, **{f"photo-{n}": "photo" for n in range(3)})
    await nurlan.presses("Жооп жөнөтүү")
    await village.passes(61)
    await aigul.reads()
    assert len(files(village, "Айгүл")) == 5


async def test_several_at_once_and_other_peoples_proposals_take_none(village, spoken):
    nurlan, aigul = spoken
    await nurlan.presses("Сактап коюу")
    await proposed(village, aigul, "Көпүрө оңдош керек, суу ташкындаганда өтө албайбыз")
    await proposed(village, aigul, "Мектепке спорт зал керек, балдар кышында машыга албайт")
    await nurlan.follows_script("/menu", "Жооп күткөндөр", "Бир нечесине жооп", "Барактагынын баары", "Жооп жазуу")
    await nurlan.follows_script("Долбоорго кирген жок", "Каражат жок")
    assert "жазуу түрүндө гана кетет" in await nurlan.sends("voice", "voice-z")
    stranger = await joined(village, "Эркин", Role.STAFF, aimak="shark")
    watcher = await joined(village, "Сүйүн", Role.OBSERVER)
    for choice in ("hear_draft:1", "hear_answer:1", "hear:1"):
        for one in (stranger, watcher, aigul):
            await one.taps(choice)
    assert files(village, "Эркин") == files(village, "Сүйүн") == files(village, "Айгүл") == []
