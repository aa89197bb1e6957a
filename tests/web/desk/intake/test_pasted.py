"""Several messages that a clerk copied out of a messenger are entered together at the desk."""

import re

from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk

PATH = "/desk/intake/pasted"
COPIED = """[28.10.2026, 09:15] Айгүл: Жолду оңдоо керек, балдар жыгылат
[30.10.2026, 21:05] +996 700 123 456: Суу түтүгү жарылган, суу жок
[30.10.2026, 21:06] Асан: 👍"""


def read_rows(browser: Browser) -> dict[str, str]:
    """The fields of the messages as they stand on the page."""
    fields = dict(re.findall(r'<input id="\w+" name="(\w+)" type="\w+"[^>]*? value="([^"]*)"', browser.page))
    fields |= dict(re.findall(r'name="(text\d+)"[^>]*>\n([^<]*)</textarea>', browser.page))
    marked = re.findall(r'name="(enter\d+)" value="1" checked', browser.page)
    return fields | dict.fromkeys(marked, "1") | {"rows": str(browser.page.count("<fieldset"))}


async def test_copied_messages_are_told_apart_and_entered_together_once(served: ServedDesk):
    clerk, browser = await served.clerk()
    await browser.opens(PATH)
    await browser.posts(PATH, do="look", pasted=COPIED, source="forwarded")
    rows = read_rows(browser)
    assert (rows["rows"], rows["on0"], rows["name0"], rows["phone1"]) == (
        "3",
        "28.10.2026",
        "Айгүл",
        "+996 700 123 456",
    )
    assert ("enter1" in rows, "enter2" in rows) == (True, False), "a sign alone is no proposal"
    for _ in range(2):
        said = await browser.posts(PATH, do="keep", key="the-same-page-0001", source="forwarded", **rows)
        assert (browser.status, "2 сунуш катталды." in said) == (200, True)
    found = await rows_of(served.office.database, "proposals")
    assert [(row["source"], row["entered_by"]) for row in found] == [("forwarded", clerk.id)] * 2
    said = await browser.opens("/desk?q=0002")
    assert "Суу түтүгү жарылган" in said


async def test_a_wrong_field_is_said_beside_it_and_nothing_is_entered(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens(PATH)
    await browser.posts(PATH, do="look", pasted=" \n")
    assert (browser.status, 'id="pasted-wrong"' in browser.page) == (422, True)
    await browser.posts(PATH, do="look", pasted=COPIED, source="forwarded")
    rows = read_rows(browser) | {"on0": "31.02", "phone1": "0700", "text1": "ы", "name0": "к" * 200}
    said = await browser.posts(PATH, do="keep", source="pigeon", **rows)
    assert browser.status == 422
    for name in ("on0", "phone1", "text1", "name0", "source"):
        assert f'id="{name}-wrong"' in browser.page, name
    assert "Жолду оңдоо керек" in said
    nothing = {name: value for name, value in rows.items() if not name.startswith("enter")}
    assert "Эч нерсе белгиленген жок." in await browser.posts(PATH, do="keep", source="forwarded", **nothing)
    await browser.posts(PATH, do="look", pasted="\n\n".join(["Жолду оңдоо керек"] * 41), source="forwarded")
    assert (browser.status, browser.page.count("<fieldset")) == (422, 40)
    assert await rows_of(served.office.database, "proposals") == []
