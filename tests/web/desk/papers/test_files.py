"""Files of the desk: those the chat offers, to whoever may take them, streamed, noted, and nothing left behind."""

import asyncio
import json

import pytest

from bot.budget.permissions import Role
from bot.export.attachments import Documents
from bot.office import staff
from bot.web.desk.papers import downloads
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk


async def acts(served: ServedDesk) -> list[tuple[str, str]]:
    rows = await rows_of(served.office.database, "audit")
    return [(row["act"], json.loads(row["details"]).get("what", "")) for row in rows if row["act"].startswith("export")]


async def test_a_head_takes_the_log_in_three_forms_and_with_names(served: ServedDesk):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    await served.office.filed(await served.office.meets("Айгүл"))
    for form, named in (("xlsx", ""), ("csv", ""), ("jsonl", ""), ("csv", "1")):
        await browser.opens("/desk/files")
        await browser.posts("/desk/files/log", form=form, named=named)
        assert browser.status == 200, form
        assert browser.headers["content-disposition"].endswith(f"sunush-kokjar.{form}")
        assert browser.headers["cache-control"] == "no-store"
        assert list(served.settings.exports_dir.rglob("*")) == []
    assert await acts(served) == [("export", ""), ("export", ""), ("export", ""), ("export_named", "")]


async def test_a_clerk_prints_lists_and_slips_and_takes_the_sheet(served: ServedDesk):
    _, browser = await served.clerk()
    await served.office.filed(await served.office.meets("Айгүл"))
    posted = (
        ("/desk/files/list", {"list": "waiting", "form": "pdf"}, b"%PDF"),
        ("/desk/files/list", {"list": "all", "form": "xlsx", "order": "number"}, b"PK"),
        ("/desk/files/slips", {"both": "1"}, b"%PDF"),
        ("/desk/sheet/take", {}, b"PK"),
    )
    for path, fields, begins in posted:
        await browser.opens("/desk/files")
        sent = {"csrf": browser.csrf, **fields}
        answer = await browser.line.post(path, data=sent, headers={"origin": "http://desk.example"})
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins), path
    assert list(served.settings.exports_dir.rglob("*")) == []
    assert [what for _, what in await acts(served)] == ["list", "list", "slips", "answers"]


async def test_what_somebody_may_not_take_is_not_offered_and_not_given(served: ServedDesk):
    _, clerk = await served.clerk()
    said = await clerk.opens("/desk/files")
    assert "Сунуштардын журналы" not in said
    for path in ("/desk/files/log", "/desk/files/hearings", "/desk/files/chart", "/desk/files/paper"):
        await clerk.opens("/desk/files")
        await clerk.posts(path, form="csv", id="1")
        assert clerk.status == 403, path
    _, observer = await served.clerk("Нурлан", Role.OBSERVER)
    await observer.opens("/desk/files")
    await observer.posts("/desk/files/log", form="csv", named="1")
    assert observer.status == 403
    await observer.opens("/desk/files")
    await observer.posts("/desk/files/log", form="csv", every="1")
    assert observer.status == 403
    assert await acts(served) == []


async def test_a_head_who_is_removed_while_the_file_is_made_gets_none(
    served: ServedDesk, monkeypatch: pytest.MonkeyPatch
):
    head, browser = await served.clerk("Токтогул", Role.HEAD)
    member, make = await served.office.member(head), Documents.__call__

    async def removed_meanwhile(self, document):
        made = await make(self, document)
        await served.office.does(staff.remove, member_id=member.id, by=None)
        return made

    monkeypatch.setattr(Documents, "__call__", removed_meanwhile)
    await browser.opens("/desk/files")
    await browser.posts("/desk/files/log", form="csv")
    assert browser.status == 403
    assert list(served.settings.exports_dir.rglob("*")) == []


async def test_many_files_at_once_wait_and_then_are_asked_to_come_again(
    served: ServedDesk, monkeypatch: pytest.MonkeyPatch
):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    monkeypatch.setattr(downloads, "PATIENCE", 0.0)
    going_on, ended = asyncio.Event(), asyncio.Event()
    make = Documents.__call__

    async def slow(self, document):
        if ended.is_set():
            return await make(self, document)
        going_on.set()
        await ended.wait()
        return await make(self, document)

    monkeypatch.setattr(Documents, "__call__", slow)
    await browser.opens("/desk/files")
    sent = {"csrf": browser.csrf, "form": "csv"}
    headers = {"origin": "http://desk.example"}
    asked = [
        asyncio.create_task(browser.line.post("/desk/files/log", data=sent, headers=headers))
        for _ in range(downloads.AT_ONCE + 1)
    ]
    await going_on.wait()
    done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    assert [one.result().status_code for one in done] == [503]
    ended.set()
    statuses = sorted([(await one).status_code for one in asked])
    assert statuses == [200] * downloads.AT_ONCE + [503]
    assert list(served.settings.exports_dir.rglob("*")) == []
