"""A frozen sheet that somebody changed: of each value, row and order it is said where it is another."""

import re
from copy import deepcopy
from typing import Any

import pytest

from bot.chat.texts import Words
from bot.office.criteria import frozen, frozen_file, verifying
from bot.office.criteria.changed.difference_words import say_difference
from tests.office.criteria.frozen_sheets import LATER, change, freeze, list_cells, verify
from tests.office.criteria.log import English


def turn_round(rows: list[Any]) -> list[Any]:
    return rows[::-1]


# What is done to a frozen sheet, and the lines that a reader of it finds under the verdict.
WHOLE_TABLE: dict[str, tuple[Any, list[str]]] = {
    "the sample in another order": (lambda one: one | {"drawn": turn_round(one["drawn"])}, ["call-back: in another order."]),
    "one left out of the sample": (lambda one: one | {"drawn": one["drawn"][1:]}, ["drawn for a call-back: — → 00"]),
    "another one in the sample": (lambda one: one | {"drawn": ["0014", *one["drawn"][1:]]}, ["call-back: 0014 → 00"]),
    "no sample": (lambda one: {name: each for name, each in one.items() if name != "drawn"}, ["drawn for a call-back: — →"]),
    "rows in another order": (lambda one: one | {"rows": turn_round(one["rows"])}, ["rows: in another order."]),
    "a row left out": (lambda one: one | {"rows": one["rows"][1:]}, ["№ 0001: the row: no → yes"]),
    "a row twice": (lambda one: one | {"rows": [*one["rows"], one["rows"][0]]}, ["№ 0001 (2): the row: yes → no"]),
    "another purpose": (lambda one: one | {"for": "Somebody else"}, ["what it was frozen for: it is another now."]),
    "another moment": (lambda one: one | {"frozen_at": one["frozen_at"] + 1000},
                       ["frozen: 21.11.2026 10:00:01 → 21.11.2026 10:00:00"]),
    "another year": (lambda one: one | {"year": one["year"] + 1}, ["budget year: 2028 → 2027"]),
    "another SHA-256": (lambda one: one | {"sha256": "0" * 64}, ["SHA-256: 0000"]),
    "another mark": (lambda one: one | {"mark": "0" * 64}, ["mark of this install: 0000"]),
    "another end of the audit": (lambda one: one | {"audit": {"id": 1, "hash": "0" * 64}}, ["last act in the audit"]),
    "no end of the audit": (lambda one: one | {"audit": None}, ["last act in the audit: — →"]),
    "what nobody wrote there": (lambda one: one | {"place": 1}, ["what does not belong there: place: 1 → —"]),
    "nothing where nobody wrote": (lambda one: one | {"place": None}, ["what does not belong there: place: — → —"]),
    "no facts": (lambda one: {name: each for name, each in one.items() if name != "facts"}, ["facts"]),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE_TABLE)
async def test_of_whatever_is_done_to_a_frozen_sheet_it_is_said_where(filled, what):
    await freeze(filled, purpose="the first act in the audit", moment=LATER - 1000)
    sheet = await freeze(filled)
    tamper, wanted = WHOLE_TABLE[what]
    changed = frozen_file.read_frozen(frozen_file.write_file(tamper(deepcopy(sheet))))
    verdict = await verify(filled, changed)
    said = [say_difference(one, English().say) for one in verdict.differences]
    assert (verdict.holds, verdict.is_changed, verdict.log_says) == (False, True, frozen.LogSays.SAME)
    assert verdict.has_chain
    assert len(said) == len(wanted), said
    for one, part in zip(said, wanted, strict=True):
        assert part in one, said


NO_WORD = re.compile(r"[a-z]{2}|_")  # an English name of ours


async def test_each_field_of_a_frozen_sheet_has_its_name_and_no_code_reaches_a_reader(filled):
    sheet, say = await freeze(filled), Words("ru").say
    named = set()
    for path, value in list_cells(sheet):
        if path[0] in {"form", "aimak", *frozen_file.SEALS}:
            continue
        verdict = await verify(filled, change(sheet, path, value))
        lines = {say_difference(one, say) for one in verdict.differences}
        assert lines, path
        assert not verdict.holds
        for line in lines:
            assert not NO_WORD.search(line.rpartition(": ")[0]), line
            assert say("what does not belong there: {field}", field="").strip() not in line, line
        named |= {line.partition(": ")[2].rpartition(": ")[0] for line in lines}
    assert len(named) > 40


async def test_a_reader_reads_days_decisions_and_yes_or_no_in_words(filled):
    sheet = await freeze(filled)
    row = {"decision": "deferred", "received": "2026-10-01", "excluded": "spam", "by_office": True}
    changed = deepcopy(sheet)
    changed["rows"][0] |= row
    verdict = await verify(filled, changed)
    assert {say_difference(one, English().say) for one in verdict.differences} == {
        "№ 0001: decision: Next year → Not in the draft",
        "№ 0001: received: 01.10.2026 → 02.11.2026",
        "№ 0001: why it does not count: an advertisement → —",
        "№ 0001: by the office's own people: yes → no",
    }


async def test_a_sheet_under_another_aimaks_name_is_told_as_changed(filled):
    sheet = await freeze(filled)
    other = deepcopy(sheet) | {"aimak": "nowhere"}
    by = await filled.store.people.meet("terminal", "bot", "head", at=LATER)
    found = await verifying.check(filled.store, content=frozen_file.write_file(other), by=by)
    assert found.why == "damaged", "this install marked it, so it is of no other"
