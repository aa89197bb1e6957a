"""A notice of villages and themes: to whom, in which words, how many it reaches; then it leaves."""

import hashlib
import json
import uuid
from dataclasses import dataclass, replace

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Message, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LABEL
from bot.language.by_language import Texts, choose_language
from bot.language.intents import Intent
from bot.office import staff
from bot.office.broadcasts import topics
from bot.office.broadcasts.broadcasts import SentLately
from bot.office.rules import find_end_of_night
from bot.office.wording import topic_words
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from handlers.shared.wording import ON

MARK = 24  # characters of what a button names


class TopicNotice(AtWork):
    """A notice of villages and themes before it leaves."""

    to = State()
    text = State()
    check = State()


@dataclass(frozen=True)
class NoticeDraft(Memory, under="topic_notice"):
    """What is written so far. key is drawn when it is begun, so that it is sent once however often it is pressed.

    sent is the button that sent the last one, until another is begun.
    """

    key: str = ""
    sent: str = ""
    aimak: int = 0
    topics: tuple[str, ...] = ()
    text: str = ""


@desk.on(choice="topic_notice")
async def on_notice_wanted(talk: Talk) -> Reply:
    """Begins a notice, or goes on with the one that was begun in this aimak."""
    await staff.permit(talk.store, by=talk.person, act=Act.BROADCAST, aimak_id=talk.person.aimak_id)
    kept = NoticeDraft.of(talk)
    if not kept.key or kept.aimak != talk.person.aimak_id:
        await NoticeDraft(key=uuid.uuid4().hex, aimak=talk.person.aimak_id or 0).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(TopicNotice.to)


async def _at_home(talk: Talk) -> NoticeDraft:
    """What is written so far, for the aimak of its writer now. Their aimak may have become part of another one."""
    kept = NoticeDraft.of(talk)
    if talk.person.aimak_id is not None and kept.aimak != talk.person.aimak_id:
        kept = replace(kept, aimak=talk.person.aimak_id)
        await kept.keep(talk)
    return kept


@desk.screen(TopicNotice.to)
async def ask_to_whom(talk: Talk) -> Reply:
    """Lists villages and themes, with how many want each. What is chosen is marked, and its reach is said."""
    kept = await _at_home(talk)
    audience = await topics.count_wanted(talk.store, aimak_id=kept.aimak, by=talk.person)
    page = await PAGES.of(talk, [_make_choice(talk, kept, audience, topic) for topic in audience.wanted])
    asked = talk.say("Of which village or theme is the notice? It reaches those who asked for any of them.")
    if not kept.topics:
        return Reply(asked, tuple(page.rows), page.ways(talk))
    chosen = [topic for topic in audience.wanted if topic in kept.topics]
    lines = [
        asked,
        talk.say("Chosen: {topics}", topics=topic_words.name_topics(talk.words, chosen, audience.villages)),
        await _say_reached(talk, kept),
    ]
    go_on = talk.make_choice("topic_next", "Next", means=(Intent.GO_ON, Intent.SKIP))
    return Reply("\n".join(lines), tuple(page.rows), (go_on, *page.ways(talk)))


async def _say_reached(talk: Talk, kept: NoticeDraft) -> str:
    people = await topics.count_reached(talk.store, aimak_id=kept.aimak, topics=kept.topics, by=talk.person)
    if not people:
        return talk.say("Nobody has asked for this yet: it would reach nobody.")
    return talk.say_n("It reaches {n} person.", "It reaches {n} people.", people)


def _make_choice(talk: Talk, kept: NoticeDraft, audience: topics.Audience, topic: str) -> Choice:
    name = topic_words.name_topic(talk.words, topic, audience.villages)
    people = talk.words.number(audience.wanted[topic])
    if topic in kept.topics:
        return Choice(f"topic_drop:{topic}", f"{ON} {name}"[:LABEL], (name,), line=f"{ON} {name} ({people})")
    return Choice(f"topic_take:{topic}", name[:LABEL], (name,), line=f"{name} ({people})")


@desk.on(TopicNotice.to, choice="topic_take")
async def on_topic_taken(talk: Talk) -> Reply:
    """Adds a village or a theme."""
    kept = NoticeDraft.of(talk)
    if talk.chosen not in await topics.list_topics(talk.store, aimak_id=kept.aimak):
        return await show_stale(talk)
    await replace(kept, topics=tuple(sorted({*kept.topics, talk.chosen}))).keep(talk)
    return await talk.ask_again()


@desk.on(TopicNotice.to, choice="topic_drop")
async def on_topic_dropped(talk: Talk) -> Reply:
    """Takes one off again."""
    kept = NoticeDraft.of(talk)
    await replace(kept, topics=tuple(one for one in kept.topics if one != talk.chosen)).keep(talk)
    return await talk.ask_again()


@desk.on(TopicNotice.to, choice="topic_next")
async def on_topics_chosen(talk: Talk) -> Reply:
    """Asks for the words, or shows those there are."""
    kept = NoticeDraft.of(talk)
    if not kept.topics:
        return await talk.ask_again()
    return await talk.ask(TopicNotice.check if kept.text else TopicNotice.text)


async def leave(talk: Talk) -> Reply:
    """Back to the menu; what was begun is there when it is wanted again."""
    return await talk.ask(Menu.open)


PAGES = paged(desk, TopicNotice.to, leave=leave, key="topic_notice_page")


@desk.screen(TopicNotice.text)
async def ask_words(talk: Talk) -> Reply:
    asked = talk.say(
        "Write the notice: what, where, when, whom to ask. At most {n} characters; it goes out as you write it.",
        n=talk.words.number(topics.LONGEST),
    )
    return Reply(asked, ways=list_ways(talk), free_text=True)


@desk.on(TopicNotice.text, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Reply:
    """Keeps the words and shows the notice whole. Raises TextTooLong, TextTooShort."""
    await replace(NoticeDraft.of(talk), text=topics.check_words(talk.text)).keep(talk)
    return await talk.ask(TopicNotice.check)


@desk.screen(TopicNotice.check)
async def ask_to_send(talk: Talk) -> Reply:
    """Shows the notice as it is read, whom it reaches, whether it waits for the morning, and asks."""
    kept = await _at_home(talk)
    if not kept.topics or not kept.text:
        return await talk.ask(TopicNotice.to)
    texts = await _compose(talk, kept)
    lines = [Message.from_json(choose_language(texts, talk.words.language)).text, await _say_reached(talk, kept)]
    lines += await topics.list_costs(
        talk.store, talk.words, aimak_id=kept.aimak, topics=kept.topics, by=talk.person, at=talk.now
    )
    warned = await topics.was_said_lately(talk.store, aimak_id=kept.aimak, texts=texts, at=talk.now)
    if warned:
        lines.append(talk.say("The same was sent a short while ago. Send it once more?"))
    hour = await find_end_of_night(talk.store, at=talk.now)
    if hour is not None:
        lines.append(talk.say("It is night: it leaves at {hour}:00.", hour=hour))
    choices = (
        talk.make_choice(f"topic_send:{_mark(kept, texts, warned=warned)}", "Send", means=(Intent.SEND, Intent.YES)),
        talk.make_choice("topic_to", "To whom"),
        talk.make_choice("topic_words", "The text", means=(Intent.CHANGE,)),
        talk.make_choice("topic_erase", "Erase it", means=(Intent.ERASE, Intent.NO)),
    )
    nobody = not await topics.count_reached(talk.store, aimak_id=kept.aimak, topics=kept.topics, by=talk.person)
    return Reply("\n\n".join(lines), choices[1:] if nobody else choices, list_ways(talk))


async def _compose(talk: Talk, kept: NoticeDraft) -> Texts:
    return await topics.compose(talk.store, aimak_id=kept.aimak, topics=kept.topics, text=kept.text)


def _mark(kept: NoticeDraft, texts: Texts, *, warned: bool) -> str:
    """Marks what a screen shows: the notice as it is read, to whom, and whether it warns of a repetition."""
    shown = json.dumps([kept.key, kept.aimak, kept.topics, sorted(texts.items()), warned])
    return hashlib.sha256(shown.encode()).hexdigest()[:MARK]


@desk.refuses(topics.NoTopic)
async def on_topics_gone(talk: Talk, refused: topics.NoTopic) -> Reply:
    """Takes off what the aimak no longer has, and asks to whom once more; the words are kept."""
    kept = NoticeDraft.of(talk)
    known = await topics.list_topics(talk.store, aimak_id=kept.aimak)
    await replace(kept, topics=tuple(one for one in kept.topics if one in known)).keep(talk)
    said = talk.say("A village or theme you chose is not of this aimak any more. Please choose again.")
    return put_above(said, await talk.ask(TopicNotice.to))


@desk.on(TopicNotice.check, choice="topic_to")
async def on_others_wanted(talk: Talk) -> Reply:
    """Asks to whom once more."""
    return await talk.ask(TopicNotice.to)


@desk.on(TopicNotice.check, choice="topic_words")
async def on_other_words_wanted(talk: Talk) -> Reply:
    """Asks for the words once more."""
    return await talk.ask(TopicNotice.text)


@desk.on(TopicNotice.check, choice="topic_erase")
async def on_notice_erased(talk: Talk) -> Reply:
    """Forgets what was written."""
    await NoticeDraft.forget(talk)
    return await show_menu_for(talk, talk.say("The notice is erased; nothing was sent."))


@desk.on(choice="topic_send")
async def on_earlier_notice(talk: Talk) -> Reply:
    """Sends nothing: no notice is being shown. What was sent by this button is called so."""
    if not talk.chosen or talk.chosen != NoticeDraft.of(talk).sent:
        return await show_stale(talk)
    return put_above(talk.say("This notice was sent before; nothing is sent twice."), await show_here(talk))


@desk.on(TopicNotice.check, choice="topic_send")
async def on_notice_sent(talk: Talk) -> Replies:
    """Sends what this button's screen showed, once, and the same as a colleague's only if that screen said so.

    How far it comes is told by a message of its own, with the buttons that stop it. Raises NoTopic.
    """
    kept = await _at_home(talk)
    if not kept.topics or not kept.text:
        return await show_stale(talk)
    texts = await _compose(talk, kept)
    sure = talk.chosen == _mark(kept, texts, warned=True)
    if not sure and talk.chosen != _mark(kept, texts, warned=False):
        return await show_stale(talk)
    people = await topics.count_reached(talk.store, aimak_id=kept.aimak, topics=kept.topics, by=talk.person)
    try:
        await topics.send(
            talk.store, key=kept.key, aimak_id=kept.aimak, topics=kept.topics, text=kept.text, by=talk.person,
            at=talk.now, sure=sure,
        )  # fmt: skip
    except SentLately:  # by a colleague, since this was shown
        return await talk.ask(TopicNotice.check)
    await NoticeDraft(sent=talk.chosen).keep(talk)
    hour = await find_end_of_night(talk.store, at=talk.now)
    said = (
        talk.say("It is night: it leaves at {hour}:00.", hour=hour)
        if hour is not None
        else talk.say_n("The notice is on its way to {n} person.", "The notice is on its way to {n} people.", people)
    )
    return await show_menu_for(talk, said)


@desk.on(TopicNotice.text, TopicNotice.check, choice=BACK)
async def on_one_step_back(talk: Talk) -> Reply:
    """Back to whom it is for."""
    return await talk.ask(TopicNotice.to)
