"""What somebody may read of themselves: their proposals, what they said of hearings, what they are told of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.budget.tally import Reaction
from bot.office import proposals
from bot.office.personal.one_text import is_text_erased
from bot.office.property import listing
from bot.office.public.switch import is_page_on
from bot.office.reads import answer_files, public
from storage.aimaks import Village
from storage.answering.dialogue import Said
from storage.answering.exclusions import Exclusion
from storage.answers import SentAnswer
from storage.attachments.media import LOST, WANTED
from storage.hearings import Rsvp
from storage.log.dialogue_kinds import ADDED, ASKED, REPLIED
from storage.log.proposal_lists import Listed, Page
from storage.people import Person
from storage.property.items import PropertyItem
from storage.proposals import Proposal
from storage.store import Store
from storage.topics import Topic
from storage.works.stages import DoneWork

MOST_WORKS = 10  # that are listed to choose from
PART = 40 * 1024 * 1024  # bytes; a messenger takes 50 MB


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """One proposal as its author sees it."""

    proposal: Proposal
    sent: SentAnswer | None  # the answer in force
    lost: int  # files that could not be kept
    village: Village | None
    added: tuple[Said, ...]  # what its author added since
    asked: Said | None  # what the office asked last, where that has no reply yet
    exclusion: Exclusion | None  # why it does not count, where it does not
    work: Said | None = None  # how far the work is
    with_answer: Mapping[str, int] = field(default_factory=dict)  # files that went with the answer, by kind
    item: PropertyItem | None = None  # of the property list, where it is about one
    page: bool = False  # the public page of its aimak is on
    stands: bool = False  # its text stands there
    is_text_erased: bool = False  # its author had its text erased


async def list_done_works(store: Store, *, by: Person) -> list[DoneWork]:
    """Lists works that are said to be done, of what somebody wrote or supports.

    They are MOST_WORKS at most, the newest first.
    """
    return await store.works.list_done_of(by.id, limit=MOST_WORKS)


async def list_proposals(store: Store, *, by: Person, most: int) -> list[Listed]:
    """Lists what somebody proposed last, the newest first, of each text its beginning; most is how many are wanted."""
    return list(await store.lists.list_of_author(by.id, size=most))


async def read_page(store: Store, *, by: Person, page: int, size: int) -> Page:
    """Returns a page of what somebody proposed, the newest first: the one asked for, or the nearest there is."""
    return await store.lists.list_of_author(by.id, page=page, size=size)


async def count_aimaks(store: Store, *, by: Person) -> int:
    """Counts the aimaks somebody has made proposals to."""
    return await store.lists.count_aimaks_of_author(by.id)


async def read_proposal(store: Store, *, id: int, by: Person) -> OwnProposal:
    """Returns a proposal to its author. Raises NotYours, also for one that does not exist."""
    found = await proposals.get_own(store, by=by, id=id)
    said, sent = await store.dialogue.list_dialogue(found.id), await store.answers.find_latest(found.id)
    page = await is_page_on(store, aimak_id=found.aimak_id)
    return OwnProposal(
        proposal=found,
        sent=sent,
        with_answer=await answer_files.count_kinds(store, ids=sent.answer.files) if sent is not None else {},
        lost=(await store.media_counts.count_states(found.id)).get(LOST, 0),
        village=await public.find_village(store, id=found.village_id),
        added=tuple(one for one in said if one.kind.startswith(ADDED)),
        asked=_open_question(said),
        work=await store.works.latest(found.id),
        exclusion=await store.exclusions.find_exclusion(found.id),
        item=(await listing.read_of(store, proposals=[found.id])).get(found.id),
        page=page,
        stands=page and await store.looks.may_show(found.id),
        is_text_erased=not found.text and await is_text_erased(store, id=found.id),
    )


def _open_question(said: Iterable[Said]) -> Said | None:
    last = [one for one in said if one.kind in {ASKED, REPLIED}][-1:]
    return last[0] if last and last[0].kind == ASKED else None


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The files that came with a proposal: by kind those that are kept, and how many are still being fetched."""

    kept: dict[str, int]
    waiting: int


async def count_files(store: Store, *, id: int, by: Person) -> OwnFiles:
    """Counts the files of a proposal for its author. Raises NotYours."""
    found = await proposals.get_own(store, by=by, id=id)
    waiting = (await store.media_counts.count_states(found.id)).get(WANTED, 0)
    return OwnFiles(await store.media_counts.count_kinds_kept(found.id), waiting)


async def find_answer(store: Store, *, id: int, by: Person) -> SentAnswer | None:
    """Returns the answer in force to the author of a proposal. Raises NotYours."""
    found = await proposals.get_own(store, by=by, id=id)
    return await store.answers.find_latest(found.id)


async def list_answers(store: Store, *, by: Person, most: int) -> list[tuple[SentAnswer, Listed]]:
    """Returns the answers in force to what somebody proposed last; most is how many proposals are looked at."""
    lately = await list_proposals(store, by=by, most=most)
    found = [(await store.answers.find_latest(one.id), one) for one in lately]
    return [(sent, one) for sent, one in found if sent is not None]


async def find_proposal_of(store: Store, *, of: str, id: int, by: Person) -> int:
    """Returns the proposal (id) that one of our messages was about: an answer's («question»), else its own. Raises NotYours."""
    sent = await store.answers.get(id) if of == "question" else None
    return (await proposals.get_own(store, by=by, id=sent.proposal_id if sent is not None else id)).id


async def find_subscription(store: Store, *, by: Person, aimak_id: int) -> bool | None:
    """Returns whether somebody subscribes to the hearings of an aimak; None where they were never asked."""
    return await store.subscriptions.find_subscription(by.id, aimak_id)


async def list_files_in_parts(store: Store, *, by: Person) -> list[list[int]]:
    """Lists the kept files (ids) that came with what somebody proposed, in parts small enough for one message each."""
    parts: list[list[int]] = []
    room = 0
    for id, size in await store.media.list_of_author(by.id):
        if not parts or size > room:
            parts.append([])
            room = PART
        parts[-1].append(id)
        room -= size
    return parts


async def is_far_away(store: Store, *, by: Person, aimak_id: int) -> bool:
    """Whether somebody is told of the results of hearings only, since they are far away."""
    return await store.subscriptions.is_far_away(by.id, aimak_id)


async def list_subscriptions(store: Store, *, by: Person) -> list[int]:
    """Lists the aimaks of whose hearings somebody wants to be told."""
    return await store.subscriptions.list_following(by.id)


async def list_topics(store: Store, *, by: Person) -> list[Topic]:
    """Lists the villages and themes, of whichever aimak, that somebody wants to be told of."""
    return list(await store.topics.list_of_person(by.id))


async def list_coming_to(store: Store, *, by: Person) -> list[int]:
    """Lists the aimaks in which somebody said that they come to a hearing that is still to be."""
    return await store.hearings.list_aimaks_of(by.id)


async def find_rsvp(store: Store, *, hearing_id: int, by: Person) -> Rsvp | None:
    """Returns whether somebody comes to a hearing, and with how many; None where they have not said."""
    return await store.hearings.find_rsvp(hearing_id, by.id)


async def find_reaction(store: Store, *, answer_id: int, by: Person) -> Reaction | None:
    """Returns what somebody said of an answer last; None where they have not."""
    return await store.dialogue.find_reaction(answer_id, by.id)


async def find_asked(store: Store, *, by: Person, since: int, most: int) -> Proposal | None:
    """Returns that of a person's latest proposals about which the office asked last and got no reply yet."""
    found = await find_question(store, by=by, since=since, most=most)
    return found[0] if found else None


async def find_question(store: Store, *, by: Person, since: int, most: int) -> tuple[Proposal, Said] | None:
    """Returns the question of the office that waits for a reply, with its proposal; None where none does.

    A question from before since (ms UTC) is too old. most is how many proposals are looked at.
    """
    found: tuple[Proposal, Said] | None = None
    for proposal in await store.proposals.list_of_author(by.id, limit=most):
        asked = _open_question(await store.dialogue.list_dialogue(proposal.id))
        is_open = asked is not None and asked.said_at >= since and proposal.withdrawn_at is None
        if asked is not None and is_open and (found is None or asked.said_at > found[1].said_at):
            found = proposal, asked
    return found
