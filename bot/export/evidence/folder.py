"""The evidence folder as one ZIP: its parts, an index in both languages, and the hash of each file."""

import asyncio
import hashlib
import html
import json
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.budget.workdays import find_day
from bot.chat.texts import LANGUAGES, Words
from bot.export.evidence.packing import Packing, Part
from bot.export.evidence.parts import PARTS
from bot.export.whole_file import open_whole_file
from bot.office.practice_words import list_marks
from bot.office.wording.notices import N_

_ONLY_NAMED = N_("It may hold names: the head takes it in the folder with names.")
_TOO_LARGE = N_("It is too large for a messenger: the admin takes it by the command line.")
_READ_AT_ONCE = 1 << 20
_SAYS_WHEN = "docProps/core.xml"  # the part of a workbook that says when it was made
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the folder: its part, its name there, its size in bytes and its SHA-256."""

    part: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds, and the parts that it does not, each with what can be done about it."""

    files: tuple[Packed, ...]
    missing: tuple[tuple[Part, str], ...]


async def write_folder(packing: Packing, *, path: Path) -> Contents:
    """Makes every part and writes the ZIP to path. A part is made alone and packed from the disk."""
    files: list[Packed] = []
    missing: list[tuple[Part, str]] = []
    with open_whole_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for part in PARTS:
            if part.only_named and not packing.named:
                missing.append((part, _ONLY_NAMED))
                continue
            made = await part.make(packing)
            for one in made:
                await asyncio.to_thread(fix_dates, one, packing.at)
            files += [await asyncio.to_thread(_add, folder, part, one, packing.at) for one in made]
            if not made:
                missing.append((part, part.how))
        contents = Contents(tuple(files), tuple(missing))
        await asyncio.to_thread(_add_index, folder, packing, contents)
    return contents


def fix_dates(path: Path, at: int) -> None:
    """Gives a workbook the moment of its folder, so that the same log gives the same bytes."""
    if path.suffix != ".xlsx":
        return
    moment = f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    fixed = path.with_suffix(".fixed")
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as written:
        for info in book.infolist():
            with book.open(info) as source, written.open(_describe(info.filename, at), "w") as kept:
                if info.filename == _SAYS_WHEN:
                    kept.write(_WHEN.sub(rb"\g<1>" + moment, source.read()))
                else:
                    shutil.copyfileobj(source, kept, _READ_AT_ONCE)
    fixed.replace(path)


def _add(folder: zipfile.ZipFile, part: Part, path: Path, at: int) -> Packed:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, folder.open(_describe(path.name, at), "w") as kept:
        while piece := source.read(_READ_AT_ONCE):
            digest.update(piece)
            size += len(piece)
            kept.write(piece)
    return Packed(part.name, path.name, size, digest.hexdigest())


def _describe(name: str, at: int) -> zipfile.ZipInfo:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    info = zipfile.ZipInfo(name, moment.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _add_index(folder: zipfile.ZipFile, packing: Packing, contents: Contents) -> None:
    manifest = {
        "aimak": packing.aimak.code,
        "year": packing.year,
        "made_at": packing.at,
        "named": packing.named,
        "files": [{"part": f.part, "name": f.name, "bytes": f.size, "sha256": f.sha256} for f in contents.files],
        "missing": [part.name for part, _ in contents.missing],
        "too_large": packing.too_large,
    }
    folder.writestr(_describe("manifest.json", packing.at), json.dumps(manifest, ensure_ascii=False, indent=1))
    folder.writestr(_describe("index.html", packing.at), write_index(packing, contents))


def write_index(packing: Packing, contents: Contents) -> str:
    """The index in both languages: each part with its files and hashes, then what is missing and what to do."""
    said = "".join(_write_index_in(Words(language), packing, contents) for language in LANGUAGES)
    marks = "".join(f"<p><b>{html.escape(mark)}</b></p>" for mark in list_marks(packing.aimak))
    return (
        f'<!doctype html><html lang="ky"><meta charset="utf-8"><title>Sunush</title><body>{marks}{said}</body></html>'
    )


def _write_index_in(words: Words, packing: Packing, contents: Contents) -> str:
    def say(message: str, **values: object) -> str:
        return html.escape(words.say(message, **values))

    day = words.long_day(find_day(packing.at))
    title = say("Evidence folder: {aimak}, {year}", aimak=packing.aimak.name(words.language), year=packing.year)
    lines = [f'<section lang="{words.language}"><h1>{title}</h1><p>{html.escape(day)}</p>']
    for part in PARTS:
        theirs = [one for one in contents.files if one.part == part.name]
        if theirs:
            listed = "".join(
                f'<li><a href="{html.escape(one.name)}">{html.escape(one.name)}</a> <code>{one.sha256}</code></li>'
                for one in theirs
            )
            lines.append(f"<h2>{say(part.title)}</h2><ul>{listed}</ul>")
    if contents.missing or packing.too_large:
        missing, too_large = say("What is missing"), say(_TOO_LARGE)
        lines.append(f"<h2>{missing}</h2><ul>")
        lines += [f"<li>{say(part.title)}. {say(how)}</li>" for part, how in contents.missing]
        lines += [f"<li>{html.escape(name)}. {too_large}</li>" for name in packing.too_large]
        lines.append("</ul>")
    return "".join([*lines, "</section>"])


def make_scratch(folder: Path) -> Path:
    """An empty folder for the files of the parts."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(tempfile.mkdtemp(dir=folder))


def clear_scratch(scratch: Path) -> None:
    """Removes it with all that is in it."""
    shutil.rmtree(scratch, ignore_errors=True)


def name_folder(code: str, year: int) -> str:
    """What the ZIP is called."""
    return f"sunush-{code}-{year}-evidence.zip"
