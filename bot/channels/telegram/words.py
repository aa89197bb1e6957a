"""The words of a message of Telegram: its text with hidden addresses, or a poll's, a checklist's, a place's."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

WORDS = {"text", "poll", "checklist"}  # the kinds of message that are words alone
_MOST_MARKS = 100  # entities of one message; Telegram keeps no more
_MOST_SHOWN = 1_024  # bytes of the words under a mark that are looked at
_LONGEST_ADDRESS = 500  # characters of an address that hides behind words
_MOST_LINES = 100  # of a poll or a checklist
_WORDS_BESIDE = 3  # that may stand beside a link that acts; more are somebody's own words
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:(?:t|telegram)\.(?:me|dog)/(?P<path>\w{1,32})|(?P<site>\w{1,32})\.t\.me)"
    r"/?\?(?P<asked>[^\s()<>]{1,200})|tg:(?://)?resolve/?\?(?P<resolved>[^\s()<>]{1,200})",
    re.IGNORECASE,
)
_LONGEST_WITH_LINK = 1_000  # characters of a text that may be a link and little more
_PAYLOAD = re.compile(r"[\w-]{1,64}", re.ASCII)
_START = re.compile(r"/start(?:@(?P<bot>\w+))?(?:\s+(?P<payload>.*))?", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"(?P<command>/[^\s@]{1,64})@(?P<bot>\w{1,64})(?!\w)")


def collect_words(message: dict[str, Any]) -> str:
    """All the words of a message; an address that hides behind some stands after them. Raises ValueError for no text."""
    text = message.get("text") or message.get("caption") or ""
    if not isinstance(text, str):
        raise ValueError("a text is missing")
    if text:
        return _with_addresses(text, message)
    if "poll" in message:
        return _write_list(message["poll"], "question", "options")
    return _write_list(message.get("checklist"), "title", "tasks")


def name_of(venue: object) -> str:
    """What a place on the map is called: its title and its address, empty where it has none."""
    parts = [_read_text(venue, name).strip() for name in ("title", "address")]
    return ", ".join(filter(None, parts))


def names_in(message: dict[str, Any]) -> set[str]:
    """The names with their «@», in small letters, that Telegram found in a message, also behind a command."""
    text = message.get("text") or message.get("caption") or ""
    found = (word.casefold().rpartition("@") for word, _, _ in _list_marked(text, message, ("mention", "bot_command")))
    return {at + name for _, at, name in found}


def find_payload(text: str, username: str) -> str | None:
    """What a `/start` or a pasted link to our bot carries. It is "" for a bare `/start`, None for other text."""
    if len(text) > _LONGEST_WITH_LINK:
        return None
    if typed := _START.fullmatch(text):
        return (typed["payload"] or "").strip() if _is_us(typed["bot"] or username, username) else None
    link = _LINK.search(text)
    if link is None or len((text[: link.start()] + " " + text[link.end() :]).split()) > _WORDS_BESIDE:
        return None
    asked = {name.casefold(): given for name, given in parse_qs(link["asked"] or link["resolved"]).items()}
    bot = link["path"] or link["site"] or asked.get("domain", [""])[0]
    payload = asked.get("start", [""])[0]
    return payload if username and _is_us(bot, username) and _PAYLOAD.fullmatch(payload) else None


def without_name(text: str, username: str) -> str:
    """A command without our own name behind it; every other text as it is."""
    named = _NAMED.match(text)
    if named is None or not username or not _is_us(named["bot"], username):
        return text
    return named["command"] + text[named.end() :]


def _is_us(bot: str, username: str) -> bool:
    return bot.casefold() == username.casefold()


def _with_addresses(text: str, message: dict[str, Any]) -> str:
    hidden = [mark for mark in _list_marked(text, message, ("text_link",)) if isinstance(mark[2].get("url"), str)]
    if not hidden:
        return text
    parts, done, units = [], 0, text.encode("utf-16-le", "surrogatepass")
    for word, ends, mark in sorted(hidden, key=lambda mark: mark[1]):
        if _strip_address(mark["url"]) not in _strip_address(word):
            address = mark["url"][:_LONGEST_ADDRESS]
            parts += [units[done:ends].decode("utf-16-le", "surrogatepass"), f" ({address})"]
            done = ends
    return "".join([*parts, units[done:].decode("utf-16-le", "surrogatepass")])


def _strip_address(address: str) -> str:
    return re.sub(r"^[a-z]+://|/$", "", address.strip().casefold())


def _list_marked(
    text: object, message: dict[str, Any], kinds: tuple[str, ...]
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    # Of each mark its words, the byte at which they end, and the mark itself; Telegram counts in UTF-16 units.
    marks = message.get("entities", message.get("caption_entities"))
    if not isinstance(text, str) or not isinstance(marks, list):
        return
    units = text.encode("utf-16-le", "surrogatepass")
    for mark in marks[:_MOST_MARKS]:
        if not isinstance(mark, dict) or mark.get("type") not in kinds:  # no set: anything may stand there
            continue
        begins, length = mark.get("offset"), mark.get("length")
        if isinstance(begins, int) and isinstance(length, int) and begins >= 0 and length >= 0:
            ends = min(2 * (begins + length), len(units))
            shown = units[2 * begins : min(ends, 2 * begins + _MOST_SHOWN)]
            yield shown.decode("utf-16-le", "surrogatepass"), ends, mark


def _write_list(asked: object, title: str, items: str) -> str:
    found = asked.get(items) if isinstance(asked, dict) else None
    lines = [_read_text(item, "text") for item in (found[:_MOST_LINES] if isinstance(found, list) else ())]
    beside = [_read_text(asked, name) for name in ("description", "explanation")]  # of a poll and a quiz
    return "\n".join(
        filter(None, [_read_text(asked, title), *(f"– {line}" for line in lines if line.strip()), *beside])
    )


def _read_text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
