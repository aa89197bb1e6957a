"""How a letter ends, as the outbox keeps it: finished, put off, moved, its chat shut. Or its messenger reports it later."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.channels.contract import Channel
from bot.channels.intake import Became, DeliveryReport, LimitNews, TemplateNews
from bot.delivery.pacing.openings import PAUSED, TEMPLATE, USED_UP, note_late, note_limit, note_template
from bot.delivery.pacing.pace import find_spacing
from bot.delivery.pacing.reply_window import NOT_TODAY, send_anew
from bot.office.messengers.diversion import divert, divert_letter
from bot.office.wording import unreached
from storage.database.engine import Database
from storage.queue.outbox import Letter, Sent, State
from storage.queue.window import WINDOW_CLOSED
from storage.store import Store

log = structlog.get_logger(__name__)

UNSURE = "uncertain"
NOT_NOW = "not_now"  # the code of a delivery report: the messenger wants this person left alone for a day
ACCOUNT = "account"  # the code of a delivery report: somebody has to mend our account first
PASSING = "passing"  # the code of a delivery report: a fault of the messenger's own, which passes
PASSES_IN, LATE_TRIES = 300_000, 5  # milliseconds until it is tried again; how often in all
_AGAIN = {WINDOW_CLOSED: 0, NOT_NOW: NOT_TODAY, ACCOUNT: PAUSED}  # milliseconds after which a message goes once more
# What ends a template for now, and what the same code means of any other message.
_OF_OPENERS = {TEMPLATE: "rejected", USED_UP: "unreachable"}
_ENDS_AS = {**_OF_OPENERS, PASSING: "unreachable"}

# Writes how a letter ended; false where its lease was lost.
Ending = Callable[[Store], Awaitable[bool]]


def make_sent(channel: Channel, letter: Letter, external_id: str, at: int) -> Sent:
    """Makes the ending of a letter that left at a moment (ms UTC). external_id is the messenger's id of it."""
    # Of what was not shown at all nothing is reported.
    reported = channel.capabilities.reports_delivery and bool(external_id)
    return Sent(letter, at, external_id, find_spacing(channel, letter), reported)


def put_off(letter: Letter, until: int, code: str, *, tried: bool = True) -> Ending:
    """Makes the ending of a letter that may leave from a moment on (until, ms UTC); tried counts the attempt."""
    return partial(_put_off, letter, until, keep_unsure(letter, code), tried)


async def _put_off(letter: Letter, until: int, code: str, tried: bool, store: Store) -> bool:
    return await store.outbox.put_off(letter, not_before=until, code=code, tried=tried)


def keep_unsure(letter: Letter, code: str) -> str:
    """Returns the code for a letter that is put off. UNSURE stays, since what may have arrived is tried only once more."""
    return UNSURE if letter.code == UNSURE else code


async def finish(letter: Letter, state: State, store: Store, *, at: int, code: str) -> bool:
    """Ends a letter in a final state; whoever can do something about it is told."""
    done = await store.outbox.finish(letter, state, at=at, code=code)
    if done:
        await unreached.tell(store, ids=[letter.id], at=at)
    return done


async def move(channel: Channel, letter: Letter, address: str, now: int, store: Store) -> bool:
    """Goes on with a letter at the address that its chat has now."""
    there = await store.people.find(channel.name, channel.account, address)
    if there is not None and there.peer_id != letter.peer_id:
        # The new chat has spoken to us already and has rows of its own; the old one is no more.
        await store.people.set_blocked(letter.peer_id, at=now)
        await store.groups.move(letter.peer_id, to=there.peer_id, at=now)
        return await store.outbox.hand_over(letter, to=there.peer_id, at=now)
    await store.people.move(letter.peer_id, channel.name, channel.account, address=address)
    return await store.outbox.put_off(letter, not_before=now, code=keep_unsure(letter, "moved"), tried=False)


async def shut(letter: Letter, code: str, at: int, store: Store) -> bool:
    """Ends a letter to a chat that takes no more messages. Of a person everything that waits is skipped.

    Where they have another messenger it goes on there.
    """
    if await store.groups.find_aimak(letter.peer_id) is not None:
        return await finish(letter, State.FAILED, store, at=at, code=code)
    await store.people.set_blocked(letter.peer_id, at=at)
    goes_on = await divert_letter(store, letter, at=at)
    await divert(store, letter.peer_id, at=at)
    skipped = await store.outbox.skip_waiting(letter.peer_id, code="blocked", at=at)
    done = goes_on or await finish(letter, State.FAILED, store, at=at, code="blocked")
    await unreached.tell(store, ids=skipped, at=at)
    return done


async def note_delivery(
    channel: Channel, database: Database, now: Callable[[], int], wake: Callable[[], None], report: DeliveryReport
) -> bool:
    """Commits a report of a channel; false where it must come again, because its send is not written down yet."""

    async def write(store: Store) -> bool:
        if report.made and not await store.outbox.is_there(report.row, report.made):
            return True  # it is gone, and its id may be another's by now
        of = (channel.name, channel.account, report.message_id, report.row)
        if report.became is Became.TAKEN:
            return await store.outbox.note_taken(*of, at=now())
        if report.became is not Became.FAILED:
            return await store.outbox.note_arrived(*of, at=now(), read=report.became is Became.READ)
        if report.code in _OF_OPENERS and await note_late(channel, report, now(), store):
            return True
        if report.code in _AGAIN:
            return await send_anew(channel, report, store, now=now(), wait=_AGAIN[report.code])
        if report.code == PASSING:
            again = now() + PASSES_IN
            if (await store.outbox.take_back_sent(*of, not_before=again, tries=LATE_TRIES) or (0, 0))[0]:
                return True
        lost = await store.outbox.note_lost(*of, code=_ENDS_AS.get(report.code, report.code))
        await unreached.tell(store, ids=lost or (), at=now())
        return lost is not None

    is_noted = await database.write(write)
    if report.became is Became.FAILED:
        log.warning("a message that was taken did not arrive", row=report.row, why=report.code)
    wake()
    return is_noted


async def note_news(
    channel: Channel,
    database: Database,
    now: Callable[[], int],
    wake: Callable[[], None],
    news: TemplateNews | LimitNews,
) -> None:
    """Commits what a messenger says of our templates, and of how many people a day they may ask."""

    async def write(store: Store) -> None:
        if isinstance(news, LimitNews):
            await note_limit(channel, news.most, now(), store)
        else:
            await note_template(channel, news, now(), store)

    await database.write(write)
    wake()
