"""What a clerk puts beside a written answer: a voice, photos or documents, never in place of its words."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.budget.proposal import Answer
from bot.language.refusal import Refusal
from storage.answering.files import AnswerFile
from storage.attachments.media import KEPT, WANTED
from storage.people import Person
from storage.store import Store

MOST = 5  # files that go with one answer
File = tuple[str, str]  # a file's kind, and the channel's reference


class FileNotHere(Refusal):
    """A file of the answer is still being fetched; is_lost: it could not be kept, or is kept no more."""

    def __init__(self, *, is_lost: bool) -> None:
        super().__init__("a file of the answer is not here")
        self.is_lost = is_lost


class TooManyFiles(Refusal):
    """More files than go with one answer."""


async def take(store: Store, *, media: Sequence[File], beside: Sequence[int], by: Person, at: int) -> tuple[int, ...]:
    """Puts what a clerk has sent beside the files (ids) an answer has already; returns all. Raises TooManyFiles."""
    ids = list(beside)
    for kind, reference in media:
        await store.media.note_arrived(by.peer_id, by.channel, by.account, kind=kind, reference=reference, at=at)
        id = await store.media.find_unsent(by.channel, by.account, reference)
        if id is not None and id not in ids:
            ids.append(id)
    if len(ids) > MOST:
        await leave_out(store, set(ids) - set(beside))
        raise TooManyFiles
    return tuple(ids)


async def leave_out(store: Store, ids: Collection[int]) -> None:
    """Lets files (ids) go that go with no answer after all. A file that is kept with an answer stays."""
    for id in sorted(ids):
        await store.media.mark_unneeded(id)


async def must_be_here(store: Store, answer: Answer) -> None:
    """Raises FileNotHere unless every file of an answer lies in the media folder."""
    found = {one.id: one.state for one in await store.answer_files.list_files(answer.files)}
    missing = [found.get(id) for id in answer.files if found.get(id) != KEPT]
    if missing:
        raise FileNotHere(is_lost=any(state != WANTED for state in missing))


def without_files(answer: Answer) -> Answer:
    """The written answer alone: what goes with it is for the one author it was made for."""
    return replace(answer, files=())


def count_kinds(files: Sequence[AnswerFile]) -> dict[str, int]:
    """How many voices, photos and documents there are."""
    counted: dict[str, int] = {}
    for file in files:
        counted[file.kind] = counted.get(file.kind, 0) + 1
    return counted
