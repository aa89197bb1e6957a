"""Hearings on the public page with their papers and results, files as they are given out, photos, and merged aimaks."""

from datetime import date
from pathlib import Path
from typing import Any

import icalendar
from sqlalchemy import select

from bot.budget.hearing import HearingKind, Paper, Terms
from bot.budget.property.items import ReadProperty
from bot.budget.works.stages import Stage
from bot.office.hearings import attendance, changes, hearings, results
from bot.office.hearings.hearings import Announcement
from bot.office.property import listing
from bot.office.together import merging
from bot.office.works import works
from storage.attachments.files import keep, put_down
from storage.database.schema import media
from storage.database.seal import Seal
from storage.hearings import Hearing
from tests.databases import KEY
from tests.web.public.readers import INCLUDED, Village, open_village

DAY = 86_400_000
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n" + b"x" * 70_000
PICTURE = b"\xff\xd8\xff\xe0" + b"y" * 3_000


async def announced(village: Village, *, days: int = 20, key: str = "hall") -> Hearing:
    terms = Terms(village.office.now + days * DAY, "Көк-Жар клубу", "1. Долбоор\n2. Сунуштар")
    told = Announcement(key=key, kind=HearingKind.DRAFT, budget_year=2027, terms=terms)
    hearing, _ = await village.office.does(
        hearings.announce, by=await village.clerk(), announcement=told, aimak_id=village.office.aimak_id, sure=True
    )
    return hearing


async def lies_sealed(village: Village, content: bytes) -> str:
    """A file in the media folder; returns its digest."""
    folder: Path = village.settings.media_dir
    folder.mkdir(parents=True, exist_ok=True)
    return keep(folder, put_down(folder, content), Seal(KEY))[0]


async def arrive(store: Any, digest: str, *, form: str, ending: str) -> None:
    """What is wanted has come."""
    wanted = await store.connection.scalars(select(media.c.id).where(media.c.state == "wanted"))
    for id in list(wanted):
        await store.media.keep(id, kind=form, digest=digest, size=9, form=form, ending=ending)


async def has_paper(village: Village, content: bytes, *, hearing_id: int | None = None) -> int:
    digest = await lies_sealed(village, content)

    async def work(store: Any) -> int:
        id: int = await store.papers.add(
            aimak_id=village.office.aimak_id, budget_year=2027, hearing_id=hearing_id, kind=Paper.PRESENTATION, by=None,
            at=village.office.now, file=("document", digest[:12]), channel="telegram", account="bot",
        )  # fmt: skip
        await arrive(store, digest, form="document", ending=".pdf")
        return id

    return await village.office.database.write(work)


async def test_a_hearing_to_come_stands_there_with_its_papers_and_in_a_calendar_to_subscribe_to(village: Village):
    hearing = await announced(village)
    paper = await has_paper(village, PDF, hearing_id=hearing.id)
    listed = await village.text("/kokjar/hearings?lang=ru")
    assert "воскресенье, 22 ноября 2026 года" in listed
    one = await village.text(f"/kokjar/hearings/{hearing.id}?lang=ru")
    assert "Презентация" in one
    assert f"/kokjar/papers/{paper}" in one
    found = await village.reads(f"/kokjar/papers/{paper}")
    assert found.content == PDF
    assert found.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in found.headers["content-security-policy"]
    again = await village.reads(f"/kokjar/papers/{paper}", **{"if-none-match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    calendar = icalendar.Calendar.from_ical(await village.text("/kokjar/hearings.ics?lang=ru"))
    assert [str(event["uid"]) for event in calendar.walk("VEVENT")] == [f"hearing-{hearing.id}.kokjar@sunush"]


async def test_the_property_list_stands_beside_the_papers_and_asks_about_what_is_empty(village: Village):
    assert (await village.reads("/kokjar/property")).status_code == 404
    item = ReadProperty("7", "Эски <кеңсе>", "Мектеп көчөсү", "80 м²", "пустует", None, "2028", empty=True)
    await village.office.does(listing.import_items, aimak_id=village.office.aimak_id, items=[item], by=None)
    said = await village.text("/kokjar/property?lang=ru")
    assert "7. Эски &lt;кеңсе&gt;" in said
    assert "Пустует. Есть предложение?" in said


async def test_a_past_hearing_has_who_came_and_its_results(village: Village):
    hearing, clerk = await announced(village), await village.clerk()
    later = village.office.now + 21 * DAY
    await village.office.does(changes.hold, by=clerk, id=hearing.id, at=later)
    await village.office.does(attendance.count_people, by=clerk, id=hearing.id, women=27, men=37, whole=True, at=later)
    await village.office.does(
        results.publish_results, by=clerk, id=hearing.id, table_place="тактада", at=later, sure=True
    )
    said = (await village.text(f"/kokjar/hearings/{hearing.id}?lang=ru")).replace("\xa0", " ")
    assert "Пришло человек: 64, из них женщин: 27 (42,2 %)" in said
    assert "ИТОГИ СЛУШАНИЙ" in said
    assert (await village.reads("/kokjar/hearings/99999")).status_code == 404


async def test_files_of_another_aimak_are_not_given_out(enter):
    village, other = await enter(), await enter("other")
    paper = await has_paper(other, PDF)
    assert (await village.reads(f"/other/papers/{paper}")).status_code == 200
    assert (await village.reads(f"/kokjar/papers/{paper}")).status_code == 404
    await other.switches(is_on=False)
    assert (await village.reads(f"/other/papers/{paper}")).status_code == 404


async def test_photos_of_the_office_are_shown_and_those_of_authors_are_not(village: Village):
    made = await village.proposed("Айгүл", public=True)
    await village.looked(made)
    await village.answered(made)
    digest = await lies_sealed(village, PICTURE)
    said, _ = await village.office.does(
        works.say_stage, by=await village.clerk(), id=made.id, stage=Stage.DONE, text="Чырактар жанат."
    )

    async def came(store: Any) -> None:
        for said_id in (said.id, None):  # with the word of the office, and with the proposal of its author
            await store.media.want(
                made.id, "telegram", "bot", kind="photo", reference=f"photo {said_id}", at=village.office.now,
                said_id=said_id,
            )  # fmt: skip
        await arrive(store, digest, form="photo", ending=".jpg")

    await village.office.database.write(came)
    page = await village.text(f"/kokjar/2027/{made.number}")
    assert page.count("<img") == 1
    assert "Чырактар жанат." in page
    path = f"/kokjar/2027/{made.number}/photos/{said.id}/0"
    assert path in page
    photo = await village.reads(path)
    assert (photo.content, photo.headers["content-type"]) == (PICTURE, "image/jpeg")
    for wrong in (f"{path[:-1]}1", f"/kokjar/2027/{made.number}/photos/0/0", f"/kokjar/2027/9/photos/{said.id}/0"):
        assert (await village.reads(wrong)).status_code == 404


async def becomes_part(small: Any, village: Any) -> None:
    """One aimak is merged into another."""

    async def merge(store: Any) -> None:
        await merging.merge(
            store, aimak=await store.aimaks.get(small.office.aimak_id), into=await store.aimaks.get(village.office.aimak_id),
            on=date(2026, 11, 2), at=village.office.now,
        )  # fmt: skip

    await village.office.database.write(merge)
    village.passes()


async def test_of_merged_aimaks_criterion_6_is_counted_by_log_and_all_else_together(enter):
    village, small = await enter(), await enter("small")
    await village.proposed("Айгүл")
    for n in range(2):
        await small.answered(await small.proposed("Бакыт", f"Арык {n} оңдолсун"), INCLUDED)
    await small.proposed("Жаңыл", "Көпүрө оңдолсун")
    await becomes_part(small, village)
    said = plain(await village.text("/kokjar/figures?lang=ru"))
    assert "Предложений: 2, с ответом: 0" in said, "what was not answered has come over, and counts here"
    assert "исправлена 1 строка проекта бюджета" in said
    assert "180 000 сомов" in said
    assert "критерий 6 считает его отдельно" not in said.casefold()
    closed = plain(await village.text("/kokjar/figures?part=small&lang=ru"))
    assert "Предложений: 2, с ответом: 2" in closed
    assert "критерий 6 считает его отдельно" in closed.casefold()
    behind = await village.text("/kokjar/figures/A?part=small&lang=ru")
    assert behind.count("part=small") >= 3
    assert "/kokjar/2027/1?part=small" in behind
    assert 'href="/kokjar/figures/A?part=small&amp;lang=ky"' in behind
    assert plain(await village.text("/kokjar/figures?part=kokjar&lang=ru")) == said
    assert plain(await village.text("/kokjar/figures?part=other&lang=ru")) == said


def plain(page: str) -> str:
    """A page with plain spaces."""
    return page.replace("\xa0", " ")


async def test_an_aimak_that_became_part_of_another_is_shown_on_the_page_of_that_one(enter):
    village, small = await enter(), await enter("small")
    own, theirs = await village.proposed("Айгүл"), await small.proposed("Бакыт", "Арыкты оңдоо керек", public=True)
    await small.looked(theirs)
    await small.answered(theirs)

    await becomes_part(small, village)
    listed = await village.text("/small/proposals")
    assert listed == await village.text("/kokjar/proposals")
    assert listed.count("№ 0001") == 2
    assert "Арыкты оңдоо керек" in listed
    assert "Арыкты оңдоо" in await village.text(f"/kokjar/2027/{theirs.number}?part=small")
    assert "Арыкты оңдоо" not in await village.text(f"/kokjar/2027/{own.number}")
    one = await village.text(f"/kokjar/2027/{theirs.number}?part=small&lang=ky")
    assert f'href="/kokjar/2027/{theirs.number}?part=small&amp;year=2027&amp;lang=ru"' in one, "of the same proposal"


async def test_with_a_public_address_pages_name_it_and_the_calendar_is_subscribed_to(tmp_path: Path):
    async with open_village(tmp_path, url="https://sunush.example") as enter:
        village = await enter()
        await announced(village)
        said = await village.text("/kokjar/hearings?lang=ky")
        assert 'href="webcal://sunush.example/kokjar/hearings.ics?lang=ky"' in said
        assert '<link rel="canonical" href="https://sunush.example/kokjar/hearings?lang=ky">' in said
        assert "https://sunush.example/kokjar/hearings/1" in await village.text("/kokjar/feed.xml")
        spoofed = await village.reads("/kokjar", host="evil.example", **{"x-forwarded-host": "evil.example"})
        assert "evil" not in spoofed.text
