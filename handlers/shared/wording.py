"""The words for a proposal's parts: side, category, quote, where it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.budget.proposal import Decision, Side, TextTooLong
from bot.budget.proposal_text.decidable import Need
from bot.budget.workdays import find_day
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import Words
from bot.language.by_language import choose_language
from bot.language.days import DayMissing, DayUnreadable, WeekdayWrong
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office import residents
from bot.office.categories import find_category
from bot.office.mornings.late import say_late
from bot.office.property.words import name_item
from bot.office.reads import public
from bot.office.wording.answers.answer_words import name_decision
from bot.office.wording.notices import N_, quote_with_files
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.router import Talk
from storage.aimaks import Village
from storage.answering.dialogue import Said
from storage.answers import SentAnswer
from storage.attachments.files import LARGEST
from storage.attachments.media import KeptFile
from storage.log.proposal_lists import Listed
from storage.property.items import PropertyItem
from storage.proposals import Proposal

ON = "✓"  # stands before what is chosen


SIDE_NAMES = {
    Side.REVENUE: N_("revenue"),
    Side.SPENDING: N_("spending"),
    Side.UNSURE: N_("side not chosen yet"),
}


def say_side(words: Words, side: Side) -> str:
    """The side of the budget in a word."""
    return words.say(SIDE_NAMES[side])


def say_category(words: Words, code: str | None) -> str:
    """The category in a few words, as it stands inside a sentence."""
    if code is None:
        return words.say("no category")
    title = choose_language(find_category(code).shorts, words.language)
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def quote_draft(talk: Talk, draft: ProposalDraft) -> str:
    """What a draft says: its text in quotation marks, and how many voices, photos and documents go with it."""
    return quote_parts(talk, draft.text, Counter(kind for kind, _ in draft.media))


def quote_parts(talk: Talk, text: str, files: Mapping[str, int]) -> str:
    """A text in quotation marks, then the voices, photos and documents counted."""
    return quote_with_files(talk.words, text, files)


def say_lost_files(talk: Talk, lost: int) -> str:
    """Says how many files of a proposal could not be kept; nothing where all could."""
    return talk.say_n("{n} file could not be kept.", "{n} files could not be kept.", lost) if lost else ""


def say_standing(talk: Talk, proposal: Proposal, sent: SentAnswer | None, *, is_excluded: bool = False) -> str:
    """Where a proposal stands, in two or three words; sent is the answer in force."""
    if is_excluded and sent is None and proposal.withdrawn_at is None:
        return talk.say("not counted")
    return say_standing_of(talk, proposal.withdrawn_at, sent.answer.decision if sent else None)


def say_standing_of(talk: Talk, withdrawn_at: int | None, decision: Decision | None) -> str:
    """Where a proposal that was withdrawn or decided so stands, in two or three words."""
    if withdrawn_at is not None:
        return talk.say("withdrawn")
    return name_decision(talk.words, decision, inside=True) if decision else talk.say("awaits an answer")


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands beside the text of a proposal; amount in som."""

    amount: int | None
    village: str | None
    place: str | None
    name: str | None
    item: str | None = None  # of the property list


def list_details(talk: Talk, parts: Parts, *, to_author: bool = True) -> list[str]:
    """A line for each part that is there, to its author or to the office."""
    lines = []
    if parts.item:
        lines.append(talk.say("Property: {item}", item=parts.item))
    if parts.amount is not None:
        lines.append(talk.say("Sum: {sum}", sum=talk.words.som(parts.amount)))
    if parts.village:
        lines.append(talk.say("Village: {name}", name=quote(parts.village)))
    if parts.place:
        lines.append(talk.say("Place: {place}", place=quote(parts.place)))
    if parts.name:
        name = quote(parts.name)
        lines.append(talk.say("From: {name}", name=name) if to_author else talk.say("Author: {name}", name=name))
    return lines


async def find_village_name(talk: Talk, village_id: int | None) -> str | None:
    """The name of a village in the person's language."""
    village = await public.find_village(talk.store, id=village_id)
    return village.name(talk.words.language) if village else None


def list_parts(talk: Talk, proposal: Proposal, village: Village | None, item: PropertyItem | None = None) -> Parts:
    """What stands beside the text of a proposal that was sent."""
    name = village.name(talk.words.language) if village else None
    about = name_item(item) if item else None
    return Parts(proposal.amount, name, proposal.place, proposal.author_name, about)


NEEDS = {
    Need.STREET: N_("which street or place is it?"),
    Need.WHICH: N_("which building, plot or road is it?"),
    Need.LAND: N_("which pasture or plot is it?"),
    Need.HOUSES: N_("how many houses need it?"),
    Need.PEOPLE: N_("how many people need it?"),
    Need.SHARE: N_("do you give something yourselves: work, money, material?"),
    Need.PAYERS: N_("who would pay it?"),
    Need.PRICE: N_("about how many som would it be?"),
}
_MISSING = {
    Need.STREET: N_("street or place"),
    Need.WHICH: N_("which building, plot or road"),
    Need.LAND: N_("which pasture or plot"),
    Need.HOUSES: N_("how many houses"),
    Need.PEOPLE: N_("how many people"),
    Need.SHARE: N_("people's own share"),
    Need.PAYERS: N_("who pays"),
    Need.PRICE: N_("how many som"),
}


def say_additions_asked(words: Words, need: Need) -> str:
    """The question about one thing that is missing."""
    return words.say(NEEDS[need])


def say_needs(words: Words, needs: Iterable[Need]) -> str:
    """What is missing, or what was added, in a few words."""
    return ", ".join(words.say(_MISSING[need]) for need in needs)


def say_added(talk: Talk, said: Said, need: Need) -> str:
    """What the author added, what of, and when."""
    return talk.say(
        "Added {day}, {what}: {text}",
        day=talk.words.day(find_day(said.said_at)),
        what=say_needs(talk.words, [need]),
        text=put_in_quotes(quote(said.text)) if said.text else talk.say("(voice, photo or document)"),
    )


async def say_when_answered(talk: Talk, listed: Listed) -> str:
    """The number of a proposal, and by when its answer comes; empty where it is answered or withdrawn."""
    if listed.withdrawn_at is not None or listed.decision is not None:
        return ""
    has_office = await public.has_office(talk.store, aimak_id=listed.aimak_id)
    aimak = await public.read_aimak(talk.store, id=listed.aimak_id)
    return f"№ {listed.label}. {say_due_day(talk, listed, has_office=has_office, phone=aimak.phone)}"


def say_due_day(talk: Talk, proposal: Proposal | Listed, *, has_office: bool, phone: str | None) -> str:
    """By when the answer comes; where that day is past, that it is late, and whom to call."""
    if not has_office:
        return talk.say("This ayil okmotu has not joined the bot yet; your proposal is kept.")
    if proposal.due_on >= find_day(talk.now):
        return talk.say("The answer comes here {until}.", until=talk.words.until(proposal.due_on))
    return say_late(talk.words, proposal.due_on, phone)


def say_it_is_too_long(talk: Talk, refused: TextTooLong) -> str:
    """The words for a text that does not fit."""
    return talk.say("This text is too long. At most {limit} characters fit.", limit=talk.words.number(refused.limit))


def say_day_refused(talk: Talk, refused: DayUnreadable) -> str:
    """The words for a text that is no day, names another day of the week, or overruns its month."""
    if isinstance(refused, WeekdayWrong):
        day, weekday = talk.words.long_day(refused.day), talk.words.weekday(refused.day)
        return talk.say("{day} is another day of the week: {weekday}. Please check both.", day=day, weekday=weekday)
    if isinstance(refused, DayMissing):
        month = talk.words.month(refused.last)
        return talk.say("{month} has only {days} days. Which day is it?", month=month, days=refused.last.day)
    return talk.say("I could not read that as a day.")


def say_not_taken(talk: Talk) -> str:
    """The words for a file that is too large or of a refused kind. What was written with it is read."""
    if talk.incoming.kind is Kind.TOO_LARGE:
        limit = talk.words.number(LARGEST // 2**20)
        return talk.say("This file is too large: at most {limit} MB fit. Please send a smaller one.", limit=limit)
    if talk.incoming.kind is Kind.TOO_MANY:
        return talk.say("No more files of yours fit today. Please send them tomorrow; your words are read.")
    if talk.incoming.kind is Kind.NO_ROOM:
        return talk.say("Files cannot be taken just now. Please write it; files can be sent again later.")
    only = talk.say("I can take text, voice, photos and documents only.")
    words = talk.say("Of this only your words are read.")
    return f"{only} {words}" if talk.text.strip() else only


def say_author_language(words: Words, language: str) -> str:
    """Which language an author reads: what a clerk types goes out as it is."""
    return words.say("Its author reads Russian.") if language == "ru" else words.say("Its author reads Kyrgyz.")


def mark_language(words: Words, language: str | None) -> str:
    """The same beside a row of a list, where it is another than the clerk's own; else empty."""
    if language is None or language == words.language:
        return ""
    return words.say("(reads Russian)") if language == "ru" else words.say("(reads Kyrgyz)")


async def say_whom_to_call(talk: Talk) -> str:
    """A sentence that names a person's telephone."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    if aimak is not None and aimak.phone:
        return talk.say("A person answers by telephone: {phone}.", phone=aimak.phone)
    return talk.say("A person answers at the ayil okmotu itself.")


async def show_files(talk: Talk, label: str, files: Sequence[KeptFile]) -> Replies:
    """Brings kept photos and voices under the number of what they belong to, then the screen again."""
    shown = tuple(
        Reply(
            f"№ {label}",
            document={
                "kind": "media", "digest": file.digest, "name": f"{label}-{n}{file.ending or ''}", "form": file.form
            },
        )
        for n, file in enumerate(files, 1)
    )  # fmt: skip
    here = await talk.ask_again()
    return (*shown, here) if shown else put_above(talk.say("The file has not come yet."), here)


def say_let_go(talk: Talk, draft: ProposalDraft | None) -> None:
    """Names above the answer what was written and waits no more; nothing of nothing."""
    if draft is not None:
        quoted = quote_draft(talk, draft)
        talk.add_remark(talk.say("This was not sent, and is not kept as a proposal: {quote}.", quote=quoted))
