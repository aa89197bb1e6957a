"""Criterion 6 frozen for a commission: it proves what it was, and whatever is changed since is found."""

import json
from copy import deepcopy
from datetime import timedelta
from functools import partial
from itertools import islice

import pytest
from sqlalchemy import text

from bot.budget.permissions import Act, NotAllowed
from bot.office.criteria import frozen, frozen_file, verifying
from bot.office.criteria.frozen import PurposeWrong
from bot.office.criteria.frozen_file import NotFrozenHere
from storage.audit import Audit
from storage.queue.outbox import State
from tests.office.criteria.frozen_sheets import LATER, change, freeze, list_cells, verify
from tests.office.criteria.log import RESULTS, YEAR, at
from tests.sizes import sized


async def test_what_is_frozen_holds_and_names_nobody(filled):
    sheet = await freeze(filled)
    verdict = await verify(filled, sheet)
    assert verdict.holds, verdict
    assert verdict.recorded_at == LATER
    assert (sheet["result"]["N"], sheet["result"]["decided"], sheet["result"]["excluded"]) == (13, 12, 1)
    assert sheet["result"]["score"] == str((await filled.tally()).tally.score)
    assert len(sheet["drawn"]) == 10 == len(set(sheet["drawn"]))
    written = frozen_file.write_file(sheet).decode()
    assert not [one for one in ("canary", "Көчө", "адис", "address", "Жарнама") if one in written]


async def test_what_came_since_changes_nothing_that_was_frozen(filled):
    sheet = await freeze(filled)
    late = await filled.propose("Кийин келген", on=RESULTS + timedelta(6))
    await filled.answer(late, on=RESULTS + timedelta(7), state=State.SENT)
    assert (await verify(filled, sheet)).holds
    asked = {"aimak_id": filled.aimak_id, "year": YEAR, "since": LATER}
    assert not await frozen.has_changed(filled.store, **asked, at=at(RESULTS + timedelta(5)) + 3600_000)
    assert await frozen.has_changed(filled.store, **asked, at=at(RESULTS + timedelta(9)))
    again = await freeze(filled, moment=at(RESULTS + timedelta(9)))
    assert again["sha256"] != sheet["sha256"]


async def test_every_cell_that_is_changed_in_the_file_is_found(filled, tell):
    sheet = await freeze(filled)
    cells = [cell for cell in list_cells(sheet) if cell[0][0] not in {"form", "aimak"}]
    found = 0
    for path, value in cells:
        found += frozen_file.find_sum(change(sheet, path, value)) != sheet["sha256"] or path[0] in {"sha256", "mark"}
    assert found == len(cells) > 50
    for path in (("sha256",), ("mark",)):
        assert not (await verify(filled, change(sheet, path, sheet[path[0]]))).holds
    inside = [cell for cell in cells if cell[0][0] not in {"sha256", "mark"}]
    chosen = list(islice(inside, 0, None, len(inside) // sized(12, len(inside))))
    for path, value in chosen:
        changed = change(sheet, path, value)
        # Whoever sums it anew cannot mark it anew, and the audit does not know it.
        forged = await verify(filled, changed | {"sha256": frozen_file.find_sum(changed)})
        assert forged.is_whole, path
        assert not forged.is_ours, path
        assert forged.recorded_at is None, path
    tell("cells changed in a frozen file", tried=len(cells), found=found, summed_anew_and_found=len(chosen))


TAMPERINGS = (
    "UPDATE proposals SET received_at = received_at - 86400000 WHERE id = {id}",
    "UPDATE proposals SET withdrawn_at = 1 WHERE id = {id}",
    "UPDATE proposals SET source = 'paper' WHERE id = {id}",
    "UPDATE proposals SET label = '9999' WHERE id = {id}",
    "UPDATE answers SET sent_at = sent_at - 864000000 WHERE proposal_id = {id}",
    "UPDATE answers SET decision = 'deferred' WHERE proposal_id = {id}",
    "UPDATE answers SET reasoned = FALSE WHERE proposal_id = {id}",
    "UPDATE outbox SET state = 5, arrived_at = NULL WHERE kind = 'answer' AND object_id IN "
    "(SELECT id FROM answers WHERE proposal_id = {id})",
    "DELETE FROM outbox WHERE kind = 'answer' AND object_id IN (SELECT id FROM answers WHERE proposal_id = {id})",
    "INSERT INTO reactions (answer_id, person_id, reaction, tapped_at) SELECT id, "
    "(SELECT author_id FROM proposals WHERE id = {id}), 'clear', sent_at + 1 FROM answers WHERE proposal_id = {id}",
)


async def test_every_cell_that_is_changed_in_the_log_is_found(filled, tell):
    sheet = await freeze(filled)
    connection = filled.store.connection
    ids = (await connection.execute(text("SELECT id FROM proposals ORDER BY id LIMIT 6"))).scalars().all()
    found = 0
    for tampering in TAMPERINGS:
        for id in ids[:5]:
            await connection.exec_driver_sql("SAVEPOINT before")
            await connection.exec_driver_sql(tampering.format(id=id))
            verdict = await verify(filled, sheet)
            assert verdict.differences, tampering.format(id=id)
            assert verdict.is_whole
            found += 1
            await connection.exec_driver_sql("ROLLBACK TO before")
            await connection.exec_driver_sql("RELEASE before")
    assert (await verify(filled, sheet)).holds
    tell("cells changed in the log under a frozen sheet", tried=len(TAMPERINGS) * 5, found=found)


async def test_a_changed_audit_is_found(filled):
    await freeze(filled, purpose="the first act in the audit")
    sheet = await freeze(filled, moment=LATER + 1000)
    assert (await verify(filled, sheet)).has_chain
    for other in ({"hash": "0" * 64}, {"id": 999}):
        changed = await verify(filled, sheet | {"audit": sheet["audit"] | other})
        assert (changed.holds, changed.has_chain) == (False, True), "it is the file that says otherwise"
        assert {one.field for one in changed.differences} == {f"audit.{name}" for name in other}


async def test_an_audit_that_is_broken_is_said(filled, monkeypatch):
    sheet = await freeze(filled)

    async def find_break(self):
        return 1

    monkeypatch.setattr(Audit, "find_break", find_break)
    verdict = await verify(filled, sheet)
    assert (verdict.has_chain, verdict.holds) == (False, False)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"{", b"\xff", b"[" * 100_000, b'{"form": "sunush.criterion-6.1"}']
)
def test_what_is_no_frozen_sheet_is_refused(content):
    with pytest.raises(NotFrozenHere):
        frozen_file.read_frozen(content)


def name_twice(good: bytes) -> bytes:
    return good.replace(b'"points15"', b'"points15": "15.00",\n  "points15"', 1)


SEEN_OTHERWISE = {
    "a key that stands twice": name_twice,
    "a mark that stands twice": lambda good: good.replace(b'"mark"', b'"mark": "15.00",\n "mark"', 1),
    "a byte order mark": lambda good: b"\xef\xbb\xbf" + good,
    "other blanks": lambda good: good.replace(b": ", b":  ", 1),
    "other ends of lines": lambda good: good.replace(b"\n", b"\r\n"),
    "no last line break": lambda good: good.rstrip(),
    "bytes behind the end": lambda good: good + b" ",
    "keys in another order": lambda good: json.dumps(dict(reversed(json.loads(good).items())), indent=1).encode(),
    "a letter written as its code": lambda good: good.replace(b'"year"', b'"\\u0079ear"', 1),
    "a number written otherwise": lambda good: good.replace(b'"N": 13', b'"N": 1.3e1', 1),
    "a number below nothing": lambda good: good.replace(b'"excluded": 1', b'"excluded": -0', 1),
    "what is no number": lambda good: good.replace(b'"excluded": 1', b'"excluded": NaN', 1),
    "half a letter": lambda good: good.replace(b'"for": "', b'"for": "\\ud800', 1),
    "another encoding": lambda good: good.decode().encode("utf-16"),
}


async def test_a_file_that_somebody_could_read_otherwise_than_it_was_summed_is_refused(filled):
    good = frozen_file.write_file(await freeze(filled))
    for what, tamper in SEEN_OTHERWISE.items():
        bad = tamper(good)
        assert bad != good, what
        with pytest.raises(NotFrozenHere):
            pytest.fail(f"{what} was read") if frozen_file.read_frozen(bad) else None
    assert frozen_file.write_file(frozen_file.read_frozen(good)) == good


SAVED = {"a byte order mark", "other blanks", "other ends of lines", "no last line break", "bytes behind the end",
         "keys in another order", "a letter written as its code", "another encoding"}  # fmt: skip


async def test_whoever_sends_a_sheet_saved_anew_or_damaged_hears_that(filled):
    good = frozen_file.write_file(await freeze(filled))
    by = await filled.store.people.meet("terminal", "bot", "head", at=LATER)
    for what, tamper in (SEEN_OTHERWISE | {"its end cut off": lambda good: good[:-40]}).items():
        wanted = frozen_file.SavedAnew if what in SAVED else frozen_file.Damaged
        with pytest.raises(wanted):
            pytest.fail(f"{what} was read") if frozen_file.read_frozen(tamper(good)) else None
        found = await verifying.check(filled.store, content=tamper(good), by=by)
        assert found.why == ("saved anew" if what in SAVED else "damaged"), what


async def test_values_of_other_kinds_are_refused_or_found(filled):
    sheet = await freeze(filled)
    for path, _ in [
        cell for cell in list_cells(sheet) if cell[0][0] in {"year", "frozen_at", "rows", "audit", "facts"}
    ][:20]:
        for odd in (None, [], {}, "x", 10**30, True, -1):
            changed = deepcopy(sheet)
            inside = changed
            for name in path[:-1]:
                inside = inside[name]
            if inside[path[-1]] == odd and type(inside[path[-1]]) is type(odd):
                continue
            inside[path[-1]] = odd
            try:
                read = frozen_file.read_frozen(frozen_file.write_file(changed))
            except NotFrozenHere:
                continue
            assert not (await verify(filled, read)).holds, (path, odd)


@pytest.mark.parametrize("purpose", ["", "  \n", "x" * 101])
async def test_a_purpose_has_to_be_said(filled, purpose):
    with pytest.raises(PurposeWrong):
        await freeze(filled, purpose=purpose)


async def test_a_clerk_may_not_freeze(filled):
    clerk = await filled._clerk()
    with pytest.raises(NotAllowed, match=Act.FREEZE):
        await freeze(filled, by=clerk)


ANOTHER_LOG = "UPDATE answers SET decision = 'deferred'"


@pytest.mark.parametrize("path", [("for",), ("frozen_at",), ("result", "score"), ("sha256",), ("mark",)], ids="/".join)
async def test_it_is_told_whether_the_file_was_changed_or_the_log_or_both(filled, path):
    sheet = await freeze(filled)
    connection = filled.store.connection
    changed = change(sheet, path, sheet["result"]["score"] if len(path) > 1 else sheet[path[0]])
    assert await says(filled, sheet) == (False, frozen.LogSays.SAME)
    assert await says(filled, changed) == (True, frozen.LogSays.SAME)
    await connection.exec_driver_sql(ANOTHER_LOG)
    assert await says(filled, sheet) == (False, frozen.LogSays.OTHER)
    assert await says(filled, changed) == (True, frozen.LogSays.OTHER)


async def test_a_sheet_that_an_older_version_froze_is_told_apart_as_far_as_it_can_be(filled, monkeypatch):
    monkeypatch.setattr(frozen, "record", partial(drop_what_is_newer, frozen.record))
    sheet = await freeze(filled)
    changed = change(sheet, ("result", "score"), sheet["result"]["score"])
    assert await says(filled, changed) == (True, frozen.LogSays.SAME), "what the log gives today is what was frozen"
    await filled.store.connection.exec_driver_sql(ANOTHER_LOG)
    assert await says(filled, sheet) == (False, frozen.LogSays.OTHER)
    assert await says(filled, changed) == (True, frozen.LogSays.UNKNOWN)


async def says(filled, sheet):
    verdict = await verify(filled, sheet)
    return verdict.is_changed, verdict.log_says


async def drop_what_is_newer(record, *given, **told):
    return await record(*given, **{name: one for name, one in told.items() if name not in {"log", "frozen_at"}})
