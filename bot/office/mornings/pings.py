"""An office hears of new proposals: at once, gathered at most every half hour, or once a day.

Each colleague chooses.
"""

from bot.budget.permissions import Act, write_act_right
from bot.budget.proposal import Decision, Reason, Side
from bot.budget.quiet_hours import QuietHours
from bot.budget.reasoning import LIKELIEST, rank_reasons
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.staff import permit
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS
from bot.office.wording.notices import N_, OFFICE, end_lines, make_button, quote_proposal, tell, tell_no_office
from storage.mornings.pings import Ping
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.queue.outbox import Lane
from storage.store import Store

AT_ONCE = 50  # people a transaction
SHOWN = 200  # characters of a proposal that its notice shows
MODES = {
    Ping.EACH: N_("Each at once"),
    Ping.GATHERED: N_("Gathered"),
    Ping.DAILY: N_("Once a day"),
}


async def choose(store: Store, *, aimak_id: int, mode: Ping, by: Person, at: int) -> None:
    """Keeps how somebody of an office wants to hear of new proposals; what was gathered is said now. Raises NotAllowed."""
    await permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    heard = await store.pings.find_gathered(by.id, aimak_id)
    n = await store.mornings.count_new(aimak_id, after=heard) if heard is not None else 0
    await store.pings.set_mode(by.id, aimak_id, mode)
    if n:
        await _tell_how_many(store, n, to=by.id, aimak_id=aimak_id, at=at)


async def find_mode(store: Store, *, aimak_id: int, by: Person) -> Ping:
    """How somebody of an office hears of new proposals now. Raises NotAllowed."""
    await permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    return (await store.pings.list_modes(aimak_id)).get(by.id, Ping.GATHERED)


async def tell_new_proposal(store: Store, *, proposal: Proposal, quiet: QuietHours, at: int) -> None:
    """Tells those of the office that a proposal came who want to hear it now.

    In quiet hours it is gathered (at: ms UTC).
    """
    colleagues = await store.roles.list_colleagues(proposal.aimak_id, OFFICE)
    modes = await store.pings.list_modes(proposal.aimak_id)
    now = [one for one in colleagues if await _hears_now(store, one, modes.get(one, Ping.GATHERED), proposal, at)]
    reasons = await _list_reasons(store, proposal) if now else []

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "New proposal № {number}: {quote}. Answer it {until}.",
            number=proposal.label,
            quote=quote_proposal(words, proposal, SHOWN),
            until=words.until(proposal.due_on),
        )
        choices = (make_button(words, f"desk_one:{proposal.id}", "Open"), *_list_at_once(words, proposal, reasons))
        return Reply(text, choices, about=f"answer_words:{proposal.id}")

    right = write_act_right(Act.READ_QUEUE, proposal.aimak_id)
    lane = Lane.DAY_NOTICE if quiet.covers(at) else Lane.ANSWER
    reached = len(now) < len(colleagues)  # the others hear of it later
    for person_id in now:
        reached |= await tell(
            store, to=person_id, kind="new_proposal", object_id=proposal.id, at=at, say=say, right=right, lane=lane
        )
    if not reached:
        await tell_no_office(store, aimak_id=proposal.aimak_id, at=at)


async def _hears_now(store: Store, person_id: int, mode: Ping, proposal: Proposal, at: int) -> bool:
    if mode is Ping.GATHERED:
        return await store.pings.is_first(person_id, proposal.aimak_id, proposal_id=proposal.id, at=at)
    return mode is Ping.EACH


async def _list_reasons(store: Store, proposal: Proposal) -> list[Reason]:
    # A notice has buttons to answer only if it shows all. Anything else is read, heard or seen on its card first.
    text = end_lines(proposal.text)
    if any(proposal.files.values()) or proposal.side is Side.UNSURE or quote(text, SHOWN) != quote(text, 2 * SHOWN):
        return []
    counts = await store.alike.count_reasons(
        aimak_id=proposal.aimak_id, year=proposal.budget_year, category=proposal.category
    )
    return rank_reasons(counts)[:LIKELIEST]


def _list_at_once(words: Words, proposal: Proposal, reasons: list[Reason]) -> tuple[Choice, ...]:
    # The buttons of its card by which an answer is begun, for the text as it is shown here.
    if not reasons:
        return ()
    shown = f"{proposal.id}.{proposal.revision}"
    refusing = (make_button(words, f"at_once:{shown}.refuse:{one.value}", REASON_BUTTONS[one]) for one in reasons)
    return (*refusing, make_button(words, f"at_once:{shown}.include", DECISIONS[Decision.INCLUDED]))


async def tell_gathered(store: Store, *, quiet: QuietHours, at: int) -> int:
    """Tells some of those who gather how many came since they heard, never in quiet hours.

    Returns of how many it was done.
    """
    if quiet.covers(at):
        return 0
    behind = await store.pings.list_behind(at=at, limit=AT_ONCE)
    for person_id, aimak_id, old in behind:
        n = await store.mornings.count_new(aimak_id, after=old)
        works_here = person_id in await store.roles.list_colleagues(aimak_id, OFFICE)
        if not await store.pings.catch_up(person_id, aimak_id, old=old, at=at) or not works_here:
            continue
        await _tell_how_many(store, n, to=person_id, aimak_id=aimak_id, at=at)
    return len(behind)


async def _tell_how_many(store: Store, n: int, *, to: int, aimak_id: int, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say_n("{n} new proposal came.", "{n} new proposals came.", n)
        choices = (
            make_button(words, "desk_list:waiting", "Awaiting an answer"),
            make_button(words, "pings", "How often to be told"),
        )
        return Reply(text, choices)

    await tell(
        store, to=to, kind="new_proposals", object_id=aimak_id, revision=None, at=at, say=say,
        right=write_act_right(Act.READ_QUEUE, aimak_id), lane=Lane.DAY_NOTICE,
    )  # fmt: skip
