"""The answer to what was entered for somebody else. It comes back to the clerk, who tells it to the author by hand."""

from dataclasses import replace
from urllib.parse import quote as percent

from bot.budget.permissions import TABLE, Act
from bot.budget.proposal import BY_HAND, Source
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.telephones import spell_phone
from bot.office.wording.answers.answer_words import compose_sent
from bot.office.wording.notices import N_, OFFICE, make_button, tell_colleague
from storage.answers import SentAnswer
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.store import Store

LONGEST_LINK = 2000  # characters; the Bot API names no limit, and a refused button would take the whole message with it
TO_TELL = N_("People to tell")
SOURCES = {
    Source.PAPER: N_("on paper"),
    Source.PHONE: N_("by telephone"),
    Source.GATHERING: N_("at a gathering"),
    Source.FORWARDED: N_("forwarded from a messenger"),
    Source.BOOK: N_("in the book of claims"),
    Source.KURULTAI: N_("at a kurultai"),
    Source.SURVEY: N_("needs survey"),
    Source.SOCIAL: N_("in a social network"),
    Source.HEARING: N_("at a hearing"),
}


def is_entered(proposal: Proposal) -> bool:
    """Whether an office took a proposal down for somebody who does not write to us."""
    return proposal.peer_id is None and proposal.source in BY_HAND


def name_source(words: Words, source: str) -> str:
    """Where an office took a proposal down, inside a sentence; empty for a messenger of ours."""
    return words.say(SOURCES[Source(source)]) if source in set(SOURCES) else ""


def compose_for_author(proposal: Proposal, sent: SentAnswer) -> str:
    """The answer as it is passed on to the author, in the language the proposal was written in."""
    return compose_sent(Words(proposal.language), proposal, sent, quotes=False)


def list_links(words: Words, proposal: Proposal, sent: SentAnswer, phone: str | None) -> tuple[tuple[str, str], ...]:
    """The button that opens WhatsApp with the answer written there already; nothing where no telephone was given.

    An answer too long for an address is copied by hand: then the button opens the chat alone.
    """
    if phone is None:
        return ()
    chat = f"https://wa.me/{phone.removeprefix('+')}"
    written = f"{chat}?text={percent(compose_for_author(proposal, sent), safe='')}"
    return ((written if len(written) <= LONGEST_LINK else chat, words.say("Open in WhatsApp")),)


def name_author(words: Words, proposal: Proposal, phone: str | None) -> str:
    """Who is to be told, as far as they said it: name and telephone in a line of their own. Empty where they said neither."""
    who = name_person(proposal.author_name, phone)
    return words.say("Author: {name}", name=who) if who else ""


def name_person(name: str | None, phone: str | None) -> str:
    """Name and telephone as far as they were given."""
    return ", ".join(filter(None, (quote(name or ""), spell_phone(phone) if phone else "")))


async def ask_to_pass_on(store: Store, *, proposal: Proposal, sent: SentAnswer, at: int) -> int:
    """Brings an answer back to whoever entered the proposal, or to the office; returns how many were asked."""
    phone, to = await store.people.find_phone(proposal.author_id), proposal.entered_by or sent.answered_by
    takers = await store.roles.list_colleagues(proposal.aimak_id, TABLE[Act.PASS_ON])
    reads_queue = to not in takers or to in await store.roles.list_colleagues(proposal.aimak_id, OFFICE)

    def say(words: Words, _box: Mailbox) -> Reply:
        opens = ("Open", f"desk_one:{proposal.id}") if reads_queue else (TO_TELL, "to_tell")
        told = compose_to_pass_on(words, proposal, sent, phone)
        return replace(told, choices=(*told.choices, make_button(words, opens[1], opens[0])))

    return await tell_colleague(
        store, to=to, aimak_id=proposal.aimak_id, kind="pass_on", object_id=sent.id, at=at, say=say, act=Act.PASS_ON
    )  # fmt: skip


def compose_to_pass_on(words: Words, proposal: Proposal, sent: SentAnswer, phone: str | None) -> Reply:
    """What is to be told and to whom. One button says that it was; another is for the files of the answer."""
    files = len(sent.answer.files)
    asked = words.say("Please tell the author of № {number} this answer.", number=proposal.label)
    beside = words.say("Its voice and files do not go along by themselves: please pass them on by hand.")
    head = "\n".join(filter(None, (asked, beside if files else "", name_author(words, proposal, phone))))
    hear = (make_button(words, f"hear_answer:{sent.id}", "Files of the answer"),) if files else ()
    return Reply(
        f"{head}\n\n{compose_for_author(proposal, sent)}",
        (make_button(words, f"passed_on:{sent.id}", "The author was told"), *hear),
        links=list_links(words, proposal, sent, phone),
    )
