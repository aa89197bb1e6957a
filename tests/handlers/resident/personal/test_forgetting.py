"""Being forgotten: twelve things a person left are gone from every file and column, numbers stay, others keep theirs."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.workdays import find_day
from bot.delivery.after_erasure import Erasing
from bot.delivery.incoming.conversations import make_state_key
from bot.office.answers import answers, dialogue
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from bot.office.personal.erasure import apply_erasures
from bot.office.personal.on_paper import NobodyToErase, find_author, forget_author
from bot.office.proposals import ProposalToSend, enter_for
from bot.settings import Settings
from storage.attachments.files import keep, put_down
from storage.attachments.media import WANTED
from storage.copies.copying import copy_sqlite
from storage.database.engine import Database, make_database_url
from storage.database.schema import media, metadata, outbox, people, proposals
from storage.personal.ledger import Ledger
from tests.handlers.offices import joined, texts
from tests.handlers.resident.hearing_steps import announced

NAME = "Айсулуу Канарейкова"
PHONE = "0700112233"
TEXT = "Канарейка-текст: көпүрөнү оңдоп бериңиздер"
SAID = "Канарейка-диалог: качан башталат деп сурадым"
ASKED = "Канарейка-суроо: акча канча деп сурайм"
PLACE = "Канарейка-жер, мектептин арты"
POINT = (41.43215, 75.98765)
OBJECTION = "Канарейка-каршы: көпүрөгө акча бар деп укканмын"
DRAFT = "Канарейка-долбоор: эшикке жарык койгула"
FILE = b"OggS" + b"canary-file-bytes" * 40
ADDRESS = "address-canary"
CLERKS = "Канарейка-кат: сунушту окудум, рахмат"
CANARIES = {
    "name": NAME,
    "phone": PHONE,
    "address": ADDRESS,
    "text": TEXT,
    "file bytes": FILE[4:38].decode(),
    "dialogue": SAID,
    "question": ASKED,
    "coordinates": "41.43215",
    "conversation": DRAFT,
    "raw event": "raw-canary",
    "outbox body": "Канарейка-текст",
    "place": PLACE,
}
IN_ROWS = set(CANARIES) - {"file bytes"}
REASON = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл көпүрөгө каражат жок, долбоор даярдалат.", None, None)


@dataclass
class Install:
    """A village with a data folder, and what finishes erasures in it."""

    village: Any
    settings: Settings
    ledger: Ledger

    def erasing(self) -> Erasing:
        village = self.village
        return Erasing(
            database=village.database,
            states=village.states,
            ledger=self.ledger,
            settings=self.settings,
            now=village.clock,
        )


@pytest.fixture
def install(village, tmp_path) -> Install:
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    return Install(village, settings, Ledger(settings.erasures_file, village.database.seal))


async def found_in_rows(database: Database) -> set[str]:
    """Which canaries stand in any column of any table, what is sealed opened."""

    def opened(value: object) -> str:
        return database.seal.open(value) if isinstance(value, str) and database.seal.is_sealed(value) else str(value)

    async def look(store: Any) -> set[str]:
        found = set()
        for table in metadata.sorted_tables:
            for row in await store.connection.execute(select(table)):
                said = " ".join(map(opened, row))
                found |= {name for name, canary in CANARIES.items() if canary in said}
        return found

    return await database.read(look)


def found_in_files(folder: Path) -> set[str]:
    """Which canaries stand in any file below a folder, as whoever finds the disk would read them."""
    content = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {name for name, canary in CANARIES.items() if canary.encode() in content}


async def leaves_traces(install: Install, *, public: bool = False) -> Any:
    """A resident who leaves every canary there is, and a clerk who has read, asked and answered."""
    village = install.village
    clerk = await joined(village, "Бакыт", Role.STAFF, title="Адис")
    hearing = await announced(village)
    aigul = await village.at_check(ADDRESS, f"{TEXT} {PHONE}")
    await aigul.taps("change")
    await aigul.taps("change_to:place")
    await aigul.says(PLACE)
    await aigul.taps("change")
    await aigul.taps("change_to:name")
    await aigul.says(NAME)
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:yes")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    await aigul.says(ASKED)
    (proposal,) = await aigul.proposals()
    clerk_person, person = await clerk.person(), await aigul.person()
    await clerk.reads()
    await clerk.taps(f"desk_one:{proposal.id}")

    async def work(store: Any) -> None:
        at = village.clock()
        digest, size = keep(
            install.settings.media_dir, put_down(install.settings.media_dir, FILE), village.database.seal
        )
        await store.media.want(proposal.id, "telegram", "bot", kind="voice", reference="raw-canary", at=at)
        kept = await store.connection.scalar(select(media.c.id).where(media.c.state == WANTED))
        await store.media.keep(kept, kind="voice", digest=digest, size=size, form="voice", ending=".ogg")
        await dialogue.ask_author(store, id=proposal.id, text=CLERKS, by=clerk_person, at=at)
        await dialogue.reply(store, id=proposal.id, text=SAID, by=person, at=at)
        await store.people.set_name(person.id, NAME)
        await store.events.take("telegram", "bot", "raw", raw=f"raw-canary {TEXT}", at=at, peer_id=clerk_person.peer_id)
        await answers.send(store, id=proposal.id, answer=REASON, by=clerk_person, at=at)
        await store.public_consents.set_public(proposal.id, public=public, at=at)

    await village.database.write(work)
    await village.courier.carry()
    await aigul.shows_place(*POINT)
    await aigul.says(DRAFT)
    await village.states.flush()
    export = install.settings.exports_dir / "abc" / "sunush.csv"
    export.parent.mkdir(parents=True)
    export.write_text(f"{TEXT};{NAME}", "utf-8")
    os.utime(export.parent, (1, 1))
    copy_sqlite(Path(str(village.database.url.database)), install.settings.backup_dir / "before-upgrade-from-0009-1.db")
    village.clock.later(minutes=5)
    return aigul


async def test_twelve_canaries_are_gone_from_every_file_and_column(install, tell):
    village = install.village
    aigul = await leaves_traces(install)
    before = await village.database.read(lambda store: count_tally(store, aimak_id=1, year=2027))
    assert await found_in_rows(village.database) == IN_ROWS
    assert {"text", "outbox body"} <= (seen := found_in_files(install.settings.data_dir))
    assert "file bytes" not in seen  # files lie sealed

    asked = await aigul.says("/forget")
    assert "Өчөт: атыңыз" in asked
    assert "Атыңызсыз жана сөзүңүзсүз калат: номерлер" in asked
    assert await found_in_rows(village.database) == IN_ROWS
    assert "Сиз жөнүндө сакталгандын баары өчүрүлдү" in await aigul.says("Баарын өчүрүү")
    assert await install.erasing().finish()

    left = {"rows": await found_in_rows(village.database), "files": found_in_files(install.settings.data_dir)}
    tell("twelve canaries after /forget, on SQLite", left_in_rows=len(left["rows"]), left_in_files=len(left["files"]))
    assert left == {"rows": set(), "files": set()}
    rows = await village.database.read(lambda store: store.connection.execute(select(proposals)))
    assert [(row.label, row.withdrawn_at) for row in rows] == [("0001", None)]
    assert await village.database.read(lambda store: store.audit.find_break()) is None
    after = await village.database.read(lambda store: count_tally(store, aimak_id=1, year=2027))
    assert (after.tally, after.rows) == (before.tally, before.rows)
    counted = await village.database.read(lambda store: count(store, aimak_id=1, year=2027))
    assert replace(counted.tally, rows=before.tally.rows) == before.tally
    assert (
        await village.database.read(lambda store: store.connection.scalar(select(people.c.id).where(people.c.id > 2)))
        is None
    )


async def test_whoever_comes_back_is_somebody_new_and_keeps_what_they_write(install):
    village = install.village
    aigul = await leaves_traces(install)
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    erased_as = (await aigul.person()).id
    village.clock.later(minutes=1)
    assert "Облусуңузду тандаңыз" in await aigul.taps("begin_again")
    assert await install.erasing().finish()
    assert (await aigul.person()).id == erased_as
    assert await aigul.proposals() == []
    assert await install.erasing().finish()
    again = await village.with_proposal(ADDRESS, "Жолду оңдоп бериңиздер")
    entries = list(install.ledger.read())
    assert await apply_erasures(village.database, install.ledger) == 0
    assert len(entries) == 1
    assert [one.label for one in await again.proposals()] == ["0002"]


async def test_nobody_else_loses_a_word(install):
    village = install.village
    other = await village.with_proposal("Нурлан", "Жолду оңдоп бериңиздер, чоң жол")
    aigul = await leaves_traces(install)
    told = len(texts(village, "Нурлан"))
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    assert await install.erasing().finish()
    (kept,) = await other.proposals()
    assert kept.text == "Жолду оңдоп бериңиздер, чоң жол"
    assert kept.withdrawn_at is None
    assert (await other.person()).consent_version is not None
    assert len(texts(village, "Нурлан")) == told


async def test_no_and_back_leave_everything(install):
    aigul = await install.village.with_proposal("Айгүл", "Көпүрөнү оңдоп бериңиздер")
    for way in ("Өчүрбөө", "жок", "0"):
        asked = await aigul.says("удалите мои данные")
        assert "Жооп ала элек 1 сунуш кайтарылып алынат." in asked
        await aigul.says(way)
    (kept,) = await aigul.proposals()
    assert kept.text == "Көпүрөнү оңдоп бериңиздер"
    assert kept.withdrawn_at is None


@pytest.mark.parametrize("asked", [
    "муну өчүрсө эмне болот?", "өчүрүү деген эмне", "баарын өчүрүү деген эмне?", "өчүрүш керекпи?", "а что будет если удалить",
    "а удалять надо?", "өчүрсө болобу",
])  # fmt: skip
async def test_a_question_at_the_last_step_erases_nothing(install, asked):
    aigul = await install.village.with_proposal("Айгүл", "Көпүрөнү оңдоп бериңиздер")
    await aigul.says("/forget")
    assert "Баарын өчүрүү" in await aigul.says(asked)
    (kept,) = await aigul.proposals()
    assert kept.text == "Көпүрөнү оңдоп бериңиздер"


async def test_what_is_to_stay_is_offered_no_loss(install):
    aigul = await install.village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.says("Көпүрөнү оңдоп бериңиздер")
    for said in ("өчүрбө, жардам кылчы", "өчүрбө дедим, жол керек мага!", "не удаляйте ничего"):
        assert "Өчүрүү" not in await aigul.says(said)


async def test_taking_consent_back_says_what_it_does_and_does_it(install):
    village = install.village
    aigul = await village.with_proposal("Айгүл", "Көпүрөнү оңдоп бериңиздер")
    assert "Өчөт:" in await aigul.follows_script("/privacy", "Макулдукту кайтаруу")
    assert "өчүрүлдү" in await aigul.says("ооба")
    rows = (await village.database.read(lambda store: store.connection.execute(select(proposals)))).all()
    assert [row.withdrawn_at is not None for row in rows] == [True]
    gone = await village.database.read(lambda store: store.proposals.get(rows[0].id))
    assert (gone.text, gone.author_name) == ("", None)


async def test_a_public_text_stays_only_where_its_author_says_so(install):
    village = install.village
    aigul = await leaves_traces(install, public=True)
    assert "Ачык текст калсын" in await aigul.says("/forget")
    await aigul.says("Ачык текст калсын")
    assert await install.erasing().finish()
    assert await found_in_rows(village.database) == {"text", "phone", "outbox body"}
    kept = await village.database.read(lambda store: store.proposals.find_by_number(1, 1))
    assert kept.text == f"{TEXT} {PHONE}"
    assert (kept.public_text, kept.author_name, kept.place) == (True, None, None)


async def test_an_office_keeps_the_acts_of_who_is_forgotten_and_the_role_ends(install):
    village = install.village
    await leaves_traces(install)
    acts = await village.database.read(lambda store: store.audit.list_entries())
    clerk = village.resident("Бакыт")
    assert "боттогу кызматыңыз бүтөт" in await clerk.says("/forget")
    await clerk.says("Баарын өчүрүү")
    assert (await village.database.read(lambda store: store.audit.list_entries()))[: len(acts)] == acts
    assert await village.database.read(lambda store: store.audit.find_break()) is None
    assert await village.database.read(lambda store: store.roles.list_members(1)) == []
    sent = await village.database.read(lambda store: store.answers.find_latest(1))
    assert sent.answer == REASON
    assert sent.who == "Адис"


async def test_a_copy_put_back_is_emptied_again_and_a_torn_or_foreign_line_of_the_ledger_hurts_nobody(install, tell):
    village, settings = install.village, install.settings
    aigul = await leaves_traces(install)
    old = settings.data_dir / "older" / "sunush.db"
    copy_sqlite(Path(str(village.database.url.database)), old)
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    assert await install.erasing().finish()
    (line,) = settings.erasures_file.read_text().splitlines()
    assert ADDRESS not in line
    forged = line.replace('"public": false', '"public": true')
    settings.erasures_file.write_text(f"{line}\n{forged}\nnonsense\n{line[:40]}")

    copy = Database(make_database_url(f"sqlite:///{old}"), village.database.seal)
    assert await found_in_rows(copy) == IN_ROWS
    assert await apply_erasures(copy, install.ledger) == 1
    assert await apply_erasures(copy, install.ledger) == 0
    village.database = copy
    assert await install.erasing().finish()
    left = await found_in_rows(copy)
    tell("twelve canaries after an older copy was put back", left=len(left))
    assert left == set()
    await copy.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [one.id for one in install.ledger.read()] == [line.split('"')[3]]


async def test_what_a_clerk_was_writing_about_them_goes_too_and_the_card_says_that_it_was_erased(install, tell):
    village = install.village
    aigul = await village.with_proposal("Айгүл", TEXT)
    clerk = await joined(village, "Бакыт", Role.STAFF)
    (proposal,) = await aigul.proposals()
    await clerk.taps(f"desk_one:{proposal.id}")
    await clerk.presses("Жооп берүү")
    await clerk.presses("Долбоорго кирген жок")
    await clerk.presses("Каражат жетпейт")
    assert "Канарейка-текст" in await clerk.says(f"{TEXT} дегениңизге быйыл каражат жок, кийинки жылы каралат.")
    await village.states.flush()
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    await install.erasing().finish()
    await village.courier.carry()
    village.clock.later(minutes=1)
    assert await install.erasing().finish()
    await village.states.flush()
    kept = await village.states.read(make_state_key("telegram", "bot", "Бакыт"))
    left = await found_in_rows(village.database)
    assert "text" not in left
    assert "Канарейка" not in str(kept)
    assert "сурагандыктан" not in await clerk.says("Жөнөтүү")
    card = await clerk.taps(f"desk_one:{proposal.id}")
    assert "Тексти өчүрүлдү" in card
    tell("a clerk's unsent sentence after its author was forgotten", left=0)


async def test_an_edit_of_what_was_written_before_is_not_kept(install):
    village = install.village
    aigul = await village.with_proposal("Айгүл", TEXT)
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    await aigul.edits("7", f"{TEXT} жана {SAID}")
    await install.erasing().finish()
    assert not {"text", "dialogue"} & await found_in_rows(village.database)


async def test_an_author_on_paper_is_erased_by_the_office_and_again_in_an_older_copy(install, tell):
    village, settings = install.village, install.settings
    clerk = await joined(village, "Бакыт", Role.STAFF)
    head = await joined(village, "Асан", Role.HEAD)
    by, draft = await clerk.person(), ProposalToSend("paper", Side.SPENDING, TEXT, place=PLACE, author_name=NAME)
    entered, _ = await village.database.write(
        lambda store: enter_for(
            store, draft=draft, source=Source.PAPER, on=find_day(village.clock()), aimak_id=1, language="ky", by=by,
            at=village.clock(),
        )
    )  # fmt: skip
    old = settings.data_dir / "older" / "sunush.db"
    copy_sqlite(Path(str(village.database.url.database)), old)

    async def forget(store: Any, by: Any) -> None:
        author = await find_author(store, aimak_id=1, number=entered.number, year=None, by=by)
        await forget_author(store, author=author, keeps_public=False, by=by, at=village.clock())

    with pytest.raises(NotAllowed):
        await village.database.write(lambda store: forget(store, by))
    chief = await head.person()
    await village.database.write(lambda store: forget(store, chief))
    with pytest.raises(NobodyToErase):
        await village.database.write(lambda store: forget(store, chief))
    assert await install.erasing().finish()
    assert await found_in_rows(village.database) == set()
    assert (await village.database.read(lambda store: store.audit.list_entries()))[-1].act == "erase"

    copy = Database(make_database_url(f"sqlite:///{old}"), village.database.seal)
    assert await found_in_rows(copy) >= {"name", "text", "place"}
    assert await apply_erasures(copy, install.ledger) == 1
    left = await found_in_rows(copy)
    await copy.close()
    assert left == set()
    tell("an author who brought it on paper, erased by the office, and again in an older copy", left=len(left))


async def test_what_they_objected_to_supported_and_asked_to_hear_of_is_gone_from_everybody(install, tell):
    village = install.village
    clerk = await joined(village, "Асан", Role.STAFF)
    neighbour = await village.with_proposal(
        "Нурлан", "Токтогул көчөсүндөгү эски көпүрөнү оңдоп бериңиздер, өтө алган жокпуз"
    )
    aigul = await leaves_traces(install, public=True)
    ((first,), (own,)) = await neighbour.proposals(), await aigul.proposals()
    chief = await clerk.person()

    async def answer_and_show(store: Any) -> None:
        await store.public_consents.set_public(first.id, public=True, at=village.clock())
        await answers.send(store, id=first.id, answer=REASON, by=chief, at=village.clock())

    await village.database.write(answer_and_show)
    for choice in (f"support:{first.id}", "topics", "topic_on:1/water", "follow:2", "notices:yes"):
        await aigul.taps(choice)
    helper = await village.at_check("Гүлнара", "Канарейка айылында көпүрөнү оңдоп бериңиздер")
    assert "Канарейка-текст" in await helper.presses("Жөнөтүү")
    await helper.taps(f"support:{own.id}")
    sent = await village.database.read(lambda store: store.answers.find_latest(own.id))
    await aigul.taps(f"disagree:{sent.id}")
    await aigul.says(OBJECTION)
    assert OBJECTION in await clerk.reads() + await village.resident("Бакыт").reads()
    await village.resident("Бакыт").taps(f"desk_one:{own.id}")
    await aigul.shows_place(*POINT)
    person, box = await aigul.person(), (await aigul.person()).peer_id
    wishes = {"follows", "rsvps", "supports", "topics"}
    assert {name for name in wishes if await count_of(village.database, name, person.id)} == wishes
    await village.states.flush()

    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    village.clock.later(minutes=5)
    await village.courier.carry()
    assert await install.erasing().finish()
    await village.states.flush()

    left = await found_in_rows(village.database) | found_in_files(install.settings.data_dir)
    words = [canary for canary in ("Канарейка-", OBJECTION) if canary in await all_words(village.database)]
    kept = [name for name in wishes if await count_of(village.database, name, person.id)]
    states = [name for name in ("Гүлнара", "Нурлан", "Бакыт", "Асан", ADDRESS)
              if "Канарейка-" in str(await village.states.read(make_state_key("telegram", "bot", name)))]  # fmt: skip
    waiting = await village.database.read(
        lambda store: store.connection.scalar(select(func.count()).where(outbox.c.peer_id == box, outbox.c.state == 0))
    )
    tell(
        "an objector, supporter and subscriber forgotten, where others have read, joined and answered",
        words=len(left) + len(words), rows=len(kept), conversations=len(states), waiting=waiting,
    )  # fmt: skip
    assert (left, words, kept, states, waiting) == (set(), [], [], [], 0)


async def count_of(database: Database, table: str, person_id: int) -> int:
    """How many rows of a table are a person's."""
    of = metadata.tables[table]
    chosen = select(func.count()).select_from(of).where(of.c.person_id == person_id)
    return await database.read(lambda store: store.connection.scalar(chosen))


async def all_words(database: Database) -> str:
    """Every column of every row, what is sealed opened."""

    async def look(store: Any) -> str:
        said = []
        for table in metadata.sorted_tables:
            for row in await store.connection.execute(select(table)):
                said += [
                    database.seal.open(one) if isinstance(one, str) and database.seal.is_sealed(one) else str(one)
                    for one in row
                ]
        return "\n".join(said)

    return await database.read(look)
