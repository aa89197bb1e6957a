"""The files that go with messages about hearings are what they say they are. They are made of the rows as they stand."""

from pathlib import Path

import icalendar
import pytest
from pypdf import PdfReader

from bot.budget.hearing import DAY, HearingKind, Paper, Terms
from bot.budget.proposal import Answer, Decision, Reason
from bot.export.attachments import Documents
from bot.office.hearings import changes, hearings
from bot.office.hearings.hearings import Announcement
from bot.office.messenger_accounts import links
from bot.settings import Settings
from storage.attachments.files import keep, put_down
from storage.database.engine import Database
from storage.hearings import Hearing
from storage.store import Store
from tests.storage.attachments.documents import PDF
from tests.storage.rows import NOW, enter, meet, propose

LINK = "https://t.me/sunush_bot"
PLACE = "Жаңы-Арык маданият үйү"


@pytest.fixture
async def hearing(database: Database) -> Hearing:
    """A hearing in Жаңы-Арык with one proposal of its year."""
    aimak_id = await enter(database)
    await propose(database, await meet(database, "Айгүл"), aimak_id)
    announcement = Announcement(
        key="one", kind=HearingKind.DRAFT, terms=Terms(NOW + 20 * DAY, PLACE, "1. Бюджет"), budget_year=2027
    )

    async def announce(store: Store) -> Hearing:
        made, _ = await hearings.announce(store, announcement=announcement, by=None, aimak_id=aimak_id, at=NOW)
        return made

    return await database.write(announce)


@pytest.fixture
def documents(database: Database, seal, tmp_path: Path) -> Documents:
    settings = Settings(tmp_path / "data", "sqlite:///unused.db", tmp_path / "key")
    return Documents(settings=settings, database=database, seal=seal)


async def kit_text(documents: Documents, hearing: Hearing) -> str:
    """What stands in the kit, its spaces and line breaks single spaces."""
    path = await documents({"kind": "kit", "hearing_id": hearing.id})
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


async def test_the_kit_has_the_hearing_its_proposals_and_the_code_to_scan(database, documents, hearing):
    await database.write(
        lambda store: links.keep(store, "telegram", "1", bare=LINK, with_payload=f"{LINK}?start={links.PAYLOAD}")
    )
    path = await documents({"kind": "kit", "hearing_id": hearing.id})
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    assert path.name == f"hearing-{hearing.id}.pdf"
    assert PLACE in text
    assert f"https://t.me/sunush_bot?start=h_{hearing.id}" in text.replace("\n", "")


@pytest.mark.parametrize("public", [True, False, None])
async def test_the_kit_has_only_the_texts_whose_authors_said_yes(database, documents, hearing, public):
    aigul, nurlan = await meet(database, "Айгүл"), await meet(database, "Нурлан")
    light = await propose(
        database, aigul, hearing.aimak_id, key="light", words="Мектепке жарык керек", category="sp_lighting"
    )
    answer = Answer(Decision.DEFERRED, Reason.NO_MONEY, "Айгүл айткан мектептин жарыгы 2028-жылы тартылат.")

    async def work(store: Store) -> None:
        await store.answers.add(light.id, revision=1, answer=answer, by=nurlan.id, approved_by=None, at=NOW)
        if public is not None:
            await store.public_consents.set_public(light.id, public=public, at=NOW)

    await database.write(work)
    text = await kit_text(documents, hearing)
    assert ("Мектепке жарык керек" in text) is (public is True)
    assert ("Айгүл айткан" in text) is (public is True)
    assert "Уличное освещение" in text
    assert "На следующий год" in text


async def test_the_kit_counts_what_was_said_aloud_and_takes_no_sum_of_an_author_for_a_decision(
    database, documents, hearing
):
    spoken = await propose(
        database, await meet(database, "Айгүл"), hearing.aimak_id, key="voice", words="", amount=150_000
    )

    async def work(store: Store) -> None:
        for kind in ("voice", "photo"):
            await store.media.want(
                spoken.id, "telegram", "sunush_bot", kind=kind, reference=kind, at=NOW,
                said_id=7 if kind == "photo" else None,
            )  # fmt: skip
        await store.public_consents.set_public(spoken.id, public=True, at=NOW)

    await database.write(work)
    text = (await kit_text(documents, hearing)).replace("\u00a0", " ")
    assert "1 голосовое сообщение" in text
    assert "1 фото" not in text
    assert "Сумма, названная автором: 150 000 сомов" in text
    assert "Сумма: 150 000" not in text


async def test_the_hand_out_has_the_offices_own_words_and_what_went_into_the_draft(database, documents, hearing):
    nurlan = await meet(database, "Нурлан")
    light = await propose(database, await meet(database, "Айгүл"), hearing.aimak_id, key="light")
    answer = Answer(Decision.INCLUDED, amount=40_000, budget_line="Көчө жарыгы")

    async def work(store: Store) -> None:
        await store.answers.add(light.id, revision=1, answer=answer, by=nurlan.id, approved_by=None, at=NOW)
        await hearings.add_paper(store, hearing=hearing, paper=Paper.BRIEF, by=None, at=NOW, text="Быйыл жол оңдолот.")

    await database.write(work)
    text = (await kit_text(documents, hearing)).replace("\u00a0", " ")
    assert "Быйыл жол оңдолот." in text
    assert "Көчө жарыгы 1 40 000" in text
    assert "Прочитать полностью: «Краткое описание»." in text


async def test_what_residents_asked_is_in_the_kit(database, documents, hearing):
    aigul = await meet(database, "Айгүл")
    await database.write(lambda store: hearings.ask(store, id=hearing.id, text="Суу келеби?", by=aigul, at=NOW))
    assert "1 Суу келеби?" in await kit_text(documents, hearing)


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_the_calendar_file_names_the_revision(database, documents, hearing, language):
    moved = Terms(NOW + 25 * DAY, "Мектеп")
    await database.write(lambda store: changes.move(store, id=hearing.id, terms=moved, by=None, at=NOW + DAY))
    path = await documents({"kind": "calendar", "hearing_id": hearing.id, "language": language})
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["SEQUENCE"] == 2
    assert int(event["DTSTAMP"].dt.timestamp()) == (NOW + DAY) // 1000  # when it was moved, not when it is held
    assert event["LOCATION"] == "Мектеп"
    assert int(event["DTSTART"].dt.timestamp() * 1000) == moved.starts_at // 1000 * 1000


async def test_a_paper_is_sent_under_a_name_of_ours(database, documents, hearing, tmp_path, seal):
    folder = tmp_path / "data" / "media"
    digest, size = keep(folder, put_down(folder, PDF), seal)
    by = await meet(database, "Нурлан")

    async def add(store: Store) -> int:
        added = await store.papers.add(
            aimak_id=hearing.aimak_id, budget_year=2027, hearing_id=hearing.id, kind=Paper.BRIEF, by=by.id, at=NOW,
            file=("document", "reference"), channel="telegram", account="sunush_bot",
        )  # fmt: skip
        (wanted,) = await store.media.list_wanted("telegram", "sunush_bot", now=NOW)
        await store.media.keep(wanted.id, kind="document", digest=digest, size=size, form="document", ending=".pdf")
        return added

    paper_id = await database.write(add)
    path = await documents({"kind": "paper", "paper_id": paper_id})
    assert path.name == "brief-2027.pdf"
    assert path.read_bytes() == PDF


async def test_the_chart_is_a_picture(documents, hearing):
    path = await documents({"kind": "chart", "language": "ru", "aimak_id": None})
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["kit", "calendar"])
async def test_a_hearing_that_is_not_there_has_no_files(documents, hearing, kind):
    with pytest.raises(FileNotFoundError):
        await documents({"kind": kind, "hearing_id": 999, "language": "ky"})


async def test_a_paper_that_was_not_fetched_yet_cannot_be_sent(documents, hearing):
    with pytest.raises(FileNotFoundError):
        await documents({"kind": "paper", "paper_id": 999})
