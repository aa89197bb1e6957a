"""Voices, photos and documents beside an answer at the desk: they come with its form, and can be taken off.

A page names each by a mark of whoever put it there. So nobody sends a file of others by guessing its id.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.channels.web.uploads import Full
from bot.office.answers.files import enclosed
from bot.office.desk import sign_in
from bot.office.reads import answer_files, proposals
from bot.office.wording.notices import N_, quote_with_files
from bot.web.desk import posted_files
from bot.web.desk.answers.fields import read_file_ids
from bot.web.desk.desk import Desk, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.shown_files import SHOWN, find_form, hand_out
from bot.web.pages.render import GUARDED
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
        content = await asyncio.to_thread(posted_files.rewrap_voice, one.content)
        wrong = await posted_files.find_fault(content, words)
        if wrong:
            break
        try:
            token = await posted_files.keep_upload(desk, seen, content, voices=True)
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


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside an answer on a page: its row (id), its name, its address, how the page plays it."""

    id: int
    name: str
    href: str
    shown: str


async def list_beside(talk: Talk, proposal_id: int, ids: Sequence[int]) -> list[Beside]:
    """The files (ids) beside the answer to a proposal (id)."""
    found = await answer_files.list_files(talk.store, ids=ids)
    return [
        Beside(
            one.id,
            f"{talk.say(_KINDS.get(one.kind, N_('Document')))} {n}",
            f"{sign_in.PATH}/p/{proposal_id}/beside/{one.id}",
            find_form(one.kept) if one.kept is not None else SHOWN.get(one.kind, ""),
        )
        for n, one in enumerate(found, 1)
    ]


async def on_beside(desk: Desk, seen: Seen, request: Request) -> Response:
    """Hands out a file beside an answer before it is sent, also while it is still being looked at."""
    id, file = as_id(request.path_params["id"]), as_id(request.path_params["file"])
    uploader = posted_files.as_uploader(seen.person)
    try:
        proposal, found, reference = await desk.office.database.read(
            lambda store: answer_files.read_beside(store, id=id, file=file, by=seen.person, uploader=uploader)
        )
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    if found.kept is not None:
        return await hand_out(desk, seen, request, found.kept, f"{proposal.label}-{seen.words.say('Answer')}")
    content = await posted_files.load(desk, seen, reference) if reference else None
    if content is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    kind = posted_files.find_picture_type(content) or posted_files.find_sound_type(content)
    headers = {**GUARDED, "cache-control": "no-store", "content-security-policy": "sandbox"}
    if kind is None:
        headers["content-disposition"] = f'attachment; filename="{proposal.label}"'
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)


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
        "save_file": words.say("Save the file"),
        "record": words.say("Record a voice"),
        "stop": words.say("Stop recording"),
        "nomicrophone": words.say("The browser does not let us record. Allow the microphone, or attach a file."),
    }


ENTRIES = (DeskPage(f"{sign_in.PATH}/p/{{id}}/beside/{{file}}", Act.READ_QUEUE, on_beside),)
