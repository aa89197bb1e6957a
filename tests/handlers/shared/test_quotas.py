"""Who sends much on a day is told kindly when they can go on; nothing they wrote is lost. A full disk takes only texts."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.chat.message import Incoming, Kind, Media
from bot.delivery.files.room import LOOK, MEGABYTE, Room
from bot.office import quotas
from storage.attachments.media import KEPT
from storage.database.schema import media
from tests.storage.rows import rows_of

TEXT = "Мектептин жанына {n}-жарык керек, балдар караңгыда"


async def set_quota(village, **values: int) -> None:
    async def work(store) -> None:
        for name, value in values.items():
            await store.meta.set(name, str(value), valid_from=find_day(village.clock()))

    await village.database.write(work)


async def propose(resident, n: int, *, files: int = 0) -> str:
    await resident.taps("propose")
    await resident.taps("side:spending")
    await resident.says(TEXT.format(n=n))
    for file in range(files):
        await resident.sends("photo", f"photo{n}-{file}")
    return await resident.presses("Жөнөтүү")


@pytest.fixture
async def aigul(village):
    return await village.with_proposal("Айгүл", TEXT.format(n=0))


async def test_one_proposal_too_many_is_kept_and_goes_the_next_day(village, aigul, tell):
    await set_quota(village, proposals_a_day=3)
    for n in (1, 2):
        assert "кабыл алынды" in await propose(aigul, n)
    said = await propose(aigul, 3)
    assert "Бир күндө бир кишиден 3 сунуш гана кабыл алынат" in said
    assert "эртең жөнөтүңүз" in said
    assert len(await aigul.proposals()) == 3
    village.clock.later(days=1)
    assert "кабыл алынды" in await aigul.presses("Жөнөтүү")
    assert (await aigul.proposals())[0].text == TEXT.format(n=3)
    tell("a fourth proposal on a day that takes three", lost=0, sent_the_next_day=1)


async def test_the_usual_day_takes_ten(village, aigul):
    for n in range(1, 10):
        assert "кабыл алынды" in await propose(aigul, n)
    assert "10 сунуш гана" in await propose(aigul, 10)


async def test_one_file_too_many_is_refused_at_once_and_its_words_are_heard(village, aigul):
    await set_quota(village, files_a_day=2)
    assert "кабыл алынды" in await propose(aigul, 1, files=2)
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    said = await aigul.sends("photo", "another", TEXT.format(n=2))
    assert "Бүгүн сизден дагы файл кабыл алынбайт" in said
    assert "2-жарык" in said
    assert "кабыл алынды" in await aigul.presses("Жөнөтүү")
    assert len(await rows_of(village.database, "media")) == 2
    village.clock.later(days=1)
    assert "кабыл алынды" in await propose(aigul, 3, files=1)


async def test_files_that_were_never_sent_on_use_the_day_up_as_well(village, aigul, tell):
    await set_quota(village, files_a_day=2)
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.says(TEXT.format(n=1))
    said = [await aigul.sends("photo", f"photo{file}") for file in range(4)]
    refused = ["Бүгүн сизден дагы файл кабыл алынбайт" in each for each in said]
    assert refused == [False, False, True, True]
    assert len(await rows_of(village.database, "media")) == 2
    tell("photos of one draft where a day takes two, none sent on", sent=len(said), kept=refused.count(False))
    assert "кабыл алынды" in await aigul.presses("Жөнөтүү"), "what came today is counted once"
    assert "Бүгүн сизден дагы файл" in await aigul.sends("photo", "another")
    village.clock.later(days=1)
    assert "кабыл алынды" in await propose(aigul, 3, files=1)


async def test_a_file_put_in_the_place_of_another_by_an_edit_counts_too(village, aigul):
    await set_quota(village, files_a_day=1)
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.sends("photo", "one", TEXT.format(n=1))
    for number in range(3):
        edit = Incoming(f"edit {number}", aigul.peer, Kind.EDITED, "", media=(Media("photo", f"other {number}"),))
        await village.receive(replace(edit, own_id="7"))
        assert "Бүгүн сизден дагы файл кабыл алынбайт" in await aigul.reads()
    assert len(await rows_of(village.database, "media")) == 1


async def test_a_file_counts_as_large_as_its_messenger_says_before_it_is_here(village, aigul):
    await set_quota(village, megabytes_a_day=20)
    large = tuple(Media("document", f"large {at}", size=15 * MEGABYTE) for at in range(3))
    for number, file in enumerate(large):
        await village.receive(Incoming(f"large {number}", aigul.peer, Kind.MEDIA, media=(file,)))
    assert len(await rows_of(village.database, "media")) == 2, "the last goes beyond"
    assert "Бүгүн сизден дагы файл" in await aigul.reads()


async def test_files_that_are_large_use_the_day_up_as_well(village, aigul):
    await set_quota(village, megabytes_a_day=20)
    await propose(aigul, 1, files=1)
    size = 20 * MEGABYTE
    await village.database.write(
        lambda store: store.connection.execute(update(media).values(state=KEPT, hash="a" * 64, size=size))
    )
    await aigul.taps("propose")
    assert "Бүгүн сизден дагы файл" in await aigul.sends("voice", "voice")
    ((who, code, largest, files),) = await village.database.read(quotas.list_fillers)
    assert (len(who), code, largest, files) == (6, "kokjar", size, 1)
    assert await village.database.read(lambda store: quotas.count_bytes_a_day(store, at=village.clock())) == size // 7


async def test_while_the_disk_is_nearly_full_words_are_taken_and_admins_hear_once(
    village, aigul, tmp_path, monkeypatch
):
    free = [400 * MEGABYTE]
    monkeypatch.setattr("bot.delivery.files.room.shutil.disk_usage", lambda _: type("Usage", (), {"free": free[0]}))
    room = Room(tmp_path, least_mb=500, now=village.clock)
    village.receive.take_turn._has_room = room
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    said = await aigul.sends("photo", "photo", TEXT.format(n=1))
    assert "Азыр файл кабыл алына албайт" in said
    assert "кабыл алынды" in await aigul.presses("Жөнөтүү")
    assert not await rows_of(village.database, "media")

    admin = await village.worker("Эркин", role=Role.ADMIN)
    heard = []
    for megabytes in (400, 300, 520, 480, 700, 450):
        free[0] = megabytes * MEGABYTE
        village.clock.later(minutes=LOOK / 60_000)
        state = {"is_full": not room(), "is_clear": room.is_clear, "free": room.free()}
        await village.database.write(lambda store, state=state: quotas.tell_of_room(store, **state, at=village.clock()))
        heard.append("Диск толуп калды" in await admin.reads())
    assert heard == [True, False, False, False, False, True]


async def write_unsent(resident, n: int) -> str:
    await resident.says(TEXT.format(n=n))
    return await resident.taps("held:yes")


async def test_one_unsent_proposal_too_many_is_asked_about_and_none_is_dropped(village, aigul, tell):
    for n in (1, 2, 3):
        assert "унда" not in await write_unsent(aigul, n)
        await aigul.taps("later")
    said = await write_unsent(aigul, 4)
    assert "3 сунуш гана сакталат" in said
    for n in (1, 2, 3):
        assert f"{n}-жарык" in said
    assert "сакталган жок" in await aigul.says(TEXT.format(n=5))
    said = await aigul.says("3")
    assert "1-жарык" in said
    assert "Бүтпөй калган" in said
    await aigul.presses("Муну өчүрүү")
    said = await aigul.presses("Ооба")
    assert "4-жарык" in said
    assert "сунушпу" in said
    await aigul.taps("held:yes")
    for n in (4, 3, 2):
        assert f"{n}-жарык" in await aigul.taps("side:spending")
        assert "кабыл алынды" in await aigul.presses("Жөнөтүү")
        if n > 2:
            await aigul.taps("propose")
            await aigul.presses("Ооба")
    sent = [one.text[17:24] for one in (await aigul.proposals())[:3]]
    assert sorted(sent) == ["2-жарык", "3-жарык", "4-жарык"]
    tell("a fourth unsent proposal where three fit", dropped=0, asked_about=1)


async def test_how_many_unsent_proposals_fit_is_a_setting_and_what_is_let_go_of_is_said(village, aigul):
    await set_quota(village, drafts=1)
    await write_unsent(aigul, 1)
    await aigul.taps("later")
    assert "1 сунуш гана сакталат" in await write_unsent(aigul, 2)
    said = await aigul.starts()
    assert "2-жарык" in said
    assert "сакталбайт" in said
    await aigul.says(TEXT.format(n=3))
    village.clock.later(days=2)
    said = await aigul.says(TEXT.format(n=4))
    assert "3-жарык" in said
    assert "сакталбайт" in said
    assert "4-жарык" in said


async def test_a_new_proposal_beside_the_one_being_checked_waits_for_room(village, aigul):
    await set_quota(village, drafts=1)
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.says(TEXT.format(n=1))
    village.clock.later(minutes=5)
    await aigul.says("Айылдын көпүрөсүн оңдоп бериңиздер, өтө эски")
    assert "1 сунуш гана сакталат" in await aigul.taps("join:new")
    assert "1-жарык" in await aigul.says("1")
    await aigul.presses("Ооба")
    assert "кабыл алынды" in await aigul.presses("Жөнөтүү")
    assert "көпүрөсүн" in await aigul.starts()


async def test_lines_nobody_said_to_be_proposals_use_up_no_room(village, aigul):
    await set_quota(village, drafts=1)
    for line in (
        "кечээ тойго барып абдан бийледик",
        "ахаха а бот умный оказывается",
        "бүгүн күн абдан ысык экен",
    ):
        said = await aigul.says(line)
        assert "Бул сунушпу?" in said
    assert "сакталбайт: «ахаха а бот" in said
    assert "сакталбайт" in await aigul.says(TEXT.format(n=1))
    assert "сунуш гана сакталат" not in await aigul.taps("held:yes")
    await aigul.taps("later")
    assert "сунуш гана сакталат" in await write_unsent(aigul, 2)


@pytest.mark.parametrize("first", ["биздин көчөдө жарык жок", "у нас мост совсем развалился", "жолдор аябай начар"])
async def test_what_names_a_matter_steps_back_however_late_the_next_line_comes(village, aigul, first):
    await aigul.says(first)
    village.clock.later(minutes=10)
    said = await aigul.says("көпүрөнү да оңдоп бергиле")
    assert "сакталбайт" not in said
    await aigul.follows_script("ооба", "2", "макул", "жөнөтүңүз", "жок")
    assert first in await aigul.says("сунуш берем")


async def test_a_voice_held_at_the_menu_is_no_chatter(village, aigul):
    await aigul.sends("voice")
    village.clock.later(minutes=10)
    assert "сакталбайт" not in await aigul.says("көпүрөнү оңдоп бергиле")


async def test_a_line_typed_again_is_one(village, aigul):
    for _ in range(3):
        await aigul.says("көпүрөнү оңдоп бергиле")
        village.clock.later(minutes=10)
    await aigul.follows_script("ооба", "2", "макул", "жөнөтүңүз", "жок")
    assert "бүтпөй калган" not in (await aigul.says("сунуш берем")).casefold()
