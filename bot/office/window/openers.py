"""Which template asks somebody whose window is shut, and with which values; who hears that one is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.budget.permissions import Role
from bot.budget.workdays import find_day, find_month
from bot.chat.message import Message, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.window.templates import (
    CHANGED,
    NOTICE,
    PROPOSAL_ANSWERED,
    QUESTION,
    RESULTS,
    SUBSCRIBED,
    TEMPLATES,
    WAITING,
    list_places,
)
from bot.office.wording import notices
from bot.office.wording.hearing_words import name_channel, say_moment
from bot.office.wording.notices import N_
from storage.people import Mailbox
from storage.queue.broadcast_values import BroadcastKind
from storage.queue.letters import ANSWER, ANSWER_FILE, ASKING, BROADCAST, SUPPORTED_FILE, UNDERSTOOD, Letter
from storage.store import Store

DAY = 24 * 3600 * 1000  # milliseconds
LONGEST_VALUE = 60  # characters; a messenger refuses templates that are mostly values
_OF_ANSWERS = {ANSWER, ANSWER_FILE, SUPPORTED_FILE, "supported"}
_OF_HEARINGS = {
    BroadcastKind.NOTICE: NOTICE,
    BroadcastKind.IN_7_DAYS: NOTICE,
    BroadcastKind.IN_1_DAY: NOTICE,
    BroadcastKind.IN_2_HOURS: NOTICE,
    BroadcastKind.MOVED: CHANGED,
    BroadcastKind.CANCELLED: CHANGED,
    BroadcastKind.COMERS: CHANGED,
    BroadcastKind.RESULTS: RESULTS,
    BroadcastKind.TOPIC: SUBSCRIBED,
    BroadcastKind.CALL: SUBSCRIBED,
    BroadcastKind.POLL: SUBSCRIBED,
}


@dataclass(frozen=True, slots=True)
class Opener:
    """A template and the values of its places, in the order in which they stand in its words."""

    template: str
    values: tuple[str, ...]
    text: str  # the whole, as its reader sees it


async def compose_opener(store: Store, letter: Letter) -> Opener:
    """Chooses the template for a letter that waits for its reader, and fills it in the reader's language."""
    words = Words(letter.language)
    aimak_id = await store.outbox.find_aimak_of_row(letter.id)
    aimak = await store.aimaks.find(aimak_id) if aimak_id else None
    known: dict[str, str] = {"aimak": aimak.name(words.language) if aimak is not None else "Sunush"}
    template = WAITING
    if letter.kind == BROADCAST:
        broadcast = await store.broadcasts.get(letter.object_id)
        template = _OF_HEARINGS[broadcast.kind] if broadcast is not None else WAITING
        known["when"] = (
            say_moment(words, broadcast.hearing_at) if broadcast is not None and broadcast.hearing_at else ""
        )
    elif letter.kind in _OF_ANSWERS:
        known["number"] = await _find_label(store, letter.object_id)
        template = PROPOSAL_ANSWERED
    elif letter.kind in {ASKING, UNDERSTOOD}:
        known["number"] = str((_read_asker(letter) or {}).get("label", ""))
        template = QUESTION
    if any(not known.get(name) for name in list_places(template, words.language)):
        template = WAITING
    return _fill(words, template, known)


async def tell_template_unusable(store: Store, letter: Letter, template: str, *, channel: str, at: int) -> None:
    """Tells the head of an office, once a day, that a messenger takes one of our templates from nobody now."""
    aimak_id = await store.outbox.find_aimak_of_row(letter.id)
    if not aimak_id:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        sentence = N_(
            "{messenger} does not take our message «{template}» now. What waits for people is kept and goes later. "
            "Whoever runs the bot should look at it."
        )
        return Reply(words.say(sentence, messenger=name_channel(words, channel), template=template))

    await notices.tell_office(
        store, aimak_id=aimak_id, kind="template", object_id=find_day(at).toordinal(), at=at, say=say, roles={Role.HEAD}
    )


async def tell_used_up(store: Store, letter: Letter, *, channel: str, at: int) -> None:
    """Tells an office, once a day, that no more people can be asked by a template now. What waits for them goes later."""
    aimak_id = await store.outbox.find_aimak_of_row(letter.id)
    if not aimak_id:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        sentence = N_(
            "{messenger} lets us write to no more people today whose last message is over a day old. The others are "
            "written to on the next days, those of the soonest hearing first."
        )
        return Reply(words.say(sentence, messenger=name_channel(words, channel)))

    await notices.tell_office(
        store,
        aimak_id=aimak_id,
        kind="used_up",
        object_id=find_day(at).toordinal(),
        at=at,
        say=say,
        expires_at=at + DAY,
    )


async def tell_ceiling(store: Store, letter: Letter, *, channel: str, at: int) -> None:
    """Tells an office, once a month, that as many notices have left by a messenger as may in a month."""
    aimak_id = await store.outbox.find_aimak_of_row(letter.id)
    if not aimak_id:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        sentence = N_(
            "As many notices have left by {messenger} this month as may leave. The others wait for the next month; answers "
            "to proposals leave as before."
        )
        return Reply(words.say(sentence, messenger=name_channel(words, channel)))

    month = find_day(at)
    await notices.tell_office(
        store, aimak_id=aimak_id, kind="ceiling", object_id=month.year * 100 + month.month, at=at, say=say,
        expires_at=find_month(month)[1],
    )  # fmt: skip


def _fill(words: Words, template: str, known: Mapping[str, str]) -> Opener:
    said = {name: " ".join(clean(value).split())[:LONGEST_VALUE] for name, value in known.items()}
    values = tuple(said[name] for name in list_places(template, words.language))
    return Opener(template, values, words.say(TEMPLATES[template][0], **said))


def _read_asker(letter: Letter) -> dict[str, Any] | None:
    return Message.from_json(letter.body).asker


async def _find_label(store: Store, answer_id: int) -> str:
    answer = await store.answers.get(answer_id)
    proposal = await store.proposals.get(answer.proposal_id) if answer is not None else None
    return proposal.label if proposal is not None else ""
