"""The evidence folder: what is there with its hash, what is missing and why, and nobody's name unasked."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import time_machine

from bot.budget.hearing import DAY, HearingKind, Paper, Terms
from bot.budget.needs.meetings import Facts, Kind, Meeting
from bot.budget.openness.rows import Row
from bot.budget.permissions import Role
from bot.budget.plan.items import Source
from bot.budget.proposal import Answer, Decision, Side
from bot.budget.workdays import find_day
from bot.export.evidence.folder import make_scratch, write_folder
from bot.export.evidence.packing import Packing
from bot.export.evidence.parts import PARTS
from bot.office import proposals
from bot.office.answers import answers
from bot.office.criteria import frozen, frozen_file
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement
from bot.office.needs.meetings import put_meetings
from bot.office.openness.entering import enter
from bot.office.plan.priorities import add_priority
from bot.office.plan.ties import tie
from storage.plan.ties import Target
from tests.office.offices import YEAR, Office

LAMP = Answer(Decision.INCLUDED, None, "Шамдар жазында коюлат.", 150_000, "Көчө жарыгы")
NAME = "Канарейка Кызы"


@pytest.fixture
async def office(sqlite_database):
    """An office with an answered proposal of somebody named, and minutes that name people."""
    office = await Office(sqlite_database).opens()
    clerk = await office.meets("Бакыт", Role.STAFF)
    draft = proposals.ProposalToSend("one", Side.SPENDING, "Мектепке жарык керек", author_name=NAME)
    made, _ = await office.does(
        proposals.submit, draft=draft, by=await office.meets("Айгүл"), aimak_id=office.aimak_id, language="ky"
    )
    await office.does(answers.send, id=made.id, answer=LAMP, by=clerk)

    async def add(store):
        for kind, text in ((Paper.BRIEF, "=Кыскача"), (Paper.MINUTES, f"Сүйлөгөн: {NAME}")):
            await store.papers.add(
                aimak_id=office.aimak_id, budget_year=YEAR, hearing_id=None, kind=kind, by=None, at=office.now, text=text
            )  # fmt: skip

    await office.database.write(add)
    return office


async def folder(office, tmp_path, *, named=False, most=None, name="one"):
    aimak = await office.database.read(lambda store: store.aimaks.get(office.aimak_id))
    packing = Packing(
        office.database, office.database.seal, tmp_path / "media", aimak, YEAR, office.now + DAY, named=named, most=most,
        scratch=make_scratch(tmp_path / f"scratch {name}"),
    )  # fmt: skip
    path = tmp_path / f"{name}.zip"
    contents = await write_folder(packing, path=path)
    with zipfile.ZipFile(path) as opened:
        return contents, {one: opened.read(one) for one in opened.namelist()}


def read_all(files):
    """Every byte of a folder, and what is packed in its files: the parts of workbooks, the text of papers."""
    for name, content in files.items():
        yield name.encode()
        yield content
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                yield from (book.read(part) for part in book.namelist())
        if name.endswith(".pdf"):
            with pypdfium2.PdfDocument(content) as opened:
                yield from (page.get_textpage().get_text_range().encode() for page in opened)


async def test_the_folder_has_each_paper_with_its_hash_and_says_what_is_missing(office, tmp_path):
    contents, files = await folder(office, tmp_path)
    manifest = json.loads(files["manifest.json"])
    assert {one["part"] for one in manifest["files"]} == {
        "proposals",
        "citizens",
        "criteria",
        "criterion_6",
        "board",
        "chart",
        "charts",
        "openness",
    }
    for one in manifest["files"]:
        assert hashlib.sha256(files[one["name"]]).hexdigest() == one["sha256"]
        assert len(files[one["name"]]) == one["bytes"]
    assert set(manifest["missing"]) == {
        "campaign", "criteria_1_2", "kit", "presentation", "minutes", "draft", "plan", "photos", "initiatives",
        "watch", "needs", "trust",
    }  # fmt: skip
    assert "Долбоорго кирди — 1" in files["charts.txt"].decode()
    assert "исправленные строки: 1" in files["charts.txt"].decode()
    assert {
        f"chart-{name}-{tongue}.svg" for name in ("categories", "weeks", "corrections") for tongue in ("ky", "ru")
    } <= (set(files))
    index = files["index.html"].decode()
    for said in ("Далилдер папкасы: Kokjar, 2027", "Эмне жетишпейт", "Чего не хватает", "Объявите слушания."):
        assert said in index
    assert len(contents.files) == len(manifest["files"])


async def test_nobody_is_named_unless_it_is_asked_for(office, tmp_path, tell):
    _, files = await folder(office, tmp_path)
    parts = list(read_all(files))
    tell("names in an evidence folder", parts=len(parts), found=sum(NAME.encode() in one for one in parts))
    assert not any(NAME.encode() in one for one in parts)
    _, named = await folder(office, tmp_path, named=True, name="two")
    found = [name for name, content in named.items() if any(NAME.encode() in one for one in read_all({name: content}))]
    assert found == ["proposals.xlsx", "minutes.txt"]


async def test_the_frozen_sheet_of_a_folder_holds_against_the_log(office, tmp_path):
    _, files = await folder(office, tmp_path)
    (name,) = (one for one in files if one.startswith("criterion-6") and one.endswith(".json"))
    kept = frozen_file.read_frozen(files[name])
    verdict = await office.database.read(lambda store: frozen.verify(store, kept, aimak_id=office.aimak_id, by=None))
    assert verdict.holds


async def test_a_hearing_brings_its_campaign_and_its_papers(office, tmp_path):
    terms = Terms(office.now + 20 * DAY, "Көк-Жар маданият үйү")
    announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=YEAR)
    await office.does(hearings.announce, announcement=announcement, aimak_id=office.aimak_id, by=office.people["Бакыт"])
    _, files = await folder(office, tmp_path)
    assert {"hearings.xlsx", "criteria-1-2.txt", "hearing-1-kit.pdf"} <= set(files)
    assert "1-критерий" in files["criteria-1-2.txt"].decode()


async def test_what_residents_asked_before_a_hearing_is_in_no_folder_without_names(office, tmp_path):
    asked = "Жолду ким оңдойт? Телефонум 0555 12 34 56"
    terms = Terms(office.now + 20 * DAY, "Көк-Жар маданият үйү")
    announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=YEAR)
    announced, _ = await office.does(
        hearings.announce, announcement=announcement, aimak_id=office.aimak_id, by=office.people["Бакыт"]
    )
    await office.does(hearings.ask, id=announced.id, text=asked, by=office.people["Айгүл"])

    def holds(files):
        return [name for name in files if any(b"0555 12 34 56" in one for one in read_all({name: files[name]}))]

    _, files = await folder(office, tmp_path)
    assert holds(files) == []
    _, named = await folder(office, tmp_path, named=True, name="two")
    assert holds(named) == ["hearing-1-kit.pdf"]


async def test_a_telephone_in_words_of_the_office_is_in_no_folder_without_names(office, tmp_path):
    aimak, clerk = {"aimak_id": office.aimak_id, "year": YEAR}, office.people["Бакыт"]
    facts = Facts(find_day(office.now), "Асандын үйү, 0555 12 34 56", 10, 5)
    met = Meeting(Kind.KURULTAI, facts, ("Жол, 0555 12 34 56",), None, None)
    await office.does(put_meetings, **aimak, meetings=[met], by=clerk)
    await office.does(
        enter, **aimak, row=Row.BOARD, channel="board", language="ky", day=find_day(office.now),
        place="Такта, 0555 12 34 56", by=clerk,
    )  # fmt: skip
    head = await office.meets("Асел", Role.HEAD)
    of = await office.does(add_priority, **aimak, source=Source.GATHERING, text="Суу, 0555 12 34 56", by=head)
    await office.does(tie, proposal_id=1, target=Target(priority=of), by=clerk)

    def holds(files):
        seen = (b"0555 12 34 56", "0555 12 34 56".encode("utf-16-be"))
        return {name for name in files if any(one in part for part in read_all({name: files[name]}) for one in seen)}

    _, files = await folder(office, tmp_path)
    assert {"needs.xlsx", "openness.pdf", "openness.xlsx", "plan-ties.csv"} <= set(files)
    assert holds(files) == set()
    _, named = await folder(office, tmp_path, named=True, name="two")
    assert {"needs.xlsx", "openness.pdf", "openness.xlsx", "plan-ties.csv"} <= holds(named)


async def test_a_run_that_breaks_off_leaves_no_half_folder(office, tmp_path, monkeypatch):
    async def breaks(packing):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.export.evidence.folder.PARTS", (*PARTS[:1], replace(PARTS[1], make=breaks)))
    with pytest.raises(OSError, match="No space"):
        await folder(office, tmp_path)
    assert not list(tmp_path.glob("*.zip"))
    assert not list(tmp_path.glob(".*part"))


async def test_the_same_log_at_the_same_moment_gives_the_same_bytes(office, tmp_path):
    terms = Terms(office.now + 20 * DAY, "Көк-Жар маданият үйү")
    announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=YEAR)
    await office.does(hearings.announce, announcement=announcement, aimak_id=office.aimak_id, by=office.people["Бакыт"])
    _, one = await folder(office, tmp_path, name="one")
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):  # whatever the clock of the machine says
        _, two = await folder(office, tmp_path, name="two")
    differing = [name for name in one if one[name] != two[name]]
    assert differing == []
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
