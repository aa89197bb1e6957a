"""A proposal that was not sent is erased: its author is shown it and asked first."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.in_words.answered import says_yes_not_needed
from bot.language.intents import Intent
from bot.language.meanings.yes import loses_nothing
from bot.office import staff
from bot.office.reads import own
from handlers.resident.consent import forget
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import has_content
from handlers.shared.menu import show_menu_for
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group
from handlers.shared.wording import quote_draft

_LISTS = {str(Propose.resume), str(Propose.unsent), str(Propose.discard)}
_NO_STEPS = {str(Propose.erase), str(Propose.join), str(Propose.check)}


@dataclass(frozen=True)
class Erasing(Memory):
    """The state in which somebody asked to have what they wrote erased."""

    before_erase: str | None = None
    asked_at: str | None = None  # a step of the proposal


async def ask_before_erasing(talk: Talk) -> Reply:
    """Asks back whether the present draft is to be erased."""
    state = talk.state.state
    at_a_step = state in talk.screens and find_group(state) == Propose.__name__ and state not in _LISTS | _NO_STEPS
    await Erasing(state if state in _LISTS else None, state if at_a_step else None).keep(talk)
    return await talk.ask(Propose.erase)


# A yes, and why: it is not needed any more.
_NOT_NEEDED = tuple(
    f"{yes} {why}"
    for yes, whys in (
        ("ооба", ("кереги жок", "керек эмес", "керек эмес экен", "керек болбой калды")),
        ("ырас", ("кереги жок", "керек эмес")),
        ("да", ("не надо", "не нужно", "не нужен", "не нужно уже", "уже не надо", "больше не нужно", "ненужно")),
    )
    for why in whys
)


@router.screen(Propose.erase)
async def ask_erase(talk: Talk) -> Reply:
    """Shows what would be erased, and asks."""
    written = quote_draft(talk, proposal_draft.find(talk))
    return Reply(
        talk.say("This will be erased: {quote}. Erase it?", quote=written),
        (
            talk.make_choice("erase:yes", "Yes", synonyms=_NOT_NEEDED, means=(Intent.YES, Intent.ERASE)),
            talk.make_choice("erase:no", "No", means=(Intent.NO, Intent.SKIP, Intent.LATER)),
        ),
        list_ways(talk, later=True),
    )


@router.on(Propose.erase, choice="erase")
async def on_erase_answered(talk: Talk) -> Replies:
    """Erases it, or goes back to where that was asked for."""
    is_typed = talk.incoming.kind is Kind.TEXT
    if talk.chosen != "yes" and not (is_typed and says_yes_not_needed(talk.text)):
        return await on_nothing_erased(talk)
    if is_typed and (talk.chosen != "yes" or loses_nothing(talk.text)):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    from_list = Erasing.of(talk).before_erase is not None
    await Erasing.forget(talk)
    return await erase_draft(talk, from_list=from_list)


@router.on(Propose.erase, choice=BACK)
async def on_nothing_erased(talk: Talk) -> Reply:
    erasing = Erasing.of(talk)
    before = erasing.before_erase or erasing.asked_at
    await Erasing.forget(talk)
    if before is None:
        return await talk.ask(Propose.check)
    await talk.state.set_state(before)
    return await talk.ask_again()


async def erase_draft(talk: Talk, *, from_list: bool) -> Reply:
    """Erases the present draft alone; of somebody with nothing else here all that was kept.

    from_list says that it was chosen from the unsent ones. Then no consent is refused, and only it goes.
    """
    others = len(proposal_draft.list_unsent(talk)) > 1 or has_content(Drafts.of(talk).aside)
    is_known = others or from_list or bool(await staff.list_standings(talk.store, talk.person))
    if not is_known and not await own.list_proposals(talk.store, by=talk.person, most=1):
        return await forget(talk)
    said = talk.say("This proposal is erased. Those you sent before stay.")
    if from_list:
        said = talk.say("It is erased: {quote}.", quote=quote_draft(talk, proposal_draft.find(talk)))
    is_part = bool(proposal_draft.find(talk).part)
    await proposal_draft.end(talk)
    if is_part and proposal_draft.find(talk).part:
        return put_above(said, await talk.ask(proposal_draft.find_next_step(talk)))  # the next of the same list
    if has_content(Drafts.of(talk).aside):
        return put_above(said, await talk.ask(Menu.held))  # it waited for room
    await talk.state.set_state(Menu.open)
    return await show_menu_for(talk, said)
