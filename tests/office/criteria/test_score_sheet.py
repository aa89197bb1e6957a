"""The score of criterion 6 as it is shown: page by page, as a sheet, as JSON, by the command."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import event, update

from bot.budget.permissions import Role
from bot.budget.tally import PARTS, VERSION
from bot.cli import sunush
from bot.office.criteria.proposal_log import PAGE, read_pages
from bot.office.wording.criterion_6 import say_headline, say_lines, to_json
from storage.database.schema import budget_years, proposals
from storage.log.dialogue_kinds import REPLIED
from storage.queue.outbox import State
from tests.office.criteria.log import GOOD, HEARING, RESULTS, YEAR, English, Log, at

# Rows


async def test_where_a_proposal_stands(log):
    withdrawn, excluded, answered, asked, replied, taken, waiting = [await log.propose() for _ in range(7)]
    await log.store.proposals.withdraw(withdrawn.id, at=at(HEARING))
    await log.store.exclusions.exclude(excluded.id, reason="test", by=log.clerk, at=at(HEARING))
    for one in (answered, asked, replied):
        await log.ask(one)
    await log.answer(answered)
    await log.store.dialogue.say(replied.id, kind=REPLIED, by=replied.author_id, text="Ленин", at=at(HEARING, 12))
    await log.store.connection.execute(
        update(proposals).where(proposals.c.id == taken.id).values(taken_by=log.clerk, taken_at=at(HEARING))
    )
    standing = [(await log.row(one)).status for one in (withdrawn, excluded, answered, asked, replied, taken, waiting)]
    assert standing == ["withdrawn", "excluded", "answered", "asked", "waiting", "taken", "waiting"]


async def test_a_page_takes_the_same_few_statements_however_long_the_log(log):
    seen = []
    engine = log.store.connection.engine.sync_engine

    def count(*_args):
        seen.append(1)

    async def statements() -> int:
        seen.clear()
        event.listen(engine, "before_cursor_execute", count)
        async for _ in read_pages(log.store, aimak_id=log.aimak_id, year=YEAR):
            pass
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    await log.answer(await log.propose(), state=State.SENT)
    few = await statements()
    for _ in range(PAGE - 1):
        await log.answer(await log.propose(), state=State.SENT)
    assert await statements() == few <= 10


async def test_pages_follow_the_numbers_and_lose_none(log):
    made = [(await log.propose()).label for _ in range(2 * PAGE + 3)]
    other = await Log(log.store).begin("shark")
    await other.propose()
    sizes, found = [], []
    async for page in read_pages(log.store, aimak_id=None, year=None):
        sizes.append(len(page))
        found += [row.filed.label for row in page]
    assert found == [*made, "0001"]
    assert sizes == [PAGE, PAGE, 4]


async def test_the_log_names_who_answered_as_the_author_was_told(log):
    proposal = await log.propose()
    await log.answer(proposal)
    member = await log.store.roles.find_member_of(log.clerk, log.aimak_id)
    await log.store.roles.set_title(log.clerk, log.aimak_id, "дарыгер")
    await log.store.roles.revoke(member.id, by=None, at=at(RESULTS))
    assert (await log.row(proposal)).answered_by == "бюджет адиси"
    untitled = await log.propose()
    await log.store.answers.add(
        untitled.id, revision=1, answer=GOOD, by=log.clerk, approved_by=None, at=at(RESULTS), role=Role.HEAD
    )
    assert (await log.row(untitled)).answered_by == "head"


async def test_the_sheet_says_the_score_the_parts_and_the_settings(log):
    for _ in range(3):
        await log.answer(await log.propose(), state=State.SENT)
    sheet = await log.tally()
    said = say_lines(English(), sheet)
    assert said.startswith("Көк-Жар (kokjar), 2027: score 90,50 of 100, 13,58 of 15 points.\n")
    assert "D — decided after the results: 100,00 % (weight 25)" in said
    assert "Deadline: 14 working days. Target: 10 answers. Prior: 5. Version 2 of the rules." in said
    assert "0001" not in said
    assert "  0001, 0002, 0003" in say_lines(English(), sheet, rows=True)
    assert "\n" not in say_headline(English(), sheet)


async def test_the_sheet_as_json_carries_what_it_was_made_with(log):
    await log.answer(await log.propose())
    written = to_json(await log.tally(date(2026, 12, 1)), rows=True)
    assert json.loads(json.dumps(written)) == written
    assert list(written["components"]) == list(PARTS)
    assert written["settings"]["version"] == VERSION
    assert sum(written["settings"]["weights"].values()) == pytest.approx(1)
    assert (written["aimak"], written["year"], written["as_of"]) == ("kokjar", 2027, "2026-12-01")
    assert written["rows"]["A"] == ["0001"]


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))

    def run(*words: str):
        return CliRunner().invoke(sunush, list(words))

    for code, name in (("kokjar", "Көк-Жар"), ("shark", "Шарк")):
        names = {"aimak": name, "rayon": "Ноокат", "oblast": "Ош"}
        given = [f"--{what}-{language}={one}" for what, one in names.items() for language in ("ky", "ru")]
        assert run("aimak", "add", code, *given).exit_code == 0
    return run


def test_the_command_prints_one_line_an_aimak(command):
    done = command("tally", "--year", "2027")
    assert done.exit_code == 0
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["(kokjar),", "(shark),"]


def test_the_command_prints_json_for_one_aimak(command):
    done = command("tally", "--aimak", "shark", "--format", "json", "--rows", "--as-of", "2026-11-23")
    (sheet,) = json.loads(done.stdout)
    assert (sheet["aimak"], sheet["year"], sheet["N"], sheet["score"]) == ("shark", 2027, 0, None)
    assert sheet["rows"]["A"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--aimak", "nowhere"], "There is no aimak «nowhere»"),
        (["--as-of", "23.11.2026"], "write it as in 2026-11-23"),
        (["--as-of", "9999-12-31"], "is no day"),
        (["--entries", "case.json", "--rows"], "brings its own case"),
    ],
)
def test_what_the_command_cannot_use_is_said_in_one_line(command, words, sentence):
    done = command("tally", *words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


async def test_a_year_without_facts_is_a_year_without_results(log):
    await log.store.connection.execute(budget_years.delete())
    await log.answer(await log.propose())
    sheet = await log.tally()
    assert (sheet.results_on, sheet.tally.score, sheet.tally.answered) == (None, None, 1)
