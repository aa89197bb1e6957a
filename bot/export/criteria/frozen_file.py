"""Criterion 6 as it was frozen in the chat: the file and the paper, made anew for that very moment."""

import asyncio
from typing import Any

from bot.export.office.frozen import write_paper
from bot.office.criteria.frozen import freeze
from bot.office.criteria.frozen_file import write_file
from storage.aimaks import Aimak
from storage.database.engine import Database
from storage.store import Store


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Returns the name and the content of a file.

    Raises FileNotFoundError where the log no longer gives what was frozen, as after an author was forgotten.
    """

    async def read(store: Store) -> tuple[Aimak, dict[str, Any]]:
        aimak_id = int(document["aimak_id"])
        made = await freeze(
            store, aimak_id=aimak_id, year=int(document["year"]), purpose=str(document["for"]), by=None,
            at=int(document["at"]),
        )  # fmt: skip
        return await store.aimaks.get(aimak_id), made

    aimak, made = await database.read(read)
    if made["sha256"] != document["sha256"]:
        raise FileNotFoundError(made["sha256"])
    form = str(document["form"])
    name = f"criterion-6_{aimak.code}_{made['year']}_{made['sha256'][:8]}.{form}"
    if form == "json":
        return name, await asyncio.to_thread(write_file, made)
    return name, await asyncio.to_thread(write_paper, made, name=aimak.name)
