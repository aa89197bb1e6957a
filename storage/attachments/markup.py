"""What in the XML of a document would run something.

Its words are listened for as the parts are read, piece by piece.
"""

import re

_OVERLAP = 64  # letters, so that nothing is cut in two; the longest word below is shorter
# In relationships, content types and the text itself of what Word, Excel and PowerPoint write, then LibreOffice.
_WORDS = tuple(
    word.lower().encode()
    for word in (
        *("vbaProject", "vbaData", "macroEnabled", "macrosheet", "activeX", '/control"', "oleObject", "afChunk"),
        *(
            "attachedTemplate",
            '/frame"',
            '/subDocument"',
            "mailMergeSource",
        ),  # what is fetched from elsewhere and opened
        *("ddeLink", "DDEAUTO", "<dbPr ", "<webPr "),  # what other programs and databases are asked for
        *("script:event-listener", "vnd.sun.star.script", "<text:script", "<script:"),
        *("draw:object-ole", "draw:applet", "draw:plugin", "office:dde-source", "dde-connection", "dde-link"),
    )
)
_SMALL = bytes(range(256)).lower()
_BY_NUMBER = re.compile(rb"&#(?:x([0-9a-f]{1,16})|([0-9]{1,16}));")
_LONGEST_OPEN = 1 << 18  # bytes without a tag that are kept
_LONGEST_NUMBER = 20  # characters of a letter written by its number
# What a field of Word asks for; its letters may be spread over several runs.
_ASKED = re.compile(rb"<(?:\w+:)?(?:del)?instrtext\b[^<>]*>([^<]*)|\binstr=[\"']([^\"']*)|(<(?:\w+:)?fldchar\b)")
_DDE = re.compile(rb"(?<![a-z])dde(?:auto)?(?![a-z])")


class Markup:
    """Listens to one part of a document; letters count the same by their number, in capitals, or in UTF-16."""

    def __init__(self) -> None:
        self._held = b""  # the beginning of a letter's number
        self._before = b""
        self._open = b""  # what stands behind the last tag that has begun
        self._asked = b""

    def runs(self, piece: bytes) -> bool:
        """Whether what was heard so far, with this piece, would run something."""
        read = self._held + strip_markup(piece)
        begun = max(read.rfind(b"&", -_LONGEST_NUMBER), 0)
        whole, self._held = (read[:begun], read[begun:]) if begun and b";" not in read[begun:] else (read, b"")
        new = _BY_NUMBER.sub(_read_letter, whole) if b"&#" in whole else whole
        said = self._before + new
        self._before = said[-_OVERLAP:]
        return any(word in said for word in _WORDS) or self._asks(new)

    def _asks(self, new: bytes) -> bool:
        read = self._open + new
        whole = read.rfind(b"<") if len(read) < _LONGEST_OPEN else len(read)
        self._open = read[max(whole, 0) :]
        if b"instr" not in read:
            return False
        for found in _ASKED.finditer(read, 0, max(whole, 0)):
            self._asked += found[1] or b" " + (found[2] or b"")
        self._asked, asked = self._asked[-_OVERLAP:], self._asked
        return bool(_DDE.search(asked))


def strip_markup(piece: bytes) -> bytes:
    """A piece in small letters, also of what is written in UTF-16, two bytes a letter."""
    return piece.translate(_SMALL, b"\0")


def _read_letter(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    return bytes([number]).lower() if number < 128 else b"?"
