"""The dialogue about an answer: what clerk and author ask and explain to each other, and how the author reacts."""

from bot.budget.permissions import Act
from bot.budget.proposal import MOST_CHARACTERS, NotYours, TextTooLong, TextTooShort, check_text
from bot.budget.tally import Reaction
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.answers.access import NothingToTell, lock_proposal
from bot.office.staff import record
from bot.office.wording import notices
from bot.office.wording.answers import answer_words
from storage.answering.dialogue import Tap
from storage.answers import SentAnswer
from storage.log.dialogue_kinds import ASKED, EXPLAINED, OBJECTED, QUESTION, REPLIED
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.queue.letters import ASKING
from storage.store import Store


async def ask_author(store: Store, *, id: int, text: str, by: Person, at: int) -> bool:
    """Asks the author something; false if there is nowhere to write to.

    Raises NotAllowed, AlreadyWithdrawn, TextTooShort, TextTooLong.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.ASK_AUTHOR)
    asked = check_text(text)
    said = await store.dialogue.say(id, kind=ASKED, by=by.id, text=asked, at=at)
    await record(store, Act.ASK_AUTHOR, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The ayil okmotu asks about № {number}, {quote}: {question}",
            number=proposal.label,
            quote=notices.quote_proposal(words, proposal, 60),
            question=_say_in_their_words(words, asked),
        )
        return Reply(text, (notices.make_button(words, f"reply:{id}", "Reply"),), takes=f"reply:{id}")

    return await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind=ASKING, object_id=said, at=at, say=say,
        asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def reply(
    store: Store, *, id: int, text: str, by: Person, at: int, media: tuple[tuple[str, str], ...] = ()
) -> Proposal:
    """Carries the author's reply, words or a file, to whoever asked last. Raises NotYours, TextTooShort, TextTooLong."""
    return await _to_clerk(store, id=id, text=text, by=by, at=at, kind=REPLIED, media=media)


async def ask_clerk(
    store: Store, *, answer_id: int, text: str, by: Person, at: int, media: tuple[tuple[str, str], ...] = ()
) -> Proposal:
    """Carries the author's question, words or a file, to the clerk who answered; the answer is not clear meanwhile.

    Raises NotYours, TextTooShort, TextTooLong.
    """
    sent = await _own_answer(store, answer_id=answer_id, by=by)
    proposal = await _to_clerk(store, id=sent.proposal_id, text=text, by=by, at=at, kind=QUESTION, media=media)
    await store.dialogue.react(answer_id, by=by.id, reaction=Reaction.QUESTION, at=at)
    return proposal


async def object_to(
    store: Store, *, answer_id: int, text: str, by: Person, at: int, media: tuple[tuple[str, str], ...] = ()
) -> Proposal:
    """Carries why the author does not agree, words or a file, to the clerk who answered.

    Raises NotYours, TextTooShort, TextTooLong.
    """
    sent = await _own_answer(store, answer_id=answer_id, by=by)
    last = await store.dialogue.find_last_tap(sent.proposal_id, by.id)
    if not _is_repeated(last, answer_id, Reaction.DISAGREE):
        await store.dialogue.react(answer_id, by=by.id, reaction=Reaction.DISAGREE, at=at)
    return await _to_clerk(store, id=sent.proposal_id, text=text, by=by, at=at, kind=OBJECTED, media=media)


async def add_files(store: Store, *, id: int, by: Person, at: int, media: tuple[tuple[str, str], ...]) -> None:
    """Adds the rest of an album to what the author said last, which the clerk was told of. Raises NotYours."""
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    said = [one.id for one in await store.dialogue.list_dialogue(id) if one.kind in {QUESTION, REPLIED, OBJECTED}]
    last = said[-1] if said else None
    for file, reference in media:
        await store.media.want(id, by.channel, by.account, kind=file, reference=reference, at=at, said_id=last)


async def tell_deleted(store: Store, *, id: int, by: Person, at: int) -> Proposal:
    """Tells the clerk that the author deleted, in their chat, what had been passed on. It stays as said. Raises NotYours."""
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    said = [one.id for one in await store.dialogue.list_dialogue(id) if one.person_id == by.id]

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The author of № {number} has deleted a message to you in their chat. Ask them if it is not clear what holds.",
            number=proposal.label,
        )
        return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),))

    clerk = await _find_clerk(store, proposal)
    await notices.tell_colleague(
        store, to=clerk, aimak_id=proposal.aimak_id, kind="deleted", object_id=said[-1] if said else id, at=at, say=say
    )
    return proposal


async def _to_clerk(
    store: Store, *, id: int, text: str, by: Person, at: int, kind: str, media: tuple[tuple[str, str], ...]
) -> Proposal:
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    written = _make_caption(text) if media else _shorten(text) if kind == REPLIED else check_text(text)
    said = await store.dialogue.say(id, kind=kind, by=by.id, text=written, at=at)
    for file, reference in media:
        await store.media.want(id, by.channel, by.account, kind=file, reference=reference, at=at, said_id=said)
    clerk = await _find_clerk(store, proposal)
    with_document = any(file == "document" for file, _ in media)

    def say(words: Words, _box: Mailbox) -> Reply:
        values = {"number": proposal.label, "text": _whole(written)}
        if kind == OBJECTED:
            text = (
                words.say("The author does not agree with the answer to № {number}, and says why in a file.", **values)
                if media and not written
                else words.say("The author does not agree with the answer to № {number}: {text}", **values)
            )
            return Reply(text, (notices.make_button(words, f"explain:{id}", "Explain"),), takes=f"explain:{id}")
        if kind == QUESTION and media:
            text = (
                words.say("The author asks about the answer to № {number} with a document.", number=proposal.label)
                if with_document
                else words.say(
                    "The author asks about the answer to № {number} by voice or photo.", number=proposal.label
                )
            )
            return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),))
        if kind == QUESTION:
            text = words.say("The author has a question about the answer to № {number}: {text}", **values)
            return Reply(text, (notices.make_button(words, f"explain:{id}", "Explain"),), takes=f"explain:{id}")
        if media and with_document:
            text = words.say("The author of № {number} replies with a document.", number=proposal.label)
        elif media:
            text = words.say("The author of № {number} replies by voice or photo.", number=proposal.label)
        else:
            text = words.say("The author of № {number} replies: {text}", **values)
        return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),), about=f"answer_words:{id}")

    await notices.tell_colleague(store, to=clerk, aimak_id=proposal.aimak_id, kind=kind, object_id=said, at=at, say=say)
    return proposal


def _shorten(text: str) -> str:
    # «7» or «ооба» is a whole reply to a question; a mark alone says nothing.
    written = _make_caption(text)
    if not any(map(str.isalnum, written)):
        raise TextTooShort
    return written


def _make_caption(text: str) -> str:
    # With a file a text of any shortness will do, but the database must be able to keep it.
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong
    return clean(text).strip()


async def _find_clerk(store: Store, proposal: Proposal) -> int | None:
    # The clerk who answered, else who asked last, else who took it; only somebody who still works there.
    office = set(await store.roles.list_colleagues(proposal.aimak_id, notices.OFFICE))
    answered = await store.answers.find_latest(proposal.id)
    asked = [said.person_id for said in await store.dialogue.list_dialogue(proposal.id) if said.kind == ASKED]
    likely = [answered.answered_by if answered else None, asked[-1] if asked else None, proposal.taken_by]
    return next((person_id for person_id in likely if person_id in office), None)


async def explain(store: Store, *, id: int, text: str, by: Person, at: int) -> bool:
    """Answers the author's question about an answer; the bot asks again whether it is clear. As ask_author otherwise."""
    proposal = await lock_proposal(store, id=id, by=by, act=Act.ASK_AUTHOR)
    sent = await store.answers.find_latest(id)
    if sent is None:
        raise NothingToTell
    explained = check_text(text)
    said = await store.dialogue.say(id, kind=EXPLAINED, by=by.id, text=explained, at=at)
    await record(store, "explain", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The ayil okmotu explains the answer to № {number}: {text}",
            number=proposal.label,
            text=_say_in_their_words(words, explained),
        )
        return Reply(text, answer_words.offer_reactions(words, sent.id), about=f"question:{sent.id}")

    return await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind="explained", object_id=said, at=at, say=say,
        asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def react(store: Store, *, answer_id: int, reaction: Reaction, by: Person, at: int) -> Proposal:
    """Keeps what the author tapped under an answer, and again where it was explained since. Raises NotYours."""
    sent = await _own_answer(store, answer_id=answer_id, by=by)
    last = await store.dialogue.find_last_tap(sent.proposal_id, by.id)
    explained = [one.said_at for one in await store.dialogue.list_dialogue(sent.proposal_id) if one.kind == EXPLAINED]
    is_explained = last is not None and any(said_at >= last.at for said_at in explained)
    if is_explained or not _is_repeated(last, answer_id, reaction):
        await store.dialogue.react(answer_id, by=by.id, reaction=reaction, at=at)
    proposal = await store.proposals.get(sent.proposal_id)
    assert proposal is not None
    return proposal


async def _own_answer(store: Store, *, answer_id: int, by: Person) -> SentAnswer:
    sent = await store.answers.get(answer_id)
    proposal = await store.proposals.get(sent.proposal_id) if sent else None
    if sent is None or proposal is None or proposal.author_id != by.id:
        raise NotYours
    return sent


def _is_repeated(last: Tap | None, answer_id: int, reaction: Reaction) -> bool:
    """Tells whether the same button was tapped twice; after a tap under another revision it says something anew."""
    return last is not None and (last.answer_id, last.reaction) == (answer_id, reaction)


def _say_in_their_words(words: Words, text: str) -> str:
    return answer_words.say_in_which_language(words, _whole(text))


def _whole(text: str) -> str:
    return put_in_quotes(quote(text, 1500))
