"""A form with files (multipart/form-data), read from a body that is whole and bounded. Whatever else comes is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

MOST_PARTS = 160  # an answer's form names up to 50 linked and 15 similar proposals


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
    taken = _Taken()
    try:
        boundary = parse_options_header(content_type)[1][b"boundary"]
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": taken.begin,
                "on_header_field": taken.read_name,
                "on_header_value": taken.read_value,
                "on_header_end": taken.end_header,
                "on_part_data": taken.read_content,
                "on_part_end": taken.end,
                "on_end": taken.finish,
            },
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, KeyError, ValueError) as error:
        raise NotMultipart from error
    if not taken.is_whole:
        raise NotMultipart
    return Parts(taken.fields, taken.files)


class _Taken:
    # What the parser has come to so far.

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.files: dict[str, list[PostedFile]] = {}
        self.is_whole = False
        self._parts = 0
        self._name, self._value, self._content = b"", b"", bytearray()
        self._headers: dict[bytes, bytes] = {}

    def begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise NotMultipart
        self._name, self._value, self._content = b"", b"", bytearray()
        self._headers = {}

    def read_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def read_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def end_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def read_content(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]

    def end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name, file = options[b"name"].decode("utf-8"), options.get(b"filename")
        if file is None:
            self.fields.setdefault(name, []).append(self._content.decode("utf-8"))
        elif file or self._content:
            self.files.setdefault(name, []).append(PostedFile(file.decode("utf-8"), bytes(self._content)))

    def finish(self) -> None:
        self.is_whole = True
