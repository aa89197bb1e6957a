"""Who hears of a message that reached nobody: one rule a kind of outbox row. So nothing is lost in silence."""

from collections.abc import Awaitable, Callable, Collection
from functools import partial
from operator import eq

from bot.chat.message import Choice, Message, Reply
from bot.chat.texts import Words
from bot.office.messengers.diversion import divert
from bot.office.wording import group_words, notices
from bot.office.wording.answers import telling
from bot.office.wording.notices import N_
from storage.people import Mailbox
from storage.queue.letters import ANSWER_FILE, ASKING, INSTEAD, NEVER, OPENER, SUPPORTED_FILE, UNDERSTOOD, State
from storage.queue.outbox import ANSWER, BROADCAST, MENU, POST, PROGRESS, REPLY, SORRY, Lane, Lost
from storage.store import Store

_ALONE = "without_answer"  # the words of an answer reached nobody, so that its files do not go either
MEANT = {*NEVER, "superseded", _ALONE}  # reasons of rows that were taken away because something else is said
_TRIED = {
    "rejected",
    "unreachable",
    "uncertain",
    "reclaimed",
    "no_file",
    "no_right",
}  # reasons a person can do something about
_MAY_GO_ON = {"uncertain", "reclaimed", "blocked"}  # the words may have come, or everything to this chat ended together

Hearer = Callable[[Store, Lost, Message, int], Awaitable[None]]


async def tell(store: Store, *, ids: Collection[int], at: int) -> None:
    """Tells whoever is to hear that these outbox rows (ids) ended and reached nobody. at is in milliseconds UTC."""
    if not ids:
        return
    for lost in await store.outbox.list_lost(ids):
        rule = WHO_HEARS.get(lost.kind)
        if rule is None or lost.code in MEANT:
            continue
        try:
            message = Message.from_json(lost.body)
        except (ValueError, TypeError):  # a body that is no message; its words are lost with it
            message = Message("")
        await rule(store, lost, message, at)


async def _tell_whoever_wrote(store: Store, lost: Lost, _message: Message, at: int) -> None:
    """The person who wrote or pressed: that something came back and could not be sent."""
    if lost.code not in _TRIED:
        return
    words = Words(lost.language)
    match lost.code:
        case "no_right":
            said = words.say("You have no right to do this here.")
        case "no_file":
            said = words.say("The file could not be sent. Please try once more, or write /help.")
        case "uncertain" | "reclaimed":
            said = words.say("My last message may not have arrived. If you do not see it, write /help.")
        case _:
            said = words.say("My last message could not be sent. Please try once more, or write /help.")
    body = Message(said, stays=True).to_json()
    await store.outbox.queue(
        lost.peer_id, lost.channel, lost.account, kind=SORRY, object_id=lost.id, revision=1, lane=Lane.REPLY,
        language=words.language, body=body, at=at, replaces=partial(eq, body),  # said once of several
    )  # fmt: skip


async def _tell_whoever_answered(store: Store, lost: Lost, _message: Message, at: int) -> None:
    """The clerk who answered, else their office: that the author is to be told in person. Its files stay behind."""
    if lost.code not in _MAY_GO_ON:
        await store.outbox.skip(ANSWER_FILE, lost.object_id, code=_ALONE, at=at, chats=[lost.peer_id])
    await telling.tell_who_answered(store, answer_id=lost.object_id, kind="not_reached", at=at)


async def _tell_whoever_sent_the_file(store: Store, lost: Lost, _message: Message, at: int) -> None:
    """The clerk who answered: that a file did not come, where the words did.

    What is lost with the words is told of those.
    """
    sent = await store.answers.get(lost.object_id)
    found = await store.outbox.find(lost.peer_id, ANSWER, lost.object_id, sent.revision) if sent else None
    if found is not None and found.state not in {State.FAILED, State.SKIPPED}:
        await telling.tell_who_answered(store, answer_id=lost.object_id, kind="file_not_told", at=at)


async def _tell_whoever_asked(store: Store, lost: Lost, message: Message, at: int) -> None:
    """The clerk who asked the author, explained or excluded, else their office."""
    sentence = N_("What you wrote to the author of № {number} did not arrive: please tell them in person.")
    await _tell_asker(store, lost, message, at, sentence)


async def _tell_whoever_is_late(store: Store, lost: Lost, message: Message, at: int) -> None:
    """Whoever took the proposal, else its office: that the author did not hear that the answer is late."""
    sentence = N_("The author of № {number} did not hear that the answer is late: please call them.")
    await _tell_asker(store, lost, message, at, sentence)


async def _tell_whoever_erased(store: Store, lost: Lost, message: Message, at: int) -> None:
    """The clerk who erased a text for its author, else their office: that the author did not hear it."""
    sentence = N_("The author of № {number} did not hear that its text is erased: please tell them.")
    await _tell_asker(store, lost, message, at, sentence)


async def _tell_asker(store: Store, lost: Lost, message: Message, at: int, sentence: str) -> None:
    asker = message.asker
    if asker is None:  # queued before this was kept
        return
    label = str(asker["label"])
    if "request" in asker:
        opens = f"inform_one:{asker['request']}"
    elif "initiative" in asker:
        opens = f"initiative_one:{asker['initiative']}"
    elif "watch_report" in asker:
        opens = f"watch_report:{asker['watch_report']}"
    else:
        opens = f"desk_one:{asker['proposal']}"

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(words.say(sentence, number=label), (notices.make_button(words, opens, "Open"),))

    await notices.tell_colleague(
        store, to=asker["person"], aimak_id=asker["aimak"], kind="not_told", object_id=lost.id, at=at, say=say
    )


async def _tell_whoever_posted(store: Store, lost: Lost, message: Message, at: int) -> None:
    """The clerk who posted to groups, else the office: which group, why, and what can be done."""
    hearing, group = await store.hearings.get(lost.object_id), await store.groups.find_binding(lost.peer_id)
    if hearing is None:
        return
    title = group.title if group is not None else ""

    def say(words: Words, _box: Mailbox) -> Reply:
        return group_words.compose_not_posted(words, title=title, code=lost.code, row=lost.id, group=lost.peer_id)

    await notices.tell_colleague(
        store, to=(message.asker or {}).get("person"), aimak_id=hearing.aimak_id, kind="not_posted",
        object_id=lost.id, revision=None, at=at, say=say,
    )  # fmt: skip


async def _tell_colleagues(store: Store, lost: Lost, message: Message, at: int) -> None:
    """The others of an office where one of them was not reached and nobody else there was told the same."""
    aimak_id = (message.right or {}).get("aimak")
    if aimak_id is None or await store.outbox.is_elsewhere(lost):
        return
    if lost.kind == INSTEAD:
        await notices.tell_no_office(store, aimak_id=aimak_id, at=at)
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        intro = words.say("This was for a colleague, whom it did not reach:")
        choices = tuple(Choice(id, title, (title,)) for id, title in message.choices)
        return Reply(f"{intro}\n{message.text}", choices)

    await notices.tell_office(
        store, aimak_id=aimak_id, kind=INSTEAD, object_id=lost.id, at=at, say=say, but=lost.person_id
    )


async def _give_up_what_waited(store: Store, lost: Lost, _message: Message, at: int) -> None:
    """Whoever is to hear of a row that waited for its reader. No template reached them, and no other messenger is theirs."""
    if lost.code not in MEANT | {"replaced"}:
        await divert(store, lost.peer_id, at=at)
    if lost.code not in MEANT | {"replaced"}:
        await tell(store, ids=await store.outbox.give_up_shut(lost.object_id, code=lost.code, at=at), at=at)


# None: nobody could do anything. A broadcast counts whom it did not reach, in its progress and in the list «Who was not
# reached». What was missed of it is counted there already. How far it has come is shown again.
WHO_HEARS: dict[str, Hearer | None] = {
    REPLY: _tell_whoever_wrote,
    SORRY: None,
    MENU: None,
    BROADCAST: None,
    PROGRESS: None,
    OPENER: _give_up_what_waited,
    "template": None,  # the head sees it at the next one, a day later
    "ceiling": None,  # the same stands in the costs, and in the day of the office
    "used_up": None,  # how far a broadcast has come says the same
    "missed": None,
    ANSWER: _tell_whoever_answered,
    ANSWER_FILE: _tell_whoever_sent_the_file,
    ASKING: _tell_whoever_asked,
    "deleted": None,  # what was said stands on the card all the same
    "explained": _tell_whoever_asked,
    "exclusion": _tell_whoever_asked,
    "counted_again": _tell_whoever_asked,
    "sorted": _tell_whoever_asked,
    UNDERSTOOD: _tell_whoever_asked,
    "work": _tell_whoever_asked,
    "information": _tell_whoever_asked,
    "information_new": _tell_colleagues,
    "information_soon": _tell_colleagues,
    "information_late": None,  # the office sees it in its queue, and the answer still comes
    "initiative": _tell_whoever_asked,
    "initiative_new": _tell_colleagues,
    "initiative_said": _tell_colleagues,
    "watch": _tell_whoever_asked,
    "watch_new": _tell_colleagues,
    "watch_done": None,  # the menu offers the rating too
    POST: _tell_whoever_posted,
    # To somebody of an office.
    "new_proposal": _tell_colleagues,
    "new_proposals": _tell_colleagues,
    "withdrawn": _tell_colleagues,
    "not_so": _tell_colleagues,
    "corrected": _tell_colleagues,
    "handed": _tell_colleagues,
    "added": _tell_colleagues,
    "unadded": _tell_colleagues,
    "approval": _tell_colleagues,
    "approved": _tell_colleagues,
    "given_back": _tell_colleagues,
    "replied": _tell_colleagues,
    "question": _tell_colleagues,
    "objected": _tell_colleagues,
    "contested": _tell_colleagues,
    "not_agreed": _tell_colleagues,
    "not_reached": _tell_colleagues,
    "file_not_told": _tell_colleagues,
    "not_left": _tell_colleagues,
    "pass_on": _tell_colleagues,
    "not_told": _tell_colleagues,
    "not_posted": _tell_colleagues,
    "office_lost": _tell_colleagues,
    "group_left": _tell_colleagues,
    "group_asked": _tell_colleagues,
    "group_answer": _tell_colleagues,
    "hearing_asked": _tell_colleagues,
    "outage": _tell_colleagues,
    "set_aside": _tell_colleagues,
    # To jurors: the contest in their menu says the same. Every admin is told that all marks are in.
    "needs_file": None,  # the same clerk reads the list in the menu
    "poll_result": None,  # the office tells it on its boards as well
    "contest_begun": None,
    "contest_in": None,
    "contest_full": None,
    "marks": None,
    "property": None,  # only whoever sent the list can mend it, and sees the list in the menu
    "frozen_check": None,  # the same person can send the file again
    "plan_file": None,  # the same clerk sees the plans in the menu
    "sheet": None,  # only whoever sent the table can go on with it, and sees it there
    "year_closing": _tell_colleagues,
    "year_closed": _tell_colleagues,
    INSTEAD: _tell_colleagues,
    "due_soon": _tell_colleagues,
    "late_told": _tell_colleagues,
    # The day of an office; tomorrow's says the same anew.
    "morning": None,
    # In the group of an office; each of them hears it too.
    "group_day": None,
    "group_marked": None,
    # To whoever runs the install; each of them is told.
    "no_staff": None,
    "account_gone": None,
    "parked": None,
    # To whoever has a role no more; the bot shows them so at their next message.
    "removed": None,
    "disk": None,
    # To an author; the clerk hears it of the answer itself.
    "office_here": None,
    "late": _tell_whoever_is_late,
    "text_erased": _tell_whoever_erased,
    # To whoever is forgotten on paper: nobody could write to them any more.
    "erased": None,
    # To whoever supports a proposal. The answer itself tells its author, and supporters see it under what they support.
    "supported": None,
    SUPPORTED_FILE: None,
    "work_too": None,
    # The words that come with it say the same, and are watched.
    "work_photo": None,
    "support_end": None,
    # To everybody of an aimak that was merged; they see it in the menu.
    "merged": None,
    "merged_office": _tell_colleagues,
    # To whoever sent a file that is lost; of a proposal the office is told of it too.
    "file_lost": None,
    # To whoever joins messengers; the other one says the same, and /settings shows it.
    "joined_role": None,  # it stands in the audit
    "joined": None,
    "join_asked": None,
}
