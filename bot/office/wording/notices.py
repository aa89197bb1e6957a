"""Notices: what is queued for people who did not ask just now. Text and language are fixed when queued."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.budget.permissions import TABLE, Act, Role, write_act_right
from bot.budget.workdays import find_day
from bot.chat.message import Choice, Message, Reply, read_asked
from bot.chat.texts import Words, say_in_every_language
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.meanings.late_pattern import compile_late
from bot.office.messengers.names import say_why_here
from bot.office.practice_words import mark
from storage.people import Mailbox, Person, choose_mailbox
from storage.proposals import Proposal
from storage.queue.outbox import Lane
from storage.store import Store

OFFICE = {Role.STAFF, Role.HEAD}
EXCLUSION = "exclusion"  # rows that tell an author of an exclusion; object_id is its note's
Telling = Callable[[Words, Mailbox], Reply]


async def tell(
    store: Store,
    *,
    to: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    peer_id: int | None = None,
    of_chat: bool = False,
    revision: int | None = 1,
    lane: Lane = Lane.ANSWER,
    right: dict[str, Any] | None = None,
    asker: dict[str, Any] | None = None,
    expires_at: int | None = None,
    asks: Callable[[Words], Reply] | None = None,
) -> bool:
    """Queues a notice for a person, once for its kind, object and revision. False: there is nowhere to write to.

    of_chat: it is about the chat named. So it is told there, on a page too, while one can write to it.
    revision None is said as often as it happens. After expires_at (ms UTC) it leaves no more.
    asks is a reply that went before and is still asked. A typed answer to this notice is one to that.
    right is what they must still be allowed when it leaves. asker is who hears of it where it reaches nobody
    (see bot/office/wording/unreached.py).
    """
    boxes = (await store.people.list_mailboxes([to])).get(to, [])
    box = choose_mailbox(boxes, peer_id)
    if of_chat:
        box = next((one for one in boxes if one.peer_id == peer_id and not one.blocked and not one.gone), box)
    if box is None:
        return False
    words = Words(box.language or "")
    about = (right or asker or {}).get("aimak") or box.aimak_id
    said = await mark(store, say(words, box), aimak_id=about)
    for named in boxes:
        if named.peer_id == peer_id and named is not box and named.blocked:
            said = replace(said, text=f"{say_why_here(words, named.channel)}\n\n{said.text}")
    message = replace(Message.notice(said), right=right, asker=asker)
    if asks is not None:
        message = replace(message, asks=read_asked(asks(words)), about=asks(words).about)
    if revision is None:
        before = await store.outbox.find_latest(box.peer_id, kind, object_id)
        revision = before.revision + 1 if before is not None else 1
    await store.outbox.queue(
        box.peer_id,
        box.channel,
        box.account,
        kind=kind,
        object_id=object_id,
        revision=revision,
        lane=lane,
        language=words.language,
        body=message.to_json(),
        at=at,
        expires_at=expires_at,
    )
    return True


async def tell_office(
    store: Store,
    *,
    aimak_id: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    revision: int | None = 1,
    roles: set[Role] = OFFICE,
    but: int = 0,
    lane: Lane = Lane.ANSWER,
    expires_at: int | None = None,
) -> int:
    """Queues a notice for everyone with one of the roles in an aimak's office, but one person. Returns for how many.

    It leaves only to those who still work there then. Where nobody does, whoever runs the install is told so.
    """
    right, told = write_act_right(Act.APPROVE if roles == {Role.HEAD} else Act.READ_QUEUE, aimak_id), 0
    for person_id in await store.roles.list_colleagues(aimak_id, roles):
        if person_id != but:
            told += await tell(
                store, to=person_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say, right=right,
                lane=lane, expires_at=expires_at,
            )  # fmt: skip
    if not told and roles == OFFICE:
        await tell_no_office(store, aimak_id=aimak_id, at=at)
    return told


async def tell_colleague(
    store: Store,
    *,
    to: int | None,
    aimak_id: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    revision: int | None = 1,
    act: Act = Act.READ_QUEUE,
) -> int:
    """Queues a notice for one person if they may still do an act in an aimak.

    Else for its whole office; returns for how many.
    """
    if to in await store.roles.list_colleagues(aimak_id, TABLE[act]):
        right = write_act_right(act, aimak_id)
        return await tell(store, to=to, kind=kind, object_id=object_id, revision=revision, at=at, say=say, right=right)
    return await tell_office(
        store, aimak_id=aimak_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say
    )


async def tell_admins(store: Store, *, kind: str, object_id: int, revision: int, at: int, say: Telling) -> None:
    """Queues a notice for everyone who runs the install."""
    for person_id in await store.roles.list_admins():
        await tell(store, to=person_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say)


async def tell_no_office(store: Store, *, aimak_id: int, at: int) -> None:
    """Tells whoever runs the install, once a day, that nobody of an aimak's office hears what is sent to it."""
    aimak = await store.aimaks.get(aimak_id)
    if aimak.merged_into_id is not None or aimak.practice_of_id is not None:
        return  # nobody can be invited there any more, or nobody else is to hear of it

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(
                "Nobody of the office of {aimak} gets the bot's messages: please invite somebody there.",
                aimak=quote(aimak.name(words.language), 60),
            )
        )

    day = find_day(at).toordinal()
    await tell_admins(store, kind="no_staff", object_id=aimak_id, revision=day, at=at, say=say)


async def take_back_exclusion(store: Store, note: int, *, at: int) -> None:
    """Keeps what tells an author of an exclusion (id of its note) from leaving: it was taken back."""
    await store.outbox.skip(EXCLUSION, note, code="taken_back", at=at, in_hand=True)


def make_asking(proposal: Proposal, by: Person) -> dict[str, Any]:
    """Who hears of it where a notice to a proposal's author reaches nobody: the clerk, of the proposal's office."""
    return {"person": by.id, "aimak": proposal.aimak_id, "proposal": proposal.id, "label": proposal.label}


def make_button(words: Words, id: str, title: str, means: tuple[Intent, ...] = ()) -> Choice:
    """A button whose title is one of the bot's own sentences."""
    return Choice(id, words.say(title), say_in_every_language(title), means=means)


def quote_proposal(words: Words, proposal: Proposal, limit: int = 200) -> str:
    """A proposal's text in quotation marks, its files counted."""
    return quote_with_files(words, proposal.text, proposal.files, limit)


_READ_OF_LINES = 8  # times what is shown: spaces and marks are left out of a quotation
_ENDS_IN_A_WORD = compile_late(r"[\w»\")]$")


def end_lines(text: str) -> str:
    """Ends each line of a text as a sentence, for showing it in one line. So what was added reads as added."""
    lines = [line.strip() for line in text.split("\n")]
    ended = [
        f"{line}." if len(line.split()) > 1 and len(after.split()) > 1 and _ENDS_IN_A_WORD.search(line) else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]  # a word alone is no sentence
    return "\n".join(ended)


def quote_with_files(words: Words, text: str, files: Mapping[str, int], limit: int = 200) -> str:
    """A text in quotation marks, then the voices, photos and documents counted."""
    parts = [put_in_quotes(quote(end_lines(text[: limit * _READ_OF_LINES]), limit))] if text else []
    if voices := files.get("voice"):
        parts.append(words.say_n("{n} voice message", "{n} voice messages", voices))
    if photos := files.get("photo"):
        parts.append(words.say_n("{n} photo", "{n} photos", photos))
    if documents := files.get("document"):
        parts.append(words.say_n("{n} document", "{n} documents", documents))
    return ", ".join(parts)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message that is said later
    """Marks a message that is said later."""
    return message


EXCLUSIONS = {
    "not_a_proposal": N_("a greeting or an opinion"),
    "spam": N_("an advertisement"),
    "test": N_("a test"),
}
