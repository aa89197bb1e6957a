"""What is said in the other messenger when two are joined or parted; never a name, and never a proposal."""

from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.office.messengers.names import name_messenger
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import make_button, tell, tell_office
from storage.joined.joins import Joined
from storage.people import Mailbox, Person
from storage.queue.outbox import Lane
from storage.roles import Member
from storage.store import Store


async def tell_joined(store: Store, *, to: Person, other: Person, at: int) -> None:
    """Tells the other messenger that it is joined now, with a button that parts them at once."""
    joined = await store.joins.find(other.peer_id) or await store.joins.find(to.peer_id)
    if joined is None:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        names = {"here": name_messenger(to.channel), "there": name_messenger(other.channel)}
        text = " ".join([
            words.say("{here} and {there} are joined now: your proposals and answers are in both.", **names),
            words.say("If that was not you, press «{button}».", button=words.title("Part them")),
        ])  # fmt: skip
        return Reply(text, (make_button(words, f"part_now:{joined.peer_id}", "Part them"),))

    await tell(
        store,
        to=joined.person_id,
        peer_id=to.peer_id,
        of_chat=True,
        kind="joined",
        object_id=other.peer_id,
        revision=None,
        lane=Lane.REPLY,
        at=at,
        say=say,
    )


async def ask_owner(store: Store, *, owner: Person, by: Person, at: int) -> None:
    """Asks whoever made a code and has a role: their rights would work in the other chat too."""

    def say(words: Words, _box: Mailbox) -> Reply:
        text = " ".join([
            words.say("In {there} somebody opened your code and agreed. Was it you?", there=name_messenger(by.channel)),
            words.say("You work for the office: whoever writes there could then do all that you can."),
        ])  # fmt: skip
        return Reply(
            text,
            (
                make_button(words, "join_too:yes", "Join them", (Intent.YES,)),
                make_button(words, "join_too:no", "It was not me", (Intent.NO,)),
            ),
        )

    await tell(
        store,
        to=owner.id,
        peer_id=owner.peer_id,
        of_chat=True,
        kind="join_asked",
        object_id=by.peer_id,
        revision=None,
        lane=Lane.REPLY,
        at=at,
        say=say,
    )


async def tell_colleagues(store: Store, *, owner: Person, other: Person, aimak_id: int, at: int) -> None:
    """Tells an office that somebody of theirs works from another chat as well: their rights hold there too."""
    member = await store.roles.find_member_of(owner.id, aimak_id)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = " ".join([
            words.say("{who} now works from {messenger} as well.", who=_name(words, member),
                      messenger=name_messenger(other.channel)),
            words.say("If they know nothing of it, tell the head."),
        ])  # fmt: skip
        return Reply(text)

    await tell_office(
        store, aimak_id=aimak_id, kind="joined_role", object_id=other.peer_id, revision=None, at=at, say=say, but=owner.id,
    )  # fmt: skip


def _name(words: Words, member: Member | None) -> str:
    if member is None:
        return words.say("A colleague")
    return show_as_written(words, member.title) if member.title else words.say("Colleague {n}", n=member.nth)


async def tell_parted(store: Store, joined: Joined, *, name: str, by: Person, at: int) -> None:
    """Tells the chat that was parted and the others of its person, but for where it was asked."""
    boxes = (await store.people.list_mailboxes([joined.person_id])).get(joined.person_id, [])
    told = [(joined.other_id, joined.peer_id), *((joined.person_id, box.peer_id) for box in boxes)]

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(words.say("{messenger} is parted: what was sent from there is no more seen here.", messenger=name))

    def say_there(words: Words, _box: Mailbox) -> Reply:
        return Reply(words.say("This chat is by itself again: here is what was sent from here."))

    for person_id, peer_id in told:
        if peer_id != by.peer_id:
            await tell(
                store, to=person_id, peer_id=peer_id, of_chat=True, kind="joined", object_id=joined.peer_id, revision=None,
                at=at, lane=Lane.REPLY, say=say_there if peer_id == joined.peer_id else say,
            )  # fmt: skip
