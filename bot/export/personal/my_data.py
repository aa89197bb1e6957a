"""All that is kept of a person, as files. A text to read, the same as JSON, and their voices, photos and documents in a ZIP.

Each is written row by row on a thread of its own, so that a long history keeps nobody waiting.
"""

import json
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.budget.permissions import Role
from bot.budget.proposal import Side
from bot.budget.tally import Reaction
from bot.budget.workdays import BISHKEK
from bot.chat.texts import Words
from bot.language.by_language import choose_language
from bot.office.categories import find_category
from bot.office.mornings.pings import MODES
from bot.office.watch.words import SEEN
from bot.office.wording.answers.answer_words import DECISIONS, POSTS, REASONS
from bot.office.wording.notices import N_
from bot.office.wording.topic_words import THEMES
from storage.attachments.files import find_ending
from storage.attachments.sealed_files import read_sealed
from storage.database.beside import read_beside
from storage.database.engine import Database
from storage.database.seal import KeyUnusable, Seal
from storage.media.media import Media
from storage.personal.reading import list_kept_files, read_person
from storage.personal.sections.reader import Record

# As the program and the messenger keep them: nobody reads that as a text.
IN_JSON_ONLY = {"conversation", "received", "acts"}
FIELDS_IN_JSON_ONLY = {
    "kind",
    "state",
    "size",
    "board",
}  # words of the program, and what the name of a file says already
SECTIONS = {
    "person": N_("About you"),
    "addresses": N_("Where you write from"),
    "subscriptions": N_("Notices of hearings"),
    "topics": N_("Notices by village and theme"),
    "proposals": N_("Your proposals"),
    "unsent": N_("Files you have not sent yet"),
    "supports": N_("Proposals of others you support"),
    "information": N_("Your requests for information"),
    "initiatives": N_("Your initiatives"),
    "watches": N_("Works you watch or rated"),
    "reports": N_("Your reports on works"),
    "works": N_("What you said of the work"),
    "polls": N_("Polls you took part in"),
    "hearings": N_("Hearings you said something of"),
    "questions": N_("Your questions"),
    "roles": N_("Your roles"),
    "marks": N_("Your marks of a contest"),
    "sent": N_("What you were sent"),
}
FIELDS = {
    "name": N_("Name"),
    "phone": N_("Telephone"),
    "address": N_("Address"),
    "aimak": N_("Ayil aimak"),
    "number": N_("Number"),
    "year": N_("Budget year"),
    "amount": N_("Sum"),
    "village": N_("Village"),
    "theme": N_("Theme"),
    "place": N_("Place"),
    "received": N_("Received"),
    "due": N_("Due"),
    "withdrawn": N_("Withdrawn"),
    "texts": N_("Text"),
    "text": N_("Text"),
    "answers": N_("Answers"),
    "decision": N_("Decision"),
    "sentence": N_("Explanation"),
    "sentence_too": N_("Explanation in the other language"),
    "dialogue": N_("Dialogue"),
    "files": N_("Files"),
    "question": N_("Question"),
    "role": N_("Role"),
    "at": N_("When"),
    "known_since": N_("Known since"),
    "consent_version": N_("Version of the consent"),
    "consent_given": N_("Consent given"),
    "text_quoted_in_answers": N_("Your text is quoted in answers"),
    "text_may_be_public": N_("The text may be shown to all"),
    "text_may_be_on_page": N_("The text may stand on the public page"),
    "channel": N_("Messenger"),
    "language": N_("Language"),
    "last_wrote": N_("Last wrote"),
    "joined": N_("Joined on"),
    "parted": N_("Parted on"),
    "notices_here": N_("Chosen for notices"),
    "wanted": N_("Notices wanted"),
    "results_only": N_("Results only"),
    "said": N_("Said"),
    "side": N_("Side of the budget"),
    "category": N_("Category"),
    "reason": N_("Reason"),
    "budget_line": N_("Line of the budget"),
    "sent": N_("Sent"),
    "you_said": N_("Your reaction"),
    "file": N_("File"),
    "hearing": N_("Hearing"),
    "coming": N_("You come"),
    "companions": N_("People coming with you"),
    "asked": N_("Asked"),
    "post": N_("Post"),
    "poll": N_("Poll"),
    "stars": N_("Your rating, of 5"),
    "code": N_("Code of the entry"),
    "criterion": N_("Criterion"),
    "mark": N_("Mark"),
    "first_mark": N_("Mark before the second look"),
    "seen": N_("What you saw"),
    "from": N_("From"),
    "until": N_("Until"),
    "new_proposals": N_("How often you are told of new proposals"),
}
# The names of what is kept as a code, by the field it stands in.
VALUES: dict[str, Mapping[Any, str]] = {
    "theme": THEMES,
    "seen": SEEN,
    "side": {Side.REVENUE: N_("revenue"), Side.SPENDING: N_("spending"), Side.UNSURE: N_("side not chosen yet")},
    "decision": DECISIONS,
    "reason": REASONS,
    "you_said": {
        Reaction.CLEAR: N_("The answer is clear"),
        Reaction.DISAGREE: N_("I do not agree"),
        Reaction.QUESTION: N_("I have a question"),
    },
    "role": {
        **POSTS,
        Role.ADMIN: N_("administrator"),
        Role.OBSERVER: N_("observer of the commission"),
        Role.INTAKE: N_("intake of proposals"),
        Role.JUROR: N_("juror of a contest"),
    },
    "new_proposals": MODES,
    "language": {"ky": "Кыргызча", "ru": "Русский"},
    "channel": {"telegram": "Telegram", "whatsapp": "WhatsApp", "web": N_("web page")},
}


async def write_my_data(
    database: Database,
    *,
    path: Path,
    form: str,
    person_id: int,
    peer_id: int,
    language: str,
    ids: list[int],
    media: Media,
) -> None:
    """Writes a person's data to path as txt, json or zip. Raises NotTheirs, and KeyError for another form."""
    seal = database.seal

    def write(connection: Any) -> None:
        if form == "zip":
            _write_zip(path, media, list_kept_files(connection, person_id=person_id, peer_id=peer_id, ids=ids), seal)
            return
        sections = read_person(connection, seal, person_id=person_id, peer_id=peer_id, language=language)
        with path.open("w", encoding="utf-8") as file:
            lines = {"txt": _as_text, "json": _as_json}[form]
            file.writelines(lines(sections, Words(language)))

    await read_beside(database, write)


def _as_json(sections: Iterator[tuple[str, Iterator[Record]]], _words: Words) -> Iterator[str]:
    yield "{"
    for place, (name, records) in enumerate(sections):
        yield f"{',' if place else ''}\n{json.dumps(name)}: ["
        for at, record in enumerate(records):
            yield f"{',' if at else ''}\n{json.dumps(record, ensure_ascii=False, default=_write_moment)}"
        yield "]"
    yield "\n}\n"


def _as_text(sections: Iterator[tuple[str, Iterator[Record]]], words: Words) -> Iterator[str]:
    for name, records in sections:
        if name in IN_JSON_ONLY:
            continue
        is_first = True
        for record in records:
            if is_first:
                yield f"{words.say(SECTIONS[name]).upper()}\n\n"
            is_first = False
            yield from _list_lines(record, words, "")
            yield "\n"


def _list_lines(record: Record, words: Words, indent: str) -> Iterator[str]:
    for field, value in record.items():
        if value in (None, "", []) or field in FIELDS_IN_JSON_ONLY:
            continue
        title = words.say(FIELDS[field])
        if isinstance(value, list):
            yield f"{indent}{title}:\n"
            for one in value:
                if isinstance(one, dict):
                    yield from _list_lines(one, words, f"{indent}  ")
                    yield "\n"
                else:
                    yield f"{indent}  {_say_value(field, one, words)}\n"
        else:
            yield f"{indent}{title}: {_say_value(field, value, words)}\n"


def _say_value(field: str, value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words.say("Yes") if value else words.say("No")
    if isinstance(value, datetime):
        here = value.astimezone(BISHKEK)
        return words.moment(here.date(), here.hour, here.minute)
    if isinstance(value, date):
        return words.full_day(value)
    if field == "category":
        return choose_language(find_category(value).titles, words.language)
    if field == "amount":
        return words.som(value)
    named = VALUES.get(field, {}).get(value)
    return words.say(named) if named else str(value)


def _write_moment(value: date) -> str:
    return value.isoformat()


def _write_zip(path: Path, media: Media, files: list[tuple[str, str]], seal: Seal) -> None:
    # Voices and pictures are packed as they are: they are small by themselves already.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for digest, name in files:
            try:
                kept = media.open(digest)
            except FileNotFoundError:
                continue  # its time was over meanwhile
            with kept:
                if not _is_whole(kept, seal):
                    continue  # one file that is torn keeps nobody from the rest
                with packed.open(f"{name}{_find_ending(kept, name, seal)}", "w") as file:
                    file.writelines(read_sealed(kept, seal))


def _is_whole(kept: BinaryIO, seal: Seal) -> bool:
    # What is packed cannot be taken out of a zip again. So all of it is read once before.
    try:
        deque(read_sealed(kept, seal), maxlen=0)
    except KeyUnusable:
        return False
    kept.seek(0)
    return True


def _find_ending(kept: BinaryIO, name: str, seal: Seal) -> str:
    ending = {"voice": ".ogg", "photo": ".jpg"}.get(name.split("-")[-2]) or find_ending(read_sealed(kept, seal))
    kept.seek(0)
    return ending
