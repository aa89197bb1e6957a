"""«Same as №»: whose answer each row of a filled spreadsheet takes over."""

from bot.budget.permissions import Role
from bot.budget.proposal import Decision
from bot.chat.texts import Words
from bot.office.answers import answers
from bot.office.sheets.columns import Column, RowKey
from bot.office.sheets.rows import FilledRow, Written, follow_same
from bot.office.sheets.wording import say_faults
from storage.database.schema import aimaks
from tests.office.offices import Office, refusing
from tests.office.sheets.filled import checked, fill, made

ANSWER = Written(Decision.INCLUDED, None, {}, 150_000, None)


class Counted(dict[int, int]):
    """Years that count how often they are looked at."""

    looks = 0

    def get(self, *given):
        self.looks += 1
        return super().get(*given)


def row(at: int, same: int | None = None, number: int | None = None) -> FilledRow:
    number = at if number is None else number
    return FilledRow(at, RowKey(at, 1, 0, 0), number, f"A{at}", None if same else ANSWER, same)


def sources(*rows: FilledRow, years=None) -> dict[int, int | None]:
    found = follow_same(rows, years or {one.at: 2027 for one in rows})
    return {at: source.at if source else None for at, source in found.items()}


def test_a_row_takes_over_along_a_chain_outside_the_file_and_never_in_a_circle():
    assert sources(row(1), row(2, 1), row(3, 2)) == {1: 1, 2: 1, 3: 1}
    assert sources(row(3, 2), row(2, 1), row(1)) == {1: 1, 2: 1, 3: 1}
    assert sources(row(1, 2), row(2, 99)) == {1: 2, 2: 2}  # 99 was answered before
    assert sources(row(1, 2), row(2, 3), row(3, 2), row(4, 1)) == dict.fromkeys((1, 2, 3, 4))
    assert sources(row(1, 7), row(2, number=7), row(3, number=7), years={1: 2027, 2: 2026, 3: 2027}) == {
        1: 3,
        2: 2,
        3: 3,
    }
    assert sources(row(1, 7), row(2, number=7), years={1: 2027, 2: 2026}) == {1: 2, 2: 2}
    assert sources(row(1, 7), row(2, number=7), years={1: 2027}) == {1: 1, 2: 2}  # of another office


def test_a_number_drawn_down_the_whole_column_is_walked_over_once(tell):
    rows = [row(at, at + 1) for at in range(1, 2001)]
    for order in (rows, rows[::-1]):
        years = Counted({one.at: 2027 for one in rows})
        assert {source.at for source in follow_same(order, years).values()} == {2000}
        assert years.looks <= len(rows)
    tell("rows of one chain of «same as №»", rows=len(rows), looks=years.looks)


async def test_a_number_that_two_aimaks_of_one_office_have_is_named_and_refused(sqlite_database, tmp_path):
    """An aimak that has become part of another keeps the numbers of what it answered."""
    office = await Office(sqlite_database).opens()
    other = await Office(sqlite_database, code="shark").opens()
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    there, asan = await other.meets("Гүлнара", Role.STAFF), await other.meets("Асан")
    for place, by, author in ((office, clerk, aigul), (other, there, asan)):
        answered = await place.filed(author, "Жол оңдолсун")
        await place.does(answers.send, id=answered.id, answer=refusing("Бул жолду район карайт экен."), by=by)
    await office.filed(aigul, "Көпүрө керек")
    content = fill(await made(office, clerk, tmp_path / "a.xlsx"), {Column.SAME: 1})
    assert (await checked(office, clerk, content, tmp_path)).faults == ()
    into = aimaks.update().where(aimaks.c.id == other.aimak_id).values(merged_into_id=office.aimak_id)
    await office.database.write(lambda store: store.connection.execute(into))
    (fault,) = (await checked(office, clerk, content, tmp_path)).faults
    assert fault.code == "same_two"
    assert say_faults(Words("ky"), [fault]).splitlines()[1] == (
        f"{fault.cell}: бул номер бирден көп сунушка тиешелүү: № 0001 (Kokjar), № 0001 (Shark). Жоопту өзүн жазыңыз."
    )
