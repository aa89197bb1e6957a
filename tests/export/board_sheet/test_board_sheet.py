"""The sheet for the information board: what was decided and why, in both languages, with nobody's name."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from sqlalchemy import update

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.export.board_sheet import facts as board_facts
from bot.export.board_sheet.drawing import BOTH, make_board
from bot.export.board_sheet.facts import collect_board
from bot.office.answers import answers
from storage.database.schema import proposals
from tests.office.offices import YEAR, Office

LAMP = Answer(Decision.INCLUDED, None, "Шамдар жазында коюлат.", 150_000, "Көчө жарыгы")
ROAD = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жолду район карайт, биздин балансыбызда эмес.")


@pytest.fixture
async def office(sqlite_database):
    office = await Office(sqlite_database).opens()
    await office.meets("Бакыт", Role.STAFF)
    return office


async def decided(office, name, text, answer, *, is_public):
    """Somebody's proposal with its answer; is_public: its author lets everybody read the text."""
    made = await office.proposed(await office.meets(name), text)

    async def agree(store):
        where = proposals.c.id == made.id
        await store.connection.execute(update(proposals).where(where).values(public_text=is_public))

    await office.database.write(agree)
    await office.does(answers.send, id=made.id, answer=answer, by=office.people["Бакыт"])
    return made


async def printed(office, *, paper="a4", language=BOTH):
    facts = await office.database.read(lambda store: collect_board(store, aimak_id=office.aimak_id, year=YEAR))
    made = make_board(facts, paper=paper, language=language, made=datetime(2026, 11, 30, tzinfo=UTC))
    with pypdfium2.PdfDocument(made) as opened:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in opened]
        return pages, [page.get_size() for page in opened]


async def test_the_sheet_says_what_was_decided_and_why_in_both_languages(office):
    lamp = await decided(office, "Айгүл", "Мектепке жарык керек, 0555 12 34 56", LAMP, is_public=True)
    await decided(office, "Асан", "Асандын жолун оңдогула", ROAD, is_public=False)
    await office.proposed(await office.meets("Гүлнара"), "Күтүп жаткан сунуш")
    pages, sizes = await printed(office)
    ky, ru = " ".join(pages[: len(pages) // 2]), " ".join(pages[len(pages) // 2 :])
    assert "Сиз эмне сунуш кылдыңыз, биз эмне чечтик" in ky
    assert f"№ {lamp.label}. Мектепке жарык керек, ***" in ky
    assert "Суммасы: 150 000 сом" in ky
    assert "Жооп берилди — 2, долбоорго кирди — 1" in ky
    assert "Долбоорго кирген жок Себеби: бул айыл өкмөтүнүн ыйгарым укугуна кирбейт." in ky
    assert "Что вы предложили и что мы решили" in ru
    assert "Не вошло в проект" in ru
    for hidden in ("Асандын", "балансыбызда", "0555", "Күтүп", "Айгүл"):
        assert hidden not in ky + ru
    assert sizes[0] == pytest.approx((595.28, 841.89), abs=0.1)


async def test_a3_prints_larger_and_one_language_alone(office):
    await decided(office, "Айгүл", "Мектепке жарык керек", LAMP, is_public=True)
    (page, *_), sizes = await printed(office, paper="a3", language="ru")
    assert "Что вы предложили" in page
    assert "Сиз эмне" not in page
    assert sizes[0] == pytest.approx((841.89, 1190.55), abs=0.1)


async def test_what_finds_no_room_is_counted(office, monkeypatch):
    monkeypatch.setattr(board_facts, "MOST", 2)
    for at in range(4):
        await decided(office, f"Айгүл {at}", f"Көпүрө керек {at}", LAMP, is_public=True)
    pages, _ = await printed(office, language="ky")
    said = " ".join(pages)
    assert said.count("Көпүрө керек") == 2
    assert "Айыл өкмөтүнүн тизмесиндеги дагы чечилген сунуштар — 2" in said


async def test_a_year_without_proposals_says_so(office):
    (page,), _ = await printed(office, language="ky")
    assert "Чыгаша бөлүгү: 0 сунуш" in page
