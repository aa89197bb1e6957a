"""A form with files (multipart/form-data), read from a body that is whole and bounded. Whatever else comes is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_PARTS = 60
_LONGEST_HEAD = 2000  # bytes of what stands above a part
_BOUNDARY = re.compile(r'boundary="?([\w\'()+,./:=? -]{1,70})"?', re.ASCII)
_NAME = re.compile(r'[;\s]name="((?:[^"\r\n]|%22)*)"')
_FILE_NAME = re.compile(r'[;\s]filename="([^"\r\n]*)"')


class NotMultipart(Exception):
    """No browser sends a form like this."""


@dataclass(frozen=True, slots=True)
class PostedFile:
    """A file that came with a form: what it was called, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parts:
    """The fields of a form, and its files; a field of a file that was left empty is not there."""

    fields: Mapping[str, list[str]]
    files: Mapping[str, list[PostedFile]]


def read_parts(body: bytes, content_type: str) -> Parts:
    """Takes a form apart. Raises NotMultipart."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise NotMultipart
    mark = b"--" + found[1].encode()
    first, *parts = (b"\r\n" + body).split(b"\r\n" + mark, MOST_PARTS + 2)
    if first.strip() or not parts or len(parts) > MOST_PARTS + 1 or not parts[-1].startswith(b"--"):
        raise NotMultipart
    fields: dict[str, list[str]] = {}
    files: dict[str, list[PostedFile]] = {}
    for part in parts[:-1]:
        head, gap, content = part.partition(b"\r\n\r\n")
        if not gap or len(head) > _LONGEST_HEAD:
            raise NotMultipart
        _add(fields, files, head, content)
    return Parts(fields, files)


def _add(fields: dict[str, list[str]], files: dict[str, list[PostedFile]], head: bytes, content: bytes) -> None:
    try:
        said = next(
            line for line in head.decode("utf-8").split("\r\n") if line.lower().startswith("content-disposition:")
        )
        name = _NAME.search(said)
        if name is None:
            raise NotMultipart
        file = _FILE_NAME.search(said)
        if file is None:
            fields.setdefault(name[1], []).append(content.decode("utf-8"))
        elif file[1] or content:
            files.setdefault(name[1], []).append(PostedFile(file[1], content))
    except (UnicodeDecodeError, StopIteration) as error:
        raise NotMultipart from error
