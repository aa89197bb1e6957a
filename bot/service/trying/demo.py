"""A village's year played through the real bot in a scratch folder (`sunush demo`): people type and tap, nothing else."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.app import CannotStart, Office, open_install, start_service
from bot.budget.permissions import Role
from bot.chat.texts import Words
from bot.export.pdf.sheets import Sheets
from bot.export.proposals import write_export
from bot.language.in_words.counted import write_counted
from bot.office import staff, years
from bot.office.aimaks import add_samples
from bot.office.criteria.score_sheet import count_tally
from bot.office.wording import criterion_6
from bot.service.trying.command_line import CommandLine
from bot.service.trying.village import Clock, Person, Screens, Transcript, Village, list_cues
from bot.settings import Settings
from storage.aimaks import Aimak
from storage.store import Store

AIMAK = "kokjar"
AUTUMN, MONTH, AFTER, WINTER = "demo_autumn.txt", "demo_month.txt", "demo_after.txt", "demo_winter.txt"
YEAR = (AUTUMN, MONTH, WINTER)
SHOWN = (AUTUMN, MONTH, AFTER)  # what «sunush demo --serve» plays before it serves

# A fiftieth of a second of silence, Opus in Ogg.
_VOICE = (
    "T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAAUhFngEWT3B1c1RhZ3MGAAAA"
    "c3VudXNoAAAAAE9nZ1MABPgEAAAAAAAAAQAAAAIAAABx20A8AQP4//4="
)

_PRINTED = datetime(2026, 11, 20, tzinfo=UTC)
# What the clerk puts beside the notice of the hearing: a file a line of each.
_PAPERS = {
    "budget.pdf": (
        "Көк-Жар айыл аймагы. 2027-жылдын жарандык бюджети", "Киреше: 12 400 000 сом. Чыгаша: 12 900 000 сом.",
        "Жол, таза суу, мектеп: эң чоң үч чыгаша.",
    ),
    "presentation.pdf": ("Көк-Жар айыл аймагы. Бюджеттин долбоору", "Угуу: 16-декабрь, саат 10:00, маданият үйү."),
}  # fmt: skip


async def play(folder: Path, *, announce: Callable[[str], None], acts: Sequence[str] = YEAR) -> int:
    """Plays the year in a new or empty folder. Prints it line by line, then the tally and the files.

    acts are the files of the play, in their order. Returns the last moment (ms UTC).

    Raises CannotStart where the folder is no folder, or is not empty.
    """
    _make_ready(folder)
    data = folder / "data"
    script = [cue for act in acts for cue in list_cues(act)]
    clock = Clock(int(script[0].at or 0) - 1)
    transcript = Transcript(announce, clock)
    people = {cue.who: Person(cue.who) for cue in script}
    screens = Screens(people, transcript)
    # Nobody in the play takes an answer back, so each leaves at once. How full this computer's disk is changes no word.
    settings = Settings(
        data, f"sqlite:///{data / 'sunush.db'}", folder / "sunush.key", take_back=0, least_free_mb=0
    )  # fmt: skip
    async with open_install(settings) as office:
        invite = await office.database.write(partial(_first_invite, clock()))
        line = CommandLine(office, clock, folder)
        await line.prepare(await office.database.read(_aimak))
        async with start_service(office, [screens], clock=clock, patience=None, look_patience=None) as service:
            village = Village(service, clock, transcript, people, screens.account, folder, line, {"link": invite})
            for cue in script:
                await village.act(cue)
        await _report(office, folder, at=clock(), announce=announce)
    return clock()


def _make_ready(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotStart(f"{folder} is not an empty folder: name a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voice.ogg").write_bytes(base64.b64decode(_VOICE))
    for name, lines in _PAPERS.items():
        sheets = Sheets(lines[:1], title=lines[0], made=_PRINTED, digits=1)
        sheets.add_page()
        for line in lines:
            sheets.put(line)
        (folder / name).write_bytes(bytes(sheets.output()))


async def _first_invite(at: int, store: Store) -> str:
    """Enters the aimaks and invites the head, as `sunush invite` does."""
    await add_samples(store)
    aimak = await _aimak(store)
    return (await staff.invite(store, role=Role.HEAD, aimak_id=aimak.id, by=None, at=at)).payload


async def _aimak(store: Store) -> Aimak:
    aimak = await store.aimaks.find_by_code(AIMAK)
    assert aimak is not None
    return aimak


async def _report(office: Office, folder: Path, *, at: int, announce: Callable[[str], None]) -> None:
    aimak = await office.database.read(_aimak)
    year = years.find_current_year(aimak, at=at)
    found = await office.database.read(lambda store: count_tally(store, aimak_id=aimak.id, year=year))
    announce(f"\n=== sunush tally --aimak {AIMAK} --rows ===")
    announce(criterion_6.say_lines(Words("ky"), found, rows=True))
    announce("\n=== sunush export proposals ===")
    for name, pseudonymous in (
        ("proposals.xlsx", False), ("proposals.csv", False), ("proposals.jsonl", False), ("pseudonymous.csv", True),
    ):  # fmt: skip
        path = folder / name
        written = await write_export(
            office.database, office.seal,
            path=path, form=path.suffix[1:], aimak_id=aimak.id, year=year, pseudonymous=pseudonymous,
            language=None if path.suffix == ".jsonl" else "ky", codes=False,
        )  # fmt: skip
        announce(f"{path}: {write_counted(written, 'row')}")
    broken, acts = await office.database.read(_audit)
    announce(
        f"Audit: {acts} acts, the chain is whole." if broken is None else f"Audit: the chain breaks at act {broken}."
    )


async def _audit(store: Store) -> tuple[int | None, int]:
    return await store.audit.find_break(), len(await store.audit.list_entries())
