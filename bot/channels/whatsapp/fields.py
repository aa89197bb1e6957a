"""Fields of a webhook, read one by one: each may be missing or of any other kind."""

import hashlib
import re
from typing import Any

_LONGEST_ID = 120  # characters; a row has room for 128
_PHONE = re.compile(r"[0-9]{5,20}")
_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9._-]{1,120}")  # a business-scoped id: the country, and digits or letters


class Misread(ValueError):
    """A field is not what it should be; the text says which, without its words."""


def read_dict(value: object) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise Misread("an object is missing")
    return value


def read_str(value: object) -> str:
    """A text, which may be empty."""
    if not isinstance(value, str):
        raise Misread("a text is missing")
    return value


def read_id(value: object) -> str:
    """An id of the messenger's, as rows keep it. Raises Misread."""
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 4096:
        raise Misread("an id is missing")
    return shorten_id(value)


def shorten_id(id: str) -> str:
    """An id as rows keep it: a longer one by its hash, the same wherever it comes."""
    return id if len(id) <= _LONGEST_ID else f"#{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()}"


def read_moment(value: object) -> int | None:
    """Seconds since 1970, mostly as text, in UTC milliseconds; None for anything else."""
    digits = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(digits) * 1000 if digits.isascii() and digits.isdigit() and 0 < len(digits) < 12 else None


def list_dicts(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def is_phone(value: object) -> bool:
    """Whether it is a phone number as WhatsApp writes it: digits alone."""
    return isinstance(value, str) and bool(_PHONE.fullmatch(value))


def is_scoped(value: object) -> bool:
    """Whether it is a business-scoped id."""
    return isinstance(value, str) and bool(_SCOPED.fullmatch(value))
