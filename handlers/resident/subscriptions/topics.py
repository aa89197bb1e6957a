"""Notices of villages and themes. Nothing is on until somebody turns it on, and one tap or word turns it off."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LABEL, say_in_every_language
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.language.matter.topics import Theme, read_wish
from bot.office import residents
from bot.office.reads import own, public
from bot.office.wording import topic_words
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.settings import end_subscriptions
from handlers.resident.states import Settings
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.wording import ON
from storage.aimaks import Village
from storage.topics import Topic, make_village_key, read_village


@dataclass(frozen=True)
class BeforeTopics(Memory):
    """The state in which somebody came to what they are told of."""

    before_topics: str | None = None


async def leave(talk: Talk) -> Replies:
    """Goes on where it was asked; from the settings, back to them."""
    before = BeforeTopics.of(talk).before_topics
    await BeforeTopics.forget(talk)
    await talk.state.set_state(before)
    return await show_here(talk)


@router.on(choice="topics", opens=True)
async def on_topics_wanted(talk: Talk) -> Reply:
    """Shows the villages and themes of the aimak."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if talk.state.state != Settings.topics:
        await replace(BeforeTopics.of(talk), before_topics=talk.state.state).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Settings.topics)


@router.screen(Settings.topics)
async def ask_topics(talk: Talk) -> Reply:
    """Lists what can be turned on, the villages first; what is on is marked, and stands in the text too."""
    aimak_id = talk.person.aimak_id or 0
    wanted = await own.list_topics(talk.store, by=talk.person)
    villages = await public.list_villages(talk.store, aimak_id=aimak_id)
    offered = [Topic(aimak_id, topic) for topic in (*(make_village_key(one.id) for one in villages), *map(str, Theme))]
    # Whoever moved away finds what they asked for there, so that it can be turned off.
    listed = [*(one for one in wanted if one.aimak_id != aimak_id), *offered]
    named = await _read_names(talk, listed, villages)
    page = await PAGES.of(talk, [_make_choice(one, named[one], is_on=one in wanted) for one in listed])
    names = [named[one] for one in wanted if one in named]
    lines = [
        talk.say("What your ayil okmotu writes of a village or a theme comes only if you turn it on here."),
        talk.say("Turned on: {topics}", topics="; ".join(names)) if names else talk.say("Nothing is turned on now."),
    ]
    return Reply("\n".join(lines), tuple(page.rows), page.ways(talk))


async def _read_names(
    talk: Talk, listed: Collection[Topic], villages: Collection[Village] | None = None
) -> dict[Topic, str]:
    """Reads what some topics are called, that of another aimak with its name; villages are those of the person's own."""
    own_id = talk.person.aimak_id
    names: dict[Topic, str] = {}
    for aimak_id in dict.fromkeys(one.aimak_id for one in listed):
        ours = villages if aimak_id == own_id else None
        if ours is None:
            ours = await public.list_villages(talk.store, aimak_id=aimak_id)
        where = ""
        if aimak_id != own_id:
            aimak = await public.read_aimak(talk.store, id=aimak_id)
            where = f" ({quote(aimak.name(talk.words.language))})"
        by_id = {one.id: one for one in ours}
        for one in listed:
            if one.aimak_id == aimak_id:
                names[one] = topic_words.name_topic(talk.words, one.topic, by_id) + where
    return names


async def _name(talk: Talk, topics: Collection[Topic]) -> str:
    return "; ".join((await _read_names(talk, topics)).values())


def _make_choice(topic: Topic, name: str, *, is_on: bool) -> Choice:
    titles = (
        say_in_every_language(topic_words.THEMES[Theme(topic.topic)]) if read_village(topic.topic) is None else (name,)
    )
    title = f"{ON} {name}" if is_on else name
    line = title if len(title) > LABEL else ""
    what = f"{topic.aimak_id}/{topic.topic}"
    if is_on:
        return Choice(f"topic_off:{what}", title[:LABEL], (name, *titles), line=line)
    return Choice(f"topic_on:{what}", title[:LABEL], (name, *titles), line=line)


@router.on(choice="topic_on")
async def on_turned_on(talk: Talk) -> Reply:
    """Tells the person what the office writes of a topic from now on; pressed twice it is the same."""
    topic = await _find_chosen(talk)
    if topic is None or talk.person.language is None:
        return await show_stale(talk)
    if asks := await ask_first_to_agree(talk, then=f"topic_on:{talk.chosen}"):
        return asks
    await residents.set_topics(talk.store, by=talk.person, topics=[topic], wanted=True, at=talk.now)
    return await _show_said(talk, await _say_on(talk, [topic]))


@router.on(choice="topic_off")
async def on_turned_off(talk: Talk) -> Reply:
    """Tells the person no more of a topic."""
    aimak_id, _, key = talk.chosen.partition("/")
    topic = next(
        (
            one
            for one in await own.list_topics(talk.store, by=talk.person)
            if (str(one.aimak_id), one.topic) == (aimak_id, key)
        ),
        None,
    )
    if topic is None or talk.person.language is None:
        return await show_stale(talk)
    await residents.set_topics(talk.store, by=talk.person, topics=[topic], wanted=False, at=talk.now)
    return await _show_said(talk, await _say_off(talk, [topic]))


async def _find_chosen(talk: Talk) -> Topic | None:
    # A topic of the person's own aimak, whatever a forged button names.
    aimak_id, _, key = talk.chosen.partition("/")
    if aimak_id != str(talk.person.aimak_id):
        return None
    villages = await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)
    known = {*map(str, Theme), *(make_village_key(one.id) for one in villages)}
    return Topic(int(aimak_id), key) if key in known else None


async def _say_on(talk: Talk, topics: Collection[Topic]) -> str:
    named = await _name(talk, topics)
    return talk.say("Good, what the ayil okmotu writes of this comes to you: {topics}.", topics=named)


async def _say_off(talk: Talk, topics: Collection[Topic]) -> str:
    return talk.say("You get no more notices of: {topics}.", topics=await _name(talk, topics))


async def _show_said(talk: Talk, said: str) -> Reply:
    return put_above(said, await (talk.ask_again() if talk.state.state == Settings.topics else show_here(talk)))


@router.on(means=Intent.TOPICS)
async def on_topics_meant(talk: Talk) -> Replies:
    """Turns on or off what a wish names; one that names no theme opens the list, or ends every notice."""
    aimak_id = talk.person.aimak_id
    if aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    wish = read_wish(talk.text)
    if wish is None or (wish.wanted and not wish.themes):
        return await on_topics_wanted(talk)
    if not wish.themes:
        return await end_subscriptions(talk)
    if not wish.wanted:
        return await end_themes(talk, wish.themes)
    named = [Topic(aimak_id, theme) for theme in wish.themes]
    then = f"topic_on:{aimak_id}/{named[0].topic}" if len(named) == 1 else "topics"
    if asks := await ask_first_to_agree(talk, then=then):
        return asks
    await residents.set_topics(talk.store, by=talk.person, topics=named, wanted=True, at=talk.now)
    return await _show_said(talk, await _say_on(talk, named))


async def end_themes(talk: Talk, themes: Collection[Theme]) -> Reply:
    """Tells the person no more of some themes, of whichever aimak. Who moved asks it of the former one too."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    of_any = [one for one in await own.list_topics(talk.store, by=talk.person) if one.topic in themes]
    named = list(dict.fromkeys((*(Topic(talk.person.aimak_id, theme) for theme in themes), *of_any)))
    await residents.set_topics(talk.store, by=talk.person, topics=named, wanted=False, at=talk.now)
    return await _show_said(talk, await _say_off(talk, named))


PAGES = paged(router, Settings.topics, leave=leave, key="topics_page")
