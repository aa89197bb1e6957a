"""One turn of somebody at a step, and then the step again.

It tells what was said, kept and done; nothing is written for good.
The handler runs in a transaction that is undone behind it. So hundreds of messages are tried at one step quickly.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from bot.chat.fsm import FSMContext
from bot.chat.message import Incoming, Kind, Peer, Reply
from bot.chat.talk import Talk
from bot.chat.texts import find_words
from bot.delivery.incoming.conversations import make_state_key
from handlers import router
from storage.people import Person


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a conversation."""

    village: Any
    person: Person
    state: str | None
    data: dict[str, Any]
    before: "list[Noted]" = field(default_factory=list)  # what rows say, asked once: nothing of a turn stays


@dataclass(frozen=True)
class Noted:
    """What rows say of somebody: the text of each proposal (id), how it stands, its dialogue, and marks."""

    proposals: dict[int, str]
    stands: dict[int, str]  # of each proposal: withdrawn, public, notpublic or nothing
    spoken: dict[int, tuple[str, ...]]
    marks: frozenset[str]


@dataclass(frozen=True)
class Came:
    """What came of one message: all that was said, where the conversation stands, what it holds, and what rows say."""

    said: str
    state: str | None
    data: dict[str, Any]
    person: Person
    titles: tuple[str, ...]
    sent: tuple[str, ...]  # texts of the person's proposals that were not there before
    rewritten: tuple[str, ...]  # texts that stand in place of what proposals said before
    became: frozenset[str]  # of proposals that were there: withdrawn, public, notpublic
    replied: tuple[str, ...]  # texts passed on to the office
    marks: frozenset[
        str
    ]  # what else is noted of the person: notices, coming to a hearing, what they think of an answer

    @property
    def draft(self) -> dict[str, Any]:
        """The proposal draft as it is kept."""
        return self.data.get("draft") or {}

    @property
    def aside(self) -> str:
        """The words that are held."""
        return (self.data.get("aside") or {}).get("text", "")


class _Undo(Exception):
    def __init__(self, came: Came) -> None:
        self.came = came


async def standing(village: Any, resident: Any) -> Standing:
    """Where a resident stands now."""
    person = await resident.person()
    kept = await village.states.read(make_state_key("telegram", "bot", resident.name))
    return Standing(village, person, kept.state, dict(kept.data))


async def hears(at: Standing, text: str, *, kind: Kind = Kind.TEXT, choice: str = "") -> Came:
    """Lets somebody write, or press a button, where they stand; nothing of it stays."""

    async def turn(store: Any) -> None:
        if not at.before:
            at.before.append(await notes_of(store, at.person))
        data = dict(at.data)
        asked = data.pop("asked", {})
        said = Incoming(
            uuid.uuid4().hex,
            Peer(at.person.channel, at.person.account, at.person.address),
            kind,
            text,
            choice=choice,
            own_id=uuid.uuid4().hex,
        )
        found = router.find(at.state, said, asked)
        talk: Talk[Any, Person] = Talk(
            incoming=said,
            store=store,
            person=at.person,
            state=FSMContext(at.state, data),
            words=find_words(at.person.language),
            now=at.village.clock(),
            chosen=found.chosen,
            taken=found.taken,
            between=found.between,
            screens=router.screens,
        )
        answer = await router.hear(talk, asked) or await found.handler(talk)
        replies = answer if isinstance(answer, tuple) else (answer,)
        (before,), after = at.before, await notes_of(store, at.person)
        raise _Undo(
            Came(
                "\n".join([*talk.remarks, *map(_shown, replies)]),
                talk.state.state,
                talk.state.kept,
                talk.person,
                tuple(one.title for reply in replies for one in (*reply.choices, *reply.ways)),
                tuple(text for id, text in after.proposals.items() if id not in before.proposals),
                tuple(after.proposals[id] for id, text in before.proposals.items() if after.proposals[id] != text),
                frozenset(after.stands[id] for id, stood in before.stands.items() if after.stands[id] != stood),
                tuple(one for id, spoken in before.spoken.items() for one in after.spoken[id][len(spoken) :]),
                after.marks - before.marks,
            )
        )

    try:
        await at.village.database.write(turn)
    except _Undo as undone:
        return undone.came
    raise AssertionError("a turn that was not undone")


async def notes_of(store: Any, person: Person) -> Noted:
    """What is noted of a person; a mark is «follow», «come», «count:3», «disagree» and the like."""
    proposals = await store.proposals.list_of_author(person.id)
    spoken = {one.id: tuple(said.text for said in await store.dialogue.list_dialogue(one.id)) for one in proposals}
    marks = set()
    wanted = await store.subscriptions.find_subscription(person.id, person.aimak_id) if person.aimak_id else None
    marks |= {"follow" if wanted else "nofollow"} if wanted is not None else set()
    for hearing in await store.hearings.list_of_aimak(person.aimak_id) if person.aimak_id else []:
        if said := await store.hearings.find_rsvp(hearing.id, person.id):
            marks |= {"come", f"count:{said.companions}"} if said.coming else {"decline"}
    for proposal in proposals:
        sent = await store.answers.find_latest(proposal.id)
        reaction = await store.dialogue.find_reaction(sent.id, person.id) if sent else None
        marks |= {reaction.value} if reaction else set()
    stands = {one.id: _standing_of(one) for one in proposals}
    return Noted({one.id: one.text for one in proposals}, stands, spoken, frozenset(marks))


def _standing_of(proposal: Any) -> str:
    if proposal.withdrawn_at is not None:
        return "withdrawn"
    return {None: "", True: "public", False: "notpublic"}[proposal.public_text]


def _shown(reply: Reply) -> str:
    lines = [f"{number} — {one.line or one.title}" for number, one in enumerate(reply.choices, 1)]
    return "\n".join([reply.text, *lines, " ".join(f"[{way.title}]" for way in reply.ways)])
