"""The file of a frozen sheet of criterion 6: written, summed, and read back byte for byte."""

import codecs
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.language.refusal import Refusal

FORM = "sunush.criterion-6.1"
_FORMS = "sunush.criterion-6."  # what every version writes
_LAST = 2**42  # milliseconds UTC, in the year 2109
SEALS = ("sha256", "mark")  # what stands over the rest

Json = dict[str, Any]


class NotFrozenHere(Refusal):
    """The file is no frozen sheet, or not in the form this version reads."""


class SavedAnew(NotFrozenHere):
    """What it says is summed as it should be, but other bytes say it: another programme saved it."""


class Damaged(NotFrozenHere):
    """It was a frozen sheet. It was cut off or changed, so that it cannot be read as one."""


def write_file(frozen: Json) -> bytes:
    """The file of a frozen sheet: JSON that people can read, too."""
    return (json.dumps(frozen, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def find_sum(made: Mapping[str, Any]) -> str:
    """Returns the SHA-256 (64 hex digits) of a sheet, whatever seals it left out."""
    # Canonical: keys in order, no blanks, UTF-8, and what seals it left out.
    rest = {name: value for name, value in made.items() if name not in SEALS}
    written = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def read_frozen(content: bytes) -> Json:
    """Reads a frozen sheet from a file, which has to be byte for byte as write_file writes it.

    Raises NotFrozenHere; SavedAnew and Damaged where it was one.
    """
    try:
        return _read_as_written(content)
    except NotFrozenHere as error:
        raise _tell_apart(content) from error


def _tell_apart(content: bytes) -> NotFrozenHere:
    # Whoever opened the file and saved it has to hear that. The file is not checked: its bytes could say something else.
    text = content.decode(
        "utf-16" if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig", "replace"
    )
    if _FORMS not in text:
        return NotFrozenHere()
    try:
        found = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_read_once)
        is_summed = found["form"] == FORM and find_sum(found) == found["sha256"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return Damaged()
    return SavedAnew() if is_summed and write_file(found) != content else Damaged()


def _read_once(pairs: list[tuple[str, Any]]) -> Json:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _read_as_written(content: bytes) -> Json:
    try:
        found = json.loads(content, parse_constant=_refuse_constant)
        is_as_written = write_file(found) == content
    except (ValueError, RecursionError) as error:
        raise NotFrozenHere from error
    # A key twice, or a number written otherwise, would show a reader what no hash covers.
    if not is_as_written or not isinstance(found, dict) or found.get("form") != FORM:
        raise NotFrozenHere
    known = {"aimak": str, "year": int, "frozen_at": int, "rows": list, "sha256": str, "mark": str, "for": str}
    if not all(type(found.get(name)) is kind for name, kind in known.items()):
        raise NotFrozenHere
    if not (2000 <= found["year"] <= 2100 and 0 <= found["frozen_at"] < _LAST):
        raise NotFrozenHere
    if not all(isinstance(row, dict) and isinstance(row.get("number"), str) for row in found["rows"]):
        raise NotFrozenHere
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
