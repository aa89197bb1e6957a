"""What becomes of a file that cannot be kept. Its sender is told and asked for it again; the office is told too."""

from bot.budget.openness.due import find_row
from bot.budget.permissions import Act, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.openness.words import ROWS
from bot.office.sheets import every, waiting
from bot.office.wording import notices
from storage.attachments.media import LostFile
from storage.attachments.refused import ACTIVE, GONE, TOO_LARGE
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.store import Store


async def lose(store: Store, *, media_id: int, why: str, at: int) -> None:
    """Notes that a file is not kept, and tells whoever sent it; of a proposal also the office."""
    file = await store.media.lose(media_id, why=why)
    if file is None:
        return
    if file.proposal_id is not None:
        proposal = await store.proposals.get(file.proposal_id)
        if proposal is not None:
            await _tell_author(store, file, proposal, at)
            await _tell_office(store, file, proposal, at)
    elif file.peer_id is not None:
        await _tell_sender(store, file, file.peer_id, at)
    else:
        await _tell_whose_it_is(store, file, at)


async def _tell_whose_it_is(store: Store, file: LostFile, at: int) -> None:
    # Of an initiative, of a report on a work, of the openness list. An office's own paper shows there that it has not come.
    applied = await store.initiatives.find_of_file(file.id)
    reported = await store.watch_reports.find_of_file(file.id) if applied is None else None
    of = applied or reported
    if of is None:
        await _tell_who_entered(store, file, at)
        return
    label = of.label

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(f"№ {label}: {say_why(words, file.kind, file.why)}")

    await notices.tell(store, to=of.author_id, peer_id=of.peer_id, kind="file_lost", object_id=file.id, at=at, say=say)


async def _tell_who_entered(store: Store, file: LostFile, at: int) -> None:
    entry = await store.openness.find_of_file(file.id)
    row = find_row(entry.row) if entry is not None else None
    if entry is None or entry.entered_by is None or row is None:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        said = words.say(
            "Openness list, «{row}»: the photo did not come. Please enter it again.", row=words.say(ROWS[row])
        )
        return Reply(said, (notices.make_button(words, "openness", "Openness list"),))

    aimak = await store.aimaks.settle(entry.aimak_id)
    await notices.tell(
        store, to=entry.entered_by, kind="file_lost", object_id=file.id, at=at, say=say,
        right=write_act_right(Act.OPENNESS, aimak.id),
    )  # fmt: skip


async def _tell_sender(store: Store, file: LostFile, peer_id: int, at: int) -> None:
    # A file of a draft, or one sent outside of any. If it is sent again now, it is taken in its place.
    person = await store.people.find_id_by_peer(peer_id)
    if await waiting.lose(store, id=file.id, why=file.why, at=at) or await every.lose(store, id=file.id, at=at):
        return
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=peer_id, kind="file_lost", object_id=file.id, at=at,
            say=lambda words, _box: Reply(say_why(words, file.kind, file.why)),
        )  # fmt: skip


async def _tell_author(store: Store, file: LostFile, proposal: Proposal, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = f"№ {proposal.label}: {say_why(words, file.kind, file.why)}"
        if file.said_id is not None:
            again = notices.make_button(words, f"reply:{proposal.id}", "Send it again")
        else:
            again = notices.make_button(words, f"resend:{proposal.id}", "Send it again")
        return Reply(text, (again,), takes=again.id)

    await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind="file_lost", object_id=file.id, at=at, say=say
    )


async def _tell_office(store: Store, file: LostFile, proposal: Proposal, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        values = {"number": proposal.label}
        match file.kind:
            case "voice":
                text = words.say(
                    "№ {number}: a voice message did not come. Its author is asked for it again.", **values
                )
            case "photo":
                text = words.say("№ {number}: a photo did not come. Its author is asked for it again.", **values)
            case _:
                text = words.say("№ {number}: a document was not kept. Its author is asked for it again.", **values)
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    await notices.tell_colleague(
        store, to=proposal.taken_by, aimak_id=proposal.aimak_id, kind="office_lost", object_id=file.id, at=at, say=say
    )


def say_why(words: Words, kind: str, why: str) -> str:
    """The words for a file that is not kept, and what can be done."""
    match why, kind:
        case _, _ if why == ACTIVE:
            return words.say(
                "The document is not taken: it holds macros or hidden files. Please send it as a simple PDF."
            )
        case _, _ if why == TOO_LARGE:
            return words.say("The file is too large and is not taken. Please send a smaller one.")
        case _, "voice" if why == GONE:
            return words.say("Your voice message did not reach us. Please send it again.")
        case _, "photo" if why == GONE:
            return words.say("Your photo did not reach us. Please send it again.")
        case _, _ if why == GONE:
            return words.say("Your document did not reach us. Please send it again.")
    return words.say(
        "The file is not taken: I cannot open its kind. Please send it in another form, such as PDF or JPEG."
    )
