"""Every route of the desk × whoever comes there: nothing leaks, and nothing is done by whoever may not."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from starlette.routing import Route

from bot.budget.permissions import Role
from bot.office import staff
from bot.office.desk import sign_in
from bot.web.desk.desk import DeskAct
from bot.web.desk.forms import LARGEST
from bot.web.desk.pages import ENTRIES
from storage.people import Person
from tests.office.offices import Office
from tests.sizes import sized
from tests.storage.rows import dump
from tests.web.desk.desks import BASE, Browser, ServedDesk
from tests.web.desk.registered import KEPT, OPEN, OWN, ROUTES

CANARY = "Купуя-сөз-Айгүлдүн"  # a word of the first office's, which nobody else may read
PAUSE = 10_000  # milliseconds between two routes: nobody comes too fast
GUESSES = sized(3, 9)  # of these at each route, by turns
GUESSED = ("0", "999999", "-1", "1.0", "abc", "%00", "9" * 30, "../../../etc/passwd", "1%0d%0aset-cookie:%20desk=x")
# What a form would say if its page were open: enough of each that no act stops at a field.
FIELDS = {
    "decision": "not_included", "reason": "no_money", "sentence": "Быйыл акча жетпейт, эмки жылы карайбыз.",
    "text": "Кайсы көчө?", "language": "ru", "back": "/desk", "read": "1", "revision": "1",
    "why": "spam", "sorted": "revenue:", "question": "Кайсы көчө экенин айтыңызчы?", "explanation": "Акча жок болчу быйыл",
    "summary": "Мектепке жарык керек экен", "remark": "Себебин так жазыңыз", "saved_at": "1", "pressed": "1", "to": "1",
    "shown": "1.1",
}  # fmt: skip


def list_served(served: ServedDesk) -> Iterator[tuple[str, str]]:
    for route in served.app.routes:
        if isinstance(route, Route) and route.path.startswith("/desk"):
            yield from ((method, route.path) for method in (route.methods or set()) - {"HEAD"})


def test_every_route_stands_in_the_register(served: ServedDesk):
    assert set(list_served(served)) == ROUTES.keys() | KEPT | OPEN
    assert len(ENTRIES) == len(ROUTES)


async def arrive(served: ServedDesk) -> tuple[Person, int]:
    """A clerk with a proposal that is secret from every other office."""
    clerk, author = await served.office.meets("Бакыт", Role.STAFF), await served.office.meets("Айгүл")
    return clerk, (await served.office.filed(author, f"{CANARY} мектепке жарык керек")).id


def fill(path: str, id: object) -> str:
    return re.sub(r"\{[^}]+\}", str(id), path)


async def dump_all_else(served: ServedDesk) -> str:
    """Every row but those of what was asked for and shown. Who may do nothing may still ask."""
    lines = (await dump(served.office.database)).splitlines()
    return "\n".join(line for line in lines if not line.startswith(("('desk_done'", "('desk_pages'")))


async def goes(browser: Browser, method: str, path: str, id: int, **given: str | None) -> str:
    if method == "GET":
        return await browser.opens(path)
    return await browser.posts(path, **{**FIELDS, "id": str(id), "ids": str(id), **given})


async def test_whoever_may_not_reads_nothing_and_does_nothing(served: ServedDesk, tell: Callable[..., None]):
    clerk, id = await arrive(served)
    office, tried = served.office, Counter[str]()
    elsewhere = await Office(office.database, "janyaryk", office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    gone = await office.meets("Эрмек", Role.STAFF)
    removed, expired = await served.signs_in(gone), await served.signs_in(clerk)
    await office.does(staff.remove, member_id=(await office.member(gone)).id, by=None)
    observer = await served.signs_in(await office.meets("Нурлан", Role.OBSERVER))
    intake = await served.signs_in(await office.meets("Сапар", Role.INTAKE))
    resident = await office.meets("Айгүл")
    with pytest.raises(staff.NotAllowed):
        await office.does(sign_in.make_link, by=resident)
    visitors = {"nobody": served.browser(), "a removed clerk": removed, "another office's head": other}
    roles = {"an observer": (observer, Role.OBSERVER), "an intake": (intake, Role.INTAKE)}
    before = await dump_all_else(served)
    for (method, path), let_in in sorted(ROUTES.items()):
        office.now += PAUSE
        for name, browser in visitors.items():
            if name == "another office's head" and path in OWN:
                continue  # these are their own
            await browser.opens("/desk/me")
            said = await goes(browser, method, fill(path, id), id)
            tried[name] += 1
            assert CANARY not in said, (name, method, path)
            assert name == "another office's head" or browser.status == 401, (name, method, path)
        for name, (browser, role) in roles.items():
            if role not in let_in:
                await browser.opens("/desk/me")
                said = await goes(browser, method, fill(path, id), id)
                tried[name] += 1
                assert browser.status == 403, (name, method, path)
            elif method == "GET":
                said = await browser.opens(fill(path, id))
            assert CANARY not in said, (name, method, path)
        turn = tried["a guessed id"] if "{" in path else len(GUESSED)
        for guessed in [GUESSED[(turn + n) % len(GUESSED)] for n in range(GUESSES)] if "{" in path else ():
            said = await goes(other, method, fill(path, guessed), id)
            tried["a guessed id"] += 1
            assert CANARY not in said, (guessed, method, path)
            assert other.status < 500, (guessed, method, path)
    assert await dump_all_else(served) == before
    for path in sorted(OWN - {"/desk/out"}):
        office.now += PAUSE
        await other.opens("/desk/me")
        assert CANARY not in await goes(other, "POST", path, id), path
        tried["another office's head, for their own"] += 1
    office.now += sign_in.SESSION_KEPT
    for (method, path), _ in sorted(ROUTES.items()):
        office.now += PAUSE
        said = await goes(expired, method, fill(path, id), id)
        tried["an expired session"] += 1
        assert expired.status == 401, (method, path)
        assert CANARY not in said
    tell("routes of the desk for whoever may not", routes=len(ROUTES), leaks=0, done=0, **tried)


async def test_a_form_of_elsewhere_does_nothing_and_loses_nothing(served: ServedDesk, tell: Callable[..., None]):
    clerk, id = await arrive(served)
    browser, earlier = await served.signs_in(clerk), await served.signs_in(clerk)
    await earlier.opens("/desk/me")
    stale, tried = earlier.csrf, 0
    await browser.opens("/desk/me")
    own, before = browser.csrf, await dump_all_else(served)
    assert stale != own
    forged: list[dict[str, str | None]] = [
        {"csrf": stale}, {"csrf": ""}, {"csrf": own, "origin": "https://evil.example"}, {"csrf": own, "origin": "null"},
        {"csrf": own, "origin": None}, {"csrf": own, "origin": "http://desk.example.evil.example"},
        *({"csrf": own, "origin": torn} for torn in ("http://[", "http://[::1", "https://[zz]:x")),
    ]  # fmt: skip
    for method, path in sorted(ROUTES):
        served.office.now += PAUSE
        for given in forged if method == "POST" else ():
            said = await goes(browser, method, fill(path, id), id, **given)
            tried += 1
            assert browser.status == 403, (path, given)
            assert FIELDS["sentence"] in said, "what was typed is on the page that refuses"
    assert await dump_all_else(served) == before
    tell("forms of elsewhere posted at the desk", tried=tried, done=0)


async def test_a_body_that_is_no_form_of_ours_is_refused_in_words(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/me")
    for body, status in ((b"\xff\xfe", 400), (b"a" * 300_000, 413), (b"=&;%", 400), (b"&".join([b"a=1"] * 600), 400)):
        answer = await browser.line.post("/desk/out", content=body, headers={"origin": "http://desk.example"})
        assert answer.status_code == status
        assert "<main" in answer.text
    await browser.opens("/desk/me")
    assert browser.status == 200


async def test_nobody_but_who_is_signed_in_makes_the_desk_read_a_file(served: ServedDesk):
    read = 0

    async def send() -> AsyncIterator[bytes]:  # which says no length, so that it comes in chunks
        nonlocal read
        for _ in range(40):
            read += 1
            yield b"a" * 100_000

    stranger = served.browser()
    for path in sorted(one.path for one in ENTRIES if isinstance(one, DeskAct) and one.largest > LARGEST):
        read = 0
        answer = await stranger.line.post(fill(path, 1), content=send(), headers={"origin": BASE})
        assert (answer.status_code, read <= 1) == (401, True), path


async def test_a_page_of_the_desk_is_kept_by_nobody_and_runs_nothing_of_others(served: ServedDesk):
    _, browser = await served.clerk()
    for path in ("/desk", "/desk/me", "/desk/nothing"):
        await browser.opens(path)
        assert browser.headers["cache-control"] == "no-store"
        policy = browser.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "://" not in browser.page
