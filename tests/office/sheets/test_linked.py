"""A filled spreadsheet and proposals that repeat one another. The answer of a row reaches all that are linked with it."""

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Side
from bot.chat.texts import Words
from bot.office.answers import answers
from bot.office.answers.access import SideMissing
from bot.office.rules import BEGINNING
from bot.office.sheets import sheets
from bot.office.sheets.checked import RowState
from bot.office.sheets.columns import Column
from bot.office.sheets.wording import say_counts, say_row
from bot.office.together import links
from tests.office.offices import Office, refusing
from tests.office.sheets.filled import NO, checked, fill, made


@pytest.fixture
async def office(sqlite_database):
    """An office whose answers leave at once."""
    await sqlite_database.write(lambda store: store.meta.set("take_back", "0", valid_from=BEGINNING))
    return await Office(sqlite_database).opens()


async def test_the_answer_of_a_row_goes_to_those_linked_with_it_once_each_by_their_own_number(office, tmp_path, tell):
    clerk = await office.meets("Нурлан", Role.STAFF)
    authors = [await office.meets(name) for name in ("Айгүл", "Бакыт", "Чынара", "Канат", "Гүлнара")]
    filed = [await office.proposed(one) for one in authors]
    for other in filed[1:4]:
        await office.does(links.link, by=clerk, id=filed[0].id, to=other.id)
    # One of them was answered otherwise before, so it is in no row; the last is linked with none.
    await office.does(answers.send, by=clerk, id=filed[3].id, answer=refusing("Бул ишти былтыр эле бүтүргөнбүз."))
    own = NO | {Column.IN_KYRGYZ: "№ 1 боюнча: быйыл каражат каралган эмес."}
    content = fill(await made(office, clerk, tmp_path / "answers.xlsx"), own)
    found = await checked(office, clerk, content, tmp_path)
    assert [(row.label, row.with_row) for row in found.open] == [("0001", ""), ("0002", "0001"), ("0003", "0001")]
    said = say_counts(Words("ky"), found)
    assert "Дагы 2 жооп саптагы сунушка байланышкандарга барат: № 0002, № 0003." in said
    assert "3 авторго жетет." in said
    assert "(№ 0001 менен байланышкан)" in say_row(Words("ky"), found.open[1])

    done = await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.open, send=True)
    sent = [await office.sent(one) for one in filed[:3]]
    assert [one[0].answer.sentence for one in sent] == [
        f"{named} боюнча: быйыл каражат каралган эмес." for named in ("№ 1", "№ 0002", "№ 0003")
    ]
    again = await checked(office, clerk, content, tmp_path)
    assert again.open == ()
    tell("a row of a spreadsheet and those linked with it", rows=1, answers=done.sent, twice=0)


async def test_a_row_whose_side_nobody_chose_is_named_by_its_cell_and_no_way_of_answering_passes_it(office, tmp_path):
    clerk, aigul, bakyt = [
        await office.meets(*one) for one in (("Нурлан", Role.STAFF), ("Айгүл", None), ("Бакыт", None))
    ]
    first, second, third = [await office.proposed(one) for one in (aigul, aigul, bakyt)]
    await office.does(links.link, by=clerk, id=second.id, to=third.id)
    for one in (first, third):
        await office.database.write(lambda store, id=one.id: store.proposals.sort(id, side=Side.UNSURE, category=None))
    content = fill(await made(office, clerk, tmp_path / "answers.xlsx"), NO, NO)
    found = await checked(office, clerk, content, tmp_path)
    assert [(row.label, row.state) for row in found.rows] == [
        (first.label, RowState.SIDE), (second.label, RowState.READY), (third.label, RowState.SIDE)
    ]  # fmt: skip
    said = say_counts(Words("ky"), found)
    assert f"Тарабы аныктала элек, аны чатта тандаңыз; тийилген жок: A2 (№ {first.label}), № {third.label}." in said
    done = await office.does(sheets.act, aimak_id=office.aimak_id, by=clerk, rows=found.rows, send=True)
    assert (done.sent, done.staying) == (1, (first.label, third.label))
    answer, given = found.rows[0].answer, {"id": first.id, "by": clerk}
    for act in (answers.send, answers.save):
        with pytest.raises(SideMissing):
            await office.does(act, answer=answer, **given)


async def test_a_voice_that_nobody_has_put_in_a_line_is_named_by_its_cell_and_the_other_rows_go(office, tmp_path):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    spoken, written = await spoken_by(office, aigul), await office.proposed(aigul)
    content = fill(await made(office, clerk, tmp_path / "answers.xlsx"), NO, NO)
    found = await checked(office, clerk, content, tmp_path)
    assert [row.label for row in found.open] == [written.label]
    said = say_counts(Words("ky"), found)
    assert f"Үнүнүн мазмуну бир сапка жазыла элек, тийилген жок: A3 (№ {spoken})." in said
    assert found.faults == ()


async def spoken_by(office, author) -> str:
    """The number of a proposal that is a voice which nobody has put in one line."""
    filed = await office.filed(author)

    async def work(store):
        await store.media.want(filed.id, "telegram", "bot", kind="voice", reference="file", at=office.now)
        await store.proposals.rewrite(filed.id, revision=2, text="", fold="", at=office.now)

    await office.database.write(work)
    return filed.label
