"""Reports of residents on a work: a page of them, each with its photos and its answer."""

from collections.abc import Mapping
from typing import Any

from bot.budget.permissions import Act
from bot.budget.watch.watching import LONGEST_WORDS
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.desk import sign_in
from bot.office.messengers.languages import list_languages
from bot.office.reads import public
from bot.office.watch import answering
from bot.office.watch.words import SEEN
from bot.web.desk.guard import Seen
from bot.web.desk.said import list_turns
from bot.web.desk.shown_files import find_form
from bot.web.desk.typed import Typed
from handlers.shared.wording import mark_language
from storage.attachments.media import KeptFile
from storage.store import Store
from storage.watch.reports import Report
from storage.watch.watches import Watch

PATH = f"{sign_in.PATH}/reports"
SHOWN = 10  # reports of a page


async def list_page(store: Store, seen: Seen, watch: Watch, number: int, typed: Mapping[int, Typed]) -> dict[str, Any]:
    """A page of reports, what awaits an answer first. Raises NoWatch, NotAllowed."""
    found = await answering.list_reports(store, watch_id=watch.id, by=seen.person)
    page, rows = cut_page(found, number, SHOWN), []
    waits_for_head = (await public.read_aimak(store, id=watch.aimak_id)).head_approves
    may = seen.may(Act.ANSWER_WATCH) and (seen.may(Act.APPROVE) or not waits_for_head)
    reads = await list_languages(
        store, of=page.rows, act=Act.SEE_WATCHES, aimak_id=watch.aimak_id, by=seen.person
    )  # fmt: skip
    for one in page.rows:
        _, files = await answering.list_files(store, id=one.id, by=seen.person)
        rows.append(_describe(seen.words, one, files, typed.get(one.id), may=may, reads=reads.get(one.id)))
    turns = list_turns(seen.words, page)
    return {
        "reports": rows, "turns": turns, "page": page.number, "longest": LONGEST_WORDS,
        "for_head": seen.may(Act.ANSWER_WATCH) and not may and bool(rows),
    }  # fmt: skip


def _describe(
    words: Words, one: Report, files: list[KeptFile], typed: Typed | None, *, may: bool, reads: str | None
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": one.id,
        "label": one.label,
        "seen": " ".join(filter(None, [words.say(SEEN[one.seen]), mark_language(words, reads)])),
        "text": clean(one.text),
        "answer": clean(one.answer),
        "due": words.say("Answer by {day}.", day=words.day(one.due_on)) if one.is_waiting else "",
        "over": one.answered_at or "",
        "waits": one.is_waiting,
        "open": may and one.withdrawn_at is None,
        "is_typed": typed is not None,
        "typed": typed or Typed({"text": clean(one.answer)}),
        "files": [_describe_file(words, one, n, file) for n, file in enumerate(files)],
    }


def _describe_file(words: Words, one: Report, n: int, file: KeptFile) -> dict[str, Any]:
    names = {"voice": words.say("Voice"), "photo": words.say("Photo")}
    return {
        "href": f"{PATH}/{one.id}/file/{n}",
        "name": f"{names.get(file.kind, words.say('File'))} {n + 1}",
        "shown": find_form(file),
    }
