"""A voice in one line: a clerk writes it before answering, its author says whether it was understood so.

The line becomes the newest revision of the text, so it is what is searched, exported and shown.
"""

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyAnswered, NotYours, Side, TextTooLong, check_text
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.latin import search_keys
from bot.language.letters import has_words
from bot.language.refusal import Refusal
from bot.office.answers.access import NotReady, lock_proposal, must_not_be_leaving
from bot.office.guessing.guess import guess, read_ahead
from bot.office.staff import record
from bot.office.wording import notices
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.queue.letters import UNDERSTOOD
from storage.store import Store

LEAST_WORDS = 3  # of a text beside a voice that says enough by itself
LONGEST = 200  # characters of a summary


class SummaryMissing(NotReady):
    """A voice is put into one line before it is answered."""


class NothingToSummarise(Refusal):
    """What is said in the voice stands there already."""


def says_enough(text: str) -> bool:
    """Whether a text tells by itself what is proposed: «салам» beside a voice does not."""
    return sum(map(has_words, text.split())) >= LEAST_WORDS


def is_wanted(proposal: Proposal) -> bool:
    """Whether the voice of a proposal is still to be put into one line.

    It is anew where its author disagrees with the line.
    """
    return is_missing(proposal) or (proposal.summary_by is not None and proposal.agreed is False)


def must_be_summarised(proposal: Proposal) -> None:
    """Raises SummaryMissing where a voice was never put into one line. What its author says to it is not waited for."""
    if is_missing(proposal):
        raise SummaryMissing


def is_missing(proposal: Proposal) -> bool:
    """Whether a voice was never put into one line, and no text beside it says enough."""
    return proposal.voices > 0 and proposal.summary_by is None and not says_enough(proposal.text)


async def summarise(store: Store, *, id: int, text: str, read: int, by: Person, at: int) -> bool:
    """Puts the voice of a proposal into one line, which decides its category. Its author is asked whether it is so.

    read is the revision that was listened to. False where the author cannot be asked: the answer goes on all the same.
    Raises NotAllowed, AlreadyWithdrawn, AlreadyAnswered, OnItsWay, NothingToSummarise, TextTooShort, TextTooLong.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.ANSWER)
    if await store.answers.find_latest(id) is not None:
        raise AlreadyAnswered
    await must_not_be_leaving(store, id)
    if not is_wanted(proposal) or proposal.revision != read:
        raise NothingToSummarise
    line = " ".join(check_text(text).split())
    if len(line) > LONGEST:
        raise TextTooLong(LONGEST)
    await read_ahead(line)
    await store.proposals.rewrite(
        id, revision=proposal.revision + 1, text=line, fold=search_keys(line), at=at, summary_by=by.id
    )
    await decide_category(store, proposal, line)
    await record(store, "summarise", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    return await _ask_author(store, proposal, line, by=by, at=at)


async def decide_category(store: Store, before: Proposal, line: str) -> None:
    """Lets the words a voice is put into decide the category, unless somebody chose one. before is how it stood."""
    if before.side is Side.UNSURE:
        return  # whoever answers says of which side it is, and then of which category
    chosen = before.category is not None and before.category != _guessed(before, before.text)
    if not chosen:
        await store.proposals.sort(before.id, side=before.side, category=_guessed(before, line))


def _guessed(proposal: Proposal, text: str) -> str | None:
    category = guess(text, proposal.side)[1] if text else None
    return category.code if category is not None else None


async def _ask_author(store: Store, proposal: Proposal, line: str, *, by: Person, at: int) -> bool:
    of = f"{proposal.id}.{proposal.revision + 1}"

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "№ {number}. The ayil okmotu understood your voice so: {quote}. Is it right?",
            number=proposal.label,
            quote=put_in_quotes(quote(line)),
        )
        yes = notices.make_button(words, f"understood:{of}", "Yes", (Intent.YES,))
        no = notices.make_button(words, f"understood_not:{of}", "It is not so", (Intent.NO,))
        return Reply(text, (yes, no))

    return await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind=UNDERSTOOD, object_id=proposal.id,
        revision=proposal.revision + 1, at=at, say=say, asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def say_understood(store: Store, *, id: int, revision: int, agreed: bool, by: Person, at: int) -> Proposal:
    """Keeps whether a voice was understood; where not, whoever wrote the line is told. Said twice it is kept once.

    Raises NotYours, also where the text has changed since.
    """
    await store.proposals.lock(id)
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id or proposal.revision != revision or proposal.summary_by is None:
        raise NotYours
    if proposal.agreed is agreed:
        return proposal
    await store.proposals.set_agreed(id, revision=revision, agreed=agreed)
    if not agreed:
        await _tell_clerk(store, proposal, at=at)
    return proposal


async def _tell_clerk(store: Store, proposal: Proposal, *, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The author of № {number} says that the voice was understood otherwise.", number=proposal.label
        )
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    await notices.tell_colleague(
        store, to=proposal.summary_by, aimak_id=proposal.aimak_id, kind="not_so", object_id=proposal.id,
        revision=proposal.revision, at=at, say=say,
    )  # fmt: skip
