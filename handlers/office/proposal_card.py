"""One proposal as the office sees it: its text, its dialogue, its answer, and what can be done to it."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act, may
from bot.budget.workdays import day_of
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply
from bot.chat.paging import in_parts, paged
from bot.language.kyrgyz import quote, shown
from bot.office import staff
from bot.office.answers import answers
from bot.office.wording.notices import decision_title
from handlers.office.colleagues import is_late, taken_line, who_sent
from handlers.office.staff_only import Desk, proposal_desk
from handlers.shared.talk import Talk, above, row_id
from handlers.shared.wording import category_title, details, lost_files, parts_of_proposal, quoted_parts, side_title
from storage.answers import ASKED, EXPLAINED, QUESTION, Said
from storage.attachments.media import KeptFile
from storage.proposals import Proposal

PART = 2000  # characters of a text shown in one message
LINES = 6  # of a dialogue
ENDINGS = {"photo": ".jpg", "voice": ".ogg"}


@dataclass(frozen=True)
class OfficeCard(Memory):
    """Which proposal somebody of the office looks at, and how far."""

    desk_proposal: int = 0
    desk_read: int | None = None  # the revision of its text that is on the screen
    over: int | None = None  # the proposal a colleague has taken: the next press takes it over


PARTS = paged(proposal_desk, Desk.one, key="part", size=1)


@proposal_desk.on(choice="desk_one", opens=True)
async def one_chosen(talk: Talk) -> Reply:
    """Shows one proposal, from the list or from a notice."""
    return await show_one(talk, row_id(talk.chosen))


async def show_one(talk: Talk, proposal_id: int | None = None) -> Reply:
    """Shows the chosen proposal or another, to those who may see it."""
    if proposal_id is not None:
        await PARTS.begin(talk)
        await replace(OfficeCard.of(talk), desk_proposal=proposal_id).keep(talk)
    return await talk.ask(Desk.one)


@proposal_desk.screen(Desk.one)
async def ask_what(talk: Talk) -> Reply:
    """One proposal whole, with its dialogue and its answer, and what can be done to it."""
    proposal = await answers.opened(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    await replace(OfficeCard.of(talk), desk_read=proposal.revision).keep(talk)
    part = await PARTS.of(talk, in_parts(shown(proposal.text), PART))
    head = talk.say(
        "№ {number}: {side}, {category}.",
        number=proposal.label,
        side=side_title(talk.words, proposal.side),
        category=category_title(talk.words, proposal.category),
    )
    open_still = await talk.store.answers.latest(proposal.id) is None
    lines = [
        head,
        talk.say("Answer it {until}.", until=talk.words.until(proposal.due_on)) if open_still else "",
        await _language_line(talk, proposal),
        talk.say("It is late.") if await is_late(talk, proposal) else "",
        quoted_parts(talk, "", proposal.files),
        await lost_files(talk, proposal),
        f"«{part.rows[0]}»" if part.rows else "",
        *details(talk, await parts_of_proposal(talk, proposal), to_author=False),
        await taken_line(talk, proposal),
        *await _dialogue_lines(talk, proposal),
        *await _answer_lines(talk, proposal),
    ]
    return Reply("\n".join(filter(None, lines)), await _possible(talk, proposal), part.ways(talk))


@proposal_desk.on(Desk.one, choice=BACK)
async def back_to_list(talk: Talk) -> Reply:
    """Returns to the list."""
    return await talk.ask(Desk.list)


@proposal_desk.on(Desk.one, choice="listen")
async def listening_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the voices, photos and documents of the proposal."""
    proposal = await answers.opened(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    kept = await talk.store.media.kept(proposal.id)
    files = [
        Reply(
            f"№ {proposal.label}", document={"kind": "media", "digest": file.digest, "name": _name(proposal, file, n)}
        )
        for n, file in enumerate(kept, 1)
    ]
    if not files:
        lost = await lost_files(talk, proposal)
        return above(lost or talk.say("The file has not come yet."), await talk.again())
    return (*files, await talk.again())


def _name(proposal: Proposal, file: KeptFile, n: int) -> str:
    # The ending of a document is read off its bytes when it is sent.
    return f"{proposal.label}-{n}{ENDINGS.get(file.kind, '')}"


async def _language_line(talk: Talk, proposal: Proposal) -> str:
    # What a clerk types goes out as it is, so it is said when the author reads another language.
    box = await talk.store.people.mailbox(proposal.author_id, peer_id=proposal.peer_id)
    language = (box.language if box else None) or proposal.language
    if language == talk.words.language:
        return ""
    return talk.say("Its author reads Russian.") if language == "ru" else talk.say("Its author reads Kyrgyz.")


async def _dialogue_lines(talk: Talk, proposal: Proposal) -> list[str]:
    said = await talk.store.answers.dialogue(proposal.id)
    return [_said_line(talk, line) for line in said[-LINES:]]


def _said_line(talk: Talk, said: Said) -> str:
    text = quote(said.text) if said.text else talk.say("(voice, photo or document)")
    if said.kind in {ASKED, EXPLAINED}:
        return talk.say("The office: {text}", text=text)
    return talk.say("The author: {text}", text=text)


async def _answer_lines(talk: Talk, proposal: Proposal) -> list[str]:
    if proposal.withdrawn_at is not None:
        return [talk.say("It was withdrawn by its author.")]
    sent = await talk.store.answers.latest(proposal.id)
    draft = await talk.store.answers.draft(proposal.id)
    lines = [talk.say("It is out of the count.")] if await talk.store.answers.exclusion(proposal.id) else []
    if draft is not None:
        decision = decision_title(talk.words, draft.answer.decision)
        waits = draft.for_approval
        lines.append(
            talk.say("An answer waits for the head: {decision}.", decision=decision)
            if waits
            else talk.say("An answer is kept: {decision}.", decision=decision)
        )
    if sent is None:
        return lines
    reached = await answers.reached(talk.store, sent)
    lines.append(
        talk.say(
            "Answered: {decision}. {who}, {day}.",
            decision=decision_title(talk.words, sent.answer.decision),
            who=who_sent(talk, sent),
            day=talk.words.long_day(day_of(sent.sent_at)),
        )
    )
    if reached is False:
        lines.append(talk.say("The author could not be reached: please tell them in person."))
    return lines


async def _possible(talk: Talk, proposal: Proposal) -> tuple[Choice, ...]:
    if proposal.withdrawn_at is not None or not await _may_answer(talk, proposal):
        return ()
    sent = await talk.store.answers.latest(proposal.id)
    files = (talk.choice("listen", "Listen, look"),) if await talk.store.media.has_any(proposal.id) else ()
    if sent is not None:
        asked = await _open_question(talk, proposal)
        told = await answers.reached(talk.store, sent) is False
        return (
            *((talk.choice(f"explain:{proposal.id}", "Explain"),) if asked else ()),
            talk.choice("answer", "Correct the answer"),
            *((talk.choice("told", "Told in person"),) if told else ()),
            talk.choice("ask_author", "Ask the author"),
            *files,
        )
    if await talk.store.answers.exclusion(proposal.id) is not None:
        return (talk.choice("include_again", "Count it again"), talk.choice("answer", "Answer"))
    taking = () if proposal.taken_by == talk.person.id else (talk.choice("take", "I take it"),)
    return (
        talk.choice("answer", "Answer"),
        *taking,
        talk.choice("ask_author", "Ask the author"),
        talk.choice("exclude", "Not a proposal"),
        *files,
    )


async def _may_answer(talk: Talk, proposal: Proposal) -> bool:
    return may(await staff.standings(talk.store, talk.person), Act.ANSWER, proposal.aimak_id)


async def _open_question(talk: Talk, proposal: Proposal) -> bool:
    kinds = [said.kind for said in await talk.store.answers.dialogue(proposal.id)]
    return QUESTION in kinds and kinds[-1] == QUESTION
