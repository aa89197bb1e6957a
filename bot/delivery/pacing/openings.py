"""Templates that do not leave now: one is not taken, or a day's limit is reached.

Whoever is to be asked waits without a template meanwhile. One row tries a refused template for all, once in PAUSED; the
first that is taken lets all go. So does the messenger, where it says that it takes the template again.
"""

from collections.abc import Collection, Sequence

from bot.channels.contract import Channel
from bot.channels.intake import DeliveryReport, TemplateNews
from bot.chat.message import Message
from bot.delivery.pacing.new_chats import DAY, LATEST, STEP
from bot.office.window.openers import tell_template_unusable, tell_used_up
from storage.queue.letters import OPENER, Letter, Sent, State
from storage.queue.openings import Template
from storage.store import Store

PAUSED = 3600 * 1000  # milliseconds between two tries of a template that its messenger takes from nobody
TEMPLATE, USED_UP = "template", "used_up"  # the codes of delivery reports that say so
REPLACED = "replaced"  # the code of templates that did not leave: whoever they were for is asked later, by another


async def find_hold(channel: Channel, row_id: int, template: Template, store: Store, *, now: int) -> int | None:
    """When a row may ask by a template (ms UTC); None: at once. Where that is to be tried again, this row does it for all."""
    mine = (channel.name, channel.account)
    held = (await store.openings.list_held(*mine)).get(template)
    if held is None:
        return None
    if held.until > now:
        return None if held.trying == row_id else held.until
    await store.openings.hold(*mine, template, until=now + PAUSED, at=now, trying=row_id)
    return None


async def must_wait(channel: Channel, letter: Letter, store: Store, *, now: int) -> bool:
    """Whether a claimed template may not leave after all. Then whoever it was for is asked later."""
    until = (await store.openings.read_limit(channel.name, channel.account)).rest_until
    if until <= now:
        until = await find_hold(channel, letter.object_id, _read_template(letter), store, now=now) or 0
    return until > now and await _ask_later(letter, store, until=until, at=now)


async def hold_refused(channel: Channel, letter: Letter, at: int, store: Store) -> bool:
    """Holds a template that its messenger takes from nobody now. The head hears of it, once a day."""
    return await _ask_later(letter, store, until=await _hold(channel, letter, at, store), at=at)


async def rest(channel: Channel, letter: Letter, at: int, store: Store) -> bool:
    """Asks nobody any more until a day's limit that is reached frees, and learns from it how much that is."""
    return await _ask_later(letter, store, until=await _note_reached(channel, letter, at, store, refused=1), at=at)


async def note_late(channel: Channel, report: DeliveryReport, at: int, store: Store) -> bool:
    """The same of a template of which its messenger says so later; false where it was none."""
    opener = await store.outbox.take_back_opener(channel.name, channel.account, report.message_id, report.row, at=at)
    if opener is None:
        return False
    if report.code == TEMPLATE:
        until = await _hold(channel, opener, at, store)
    else:
        until = await _note_reached(channel, opener, at, store)
    await store.outbox.ask_later(opener.object_id, opener.peer_id, until=until, at=at)
    return True


async def _hold(channel: Channel, letter: Letter, at: int, store: Store) -> int:
    template = _read_template(letter)
    await tell_template_unusable(store, letter, template[0], channel=channel.name, at=at)
    return await store.openings.hold(channel.name, channel.account, template, until=at + PAUSED, at=at)


async def _note_reached(channel: Channel, letter: Letter, at: int, store: Store, *, refused: int = 0) -> int:
    # What was refused is under way still, and is not counted.
    await tell_used_up(store, letter, channel=channel.name, at=at)
    mine = (channel.name, channel.account)
    left, oldest = await store.outbox.count_openers(*mine, since=at - DAY, under_way=True)
    until = at + PAUSED if oldest is None else oldest + DAY
    return await store.openings.note_reached(*mine, most=max(0, left - refused), until=until, at=at)


async def note_taken(channel: Channel, sent: Sequence[Sent], lost: Collection[int], store: Store) -> None:
    """Lets all go that waits for the templates which have just left."""
    asked = [one for one in sent if one.letter.kind == OPENER and one.letter.id not in lost]
    held = await store.openings.list_held(channel.name, channel.account) if asked else {}
    for template in {_read_template(one.letter) for one in asked} & held.keys():
        at = max(one.at for one in asked)
        await _let_go(channel, template, at, store)


async def note_template(channel: Channel, news: TemplateNews, at: int, store: Store) -> None:
    """Holds a template or lets it go, as its messenger says."""
    template = (news.name, news.language)
    if news.is_taken:
        await _let_go(channel, template, at, store)
    else:
        await store.openings.hold(channel.name, channel.account, template, until=at + PAUSED, at=at)


async def note_limit(channel: Channel, most: int | None, at: int, store: Store) -> None:
    """Notes how many people a day may be asked, as the messenger says. Where it is more than before, nobody rests."""
    mine = (channel.name, channel.account)
    before = await store.openings.read_limit(*mine)
    await store.openings.note_limit(*mine, most)
    if before.rest_until > at and not (await store.openings.read_limit(*mine)).rest_until:
        await store.outbox.ask_now(*mine, due=before.rest_until, within=STEP * LATEST, at=at)


async def _let_go(channel: Channel, template: Template, at: int, store: Store) -> None:
    mine = (channel.name, channel.account)
    due = await store.openings.let_go(*mine, template)
    if due is not None:
        await store.outbox.ask_now(*mine, language=template[1], due=due, at=at)


def _read_template(letter: Letter) -> Template:
    return str((Message.from_json(letter.body).template or {}).get("name", "")), letter.language


async def _ask_later(letter: Letter, store: Store, *, until: int, at: int) -> bool:
    done = await store.outbox.finish(letter, State.SKIPPED, at=at, code=REPLACED)
    if done:
        await store.outbox.ask_later(letter.object_id, letter.peer_id, until=until, at=at)
    return done
