"""A hundred broken spreadsheets: each is refused in a sentence or named by its cell, and none changes anything."""

import io
import zipfile
from collections import Counter
from datetime import date, time

import openpyxl
import pytest

from bot.budget.permissions import Role
from bot.chat.texts import Words
from bot.delivery.files.sheets import SheetRefused, read_file
from bot.office.sheets.columns import Column, RowKey
from bot.office.sheets.wording import say_faults, say_refused
from storage.attachments.active_content import COMPOUND
from tests.office.offices import Office
from tests.office.sheets.filled import LETTERS, NO, WHY, checked, fill, made, with_parts

D, R, K, S, L, T, N, X = (
    LETTERS[one]
    for one in (Column.DECISION, Column.REASON, Column.IN_KYRGYZ, Column.AMOUNT, Column.LINE, Column.SAME, Column.NUMBER,
                Column.KEY)
)  # fmt: skip
YES = {Column.DECISION: "Долбоорго кирди", Column.AMOUNT: 1000}
HEADINGS = ["Номери", "Чечим", "Себеби"]
MILLION = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


def puts(cell, value):
    """Writes into a cell."""
    return lambda sheet: sheet.__setitem__(cell, value)


def renames(column, name):
    """Gives a column another heading."""
    return puts(f"{LETTERS[column]}1", name)


def moves(source, target):
    """Copies one cell into another."""
    return lambda sheet: sheet.__setitem__(target, sheet[source].value)


def many(n, cell=b'<c r="A%d"><v>1</v></c>'):
    """The rows of a sheet as XML, from the second on."""
    return b"".join(b'<row r="%d">' % at + cell % at + b"</row>" for at in range(5, n))


def in_cells(good, other):
    """Files with a fault: what is filled in, what is changed, the cell that is named, the kind of fault."""
    key = RowKey(99_999, 1, 0, 0)
    yield from (((NO,), renames(one, "Башка ат"), "A1", "missing") for one in
                (Column.NUMBER, Column.DECISION, Column.REASON, Column.IN_KYRGYZ, Column.IN_RUSSIAN, Column.AMOUNT,
                 Column.LINE, Column.SAME, Column.KEY))  # fmt: skip
    yield from (((NO,), renames(Column.TEXT, twin), f"{letter}1", "doubled") for twin, letter in
                (("Чечим", D), ("Причина", R)))  # fmt: skip
    yield from (((NO,), puts(f"{one}2", formula), f"{one}2", "formula") for one in (D, R, K, S, L, T, N)
                for formula in ("=1+1", "=HYPERLINK(\"http://x\",\"y\")"))  # fmt: skip
    yield from (((NO,), puts(f"{one}2", error), f"{one}2", "error") for one in (D, K, S) for error in ("#REF!", "#N/A"))
    yield from (((YES,), puts(f"{S}2", day), f"{S}2", "no_sum") for day in (date(2026, 11, 2), time(3)))
    yield from (((NO,), puts(f"{one}2", date(2026, 11, 2)), f"{one}2", "date") for one in (D, R, K))
    yield from (((YES,), puts(f"{S}2", said), f"{S}2", code) for said, code in
                (("2026-11-02", "no_sum"), ("көп", "no_sum"), ("100-150 миң", "two_sums"), (-5, "sum_range"),
                 (0, "sum_range"), (10**13, "sum_range"), (True, "no_sum"), ("1е6х", "no_sum")))  # fmt: skip
    yield from (((NO,), puts(f"{D}2", said), f"{D}2", "not_listed") for said in ("кирпич", "x" * 300, "да нет", 7))
    yield from (((NO,), puts(f"{R}2", said), f"{R}2", "not_listed") for said in ("жок", "себеп", "no money"))
    yield (NO | {Column.DECISION: None},), None, f"{D}2", "no_decision"
    yield ({Column.LINE: "2211"},), None, f"{D}2", "no_decision"
    yield (NO | {Column.REASON: None},), None, f"{R}2", "no_reason"
    yield (NO | {Column.IN_KYRGYZ: "кыска"},), None, f"{K}2", "short"
    yield (NO | {Column.IN_KYRGYZ: None},), None, f"{K}2", "short"
    yield (NO | {Column.IN_RUSSIAN: "коротко"},), None, f"{LETTERS[Column.IN_RUSSIAN]}2", "short"
    yield (NO | {Column.IN_KYRGYZ: "ө" * 1600},), None, f"{K}2", "long"
    yield (YES | {Column.LINE: "9" * 300},), None, f"{L}2", "long"
    yield (NO | {Column.AMOUNT: 5},), None, f"{S}2", "needless_sum"
    yield (NO | {Column.LINE: "2211"},), None, f"{L}2", "needless_sum"
    yield (YES | {Column.REASON: "Каражат жетпейт"},), None, f"{R}2", "needless_reason"
    yield ({Column.SAME: 1},), None, f"{T}2", "same_itself"
    yield ({Column.SAME: 99},), None, f"{T}2", "same_unanswered"
    yield ({Column.SAME: 2}, {Column.SAME: 1}), None, f"{T}2", "same_unanswered"  # in a ring
    yield ({Column.SAME: "биринчи"},), None, f"{T}2", "no_number"
    yield (NO | {Column.SAME: 2},), None, f"{T}2", "same_and_own"
    yield from (((NO, NO), (lambda sheet, one=one: sheet.merge_cells(one)), one.partition(":")[0], "merged") for one in
                (f"{D}2:{D}3", f"{D}2:{K}2", f"{N}2:{N}3", f"{K}3:{S}4"))  # fmt: skip
    yield from (((NO,), puts(f"{X}2", said), f"{N}2", "changed_key") for said in
                ("1", "=1", "1-1-0-0-00000000", str(key)[:-1] + "g", "өзгөрдү") if said != "=1")  # fmt: skip
    yield (NO,), puts(f"{X}2", None), f"{N}2", "no_key"
    yield (NO,), puts(f"{X}2", str(key)), f"{N}2", "elsewhere"
    yield (NO,), puts(f"{X}2", other), f"{N}2", "elsewhere"  # a row of another aimak
    yield (NO, NO), moves(f"{X}2", f"{X}3"), f"{N}3", "twice"  # half pasted
    yield (NO, NO), moves(f"{X}3", f"{X}2"), f"{N}3", "twice"
    yield (NO,), moves(f"{X}3", f"{X}2"), f"{N}2", "other_number"  # sorted without its key
    yield (NO,), puts(f"{N}2", 3), f"{N}2", "other_number"
    yield (NO,), puts(f"{N}2", None), f"{N}2", "no_number"
    yield (NO,), puts(f"{N}2", "бир"), f"{N}2", "no_number"
    yield (
        (NO,),
        lambda sheet: sheet.append(["0001", *[None] * 6, "Кийинки жыл", "Каражат жетпейт", WHY]),
        "A5",
        "no_key",
    )


def refused(good):
    """Files that are not read at all, and why."""
    million = MILLION % (b'<row r="1">' + b"".join(b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (
        letter.encode(), name.encode()) for letter, name in zip("AHI", HEADINGS, strict=True)) + b"</row>%s")  # fmt: skip
    sheet = "xl/worksheets/sheet1.xml"
    yield with_parts(good, {sheet: million % many(1_000_000)}), "large"
    yield with_parts(good, {sheet: million % many(7000)}), "rows"
    yield with_parts(good, {sheet: million % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'}), "rows"
    yield with_parts(good, {"xl/vbaProject.bin": b"x"}), "macros"  # .xlsm
    yield with_parts(good, {"xl/macrosheets/sheet1.xml": b"x"}), "macros"
    yield with_parts(good, {"xl/media/bomb.bin": bytes(80 * 2**20)}), "large"
    yield with_parts(good, {f"xl/{n}.xml": b"" for n in range(1200)}), "large"
    yield with_parts(good, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>" * 50_000}), "none"
    yield with_parts(good, {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 99 + b'"><!ENTITY c "' + b"&b;" * 9999
                            + b'">]><a>' + b"&c;" * 9999 + b"</a>"}), "none"  # fmt: skip
    yield with_parts(good, {sheet: b"<worksheet>"}), "none"
    yield with_parts(good, {"[Content_Types].xml": b""}), "none"
    yield good[: len(good) // 2], "none"
    yield b"", "none"
    yield b"\x00" * 9 * 2**20, "large"
    yield "№;Чечим\r\n1;жок\r\n".encode(), "heading"
    yield COMPOUND + bytes(600), "old"
    yield COMPOUND + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"
    yield archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "ods"
    yield archive({"a.txt": b"x"}), "none"
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    yield empty.getvalue(), "heading"


def archive(parts):
    """A ZIP file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return written.getvalue()


async def test_a_hundred_broken_sheets_change_nothing_and_each_says_why(office, tmp_path, tell):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    proposed = [await office.filed(aigul, text) for text in ("Көпүрө керек", "Жол керек", "Чырак керек")]
    elsewhere = await Office(office.database, "toolos").opens()
    theirs = await elsewhere.filed(await elsewhere.meets("Бакыт"))
    good = await made(office, clerk, tmp_path / "a.xlsx")
    counted = Counter()
    for rows, change, cell, code in in_cells(good, str(RowKey(theirs.id, 1, 0, 0))):
        found = await checked(office, clerk, fill(good, *rows, change=change), tmp_path)
        assert (cell, code) in {(fault.cell, fault.code) for fault in found.faults}, (cell, code, found.faults)
        assert not found.open
        for language in ("ky", "ru"):
            assert f"\n{cell}: " in say_faults(Words(language), found.faults)
        counted["named by cell"] += 1
    for content, why in refused(good):
        with pytest.raises(SheetRefused) as raised:
            await checked(office, clerk, content, tmp_path)
        assert str(raised.value) == why, (why, raised.value)
        assert say_refused(Words("ky"), why) != say_refused(Words("ru"), why)
        counted["refused whole"] += 1
    assert sum(counted.values()) >= 100
    for text in proposed:
        assert await office.draft(text) is None
        assert not await office.sent(text)
    tell("broken spreadsheets", files=sum(counted.values()), changed=0, **counted)


async def test_sorted_and_moved_rows_are_read_as_they_are(office, tmp_path):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    for text in ("Көпүрө керек", "Жол керек"):
        await office.filed(aigul, text)

    def turned(sheet):
        first, second = ([cell.value for cell in row] for row in sheet["A2:O3"])
        for at, (one, two) in enumerate(zip(first, second, strict=True), 1):
            sheet.cell(2, at).value, sheet.cell(3, at).value = two, one
        sheet.insert_rows(1)
        sheet["A1"] = "Кеңсе, ноябрь"
        sheet.insert_cols(2)
        sheet["B2"] = "Эскертүү"

    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO, {}, change=turned)
    found = await checked(office, clerk, content, tmp_path)
    assert not found.faults
    assert [row.label for row in found.open] == ["0001"]


async def test_the_process_for_it_reads_a_sheet_and_survives_a_bomb(office, tmp_path):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    await office.filed(aigul, "Көпүрө керек")
    came = tmp_path / "came"
    good = await made(office, clerk, tmp_path / "a.xlsx")
    came.write_bytes(fill(good, NO))
    assert [row.number for row in (await read_file(came)).rows] == [1]
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t/></si>" * 4_500_000
    came.write_bytes(with_parts(good, {"xl/sharedStrings.xml": strings + b"</sst>"}))
    with pytest.raises(SheetRefused):
        await read_file(came)
