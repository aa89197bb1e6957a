"""The desk of an office: what awaits an answer, one proposal with all that can be done to it, and doing it."""

import re
from collections.abc import Awaitable, Callable

from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.proposal import AlreadyWithdrawn, TextTooLong, TextTooShort
from bot.budget.workdays import day_of
from bot.chat.message import BACK, MORE, Choice, Kind, Reply
from bot.chat.router import Screen
from bot.language.kyrgyz import quote, shown
from bot.office import staff
from bot.office.answers import answers
from bot.office.wording.notices import decision_title
from handlers.shared.guidance import here, stale, unclear
from handlers.shared.states import Desk, Menu
from handlers.shared.talk import Talk, above, page_of, router, row_id, value, ways
from handlers.shared.wording import (
    category_title,
    details,
    lost_files,
    parts_of_proposal,
    quoted_parts,
    side_title,
    too_long,
)
from storage.answers import ASKED, EXPLAINED, QUESTION, Said, SentAnswer
from storage.attachments.media import KeptFile
from storage.proposals import Proposal

PART = 2000  # characters of a text shown in one message
LINES = 6  # of a dialogue
ENDINGS = {"photo": ".jpg", "voice": ".ogg"}
NUMBER = re.compile(r"(?:№|#)?\s*([0-9]{1,9})\.?")

Writing = Callable[..., Awaitable[None]]

LISTS = {
    "waiting": answers.waiting,
    "drafted": answers.drafted,
    "undelivered": answers.undelivered,
    "answered": answers.answered,
}


def for_staff(screen: Screen) -> Screen:
    """Makes a screen that those without the right to it are told so, and see the menu."""

    async def shown_or_refused(talk: Talk) -> Reply:
        try:
            return await screen(talk)
        except NotAllowed:
            return await not_allowed(talk)

    return shown_or_refused


async def not_allowed(talk: Talk) -> Reply:
    """Says that the act is not among the person's rights, and goes back to the menu."""
    return above(talk.say("You have no right to do this here."), await talk.ask(Menu.open))


@router.on(choice="desk_list")
async def list_wanted(talk: Talk) -> Reply:
    """Shows one of the office's lists."""
    if talk.chosen not in LISTS:
        return await stale(talk)
    await talk.state.update_data(list=talk.chosen, page=0)
    return await _list(talk)


@router.screen(Desk.list)
@for_staff
async def ask_which(talk: Talk) -> Reply:
    """Lists proposals in pages, the soonest due first."""
    which = await value(talk, "list", "waiting")
    found = await LISTS[which](talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
    here, page, more = page_of(found, await value(talk, "page", 0))
    await talk.state.update_data(page=page)
    heads = {
        "waiting": talk.say_n("{n} proposal awaits an answer.", "{n} proposals await an answer.", len(found)),
        "drafted": talk.say_n("{n} answer is kept and not sent.", "{n} answers are kept and not sent.", len(found)),
        "undelivered": talk.say_n("{n} answer did not reach anyone.", "{n} answers did not reach anyone.", len(found)),
        "answered": talk.say_n("{n} proposal is answered.", "{n} proposals are answered.", len(found)),
    }
    if not found:
        return Reply(talk.say("There is nothing here."), ways=ways(talk))
    lines = [heads[which], *[await _line(talk, proposal) for proposal in here]]
    choices = [Choice(f"desk_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in here]
    at_once = (talk.choice("send_kept", "Send all of them"),) if which == "drafted" else ()
    return Reply("\n".join(lines), tuple(choices), (*at_once, *ways(talk, more=more)))


async def _list(talk: Talk) -> Reply:
    return await talk.ask(Desk.list)


@router.on(Desk.list, kind=Kind.TEXT)
async def number_typed(talk: Talk) -> Reply:
    """Opens the proposal whose number was typed, where nothing but the number was."""
    typed = NUMBER.fullmatch(talk.text.strip())
    found = await talk.store.proposals.numbered(int(talk.person.aimak_id or 0), int(typed[1])) if typed else None
    return await show_one(talk, found.id) if found else await unclear(talk)


@router.on(Desk.list, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page."""
    await talk.state.update_data(page=await value(talk, "page", 0) + 1)
    return await _list(talk)


@router.on(Desk.list, choice=BACK)
async def page_back(talk: Talk) -> Reply:
    """Turns a page back, or returns to the menu."""
    page = await value(talk, "page", 0)
    await talk.state.update_data(page=max(0, page - 1))
    return await _list(talk) if page > 0 else await talk.ask(Menu.open)


@router.on(choice="desk_one", opens=True)
async def one_chosen(talk: Talk) -> Reply:
    """Shows one proposal, from the list or from a notice."""
    return await show_one(talk, row_id(talk.chosen))


async def show_one(talk: Talk, proposal_id: int | None = None) -> Reply:
    """Shows the chosen proposal or another, to those who may see it."""
    if proposal_id is not None:
        await talk.state.update_data(desk_proposal=proposal_id, part=0)
    return await talk.ask(Desk.one)


@router.screen(Desk.one)
@for_staff
async def ask_what(talk: Talk) -> Reply:
    """One proposal whole, with its dialogue and its answer, and what can be done to it."""
    proposal = await answers.opened(talk.store, id=await value(talk, "desk_proposal", 0), by=talk.person)
    await talk.state.update_data(desk_read=proposal.revision)
    text, part = shown(proposal.text), await value(talk, "part", 0)
    last = max(0, (len(text) - 1) // PART)
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
        talk.say("It is late.") if await _is_late(talk, proposal) else "",
        quoted_parts(talk, "", proposal.files),
        await lost_files(talk, proposal),
        f"«{text[part * PART : (part + 1) * PART]}»" if text else "",
        *details(talk, await parts_of_proposal(talk, proposal), to_author=False),
        await _taken_line(talk, proposal),
        *await _dialogue_lines(talk, proposal),
        *await _answer_lines(talk, proposal),
    ]
    return Reply("\n".join(filter(None, lines)), await _possible(talk, proposal), ways(talk, more=part < last))


@router.on(Desk.one, choice=MORE)
async def next_part(talk: Talk) -> Reply:
    """Shows the next part of a long text."""
    await talk.state.update_data(part=await value(talk, "part", 0) + 1)
    return await show_one(talk)


@router.on(Desk.one, choice=BACK)
async def back_to_list(talk: Talk) -> Reply:
    """Returns to the list."""
    return await _list(talk)


@router.on(Desk.one, choice="take")
async def taken(talk: Talk) -> Reply:
    """Takes the proposal; pressed again over a colleague's taking, takes it over."""
    try:
        await answers.take(
            talk.store,
            id=await value(talk, "desk_proposal", 0),
            by=talk.person,
            at=talk.now,
            over=await value(talk, "over") == await value(talk, "desk_proposal", 0),
        )
    except answers.TakenBy as refused:
        await talk.state.update_data(over=await value(talk, "desk_proposal", 0))
        return above(await taken_by(talk, refused, await value(talk, "desk_proposal", 0)), await show_one(talk))
    except answers.AnsweredBy as refused:
        return above(await answered_by(talk, refused), await show_one(talk))
    except (NotAllowed, AlreadyWithdrawn):
        return await gone(talk)
    await talk.state.update_data(over=None)
    return above(talk.say("It is yours now."), await show_one(talk))


@router.on(Desk.one, choice="ask_author")
async def asking_wanted(talk: Talk) -> Reply:
    """Asks what the author is to be asked."""
    return await talk.ask(Desk.ask)


@router.screen(Desk.ask)
async def ask_for_question(talk: Talk) -> Reply:
    """Asks for the question to the author."""
    return Reply(talk.say("Write your question to the author."), ways=ways(talk), free_text=True)


@router.on(Desk.ask, kind=Kind.TEXT)
async def question_given(talk: Talk) -> Reply:
    """Carries the question to the author."""
    asked = await _wrote(talk, answers.ask_author, await value(talk, "desk_proposal", 0), gone)
    return asked or above(talk.say("Your question is sent to the author."), await show_one(talk))


@router.on(choice="explain", opens=True)
async def explaining_wanted(talk: Talk) -> Reply:
    """Takes an explanation typed under the author's question, or asks for it; what was under way waits."""
    if talk.taken:
        return await _explained(talk, row_id(talk.chosen))
    if talk.state.state != Desk.explain:
        await talk.state.update_data(before_explain=talk.state.state)
    await talk.state.update_data(explaining=row_id(talk.chosen))
    return await talk.ask(Desk.explain)


@router.screen(Desk.explain)
async def ask_for_explanation(talk: Talk) -> Reply:
    """Asks for the explanation."""
    return Reply(talk.say("Explain the answer to the author in your own words."), ways=ways(talk), free_text=True)


@router.on(Desk.explain, kind=Kind.TEXT)
async def explanation_given(talk: Talk) -> Reply:
    """Carries the explanation to the author, who is asked again whether it is clear."""
    return await _explained(talk, await value(talk, "explaining", 0))


async def _explained(talk: Talk, proposal_id: int) -> Reply:
    refused = await _wrote(talk, answers.explain, proposal_id, _too_late_to_explain)
    if refused is not None:
        return refused
    return above(talk.say("Your explanation is sent to the author."), await _step_before(talk))


@router.on(Desk.explain, choice=BACK)
async def nothing_explained(talk: Talk) -> Reply:
    """Goes on where the author's question came in between."""
    return await _step_before(talk)


async def _step_before(talk: Talk) -> Reply:
    if talk.state.state == Desk.explain:
        await talk.state.set_state(await value(talk, "before_explain"))
        await talk.state.update_data(before_explain=None, explaining=None)
    return await here(talk)


async def _too_late_to_explain(talk: Talk) -> Reply:
    return above(_no_longer(talk), await _step_before(talk))


async def _wrote(talk: Talk, act: Writing, proposal_id: int, too_late: Screen) -> Reply | None:
    """Does an act with what was typed; what is said where it was refused."""
    try:
        await act(talk.store, id=proposal_id, text=talk.text, by=talk.person, at=talk.now)
    except TextTooShort:
        return above(talk.say("This is very short. Please write a little more."), await here(talk))
    except TextTooLong as refused:
        return above(too_long(talk, refused), await here(talk))
    except (NotAllowed, AlreadyWithdrawn, answers.NothingToTell):
        return await too_late(talk)
    return None


@router.on(Desk.one, choice="exclude")
async def exclusion_wanted(talk: Talk) -> Reply:
    """Asks why it does not count."""
    return await talk.ask(Desk.exclude)


@router.screen(Desk.exclude)
async def ask_why_excluded(talk: Talk) -> Reply:
    """Asks for the reason of an exclusion."""
    return Reply(
        talk.say("Why does it not count as a proposal? Its author will be asked."),
        (
            talk.choice("excluded:not_a_proposal", "Greeting or opinion"),
            talk.choice("excluded:spam", "Advertisement"),
            talk.choice("excluded:test", "A test"),
        ),
        ways(talk),
    )


@router.on(Desk.exclude, choice="excluded")
async def excluded(talk: Talk) -> Reply:
    """Leaves it out of the count and asks its author."""
    if talk.chosen not in answers.EXCLUSIONS:
        return await stale(talk)
    try:
        await answers.exclude(
            talk.store, id=await value(talk, "desk_proposal", 0), reason=talk.chosen, by=talk.person, at=talk.now
        )
    except answers.AnsweredBy as refused:
        return above(await answered_by(talk, refused), await show_one(talk))
    except (NotAllowed, AlreadyWithdrawn):
        return await gone(talk)
    return above(talk.say("It is out of the count, and its author is asked."), await show_one(talk))


@router.on(Desk.one, choice="include_again")
async def included_again(talk: Talk) -> Reply:
    """Lets it count again."""
    try:
        await answers.include_again(talk.store, id=await value(talk, "desk_proposal", 0), by=talk.person, at=talk.now)
    except (NotAllowed, AlreadyWithdrawn):
        return await gone(talk)
    return above(talk.say("It counts again."), await show_one(talk))


@router.on(Desk.one, choice="told")
async def told_in_person(talk: Talk) -> Reply:
    """Keeps that the author was told in person."""
    try:
        await answers.tell_in_person(talk.store, id=await value(talk, "desk_proposal", 0), by=talk.person, at=talk.now)
    except (NotAllowed, AlreadyWithdrawn, answers.NothingToTell):
        return await gone(talk)
    return above(talk.say("It is noted that the author was told in person."), await show_one(talk))


@router.on(Desk.one, choice="listen")
async def listening_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the voices, photos and documents of the proposal."""
    try:
        proposal = await answers.opened(talk.store, id=await value(talk, "desk_proposal", 0), by=talk.person)
    except NotAllowed:
        return await not_allowed(talk)
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


@router.on(Desk.ask, Desk.exclude, choice=BACK)
async def nothing_done(talk: Talk) -> Reply:
    """Returns to the proposal."""
    return await show_one(talk)


async def taken_by(talk: Talk, refused: answers.TakenBy, proposal_id: int) -> str:
    """Says which colleague has taken it."""
    proposal = await answers.opened(talk.store, id=proposal_id, by=talk.person)
    name = await who(talk, refused.person_id, proposal.aimak_id)
    return talk.say("{who} has taken it. Press once more to take it over.", who=name)


async def answered_by(talk: Talk, refused: answers.AnsweredBy) -> str:
    """Says who answered first, and what."""
    sent = refused.sent
    decision = decision_title(talk.words, sent.answer.decision)
    if sent.answered_by == talk.person.id:
        return talk.say("You have answered already: {decision}.", decision=decision)
    return talk.say("{who} has answered already: {decision}.", who=_who_sent(talk, sent), decision=decision)


async def gone(talk: Talk) -> Reply:
    """Says that this cannot be done any more, and returns to the list."""
    return above(_no_longer(talk), await _list(talk))


def _no_longer(talk: Talk) -> str:
    return talk.say("This can no longer be done: it was withdrawn, or changed meanwhile.")


async def who(talk: Talk, person_id: int, aimak_id: int) -> str:
    """How a colleague in an aimak is called: the post they gave, else a word."""
    member = await talk.store.roles.member_of(person_id, aimak_id)
    return shown(member.title) if member and member.title else talk.say("A colleague")


def _who_sent(talk: Talk, sent: SentAnswer) -> str:
    if sent.answered_by == talk.person.id:
        return talk.say("You")
    return shown(sent.who) if sent.who else talk.say("A colleague")


async def _language_line(talk: Talk, proposal: Proposal) -> str:
    # What a clerk types goes out as it is, so it is said when the author reads another language.
    box = await talk.store.people.mailbox(proposal.author_id, peer_id=proposal.peer_id)
    language = (box.language if box else None) or proposal.language
    if language == talk.words.language:
        return ""
    return talk.say("Its author reads Russian.") if language == "ru" else talk.say("Its author reads Kyrgyz.")


async def _is_late(talk: Talk, proposal: Proposal) -> bool:
    answered = await talk.store.answers.latest(proposal.id)
    return answered is None and proposal.due_on < day_of(talk.now)


async def _line(talk: Talk, proposal: Proposal) -> str:
    values = {
        "number": proposal.label,
        "quote": quoted_parts(talk, quote(proposal.text, 60), proposal.files),
    }
    sent = await talk.store.answers.latest(proposal.id)
    if sent is not None:
        decision = decision_title(talk.words, sent.answer.decision)
        return talk.say("№ {number}, {standing}: {quote}", standing=decision, **values)
    values["until"] = talk.words.until(proposal.due_on)
    late = await _is_late(talk, proposal)
    line = (
        talk.say("№ {number}, late, was due {until}: {quote}", **values)
        if late
        else talk.say("№ {number}, due {until}: {quote}", **values)
    )
    return " ".join(filter(None, [line, await _work_on(talk, proposal)]))


async def _work_on(talk: Talk, proposal: Proposal) -> str:
    draft = await talk.store.answers.draft(proposal.id)
    if draft is not None:
        return talk.say("(waits for the head)") if draft.for_approval else talk.say("(an answer is kept)")
    taken = await _taken_line(talk, proposal)
    return f"({taken.rstrip('.')})" if taken else ""


async def _taken_line(talk: Talk, proposal: Proposal) -> str:
    if proposal.taken_by is None or await talk.store.answers.latest(proposal.id) is not None:
        return ""
    if proposal.taken_by == talk.person.id:
        return talk.say("You have taken it.")
    return talk.say("Taken by: {who}.", who=await who(talk, proposal.taken_by, proposal.aimak_id))


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
            who=_who_sent(talk, sent),
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
