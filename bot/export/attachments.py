"""Makes the files that go with messages as they are sent: an export, a kept file, a hearing's papers.

What makes a file is imported for the first file of its kind. A process that makes none needs none of it.
A few lines past 300: a method a kind of file, and all share how a file is written.
"""

import asyncio
import shutil
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.export import hearing_files
from bot.language.by_language import FIRST
from bot.office.practice_words import name_code, name_practice, read_marks
from bot.office.sheets.sheets import list_open
from bot.settings import Settings
from storage.attachments.files import find_ending
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.hearings import Hearing
from storage.log.printed import Chosen
from storage.store import Store

MakeFile = Callable[[Database, dict[str, Any]], Awaitable[tuple[str, bytes]]]
# Where the file of a kind is made whole in memory, by `make_file`: its name and its content.
_OTHERS = {
    "board_sheet": "board_sheet.files",
    "frozen": "criteria.frozen_file",
    "marks": "contest.files",
    "needs": "needs.files",
    "plan": "plan.files",
    "poll": "polls.files",
    "property": "property.files",
    "trust": "trust.files",
    "year_chart": "charts.files",
}


class Documents:
    """Turns what a reply says of its document into a file."""

    def __init__(self, *, settings: Settings, database: Database, seal: Seal) -> None:
        self._settings = settings
        self._database = database
        self._seal = seal

    async def __call__(self, document: dict[str, Any]) -> Path:
        """Returns the path of the file; raises KeyError for a kind that does not exist."""
        makers = {
            "export": self._export,
            "answers": self._make_answers,
            "list": self._list,
            "slips": self._make_slips,
            "media": self._open_media,
            "paper": self._open_paper,
            "kit": self._make_kit,
            "calendar": self._make_calendar,
            "chart": self._make_chart,
            "mydata": self._make_my_data,
            "qr": self._make_qr,
            "poster": self._make_poster,
            "evidence": self._make_evidence,
            "criteria": self._make_criteria,
            "watches": self._make_watches,
            "openness": self._make_openness,
            "information": self._make_information,
            "initiatives": self._make_initiatives,
        } | dict.fromkeys(_OTHERS, self._make_other)
        return await makers[document["kind"]](document)

    async def _export(self, document: dict[str, Any]) -> Path:
        from bot.export.proposals import write_export

        aimak_id = document["aimak_id"]
        form = str(document.get("form") or "xlsx")
        path = self._make_place(f"sunush-{await self._find_code(aimak_id)}.{form}")
        is_for_people = form != "jsonl"  # lines keep the names for programs
        await write_export(
            self._database,
            self._seal,
            path=path,
            form=form,
            aimak_id=aimak_id,
            year=None,
            pseudonymous=False,
            named=bool(document.get("named")),
            # None in one that was queued before there were languages.
            language=str(document.get("language") or FIRST) if is_for_people else None,
            codes=not is_for_people,
        )
        return path

    async def _make_watches(self, document: dict[str, Any]) -> Path:
        from bot.export.watch.table import write_watches

        aimak_id = int(document["aimak_id"])
        name = f"sunush-{await self._find_code(aimak_id)}-monitoring.xlsx"
        path = self._make_place(name)
        await write_watches(
            self._database, path=path, form="xlsx", aimak_id=aimak_id, language=str(document["language"]), codes=False,
            words=True, at=int(document["at"]),
        )  # fmt: skip
        return path

    async def _make_initiatives(self, document: dict[str, Any]) -> Path:
        from bot.export.initiatives.table import write_initiatives

        aimak_id, language = int(document["aimak_id"]), str(document["language"])
        name = f"sunush-{await self._find_code(aimak_id)}-initiatives.xlsx"
        path = self._make_place(name)
        await write_initiatives(
            self._database, path=path, form="xlsx", aimak_id=aimak_id, language=language, codes=False, named=False
        )
        return path

    async def _make_information(self, document: dict[str, Any]) -> Path:
        from bot.export.information.table import write_requests

        aimak_id, at = int(document["aimak_id"]), int(document["at"])
        name = f"sunush-{await self._find_code(aimak_id)}-information.xlsx"
        path = self._make_place(name)
        await write_requests(
            self._database, path=path, form="xlsx", aimak_id=aimak_id, language=str(document["language"]), at=at
        )
        return path

    async def _make_openness(self, document: dict[str, Any]) -> Path:
        from bot.export.openness.sheet import read_sheet, write_openness_pdf, write_openness_table

        aimak_id, form = int(document["aimak_id"]), str(document["form"])
        of: dict[str, Any] = {"aimak_id": aimak_id, "year": int(document["year"]), "at": int(document["at"])}
        name = f"sunush-{await self._find_code(aimak_id)}-{of['year']}-openness.{form}"
        if form == "pdf":
            aimak, found = await read_sheet(self._database, **of)
            return await self._write(name, await asyncio.to_thread(write_openness_pdf, aimak, found, at=of["at"]))
        path = self._make_place(name)
        await write_openness_table(
            self._database, path=path, form=form, language=str(document["language"]), codes=False, **of
        )
        return path

    async def _make_answers(self, document: dict[str, Any]) -> Path:
        from bot.export.office.answer_sheet import write_sheet

        aimak_id = int(document["aimak_id"])
        found = await self._database.read(lambda store: list_open(store, aimak_id=aimak_id, by=None))
        name = f"sunush-{await self._find_code(aimak_id)}-answers.xlsx"
        path = self._make_place(name)
        above = await self._database.read(lambda store: read_marks(store, aimak_id))
        await write_sheet(found, path=path, language=str(document["language"]), above=above)
        return path

    async def _list(self, document: dict[str, Any]) -> Path:
        from bot.export.office.office_list import write_list

        form, chosen = str(document["form"]), Chosen.from_json(document)
        name = f"sunush-{await self._find_code(chosen.aimak_id)}-list.{form}"
        path = self._make_place(name)
        day = date.fromisoformat(str(document["day"]))
        await write_list(
            self._database, path=path, form=form, chosen=chosen, language=str(document["language"]), day=day
        )
        return path

    async def _make_slips(self, document: dict[str, Any]) -> Path:
        from bot.export.office.slips import write_slips

        chosen = Chosen.from_json(document)
        name = f"sunush-{await self._find_code(chosen.aimak_id)}-slips.pdf"
        path = self._make_place(name)
        await write_slips(
            self._database,
            path=path,
            chosen=chosen,
            both=bool(document["both"]),
            language=str(document["language"]),
            day=date.fromisoformat(str(document["day"])),
        )
        return path

    async def _open_media(self, document: dict[str, Any]) -> Path:
        digest = str(document["digest"])
        media = self._settings.media
        name = str(document["name"])
        if not Path(name).suffix:
            name += await media.do(lambda: find_ending(media.read(digest, self._seal)))
        path = self._settings.exports_dir / uuid.uuid4().hex[:12] / name

        def write() -> None:
            path.parent.mkdir(parents=True, mode=0o700)
            media.write_plain(digest, path, self._seal)

        try:
            await media.do(write)
        except OSError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        return path

    async def _open_paper(self, document: dict[str, Any]) -> Path:
        paper = await self._database.read(lambda store: store.papers.get(int(document["paper_id"])))
        if paper is None or paper.digest is None:
            raise FileNotFoundError
        name = f"{paper.kind.value}-{paper.budget_year}{paper.ending or ''}"
        return await self._open_media({"digest": paper.digest, "name": name})

    async def _make_kit(self, document: dict[str, Any]) -> Path:
        made = await self._make_for_hearing(document, hearing_files.make_kit)
        return await self._write(f"hearing-{await self._name_hearing(document)}.pdf", made)

    async def _make_calendar(self, document: dict[str, Any]) -> Path:
        language = str(document["language"])
        made = await self._make_for_hearing(
            document, lambda store, hearing: hearing_files.make_calendar_file(store, hearing, language)
        )
        return await self._write(f"hearing-{await self._name_hearing(document)}.ics", made)

    async def _make_chart(self, document: dict[str, Any]) -> Path:
        language, aimak_id = str(document["language"]), document.get("aimak_id")
        made = await self._database.read(lambda store: hearing_files.make_chart(store, language, aimak_id=aimak_id))
        return await self._write("hearings.png", made)

    async def _make_qr(self, document: dict[str, Any]) -> Path:
        from bot.export.qr import draw_qr_png

        return await self._write("sunush-qr.png", await asyncio.to_thread(draw_qr_png, str(document["link"])))

    async def _make_poster(self, document: dict[str, Any]) -> Path:
        from bot.export.posters.facts import collect_poster
        from bot.export.posters.making import BOTH, make_poster, name_poster

        # One that was queued before a language could be chosen is in both.
        language = str(document.get("language", BOTH))
        form, paper, board = str(document["form"]), str(document["paper"]), str(document["board"])
        id, at = int(document["aimak_id"]), int(document["at"])
        facts = await self._database.read(lambda store: collect_poster(store, id, board=board, at=at))
        if not facts.ways:  # no account that leads there is served any more
            raise FileNotFoundError
        made = await asyncio.to_thread(make_poster, facts, form=form, paper=paper, language=language)
        code = await self._find_code(id)
        return await self._write(name_poster(code, board=board, form=form, paper=paper), made)

    async def _make_evidence(self, document: dict[str, Any]) -> Path:
        from bot.export.evidence.folder import clear_scratch, make_scratch, name_folder, write_folder
        from bot.export.evidence.packing import MOST_IN_A_MESSAGE, Packing

        id, year, scratch = int(document["aimak_id"]), int(document["year"]), make_scratch(self._settings.exports_dir)
        aimak = await self._database.read(lambda store: store.aimaks.get(id))
        peer = int(document.get("peer") or 0)
        by = await self._database.read(lambda store: store.people.find_by_peer(peer))
        path = self._make_place(name_folder(await self._find_code(id), year))
        packing = Packing(
            self._database, self._seal, self._settings.media, aimak, year, int(document["at"]),
            named=bool(document.get("named")), most=MOST_IN_A_MESSAGE, scratch=scratch, by=by,
        )  # fmt: skip
        try:
            await write_folder(packing, path=path)
        finally:
            await asyncio.to_thread(clear_scratch, scratch)
        return path

    async def _make_my_data(self, document: dict[str, Any]) -> Path:
        from bot.export.personal.my_data import write_my_data
        from storage.personal.reading import NotTheirs

        form = str(document["form"])
        path = self._make_place(f"sunush-my-data.{form}")
        try:
            await write_my_data(
                self._database,
                path=path,
                form=form,
                person_id=int(document["person_id"]),
                peer_id=int(document["peer_id"]),
                language=str(document["language"]),
                ids=[int(id) for id in document.get("media", [])],
                media=self._settings.media,
            )
        except NotTheirs as error:  # forgotten meanwhile
            shutil.rmtree(path.parent, ignore_errors=True)
            raise FileNotFoundError from error
        return path

    async def _make_for_hearing(
        self, document: dict[str, Any], make: Callable[[Store, Hearing], Awaitable[bytes]]
    ) -> bytes:
        async def work(store: Store) -> bytes:
            hearing = await store.hearings.get(int(document["hearing_id"]))
            if hearing is None:
                raise FileNotFoundError
            return await make(store, hearing)

        return await self._database.read(work)

    async def _name_hearing(self, document: dict[str, Any]) -> str:
        id = int(document["hearing_id"])

        async def ask(store: Store) -> bool:
            hearing = await store.hearings.get(id)
            return hearing is not None and await store.aimaks.is_practice(hearing.aimak_id)

        return f"{id}-{name_practice()}" if await self._database.read(ask) else str(id)

    async def _make_criteria(self, document: dict[str, Any]) -> Path:
        from bot.export.criteria.file import make_file

        folder = self._settings.exports_dir / uuid.uuid4().hex[:12]
        await asyncio.to_thread(folder.mkdir, parents=True, mode=0o700)
        return await make_file(self._database, document, folder=folder)

    async def _make_other(self, document: dict[str, Any]) -> Path:
        make: MakeFile = import_module(f"bot.export.{_OTHERS[document['kind']]}").make_file
        return await self._write(*await make(self._database, document))

    async def _write(self, name: str, content: bytes) -> Path:
        def write() -> Path:
            path = self._make_place(name)
            path.write_bytes(content)
            return path

        return await asyncio.to_thread(write)

    def _make_place(self, name: str) -> Path:
        # A folder of its own, so that files of one name do not meet.
        path = self._settings.exports_dir / uuid.uuid4().hex[:12] / name
        path.parent.mkdir(parents=True, mode=0o700)
        return path

    async def _find_code(self, aimak_id: int | None) -> str:
        async def ask(store: Store) -> str:
            if aimak_id is None:
                return "all"
            aimak = await store.aimaks.get(aimak_id)
            return name_code(aimak)

        return await self._database.read(ask)
