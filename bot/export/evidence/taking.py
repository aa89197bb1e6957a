"""How a part of the evidence folder gets its files: papers taken, kept files opened, a text or table written."""

import asyncio
import csv
import os
from pathlib import Path

from bot.budget.hearing import Paper
from bot.export.evidence.packing import Packing
from bot.export.formula_guard import guard_csv_cell
from storage.attachments.sealed_files import write_sealed_plain
from storage.budget_papers import KeptPaper
from storage.database.seal import KeyUnusable

_ENCODING = "utf-8-sig"  # Excel reads it right


async def take_papers(packing: Packing, *kinds: Paper) -> list[Path]:
    """Takes the latest papers of some kinds that were added to the year's hearings."""
    found = await packing.database.read(
        lambda store: store.papers.list_latest(packing.aimak.id, budget_year=packing.year)
    )
    made: list[Path] = []
    for paper in found:
        if paper.kind in kinds:
            made += await _take_paper(packing, paper)
    return made


async def _take_paper(packing: Packing, paper: KeptPaper) -> list[Path]:
    if paper.text:
        return await write_text(packing, f"{paper.kind.value}.txt", [paper.text])
    if paper.digest is None:
        return []  # it is still being fetched
    return await open_kept(packing, paper.digest, f"{paper.kind.value}{paper.ending or ''}")


async def open_kept(packing: Packing, digest: str, name: str) -> list[Path]:
    """Opens a kept file (by its digest) under a name; nothing where it is gone, damaged or too large."""
    path = packing.scratch / name

    def write() -> list[Path]:
        try:
            file = packing.media.open(digest)
        except FileNotFoundError:
            return []
        with file:
            taken = sum(one.stat().st_size for one in packing.scratch.iterdir())
            if packing.most is not None and taken + file.seek(0, os.SEEK_END) > packing.most:
                packing.too_large.append(name)
                return []
            file.seek(0)
            try:
                write_sealed_plain(file, path, packing.seal)
            except KeyUnusable:  # one file that is torn keeps nobody from the rest
                path.unlink(missing_ok=True)
                return []
        return [path]

    return await packing.media.do(write)


async def write_text(packing: Packing, name: str, lines: list[str]) -> list[Path]:
    """Writes lines as a text; nothing where all are empty."""
    path = packing.scratch / name
    if not any(lines):
        return []
    await asyncio.to_thread(path.write_text, "\n".join(lines) + "\n", "utf-8")
    return [path]


async def write_table(packing: Packing, name: str, header: list[str], rows: list[list[str]]) -> list[Path]:
    """Writes rows as a CSV table, guarded against formulas; nothing where there are none."""
    path = packing.scratch / name

    def write() -> None:
        with path.open("w", encoding=_ENCODING, newline="") as file:
            # As Excel reads it here: with semicolons between.
            table = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
            table.writerows([header, *([guard_csv_cell(cell) for cell in row] for row in rows)])

    if not rows:
        return []
    await asyncio.to_thread(write)
    return [path]
