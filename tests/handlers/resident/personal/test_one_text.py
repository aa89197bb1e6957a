"""One proposal's text is erased alone. Its number, decision and counts stay, and all else of its author stays too."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.budget.permissions import Role
from bot.budget.proposal import NotYours
from bot.config import Settings
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from bot.office.personal.erasure import apply_erasures
from bot.office.personal.one_text import erase_text
from storage.copies.copying import copy_sqlite
from storage.database.engine import Database, make_database_url
from storage.database.schema import proposals
from storage.personal.ledger import Ledger
from tests.handlers.offices import joined, proposed
from tests.handlers.resident.personal.test_forgetting import (
    NAME,
    PLACE,
    REASON,
    TEXT,
    Install,
    found_in_files,
    found_in_rows,
    leaves_traces,
)

OTHER = "Жолду оңдоп бериңиздер, чоң жол бузулуп калды"
# What is of the person and of no proposal stays.
STAYS = {"name", "address", "question", "conversation"}  # the last is a text of theirs that waits unsent


@pytest.fixture
def office(village, tmp_path) -> Install:
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    return Install(village, settings, Ledger(settings.erasures_file, village.database.seal))


async def erased(install: Install, aigul: Any, id: int) -> None:
    await aigul.taps(f"mine_one:{id}")
    assert "Өчөт: тексти" in await aigul.presses("Текстти өчүрүү")
    assert "тексти өчүрүлдү" in await aigul.says("ооба, өчүрүңүз")
    install.village.clock.later(minutes=2)
    assert await install.erasing().finish()


async def test_nothing_of_the_text_stays_in_any_file_or_column_and_all_counts_hold(office, tell):
    village = office.village
    aigul = await leaves_traces(office)
    (proposal,) = await aigul.proposals()
    before = await village.database.read(lambda store: count_tally(store, aimak_id=1, year=2027))
    await erased(office, aigul, proposal.id)

    rows, files = await found_in_rows(village.database), found_in_files(office.settings.data_dir)
    tell("canaries after the text of one proposal was erased", left_in_rows=len(rows - STAYS), left_in_files=len(files))
    assert rows <= STAYS
    assert files == set()
    after = await village.database.read(lambda store: count_tally(store, aimak_id=1, year=2027))
    assert (after.tally, after.rows) == (before.tally, before.rows)
    counted = await village.database.read(lambda store: count(store, aimak_id=1, year=2027))
    assert replace(counted.tally, rows=before.tally.rows) == before.tally
    (left,) = (await village.database.read(lambda store: store.connection.execute(select(proposals)))).all()
    assert (left.label, left.withdrawn_at, left.author_name, left.place) == ("0001", None, None, None)
    sent = await village.database.read(lambda store: store.answers.find_latest(proposal.id))
    assert sent.answer == replace(REASON, sentence="")
    assert (await aigul.person()).consent_version is not None


async def test_an_older_copy_put_back_forgets_the_text_again(office):
    village, settings = office.village, office.settings
    aigul = await leaves_traces(office)
    (proposal,) = await aigul.proposals()
    old = settings.data_dir / "older" / "sunush.db"
    copy_sqlite(Path(str(village.database.url.database)), old)
    await erased(office, aigul, proposal.id)
    (line,) = settings.erasures_file.read_text().splitlines()
    assert proposal.key not in line

    copy = Database(make_database_url(f"sqlite:///{old}"), village.database.seal)
    assert await apply_erasures(copy, office.ledger) == 1
    assert await apply_erasures(copy, office.ledger) == 0
    assert (await copy.read(lambda store: store.proposals.get(proposal.id))).text == ""
    assert await copy.read(lambda store: store.audit.has("erase_text", object="proposal", object_id=proposal.id))
    assert await copy.read(lambda store: store.audit.find_break()) is None
    assert await copy.read(lambda store: store.people.find("telegram", "bot", aigul.name)) is not None
    await copy.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_the_card_says_that_the_author_had_it_erased_and_others_keep_their_words(office):
    village = office.village
    aigul = await village.in_menu("Айгүл")
    gone, kept = (
        await proposed(village, aigul, TEXT, place=PLACE, author_name=NAME),
        await proposed(village, aigul, OTHER),
    )
    bakyt = await proposed(village, await village.in_menu("Нурлан"), OTHER)
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.taps(f"desk_one:{gone.id}")
    await clerk.presses("Мен карайм")
    await erased(office, aigul, gone.id)
    assert "№ 0001 сунушту автору кайтарып алды" in await clerk.reads()
    card = await clerk.taps(f"desk_one:{gone.id}")
    assert "Авторунун өтүнүчү боюнча тексти жана файлдары өчүрүлдү." in card
    assert "Канарейка" not in card
    found = await village.database.read(lambda store: store.proposals.get(gone.id))
    assert (found.text, found.withdrawn_at is not None) == ("", True)
    assert [one.text for one in await aigul.proposals()] == [OTHER, ""]
    assert (await village.database.read(lambda store: store.proposals.get(bakyt.id))).text == OTHER
    own = await aigul.taps(f"mine_one:{gone.id}")
    assert "Тексти өтүнүчүңүз боюнча өчүрүлгөн." in own
    assert "Текстти өчүрүү" not in own
    assert kept.text == OTHER


async def test_only_the_author_erases_and_twice_is_once(village):
    aigul, nurlan = await village.in_menu("Айгүл"), await village.in_menu("Нурлан")
    proposal = await proposed(village, aigul, TEXT)
    clerk = await joined(village, "Бакыт", Role.HEAD)
    for other in (nurlan, clerk):
        by = await other.person()
        with pytest.raises(NotYours):
            await village.database.write(
                lambda store, by=by: erase_text(store, id=proposal.id, by=by, at=village.clock())
            )
        await other.taps(f"erase_text:{proposal.id}")
        await other.taps("erase_text_sure:yes")
    assert [one.text for one in await aigul.proposals()] == [TEXT]
    by = await aigul.person()
    for _ in range(2):
        await village.database.write(lambda store: erase_text(store, id=proposal.id, by=by, at=village.clock()))
    acts = await village.database.read(lambda store: store.audit.list_entries())
    assert [(one.object_id, one.person_id) for one in acts if one.act == "erase_text"] == [(proposal.id, None)]


@pytest.mark.parametrize("text", [
    "ушул сунушумду өчүрүңүз", "удали это предложение", "сунушумдун текстин өчүрүп салыңыз", "udali moe predlojenie",
    "shu taklifimni o'chiring",
])  # fmt: skip
async def test_it_is_asked_for_in_words_on_the_card_behind_the_receipt_and_in_reply(village, text):
    aigul = await village.with_proposal("Айгүл", OTHER)
    asked = "№ 0001 сунуштун тексти өчүрүлсүнбү?"
    assert asked in await aigul.says(text)
    assert "эч нерсе өчүрүлгөн жок" in await aigul.says("жок")
    assert asked in await aigul.says(text)
    await aigul.says("/menu")
    assert asked in await aigul.swipes("номери — 0001", text)
    assert [one.text for one in await aigul.proposals()] == [OTHER]
    assert "тексти өчүрүлдү" in await aigul.says("1")
    assert [one.text for one in await aigul.proposals()] == [""]


async def test_an_answered_one_is_erased_in_reply_to_its_answer(office):
    aigul = await leaves_traces(office)
    await aigul.says("/menu")
    said = await aigul.swipes("КИРГЕН ЖОК", "удалите это предложение")
    assert "№ 0001 сунуштун тексти өчүрүлсүнбү?" in said
    assert "Жооптогу айыл өкмөтүнүн өз сөздөрү да өчөт" in said
    assert "тексти өчүрүлдү" in await aigul.says("ооба")
    assert [one.text for one in await aigul.proposals()] == [""]


async def test_withdrawing_says_that_the_text_stays_and_how_it_goes(village):
    aigul = await village.with_proposal("Айгүл", OTHER)
    (proposal,) = await aigul.proposals()
    await aigul.taps(f"mine_one:{proposal.id}")
    stays = "Тексти айыл өкмөтүндө калат. Аны өчүрүү үчүн: «Текстти өчүрүү»."
    assert stays in await aigul.presses("Кайтарып алуу")
    assert stays in await aigul.presses("Ооба")
    assert [one.text for one in await aigul.proposals()] == [OTHER]
    assert "тексти өчүрүлсүнбү" in await aigul.presses("Текстти өчүрүү")
    assert "тексти өчүрүлдү" in await aigul.presses("Текстти өчүрүү")
    assert [one.text for one in await aigul.proposals()] == [""]


async def test_of_several_it_is_chosen_and_a_number_names_one(village):
    aigul = await village.in_menu("Айгүл")
    for text in (TEXT, OTHER):
        await proposed(village, aigul, text)
    assert "Сунушту ачып, «Текстти өчүрүү» баскычын басыңыз." in await aigul.says("менин сунушумду өчүрүңүз")
    assert "№ 0002 сунуштун тексти өчүрүлсүнбү?" in await aigul.says("удалите предложение № 2")
