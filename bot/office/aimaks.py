"""Ayil aimaks as an admin enters them, one by one or from a file. An empty install starts with a sample."""

import csv
import io
from dataclasses import dataclass
from importlib.resources import files

from bot.chat.texts import LANGUAGES
from bot.language.kyrgyz import canon, fold
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late
from bot.office.telephones import can_be_dialled
from storage.aimaks import NewAimak
from storage.store import Store


def _in_each(*parts: str) -> tuple[str, ...]:
    return tuple(f"{part}_{language}" for part in parts for language in LANGUAGES)


COLUMNS = ("code", *_in_each("oblast", "rayon", "aimak"), "phone", *_in_each("villages"))
_MAY_BE_EMPTY = {"phone", *_in_each("villages")}
_CODE = compile_late(r"[a-z0-9]{2,16}")
# What stands first in an address of the web door: an aimak of that code would have no page.
RESERVED = frozenset({"chat", "desk", "admin", "static", "healthz", "readyz", "metrics", "webhooks", "feed", "robots"})


class AimakRefused(Exception):
    """An aimak cannot be entered as it stands; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    added: int
    renewed: int


def make_new_aimak(values: dict[str, str]) -> NewAimak:
    """Makes an aimak of the columns of a row; raises AimakRefused naming the column."""
    given = {name: canon((values.get(name) or "").strip()) for name in COLUMNS}
    if not _CODE.fullmatch(given["code"]):
        raise AimakRefused(f"code «{given['code']}» must be 2 to 16 of the letters a-z and digits")
    if given["code"] in RESERVED:
        raise AimakRefused(f"code «{given['code']}» is an address of the web door: choose another")
    for name in COLUMNS:
        if not has_letters(given[name]) and name not in _MAY_BE_EMPTY:
            raise AimakRefused(f"{name} is empty")
        if any(not mark.isprintable() for mark in given[name]):
            raise AimakRefused(f"{name} holds signs that cannot be printed")
        if len(given[name]) > (4000 if name.startswith("villages") else 40 if name == "phone" else 100):
            raise AimakRefused(f"{name} is too long")
    if given["phone"] and not can_be_dialled(given["phone"]):
        raise AimakRefused(
            f"phone «{given['phone']}» is no telephone number: write it as 0312 61 23 45 or +996 555 12 34 56, "
            "and format the cell as text"
        )
    villages = {name: _names(given[name]) for name in _in_each("villages")}
    (first, named), *others = villages.items()
    for other, others_named in others:
        if len(named) != len(others_named):
            raise AimakRefused(
                f"{first} has {len(named)} names, {other} {len(others_named)}: give each village in both languages"
            )
    if len(set(map(fold, named))) != len(named):  # «А» and «а» are one
        raise AimakRefused(f"{first} names a village twice")
    names = _texts(given, "aimak")
    return NewAimak(
        code=given["code"],
        oblasts=_texts(given, "oblast"),
        rayons=_texts(given, "rayon"),
        names=names,
        fold=" " + " | ".join(fold(name) for name in names.values()),
        phone=given["phone"] or None,
        villages=tuple(dict(zip(LANGUAGES, village, strict=True)) for village in zip(*villages.values(), strict=True)),
    )


def read_aimaks(content: bytes) -> tuple[list[NewAimak], list[str]]:
    """Reads a CSV file (UTF-8, comma or semicolon) and returns its aimaks, and a sentence for every bad line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], ["the file is not UTF-8: save it as «CSV UTF-8»"]
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or []) and name not in _MAY_BE_EMPTY]
    if missing:
        return [], [f"line 1: the column {', '.join(missing)} is missing; the columns are {', '.join(COLUMNS)}"]
    unknown = [name for name in reader.fieldnames or [] if name and name not in COLUMNS]
    if unknown:
        return [], [f"line 1: the column {', '.join(unknown)} is not known; the columns are {', '.join(COLUMNS)}"]
    twice = [name for name in COLUMNS if (reader.fieldnames or []).count(name) > 1]
    if twice:
        return [], [f"line 1: the column {', '.join(twice)} stands there twice"]
    found: list[NewAimak] = []
    bad: list[str] = []
    seen: dict[str, int] = {}
    try:
        for row in reader:
            line = reader.line_num
            try:
                if None in row or any(value is None for value in row.values()):
                    raise AimakRefused("the number of cells differs from the first line's")
                aimak = make_new_aimak(row)
                if aimak.code in seen:
                    raise AimakRefused(f"code «{aimak.code}» stands in line {seen[aimak.code]} already")
            except AimakRefused as error:
                bad.append(f"line {line}: {error}")
                continue
            seen[aimak.code] = line
            found.append(aimak)
    except csv.Error as error:
        bad.append(f"line {reader.line_num}: {error}")
    if not found and not bad:
        bad.append("line 2: there is no aimak in the file")
    return found, bad


async def import_aimaks(store: Store, *, new: list[NewAimak]) -> Imported:
    """Writes aimaks; one whose code is known gets the names, telephone and villages of the file."""
    added = sum([await store.aimaks.put(aimak) for aimak in new])
    return Imported(added, len(new) - added)


async def add_aimak(store: Store, *, new: NewAimak) -> None:
    """Writes one aimak; raises AimakRefused where its code is taken by a real one."""
    known = await store.aimaks.find_by_code(new.code)
    if known is not None and not known.sample:
        raise AimakRefused(
            f"code «{new.code}» is taken by {known.name(LANGUAGES[0])}; choose another or use «sunush aimak import»"
        )
    await store.aimaks.put(new)


async def add_samples(store: Store) -> bool:
    """Fills an empty install with the eleven aimaks of the 2018 contest, to try things with; true if it did."""
    if await store.aimaks.count():
        return False
    samples, bad = read_aimaks(files("bot.office").joinpath("sample_aimaks.csv").read_bytes())
    assert not bad, bad
    for aimak in samples:
        await store.aimaks.put(aimak, sample=True)
    return True


def _texts(given: dict[str, str], part: str) -> dict[str, str]:
    return {language: given[f"{part}_{language}"] for language in LANGUAGES}


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if has_letters(name)]
