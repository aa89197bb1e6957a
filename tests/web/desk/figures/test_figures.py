"""The figures of a contest in the browser: criteria with rows, a sheet frozen and checked, charts with their tables."""

import json

from bot.budget.permissions import Role
from bot.office.answers import answers
from tests.office.offices import Office
from tests.web.desk.desks import ServedDesk
from tests.web.desk.instruments.furnished import INCLUDED
from tests.web.desk.uploading import uploads

PATH, CHARTS = "/desk/criteria", "/desk/charts"


async def filled(served: ServedDesk) -> None:
    """A proposal that went in."""
    office = served.office
    one = await office.proposed(await office.meets("Айгүл"), "Мектептин жанына жарык керек, караңгы")
    await office.does(answers.send, id=one.id, answer=INCLUDED, by=await office.meets("Бакыт", Role.STAFF))


async def test_a_head_reads_each_criterion_with_its_rows_and_takes_the_files(served: ServedDesk):
    await filled(served)
    _, head = await served.clerk("Асан", Role.HEAD)
    said = await head.opens(PATH)
    assert (said.count("-критерий."), "Акыркы сөз комиссияда." in said) == (18, True), "as lines and as links"
    assert "0001" in await head.opens(f"{PATH}/5?aimak=kokjar")
    for wrong in (f"{PATH}/0", f"{PATH}/10", f"{PATH}/x"):
        await head.opens(wrong)
        assert head.status == 404, wrong
    await head.opens(PATH)
    await head.posts(f"{PATH}/file", do="xlsx", aimak="kokjar")
    assert "spreadsheetml" in head.headers["content-type"]
    await Office(served.office.database, "janyaryk", served.office.now).opens()
    await head.opens(f"{PATH}?aimak=janyaryk")
    assert head.status == 403
    _, clerk = await served.clerk()
    for path in (PATH, CHARTS):
        await clerk.opens(path)
        assert clerk.status == 403, path


async def test_a_sheet_is_frozen_and_checked_and_another_aimaks_is_refused_in_words(served: ServedDesk):
    await filled(served)
    _, head = await served.clerk("Асан", Role.HEAD)
    await head.opens(PATH)
    await head.posts(f"{PATH}/freeze", aimak="kokjar", purpose="к" * 101)
    assert (head.status, 'id="purpose-wrong"' in head.page, "к" * 101 in head.page) == (422, True, True)
    for _ in range(2):
        said = await head.posts(f"{PATH}/freeze", aimak="kokjar", purpose="Комиссия 2027", key="one-key-for-both")
    assert await served.office.recorded("freeze", served.office.aimak_id) == 1
    named = {
        name: head.page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("for", "at", "sha256", "year")
    }
    assert named["sha256"] in said
    for what, begins in (("pdf", "%PDF"), ("json", "{")):
        await head.opens(PATH)
        await head.posts(f"{PATH}/frozen", aimak="kokjar", do=what, **named)
        assert head.page.startswith(begins), what
    whole = head.page.encode()
    assert json.loads(whole)["sha256"] == named["sha256"]
    await head.opens(PATH)
    await head.posts(f"{PATH}/frozen", aimak="kokjar", do="json", **named | {"sha256": "0" * 64})
    assert head.status == 404, "nobody froze that"
    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    for browser, content, said in (
        (head, whole, "Бекитилген барак күчүндө."),
        (head, whole.replace("Комиссия 2027".encode(), "Комиссия 2028".encode()), "Бекитилген барак күчүн жоготкон."),
        (head, whole.replace(b'"attendance": null', b'"attendance": 90'), "барак: угууга келгендер: 90 → —"),
        (head, b"%PDF", "бекитилген барагы эмес"),
        (other, whole, "башка аймактыкы"),
    ):
        await browser.opens(PATH)
        assert said in await uploads(browser, f"{PATH}/verify", file=("file", "a.json", content), aimak="")
    await head.opens(PATH)
    await uploads(head, f"{PATH}/verify", aimak="")
    assert (head.status, 'id="file-wrong"' in head.page) == (422, True)


async def test_the_year_is_drawn_with_its_figures_as_a_table(served: ServedDesk):
    await filled(served)
    _, head = await served.clerk("Асан", Role.HEAD)
    said = await head.opens(CHARTS)
    assert (head.page.count("<svg"), head.page.count("<table"), "Сунуштардын түрү жана чечими" in said) == (4, 3, True)
    await head.posts(f"{CHARTS}/picture", do="categories", aimak="kokjar")
    assert head.headers["content-type"] == "image/png"
    await head.opens(CHARTS)
    await head.posts(f"{CHARTS}/picture", do="../evil", aimak="kokjar")
    assert head.status == 400
