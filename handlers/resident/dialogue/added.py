"""Words written in reply to a receipt or to one's own proposal. They are an addition, or stand in place of its text."""

from dataclasses import dataclass, replace

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn
from bot.budget.referral.doors import Door
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Over, Replies, list_files, list_ways
from bot.chat.texts import is_label
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.put_right import agrees_to_put_right, read_put_right
from bot.office import proposals
from bot.office.reads import own
from handlers.resident.dialogue.to_office import note_passed_on
from handlers.resident.dialogue.too_late import hold_too_late, show_too_late
from handlers.resident.my_proposals.author import OwnProposal, sent_proposal, shown_to_author
from handlers.resident.my_proposals.one import on_one_chosen
from handlers.resident.reactions import take_words
from handlers.resident.states import Mine
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import NONE, Files, Piece
from handlers.shared.guidance import (
    ask_unclear,
    asks_over,
    greet,
    put_over,
    show_here,
    show_not_understood,
    show_stale,
)
from handlers.shared.referrals import say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import quote_parts
from storage.proposals import Proposal

HELD, ADDED = "held", "added"


@dataclass(frozen=True)
class Adding(Memory, under="adding"):
    """What somebody wrote in reply to the receipt of a proposal, until they say what it is."""

    proposal: int = 0
    own_id: str = ""  # the messenger's id of what was written
    text: str = ""
    media: Files = ()
    waited: str = ""  # the key of the unsent draft that these words are, or «held»: it is over once they are added
    said: str = ""  # as it was typed, where it puts something right
    whole: bool = False  # whether text is the whole proposal, put right


@dataclass(frozen=True)
class LastAdded(Memory, under="last_added"):
    """The words that were put behind a proposal's text last, so that their author can take them back."""

    proposal: int = 0
    text: str = ""


@sent_proposal.on(choice="added")
async def on_said_of_proposal(talk: Talk) -> Replies:
    """Asks whether it is an addition or the text anew. Once the proposal is answered, the words are about the answer."""
    if not talk.taken:
        return await show_stale(talk)
    if not talk.incoming.media and is_courtesy(talk.text):
        return put_above(greet(talk), await show_here(talk))
    if not talk.incoming.media and Intent.STATUS in find_meanings(talk.text):
        return await on_one_chosen(talk)
    try:
        proposal = await proposals.get_correctable(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    except AlreadyAnswered:
        sent = await own.find_answer(talk.store, id=read_row_id(talk.chosen), by=talk.person)
        return await take_words(talk, sent.id) if sent is not None else await show_stale(talk)
    except AlreadyWithdrawn:
        return await show_too_late(talk, proposal_id=read_row_id(talk.chosen))
    adding = Adding(proposal.id, talk.incoming.own_id, talk.text.strip(), list_files(talk))
    right = adding if adding.media else make_right(proposal, adding)
    if talk.state.state == Mine.correct and not right.whole:
        right = adding  # the whole text is asked for there, and this may be it
    return await ask_whether_added(talk, proposal, right)


def make_right(proposal: Proposal, adding: Adding) -> Adding:
    """What is added, where its words put something of a proposal right. The whole text put right, if that can be read."""
    read = read_put_right(adding.text)
    if read is None:
        return adding
    whole = read.put_into(proposal.text)
    if not whole and not read.says_so:
        return adding
    return replace(adding, text=whole or adding.text, said=adding.text, whole=bool(whole))


async def ask_whether_added(talk: Talk, proposal: Proposal, adding: Adding) -> Reply:
    """Shows the words and asks whether they are added to a proposal, or stand in place of its text."""
    await adding.keep(talk)
    await put_over(talk, ADDED, proposal.id)
    return _ask_whether(talk, proposal, adding)


@asks_over(ADDED)
async def ask_whether_again(talk: Talk, value: str) -> Reply | None:
    """Asks the same again while the words wait."""
    adding = Adding.of(talk)
    if adding.proposal != int(value):
        return None
    return _ask_whether(talk, await proposals.get_own(talk.store, by=talk.person, id=adding.proposal), adding)


def _ask_whether(talk: Talk, proposal: Proposal, adding: Adding) -> Reply:
    kinds = [kind for kind, _ in adding.media]
    written = quote_parts(talk, quote(adding.text), {kind: kinds.count(kind) for kind in kinds})
    if adding.said:
        return _ask_whether_right(talk, proposal, adding, written)
    instead = (talk.make_choice(f"added_instead:{proposal.id}", "In place of it", means=(Intent.CHANGE,)),)
    return Reply(
        talk.say("Shall this be added to № {number}? {quote}", number=proposal.label, quote=written),
        (
            talk.make_choice(f"added_to:{proposal.id}", "Add it", means=(Intent.YES, Intent.ADD, Intent.SEND)),
            *(instead if adding.text else ()),
            talk.make_choice("added_no", "No", means=(Intent.NO, Intent.ERASE)),
        ),
    )


def _ask_whether_right(talk: Talk, proposal: Proposal, adding: Adding, written: str) -> Reply:
    # What puts something right stands in no place of the whole text. So it is put in, added or written anew.
    agreed = (Intent.YES, Intent.SEND, Intent.ADD, Intent.CHANGE)
    if adding.whole:
        asked = talk.say("Shall № {number} read like this? {quote}", number=proposal.label, quote=written)
        yes = talk.make_choice(f"added_instead:{proposal.id}", "Yes", means=agreed)
    else:
        asked = talk.say("Shall this be added to № {number}? {quote}", number=proposal.label, quote=written)
        yes = talk.make_choice(f"added_to:{proposal.id}", "Add it", means=agreed)
    another = () if adding.waited else (talk.make_choice(f"added_new:{proposal.id}", "A new proposal"),)
    anew = talk.make_choice(f"added_anew:{proposal.id}", "Write it anew")
    return Reply(asked, (yes, anew, *another, talk.make_choice("added_no", "No", means=(Intent.NO, Intent.ERASE))))


def _read_agreed(text: str) -> str | None:
    return "added_to" if agrees_to_put_right(text) else None


def _read_agreed_whole(text: str) -> str | None:
    return "added_instead" if agrees_to_put_right(text) else None


router.reads_choice |= {"added_to": _read_agreed, "added_instead": _read_agreed_whole}


@sent_proposal.on(choice="added_anew")
async def on_written_anew(talk: Talk) -> Reply:
    """Asks for the whole text; the words that were typed stand above the question."""
    adding, id = Adding.of(talk), read_row_id(talk.chosen)
    if not adding.proposal or adding.proposal != id:
        return await show_stale(talk)
    await Over.forget(talk)
    await Adding.forget(talk)
    await OwnProposal(mine_proposal=id).keep(talk)
    talk.add_remark(talk.say("You wrote: {quote}.", quote=put_in_quotes(quote(adding.said or adding.text))))
    return await talk.ask(Mine.correct)


@router.on(choice="added_new")
async def on_words_are_new(talk: Talk) -> Replies:
    """Holds the words: they are of another proposal."""
    adding = Adding.of(talk)
    if not adding.said or adding.proposal != read_row_id(talk.chosen):
        return await show_stale(talk)
    await Over.forget(talk)
    await Adding.forget(talk)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=adding.said, choice="")
    return await show_not_understood(talk)


@sent_proposal.on(Mine.correct, door=Door.EMERGENCY)
async def on_danger_in_a_correction(talk: Talk) -> Replies:
    """Says first where to call, then asks whether the words are the correction: the step is not left for them."""
    talk.add_remark(await say_right_door(talk))
    talk.chosen, talk.taken = str(OwnProposal.of(talk).mine_proposal), True
    return await on_said_of_proposal(talk)


@sent_proposal.on(choice="added_to")
async def on_addition_wanted(talk: Talk) -> Reply:
    """Adds the words and files behind what the proposal says."""
    await Over.forget(talk)
    return await _correct(talk, instead=False)


@sent_proposal.on(choice="added_instead")
async def on_correction_wanted(talk: Talk) -> Reply:
    """Puts the words in place of the proposal's; the earlier text stays in the history."""
    await Over.forget(talk)
    return await _correct(talk, instead=True)


async def _correct(talk: Talk, *, instead: bool) -> Reply:
    adding = Adding.of(talk)
    if not adding.proposal or adding.proposal != read_row_id(talk.chosen):
        return await show_stale(talk)
    try:
        before = await proposals.get_correctable(talk.store, id=adding.proposal, by=talk.person)
    except AlreadyAnswered:
        await Adding.forget(talk)
        return await hold_too_late(talk, Piece(adding.own_id, adding.text, adding.media))
    text = adding.text if instead or not adding.text else "\n".join(filter(None, (before.text, adding.text)))
    proposal = await proposals.correct(
        talk.store, id=before.id, text=text, by=talk.person, at=talk.now, media=adding.media
    )
    await Adding.forget(talk)
    await _end_what_waited(talk, adding.waited)
    await note_passed_on(talk, proposal.id, adding.own_id)
    await LastAdded(0 if instead else proposal.id, "" if instead else adding.text).keep(talk)
    if instead:
        await proposal_draft.note_sent(talk, proposal.id, [Piece(adding.own_id, proposal.text)])
    question = await (talk.ask(Mine.one) if talk.state.state in _ASKING else show_here(talk))
    return put_above(_say_added(talk, proposal, instead=instead), question)


_ASKING = {str(Mine.correct), str(Mine.add)}


async def _end_what_waited(talk: Talk, waited: str) -> None:
    # The words were held, or begun as a proposal of their own: they are neither any more.
    drafts = proposal_draft.Drafts.of(talk)
    if waited == HELD:
        await replace(drafts, aside=NONE).keep(talk)
        if talk.state.state == Menu.held:
            await talk.state.set_state(drafts.before_held)
    elif waited and drafts.draft.key == waited:
        await proposal_draft.end(talk)
        await talk.state.set_state(Menu.open)


@shown_to_author.screen(Mine.add)
async def ask_what_to_add(talk: Talk) -> Reply:
    """Asks for the words that are added to a proposal."""
    proposal = await proposals.get_own(talk.store, by=talk.person, id=OwnProposal.of(talk).mine_proposal)
    question = talk.say("What shall be added to № {number}? Write it or say it aloud.", number=proposal.label)
    return Reply(question, ways=list_ways(talk), free_text=True)


@sent_proposal.on(Mine.add, kind=Kind.TEXT)
@sent_proposal.on(Mine.add, kind=Kind.MEDIA)
async def on_words_to_add_given(talk: Talk) -> Replies:
    """Adds them; what is a greeting or a label is none of it."""
    if not talk.incoming.media and (find_meanings(talk.text) or is_label(talk.text)):
        return await ask_unclear(talk)
    mine = OwnProposal.of(talk).mine_proposal
    await Adding(mine, talk.incoming.own_id, talk.text.strip(), list_files(talk)).keep(talk)
    talk.chosen = str(mine)
    return await on_addition_wanted(talk)


@router.on(Mine.add, choice=BACK)
@router.on(Mine.add, means=Intent.REFUSE)
async def on_nothing_to_add(talk: Talk) -> Reply:
    """Leaves the proposal as it is."""
    return await talk.ask(Mine.one)


def _say_added(talk: Talk, proposal: Proposal, *, instead: bool) -> str:
    if instead:
        return talk.say("№ {number} is corrected.", number=proposal.label)
    return talk.say("It is added to № {number}.", number=proposal.label)


@router.on(choice="added_no")
async def on_addition_not_wanted(talk: Talk) -> Reply:
    """Leaves the proposal as it was sent."""
    await Over.forget(talk)
    await Adding.forget(talk)
    return await show_here(talk)
