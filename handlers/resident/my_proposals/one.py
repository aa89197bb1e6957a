"""One of one's own proposals, whole: its text, its answer, and what can be done to it."""

from bot.budget.workdays import find_day
from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import PAGE, paged, split_in_parts
from bot.chat.screens import put_above
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office import proposals
from bot.office.answers import answers
from bot.office.answers.files import sending
from bot.office.initiatives import applying
from bot.office.public import asking
from bot.office.reads import answer_files, own, public
from bot.office.together.additions import find_need
from bot.office.wording.answers.answer_words import offer_reactions
from bot.office.wording.notices import EXCLUSIONS
from bot.office.works.work_words import STAGES, offer_to_contest, read_stage
from handlers.resident.my_proposals.author import OwnProposal, shown_to_author
from handlers.resident.states import Mine
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk, router
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
)
from storage.answering.dialogue import Said
from storage.answering.exclusions import Exclusion

PART = 3000  # characters of a text shown in one message
WHOLE_QUESTION = 1500  # characters of what the office asked

# Whoever only reads here answers what came last.
router.idle |= {str(Mine.list), str(Mine.one)}
PARTS = paged(router, Mine.one, leave=Mine.list, key="part", size=1)


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
        put_in_quotes(part.rows[0]) if part.rows else "",
        talk.say("Its text is erased, as you asked.") if known.is_text_erased else "",
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
        lines.append(talk.say("The office: {text}", text=put_in_quotes(quote(known.asked.text, WHOLE_QUESTION))))
    possible = (
        (*offer_reactions(talk.words, sent.id), *_make_showing(talk, known)) if sent else _list_possible(talk, known)
    )
    added = [one.id for one in known.added if find_need(one) is not None] if sent is None else []
    if added and proposal.withdrawn_at is None:
        possible = (*possible[:2], talk.make_choice(f"drop_added:{added[-1]}", "Remove the addition"), *possible[2:])
    choices = (*_open_for(talk, known), *_contest(talk, known.work), *_hear(talk, known), *possible)
    # What stands where all read it can always be taken back.
    kept = tuple(one for one in choices[PAGE:] if one.id.startswith("public_no"))
    if not known.is_text_erased:
        kept = (*kept, talk.make_choice(f"erase_text:{proposal.id}", "Erase the text"))
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


@router.on(Mine.one, choice="hide_name")
async def on_name_hidden(talk: Talk) -> Reply:
    """Takes the author's name off the proposal."""
    await proposals.hide_name(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person)
    return put_above(talk.say("Your name is no longer shown."), await talk.ask(Mine.one))


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
    if known.is_text_erased:
        return ()
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
