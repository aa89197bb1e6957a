"""The head reads the figures in the chat, takes their files home, and freezes criterion 6 for a commission."""

import json
import uuid
from functools import partial

import pytest

from bot.budget.permissions import Role
from bot.export.attachments import Documents
from bot.office.criteria import frozen, frozen_file
from bot.office.criteria.verifying import FROZEN_SHEET
from bot.office.sheets import expected
from bot.settings import Settings
from storage.database.seal import Seal
from tests.handlers.offices import joined, texts


@pytest.fixture
def documents(village, tmp_path):
    settings = Settings(tmp_path, database_url="", key_file=tmp_path / "key")
    return Documents(settings=settings, database=village.database, seal=Seal(b"k" * 32))


async def test_the_head_reads_the_figures_and_gets_them_in_each_form(village, documents):
    head = await joined(village, "Токтогул", Role.HEAD)
    said = await head.taps("criteria")
    assert said.count("-критерий.") == 9
    assert "Акыркы сөз комиссияда." in said
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("png", b"\x89PNG")):
        await head.taps(f"criteria_file:{form}")
        (sent,) = [one for one in head.heard[-2:] if one.document]
        path = await documents(sent.document)
        assert path.name == f"criteria_kokjar_2027.{form}"
        assert path.read_bytes().startswith(begins)


async def test_what_the_head_freezes_is_one_in_both_files_and_holds(village, documents):
    head = await joined(village, "Токтогул", Role.HEAD)
    await head.taps("criteria")
    assert "Эмне үчүн бекитилет?" in await head.taps("freeze")
    assert "1ден 100 белгиге чейин" in await head.says("комиссия " * 20)
    await head.says("Комиссия 2027")
    file, paper = [one for one in head.heard if one.document][-2:]
    village.clock.later(minutes=60)
    await head.taps("tally")  # another act of the audit, before the files leave
    made = json.loads((await documents(file.document)).read_bytes())
    assert (await documents(paper.document)).read_bytes().startswith(b"%PDF")
    assert made["for"] == "Комиссия 2027"
    assert paper.document["sha256"] == file.document["sha256"] == made["sha256"]

    async def verify(store):
        aimak = await store.aimaks.find_by_code("kokjar")
        return await frozen.verify(store, made, aimak_id=aimak.id, by=None)

    verdict = await village.database.read(verify)
    assert verdict.recorded_at is not None
    assert verdict.is_whole
    assert not verdict.differences
    with pytest.raises(FileNotFoundError):
        await documents(file.document | {"sha256": "0"})


async def test_a_clerk_reads_no_figures_and_an_observer_freezes_nothing(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    assert "укугуңуз жок" in await clerk.taps("criteria")
    observer = await joined(village, "Байкоочу", Role.OBSERVER)
    assert "-критерий." in await observer.taps("criteria")
    assert "freeze" not in {id for id, _ in observer.heard[-1].choices}
    assert "укугуңуз жок" in await observer.taps("freeze")


async def test_a_frozen_file_sent_in_the_chat_is_held_against_the_log(village, documents):
    head = await joined(village, "Токтогул", Role.HEAD)
    await head.taps("criteria")
    await head.taps("freeze")
    await head.says("Комиссия 2027")
    file = [one for one in head.heard if one.document][-2]
    whole = (await documents(file.document)).read_bytes()
    other = json.loads(whole)
    other |= {"for": "Башка", "mark": "0" * 64}
    other["sha256"] = frozen_file.find_sum(other)
    elsewhere = "башка орнотууда"
    for content, said in (
        (whole, "Бекитилген барак күчүндө."),
        (whole.replace("Комиссия 2027".encode(), "Комиссия 2028".encode()), "Бекитилген барак күчүн жоготкон."),
        (frozen_file.write_file(other), elsewhere),
        (whole.replace(b'"kokjar"', b'"jokjer"'), "өзгөртүлгөн же үзүлүп калган"),
        (whole.replace(b'"kokjar"', b'"shark"'), "өзгөртүлгөн же үзүлүп калган"),
        (whole.replace(b'"drawn": []', b'"drawn": [\n  "0001"\n ]'), "кайра чалуу үчүн тандалган сунуштар: 0001 → —"),
        (b"[" * 100_000, "бекитилген барагы эмес"),
        (b"%PDF", "бекитилген барагы эмес"),
    ):
        await head.taps("criteria")
        await head.taps("verify")
        await head.sends("document", uuid.uuid4().hex)
        [waiting] = await village.database.read(partial(expected.list_waiting, kind=FROZEN_SHEET))
        looked = await village.database.read(
            lambda store, one=waiting, came=content: FROZEN_SHEET.look(store, one, came)
        )
        take = partial(expected.take, kind=FROZEN_SHEET, waiting=waiting, content=looked, at=village.clock())
        await village.database.write(take)
        await village.courier.carry()
        assert said in texts(village, "Токтогул")[-1]
