"""What happened to the proposals of an aimak as a table, one act a row. It names people of the office by their posts."""

import asyncio
from pathlib import Path

from bot.chat.texts import Words
from bot.export.legend.audit_words import COLUMNS
from bot.export.legend.legend import MANY, Legend
from bot.export.legend.log_words import name_codes
from bot.export.spreadsheet import ExportRefused, Values, open_sheet, write_moment
from bot.language.kyrgyz import clean
from bot.office.practice_words import read_marks
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.log.history import Post, Step
from storage.store import Store

_LABELS = ("number",)
_TABLE = N_("History")


async def write_history(
    database: Database,
    *,
    path: Path,
    form: str,
    aimak_id: int,
    number: int | None = None,
    language: str | None = None,
    codes: bool = True,
) -> int:
    """Writes the acts on every proposal of an aimak, or on those of a number; returns how many.

    language and codes are those of write_export. Raises ExportRefused.
    """
    legend = None
    if language is not None:
        names = {"details": name_codes(language, [])["category"]}
        above = await database.read(lambda store: read_marks(store, aimak_id))
        legend = Legend(language, COLUMNS, table=_TABLE, codes=codes, names=names, above=above)
    words = Words(language or "")

    async def stream(store: Store) -> int:
        also = await store.aimaks.list_within(aimak_id)
        posts = await store.history.list_posts(aimak_id, also=also)
        written, after, found = 0, 0, False
        while page := await store.history.list_proposals(aimak_id, also=also, behind=after):
            after = page[-1][0]
            labels = {id: label for id, label in page if number in {None, int(label)}}
            found = found or bool(labels)
            steps = await store.history.list_steps(labels, aimak_id=aimak_id, also=also) if labels else []
            rows = [_make_values(words, step, labels[step.proposal_id], posts) for step in steps]
            await asyncio.to_thread(sheet.write, rows)
            written += len(rows)
        if number is not None and not found:
            raise ExportRefused(f"There is no proposal № {number:04} here: nothing is written.")
        return written

    with open_sheet(path, form, name="history", columns=tuple(COLUMNS), labels=_LABELS, legend=legend) as sheet:
        written = await database.read(stream)
        await asyncio.to_thread(sheet.close)
    return written


def _make_values(words: Words, step: Step, label: str, posts: dict[int, Post]) -> Values:
    handed_to = [_name(words, step.to, posts)] if step.to is not None else []
    return {
        "number": label,
        "at": write_moment(step.at),
        "act": step.act,
        "who": say_who(words, step, posts),
        "details": MANY.join((*step.details, *handed_to)),
    }


def say_who(words: Words, step: Step, posts: dict[int, Post]) -> str:
    """The post of whoever of the office did an act; empty where it was its author, or nobody."""
    return "" if step.person_id is None else _name(words, step.person_id, posts)


def say_details(words: Words, step: Step, posts: dict[int, Post]) -> str:
    """What an act is about, in words: the side and category, the decision, the reply, the colleague."""
    known = COLUMNS["details"].codes
    names = name_codes(words.language, [])["category"]
    said = [words.say(known[code]) if code in known else names.get(code, code) for code in step.details]
    return ", ".join([*said, *([_name(words, step.to, posts)] if step.to is not None else [])])


def _name(words: Words, person_id: int, posts: dict[int, Post]) -> str:
    post = posts.get(person_id)
    if post is None:
        return words.say("A colleague")
    return show_as_written(words, clean(post.title)) if post.title else words.say("Colleague {n}", n=post.nth)
