"""`/mydata`: a text, the same as JSON and the files, all of one person and of nobody else."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.config import Settings
from bot.export.attachments import Documents
from storage.attachments import files as kept_files
from storage.database.schema import media

TEXT = "Көпүрөнү оңдоп бериңиздер, суу алып кетти"
OTHERS = "Жолду асфальттап бериңиздер, чаң болуп жатат"
VOICE = b"OggS" + b"the voice of one person" * 20


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
    await aigul.says("/mydata")
    asked = [message.document for message in aigul.heard if message.document]
    assert [one["form"] for one in asked] == ["txt", "json", "zip"]
    text, as_json, packed = [await documents(one) for one in asked]
    assert TEXT in text.read_text("utf-8")
    assert "СУНУШТАРЫҢЫЗ" in text.read_text("utf-8")
    told = json.loads(as_json.read_text("utf-8"))
    assert [one["texts"] for one in told["proposals"]] == [[TEXT]]
    assert told["addresses"][0]["address"] == "Айгүл"
    assert any(TEXT in one["message"] for one in told["received"])
    with zipfile.ZipFile(packed) as files:
        assert [files.read(name) for name in files.namelist()] == [VOICE + bytes([0])]
    for made in (text, as_json):
        assert OTHERS not in made.read_text("utf-8")
        assert "Нурлан" not in made.read_text("utf-8")

    assert "Маалыматыңыз жаңы эле жөнөтүлдү" in await aigul.says("менин маалыматым")
    village.clock.later(minutes=11)
    await aigul.says("/mydata")
    assert len([message for message in aigul.heard if message.document]) == 6

    nurlan = await other.person()
    with pytest.raises(FileNotFoundError):
        await documents({**asked[0], "person_id": nurlan.id})
    await aigul.follows_script("/forget", "Баарын өчүрүү")
    with pytest.raises(FileNotFoundError):
        await documents(asked[1])
    assert Path(settings.exports_dir).is_dir()
