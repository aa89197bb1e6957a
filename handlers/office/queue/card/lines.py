"""What the card says of a proposal, line by line."""

from collections.abc import Iterable

from bot.budget.workdays import find_day
from bot.language.kyrgyz import quote
from bot.office.answers.notes import LONGEST
from bot.office.answers.passing_on import is_entered, list_links, name_source
from bot.office.reads.proposals import ProposalForOffice
from bot.office.telephones import spell_phone
from bot.office.together.additions import find_need
from bot.office.together.voices import is_wanted
from bot.office.works.work_words import STAGES, read_stage
from handlers.office.colleagues import is_late, say_name
from handlers.office.queue.card.answer_lines import list_answer_lines
from handlers.shared.router import Talk
from handlers.shared.wording import (
    list_details,
    list_parts,
    quote_parts,
    say_added,
    say_author_language,
    say_category,
    say_lost_files,
    say_needs,
    say_side,
)
from storage.answering.dialogue import Said
from storage.log.dialogue_kinds import ASKED, EXPLAINED, OBJECTED
from storage.proposals import Proposal
from storage.together.links import Repeated

LINES = 6  # of a dialogue


def list_card_lines(talk: Talk, known: ProposalForOffice, shown: str) -> list[str]:
    """What a card says of a proposal, line by line; shown is its text, or a part of it."""
    proposal = known.proposal
    head = talk.say(
        "№ {number}: {side}, {category}.",
        number=proposal.label,
        side=say_side(talk.words, proposal.side),
        category=say_category(talk.words, proposal.category),
    )
    lines = [
        head,
        talk.say("Answer it {until}.", until=talk.words.until(proposal.due_on)) if known.sent is None else "",
        _say_moved(talk, known),
        _say_source(talk, known),
        _say_language(talk, known),
        talk.say("It is late.") if is_late(talk, proposal, known.sent) else "",
        quote_parts(talk, "", proposal.files),
        say_lost_files(talk, known.lost),
        _voice_line(talk, proposal),
        shown,
        _say_erased(talk, known),
        *list_details(talk, list_parts(talk, proposal, known.village, known.item), to_author=False),
        talk.say("Telephone: {phone}", phone=spell_phone(known.phone)) if known.phone else "",
        _say_supporters(talk, known.supporters),
        talk.say("Its text stands on the public page.") if known.for_page and known.for_page.shown else "",
        _linked_line(talk, known),
        talk.say("Not said yet: {what}.", what=say_needs(talk.words, known.missing)) if known.missing else "",
        _say_taken(talk, known),
        _say_note(talk, known),
        *(_say_what_was_said(talk, line) for line in known.said[-LINES:]),
        *list_answer_lines(talk, known),
        *_work_lines(talk, known),
    ]
    return [line for line in lines if line]


def _say_erased(talk: Talk, known: ProposalForOffice) -> str:
    if known.is_erased:
        return talk.say("Its text was erased: its author was forgotten, as they had asked.")
    return talk.say("Its author had its text and files erased.") if known.is_text_erased else ""


def part_card_lines(talk: Talk, known: ProposalForOffice) -> tuple[str, str, list[str]]:
    """A card whose text stands by itself: its head, what stands above the text, the other lines."""
    head, *lines = list_card_lines(talk, known, "")
    about = _voice_line(talk, known.proposal) if known.proposal.summary_by is not None else ""
    return head, about, [line for line in lines if line != about]


def list_card_links(talk: Talk, known: ProposalForOffice) -> tuple[tuple[str, str], ...]:
    """The links by which an answer is passed on by hand, until somebody notes that its author was told."""
    if known.sent is None or known.reached is not False or not known.may_answer:
        return ()
    return list_links(talk.words, known.proposal, known.sent, known.phone)


def _voice_line(talk: Talk, proposal: Proposal) -> str:
    # Whose words the text is: a clerk's line of a voice, and what its author says to that.
    if proposal.summary_by is None:
        return talk.say("What the voice says is not written yet.") if is_wanted(proposal) else ""
    if proposal.agreed is None:
        return talk.say("The voice in one line. Its author has not said yet whether it is so:")
    if proposal.agreed:
        return talk.say("The voice in one line. Its author says that it is so:")
    return talk.say("The voice in one line. Its author says that it is not so:")


def _say_moved(talk: Talk, known: ProposalForOffice) -> str:
    if not known.moved_by:
        return ""
    days = ", ".join(talk.words.day(one) for one in known.moved_by)
    return talk.say("Days off of your office are not counted in it: {days}.", days=days)


def _say_source(talk: Talk, known: ProposalForOffice) -> str:
    if not is_entered(known.proposal):
        return ""
    day = talk.words.long_day(find_day(known.proposal.received_at))
    source = name_source(talk.words, known.proposal.source)
    return talk.say("Entered by the office: {source}, {day}.", source=source, day=day)


def _say_language(talk: Talk, known: ProposalForOffice) -> str:
    return say_author_language(talk.words, known.author_language)


def _say_taken(talk: Talk, known: ProposalForOffice) -> str:
    if known.taken_by is None or known.sent is not None:
        return ""
    if known.proposal.taken_by == talk.person.id:
        return talk.say("You have taken it.")
    return talk.say("Taken by: {who}.", who=say_name(talk, known.taken_by))


def _say_note(talk: Talk, known: ProposalForOffice) -> str:
    if known.note is None:
        return ""
    who = say_name(talk, known.noted_by) if known.noted_by is not None else talk.say("A colleague of before")
    return talk.say("A note of the office: «{text}». {who}", text=quote(known.note.text, LONGEST), who=who)


def _say_supporters(talk: Talk, n: int) -> str:
    return talk.say_n("{n} more resident needs the same.", "{n} more residents need the same.", n) if n else ""


def _work_lines(talk: Talk, known: ProposalForOffice) -> list[str]:
    if known.work is None:
        return []
    day = talk.words.long_day(find_day(known.work.said_at))
    lines = [talk.say("Work: {stage}, {day}.", stage=talk.say(STAGES[read_stage(known.work)]), day=day)]
    for one in known.contests[-LINES:]:
        text = quote(one.text) if one.text else talk.say("(voice, photo or document)")
        lines.append(talk.say("A resident: it is not finished. {text}", text=text))
    return lines


def _numbers(linked: Iterable[Repeated]) -> str:
    return ", ".join(f"№ {one.label}" for one in linked)


def _linked_line(talk: Talk, known: ProposalForOffice) -> str:
    if not known.linked:
        return ""
    lines = [talk.say("Linked, for one answer: {numbers}.", numbers=_numbers(known.linked))]
    if known.approved_with and known.may_approve:
        lines.append(
            talk.say(
                "The same answer is approved or given back for {numbers} too.", numbers=_numbers(known.approved_with)
            )
        )
    return "\n".join(lines)


def _say_what_was_said(talk: Talk, said: Said) -> str:
    if (need := find_need(said)) is not None:
        return say_added(talk, said, need)
    text = quote(said.text) if said.text else talk.say("(voice, photo or document)")
    if said.kind in {ASKED, EXPLAINED}:
        return talk.say("The office: {text}", text=text)
    if said.kind == OBJECTED:
        return talk.say("The author does not agree: {text}", text=text)
    return talk.say("The author: {text}", text=text)
