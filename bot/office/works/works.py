"""The year's end: how far the work of a proposal is, with a photo, and what residents say of it.

Its author and supporters are told each time. Whoever hears that it is done may contest it, and the clerk hears that.
"""

from collections.abc import Sequence

from bot.budget.permissions import Act
from bot.budget.proposal import Answer, Decision, TextTooLong
from bot.budget.works.stages import CONTESTED, Stage, list_next
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.answers.access import lock_proposal
from bot.office.answers.linked import name_itself
from bot.office.staff import permit, record
from bot.office.together import supports
from bot.office.watch import watching
from bot.office.wording import notices
from bot.office.works import work_words
from storage.answering.dialogue import Said
from storage.attachments.media import KEPT, LOST
from storage.log.dialogue_kinds import CONTEST, WORK
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.store import Store
from storage.works.stages import Works

LONGEST = work_words.LONGEST
MOST_CONTESTS = 3  # of one person about one proposal on a day
MOST_PHOTOS = 3  # beside what is said of a stage
_DAY = 24 * 60 * 60 * 1000  # milliseconds
_WENT_IN = {Decision.INCLUDED, Decision.PARTLY}
File = tuple[str, str]  # a file's kind, and the channel's reference


class NoWork(Refusal):
    """The proposal did not go into the budget, so there is no work to tell of."""


class OutOfOrder(Refusal):
    """Somebody has said meanwhile that the work stands otherwise; latest is what was said, none: nothing yet."""


class PhotoNotHere(Refusal):
    """A photo is still being fetched; is_lost: it could not be kept and does not come."""

    def __init__(self, photo: File, *, is_lost: bool) -> None:
        super().__init__("the photo is not here")
        self.photo = photo
        self.is_lost = is_lost


class TooManyPhotos(Refusal):
    """More than MOST_PHOTOS files go with what is said of a stage."""


class NothingContested(Refusal):
    """The office said no such word, or the person neither wrote nor supports the proposal. Or they said enough today."""


async def say_stage(
    store: Store,
    *,
    id: int,
    stage: Stage,
    text: str,
    by: Person,
    at: int,
    photos: Sequence[File] = (),
    after: int | None = None,
) -> tuple[Said, bool]:
    """Says how far the work is, and tells author and supporters. Returns what was said, and whether the author can be told.

    Of those linked that were answered in the same words and stand at the same stage it is said too.
    after is what was said last (id) when it was written, none for nothing. Raises NotAllowed, AlreadyWithdrawn, NoWork,
    OutOfOrder, PhotoNotHere, TextTooLong, TooManyPhotos.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.WORK)
    answered, latest = await store.answers.find_latest(id), await store.works.latest(id)
    if answered is None or answered.answer.decision not in _WENT_IN:
        raise NoWork
    if (latest.id if latest else None) != after or stage not in list_next(
        work_words.read_stage(latest) if latest else None
    ):
        raise OutOfOrder
    written = _checked(text)
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos
    for photo in photos:
        await _must_be_here(store, by=by, photo=photo)
    said = await _keep(store, proposal, stage, written, by=by, at=at)
    for kind, reference in photos:
        await store.media.want(id, by.channel, by.account, kind=kind, reference=reference, at=at, said_id=said.id)
    is_told = await _tell(store, proposal, said, at=at)
    if stage is Stage.DONE:
        await watching.note_done(store, proposal_id=proposal.id, at=at)
    for other in await _list_linked(store, proposal, answered.answer, latest):
        same = await _keep(store, other, stage, written, by=by, at=at)
        await store.works.share_photos(proposal.id, said.id, with_=(other.id, same.id))
        await _tell(store, other, same, at=at)
        if stage is Stage.DONE:
            await watching.note_done(store, proposal_id=other.id, at=at)
    return said, is_told


async def _list_linked(store: Store, proposal: Proposal, answer: Answer, latest: Said | None) -> list[Proposal]:
    found = []
    for one in await store.links.list_linked(proposal.id):
        other, answered = await store.proposals.lock(one.id), await store.answers.find_latest(one.id)
        stands = await store.works.latest(one.id)
        is_same = (stands.kind if stands else None) == (latest.kind if latest else None)
        if other is None or answered is None or not is_same:
            continue
        if answered.answer == name_itself(answer, proposal, other.label):
            found.append(other)
    return found


async def _keep(store: Store, proposal: Proposal, stage: Stage, text: str, *, by: Person, at: int) -> Said:
    said_id = await store.dialogue.say(proposal.id, kind=f"{WORK}{stage}", by=by.id, text=text, at=at)
    await record(
        store, Act.WORK, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=proposal.id,
        stage=stage.value,
    )  # fmt: skip
    said = await store.works.get(said_id)
    assert said is not None
    return said


async def _tell(store: Store, proposal: Proposal, said: Said, *, at: int) -> bool:
    is_told = await work_words.tell_work(
        store, proposal=proposal, said=said, to=proposal.author_id, peer_id=proposal.peer_id, quotes=True, at=at,
        too=False,
    )  # fmt: skip
    await supports.tell_news(store, proposal_id=proposal.id, at=at)
    return is_told


async def _must_be_here(store: Store, *, by: Person, photo: File) -> None:
    media_id = await store.media.find_unsent(by.channel, by.account, photo[1])
    found = await store.media.find_kept(media_id) if media_id is not None else None
    if found is None or found[0] != KEPT:
        raise PhotoNotHere(photo, is_lost=found is None or found[0] == LOST)


async def contest(
    store: Store, *, said_id: int, text: str, by: Person, at: int, media: tuple[File, ...] = ()
) -> Proposal:
    """Carries a resident's word that the work is not finished, or a photo, to whoever said that it is done.

    Raises NothingContested, TextTooLong.
    """
    said = await store.works.get(said_id)
    proposal = await store.proposals.lock(said.proposal_id) if said is not None else None
    if said is None or proposal is None or proposal.withdrawn_at is not None or said.kind == CONTEST:
        raise NothingContested
    is_author = proposal.author_id == by.id
    if not is_author and not await store.supports.is_supported_by(proposal.id, by.id):
        raise NothingContested
    if await store.works.count_said_by(proposal.id, by.id, since=at - _DAY) >= MOST_CONTESTS:
        raise NothingContested
    written = _checked(text)
    id = await store.dialogue.say(proposal.id, kind=f"{WORK}{CONTESTED}", by=by.id, text=written, at=at)
    for kind, reference in media:
        await store.media.want(proposal.id, by.channel, by.account, kind=kind, reference=reference, at=at, said_id=id)

    def say(words: Words, _box: Mailbox) -> Reply:
        values = {"number": proposal.label, "text": put_in_quotes(quote(written, LONGEST))}
        text = (
            words.say("A resident says that the work of № {number} is not finished: {text}", **values)
            if written
            else words.say("A resident says that the work of № {number} is not finished, and sends a file.", **values)
        )
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    await notices.tell_colleague(
        store, to=said.person_id, aimak_id=proposal.aimak_id, kind="contested", object_id=id, at=at, say=say
    )
    return proposal


async def count(store: Store, *, aimak_id: int, year: int, by: Person | None) -> Works:
    """Counts the works of a year, and the corrections made because of residents. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.works.count(aimak_id=aimak_id, year=year)


def _checked(text: str) -> str:
    written = clean(text).strip()
    if len(written) > LONGEST:
        raise TextTooLong(LONGEST)
    return written
