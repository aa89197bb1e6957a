"""Messages that were copied out of a messenger at once are told apart: by their heads, else by empty lines.

Heads are those that WhatsApp («[30.11.2026, 09:15] Айгүл: …») and Telegram («Айгүл, [30.11.2026 09:15]») put into a copy.
"""

from dataclasses import dataclass
from datetime import date

from bot.language.meanings.late_pattern import compile_late

LONGEST_HEAD = 120  # characters of a line that may be the head of a message
_DAY = r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}|\d{2}))?"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_HEADS = (
    compile_late(rf"\[{_DAY},? {_TIME}\] (?P<who>[^:\n]{{1,60}}): ?(?P<rest>.*)"),
    compile_late(rf"\[{_TIME}, {_DAY}\] (?P<who>[^:\n]{{1,60}}): ?(?P<rest>.*)"),
    compile_late(rf"{_DAY},? {_TIME} [-–—] (?P<who>[^:\n]{{1,60}}): ?(?P<rest>.*)"),
    compile_late(rf"(?P<who>[^\[\n]{{1,60}}), \[{_DAY},? {_TIME}\](?P<rest>)"),
)
_UNSEEN = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff")  # put into copies


@dataclass(frozen=True, slots=True)
class Pasted:
    """One message: its words, and where its head says so, its day and whoever wrote it."""

    text: str
    on: date | None = None
    who: str = ""


def split_pasted(text: str, *, today: date) -> list[Pasted]:
    """Tells messages apart. A head without a year is of the last such day; a day that no calendar has makes no head."""
    lines = text.translate(_UNSEEN).replace("\xa0", " ").replace("\u202f", " ").splitlines()
    heads = [_read_head(line, today) for line in lines]
    if not any(heads):
        return [Pasted(one.strip()) for one in "\n".join(line.strip() for line in lines).split("\n\n") if one.strip()]
    found: list[tuple[Pasted, list[str]]] = [(Pasted(""), [])]
    for line, head in zip(lines, heads, strict=True):
        if head is not None:
            found.append((head, [head.text]))
        else:
            found[-1][1].append(line)
    whole = [Pasted("\n".join(said).strip(), head.on, head.who) for head, said in found]
    return [one for one in whole if one.text]


def _read_head(line: str, today: date) -> Pasted | None:
    line = line.strip()
    head = line[:LONGEST_HEAD]
    found = next(filter(None, (one.match(head) for one in _HEADS)), None)
    if found is None:
        return None
    year = found["year"] or str(today.year)
    year = f"20{year}" if len(year) == 2 else year
    try:
        on = date(int(year), int(found["month"]), int(found["day"]))
        if not found["year"] and on > today:
            on = on.replace(year=on.year - 1)
    except ValueError:
        return None
    return Pasted(line[found.start("rest") :] if found["rest"] else "", on, found["who"].strip(" ~"))
