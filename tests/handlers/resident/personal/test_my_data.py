"""`/mydata`: a text, the same as JSON and the files, all of one person and of nobody else."""

import ast
import inspect
import json
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.export.attachments import Documents
from bot.export.personal import my_data
from bot.settings import Settings
from storage.attachments import files as kept_files
from storage.database.schema import media
from storage.personal.sections import proposals, taken_part, watched, who, written
from storage.topics import make_village_key
from tests.storage.rows import JANY_ARYK, enter

TEXT = "Көпүрөнү оңдоп бериңиздер, суу алып кетти"
OTHERS = "Жолду асфальттап бериңиздер, чаң болуп жатат"
VOICE = b"OggS" + b"the voice of one person" * 20


async def wants(village, resident, theme):
    """Turns a theme and a village of where they lived before on for a resident; returns the village's Kyrgyz name."""
    person, before = await resident.person(), await enter(village.database)

    async def work(store):
        first = (await store.aimaks.list_villages(before))[0]
        for aimak_id, topic in ((person.aimak_id, theme), (before, make_village_key(first.id))):
            await store.topics.add(person.id, aimak_id, topic, at=village.clock())
        return first.names["ky"]

    return await village.database.write(work)


async def test_everything_of_one_person_is_handed_over_and_nothing_of_another(village, tmp_path):
    other = await village.with_proposal("Нурлан", OTHERS)
    aigul = await village.with_proposal("Айгүл", TEXT)
    settings = Settings(tmp_path, "", tmp_path / "key")
    documents = Documents(settings=settings, database=village.database, seal=village.database.seal)
    owners = [*await aigul.proposals(), *await other.proposals()]

    async def keep(store) -> None:
        for number, owner in enumerate(owners):
            came = kept_files.put_down(settings.media_dir, VOICE + bytes([number]))
            digest, size = kept_files.keep(settings.media_dir, came, village.database.seal)
            await store.media.want(owner.id, "telegram", "bot", kind="voice", reference="file", at=village.clock())
            last = await store.connection.scalar(select(media.c.id).order_by(media.c.id.desc()).limit(1))
            await store.media.keep(last, kind="voice", digest=digest, size=size, form="voice", ending=".ogg")

    await village.database.write(keep)
    named = await wants(village, aigul, "water")
    await wants(village, other, "roads")
    await aigul.says("/mydata")
    asked = [message.document for message in aigul.heard if message.document]
    assert [one["form"] for one in asked] == ["txt", "json", "zip"]
    text, as_json, packed = [await documents(one) for one in asked]
    assert TEXT in text.read_text("utf-8")
    assert "СУНУШТАРЫҢЫЗ" in text.read_text("utf-8")
    said = text.read_text("utf-8")
    assert not re.findall(r"[a-z]+[_ ][a-z]+|True|False|spending|T\d\d:\d\d", said), said
    assert "чыгаша" in said
    assert f"саат {move_to_bishkek(village.clock()):%H:%M}" in said
    told = json.loads(as_json.read_text("utf-8"))
    assert [one["texts"] for one in told["proposals"]] == [[TEXT]]
    at = f"{datetime.fromtimestamp(village.clock() // 1000, UTC):%Y-%m-%dT%H:%M}"
    assert [(one["aimak"], one["village"], one["theme"], one["said"][:16]) for one in told["topics"]] == [
        ("Көк-Жар", None, "water", at), (JANY_ARYK.names["ky"], named, None, at),
    ]  # fmt: skip
    section = said.partition("АЙЫЛ ЖАНА ТЕМА БОЮНЧА КАБАРЛАР")[2].partition("СУНУШТАРЫҢЫЗ")[0]
    assert "Суу\n" in section
    assert f"{named}\n" in section
    assert "Жол" not in section
    assert told["addresses"][0]["address"] == "Айгүл"
    assert any(TEXT in one["message"] for one in told["received"])
    assert "menu" not in {one["kind"] for one in told["sent"]}  # it sets the chat's commands, and is no message
    with zipfile.ZipFile(packed) as files:
        assert [files.read(name) for name in files.namelist()] == [VOICE + bytes([0])]
    for made in (text, as_json):
        assert OTHERS not in made.read_text("utf-8")
        assert "Нурлан" not in made.read_text("utf-8")

    assert "Маалыматыңыз жаңы эле жөнөтүлдү" in await aigul.says("менин маалыматым")
    village.clock.later(minutes=11)
    await aigul.says("русский")
    await aigul.says("/mydata")
    again = [message.document for message in aigul.heard if message.document]
    assert len(again) == 6
    assert ": Көк-Жар\n" in said
    assert ": Кок-Жар\n" in (await documents(again[3])).read_text("utf-8")  # its name in the reader's language

    nurlan = await other.person()
    with pytest.raises(FileNotFoundError):
        await documents({**asked[0], "person_id": nurlan.id})
    await aigul.follows_script("/forget", "Баарын өчүрүү")
    with pytest.raises(FileNotFoundError):
        await documents(asked[1])
    assert Path(settings.exports_dir).is_dir()


async def test_what_was_not_sent_yet_is_handed_over_too(village, tmp_path):
    """A long draft, whose conversation is written by its changes, and the files that came with it; nobody else's."""
    settings = Settings(tmp_path, "", tmp_path / "key")
    documents = Documents(settings=settings, database=village.database, seal=village.database.seal)
    boxes = {}
    for name in ("Нурлан", "Айгүл"):
        writer = await village.in_menu(name)
        await writer.taps("propose")
        await writer.taps("side:spending")
        boxes[name] = (await writer.person()).peer_id
        for piece in range(3):
            await writer.says(f"{name} {piece} сунушу: " + "көпүрөнү оңдоп бериңиздер " * 60)

    async def keep(store) -> None:
        for number, peer_id in enumerate(boxes.values()):
            came = kept_files.put_down(settings.media_dir, VOICE + bytes([number]))
            digest, size = kept_files.keep(settings.media_dir, came, village.database.seal)
            row = {"channel": "telegram", "account": "bot", "kind": "voice", "reference": "file", "state": "kept"}
            row |= {
                "hash": digest,
                "size": size,
                "form": "voice",
                "ending": ".ogg",
                "peer_id": peer_id,
                "created_at": 1,
            }
            await store.connection.execute(media.insert().values(**row, not_before=0))

    await village.database.write(keep)
    await writer.says("/language")
    await writer.says("/mydata")
    text, as_json, packed = [await documents(one.document) for one in writer.heard if one.document]
    assert "АЗЫРЫНЧА ЖӨНӨТҮЛБӨГӨН ФАЙЛДАР" in text.read_text("utf-8")
    told = json.loads(as_json.read_text("utf-8"))
    (conversation,) = told["conversation"]
    assert {"state", "data"} == set(conversation["state"])
    assert all(f"Айгүл {piece} сунушу" in json.dumps(conversation, ensure_ascii=False) for piece in range(3))
    assert [one["kind"] for one in told["unsent"]] == ["voice"]
    with zipfile.ZipFile(packed) as files:
        assert [files.read(name) for name in files.namelist()] == [VOICE + bytes([1])]


def test_every_field_that_is_read_has_a_title_in_the_text():
    read = {
        key.value
        for section in (proposals, taken_part, watched, who, written)
        for made in ast.walk(ast.parse(inspect.getsource(section)))
        if isinstance(made, ast.Dict)
        for key in made.keys
    } - {"state", "act", "object", "details", "message"}  # the last stand in sections that are in JSON only
    assert read - my_data.FIELDS_IN_JSON_ONLY <= my_data.FIELDS.keys()
    assert len(read) > 30
    for title in (*my_data.FIELDS.values(), *my_data.SECTIONS.values()):
        for language in LANGUAGES:
            assert Words(language).say(title) != title


def test_what_is_kept_as_a_code_is_said_by_its_name():
    record = {
        "side": "revenue",
        "category": "sp_waste",
        "decision": "not_included",
        "reason": "no_money",
        "you_said": ["clear", "disagree", "question"],
        "coming": True,
        "wanted": False,
        "kind": "add:street",
        "amount": 100000,
        "role": "observer",
        "new_proposals": "daily",
        "language": "ru",
        "channel": "telegram",
        "due": date(2026, 12, 16),
        "sent": datetime(2026, 12, 15, 20, 30, tzinfo=UTC),
    }
    said = "".join(my_data._list_lines(record, Words("ru"), ""))
    assert not re.findall(r"[a-z]+[_:]|[a-z]{4,}", said.replace("Telegram", ""))
    for part in ("доходы", "Да", "Нет", "100 000", "наблюдатель", "Раз в день", "среда, 16 декабря 2026 года, 02:30"):
        assert part in said.replace("\u00a0", " ").replace(" в 02", " 02"), (part, said)
