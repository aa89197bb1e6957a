"""A proposal is written anew by its author; a few words may be no text but an addition."""

from dataclasses import replace

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn
from bot.budget.proposal_text.denied import keeps_it_so
from bot.budget.proposal_text.likeness import begin_alike, list_stems, shares_a_word
from bot.budget.proposal_text.part_named import names_no_part
from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_files, list_ways
from bot.chat.texts import is_label
from bot.language.in_words.answered import puts_one_thing_right
from bot.language.intents import find_meanings
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.latin import search_keys
from bot.office import proposals
from handlers.resident.dialogue.too_late import show_too_late
from handlers.resident.my_proposals.author import OwnProposal, find_chosen, sent_proposal, shown_to_author
from handlers.resident.states import Mine
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import ask_unclear, show_here
from handlers.shared.router import Talk, router
from storage.proposals import Proposal


@router.on(Mine.one, choice="correct")
async def on_correction_wanted(talk: Talk) -> Reply:
    return await talk.ask(Mine.correct)


@shown_to_author.screen(Mine.correct)
async def ask_correction(talk: Talk) -> Reply:
    """Asks for the whole text anew."""
    proposal = await find_chosen(talk)
    return Reply(
        talk.say(
            "Write № {number} anew, the whole of it. The earlier text stays in the history.", number=proposal.label
        ),
        ways=list_ways(talk),
        free_text=True,
    )


async def take_too_late(talk: Talk) -> Reply | None:
    """Says what became of words that come too late; None where the proposal can still be changed."""
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
    if late := await take_too_late(talk):
        return late
    if not talk.incoming.media and (names_no_part(talk.text) or keeps_it_so(talk.text)):
        return await talk.ask(Mine.one)  # «не буду менять»
    if not talk.incoming.media and (find_meanings(talk.text) or is_label(talk.text)):
        return await ask_unclear(talk)
    before = await find_chosen(talk)
    if not talk.incoming.media and _may_be_no_text(talk.text, before.text):
        if before.text:
            now = quote(before.text)
            talk.add_remark(talk.say("№ {number} says now: {quote}", number=before.label, quote=put_in_quotes(now)))
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
    return say_corrected(talk, proposal, await talk.ask(Mine.one), worded=bool(talk.text))


_FEW_WORDS, _MUCH_SHORTER, _LITTLE = 10, 2, 2


def _may_be_no_text(text: str, before: str) -> bool:
    # A few words that put one thing right, or that share no word with the text they would replace.
    is_short, is_worded = len(text.split()) <= _FEW_WORDS, bool(before.strip())
    is_other = is_short and is_worded and not shares_a_word(search_keys(text), search_keys(before))
    return puts_one_thing_right(text) or is_other or (is_short and _says_little_of(text, before))


def _says_little_of(text: str, before: str) -> bool:
    # Much shorter than the text it would replace, with a telling word or two of it at most.
    if _MUCH_SHORTER * len(text.split()) > len(before.split()):
        return False
    old = list_stems(search_keys(before))
    return sum(any(begin_alike(one, other) for other in old) for one in list_stems(search_keys(text))) <= _LITTLE


def say_corrected(talk: Talk, proposal: Proposal, question: Reply, *, worded: bool) -> Reply:
    """Says that it is corrected; the rest of an album goes to it."""
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
    return say_corrected(talk, proposal, await show_here(talk), worded=bool(worded or talk.text))
