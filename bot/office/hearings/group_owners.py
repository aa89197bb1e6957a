"""Whose a village's group is. The bot is let in or put out; a group is asked for, given away, kept or let go."""

from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, write_act_right
from bot.chat.message import Message, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.staff import list_allowed_aimaks, permit, record
from bot.office.wording.notices import make_button, tell, tell_office
from storage.aimaks import Aimak
from storage.groups import Binding, Group
from storage.people import Mailbox, Person
from storage.queue.outbox import Lane
from storage.store import Store

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a group the bot was let into. It is bound to the clerk's aimak, or its office is asked first."""

    aimak: Aimak
    group: int  # peer id
    asked: Aimak | None = None  # the aimak whose group it is, and whose office is asked


async def join(store: Store, *, address: str, title: str, by: Person, at: int) -> Joined | None:
    """Binds a group to the aimak of the clerk who let the bot in. None: a stranger did, which binds nothing.

    A group of another aimak stays its own until its office gives it away. Putting the bot out does not change that.
    """
    allowed = await list_allowed_aimaks(store, by=by, act=Act.POST)
    chosen = by.aimak_id if by.aimak_id in allowed else min(filter(None, allowed), default=None)
    if chosen is None:
        return None
    group, title = await store.people.meet(by.channel, by.account, address, at=at), title[:LONGEST_TITLE]
    await store.people.note_heard(group.peer_id, at=at, state_version=None)
    before, aimak = await store.groups.find_binding(group.peer_id), await store.aimaks.settle(chosen)
    if before is not None and not before.let_go and before.aimak_id not in allowed:
        await _ask_for(store, group.peer_id, before.aimak_id, title=title, to=aimak, by=by, at=at)
        return Joined(aimak, group.peer_id, await store.aimaks.get(before.aimak_id))
    await store.groups.put(group.peer_id, aimak_id=aimak.id, title=title, by=by.id, at=at)
    await _record_group(store, group.peer_id, "join", aimak_id=aimak.id, by=by, at=at)
    return Joined(aimak, group.peer_id)


async def _ask_for(store: Store, group: int, owner: int, *, title: str, to: Aimak, by: Person, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The office of {aimak} wants to post in your group «{title}». Give it to them?",
            aimak=quote(to.name(words.language), 60),
            title=quote(title, 40),
        )
        yes = make_button(words, f"group_give:{group}.{to.id}", "Give it to them")
        return Reply(text, (yes, make_button(words, f"group_keep:{group}.{to.id}", "Keep the group")))

    if not await tell_office(store, aimak_id=owner, kind="group_asked", object_id=group, revision=None, at=at, say=say):
        right = write_act_right(Act.GIVE_GROUP, owner)
        for person_id in await store.roles.list_admins():
            await tell(
                store, to=person_id, kind="group_asked", object_id=group, revision=None, at=at, say=say, right=right
            )
    await _record_group(store, group, "asked_for", aimak_id=owner, by=by, at=at, to=to.id)


async def leave(store: Store, *, address: str, by: Person, at: int) -> None:
    """Notes that the bot was put out of a group, by whomever, and tells the office it belonged to."""
    group = await store.people.find(by.channel, by.account, address)
    bound = await store.groups.find_binding(group.peer_id) if group is not None else None
    if group is None or bound is None or not bound.is_in:
        return
    own = await list_allowed_aimaks(store, by=by, act=Act.POST)
    await store.groups.remove(group.peer_id, at=at, let_go=bound.aimak_id in own)
    title = bound.title

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(
                "The bot was put out of the group «{title}»: nothing is posted there now.", title=quote(title, 60)
            )
        )

    await tell_office(
        store, aimak_id=bound.aimak_id, kind="group_left", object_id=group.peer_id, revision=None, at=at, say=say,
        but=by.id,
    )  # fmt: skip


async def move(store: Store, *, group: Person, address: str, at: int) -> None:
    """Follows a group that has become another chat, as the messenger says of it."""
    there = await store.people.find(group.channel, group.account, address)
    if there is None:
        await store.people.move(group.peer_id, group.channel, group.account, address=address)
    elif there.peer_id != group.peer_id:
        await store.groups.move(group.peer_id, to=there.peer_id, at=at)


async def give(store: Store, *, id: int, to: int, by: Person, at: int) -> Aimak:
    """Gives a group (peer id) to another aimak (id) whose office asked for it, and tells them. Raises NotAllowed."""
    bound, asked = await _of_office(store, id, by=by), await store.aimaks.find(to)
    aimak = await store.aimaks.settle(asked.id) if asked is not None else None
    if aimak is None or aimak.id == bound.aimak_id:
        raise NotAllowed(Act.GIVE_GROUP)
    await store.groups.put(id, aimak_id=aimak.id, title=bound.title, by=by.id, at=at)
    await _record_group(store, id, "give", aimak_id=bound.aimak_id, by=by, at=at, to=aimak.id)
    await _answer(store, id, bound, to=aimak.id, given=True, at=at)
    return aimak


async def keep(store: Store, *, id: int, to: int, by: Person, at: int) -> None:
    """Keeps a group (peer id) another aimak (id) asked for, and tells them. Raises NotAllowed."""
    bound = await _of_office(store, id, by=by)
    await _record_group(store, id, "keep", aimak_id=bound.aimak_id, by=by, at=at, to=to)
    if await store.aimaks.find(to) is not None:
        await _answer(store, id, bound, to=to, given=False, at=at)


async def _answer(store: Store, group: int, bound: Binding, *, to: int, given: bool, at: int) -> None:
    owner, title = await store.aimaks.get(bound.aimak_id), quote(bound.title, 60)

    def say(words: Words, _box: Mailbox) -> Reply:
        if given:
            return Reply(words.say("The group «{title}» now belongs to your office.", title=title))
        name = quote(owner.name(words.language), 60)
        return Reply(words.say("The office of {aimak} keeps the group «{title}».", aimak=name, title=title))

    await tell_office(store, aimak_id=to, kind="group_answer", object_id=group, revision=None, at=at, say=say)


async def free(store: Store, *, id: int, by: Person, at: int) -> str:
    """Lets a group (peer id) go, so that nothing is posted there any more; returns its title. Raises NotAllowed."""
    bound = await _of_office(store, id, by=by)
    await store.groups.remove(id, at=at, let_go=True)
    await _record_group(store, id, "free", aimak_id=bound.aimak_id, by=by, at=at)
    return bound.title


async def list_groups(store: Store, *, aimak_id: int, by: Person) -> list[Group]:
    """Lists every group of an office the bot is in. Raises NotAllowed."""
    await permit(store, by=by, act=Act.GIVE_GROUP, aimak_id=aimak_id)
    return await store.groups.list_of(aimak_id)


async def mark(store: Store, *, id: int, of_staff: bool, by: Person, at: int) -> str:
    """Notes whether nobody but the office reads in a group (peer id), says so there, and returns its title.

    The day of an office is said in its own group alone, in the language of whoever marked it. Raises NotAllowed.
    """
    bound = await _of_office(store, id, by=by)
    if bound.of_staff is of_staff:
        return bound.title
    await store.groups.set_of_staff(id, of_staff)
    await store.people.set_language(id, by.language or "")
    await _record_group(store, id, "of_staff" if of_staff else "of_residents", aimak_id=bound.aimak_id, by=by, at=at)
    await store.outbox.skip_waiting(id, code="superseded", at=at)  # what was meant for other readers
    group = next((one for one in await store.groups.list_of(bound.aimak_id) if one.peer_id == id), None)
    if group is None:
        return bound.title
    words = Words(by.language or "")
    said = (
        words.say("This is the group of the staff now: at nine on working days the work of the office is said here.")
        if of_staff
        else words.say("The work of the office is not said here any more: residents read here.")
    )
    before = await store.outbox.find_latest(id, "group_marked", bound.aimak_id)
    revision = before.revision + 1 if before is not None else 1
    await store.outbox.queue(
        group.peer_id, group.channel, group.account, kind="group_marked", object_id=bound.aimak_id, revision=revision,
        lane=Lane.NOTICE, language=words.language, body=Message(said, stays=True).to_json(), at=at,
    )  # fmt: skip
    return bound.title


async def _of_office(store: Store, id: int, *, by: Person) -> Binding:
    bound = await store.groups.find_binding(id)
    await permit(store, by=by, act=Act.GIVE_GROUP, aimak_id=bound.aimak_id if bound is not None else -1)
    if bound is None or bound.let_go:
        raise NotAllowed(Act.GIVE_GROUP)
    return bound


async def _record_group(
    store: Store, id: int, what: str, *, aimak_id: int, by: Person, at: int, **details: object
) -> None:
    await record(store, Act.POST, by=by, aimak_id=aimak_id, at=at, object="group", object_id=id, what=what, **details)
