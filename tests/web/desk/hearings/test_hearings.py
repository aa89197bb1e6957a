"""A hearing at the desk, from its form to its results: nothing leaves before it was shown and confirmed."""

import re

from bot.budget.permissions import Role
from bot.channels.web.channel import ACCOUNT, NAME
from bot.delivery.files.media import Fetcher
from bot.office.hearings import changes
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.uploading import PNG, UNKEPT, uploads

DAY = 24 * 3_600_000
NEW = {"kind": "draft", "day": "2026-11-20", "time": "10:00", "place": "Көк-Жар клубу", "agenda": "2027-жылдын бюджети"}
HEARING = "/desk/hearings/1"
NAMED = "Окуңуз: Жарандык бюджет."


class Line:
    """The web chat, from which an upload is fetched."""

    name, account = NAME, ACCOUNT

    async def fetch(self, reference: str) -> bytes:
        return PNG


async def announced(served: ServedDesk, browser: Browser) -> None:
    await browser.opens("/desk/hearings/new")
    await browser.posts("/desk/hearings/new", do="send", when="now", **NEW)
    assert browser.at == HEARING


async def sent(served: ServedDesk) -> list[str]:
    return [row["kind"] for row in await rows_of(served.office.database, "broadcasts") if row["by_hand"]]


async def test_a_hearing_is_shown_in_both_languages_and_only_then_announced_once(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/hearings/new")
    said = await browser.posts("/desk/hearings/new", do="look", **NEW)
    assert "Качан: 2026-жылдын 20-ноябры, жума, саат 10:00." in said
    assert "Когда: пятница, 20 ноября 2026 года, 10:00." in said
    assert await rows_of(served.office.database, "hearings") == []
    for _ in range(2):
        await browser.posts("/desk/hearings/new", do="send", when="now", key="the-same-page-0001", **NEW)
        assert (browser.status, browser.at) == (200, HEARING)
    assert await sent(served) == ["notice"]
    said = await browser.posts("/desk/hearings/new", do="send", when="now", **NEW)
    assert browser.status == 422
    assert "Мындай угуу мурда жарыяланган" in said
    await browser.posts("/desk/hearings/new", do="send", when="now", sure="1", **NEW)
    assert browser.at == "/desk/hearings/2"


async def test_own_words_leave_as_they_were_written_and_are_given_back_with_changed_facts(served: ServedDesk):
    _, browser = await served.clerk()
    own = "20-ноябрда саат 10:00дө клубда угуу болот, келиңиздер."
    await browser.opens("/desk/hearings/new")
    said = await browser.posts("/desk/hearings/new", do="edit", text_ky=own, **NEW)
    assert own in said
    said = await browser.posts("/desk/hearings/new", do="send", when="now", text_ky="Клубда угуу болот.", **NEW)
    assert browser.status == 422
    assert "Кыргызча текстиңизде күнү айтылган эмес." in said
    await browser.posts("/desk/hearings/new", do="send", when="now", text_ky=own, as_is="1", **NEW)
    rows = await rows_of(served.office.database, "broadcast_texts")
    texts = {row["language"]: row["text"] for row in rows if row["broadcast_id"] == 1}
    assert own in texts["ky"]
    assert own not in texts["ru"]
    await browser.opens("/desk/hearings/new")
    await browser.posts("/desk/hearings/new", do="send", when="now", text_ky="ы" * 1900, **{**NEW, "day": "2026-11-24"})
    assert browser.status == 422
    assert 'id="text_ky-wrong"' in browser.page


async def test_a_field_says_what_is_wrong_with_a_hearing_and_keeps_what_was_typed(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/hearings/new")
    odd = {"kind": "party", "day": "жакында", "time": "99", "place": "12", "agenda": "Бюджет"}
    await browser.posts("/desk/hearings/new", do="look", **odd)
    assert browser.status == 422
    for name in ("kind", "day", "time", "place"):
        assert f'id="{name}-wrong"' in browser.page, name
    assert 'value="жакында"' in browser.page
    for given, name in (
        ({"day": "2026-10-01"}, "day"),
        ({"place": "к" * 300}, "place"),
        ({"agenda": "к" * 1200}, "agenda"),
    ):
        await browser.posts("/desk/hearings/new", do="look", **{**NEW, **given})
        assert browser.status == 422
        assert f'id="{name}-wrong"' in browser.page, name
    await browser.posts("/desk/hearings/new", do="send", when="at", send_day="2026-11-21", send_time="9:00", **NEW)
    assert 'id="send_day-wrong"' in browser.page
    assert await rows_of(served.office.database, "hearings") == []


async def test_at_night_it_is_asked_once_before_people_are_woken(served: ServedDesk):
    clerk, _ = await served.clerk()
    served.office.now += 13 * 3_600_000  # 23:00
    browser = await served.signs_in(clerk)
    await browser.opens("/desk/hearings/new")
    await browser.posts("/desk/hearings/new", do="send", when="now", **NEW)
    assert browser.status == 422
    assert 'id="night-wrong"' in browser.page
    await browser.posts("/desk/hearings/new", do="send", when="morning", **NEW)
    assert browser.at == HEARING
    [first, *_] = await rows_of(served.office.database, "broadcasts")
    assert first["starts_at"] > served.office.now


async def test_it_is_moved_after_a_look_and_not_over_a_colleagues_move(served: ServedDesk):
    clerk, browser = await served.clerk()
    await announced(served, browser)
    await browser.opens(f"{HEARING}/move")
    moved = {name: NEW[name] for name in ("time", "place", "agenda")} | {"day": "2026-11-21", "revision": "1"}
    said = await browser.posts(f"{HEARING}/move", do="look", **moved)
    assert "2026-жылдын 21-ноябры" in said
    assert [row["revision"] for row in await rows_of(served.office.database, "hearing_terms")] == [1]
    await browser.posts(f"{HEARING}/move", do="look", **{**moved, "day": "2026-11-20"})
    assert browser.status == 422
    await browser.posts(f"{HEARING}/move", do="send", **moved)
    assert browser.at == HEARING
    said = await browser.posts(f"{HEARING}/move", do="send", **{**moved, "day": "2026-11-25"})
    assert browser.status == 422
    assert "угууну жылдырып койду" in said
    await served.office.does(changes.cancel, id=1, by=clerk)
    await browser.posts(f"{HEARING}/move", do="send", **{**moved, "revision": "2", "day": "2026-11-25"})
    assert browser.status == 409
    assert [row["revision"] for row in await rows_of(served.office.database, "hearing_terms")] == [1, 2]


async def test_it_is_cancelled_after_a_question_and_a_second_press_changes_nothing(served: ServedDesk):
    _, browser = await served.clerk()
    await announced(served, browser)
    said = await browser.opens(f"{HEARING}/cancel")
    assert "жокко чыгарылсынбы" in said
    page = browser.csrf
    await browser.posts(f"{HEARING}/cancel", csrf=page)
    assert browser.at == HEARING
    await browser.posts(f"{HEARING}/cancel", csrf=page)
    assert browser.status == 409
    [row] = await rows_of(served.office.database, "hearings")
    assert row["state"] == "cancelled"


async def test_people_are_counted_papers_added_and_results_published(served: ServedDesk):
    head, browser = await served.clerk("Токтогул", Role.HEAD)
    await announced(served, browser)
    await served.office.filed(await served.office.meets("Айгүл"))
    await browser.posts(f"{HEARING}/count", do="keep", women="1", men="2")
    assert browser.status == 409  # not before its day
    served.office.now += 18 * DAY
    browser = await served.signs_in(head)
    await browser.opens(HEARING)
    await browser.posts(f"{HEARING}/count", do="keep", women="жарым", men="2")
    assert (browser.status, 'id="women-wrong"' in browser.page) == (422, True)
    await browser.posts(f"{HEARING}/count", do="keep", women="41", men="49")
    said = await browser.posts(f"{HEARING}/count", do="woman")
    assert "42" in said
    await uploads(browser, f"{HEARING}/paper", paper="minutes", file=("file", "протокол.png", PNG))
    assert browser.status == 200
    await uploads(browser, f"{HEARING}/paper", paper="nothing", text="")
    assert (browser.status, 'id="file-wrong"' in browser.page) == (422, True)
    await browser.posts(f"{HEARING}/held")
    assert (browser.status, 'id="held-wrong"' in browser.page) == (422, True)
    await browser.posts(f"{HEARING}/held", sure="1")
    said = await browser.opens(f"{HEARING}/results")
    assert "ИТОГИ СЛУШАНИЙ ПО БЮДЖЕТУ" in said
    await browser.posts(f"{HEARING}/results", table="айыл өкмөтүнүн тактасы")
    assert (browser.status, 'id="sure-wrong"' in browser.page) == (422, True)
    await browser.posts(f"{HEARING}/results", table="айыл өкмөтүнүн тактасы", sure="1")
    assert browser.at == HEARING
    await browser.posts(f"{HEARING}/results", sure="1")
    assert browser.status == 409
    [row] = await rows_of(served.office.database, "hearings")
    assert row["state"] == "published"
    assert [one["kind"] for one in await rows_of(served.office.database, "papers")] == ["minutes"]


async def test_a_notice_is_paused_goes_on_and_is_stopped_after_a_question(served: ServedDesk):
    _, browser = await served.clerk()
    await announced(served, browser)
    path = f"{HEARING}/notices"
    assert "Кайра жөнөтүү" not in await browser.opens(path), "what is not sent yet is not sent again"

    async def state() -> str:
        return (await rows_of(served.office.database, "broadcasts"))[0]["state"]

    await browser.posts(path, id="1", do="pause")
    assert await state() == "paused"
    await browser.posts(path, id="1", do="resume")
    assert await state() == "scheduled"
    said = await browser.posts(path, id="1", do="stop")
    assert "Жөнөтүү биротоло токтотулсунбу?" in said
    assert await state() == "scheduled"
    await browser.posts(path, id="1", do="stop", sure="1")
    assert await state() == "cancelled"
    assert "Кайра жөнөтүү" in browser.text
    await browser.posts(path, id="1", do="pause")
    assert browser.status == 409


async def test_the_papers_for_the_hall_and_the_calendar_are_taken_and_leave_nothing(served: ServedDesk):
    _, browser = await served.clerk()
    await announced(served, browser)
    for kind, begins in (("kit", b"%PDF"), ("calendar", b"BEGIN:VCALENDAR")):
        await browser.opens(HEARING)
        sent_form = {"csrf": browser.csrf, "do": kind}
        answer = await browser.line.post(f"{HEARING}/file", data=sent_form, headers={"origin": "http://desk.example"})
        assert answer.content.startswith(begins), kind
    assert list(served.settings.exports_dir.rglob("*")) == []


async def test_another_office_sees_no_hearing_and_changes_none(served: ServedDesk):
    _, browser = await served.clerk()
    await announced(served, browser)
    observer = await served.office.meets("Нурлан", Role.OBSERVER)
    reading = await served.signs_in(observer)
    said = await reading.opens(HEARING)
    assert reading.status == 200
    assert "Жокко чыгаруу" not in said
    await reading.posts(f"{HEARING}/cancel")
    assert reading.status == 403
    assert [row["state"] for row in await rows_of(served.office.database, "hearings")] == ["scheduled"]


async def test_a_material_that_cannot_be_kept_is_said_beside_its_field_and_replaces_nothing(served: ServedDesk):
    _, browser = await served.clerk()
    await announced(served, browser)
    for name, content in UNKEPT.items():
        said = await uploads(browser, f"{HEARING}/paper", paper="minutes", text="Тиркеме", file=("file", name, content))
        assert (browser.status, "Файл алынган жок" in said) == (422, True), name
        assert 'id="file-wrong"' in browser.page
        assert "Тиркеме</textarea>" in browser.page
    assert await rows_of(served.office.database, "papers") == []
    said = await uploads(browser, f"{HEARING}/paper", paper="minutes", file=("file", "протокол.png", PNG))
    assert "Материал сакталды." in said
    assert "Файл азырынча келе элек." in said
    shown = f"{HEARING}/paper/1"
    assert (await browser.line.get(shown)).status_code == 404
    await Fetcher(
        database=served.office.database, channels=[Line()], now=lambda: served.office.now,
        media=served.settings.media,
    ).fetch()  # fmt: skip
    await browser.opens(HEARING)
    assert f'href="{shown}"' in browser.page
    picture = await browser.line.get(shown)
    assert picture.headers["content-type"] == "image/jpeg"  # its clean copy
    assert (await browser.line.get("/desk/hearings/2/paper/1")).status_code in {403, 404}


async def test_a_hearing_at_night_is_asked_about_and_a_day_too_far_is_called_so(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/hearings/new")
    said = await browser.posts("/desk/hearings/new", do="look", **{**NEW, "time": "03:00"})
    assert "03:00 — түн." in said
    assert (browser.status, 'value="03:00" aria-invalid' in browser.page) == (422, True)
    await browser.posts("/desk/hearings/new", do="send", when="now", at_night="03:00", **{**NEW, "time": "04:00"})
    assert browser.status == 422
    said = await browser.posts("/desk/hearings/new", do="look", **{**NEW, "day": "9999-12-31"})
    assert "Бул күн өтө алыс." in said
    await browser.posts("/desk/hearings/new", do="send", when="now", at_night="03:00", **{**NEW, "time": "03:00"})
    assert browser.at == HEARING
    assert "Угуу жарыяланды." in browser.text


async def test_a_material_goes_with_the_notice_which_names_it_and_one_of_others_does_not(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/hearings/new")
    said = await uploads(browser, "/desk/hearings/new", do="look", file=("file_citizens", "b.png", PNG), **NEW)
    assert NAMED in said
    (token,) = re.findall(r'name="kept_citizens" value="([^"]+)"', browser.page)
    back = await browser.posts("/desk/hearings/new", do="edit", kept_citizens=token, **NEW)
    assert "Кошулду" in back
    gone = await browser.posts("/desk/hearings/new", do="look", kept_citizens=token, off="citizens", **NEW)
    assert NAMED not in gone
    _, other = await served.clerk("Гүлнара")
    await other.opens("/desk/hearings/new")
    for forged in (token, token[:-1] + "x", "0" * 32 + "-photo." + "0" * 16, "1"):
        said = await other.posts("/desk/hearings/new", do="look", kept_citizens=forged, **NEW)
        assert (other.status, NAMED in said) == (200, False), forged
    await browser.posts("/desk/hearings/new", do="send", when="now", kept_citizens=token, **NEW)
    assert browser.at == HEARING
    (paper,) = await rows_of(served.office.database, "papers")
    assert (paper["kind"], paper["hearing_id"]) == ("citizens", 1)
    await browser.opens("/desk/hearings/new")
    await uploads(browser, "/desk/hearings/new", do="look", file=("file_brief", "x.svg", UNKEPT["x.svg"]), **NEW)
    assert (browser.status, 'id="file_brief-wrong"' in browser.page) == (422, True)
