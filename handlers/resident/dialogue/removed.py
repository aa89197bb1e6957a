"""An addition of one's own is taken back: wished in words, or by its button."""

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours
from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.screens import put_above
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.phrases import LONGEST
from bot.office import proposals
from bot.office.together import additions
from handlers.resident.dialogue.added import LastAdded
from handlers.resident.my_proposals.author import sent_proposal
from handlers.shared.guidance import reads_first, show_here, show_stale
from handlers.shared.router import Talk, router
from storage.proposals import Proposal

# «Кошумчамды өчүрүп салыңыз», «уберите то, что я добавил».
_UNWANTED = compile_late(
    r"(?=.*\b(?:кошумча\w*|кошкон\w*|дополнени\w*|добавлен\w*|добавил\w*))"
    r"(?=.*\b(?:очур\w*|алып сал\w*|алып таш\w*|жок кыл\w*|кайтар\w*|кереги жок|"
    r"убер\w*|удал\w*|сотр\w*|отмен\w*|не надо|не нужно))"
)
_WORDS_OF_A_WISH = 8


def wishes_addition_away(text: str) -> bool:
    """Whether a short text wishes that an addition be taken back."""
    read = fold_within(text, LONGEST)
    return len(read.split()) <= _WORDS_OF_A_WISH and _UNWANTED.match(read) is not None


@reads_first
async def ask_about_addition(talk: Talk) -> Reply | None:
    """Asks whether what was added last is taken back, where somebody wishes so in words; None of other words."""
    if talk.incoming.media or not wishes_addition_away(talk.text):
        return None
    if (behind := await _find_behind(talk)) is not None:
        proposal, added = behind
        yes = talk.make_choice(f"drop_behind:{proposal.id}", "Yes", means=_TAKEN_BACK)
        return _ask_sure(talk, proposal, put_in_quotes(quote(added)), yes)
    last = await additions.find_last(talk.store, by=talk.person)
    if last is None:
        return None
    return await _ask_removal(talk, last.id)


async def _find_behind(talk: Talk) -> tuple[Proposal, str] | None:
    # The proposal whose text still ends with the added words; None where it was changed or answered.
    last = LastAdded.of(talk)
    try:
        proposal = await proposals.get_correctable(talk.store, id=last.proposal, by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn, NotYours):
        return None
    return (proposal, last.text) if last.text and proposal.text.endswith(f"\n{last.text}") else None


@sent_proposal.on(choice="drop_behind")
async def on_words_behind_dropped(talk: Talk) -> Reply:
    """Takes the added words off the end of the text; the earlier text stays in the history."""
    behind = await _find_behind(talk)
    if behind is None or behind[0].id != read_row_id(talk.chosen):
        return await show_stale(talk)
    proposal, added = behind
    text = proposal.text.removesuffix(f"\n{added}")
    await proposals.correct(talk.store, id=proposal.id, text=text, by=talk.person, at=talk.now)
    await LastAdded.forget(talk)
    return put_above(talk.say("It is taken back from № {number}.", number=proposal.label), await show_here(talk))


@router.on(choice="drop_added")
async def on_removal_wanted(talk: Talk) -> Reply:
    """Shows an addition and asks before it is taken back."""
    return await _ask_removal(talk, read_row_id(talk.chosen))


async def _ask_removal(talk: Talk, said_id: int) -> Reply:
    found = await additions.find_own(talk.store, id=said_id, by=talk.person)
    if found is None:
        return await show_stale(talk)
    proposal, said = found
    what = put_in_quotes(quote(said.text)) if said.text else talk.say("(voice, photo or document)")
    yes = talk.make_choice(f"drop_added_sure:{said.id}", "Yes", means=_TAKEN_BACK)
    return _ask_sure(talk, proposal, what, yes)


_TAKEN_BACK = (Intent.YES, Intent.ERASE)


def _ask_sure(talk: Talk, proposal: Proposal, what: str, yes: Choice) -> Reply:
    return Reply(
        talk.say("Take this back from № {number}? {quote}", number=proposal.label, quote=what),
        (
            yes,
            talk.make_choice("added_no", "No", means=(Intent.NO,)),
        ),
    )


@router.on(choice="drop_added_sure")
async def on_removal_answered(talk: Talk) -> Reply:
    """Takes the addition back; the proposal stays as it was."""
    proposal = await additions.remove(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    if proposal is None:
        return await show_stale(talk)
    return put_above(talk.say("It is taken back from № {number}.", number=proposal.label), await show_here(talk))
