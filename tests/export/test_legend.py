"""An export speaks to the office: headings and codes in its language, explained beside, and to programs in codes."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.tally import Reaction
from bot.cli import sunush
from bot.export.legend import hearing_words, log_words
from bot.export.office.list_sheet import COLUMNS as LISTED
from bot.export.proposals import COLUMNS, NAMED, write_export
from bot.export.spreadsheet import name_beside
from bot.office.categories import list_categories
from bot.office.hearings import hearings
from storage.aimaks import NewAimak
from storage.database.schema import people, proposals
from storage.log.facts import DELIVERY, NO_ADDRESS
from tests.export.test_proposals import CANARY, add, read

SENTENCE = "Быйыл биринчи көчө, эмки жылы калганы."
PHONE = "+996 700 123456"


async def written(database, seal, path: Path, **given: object) -> Path:
    form = path.suffix[1:]
    values = {"aimak_id": None, "year": None, "pseudonymous": False, "language": "ru", "codes": False} | given
    await write_export(database, seal, path=path, form=form, **values)
    return path


async def test_an_office_reads_words_and_a_sheet_that_explains_them(sqlite_database, seal, tmp_path):
    answer = Answer(Decision.PARTLY, Reason.PHASED, SENTENCE, 90_000, "=7.3 Жарык")
    await add(sqlite_database, village="Жар-Ооз", public=True, answer=answer)
    await sqlite_database.write(
        lambda store: store.connection.execute(proposals.update().values(category="sp_lighting"))
    )
    book = openpyxl.load_workbook(await written(sqlite_database, seal, tmp_path / "log.xlsx"))
    heading, row = book.worksheets[0].iter_rows()
    found = {told.value: cell.value for told, cell in zip(heading, row, strict=True)}
    assert {name: found[name] for name in (
        "Номер", "Айылный аймак", "Бюджетный год", "Сторона", "Категория", "Текст", "Сумма автора, сом", "Село", "Источник",
        "Получено", "Срок ответа", "Состояние", "Решение", "Причина", "Слова специалиста", "Строка бюджета", "Доставка",
        "Отклик автора", "Текст открыт", "Не учитывается",
    )} == {
        "Номер": "0001", "Айылный аймак": "Кок-Жар", "Бюджетный год": 2027, "Сторона": "расходы",
        "Категория": "Уличное освещение", "Текст": "Мектептин жанына жарык керек", "Сумма автора, сом": 150_000,
        "Село": "Жар-Ооз", "Источник": "Telegram", "Получено": "2026-11-23 10:00", "Срок ответа": "2026-12-11",
        "Состояние": "дан ответ", "Решение": "Включено частично", "Причина": "Поэтапно", "Слова специалиста": SENTENCE,
        "Строка бюджета": "=7.3 Жарык", "Доставка": "мессенджер отправил", "Отклик автора": "Понятно",
        "Текст открыт": "Да", "Не учитывается": None,
    }  # fmt: skip
    assert (row[0].data_type, row[0].number_format) == ("s", "@")  # its zeros stay when somebody edits the cell
    assert book.worksheets[0].freeze_panes == "B2"
    assert book.worksheets[0].auto_filter.ref == "A1:AG2"
    assert not any(cell.data_type == "f" for sheet in book.worksheets for one in sheet.iter_rows() for cell in one)
    assert book.worksheets[1].title == "Что это значит"
    explained = list(book.worksheets[1].values)
    assert explained[0] == ("Столбец", "Что стоит в ячейке", "Что это значит", "Имя для программ")
    assert [row[3] for row in explained[1:] if row[2]] == list(COLUMNS)
    assert ("Решение", None, "Последнее решение айыл окмоту.", "decision") in explained
    assert ("Решение", "Включено частично", None, "partly") in explained
    assert ("Айылный аймак", "Кок-Жар", None, "kokjar") in explained
    assert len([row for row in explained if row[0] == "Категория" and row[1]]) == len(list_categories())


async def test_a_csv_has_its_words_in_a_file_beside_it(sqlite_database, seal, tmp_path):
    await add(sqlite_database)
    path = await written(sqlite_database, seal, tmp_path / "log.csv", language="ky")
    (row,) = read(path)
    assert (row["Номери"], row["Тарабы"], row["Булагы"], row["Абалы"]) == (
        "№ 0001",
        "чыгаша",
        "Telegram",
        "жооп күтүүдө",
    )
    explained = read(name_beside(path))
    assert [row["Программалык аты"] for row in explained if row["Мааниси"]] == list(COLUMNS)
    assert {"Тилке": "Тарабы", "Уячадагы сөз": "чыгаша", "Мааниси": "", "Программалык аты": "spending"} in explained
    assert name_beside(path).stat().st_mode & 0o777 == 0o600


async def test_codes_stay_codes_and_are_explained_all_the_same(sqlite_database, seal, tmp_path):
    await add(sqlite_database)
    (row,) = read(await written(sqlite_database, seal, tmp_path / "log.csv", codes=True))
    assert list(row) == list(COLUMNS)
    assert (row["side"], row["category"], row["aimak"]) == ("spending", "street_light", "kokjar")
    assert [row["Имя для программ"] for row in read(tmp_path / "log-columns.csv") if row["Что это значит"]] == list(
        COLUMNS
    )


async def test_aimaks_of_one_name_are_told_apart_and_villages_are_in_the_language(sqlite_database, seal, tmp_path):
    await add(sqlite_database, village="Ак-Суу")

    async def another(store):
        names = ({"ky": "Ош", "ru": "Ош"}, {"ky": "Кочкор", "ru": "Кочкор"}, {"ky": "Көк-Жар", "ru": "Кок-Жар"})
        await store.aimaks.put(NewAimak("kokjar2", *names, " кок жар"))

    await sqlite_database.write(another)
    (row,) = read(await written(sqlite_database, seal, tmp_path / "log.csv"))
    assert (row["Айылный аймак"], row["Село"]) == ("Кок-Жар, Ноокат, kokjar", "Ак-Суу")


def test_every_code_that_a_row_can_hold_has_a_word():
    told = log_words.COLUMNS
    assert set(told) == {*COLUMNS, *NAMED, *LISTED}
    for column, codes in (("side", Side), ("source", Source), ("decision", Decision), ("reason_code", Reason),
                          ("reaction", Reaction)):  # fmt: skip
        assert set(told[column].codes) == {one.value for one in codes}, column
    assert set(told["delivery"].codes) == {*DELIVERY.values(), "told", NO_ADDRESS}
    assert set(told["status"].codes) == {"waiting", "taken", "asked", "answered", "excluded", "withdrawn"}
    assert set(told["answered_by"].codes) == {"staff", "head"}
    assert "withdrawn" in told["excluded"].codes
    assert set(hearing_words.HEARINGS["state"].codes) == {one.value for one in hearings.HearingState}


# Named


@pytest.fixture
async def spoken_for(sqlite_database, seal):
    """Three proposals of one author: with a name, without, withdrawn."""
    made = [await add(sqlite_database, text=text) for text in ("Аты менен", "Атысыз", "Кайтарылган")]

    async def work(store):
        change = proposals.update()
        await store.connection.execute(change.where(proposals.c.id == made[1].id).values(author_name=None))
        await store.connection.execute(change.where(proposals.c.id == made[2].id).values(withdrawn_at=1))
        await store.connection.execute(
            people.update().where(people.c.id == made[0].author_id).values(phone=seal.seal(PHONE), consent_at=1)
        )

    await sqlite_database.write(work)
    return made[0].author_id


async def test_a_named_export_has_what_was_given_and_agreed_to(sqlite_database, seal, tmp_path, spoken_for):
    rows = read(await written(sqlite_database, seal, tmp_path / "log.xlsx", named=True))
    assert [(row["Имя автора"], row["Телефон"]) for row in rows] == [(CANARY, PHONE), (None, None), (None, None)]

    async def withdraw(store):
        await store.connection.execute(people.update().values(consent_withdrawn_at=2))

    await sqlite_database.write(withdraw)
    rows = read(await written(sqlite_database, seal, tmp_path / "later.csv", named=True))
    assert [(row["Имя автора"], row["Телефон"]) for row in rows] == [(CANARY, ""), ("", ""), ("", "")]


async def test_whoever_is_forgotten_stands_in_no_named_export(sqlite_database, seal, tmp_path, spoken_for):
    async def forget(store):
        await store.erasures.erase(spoken_for, keeps_public=False, at=3)

    await sqlite_database.write(forget)
    path = await written(sqlite_database, seal, tmp_path / "log.csv", named=True)
    assert not [secret for secret in (CANARY, PHONE, "Аты менен") if secret in path.read_text("utf-8-sig")]


# The tally


def test_the_tally_says_of_every_form_of_an_export_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))
    (tmp_path / "log.jsonl").write_text(
        '{"number": "0001", "aimak": "kokjar"}\n{"number": "0002", "aimak": "kokjar"}\n'
    )
    for words in (["a.xlsx"], ["b.csv", "--language", "ru"], ["c.csv", "--codes"]):
        assert CliRunner().invoke(sunush, ["export", "proposals", "--output", *words]).exit_code == 0
    for name in ("a.xlsx", "b.csv", "c.csv", "b-columns.csv", "log.jsonl"):
        done = CliRunner().invoke(sunush, ["tally", "--entries", name])
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), name
        assert "«sunush tally --aimak CODE --year Y»" in done.stderr
