"""A paper proposal entered at the desk: beside its photo, with a series, once, with the similar ones offered."""

import re

import pytest

from bot.budget.permissions import Role
from bot.office.answers import answers
from bot.web.desk.multipart import NotMultipart, read_parts
from storage.store import Store
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.uploading import PNG, UNKEPT, uploads

PAPER = {"do": "keep", "source": "paper", "on": "2026-11-01", "text": "Көпүрө оңдолсун, балдар сууга түшөт", "side": ""}


def find_sheet(browser: Browser) -> str:
    found = re.search(r'name="sheet" value="([^"]*)"', browser.page)
    assert found is not None
    return found[1]


async def test_what_is_entered_gets_its_number_and_the_series_stays(served: ServedDesk):
    clerk, browser = await served.clerk()
    await browser.opens("/desk/intake")
    said = await uploads(browser, "/desk/intake", **PAPER, name="Асан Усенов", phone="0700 123456")
    assert "№ 0001 деген номер менен сакталды, жообу 2026-жылдын 19-ноябрына чейин берилсин." in said
    [row] = await rows_of(served.office.database, "proposals")
    assert (row["source"], row["entered_by"], row["side"]) == ("paper", clerk.id, "spending")
    assert '<option value="paper" selected>' in browser.page
    assert 'value="01.11.2026"' in browser.page
    assert "Көпүрө" not in said  # the words do not stay


async def test_pressed_twice_it_is_one_proposal(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/intake")
    for _ in range(2):
        await uploads(browser, "/desk/intake", **PAPER, key="the-same-page-0001")
        assert browser.status == 200
    assert len(await rows_of(served.office.database, "proposals")) == 1


async def test_a_field_says_what_is_wrong_and_keeps_what_was_typed(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/intake")
    odd = {"source": "carrier pigeon", "on": "31.02", "text": "ы", "name": "5" * 200, "phone": "0700"}
    said = await uploads(browser, "/desk/intake", do="keep", side="", **odd)
    assert browser.status == 422
    for name in ("source", "on", "text", "name", "phone"):
        assert f'id="{name}-wrong"' in browser.page, name
        assert f'aria-describedby="{name}' in browser.page, name
    assert odd["name"] in browser.page
    assert 'value="31.02"' in browser.page
    assert "Ал айда мындай күн жок." in said
    said = await uploads(browser, "/desk/intake", **{**PAPER, "on": "2026-12-24"})
    assert browser.status == 422
    assert 'id="on-wrong"' in browser.page
    assert await rows_of(served.office.database, "proposals") == []


async def test_the_photo_of_a_sheet_stands_beside_each_row_of_it(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/intake")
    await uploads(browser, "/desk/intake", **{**PAPER, "do": "photo"}, file=("photo", "sheet.png", PNG))
    first = find_sheet(browser)
    assert PAPER["text"] in browser.page
    picture = await browser.line.get(f"/desk/intake/photo/{first}")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    await uploads(browser, "/desk/intake", **{**PAPER, "do": "turn"}, sheet=first, turn="3")
    assert 'class="shown turn-0"' in browser.page
    await uploads(browser, "/desk/intake", **PAPER, sheet=first)
    second = find_sheet(browser)
    assert second != first
    await uploads(browser, "/desk/intake", **{**PAPER, "text": "Суу түтүгү оңдолсун"}, sheet=second)
    assert browser.status == 200
    files = [row for row in await rows_of(served.office.database, "media") if row["proposal_id"]]
    assert sorted(row["proposal_id"] for row in files) == [1, 2]
    assert {row["kind"] for row in files} == {"photo"}
    for stranger in (await served.clerk("Гүлнара"))[1], (await served.clerk("Сапар", Role.INTAKE))[1]:
        for token in (first, second, first[:-1] + "x", "0" * 32 + "-photo." + "0" * 16):
            assert (await stranger.line.get(f"/desk/intake/photo/{token}")).status_code == 404


async def test_a_file_that_is_no_picture_is_not_taken_and_nothing_typed_is_lost(served: ServedDesk):
    _, browser = await served.clerk()
    for content in UNKEPT.values():
        await browser.opens("/desk/intake")
        said = await uploads(browser, "/desk/intake", **PAPER, file=("photo", "a.png", content))
        assert (browser.status, "Файл алынган жок" in said) == (422, True)
        assert 'id="photo-wrong"' in browser.page
        assert PAPER["text"] in browser.page
    assert await rows_of(served.office.database, "proposals") == []


async def test_what_asks_for_the_same_is_offered_and_linked(served: ServedDesk):
    _, browser = await served.clerk()
    await served.office.proposed(await served.office.meets("Айгүл"), PAPER["text"])
    await browser.opens("/desk/intake")
    said = await uploads(browser, "/desk/intake", **PAPER)
    assert "Ал буларга окшош:" in said
    assert "№ 0001" in said
    said = await browser.posts("/desk/intake/link", id="2", to="1", source="paper", on="2026-11-01")
    assert "Ага жана № 0001 сунушка бир жооп берилет." in said


async def test_an_answer_is_told_by_hand_and_noted_once(served: ServedDesk):
    clerk, browser = await served.clerk()
    await browser.opens("/desk/intake")
    await uploads(browser, "/desk/intake", **PAPER, name="Асан Усенов", phone="0700 123456")
    await served.office.does(answers.send, id=1, answer=refusing("Быйыл буга акча жетпейт."), by=clerk)
    said = await browser.opens("/desk/tell")
    assert "Асан Усенов" in said
    assert "Быйыл буга акча жетпейт." in said
    assert "https://wa.me/996700123456" in browser.page
    await browser.posts("/desk/tell", id="1")
    assert browser.status == 200
    assert "Асан Усенов" not in browser.text
    await browser.posts("/desk/tell", id="1")
    assert browser.status == 409

    async def told(store: Store) -> object:
        return await store.answers.find_when_told(1)

    assert await served.office.database.read(told) is not None


def form(*parts: bytes, mark: bytes = b"x") -> bytes:
    return b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def test_a_form_with_files_is_taken_apart_and_whatever_else_refused():
    body = form(
        b'Content-Disposition: form-data; name="a"\r\n\r\n' + "жарык\r\n--y".encode(),
        b'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: x/y\r\n\r\n\r\n\r\n--\x00\xff\r\n',
        b'Content-Disposition: form-data; name="empty"; filename=""\r\n\r\n',
    )
    parts = read_parts(body, 'multipart/form-data; boundary="x"')
    assert parts.fields == {"a": ["жарык\r\n--y"]}
    assert parts.files["file"][0].content == b"\r\n\r\n--\x00\xff\r\n"
    assert "empty" not in parts.files
    whole = "multipart/form-data; boundary=x"
    odd = (
        b"",
        b"--x",
        body[:-9],
        b"a" + body,
        form(b"no head"),
        form(b"A: b\r\n\r\nc"),
        form(*[b"a\r\n\r\n"] * 99),
    )
    for one in odd:
        with pytest.raises(NotMultipart):
            read_parts(one, whole)
    with pytest.raises(NotMultipart):
        read_parts(body, "multipart/form-data")
    with pytest.raises(NotMultipart):
        read_parts(form(b'Content-Disposition: form-data; name="a"\r\n\r\n\xff'), whole)
