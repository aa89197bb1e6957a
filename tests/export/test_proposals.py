"""The export opens right everywhere, says nothing it must not, and needs little memory however long the log is."""

import asyncio
import csv
import gc
import io
import json
import re
import sys
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.tally import Reaction
from bot.budget.workdays import start_of
from bot.cli import sunush
from bot.export.proposals import COLUMNS, write_export
from bot.export.spreadsheet import FORMS, ExportRefused, finish_book
from bot.export.whole_file import QuietOnceBroken
from storage.aimaks import NewAimak
from storage.database.schema import answers, outbox, peers, people, proposal_texts, proposals
from storage.proposals import NewProposal
from storage.queue.outbox import Lane, State
from tests.patience import patient
from tests.sizes import sized

HOUR = 60 * 60 * 1000
AT = start_of(date(2026, 11, 23)) + 10 * HOUR
YEAR = 2027
CANARY = "КанарейкаКаныкей"
ADDRESS = "996700123456"
SIGNS = ("=1+1", "+cmd|' /C calc'!A0", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", " =1", "﹦1")
TEXTS = (
    *SIGNS,
    "кош «тырмакча» \"жупталган\" жана 'жалгыз'",
    "үтүрлүү; чекит; үч",
    "биринчи\nэкинчи\r\nүчүнчү",
    "😀👩‍👩‍👧 🇰🇬",
    "<r><t>&bad</t></r>",
    "_x0041_ <b>&amp;</b>",
    "https://example.org/a?b=c",
    "0042",
    "12e45",
    "  боштуктар  ",
)
# What a table that is read by commas, tabs or lines would take for the beginning of a cell.
INSIDE = {
    "суу,=1+1": "суу,'=1+1",
    'а","=cmd|x': 'а","\'=cmd|x',
    "тизме:\n- мектеп\r\n+ бакча": "тизме:\n'- мектеп\r\n'+ бакча",
    "жол;  @SUM(1)": "жол;  '@SUM(1)",
    "жол\t＝1": "жол\t'＝1",
    "=1,=2": "'=1,'=2",
    "3 - 5, 7 + 8": "3 - 5, 7 + 8",
}


async def add(database, *, text="Мектептин жанына жарык керек", channel="telegram", public=None, answer=None, **given):
    """Writes one proposal, and its answer if there is one; returns the proposal."""

    async def work(store):
        if await store.aimaks.find_by_code("kokjar") is None:
            villages = ({"ky": "Жар-Ооз", "ru": "Жар-Ооз"}, {"ky": "Ак-Суу", "ru": "Ак-Суу"})
            osh, nookat, kok_jar = (
                {"ky": ky, "ru": ru} for ky, ru in (("Ош", "Ош"), ("Ноокат", "Ноокат"), ("Көк-Жар", "Кок-Жар"))
            )
            await store.aimaks.put(NewAimak("kokjar", osh, nookat, kok_jar, " кок жар", villages=villages))
        aimak = await store.aimaks.find_by_code("kokjar")
        clerk = await store.people.meet("terminal", "bot", "clerk", at=AT)
        await store.roles.grant(
            clerk.id, role=Role.STAFF, aimak_id=aimak.id, by=None, at=AT, title=f"{CANARY} бюджет адиси"
        )
        author = await store.people.meet(channel, "bot", given.pop("address", ADDRESS), at=AT)
        await store.people.set_name(author.id, CANARY)
        village = given.pop("village", None)
        of_aimak = {one.name("ky"): one.id for one in await store.aimaks.list_villages(aimak.id)}
        proposal = await store.proposals.add(
            NewProposal(
                key=f"{time.perf_counter_ns()}",
                aimak_id=aimak.id,
                budget_year=given.pop("year", YEAR),
                author_id=author.id,
                peer_id=author.peer_id,
                side=Side.SPENDING,
                category="street_light",
                amount=given.pop("amount", 150_000),
                village_id=of_aimak[village] if village else None,
                place=None,
                author_name=CANARY,
                source=Source(channel),
                language="ky",
                received_at=AT,
                due_on=date(2026, 12, 11),
                due_days=14,
            ),
            text=text,
            fold="",
        )
        if public is not None:
            await store.connection.execute(
                proposals.update().where(proposals.c.id == proposal.id).values(public_text=public)
            )
        if answer is not None:
            sent = await store.answers.add(
                proposal.id, revision=1, answer=answer, by=clerk.id, approved_by=None, at=AT + HOUR,
                who=f"{CANARY} бюджет адиси",
            )  # fmt: skip
            row = await store.outbox.queue(
                proposal.peer_id, channel, "bot", kind="answer", object_id=sent.id, revision=1,
                lane=Lane.ANSWER, language="ky", body="{}", at=AT + HOUR,
            )  # fmt: skip
            await store.connection.execute(
                outbox.update()
                .where(outbox.c.id == row)
                .values(state=int(State.SENT), finished_at=AT + HOUR, arrived_at=AT + HOUR)
            )
            await store.dialogue.react(sent.id, by=author.id, reaction=Reaction.CLEAR, at=AT + 2 * HOUR)
        return proposal

    return await database.write(work)


async def export(database, seal, path: Path, *, pseudonymous=False, year=None) -> list[dict[str, object]]:
    """Writes the log to path and reads it again as a stranger's program would."""
    written = await write_export(
        database, seal, path=path, form=path.suffix[1:], aimak_id=None, year=year, pseudonymous=pseudonymous
    )
    rows = read(path)
    assert len(rows) == written
    assert [list(row) for row in rows] == [list(COLUMNS)] * written
    return rows


def read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))
    book = openpyxl.load_workbook(path)
    heading, *rows = book.active.iter_rows()
    assert all(cell.data_type in {"s", "n", "inlineStr"} for row in rows for cell in row)
    names = [cell.value for cell in heading]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in rows]


def test_the_columns_stand_in_the_order_that_was_asked_for():
    assert COLUMNS == (
        "number", "aimak", "year", "side", "category", "text", "amount", "village", "source", "received_at", "due_on",
        "status", "decision", "reason_code", "reason", "decided_amount", "budget_line", "first_reply_at", "decided_at",
        "answered_by", "delivered_at", "delivery", "read_at", "reaction", "public", "linked_to", "excluded", "by_office",
        "revision", "work", "corrections", "answer_files", "property",
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
async def test_a_row_says_all_that_became_of_a_proposal(sqlite_database, seal, tmp_path, form):
    answer = Answer(Decision.PARTLY, Reason.PHASED, "Быйыл биринчи көчө, эмки жылы калганы.", 90_000, "7.3 Жарык")
    await add(sqlite_database, village="Жар-Ооз", public=True, answer=answer)
    (row,) = await export(sqlite_database, seal, tmp_path / f"log.{form}")
    expected = {
        "number": "0001",
        "aimak": "kokjar",
        "year": 2027,
        "side": "spending",
        "category": "street_light",
        "text": "Мектептин жанына жарык керек",
        "amount": 150_000,
        "village": "Жар-Ооз",
        "source": "telegram",
        "received_at": "2026-11-23 10:00",
        "due_on": "2026-12-11",
        "status": "answered",
        "decision": "partly",
        "reason_code": "phased",
        "reason": "Быйыл биринчи көчө, эмки жылы калганы.",
        "decided_amount": 90_000,
        "budget_line": "7.3 Жарык",
        "first_reply_at": "2026-11-23 11:00",
        "decided_at": "2026-11-23 11:00",
        "answered_by": f"{CANARY} бюджет адиси",
        "delivered_at": "2026-11-23 11:00",
        "delivery": "sent",
        "read_at": None,
        "reaction": "clear",
        "public": "yes",
        "linked_to": None,
        "excluded": None,
        "by_office": None,
        "revision": 1,
        "work": None,
        "corrections": None,
        "property": None,
        "answer_files": None,
    }
    in_csv = {name: str(value or "") for name, value in expected.items()} | {"number": "№ 0001"}
    assert row == (in_csv if form == "csv" else expected)


@pytest.mark.parametrize("form", FORMS)
async def test_an_unanswered_proposal_leaves_its_cells_empty(sqlite_database, seal, tmp_path, form):
    await add(sqlite_database, amount=None)
    (row,) = await export(sqlite_database, seal, tmp_path / f"log.{form}")
    assert row["status"] == "waiting"
    empty = ("amount", "village", "decision", "first_reply_at", "answered_by", "delivery", "public", "revision")
    assert {row[name] for name in empty} == {"" if form == "csv" else None}


async def test_hostile_texts_come_back_equal_and_never_as_formulas(sqlite_database, seal, tmp_path):
    for text in TEXTS:
        answer = Answer(Decision.DEFERRED, Reason.NEEDS_STUDY, text, budget_line=text)
        await add(sqlite_database, text=text, public=True, answer=answer)
    rows = {form: await export(sqlite_database, seal, tmp_path / f"log.{form}") for form in FORMS}
    for place, text in enumerate(TEXTS):
        in_csv = f"'{text[0]}'=1" if text in {"\t=1", "\r=1"} else f"'{text}" if text in SIGNS else text
        in_xlsx = text.replace("\r\n", "\n").replace("\r", "\n")
        for column in ("text", "reason", "budget_line"):
            assert rows["jsonl"][place][column] == text
            assert rows["csv"][place][column] == in_csv
            assert unescaped(rows["xlsx"][place][column]).rstrip(" ") == in_xlsx.rstrip(" ")


async def test_no_cell_begins_with_a_formula_whatever_divides_the_cells(sqlite_database, seal, tmp_path):
    for text in INSIDE:
        await add(sqlite_database, text=text)
    assert [row["text"] for row in await export(sqlite_database, seal, tmp_path / "log.csv")] == list(INSIDE.values())
    written = (tmp_path / "log.csv").read_text("utf-8-sig")
    for divider in ",;\t|":
        cells = [cell for row in csv.reader(io.StringIO(written), delimiter=divider) for cell in row]
        assert len(cells) > len(INSIDE)
        assert [cell for cell in cells if cell.lstrip()[:1] and cell.lstrip()[0] in "=+-@＝"] == []
    assert [row["text"] for row in await export(sqlite_database, seal, tmp_path / "log.jsonl")] == list(INSIDE)


async def test_every_cell_of_a_csv_is_quoted_and_numbers_keep_their_zeros(sqlite_database, seal, tmp_path):
    await add(sqlite_database)
    await export(sqlite_database, seal, tmp_path / "log.csv")
    heading, row = (tmp_path / "log.csv").read_text("utf-8-sig").splitlines()
    assert heading.startswith('"number";"aimak";')
    assert row.startswith('"№ 0001";"kokjar";"2027";')
    assert all(cell[:1] == cell[-1:] == '"' for cell in row.split(";"))


def unescaped(text: object) -> str:
    # Excel reads _x005F_ as an underscore; openpyxl leaves it as it stands in the file.
    return str(text).replace("_x005F_", "_")


async def test_the_csv_opens_right_in_excel(sqlite_database, seal, tmp_path):
    await add(sqlite_database, text="эки\nсап")
    await export(sqlite_database, seal, tmp_path / "log.csv")
    raw = (tmp_path / "log.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"number";"aimak";"year";')
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == 2


async def test_a_text_longer_than_excel_takes_is_cut_in_xlsx_only(sqlite_database, seal, tmp_path):
    longest, longer, wide = "ү" * 32_767, "ү" * 32_768, "😀" * 20_000
    for text in (longest, longer, wide):
        await add(sqlite_database, text=text)
    for form in ("csv", "jsonl"):
        rows = await export(sqlite_database, seal, tmp_path / f"log.{form}")
        assert [row["text"] for row in rows] == [longest, longer, wide]
    first, second, third = [row["text"] for row in await export(sqlite_database, seal, tmp_path / "log.xlsx")]
    assert first == longest
    for cut, whole in ((second, longer), (third, wide)):
        assert len(cut.encode("utf-16-le")) // 2 <= 32_767
        assert cut.endswith("… (whole text: CSV or JSONL)")
        assert whole.startswith(cut.removesuffix("… (whole text: CSV or JSONL)"))


async def test_characters_that_no_spreadsheet_can_hold_are_left_out(sqlite_database, seal, tmp_path):
    await add(sqlite_database, text="ab\x00c\x07d\x1be\ufffff\ttab")
    assert (await export(sqlite_database, seal, tmp_path / "log.jsonl"))[0]["text"] == "ab\x00c\x07d\x1be\ufffff\ttab"
    for form in ("csv", "xlsx"):
        assert (await export(sqlite_database, seal, tmp_path / f"log.{form}"))[0]["text"] == "abcdef\ttab"


async def test_the_sheet_holds_no_formula_and_no_link(sqlite_database, seal, tmp_path):
    for text in TEXTS:
        await add(sqlite_database, text=text)
    await export(sqlite_database, seal, tmp_path / "log.xlsx")
    with zipfile.ZipFile(tmp_path / "log.xlsx") as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in file.namelist() if name.startswith("xl/worksheets/_rels")]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


async def test_an_empty_log_is_a_file_with_a_heading(sqlite_database, seal, tmp_path):
    for form in FORMS:
        assert await export(sqlite_database, seal, tmp_path / f"log.{form}") == []
    assert (tmp_path / "log.csv").read_text("utf-8-sig").strip() == ";".join(f'"{name}"' for name in COLUMNS)


async def test_only_the_year_that_was_asked_for(sqlite_database, seal, tmp_path):
    await add(sqlite_database, year=2026)
    await add(sqlite_database, year=2027)
    rows = await export(sqlite_database, seal, tmp_path / "log.jsonl", year=2026)
    assert [row["year"] for row in rows] == [2026]


async def test_the_log_is_written_alike_from_both_databases(database, seal, tmp_path):
    await add(database, answer=Answer(Decision.INCLUDED, amount=5))
    await add(database, village="Ак-Суу")
    rows = await export(database, seal, tmp_path / "log.jsonl", pseudonymous=False)
    assert [(row["number"], row["status"], row["delivery"]) for row in rows] == [
        ("0001", "answered", "sent"),
        ("0002", "waiting", None),
    ]


# Pseudonymous


@pytest.mark.parametrize("form", FORMS)
async def test_a_pseudonymous_export_leaks_nothing(sqlite_database, seal, tmp_path, form):
    answer = Answer(Decision.DEFERRED, Reason.NEEDS_STUDY, "Жашыруун себеп ушул сүйлөм", budget_line="7.3")
    for public in (None, False):
        await add(sqlite_database, text="Жашыруун текст", public=public, answer=answer, village="Ак-Суу")
    await add(
        sqlite_database, text="Ачык текст", public=True, answer=Answer(Decision.PARTLY, Reason.PHASED, "Ачык себеп")
    )
    rows = await export(sqlite_database, seal, tmp_path / f"log.{form}", pseudonymous=True)
    everything = "\n".join(str(value) for row in rows for value in row.values())
    for secret in (CANARY, ADDRESS, "Жашыруун", "бюджет адиси", "Ак-Суу"):
        assert secret not in everything
    # A number within a longer one may be a part of a pseudonym, which is drawn by chance.
    assert not {"0001", "0002", "0003"} & set(re.findall(r"\w+", everything))
    assert sorted(row["text"] or "" for row in rows) == ["", "", "Ачык текст"]
    assert sorted(row["reason"] or "" for row in rows) == ["", "", "Ачык себеп"]
    for moment in ("received_at", "first_reply_at", "decided_at", "delivered_at"):
        assert {row[moment] for row in rows} == {"2026-11-23"}
    assert len({row["number"] for row in rows}) == 3
    assert len({row["answered_by"] for row in rows}) == 1


async def test_pseudonyms_of_two_exports_cannot_be_joined(sqlite_database, seal, tmp_path):
    await add(sqlite_database, answer=Answer(Decision.INCLUDED, amount=5))
    one, two = [
        (await export(sqlite_database, seal, tmp_path / f"{name}.jsonl", pseudonymous=True))[0] for name in "ab"
    ]
    assert one["number"] != two["number"]
    assert one["answered_by"] != two["answered_by"]


async def test_rows_stand_in_another_order_in_each_pseudonymous_export(database, seal, tmp_path):
    texts = [f"Ачык текст {n}" for n in range(12)]
    for text in texts:
        await add(database, text=text, public=True)
    orders = [
        [row["text"] for row in await export(database, seal, tmp_path / f"{n}.jsonl", pseudonymous=True)]
        for n in range(2)
    ]
    assert [sorted(order) for order in orders] == [sorted(texts)] * 2
    assert len({tuple(order) for order in [*orders, texts]}) == 3  # one in 500 million draws would be the same


async def test_what_repeats_another_names_it(sqlite_database, seal, tmp_path):
    first, second, _ = [await add(sqlite_database, text=f"Жарык керек {n}", public=True) for n in range(3)]
    await sqlite_database.write(lambda store: store.links.write([first.id, second.id]))
    rows = await export(sqlite_database, seal, tmp_path / "log.jsonl")
    assert [row["linked_to"] for row in rows] == [None, first.label, None]
    veiled = await export(sqlite_database, seal, tmp_path / "veiled.jsonl", pseudonymous=True)
    named = {row["text"]: row for row in veiled}
    assert named["Жарык керек 1"]["linked_to"] == named["Жарык керек 0"]["number"]
    assert named["Жарык керек 0"]["linked_to"] is None


async def test_a_named_export_still_holds_no_address_and_no_authors_name(sqlite_database, seal, tmp_path):
    await add(sqlite_database)
    await export(sqlite_database, seal, tmp_path / "log.csv")
    written = (tmp_path / "log.csv").read_text("utf-8-sig")
    assert CANARY not in written
    assert ADDRESS not in written


# Files


async def test_a_path_that_cannot_be_used_is_refused_with_a_sentence(sqlite_database, seal, tmp_path):
    (tmp_path / "full.csv").write_text("something")
    (tmp_path / "folder.csv").mkdir()
    for name, sentence in (
        ("full.csv", "is there already"),
        ("folder.csv", "is there already"),
        ("nowhere/log.csv", "There is no folder"),
        ("log.xlsx", "does not end in .csv"),
    ):
        with pytest.raises(ExportRefused, match=sentence):
            await write_export(
                sqlite_database, seal, path=tmp_path / name, form="csv", aimak_id=None, year=None, pseudonymous=False
            )
    assert (tmp_path / "full.csv").read_text() == "something"


@pytest.mark.parametrize("form", FORMS)
async def test_half_a_file_is_never_left(sqlite_database, seal, tmp_path, monkeypatch, form):
    await add(sqlite_database)
    monkeypatch.setattr("bot.export.proposals.write_moment", broken)
    with pytest.raises(OSError, match="disk"):
        await export(sqlite_database, seal, tmp_path / f"log.{form}")
    gc.collect()
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("sunush.db")] == []


def broken(_at):
    raise OSError(28, "the disk is full")


async def test_an_empty_file_may_be_written_over_and_nobody_else_may_read_the_export(sqlite_database, seal, tmp_path):
    path = tmp_path / "log.csv"
    path.touch()
    await export(sqlite_database, seal, path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))
    return lambda *words: CliRunner().invoke(sunush, ["export", "proposals", *words])


def test_the_command_writes_the_form_the_name_ends_in(command, tmp_path):
    for form in FORMS:
        done = command("--output", f"log.{form}")
        also = "log-columns.csv: what its columns and codes mean\n" if form == "csv" else ""
        assert (done.exit_code, done.stdout) == (0, f"log.{form}: 0 rows\n{also}")
        assert read(tmp_path / f"log.{form}") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--output", "log.txt"], "ends in none of .xlsx, .csv, .jsonl"),
        (["--output", "log.csv", "--format", "xlsx"], "does not end in .xlsx"),
        (["--output", "nowhere/log.csv"], "There is no folder nowhere"),
        (["--output", "full.csv"], "full.csv is there already"),
        (["--output", "log.csv", "--aimak", "nowhere"], "There is no aimak «nowhere»"),
        (["--output", "log.jsonl", "--language", "ru"], "leave out --language, or write .xlsx or .csv"),
        (["--output", "log.csv", "--named", "--pseudonymous"], "leave out --named or --pseudonymous"),
        (["--output", "told.csv"], "told-columns.csv is there already"),
    ],
)
def test_what_the_command_cannot_use_is_said_in_one_line(command, tmp_path, words, sentence):
    for name in ("full.csv", "told-columns.csv"):
        (tmp_path / name).write_text("something")
    done = command(*words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "log.csv").exists()


# Size


async def test_a_long_log_needs_little_memory(sqlite_database, seal, tmp_path):
    rows = sized(2_000, 20_000)
    await fill(sqlite_database, rows)
    for form in ("csv", "xlsx"):
        path = tmp_path / f"log.{form}"
        began = time.perf_counter()
        assert await written(sqlite_database, seal, path) == rows
        seconds, size = time.perf_counter() - began, path.stat().st_size / 2**20
        path.unlink()
        tracemalloc.start()
        try:
            await written(sqlite_database, seal, path)
            peak = tracemalloc.get_traced_memory()[1] / 2**20
        finally:
            tracemalloc.stop()
        print(f"\nexport of {rows} rows to {form}: {seconds:.1f} s, peak {peak:.1f} MB, file {size:.1f} MB")
        assert peak < 10


async def written(database, seal, path: Path) -> int:
    return await write_export(
        database, seal, path=path, form=path.suffix[1:], aimak_id=None, year=None, pseudonymous=False
    )


async def fill(database, rows: int) -> None:
    """Writes many answered proposals at once, with texts as long as people write. Now and then one is very long."""
    first = await add(database, answer=Answer(Decision.INCLUDED, amount=5))
    author, peer = first.author_id, first.peer_id

    async def work(store):
        numbers = range(2, rows + 1)
        await store.connection.execute(
            proposals.insert(),
            [
                {
                    "id": n, "key": f"many-{n}", "aimak_id": first.aimak_id, "budget_year": YEAR, "number": n,
                    "label": f"{n:04}", "author_id": author, "peer_id": peer, "side": "spending",
                    "category": "street_light", "source": "telegram", "language": "ky", "received_at": AT,
                    "due_on": date(2026, 12, 11), "due_days": 14,
                }
                for n in numbers
            ],
        )  # fmt: skip
        text = "Мектептин жанына жарык керек, балдар караңгыда келатышат. " * 4
        await store.connection.execute(
            proposal_texts.insert(),
            [
                {
                    "proposal_id": n, "revision": 1, "text": text if n % 100 else "ү" * 50_000, "fold": "",
                    "written_at": AT,
                }
                for n in numbers
            ],
        )  # fmt: skip
        await store.connection.execute(
            answers.insert(),
            [
                {
                    "id": n, "proposal_id": n, "revision": 1, "decision": "deferred", "reason": "needs_study",
                    "sentence": f"{n}-сунуш боюнча эсептер такталып жатат.", "answered_by": author, "sent_at": AT,
                }
                for n in numbers
            ],
        )  # fmt: skip

    await database.write(work)


async def test_the_export_waits_for_nobody_and_nobody_waits_for_it(sqlite_database, seal, tmp_path):
    await add(sqlite_database)
    exported = asyncio.Event()

    async def writing_meanwhile(store):
        await store.meta.put("written", "meanwhile")
        await exported.wait()

    writing = asyncio.create_task(sqlite_database.write(writing_meanwhile))
    async with patient(10):
        while not exported._waiters:  # noqa: ASYNC110 - until the unit stands in the middle, which nothing signals
            await asyncio.sleep(0)
    await write_export(
        sqlite_database, seal, path=tmp_path / "log.jsonl", form="jsonl", aimak_id=None, year=None, pseudonymous=False
    )
    assert not writing.done()
    exported.set()
    await writing
    assert len(io.StringIO((tmp_path / "log.jsonl").read_text("utf-8")).readlines()) == 1


def test_nothing_that_seals_a_person_is_a_column():
    sealed = {column.name for table in (people, peers) for column in table.columns} - {"id", "created_at"}
    assert not sealed & set(COLUMNS)


class Full(io.BytesIO):
    """A file on a disk that takes a little and no more."""

    def write(self, content: bytes) -> int:
        if self.tell() > 300:
            raise OSError(28, "No space left on device")
        return super().write(content)


def test_a_sheet_broken_off_by_a_full_disk_is_refused_and_says_nothing_more(monkeypatch):
    said = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    with Full() as file:
        book = xlsxwriter.Workbook(QuietOnceBroken(file), {"in_memory": True})
        book.add_worksheet().write_string(0, 0, "Сунуш")
        with pytest.raises(ExportRefused, match="No space left"):
            finish_book(book)
    del book
    gc.collect()
    assert [str(one.exc_value) for one in said] == []
