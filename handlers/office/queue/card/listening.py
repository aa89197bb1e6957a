"""The voices, photos and documents of a proposal, sent to whoever of the office asks."""

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.reads import proposals
from handlers.office.queue.card.screen import OfficeCard
from handlers.office.staff_only import Desk, proposal_desk
from handlers.shared.router import Talk
from handlers.shared.wording import (
    say_lost_files,
)
from storage.attachments.media import KeptFile
from storage.proposals import Proposal

ENDINGS = {"photo": ".jpg", "voice": ".ogg"}


@proposal_desk.on(Desk.one, choice="listen")
async def on_listening_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the voices, photos and documents of the proposal."""
    found = await proposals.read_files(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    proposal = found.proposal
    files = [
        Reply(f"№ {proposal.label}", document=_make_document(proposal, file, n)) for n, file in enumerate(found.kept, 1)
    ]
    waiting = talk.say_n("{n} file has not come yet.", "{n} files have not come yet.", found.waiting)
    missing = [say_lost_files(talk, found.lost), waiting if found.waiting else ""]
    return (
        *files,
        put_above("\n".join(filter(None, missing)), await talk.ask_again()) if any(missing) else await talk.ask_again(),
    )


def _make_document(proposal: Proposal, file: KeptFile, n: int) -> dict[str, str]:
    return {"kind": "media", "digest": file.digest, "name": _name(proposal, file, n), "form": file.form}


def _name(proposal: Proposal, file: KeptFile, n: int) -> str:
    # Of a document that was kept before its ending was, the bytes say it when it is sent.
    return f"{proposal.label}-{n}{ENDINGS.get(file.kind, '') if file.ending is None else file.ending}"
