"""What a form of the desk posts: few fields, and the id by which it is done once."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from bot.web.desk.multipart import NotMultipart, PostedFile, read_parts

LARGEST = 200_000  # bytes of a form: the longest answer in two languages, and the numbers of a page
MOST_FIELDS = 500
_KEY = re.compile(r"[\w-]{8,64}", re.ASCII)


class FormUnreadable(Exception):
    """No form of ours posts this."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as they were typed; a field that was not posted is empty."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[PostedFile]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return (self.fields.get(name) or [""])[-1]

    def list(self, name: str) -> Sequence[str]:
        """All values of a field, such as of several boxes that are ticked."""
        return self.fields.get(name, [])

    def read_id(self, name: str) -> int:
        """The id of a row; 0, which no row has, where it is none."""
        return as_id(self[name])

    @property
    def key(self) -> str:
        """The id that the page made for this act."""
        key = self["key"]
        if not _KEY.fullmatch(key):
            raise FormUnreadable
        return key


def as_id(text: str) -> int:
    """The id of a row as an address or a form names it; 0, which no row has, for none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else 0


def read_form(body: bytes, content_type: str = "") -> Form:
    """Reads a posted form, with files where it brings some. Raises FormUnreadable."""
    try:
        if content_type.lower().startswith("multipart/form-data"):
            parts = read_parts(body, content_type)
            return Form(parts.fields, parts.files)
        return Form(
            parse_qs(
                body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        )  # fmt: skip
    except (ValueError, NotMultipart) as error:
        raise FormUnreadable from error


def make_key() -> str:
    """An id for one act of a page."""
    return secrets.token_urlsafe(16)
