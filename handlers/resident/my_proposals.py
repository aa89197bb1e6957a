"""A person's own proposals: the list, one whole, correcting and withdrawing it, taking one's name off it.

A few lines over 300, since each of its screens leads to the others.
"""

import re
from dataclasses import dataclass, replace
from functools import partial

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours, TextTooShort, write_number
from bot.budget.workdays import find_day
from bot.budget.written.denied import keeps_it_so
from bot.budget.written.likeness import shares_a_word
from bot.budget.written.part_named import names_no_part
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import PAGE, paged, split_in_parts
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_files, list_ways
from bot.chat.texts import is_label
from bot.language.in_words.answered import puts_one_thing_right, read_losing, says_yes_not_needed
from bot.language.intents import Intent, find_meanings, loses_nothing
from bot.language.kyrgyz import clean, quote
from bot.language.latin import search_keys
from bot.language.refusal import Refusal
from bot.office import proposals
from bot.office.answers import answers
from bot.office.answers.files import sending
from bot.office.answers.work_words import STAGES, offer_to_contest, read_stage
from bot.office.initiatives import applying
from bot.office.public import asking
from bot.office.reads import answer_files, own, public
from bot.office.together import supports
from bot.office.together.additions import find_need
from bot.office.wording.notices import EXCLUSIONS, offer_reactions
from handlers.resident.dialogue.too_late import show_too_late
from handlers.resident.states import Mine
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import ask_unclear, come_in, show_here
from handlers.shared.menu import show_menu_for
from handlers.shared.referrals import say_unsent
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import (
    list_details,
    list_parts,
    quote_parts,
    say_added,
    say_category,
    say_due_day,
    say_lost_files,
    say_side,
    say_standing,
    say_standing_of,
)
from storage.answers import Exclusion, Said
from storage.log.proposal_lists import Listed
from storage.proposals import Proposal

PART = 3000  # characters of a text shown in one message
WHOLE_QUESTION = 1500  # characters of what the office asked

# Whoever only reads here answers what came last.
router.idle |= {str(Mine.list), str(Mine.one)}


@dataclass(frozen=True)
class OwnProposal(Memory):
    """Which of their own proposals somebody reads."""

    mine_proposal: int = 0


def read_losing_choice(text: str, name: str) -> str | None:
    """The yes or the no to losing something, as a sentence of one's own says it."""
    loses = read_losing(text)
    return None if loses is None else f"{name}:{'yes' if loses else 'no'}"


router.reads_choice["withdraw_sure"] = partial(read_losing_choice, name="withdraw_sure")
router.reads_choice["erase"] = partial(read_losing_choice, name="erase")
shown_to_author = router.room()  # screens of one proposal: whoever has not written it sees the menu instead
sent_proposal = router.room()  # a proposal that was sent is changed by its author


@shown_to_author.refuses(NotYours)
async def show_menu(talk: Talk, refused: NotYours) -> Reply:
    """Shows the menu where the proposal is somebody else's."""
    return await talk.ask(Menu.open)


_CHANGING = {str(Mine.correct), str(Mine.add), str(Mine.resend), str(Mine.withdraw)}


@sent_proposal.refuses(AlreadyAnswered, AlreadyWithdrawn, NotYours)
async def say_unchangeable(talk: Talk, refused: Refusal) -> Reply:
    """Says that it is too late to change it, and shows the list where it was to be changed."""
    said = talk.say("This proposal can no longer be changed.")
    return put_above(said, await (talk.ask(Mine.list) if talk.state.state in _CHANGING else show_here(talk)))


@sent_proposal.refuses(TextTooShort)
async def say_what_is_missing(talk: Talk, refused: TextTooShort) -> Reply:
    """Says what a proposal needs, and asks the same once more."""
    return put_above(talk.say("This is very short. Please say what is needed, and where."), await show_here(talk))


PAGES = paged(router, Mine.list, leave=Menu.open)
PARTS = paged(router, Mine.one, leave=Mine.list, key="part", size=1)


@router.on(choice="mine", opens=True)
async def on_mine_wanted(talk: Talk) -> Reply:
    """Lists the person's proposals, or says that there is none."""
    if talk.person.language is None:
        return await come_in(talk)
    if not await own.list_proposals(talk.store, by=talk.person, most=1):
        if await supports.list_supported(talk.store, by=talk.person, most=1):
            return await talk.ask(Mine.supported)
        return await _show_none(talk)
    await PAGES.begin(talk)
    return await talk.ask(Mine.list)


async def _show_none(talk: Talk) -> Reply:
    waits = "\n".join(filter(None, [await _say_no_such(talk), say_unsent(talk)]))
    menu = await show_menu_for(talk, waits or talk.say("You have made no proposal yet."))
    return replace(menu, ways=(*_to_unsent(talk), *menu.ways))


_NUMBERED = re.compile(r"(?:№|#|номер\w*)\s*0*(\d{1,6})\b", re.IGNORECASE)


async def _say_no_such(talk: Talk) -> str:
    # «№ 37 эмне болду»: of a number that is not theirs it is said.
    named = _NUMBERED.search(talk.text) if talk.incoming.kind is Kind.TEXT else None
    if named is None or await supports.find_numbered(talk.store, number=int(named[1]), by=talk.person) is not None:
        return ""
    return talk.say("There is no proposal № {number} here.", number=write_number(int(named[1])))


def _to_unsent(talk: Talk) -> tuple[Choice, ...]:
    return (talk.make_choice("unsent_list", "Not sent yet"),) if proposal_draft.list_unsent(talk) else ()


@router.screen(Mine.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the proposals, the newest first, each with its number and where it stands."""
    found = await own.read_page(talk.store, by=talk.person, page=await PAGES.number(talk), size=PAGE)
    here = await PAGES.settle(talk, found, found.number, more=found.more)
    several = await own.count_aimaks(talk.store, by=talk.person) > 1
    waits = [say_unsent(talk)] if proposal_draft.list_unsent(talk) else []
    lines = [*waits, talk.say("Your proposals:"), *[await _say_line(talk, one, several=several) for one in here.rows]]
    choices = [Choice(f"mine_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in here.rows]
    joined = await supports.list_supported(talk.store, by=talk.person, most=1)
    beside = (talk.make_choice("supported", "What I support"),) if joined else ()
    return Reply("\n".join(lines), tuple(choices), here.ways(talk, *_to_unsent(talk), *beside))


@router.on(choice="mine_one")
async def on_one_chosen(talk: Talk) -> Reply:
    chosen = await proposals.get_own(talk.store, by=talk.person, id=read_row_id(talk.chosen))
    await PARTS.begin(talk)
    await OwnProposal(mine_proposal=chosen.id).keep(talk)
    return await talk.ask(Mine.one)


@shown_to_author.screen(Mine.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a proposal whole, a long text in parts, with what can be done to it."""
    known = await own.read_proposal(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person)
    proposal, sent = known.proposal, known.sent
    part = await PARTS.of(talk, split_in_parts(clean(proposal.text), PART))
    lines = [
        talk.say(
            "№ {number}, {standing}: {side}, {category}.",
            number=proposal.label,
            standing=say_standing(talk, proposal, sent, is_excluded=known.exclusion is not None),
            side=say_side(talk.words, proposal.side),
            category=say_category(talk.words, proposal.category),
        ),
        quote_parts(talk, "", proposal.files),
        say_lost_files(talk, known.lost),
        f"«{part.rows[0]}»" if part.rows else "",
        *list_details(talk, list_parts(talk, proposal, known.village, known.item)),
        *(say_added(talk, one, need) for one in known.added if (need := find_need(one)) is not None),
        _say_where_shown(talk, known),
        talk.say("Received: {day}", day=talk.words.long_day(find_day(proposal.received_at))),
    ]
    if sent is not None:
        goes = quote_parts(talk, "", known.with_answer)
        lines += [answers.read_again(proposal, sent, talk.words)]
        lines += [
            talk.say("Goes with the answer: {files}.", files=goes) if goes else "",
            *_work_lines(talk, known.work),
        ]
    elif known.exclusion is not None and proposal.withdrawn_at is None:
        lines.append(_say_exclusion(talk, known.exclusion))
    elif proposal.withdrawn_at is None:
        has_office = await public.has_office(talk.store, aimak_id=proposal.aimak_id)
        aimak = await public.read_aimak(talk.store, id=proposal.aimak_id)
        lines.append(say_due_day(talk, proposal, has_office=has_office, phone=aimak.phone))
    if known.asked is not None and proposal.withdrawn_at is None:
        lines.append(talk.say("The office: {text}", text=f"«{quote(known.asked.text, WHOLE_QUESTION)}»"))
    possible = (
        (*offer_reactions(talk.words, sent.id), *_make_showing(talk, known)) if sent else _list_possible(talk, known)
    )
    added = [one.id for one in known.added if find_need(one) is not None] if sent is None else []
    if added and proposal.withdrawn_at is None:
        possible = (*possible[:2], talk.make_choice(f"drop_added:{added[-1]}", "Remove the addition"), *possible[2:])
    choices = (*_open_for(talk, known), *_contest(talk, known.work), *_hear(talk, known), *possible)
    # What stands where all read it can always be taken back.
    kept = tuple(one for one in choices[PAGE:] if one.id.startswith("public_no"))
    if proposal.withdrawn_at is None and await applying.can_be_made_of(
        talk.store, proposal_id=proposal.id, by=talk.person, at=talk.now
    ):
        kept = (*kept, talk.make_choice(f"own_share:{proposal.id}", "Our own contribution"))
    return Reply(
        "\n".join(line for line in lines if line),
        choices[:PAGE],
        (*kept, *part.ways(talk)),
        about=f"added:{proposal.id}",
    )


def _hear(talk: Talk, known: own.OwnProposal) -> tuple[Choice, ...]:
    if known.sent is None or not known.with_answer:
        return ()
    return (talk.make_choice(f"hear:{known.sent.id}", "Listen, look"),)


@shown_to_author.on(choice="hear", opens=True)
async def on_answer_heard(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Brings the voice, photos and documents of an answer once more."""
    proposal, found = await answer_files.read_own(talk.store, answer_id=read_row_id(talk.chosen), by=talk.person)
    shown, here = sending.show_files(talk.words, proposal.label, found), await show_here(talk)
    return (*shown, here) if shown else put_above(talk.say("The files of this answer are kept no more."), here)


def _contest(talk: Talk, work: Said | None) -> tuple[Choice, ...]:
    return () if work is None else offer_to_contest(talk.words, work)


def _work_lines(talk: Talk, work: Said | None) -> list[str]:
    if work is None:
        return []
    day = talk.words.long_day(find_day(work.said_at))
    return [talk.say("Work: {stage}, {day}.", stage=talk.say(STAGES[read_stage(work)]), day=day)]


def _say_exclusion(talk: Talk, exclusion: Exclusion) -> str:
    reason = talk.say(EXCLUSIONS[exclusion.reason])
    if exclusion.author_agreed is None:
        return talk.say("The ayil okmotu does not count it as a proposal: {reason}. Do you agree?", reason=reason)
    return talk.say("The ayil okmotu does not count it as a proposal: {reason}.", reason=reason)


def _open_for(talk: Talk, known: own.OwnProposal) -> tuple[Choice, ...]:
    """What the office waits for: its notice may be far above, so that the page offers the same."""
    id, exclusion = known.proposal.id, known.exclusion
    if known.proposal.withdrawn_at is not None:
        return ()
    reply = (talk.make_choice(f"reply:{id}", "Reply"),) if known.asked is not None else ()
    if known.sent is not None or exclusion is None or exclusion.author_agreed is not None:
        return reply
    yes = talk.make_choice(f"exclusion_yes:{id}", "Yes", means=(Intent.YES,))
    no = talk.make_choice(f"exclusion_no:{id}", "No", means=(Intent.NO,))
    return (yes, no, *reply)


@router.on(Mine.one, choice="correct")
async def on_correction_wanted(talk: Talk) -> Reply:
    return await talk.ask(Mine.correct)


@shown_to_author.screen(Mine.correct)
async def ask_correction(talk: Talk) -> Reply:
    """Asks for the whole text anew."""
    proposal = await _find_chosen(talk)
    return Reply(
        talk.say(
            "Write № {number} anew, the whole of it. The earlier text stays in the history.", number=proposal.label
        ),
        ways=list_ways(talk),
        free_text=True,
    )


async def _take_too_late(talk: Talk) -> Reply | None:
    mine = OwnProposal.of(talk).mine_proposal
    try:
        await proposals.get_correctable(talk.store, id=mine, by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        return await show_too_late(talk, proposal_id=mine)
    return None


@sent_proposal.on(Mine.correct, kind=Kind.TEXT)
@sent_proposal.on(Mine.correct, kind=Kind.MEDIA)
async def on_correction_given(talk: Talk) -> Replies:
    """Keeps the corrected text as a revision; what comes too late for that is taken as what it answers."""
    if late := await _take_too_late(talk):
        return late
    if not talk.incoming.media and (names_no_part(talk.text) or keeps_it_so(talk.text)):
        return await talk.ask(Mine.one)  # «не буду менять»
    if not talk.incoming.media and (find_meanings(talk.text) or is_label(talk.text)):
        return await ask_unclear(talk)
    if not talk.incoming.media and _may_be_no_text(talk.text, (await _find_chosen(talk)).text):
        talk.chosen, talk.taken = str(OwnProposal.of(talk).mine_proposal), True
        return await router.find_taking(None, f"added:{talk.chosen}").handler(talk)  # to it, or in its place
    proposal = await proposals.correct(
        talk.store,
        id=OwnProposal.of(talk).mine_proposal,
        text=talk.text,
        by=talk.person,
        at=talk.now,
        media=list_files(talk),
    )
    if talk.text:
        await proposal_draft.note_sent(talk, proposal.id, [draft_pieces.Piece(talk.incoming.own_id, proposal.text)])
    return _say_corrected(talk, proposal, await talk.ask(Mine.one), worded=bool(talk.text))


_FEW_WORDS = 10


def _may_be_no_text(text: str, before: str) -> bool:
    # A few words that put one thing right, or that share no word with the text they would replace.
    is_short, is_worded = len(text.split()) <= _FEW_WORDS, bool(before.strip())
    is_other = is_short and is_worded and not shares_a_word(search_keys(text), search_keys(before))
    return puts_one_thing_right(text) or is_other


def _say_corrected(talk: Talk, proposal: Proposal, question: Reply, *, worded: bool) -> Reply:
    said = talk.say("№ {number} is corrected.", number=proposal.label)
    return replace(put_above(said, question), rest=f"correct_rest:{proposal.id}:{'worded' if worded else ''}")


@sent_proposal.on(choice="correct_rest")
async def on_correction_goes_on(talk: Talk) -> Reply:
    """Adds the rest of an album to the correction. Words below it are the corrected text, or its rest."""
    chosen, _, worded = talk.chosen.partition(":")
    proposal = await proposals.add_files(
        talk.store, id=read_row_id(chosen), by=talk.person, at=talk.now, media=list_files(talk)
    )
    if talk.text:
        text = f"{proposal.text}\n{talk.text}" if worded else talk.text
        proposal = await proposals.correct(talk.store, id=proposal.id, text=text, by=talk.person, at=talk.now)
    return _say_corrected(talk, proposal, await show_here(talk), worded=bool(worded or talk.text))


@sent_proposal.on(choice="resend", opens=True)
async def on_sent_again(talk: Talk) -> Reply:
    """Adds a file in place of one that was lost, or words instead of it. The button alone asks for it."""
    try:
        proposal = await proposals.get_correctable(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        if not talk.taken:
            raise
        return await show_too_late(talk, proposal_id=read_row_id(talk.chosen))
    if not talk.taken:
        await OwnProposal(mine_proposal=proposal.id).keep(talk)
        return await talk.ask(Mine.resend)
    return await _resend(talk, proposal)


@shown_to_author.screen(Mine.resend)
async def ask_again(talk: Talk) -> Reply:
    """Asks for what was lost."""
    proposal = await _find_chosen(talk)
    return Reply(
        talk.say("Send it again, or write it: it is added to № {number}.", number=proposal.label),
        ways=list_ways(talk),
        free_text=True,
    )


@sent_proposal.on(Mine.resend, kind=Kind.TEXT)
@sent_proposal.on(Mine.resend, kind=Kind.MEDIA)
async def on_resent(talk: Talk) -> Reply:
    """Adds it to the proposal; what comes too late for that is taken as what it answers."""
    if late := await _take_too_late(talk):
        return late
    return await _resend(talk, await _find_chosen(talk))


async def _resend(talk: Talk, proposal: Proposal) -> Reply:
    if not talk.incoming.media and not proposal_draft.may_belong(talk.text):
        return await show_here(talk)  # a greeting or thanks
    text = "\n".join(filter(None, (proposal.text, talk.text)))
    proposal = await proposals.correct(
        talk.store, id=proposal.id, text=text if talk.text else "", by=talk.person, at=talk.now, media=list_files(talk)
    )
    if talk.state.state == Mine.resend:
        return _say_corrected(talk, proposal, await talk.ask(Mine.one), worded=bool(talk.text))
    return _say_corrected(talk, proposal, await show_here(talk), worded=bool(talk.text))


@router.on(Mine.one, choice="withdraw")
@router.on(Mine.one, means=Intent.WITHDRAW)
@router.on(Mine.one, means=Intent.ERASE)
async def on_withdrawal_wanted(talk: Talk) -> Reply:
    """Asks back before a proposal is withdrawn."""
    return await talk.ask(Mine.withdraw)


@shown_to_author.screen(Mine.withdraw)
async def ask_withdrawal(talk: Talk) -> Reply:
    """Asks whether it is really to be withdrawn."""
    proposal = await _find_chosen(talk)
    yes = talk.make_choice("withdraw_sure:yes", "Yes", means=(Intent.YES, Intent.WITHDRAW))
    no = talk.make_choice("withdraw_sure:no", "No", means=(Intent.NO,))
    question = talk.say("Withdraw № {number}? Then it gets no answer.", number=proposal.label)
    return Reply(question, (yes, no), list_ways(talk))


@sent_proposal.on(Mine.withdraw, choice="withdraw_sure")
async def on_withdrawal_answered(talk: Talk) -> Replies:
    """Withdraws the proposal, or leaves it."""
    if talk.chosen != "yes":
        return await on_back_to_one(talk)
    if talk.incoming.kind is Kind.TEXT and loses_nothing(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    proposal = await proposals.withdraw(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person, at=talk.now)
    return await show_menu_for(talk, talk.say("№ {number} is withdrawn.", number=proposal.label))


@router.on(Mine.correct, Mine.resend, Mine.withdraw, choice=BACK)
@router.on(Mine.correct, Mine.resend, Mine.withdraw, means=Intent.REFUSE)
async def on_back_to_one(talk: Talk) -> Reply:
    """Leaves the proposal as it is; «ооба, кереги жок» may be a yes, too."""
    if talk.state.state == Mine.withdraw and talk.incoming.kind is Kind.TEXT and says_yes_not_needed(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    return await talk.ask(Mine.one)


@router.on(Mine.one, choice="hide_name")
async def on_name_hidden(talk: Talk) -> Reply:
    """Takes the author's name off the proposal."""
    await proposals.hide_name(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person)
    return put_above(talk.say("Your name is no longer shown."), await talk.ask(Mine.one))


async def _find_chosen(talk: Talk) -> Proposal:
    return await proposals.get_own(talk.store, by=talk.person, id=OwnProposal.of(talk).mine_proposal)


async def _say_line(talk: Talk, listed: Listed, *, several: bool) -> str:
    values = {
        "number": listed.label,
        "standing": say_standing_of(talk, listed.withdrawn_at, listed.decision),
        "quote": quote_parts(talk, quote(listed.beginning, 60), listed.files),
    }
    if not several:
        return talk.say("№ {number}, {standing}: {quote}", **values)
    aimak = await public.read_aimak(talk.store, id=listed.aimak_id)
    return talk.say("№ {number} ({aimak}), {standing}: {quote}", aimak=aimak.name(talk.words.language), **values)


def _list_possible(talk: Talk, known: own.OwnProposal) -> tuple[Choice, ...]:
    proposal = known.proposal
    if proposal.withdrawn_at is not None:
        return ()
    name = (talk.make_choice("hide_name", "Without my name"),) if proposal.author_name else ()
    return (
        talk.make_choice("correct", "Change", means=(Intent.CHANGE,)),
        talk.make_choice("withdraw", "Withdraw"),
        *name,
        *_make_showing(talk, known),
    )


def _make_showing(talk: Talk, known: own.OwnProposal) -> tuple[Choice, ...]:
    # What was said of the text before can be taken back at any time, also after the answer.
    id, of = known.proposal.id, f".{asking.ON_PAGE}" if known.page else ""
    if not known.proposal.public_text:
        return (talk.make_choice(f"public_yes:{id}{of}", "Publish"),)
    taken_back = talk.make_choice(f"public_no:{id}", "Do not publish")
    if not known.page or known.proposal.on_page:
        return (taken_back,)
    return taken_back, talk.make_choice(f"public_yes:{id}{of}", "On the page too")


def _say_where_shown(talk: Talk, known: own.OwnProposal) -> str:
    proposal = known.proposal
    if not (known.page and proposal.on_page and proposal.public_text) or proposal.withdrawn_at is not None:
        return ""
    if known.stands:
        return talk.say("Its text stands on the public page.")
    return talk.say("Its text stands on the public page only once a clerk has let it.")
