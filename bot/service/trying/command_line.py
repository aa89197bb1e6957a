"""What an admin types at the command line of a played village. The acts are real, the clock is the play's."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.app import Office
from bot.budget.contest.rules import Kind
from bot.budget.permissions import Act, Role
from bot.budget.plan.file import read_items, read_table
from bot.budget.plan.items import Plan
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.export.board_sheet.drawing import make_board
from bot.export.board_sheet.facts import collect_board
from bot.export.contest import protocol
from bot.export.evidence.folder import clear_scratch, make_scratch, write_folder
from bot.export.evidence.packing import Packing
from bot.language.in_words.counted import write_counted
from bot.office import staff
from bot.office.contest import contests, outcome
from bot.office.contest.entry_file import read_entries
from bot.office.contest.wording import list_order
from bot.office.plan import ties
from bot.office.plan.items import import_items
from storage.aimaks import Aimak
from storage.plan.ties import Target
from storage.store import Store

T = TypeVar("T")

SIGN = "$ "  # before a line of the play that is typed there
YEAR = 2027
ENTRIES = "entries.csv"
PLAN = "plan.csv"
_FILES = {
    ENTRIES: (
        "name_ky,name_ru,rayon_ky,rayon_ru,proposed_1,proposed_2,proposed_6\n"
        "Сары-Булак,Сары-Булак,Жайыл району,Жайылский район,60,40,55\n"
        "Таш-Арык,Таш-Арык,Талас району,Таласский район,80,50,35\n"
    ),
    PLAN: (
        "№,иш-чара,жылдар\n"
        "3.1,Мектептердин жанындагы көчөлөрдү жарыктандыруу,2025-2028\n"
        "3.2,Ичүүчү суунун түтүктөрүн жаңылоо,2026-2030\n"
    ),
}


@dataclass
class CommandLine:
    """The commands of the play, by the whole line that is typed; each returns the lines that it prints."""

    office: Office
    clock: Callable[[], int]
    folder: Path
    link: str = ""  # of the newest invite
    _aimak: Aimak = field(init=False)

    async def prepare(self, aimak: Aimak) -> None:
        """Puts down the files that the commands read."""
        self._aimak = aimak
        for name, content in _FILES.items():
            await asyncio.to_thread((self.folder / name).write_text, content, "utf-8")

    async def do(self, line: str) -> list[str]:
        """Does what a line says. Raises KeyError of a line that the play does not know."""
        return await COMMANDS[line](self)

    async def invite_juror(self) -> list[str]:
        """Invites a juror; the play hands the link over."""
        made = await self._write(partial(staff.invite, role=Role.JUROR, aimak_id=None, by=None, at=self.clock()))
        self.link = made.payload
        return [f"/start {made.payload}"]

    async def import_plan(self) -> list[str]:
        """Takes the items of the plan in."""
        items, faults = read_items(read_table([line.split(",") for line in _FILES[PLAN].splitlines()]))
        assert not faults
        made = await self._write(
            partial(import_items, aimak_id=self._aimak.id, plan=Plan.SEOP, items=items, by=None, at=self.clock())
        )
        return [f"{made.new} new, {made.changed} changed, {made.same} as they were"]

    async def tie(self, *, number: int, item: int | None = None, priority: int | None = None) -> list[str]:
        """Ties a proposal to an item of the plan, or to a priority of a gathering or a poll."""

        async def act(store: Store) -> bool:
            found = await store.proposals.find_by_number(self._aimak.id, number, year=YEAR)
            assert found is not None
            return await ties.tie(store, proposal_id=found.id, target=Target(item, priority), by=None, at=self.clock())

        return ["done" if await self._write(act) else "it stood so already"]

    async def begin_contest(self) -> list[str]:
        """Begins the contest of budgets with one aimak of this install and those of a file."""
        at = self.clock()

        async def begin(store: Store) -> int:
            made = await contests.begin(store, kind=Kind.BUDGET, year=YEAR, today=find_day(at), by=None, at=at)
            new, faults = read_entries((self.folder / ENTRIES).read_bytes(), made.kind, made.rules)
            assert not faults
            return await contests.enter(store, id=made.id, codes=[self._aimak.code], new=new, by=None, at=at)

        return [write_counted(await self._write(begin), "entry", "entries")]

    async def draw_codes(self) -> list[str]:
        """Draws the codes: the same in each play, so that two plays say the same."""
        drawn = await self._write(
            lambda store: contests.draw_codes(
                store,
                id=1,
                by=None,
                at=self.clock(),
                draw=random.Random(YEAR).sample,  # noqa: S311
            )
        )
        return [str(entry.code) for entry in drawn]

    async def rank(self) -> list[str]:
        """Closes the contest and prints the order, still under codes."""
        found = await self._write(partial(outcome.close, with_gaps=False, by=None, at=self.clock()))
        return list_order(Words("ky"), found)

    async def unblind(self) -> list[str]:
        """Prints whose the codes were."""
        return list_order(Words("ky"), await self._write(partial(outcome.unblind, by=None, at=self.clock())))

    async def write_evidence(self) -> list[str]:
        """Packs the evidence folder; says what is missing in it."""
        at, scratch = self.clock(), make_scratch(self.office.settings.exports_dir)
        packing = Packing(
            self.office.database, self.office.seal, self.office.settings.media, self._aimak, YEAR, at,
            named=False, most=None, scratch=scratch,
        )  # fmt: skip
        try:
            made = await write_folder(packing, path=self.folder / "evidence.zip")
        finally:
            await asyncio.to_thread(clear_scratch, scratch)
        await self._write(
            lambda store: staff.record(
                store, Act.EXPORT, by=None, aimak_id=self._aimak.id, at=at, what="evidence", year=YEAR
            )
        )
        missing = [f"missing  {part.title}. {how}" for part, how in made.missing]
        return [f"evidence.zip: {len(made.files)} files of {self._aimak.code}", *missing]

    async def write_board_sheet(self) -> list[str]:
        """Writes the sheet for the information board."""
        facts = await self.office.database.read(partial(collect_board, aimak_id=self._aimak.id, year=YEAR))
        moment = datetime.fromtimestamp(self.clock() / 1000, UTC)
        drawn = await asyncio.to_thread(make_board, facts, paper="a3", language="both", made=moment)
        (self.folder / "board.pdf").write_bytes(drawn)
        return [f"board.pdf: {write_counted(len(facts.rows), 'row')}"]

    async def write_protocol(self, *, form: str) -> list[str]:
        """Writes the protocol as PDF or as a workbook."""
        found = await self.office.database.read(partial(outcome.read_outcome, by=None))
        file = self.folder / f"protocol.{form}"
        file.write_bytes(protocol.write_pdf(found, at=self.clock()) if form == "pdf" else protocol.write_xlsx(found))
        return [file.name]

    async def _write(self, work: Callable[[Store], Awaitable[T]]) -> T:
        return await self.office.database.write(work)


_OF = "--aimak kokjar"
COMMANDS: dict[str, Callable[[CommandLine], Awaitable[list[str]]]] = {
    "sunush invite --role juror": CommandLine.invite_juror,
    f"sunush plan import {PLAN} {_OF} --plan seop": CommandLine.import_plan,
    f"sunush plan tie 1 {_OF} --year {YEAR} --item 1": partial(CommandLine.tie, number=1, item=1),
    f"sunush plan tie 3 {_OF} --year {YEAR} --item 2": partial(CommandLine.tie, number=3, item=2),
    f"sunush plan tie 3 {_OF} --year {YEAR} --priority 1": partial(CommandLine.tie, number=3, priority=1),
    f"sunush plan tie 3 {_OF} --year {YEAR} --priority 3": partial(CommandLine.tie, number=3, priority=3),
    f"sunush plan tie 1 {_OF} --year {YEAR} --priority 4": partial(CommandLine.tie, number=1, priority=4),
    f"sunush contest new --year {YEAR} {_OF} --entries {ENTRIES}": CommandLine.begin_contest,
    "sunush contest code": CommandLine.draw_codes,
    "sunush contest rank --close": CommandLine.rank,
    "sunush contest unblind": CommandLine.unblind,
    "sunush contest protocol --output protocol.pdf": partial(CommandLine.write_protocol, form="pdf"),
    "sunush contest protocol --output protocol.xlsx": partial(CommandLine.write_protocol, form="xlsx"),
    f"sunush evidence {_OF} --year {YEAR} --output evidence.zip": CommandLine.write_evidence,
    f"sunush export sheet {_OF} --year {YEAR} --output board.pdf": CommandLine.write_board_sheet,
}
