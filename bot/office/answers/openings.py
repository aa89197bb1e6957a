"""An office that nobody was in gets somebody. Deadlines begin anew, and those who waited hear that the office is here."""

from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.by_language import Texts
from bot.language.kyrgyz import quote
from bot.office.days_off.counting import count_due
from bot.office.rules import read_rules
from bot.office.wording.notices import tell
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.store import Store

AT_ONCE = 100  # authors told in one unit of the writer; housekeeping tells the others
_OPENED = "office_opened_"  # begins the name of the fact that says who of an aimak (id) is still to be told


async def open_office(store: Store, *, aimak_id: int, since: int, at: int) -> None:
    """Counts the deadlines of what came while nobody worked here from today, and tells the first of its authors.

    since is when that began (ms UTC). A deadline that an office promised stays. Criterion 6 goes on counting from the day
    of receipt.
    """
    today = find_day(at)
    rules = await read_rules(store, today)
    due_on = await count_due(store, rules, aimak_id=aimak_id, day=today, n=rules.answer_days)
    if await store.proposals.set_due(aimak_id, since=since, due_on=due_on, due_days=rules.answer_days):
        await store.meta.put(f"{_OPENED}{aimak_id}", f"{since} 0")
        await tell_next(store, at=at)


async def tell_next(store: Store, *, at: int) -> bool:
    """Tells the next authors who waited for an office that is here now; whether there are more of them."""
    opened = await store.meta.list_beginning(_OPENED)
    if not opened:
        return False
    name, value = opened[0]
    aimak_id, (since, after) = int(name.removeprefix(_OPENED)), map(int, value.split())
    found = await store.proposals.list_waiting(aimak_id, since=since, after=after, limit=AT_ONCE)
    aimak = await store.aimaks.get(aimak_id)
    for proposal in found:
        await _tell_author(store, proposal, aimak.names, at=at)
    if len(found) == AT_ONCE:
        await store.meta.put(name, f"{since} {found[-1].id}")
        return True
    await store.meta.drop(name)
    return len(opened) > 1


async def _tell_author(store: Store, proposal: Proposal, names: Texts, *, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(
                "The office of {aimak} has joined the bot. Your proposal № {number} is answered here {until}.",
                aimak=quote(names[words.language], 60),
                number=proposal.label,
                until=words.until(proposal.due_on),
            )
        )

    await tell(
        store,
        to=proposal.author_id,
        peer_id=proposal.peer_id,
        kind="office_here",
        object_id=proposal.id,
        at=at,
        say=say,
    )
