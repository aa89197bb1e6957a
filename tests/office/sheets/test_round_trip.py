"""The spreadsheet goes out, is filled in and comes back: what is kept, sent, done before, and left alone."""

from dataclasses import replace

import openpyxl
import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.chat.texts import Words
from bot.office import proposals
from bot.office.answers import answers
from bot.office.answers.files import enclosed
from bot.office.rules import BEGINNING
from bot.office.sheets import sheets
from bot.office.sheets.checked import CheckedRow, RowState
from bot.office.sheets.columns import Column
from bot.office.sheets.sheets import Done
from bot.office.sheets.wording import say_counts, say_row
from tests.office.offices import MINUTE, Office
from tests.office.sheets.filled import LETTERS, NO, WHY, checked, fill, made

IN_RUSSIAN = "В этом году средств на это не предусмотрено."


@pytest.fixture
async def office(sqlite_database):
    """An office whose answers leave at once; what leaves in a minute stands in test_waiting.py."""
    await sqlite_database.write(lambda store: store.meta.set("take_back", "0", valid_from=BEGINNING))
    return await Office(sqlite_database).opens()


async def filed(office: Office, *texts: str):
    """Proposals of one author, and a clerk."""
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    return clerk, [await office.filed(aigul, text) for text in texts]


async def test_what_is_filled_in_is_kept_sent_and_done_once(office, tmp_path):
    clerk, (first, second, third, _) = await filed(office, "Көпүрө керек", "=1+1 деген жол", "Чырак", "Суу")
    sheet = await made(office, clerk, tmp_path / "a.xlsx")
    content = fill(
        sheet,
        NO | {Column.IN_RUSSIAN: IN_RUSSIAN},
        {Column.DECISION: "включено", Column.AMOUNT: "150 миң", Column.LINE: "2211"},
        {Column.SAME: 1},
    )
    found = await checked(office, clerk, content, tmp_path)
    assert not found.faults
    assert (len(found.open), found.empty) == (3, 1)
    assert found.open[0].answer == Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, WHY, other=IN_RUSSIAN, other_in="ru")
    assert found.open[1].answer == Answer(Decision.INCLUDED, None, "", 150_000, "2211")
    assert found.open[2].answer == found.open[0].answer
    assert [CheckedRow.from_json(row.to_json()) for row in found.rows] == [replace(row, quote="") for row in found.rows]
    assert say_counts(Words("ky"), found) == "3 жооп даяр.\nЖообу жок саптар: 1."
    assert "150\u00a0000 сом" in say_row(Words("ky"), found.open[1])
    assert await office.draft(first) is None  # checking changes nothing
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=False) == Done(
        kept=3
    )
    assert (await office.draft(third)).answer == found.open[2].answer
    again = await checked(office, clerk, content, tmp_path)
    assert {row.state for row in again.rows} == {RowState.KEPT}
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=again.rows, send=False) == Done(
        before=3
    )
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=again.rows, send=True) == Done(sent=3)
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=again.rows, send=True) == Done(
        before=3
    )
    assert [len(await office.sent(one)) for one in (first, second, third)] == [1, 1, 1]
    last = await checked(office, clerk, content, tmp_path)
    assert {row.state for row in last.rows} == {RowState.SENT}


async def test_files_that_were_kept_in_the_chat_stay_and_go_with_no_other_row(office, tmp_path):
    clerk, (first, second) = await filed(office, "Көпүрө керек", "Жол керек")

    async def kept(store):
        ids = await enclosed.take(store, media=[("voice", "a")], beside=(), by=clerk, at=office.now)
        await store.media.keep(ids[0], kind="voice", digest="a" * 64, size=9, form="voice", ending=".ogg")
        answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, WHY, files=ids)
        await answers.save(store, id=first.id, answer=answer, by=clerk, at=office.now, read=1)
        return ids

    ids = await office.database.write(kept)
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO, {Column.SAME: 1})
    found = await checked(office, clerk, content, tmp_path)
    rows = [CheckedRow.from_json(row.to_json()) for row in found.rows]
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=rows, send=True) == Done(sent=2)
    sent = [
        await office.database.read(lambda store, id=one.id: store.answers.find_latest(id)) for one in (first, second)
    ]
    assert [one.answer.files for one in sent] == [ids, ()]
    again = await checked(office, clerk, content, tmp_path)
    assert {row.state for row in again.rows} == {RowState.SENT}


async def test_the_author_gets_the_sentence_in_their_language(office, tmp_path):
    clerk, (first,) = await filed(office, "Көпүрө керек")
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO | {Column.IN_RUSSIAN: IN_RUSSIAN})

    async def speaks(store):
        await store.people.set_language(office.people["Айгүл"].peer_id, "ru")

    await office.database.write(speaks)
    found = await checked(office, clerk, content, tmp_path)
    assert found.open[0].answer.sentence == IN_RUSSIAN


async def test_what_changed_meanwhile_is_shown_and_left_alone(office, tmp_path):
    clerk, rows = await filed(office, "Көпүрө керек", "Жол керек", "Чырак керек", "Суу керек", "Дарыгер керек")
    other = await office.meets("Чынара", Role.STAFF)
    author = office.people["Айгүл"]
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), *([NO] * 5))
    answer = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Муну район чечет, биз эмес.")
    await office.does(answers.send, by=other, id=rows[0].id, answer=answer)
    await office.does(proposals.correct, by=author, id=rows[1].id, text="Эки жол керек")
    await office.does(answers.take, by=other, id=rows[2].id)
    await office.does(proposals.withdraw, by=author, id=rows[3].id)
    found = await checked(office, clerk, content, tmp_path)
    states = [RowState.ANSWERED, RowState.CHANGED, RowState.TAKEN, RowState.GONE, RowState.READY]
    assert [row.state for row in found.rows] == states
    assert "№ 0001" in say_counts(Words("ru"), found)
    done = await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=True)
    assert done == Done(sent=1, staying=("0001", "0002", "0003", "0004"))


async def test_a_colleagues_draft_stays_and_the_own_may_be_written_anew(office, tmp_path):
    clerk, (first, second) = await filed(office, "Көпүрө керек", "Жол керек")
    other = await office.meets("Чынара", Role.STAFF)
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO, NO)
    answer = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Муну район чечет, биз эмес.")
    await office.does(answers.save, by=other, id=first.id, answer=answer, at=office.now + MINUTE)
    await office.does(answers.save, by=clerk, id=second.id, answer=answer, at=office.now + MINUTE)
    found = await checked(office, clerk, content, tmp_path)
    assert [row.state for row in found.rows] == [RowState.TAKEN, RowState.READY]


async def test_where_the_head_approves_it_waits_for_the_head_once(office, tmp_path):
    clerk, (first,) = await filed(office, "Көпүрө керек")
    head = await office.meets("Башчы", Role.HEAD)
    await office.database.write(lambda store: store.aimaks.set_head_approves(office.aimak_id, True))
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO)
    found = await checked(office, clerk, content, tmp_path)
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=True) == Done(
        waiting=1
    )
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=True) == Done(
        before=1
    )
    assert await office.notices(head, "approval") == 1
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=head, rows=found.rows, send=True) == Done(sent=1)


async def test_what_a_clerk_put_before_the_head_goes_out_as_theirs(office, tmp_path):
    clerk, (first, second) = await filed(office, "Көпүрө керек", "Жол керек")
    head = await office.meets("Башчы", Role.HEAD)
    await office.database.write(lambda store: store.aimaks.set_head_approves(office.aimak_id, True))
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), NO, NO), tmp_path)
    await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=True)
    other = NO | {Column.IN_KYRGYZ: "Быйыл акча жок, кийинки жылы карайбыз."}
    content = fill(await made(office, head, tmp_path / "a.xlsx"), {}, other)
    found = await checked(office, head, content, tmp_path)
    assert [row.state for row in found.rows] == [RowState.KEPT, RowState.READY]
    assert await office.does(sheets.act, aimak_id=office.aimak_id, by=head, rows=found.rows, send=True) == Done(sent=2)
    [(unchanged,), (changed,)] = [await office.sent(one) for one in (first, second)]
    assert (unchanged.answered_by, unchanged.approved_by) == (clerk.id, head.id)
    assert (changed.answered_by, changed.approved_by) == (head.id, None)


async def test_an_observer_and_a_stranger_get_no_sheet_and_fill_none(office, tmp_path):
    clerk, _ = await filed(office, "Көпүрө керек")
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), NO)
    found = await checked(office, clerk, content, tmp_path)
    for name, role in (("Байкоочу", Role.OBSERVER), ("Эркин", None)):
        person = await office.meets(name, role)
        with pytest.raises(NotAllowed):
            await made(office, person, tmp_path / "b.xlsx")
        with pytest.raises(NotAllowed):
            await checked(office, person, content, tmp_path)
        with pytest.raises(NotAllowed):
            await office.does(sheets.act, aimak_id=office.aimak_id, by=person, rows=found.rows, send=True)


async def test_the_sheet_can_be_sorted_offers_lists_and_guards_texts(office, tmp_path):
    clerk, _ = await filed(office, "=1+1 деген жол", "Көпүрө керек")
    await made(office, clerk, tmp_path / "a.xlsx", "ru")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet, lists = book.worksheets
    assert sheet.auto_filter.ref == "A1:O3"
    assert sheet.column_dimensions[LETTERS[Column.KEY]].hidden
    assert not sheet.protection.sheet
    assert [one.value for one in sheet["A"]] == ["Номер", "0001", "0002"]
    assert sheet[f"{LETTERS[Column.TEXT]}2"].data_type == "s"
    assert sheet[f"{LETTERS[Column.TEXT]}2"].quotePrefix
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    first, last = (cell.replace("$", "") for cell in offered["H2:H3"].split("!")[1].split(":"))
    assert [row[0].value for row in lists[first:last]][0] == "Включено в проект"
    assert set(offered) == {"H2:H3", "I2:I3"}
