"""One proposal as the office sees it: its text, its dialogue, its answer, and what can be done to it.

A few lines past 300: what can be done depends on what is shown, and both are read together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.budget.proposal import Answer, Decision, Side
from bot.budget.tally import Reaction
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply
from bot.chat.paging import paged, split_in_parts
from bot.chat.screens import put_above
from bot.language.kyrgyz import clean, fold, quote, quote_lines
from bot.office.answers.before_head import LONGEST_REMARK
from bot.office.answers.passing_on import is_entered, list_links, name_source
from bot.office.answers.work_words import STAGES, read_stage
from bot.office.reads import proposals
from bot.office.reads.proposals import ProposalForOffice
from bot.office.telephones import spell_phone
from bot.office.together.additions import find_need
from bot.office.together.voices import is_wanted
from bot.office.wording.notices import DECISIONS, N_, REASON_BUTTONS, name_decision, quote_with_files, say_reason
from handlers.office.colleagues import is_late, say_name, say_who_sent
from handlers.office.staff_only import Desk, list_own_words, proposal_desk
from handlers.shared.router import Talk, router
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
from storage.answers import Said
from storage.attachments.media import KeptFile
from storage.log.dialogue_kinds import ASKED, EXPLAINED, OBJECTED
from storage.proposals import Proposal
from storage.together.links import Repeated

PART = 2000  # characters of a text shown in one message
LINES = 6  # of a dialogue
REACTIONS = {
    Reaction.CLEAR: N_("It is clear"),
    Reaction.QUESTION: N_("I have a question"),
    Reaction.DISAGREE: N_("I do not agree"),
}
ENDINGS = {"photo": ".jpg", "voice": ".ogg"}


@dataclass(frozen=True)
class OfficeCard(Memory):
    """Which proposal somebody of the office looks at, and how far."""

    desk_proposal: int = 0
    desk_read: int | None = None  # the revision of its text that is on the screen
    over: int | None = None  # the proposal a colleague has taken: the next press takes it over
    desk_sent: int = 0  # the revision of the answer in force that is on the screen
    desk_out: bool = False  # whether the screen says that it is out of the count


# Words below an author's question are for that author, even where the card of another proposal is open. It is so once
# an answer was sent.
router.yielding |= {str(Desk.one)}

PARTS = paged(proposal_desk, Desk.one, key="part", size=1)


async def show_one(talk: Talk, proposal_id: int | None = None) -> Reply:
    """Shows the chosen proposal or another, to those who may see it."""
    if proposal_id is not None:
        await PARTS.begin(talk)
        await replace(OfficeCard.of(talk), desk_proposal=proposal_id, over=None).keep(talk)
    return await talk.ask(Desk.one)


@proposal_desk.screen(Desk.one)
async def ask_what(talk: Talk) -> Reply:
    """One proposal whole, with its dialogue and its answer, and what can be done to it."""
    known = await proposals.read_proposal(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    proposal = known.proposal
    sent = known.sent.revision if known.sent else 0
    shown = replace(OfficeCard.of(talk), desk_read=proposal.revision, desk_sent=sent, desk_out=known.is_excluded)
    await shown.keep(talk)
    part = await PARTS.of(talk, split_in_parts(clean(proposal.text), PART))
    lines = list_card_lines(talk, known, quote_lines(part.rows[0]) if part.rows else "")
    beside = (*_list_beside(talk, known), *part.ways(talk))
    return Reply(
        "\n".join(lines),
        list_own_words(_list_possible(talk, known)),
        beside,
        links=list_card_links(talk, known),
    )


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
        _say_source(talk, known),
        _say_language(talk, known),
        talk.say("It is late.") if is_late(talk, proposal, known.sent) else "",
        quote_parts(talk, "", proposal.files),
        say_lost_files(talk, known.lost),
        _voice_line(talk, proposal),
        shown,
        talk.say("Its text was erased: its author was forgotten, as they had asked.") if known.is_erased else "",
        *list_details(talk, list_parts(talk, proposal, known.village, known.item), to_author=False),
        talk.say("Telephone: {phone}", phone=spell_phone(known.phone)) if known.phone else "",
        _say_supporters(talk, known.supporters),
        talk.say("Its text stands on the public page.") if known.for_page and known.for_page.shown else "",
        _linked_line(talk, known),
        talk.say("Not said yet: {what}.", what=say_needs(talk.words, known.missing)) if known.missing else "",
        _say_taken(talk, known),
        *(_say_what_was_said(talk, line) for line in known.said[-LINES:]),
        *_answer_lines(talk, known),
        *_work_lines(talk, known),
    ]
    return [line for line in lines if line]


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


@proposal_desk.on(Desk.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(Desk.list)


@proposal_desk.on(Desk.one, choice="listen")
async def on_listening_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the voices, photos and documents of the proposal."""
    found = await proposals.read_files(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    proposal = found.proposal
    files = [
        Reply(f"№ {proposal.label}", document=_make_document(proposal, file, n)) for n, file in enumerate(found.kept, 1)
    ]
    waiting = talk.say_n("{n} file has not come yet.", "{n} files have not come yet.", found.waiting)
    missing = [say_lost_files(talk, found.lost), waiting if found.waiting else ""]
    return (
        *files,
        put_above("\n".join(filter(None, missing)), await talk.ask_again()) if any(missing) else await talk.ask_again(),
    )


def _make_document(proposal: Proposal, file: KeptFile, n: int) -> dict[str, str]:
    return {"kind": "media", "digest": file.digest, "name": _name(proposal, file, n), "form": file.form}


def _name(proposal: Proposal, file: KeptFile, n: int) -> str:
    # Of a document that was kept before its ending was, the bytes say it when it is sent.
    return f"{proposal.label}-{n}{ENDINGS.get(file.kind, '') if file.ending is None else file.ending}"


def _voice_line(talk: Talk, proposal: Proposal) -> str:
    # Whose words the text is: a clerk's line of a voice, and what its author says to that.
    if proposal.summary_by is None:
        return talk.say("What the voice says is not written yet.") if is_wanted(proposal) else ""
    if proposal.agreed is None:
        return talk.say("The voice in one line. Its author has not said yet whether it is so:")
    if proposal.agreed:
        return talk.say("The voice in one line. Its author says that it is so:")
    return talk.say("The voice in one line. Its author says that it is not so:")


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


def _answer_lines(talk: Talk, known: ProposalForOffice) -> list[str]:
    if known.proposal.withdrawn_at is not None:
        return [talk.say("It was withdrawn by its author.")]
    sent, draft = known.sent, known.draft
    lines = [talk.say("It is out of the count.")] if known.is_excluded else []
    if draft is not None:
        decision = name_decision(talk.words, draft.answer.decision)
        lines += [say_returned(talk, draft.remark)] if draft.remark else []
        if draft.leaves_at is not None:
            lines.append(talk.say("An answer was sent and leaves in a moment: {decision}.", decision=decision))
        elif draft.for_approval:
            lines.append(talk.say("An answer waits for the head: {decision}.", decision=decision))
        else:
            lines.append(talk.say("An answer is kept: {decision}.", decision=decision))
        # What is approved is read whole.
        lines += _list_decided(talk, known.proposal, draft.answer, whole=draft.for_approval)
        lines += _list_files(talk, known.with_draft)
        if draft.read not in {None, known.proposal.revision}:
            lines.append(talk.say("The author changed the text after this was written. Please check it."))
        if draft.for_approval and known.drafted_by is not None:
            lines.append(talk.say("Written by: {who}.", who=say_name(talk, known.drafted_by)))
    if sent is None:
        return lines
    lines.append(
        talk.say(
            "Answered: {decision}. {who}, {day}.",
            decision=name_decision(talk.words, sent.answer.decision),
            who=say_who_sent(talk, sent),
            day=talk.words.long_day(find_day(sent.sent_at)),
        )
    )
    lines += _list_decided(talk, known.proposal, sent.answer)
    lines += _list_files(talk, known.with_answer)
    if known.read_at is not None:
        lines.append(talk.say("It was read, {day}.", day=talk.words.long_day(find_day(known.read_at))))
    if known.reaction is not None:
        lines.append(talk.say("The author: {text}", text=talk.say(REACTIONS[known.reaction])))
    if known.reached is False:
        lines.append(talk.say("The author could not be reached: please tell them in person."))
    return lines


def say_returned(talk: Talk, remark: str) -> str:
    """Why the head gave an answer back."""
    return talk.say("The head gave it back: «{remark}»", remark=quote(remark, LONGEST_REMARK))


def _list_decided(talk: Talk, proposal: Proposal, answer: Answer, *, whole: bool = False) -> list[str]:
    # What was decided beside the decision: sum, line of the budget, reason and the clerk's own sentence.
    lines = []
    if answer.amount is not None:
        lines.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)))
    if answer.budget_line:
        lines.append(talk.say("Budget line: {line}.", line=quote(answer.budget_line)))
    sentence = (clean(answer.sentence) if whole else quote(answer.sentence)) if answer.sentence else ""
    if answer.reason_code is not None:
        reason = say_reason(talk.words, answer.reason_code, year=proposal.budget_year)
        lines.append(talk.say("Reason: {reason}. {sentence}", reason=reason, sentence=sentence).rstrip())
    elif sentence:
        lines.append(sentence)
    if answer.other:
        lines.append(say_other_language(talk, answer.other if whole else quote(answer.other), answer.other_in))
    return lines


def _list_files(talk: Talk, files: Mapping[str, int]) -> list[str]:
    return [talk.say("Goes with the answer: {files}.", files=quote_with_files(talk.words, "", files))] if files else []


def say_other_language(talk: Talk, text: str, language: str) -> str:
    """The sentence of an answer in the other language."""
    if language == "ru":
        return talk.say("In Russian: {text}", text=clean(text))
    return talk.say("In Kyrgyz: {text}", text=clean(text))


def _list_beside(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # What is done less often stands beside the choices.
    sent = (talk.make_choice("sent_answers", "Answers sent"),) if known.sent is not None else ()
    sent = (*sent, talk.make_choice("history", "History"), *_for_page(talk, known))
    if known.may_erase:
        sent = (*sent, talk.make_choice("intake_erase", "Erase its author"))
    if known.proposal.withdrawn_at is not None or not known.may_answer:
        return sent
    tying = (talk.make_choice("tie", "Tie to the plan"),) if known.can_tie else ()
    sorting = (talk.make_choice("repeats", "Similar ones"), talk.make_choice("sort", "Side and category"), *tying)
    if known.sent is not None or known.is_excluded or _is_leaving(known):
        return (*sent, *_work(talk, known), *sorting)
    release = (talk.make_choice("release", "Release it"),) if known.may_release else ()
    return (*sent, talk.make_choice("hand_over", "Hand it over"), *release, *sorting)


def _for_page(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # Whoever asks for something to be taken down asks the office.
    one = known.for_page
    if one is None or not known.may_answer or one.shown is None:
        return ()
    of = f"{one.id}.{one.revision}"
    if one.shown:
        return (talk.make_choice(f"page_off_text:{of}", "Take off the page"),)
    return (talk.make_choice(f"page_on_text:{of}", "Put on the page"),)


def _work(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    went_in = known.sent is not None and known.sent.answer.decision in {Decision.INCLUDED, Decision.PARTLY}
    return (talk.make_choice("work", "The work"),) if went_in else ()


def _is_leaving(known: ProposalForOffice) -> bool:
    return known.draft is not None and known.draft.leaves_at is not None


def _list_while_leaving(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # What would be refused until it has left is not offered; whoever sent it takes it back.
    draft, explained = known.draft, talk.make_choice(f"explain:{known.proposal.id}", "Explain")
    is_own = draft is not None and draft.sent_from == talk.person.peer_id and (draft.leaves_at or 0) > talk.now
    back = (talk.make_choice(f"take_back:{draft.pressed_at}", "Take it back"),) if draft is not None and is_own else ()
    return (*back, *((explained,) if known.sent is not None and known.is_questioned else ()))


def _hear(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # The files of the answer that is read last: of the draft if one is kept, else the sent one.
    if known.with_draft:
        return (talk.make_choice(f"hear_draft:{known.proposal.id}", "Files of the answer"),)
    if known.with_answer and known.sent is not None:
        return (talk.make_choice(f"hear_answer:{known.sent.id}", "Files of the answer"),)
    return ()


def _list_at_once(talk: Talk, known: ProposalForOffice) -> list[Choice]:
    # What answers in two acts: the likeliest template by its name, the likeliest reasons, and «In the draft».
    proposal = known.proposal
    if known.draft is not None or is_wanted(proposal) or proposal.side is Side.UNSURE:
        return []
    template = known.template
    choices = [Choice(f"template_use:{template.id}", template.name, (template.name,))] if template else []
    named = {fold(one.title) for one in choices}
    reasons = [talk.make_choice(f"refuse:{one.value}", REASON_BUTTONS[one]) for one in known.reasons]
    choices += [one for one in reasons if fold(one.title) not in named]
    return [*choices, talk.make_choice("include", DECISIONS[Decision.INCLUDED])]


def _list_possible(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    proposal = known.proposal
    if proposal.withdrawn_at is not None or not known.may_answer:
        return ()
    files = (*((talk.make_choice("listen", "Listen, look"),) if known.has_files else ()), *_hear(talk, known))
    if _is_leaving(known):
        return (*_list_while_leaving(talk, known), talk.make_choice("ask_author", "Ask the author"), *files)
    if known.may_approve and known.draft is not None:
        shown = f"{proposal.id}.{known.draft.saved_at}.{proposal.revision}"
        return (
            talk.make_choice(f"approve:{shown}", "Approve"),
            talk.make_choice(f"give_back:{shown}", "Give it back"),
            talk.make_choice("answer", "Answer")
            if known.sent is None
            else talk.make_choice("answer", "Correct the answer"),
            talk.make_choice("ask_author", "Ask the author"),
            *files,
        )
    if known.sent is not None:
        asked, told = known.is_questioned, known.reached is False
        return (
            *((talk.make_choice(f"explain:{proposal.id}", "Explain"),) if asked else ()),
            talk.make_choice("answer", "Correct the answer"),
            *((talk.make_choice("told", "Told in person"),) if told else ()),
            talk.make_choice("ask_author", "Ask the author"),
            *files,
        )
    if known.is_excluded:
        return (talk.make_choice("include_again", "Count it again"), talk.make_choice("answer", "Answer"))
    voice = (talk.make_choice("summary", "What the voice says"),) if is_wanted(proposal) else ()
    taking = () if proposal.taken_by == talk.person.id else (talk.make_choice("take", "I take it"),)
    return (
        talk.make_choice("answer", "Answer"),
        *((talk.make_choice("alike", "The same answer"),) if known.has_alike else ()),
        *((talk.make_choice("templates", "Templates"),) if known.has_templates else ()),
        *_list_at_once(talk, known),
        *taking,
        talk.make_choice("ask_author", "Ask the author"),
        talk.make_choice("exclude", "Not a proposal"),
        *voice,
        *files,
    )
