"""An office keeps its openness checklist in the chat: what is published, where and when, what is due, the sheet."""

import io
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from bot.budget.openness.due import DueRules, DueWrong, find_due
from bot.budget.openness.rows import Row
from bot.budget.workdays import find_day
from bot.export.openness.sheet import read_sheet, write_openness_pdf, write_openness_table
from bot.office.openness.reminding import count_to_publish
from bot.office.wording.lost_files import lose
from storage.attachments.refused import GONE
from tests.storage.rows import rows_of


async def entered(clerk, row="draft", place="https://kokjar.kg/budget"):
    """A clerk enters that a row is published; returns what was said last."""
    await clerk.taps("openness")
    await clerk.taps(f"openness_row:{row}")
    await clerk.presses("Жарыяланды")
    await clerk.presses("Сайтта")
    await clerk.taps("openness_language:both")
    assert "мурунку күндү" in await clerk.says("31.12.2026")
    await clerk.says("20.11.2026")
    return await clerk.says(place)


async def test_a_clerk_enters_a_row_and_takes_it_off(village, tell):
    clerk = await village.worker("Нурлан")
    assert "0 / 15" in await clerk.taps("openness")
    assert "1 / 15" in await entered(clerk)
    card = await clerk.taps("openness_row:draft")
    assert "https://kokjar.kg/budget" in card
    assert "Тизмеден алынды" in await clerk.taps("openness_remove:1")
    assert "0 / 15" in await clerk.taps("openness")
    await clerk.taps("openness_row:property")
    await clerk.presses("Жарыяланды")
    await clerk.taps("openness_channel:board")
    await clerk.taps("openness_language:ky")
    await clerk.presses("Бүгүн")
    assert "1 / 15" in await clerk.sends("photo", "board")
    acts = [row["act"] for row in await rows_of(village.database, "audit")]
    assert acts.count("openness") == 3
    tell("rows of an openness checklist entered in the chat", steps=4, entered=2)


async def test_the_sheet_says_it_in_both_languages_and_the_table_in_one(village, tmp_path):
    clerk = await village.worker("Нурлан")
    await entered(clerk)
    person = await clerk.person()
    of = {"aimak_id": person.aimak_id, "year": 2027, "at": village.clock()}
    aimak, found = await read_sheet(village.database, **of)
    paper = PdfReader(io.BytesIO(write_openness_pdf(aimak, found, at=village.clock())))
    said = [page.extract_text() for page in paper.pages]
    assert "Жарыяланды: 1 / 15" in said[0].replace("\xa0", " ")
    assert "Опубликовано: 1 / 15" in "".join(said).replace("\xa0", " ")
    assert "БАМИ" not in "".join(said)
    path = tmp_path / "list.xlsx"
    assert await write_openness_table(village.database, path=path, form="xlsx", language="ru", codes=False, **of) == 1
    head, first, *_ = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["Документ"], row["Место или ссылка"]) == ("Проект бюджета", "https://kokjar.kg/budget")


async def test_what_an_aimak_published_before_it_was_merged_counts_in_the_other(village):
    await entered(await village.worker("Нурлан"))

    async def merge(store):
        here, there = await store.aimaks.find_by_code("kokjar"), await store.aimaks.find_by_code("shark")
        await store.merging.merge(here.id, there.id, on=find_day(village.clock()), at=village.clock())

    await village.database.write(merge)
    zhamal = await village.worker("Жамал", aimak="shark")
    assert "1 / 15" in await zhamal.taps("openness")
    assert "Тизмеден алынды" in await zhamal.follows_script("1", "Акыркысын алуу")


async def test_a_row_is_said_in_the_morning_near_its_day_and_not_once_it_is_published(village):
    clerk = await village.worker("Нурлан")
    person = await clerk.person()

    async def count(today):
        async def read(store):
            aimak = await store.aimaks.get(person.aimak_id)
            return await count_to_publish(store, aimak, today=today, at=village.clock())

        return await village.database.read(read)

    assert (await count(date(2026, 11, 23))).rows == 0
    near = await count(date(2026, 5, 25))
    assert (near.rows, near.is_new) == (1, True)
    assert not (await count(date(2026, 5, 26))).is_new
    late = await count(date(2026, 6, 3))
    assert (late.rows, late.is_new) == (1, False)
    await entered(clerk, "page", "kokjar.kg")
    assert (await count(date(2026, 5, 25))).rows == 0


@pytest.mark.parametrize("rule", ["", "h14", "0:02-29", "2:01-01", "-1:13-01", "tomorrow", "h+9999"])
def test_a_due_day_that_cannot_be_meant_is_refused(rule):
    with pytest.raises(DueWrong):
        DueRules().change("draft", rule)
    with pytest.raises(DueWrong):
        DueRules().change("nothing", "0:01-31")


def test_a_due_day_is_of_a_year_around_the_budget_year_or_of_the_hearing():
    rules = DueRules.from_json(DueRules().change("draft", "+1:02-28").to_json())
    assert find_due(rules, Row.DRAFT, year=2027, hearing=None) == date(2028, 2, 28)
    assert find_due(rules, Row.RESULTS, year=2027, hearing=None) is None
    assert find_due(rules, Row.RESULTS, year=2027, hearing=date(2026, 12, 1)) == date(2026, 12, 15)


async def test_whose_photo_of_an_entry_does_not_come_is_asked_for_it_again(village):
    clerk = await village.worker("Нурлан")
    await clerk.taps("openness")
    await clerk.taps("openness_row:property")
    await clerk.presses("Жарыяланды")
    await clerk.taps("openness_channel:board")
    await clerk.taps("openness_language:ky")
    await clerk.presses("Бүгүн")
    await clerk.sends("photo", "board")
    (file,) = [row["id"] for row in await rows_of(village.database, "media")]
    await village.database.write(lambda store: lose(store, media_id=file, why=GONE, at=village.clock()))
    told = await clerk.reads()
    assert "«Менчик тизмеси»: сүрөт келген жок" in told
    assert "Текшерүү тизмеси" in told
