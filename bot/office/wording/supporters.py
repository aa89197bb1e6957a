"""What supporters of a proposal hear: each answer, how the work stands, that it was withdrawn. Some are told at a time."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.answers.files import sending
from bot.office.wording import notices
from bot.office.wording.answers import answer_words
from bot.office.works import work_words
from storage.answers import SentAnswer
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.store import Store

AT_ONCE = 50  # supporters told in one unit; the others follow in units of their own
_LATELY = 24 * 60 * 60 * 1000  # milliseconds in which an answer may still be on its way to some of them


async def tell_supporters(store: Store, *, at: int, proposal_id: int | None = None) -> int:
    """Tells some supporters what came of the proposal they joined; returns how many, 0 once all know.

    Told of an answer they stay; told that a proposal was withdrawn their support ends. Repeated it tells nobody twice.
    """
    behind: dict[int, list[int]] = {}
    for id, person_id in await store.supports.list_behind(limit=AT_ONCE, proposal_id=proposal_id):
        behind.setdefault(id, []).append(person_id)
    for id, person_ids in behind.items():
        proposal, sent = await store.proposals.get(id), await store.answers.find_latest(id)
        may_be_seen, work = await store.supports.may_be_seen(id), await store.works.latest(id)
        is_news = sent is not None and (work is None or work.said_at < sent.sent_at + _LATELY)
        for person_id in person_ids:
            if proposal is not None and proposal.withdrawn_at is not None:
                await _tell_end(store, proposal=proposal, to=person_id, at=at)
                await store.supports.remove(id, person_id)
                continue
            if proposal is not None and sent is not None and is_news:  # said to each once
                await _tell_answer(store, proposal=proposal, sent=sent, to=person_id, quotes=may_be_seen, at=at)
            if proposal is not None and work is not None:
                await work_words.tell_work(
                    store, proposal=proposal, said=work, to=person_id, peer_id=None, quotes=may_be_seen, at=at, too=True
                )
        await store.supports.note_told(id, person_ids)
    return sum(map(len, behind.values()))


def compose_supported(words: Words, proposal: Proposal, sent: SentAnswer, *, quotes: bool) -> str:
    """An answer as a supporter reads it: which proposal it is, then the answer.

    quotes: others may see the proposal's text.
    """
    answer = answer_words.compose_sent(words, proposal, sent, quotes=quotes)
    heading = words.say("You support № {number}. Its answer:", number=proposal.label)
    return f"{heading}\n{answer}"


async def _tell_answer(store: Store, *, proposal: Proposal, sent: SentAnswer, to: int, quotes: bool, at: int) -> None:
    def ask(words: Words) -> Reply:
        return Reply("", (notices.make_button(words, f"unsupport:{proposal.id}", "I support it no more"),))

    def say(words: Words, box: Mailbox) -> Reply:
        text = compose_supported(words, proposal, sent, quotes=quotes and box.quotes)
        return replace(ask(words), text=text)

    told = await notices.tell(store, to=to, kind="supported", object_id=sent.id, revision=sent.revision, at=at, say=say)
    if told:
        await sending.tell_files(store, proposal=proposal, sent=sent, to=to, at=at, asks=ask, too=True)


async def _tell_end(store: Store, *, proposal: Proposal, to: int, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "№ {number}, which you support, was withdrawn by its author. If you need the same, please propose it.",
            number=proposal.label,
        )
        return Reply(text, (notices.make_button(words, "propose", "Make a proposal"),))

    await notices.tell(store, to=to, kind="support_end", object_id=proposal.id, at=at, say=say)
