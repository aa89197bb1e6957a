"""Makes the files that go along with messages, at the moment they are sent: the exported log, or a file that was kept."""

import asyncio
import os
import uuid
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.export import write_export
from storage.engine import Database
from storage.files import ending
from storage.seal import Seal
from storage.store import Store


class Documents:
    """Turns what a reply says of its document into a file."""

    def __init__(self, *, settings: Settings, database: Database, seal: Seal) -> None:
        self._settings = settings
        self._database = database
        self._seal = seal

    async def __call__(self, document: dict[str, Any]) -> Path:
        """Returns the path of the file; raises KeyError for a kind that does not exist."""
        return await {"export": self._export, "media": self._media}[document["kind"]](document)

    async def _export(self, document: dict[str, Any]) -> Path:
        aimak_id = document["aimak_id"]
        path = self._settings.exports_dir / uuid.uuid4().hex[:12] / f"sunush-{await self._code(aimak_id)}.xlsx"
        path.parent.mkdir(parents=True, mode=0o700)
        await write_export(
            self._database, self._seal, path=path, form="xlsx", aimak_id=aimak_id, year=None, pseudonymous=False
        )
        return path

    async def _media(self, document: dict[str, Any]) -> Path:
        digest = str(document["digest"])
        kept = self._settings.media_dir / digest[:2] / digest
        name = str(document["name"])
        if not Path(name).suffix:
            name += await asyncio.to_thread(ending, kept)
        path = self._settings.exports_dir / uuid.uuid4().hex[:12] / name
        await asyncio.to_thread(_linked, kept, path)
        return path

    async def _code(self, aimak_id: int | None) -> str:
        async def ask(store: Store) -> str:
            return (await store.aimaks.get(aimak_id)).code if aimak_id is not None else "all"

        return await self._database.read(ask)


def _linked(kept: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, mode=0o700)
    os.link(kept, path)
