"""Voices, photos and documents beside an answer at the desk: they come with its form, and can be taken off.

A page names each by a mark of whoever put it there. So nobody sends a file of others by guessing its id.
"""

from collections.abc import Sequence
from typing import Any

from bot.channels.web.uploads import Full
from bot.office.answers.files import enclosed
from bot.office.reads import answer_files, proposals
from bot.office.wording.notices import N_, quote_with_files
from bot.web.desk import posted_files
from bot.web.desk.answers.fields import read_file_ids
from bot.web.desk.desk import Desk
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from handlers.shared.router import Talk
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.attachments.media import KEPT, WANTED
from storage.store import Store

LARGEST = LARGEST_FILE + 200_000  # bytes of the form around the files of an answer
_KINDS = {"voice": N_("Voice message"), "photo": N_("Photo")}
_MARK = "-beside"


async def settle_files(desk: Desk, seen: Seen, id: int, form: Form) -> tuple[Form, str]:
    """The form with the files that its answer has now, and what is wrong with those that came.

    Those that were there stay but for what is taken off. Raises NotAllowed.
    """
    words, off = seen.words, {as_id(one) for one in form.list("off")}
    beside = [one for one in await _list_allowed(desk, seen, id, form) if one not in off]
    came = [one for one in form.files.get("file", []) if one.content]
    media, wrong = list[tuple[str, str]](), ""
    if len(beside) + len(came) > enclosed.MOST:
        came, wrong = [], words.say("No more than {most} files go with one answer.", most=enclosed.MOST)
    for one in came:
        wrong = await posted_files.find_fault(one.content, words)
        if wrong:
            break
        try:
            token = await posted_files.keep_upload(desk, seen, one.content, voices=True)
        except (Full, OSError):
            wrong = words.say("That did not work now. Try it again in a moment.")
            break
        file = posted_files.read_file(desk, seen, token)
        assert file is not None
        media.append(file)
    if media:
        by, at = posted_files.as_uploader(seen.person), desk.clock()
        beside = list(
            await desk.office.database.write(
                lambda store: enclosed.take(store, media=media, beside=beside, by=by, at=at)
            )
        )
        desk.wake()
    named = " ".join(posted_files.sign(desk, seen, f"{one}{_MARK}") for one in beside)
    return Form({**form.fields, "files": [named], "off": []}), wrong


async def _list_allowed(desk: Desk, seen: Seen, id: int, form: Form) -> list[int]:
    # The files that a page of theirs named, and those of the answer that is there.
    named = form["files"].split()[: 2 * enclosed.MOST]
    if not named:
        return []
    own = {as_id(one.removesuffix(_MARK)) for token in named if (one := posted_files.read_signed(desk, seen, token))}

    async def read(store: Store) -> list[int]:
        begun = await proposals.read_to_answer(store, id=id, by=seen.person)
        there = own.union(*(one.answer.files for one in (begun.draft, begun.sent) if one is not None))
        ids = [one for one in dict.fromkeys(read_file_ids(form)) if one in there]
        return [one.id for one in await answer_files.list_files(store, ids=ids) if one.state in {KEPT, WANTED}]

    return await desk.office.database.read(read)


async def list_beside(talk: Talk, ids: Sequence[int]) -> list[tuple[int, str]]:
    """The files (ids) beside an answer, each with what it is called."""
    found = await answer_files.list_files(talk.store, ids=ids)
    return [(one.id, f"{talk.say(_KINDS.get(one.kind, N_('Document')))} {n}") for n, one in enumerate(found, 1)]


async def say_beside(talk: Talk, ids: Sequence[int]) -> str:
    """Says what goes with an answer; empty where nothing does."""
    said = quote_with_files(talk.words, "", await answer_files.count_kinds(talk.store, ids=ids)) if ids else ""
    return talk.say("Goes with the answer: {files}.", files=said) if said else ""


def say_field(words: Any) -> dict[str, str]:
    """What stands beside the field of files."""
    return {
        "file": words.say("Voice, photo, document"),
        "file_about": words.say("At most {n} files, together 20 MB. They go with your words.", n=enclosed.MOST),
        "take_off": words.say("Take it off"),
    }
