"""The list that an office prints has the right proposals in order, in its language. It breaks well over pages."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from bot.budget.proposal import Answer, Decision, Reason
from bot.cli import sunush
from bot.export.office.office_list import write_list
from bot.export.spreadsheet import ExportRefused
from storage.aimaks import NewAimak
from storage.database.schema import proposals
from storage.log.office_lists import Narrow, OfficeList
from storage.log.printed import Chosen
from tests.export.test_proposals import CANARY, add

DAY = date(2026, 11, 29)
SENTENCE = "Өңүр көчөсүнө эмки жылы түшөт, эсептер такталып жатат."


@pytest.fixture
async def aimak_id(sqlite_database):
    """0001 is answered, 0002 waits until the 11th, 0003 until the 1st; 0004 is withdrawn."""
    answer = Answer(Decision.DEFERRED, Reason.NEEDS_STUDY, SENTENCE)
    first = await add(sqlite_database, text="Өңүр көчөсүнө жарык керек", village="Ак-Суу", answer=answer)
    await add(sqlite_database, text="=1+1 үй", village="Жар-Ооз")
    sooner = await add(sqlite_database, text="Ленин көчөсүн оңдоо")
    gone = await add(sqlite_database, text="Кайтарылган сунуш")

    async def work(store):
        change = proposals.update()
        await store.connection.execute(change.values(category="sp_lighting"))
        await store.connection.execute(change.where(proposals.c.id == first.id).values(waiting=False))
        await store.connection.execute(change.where(proposals.c.id == sooner.id).values(due_on=date(2026, 12, 1)))
        await store.connection.execute(change.where(proposals.c.id == gone.id).values(withdrawn_at=1, waiting=False))

    await sqlite_database.write(work)
    return first.aimak_id


async def written(database, path: Path, chosen: Chosen, language: str = "ru") -> Path:
    await write_list(database, path=path, form=path.suffix[1:], chosen=chosen, language=language, day=DAY)
    return path


def rows_of(path: Path) -> list[dict[str, object]]:
    heading, *rows = openpyxl.load_workbook(path).active.values
    return [dict(zip(heading, row, strict=True)) for row in rows]


def text_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


async def test_the_table_has_the_unanswered_first_and_prints_well(sqlite_database, tmp_path, aimak_id):
    path = await written(sqlite_database, tmp_path / "a.xlsx", Chosen(aimak_id))
    rows = rows_of(path)
    assert [row["Номер"] for row in rows] == ["0003", "0002", "0001"]
    assert rows[2] == {
        "Номер": "0001", "Получено": "2026-11-23", "Срок ответа": "2026-12-11", "Сторона": "расходы",
        "Категория": "Уличное освещение", "Село": "Ак-Суу", "Текст": "Өңүр көчөсүнө жарык керек", "Состояние": "дан ответ",
        "Решение": "На следующий год", "Причина": "Нужны расчёты", "Слова специалиста": SENTENCE,
        "Сумма по решению, сом": None, "Строка бюджета": None, "Дата ответа": "2026-11-23 11:00", "Заметка": None,
    }  # fmt: skip
    assert rows[1]["Текст"] == "=1+1 үй"
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "Предложения"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:O4")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert sheet["G2"].alignment.wrap_text
    assert sheet.oddFooter.right.text == "&P / &N"
    assert CANARY not in str(rows)


async def test_the_paper_says_the_same_in_kyrgyz_letters(sqlite_database, tmp_path, aimak_id):
    (page,) = text_of(await written(sqlite_database, tmp_path / "a.pdf", Chosen(aimak_id), "ky"))
    assert page.startswith("Көк-Жар айыл аймагынын сунуштары Бардык сунуштар, алгач жооп күткөндөрү: 3")
    order = [page.index(number) for number in ("№ 0003", "№ 0002", "№ 0001")]
    assert order == sorted(order)
    for said in ("23.11.2026 Жооп мөөнөтү: 01.12.2026", "чыгаша, Көчө жарыгы, Ак-Суу Өңүр көчөсүнө жарык керек",
                 f"Кийинки жылга калды Такталышы керек {SENTENCE} 23.11.2026", "1 / 1"):  # fmt: skip
        assert said in page, said
    assert "□" not in page
    assert "Кайтарылган" not in page


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({"by_number": True}, ["0001", "0002", "0003"]),
        ({"list": OfficeList.WAITING}, ["0003", "0002"]),
        ({"list": OfficeList.SOON}, ["0003"]),
        ({"list": OfficeList.ANSWERED}, ["0001"]),
        ({"narrow": Narrow(village_id=0)}, ["0003"]),
        ({"narrow": Narrow(side="revenue")}, []),
        ({"narrow": Narrow(category="sp_lighting"), "list": OfficeList.WAITING, "by_number": True}, ["0002", "0003"]),
    ],
)
async def test_it_is_chosen_as_the_lists_of_the_queue_are(sqlite_database, tmp_path, aimak_id, chosen, numbers):
    narrow = chosen.pop("narrow", Narrow())
    found = Chosen(aimak_id, narrow=Narrow(today=DAY, side=narrow.side, category=narrow.category,
                                           village_id=narrow.village_id), **chosen)  # fmt: skip
    assert Chosen.from_json(found.to_json() | {"kind": "list"}) == found
    assert [row["Номер"] for row in rows_of(await written(sqlite_database, tmp_path / "a.xlsx", found))] == numbers


async def test_nothing_of_another_aimak_is_printed(sqlite_database, tmp_path, aimak_id):
    async def another(store):
        names = ({"ky": "Ош", "ru": "Ош"}, {"ky": "Кочкор", "ru": "Кочкор"}, {"ky": "Шарк", "ru": "Шарк"})
        await store.aimaks.put(NewAimak("shark", *names, " шарк"))
        return (await store.aimaks.find_by_code("shark")).id

    shark = await sqlite_database.write(another)
    assert rows_of(await written(sqlite_database, tmp_path / "a.xlsx", Chosen(shark))) == []
    (page,) = text_of(await written(sqlite_database, tmp_path / "a.pdf", Chosen(shark)))
    assert "Шарк" in page
    assert "№ 0" not in page


async def test_a_long_text_goes_on_on_the_next_page_below_the_headings(sqlite_database, tmp_path, aimak_id):
    words = [f"сөз{n}" for n in range(900)]
    await add(sqlite_database, text=" ".join(words))
    pages = text_of(await written(sqlite_database, tmp_path / "a.pdf", Chosen(aimak_id, by_number=True)))
    assert len(pages) > 1
    assert all("Что предлагается" in page for page in pages)
    assert all(f"{n} / {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all(word in " ".join(pages) for word in words)


async def test_where_something_lies_nothing_is_written(sqlite_database, tmp_path, aimak_id):
    (tmp_path / "a.pdf").write_text("something")
    with pytest.raises(ExportRefused, match="is there already"):
        await written(sqlite_database, tmp_path / "a.pdf", Chosen(aimak_id))


def test_the_command_writes_it_and_names_what_it_does_not_know(sqlite_database, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))

    def run(*words: str) -> Result:
        return CliRunner().invoke(sunush, words)

    named = ("--aimak-ky", "Көк-Жар", "--aimak-ru", "Кок-Жар", "--rayon-ky", "Ноокат", "--rayon-ru", "Ноокат",
             "--oblast-ky", "Ош", "--oblast-ru", "Ош", "--village", "Ак-Суу/Ак-Суу")  # fmt: skip
    assert run("aimak", "add", "kokjar", *named).exit_code == 0
    export = ("export", "list", "--aimak", "kokjar")
    assert run(*export, "--village", "ак суу", "--output", "a.pdf").stdout == "a.pdf: 0 rows\n"
    assert run(*export, "--order", "number", "--language", "ru", "--output", "a.xlsx").stdout == "a.xlsx: 0 rows\n"
    for words, sentence in (
        (("--output", "a.csv"), "ends in none of .pdf, .xlsx"),
        (("--output", "b.pdf", "--village", "Нет"), "There is no village «Нет» in this aimak: Ак-Суу."),
        (("--output", "b.pdf", "--category", "nothing"), "There is no category «nothing»"),
        (("--output", "a.pdf"), "a.pdf is there already"),
    ):
        done = run(*export, *words)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), words
        assert sentence in done.stderr
