"""What villages and themes are called, and the notice an office sends of them."""

from collections.abc import Mapping, Sequence

from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.by_language import Texts
from bot.language.kyrgyz import clean, quote
from bot.language.matter.topics import Theme
from bot.office.practice_words import say_practice
from bot.office.wording.notices import N_, make_button
from storage.aimaks import Aimak, Village
from storage.topics import read_village

THEMES = {
    Theme.WATER: N_("Water"),
    Theme.ROADS: N_("Roads, transport"),
    Theme.POWER: N_("Power, heating"),
    Theme.SCHOOLS: N_("School, kindergarten"),
    Theme.HEALTH: N_("Health, social help"),
    Theme.LAND: N_("Land, pasture, farms"),
    Theme.CLEANLINESS: N_("Cleanliness, waste"),
    Theme.MONEY: N_("Taxes, money"),
}


def name_topic(words: Words, topic: str, villages: Mapping[int, Village]) -> str:
    """The name of a topic: of a theme, or of a village. It is empty for a village that is not among those."""
    village = read_village(topic)
    if village is None:
        return words.say(THEMES[Theme(topic)])
    return clean(villages[village].name(words.language)) if village in villages else ""


def name_topics(words: Words, topics: Sequence[str], villages: Mapping[int, Village]) -> str:
    """The names of several topics, with semicolons between, since a theme has a comma of its own."""
    return "; ".join(filter(None, (name_topic(words, topic, villages) for topic in topics)))


def compose(words: Words, aimak: Aimak, topics: Sequence[str], villages: Mapping[int, Village], text: str) -> str:
    """The notice as it is read: its office and topics, the office's words, why it came, how to stop it."""
    lines = [
        words.say(
            "Notice of the ayil okmotu {aimak}. {topics}",
            aimak=quote(aimak.name(words.language)),
            topics=name_topics(words, topics, villages),
        ),
        text,
        words.say("It came because you asked for such notices. To stop them: the button below, or /stop"),
    ]
    return "\n\n".join(lines)


def compose_all(aimak: Aimak, topics: Sequence[str], villages: Mapping[int, Village], text: str) -> Texts:
    """The messages (JSON) of a notice by language."""
    top = f"{say_practice()}\n\n" if aimak.practice_of_id is not None else ""
    return {
        words.language: Message.notice(
            Reply(
                top + compose(words, aimak, topics, villages, text), (make_button(words, "topics", "Choose notices"),)
            )
        ).to_json()
        for words in map(Words, LANGUAGES)
    }
