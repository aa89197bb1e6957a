"""The files of an answer on their way: right behind its words, each in a message of its own."""

from collections.abc import Callable, Sequence

from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording import notices
from bot.office.wording.notices import N_
from storage.answering.files import AnswerFile
from storage.answers import SentAnswer
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.queue.letters import ANSWER_FILE, SUPPORTED_FILE
from storage.store import Store

_CAPTIONS = {
    "voice": N_("Voice answer of the ayil okmotu, № {number}"),
    "photo": N_("Photo to the answer of the ayil okmotu, № {number}"),
}
_ENDINGS = {"photo": ".jpg", "voice": ".ogg"}


def show_file(words: Words, label: str, file: AnswerFile, n: int) -> Reply | None:
    """Shows the n-th file of an answer to a proposal (label). None: it lies in the media folder no more."""
    if file.kept is None:
        return None
    ending = _ENDINGS.get(file.kind, "") if file.kept.ending is None else file.kept.ending
    document = {"kind": "media", "digest": file.kept.digest, "name": f"{label}-answer-{n}{ending}"}
    caption = _CAPTIONS.get(file.kind, N_("Document to the answer of the ayil okmotu, № {number}"))
    return Reply(words.say(caption, number=label), document={**document, "form": file.kept.form})


def show_files(words: Words, label: str, files: Sequence[AnswerFile]) -> list[Reply]:
    """The files of an answer that are there, each in a message of its own."""
    shown = (show_file(words, label, file, n) for n, file in enumerate(files, 1))
    return [reply for reply in shown if reply is not None]


async def tell_files(
    store: Store,
    *,
    proposal: Proposal,
    sent: SentAnswer,
    to: int,
    at: int,
    peer_id: int | None = None,
    asks: Callable[[Words], Reply],
    too: bool = False,
) -> None:
    """Queues the files of an answer right behind its words, for its author or, too, for somebody who supports it.

    What the words ask is asked on: a number typed below the voice is meant for the answer above it.
    """
    for n, file in enumerate(await store.answer_files.list_files(sent.answer.files), 1):
        if file.kept is None:
            continue

        def say(words: Words, _box: Mailbox, file: AnswerFile = file, n: int = n) -> Reply:
            return show_file(words, proposal.label, file, n) or Reply("")

        await notices.tell(
            store, to=to, peer_id=peer_id, kind=SUPPORTED_FILE if too else ANSWER_FILE, object_id=sent.id, revision=n,
            at=at, say=say, asks=asks,
        )  # fmt: skip
