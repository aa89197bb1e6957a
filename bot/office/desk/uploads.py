"""Files that somebody uploads at the desk: noted as what came and was not sent on yet."""

from storage.attachments.media import KEPT
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


async def note_upload(store: Store, *, by: Person, kind: str, reference: str, size: int, at: int) -> None:
    """Notes a file of somebody's own: it is looked at, and forgotten where it is never sent on."""
    await store.media.note_arrived(by.peer_id, by.channel, by.account, kind=kind, reference=reference, at=at, size=size)


async def find_digest(store: Store, *, by: Person, reference: str) -> str | None:
    """The digest of an upload in the media folder that was not sent on. None where it is not there."""
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    kept = await store.media.find_kept(media_id) if media_id is not None else None
    return kept[1] if kept is not None and kept[0] == KEPT else None


async def find_picture_of(store: Store, *, proposal_id: int, by: Person) -> str | None:
    """The digest of the first photo of a proposal that somebody entered themselves; None where there is none."""
    proposal = await store.proposals.get(proposal_id)
    if proposal is None or proposal.entered_by != by.id:
        return None
    return next((one.digest for one in await store.media.list_kept(proposal_id) if one.kind == "photo"), None)


async def find_entered(store: Store, *, proposal_id: int, by: Person) -> Proposal | None:
    """A proposal that somebody entered for another; None for one of anybody else's."""
    proposal = await store.proposals.get(proposal_id)
    return proposal if proposal is not None and proposal.entered_by == by.id else None
