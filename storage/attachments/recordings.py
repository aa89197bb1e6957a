"""Which recording some bytes are: a voice is whatever holds sound and no film, in the form any telephone writes."""

_TYPES = {"ogg": ".ogg", "m4a": ".m4a", "flac": ".flac", "wav": ".wav", "amr": ".amr", "aac": ".aac"}
_TYPES |= {"aif": ".aiff", "aiff": ".aiff"}
_PLAYED = {".ogg", ".mp3", ".m4a"}  # by messengers; the rest goes as a document
_HEAD = 8192  # bytes; no signature lies further
_BOX, _BRAND = slice(4, 8), slice(8, 12)  # of an ISO base media file (MP4 and its kind)
_THIRD_GENERATION = (b"3gp", b"3g2", b"3ga")
_PICTURES = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_WINDOWS_MEDIA = bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C")
_FILM_IN_IT = bytes.fromhex("C0EF19BC4D5BCF11A8FD00805F5C442B")  # the stream type «video» of Windows Media
_TAGGED = (b"ID3\x02", b"ID3\x03", b"ID3\x04")


def find_ending(content: bytes) -> str:
    """Returns the ending of a recording's name, such as .ogg or .amr; empty for what is none."""
    if content[_BOX] == b"ftyp":
        return _find_ending_of_boxes(content)
    if content.startswith(_WINDOWS_MEDIA):
        return "" if _FILM_IN_IT in content else ".wma"
    if content.startswith((b"#!AMR", b"caff")):
        return ".amr" if content.startswith(b"#!AMR") else ".caf"
    if content.startswith(_TAGGED):
        return ".mp3"
    if content[:1] in {b"\0", b"\xff"}:
        return _find_ending_of_frames(content[:_HEAD].lstrip(b"\0"))
    import filetype

    found = filetype.guess(content[:_HEAD])
    return _TYPES.get(found.extension, "") if found is not None and found.mime.startswith("audio/") else ""


def find_form(ending: str) -> str:
    """How a recording with this ending is passed on: as a voice or as a document."""
    return "voice" if ending in _PLAYED else "document"


def _find_ending_of_boxes(content: bytes) -> str:
    brand = content[_BRAND]
    if brand in _PICTURES or _has_film(content):
        return ""
    return ".3gp" if brand.startswith(_THIRD_GENERATION) else ".m4a"


def _has_film(content: bytes) -> bool:
    # A track says in its handler box what it holds.
    at = content.find(b"hdlr")
    while at >= 0:
        if content[at + 12 : at + 16] == b"vide":
            return True
        at = content.find(b"hdlr", at + 4)
    return False


def _find_ending_of_frames(head: bytes) -> str:
    # The header of an MPEG frame: eleven bits of sync, the version, the layer, the bit rate, the sampling rate.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0:
        return ".aac" if head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 0xF < 13 else ""
    is_frame = version != 1 and layer in {1, 2} and head[2] >> 4 != 0xF and head[2] >> 2 & 3 != 3
    return ".mp3" if is_frame else ""
