"""What was begun and not sent: its author chooses which to go on with or erase. Where too many were, none is dropped."""

from dataclasses import replace

from bot.chat.message import Choice, Reply
from bot.chat.paging import Page, paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office.quotas import UnsentUsedUp
from bot.office.wording.notices import N_
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import ProposalDraft, has_content
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_draft

TITLE = 14  # letters of a text on its button, behind its number

PAGES = paged(router, Propose.unsent, leave=Menu.open)
paged(router, Propose.discard, leave=Propose.unsent)  # erasing shows the same list, and remembers the same page


@router.refuses(UnsentUsedUp)
async def say_drafts_used_up(talk: Talk, refused: UnsentUsedUp) -> Reply:
    """Says how many unsent proposals fit, and asks which comes first."""
    said = talk.say_n(
        "{n} unsent proposal fits. Send it or erase it first.",
        "{n} unsent proposals fit. Send or erase one of them first.",
        refused.most,
    )
    if talk.person.language is None or talk.person.aimak_id is None:
        return put_above(said, await show_here(talk))  # nothing can be sent before both are chosen
    await replace(Drafts.of(talk), waits=has_content(Drafts.of(talk).aside)).keep(talk)
    await PAGES.begin(talk)
    return put_above(said, await talk.ask(Propose.unsent))


@router.screen(Propose.unsent)
async def ask_which_unsent(talk: Talk) -> Reply:
    """Lists what was begun and not sent, the latest first."""
    page, said = await _cut_page(talk), talk.say("Which one do you go on with?")
    if not page.rows:
        return await talk.ask(Menu.open)
    choices = [Choice(f"unsent:{one.key}", _say_title(number, one)) for number, one in enumerate(page.rows, 1)]
    erase = talk.make_choice("discard", "Erase one", means=(Intent.ERASE, Intent.WITHDRAW))
    return Reply(_say_lines(talk, said, page), tuple(choices), (erase, *page.ways(talk, later=True)))


async def _cut_page(talk: Talk) -> Page[ProposalDraft]:
    return await PAGES.of(talk, proposal_draft.list_unsent(talk)[::-1])


def _say_lines(talk: Talk, said: str, page: Page[ProposalDraft]) -> str:
    return "\n".join([said, *page.numbered(quote_draft(talk, one) for one in page.rows)])


def _say_title(number: int, one: ProposalDraft) -> str:
    return f"{number}. {quote(one.text, TITLE)}"


router.titles |= {N_("Not sent yet"): "unsent_list"}  # typed also where the button is not shown


@router.on(choice="unsent_list")
async def on_unsent_wanted(talk: Talk) -> Reply:
    """Lists what is not sent; one alone is offered at once."""
    waiting = proposal_draft.list_unsent(talk)
    if not waiting:
        return put_above(talk.say("Nothing of yours waits to be sent."), await show_here(talk))
    if len(waiting) == 1:
        await proposal_draft.bring_back(talk, waiting[0].key)
        return await talk.ask(Propose.resume)
    await PAGES.begin(talk)
    return await talk.ask(Propose.unsent)


@router.on(Propose.unsent, choice="discard")
async def on_discard_wanted(talk: Talk) -> Reply:
    """Asks which one is to be erased; one alone is shown and asked about at once."""
    waiting = proposal_draft.list_unsent(talk)
    if len(waiting) == 1:
        await proposal_draft.bring_back(talk, waiting[0].key)
        return await ask_before_erasing(talk)
    await PAGES.begin(talk)
    return await talk.ask(Propose.discard)


@router.screen(Propose.discard)
async def ask_which_to_erase(talk: Talk) -> Reply:
    """Lists the same, to erase one."""
    page, said = await _cut_page(talk), talk.say("Which one shall be erased?")
    if not page.rows:
        return await talk.ask(Menu.open)
    choices = [Choice(f"discard_one:{one.key}", _say_title(number, one)) for number, one in enumerate(page.rows, 1)]
    return Reply(_say_lines(talk, said, page), tuple(choices), page.ways(talk, later=True))


@router.on(Propose.discard, choice="discard_one")
async def on_discard_chosen(talk: Talk) -> Reply:
    """Shows the one that was chosen, and asks before it is erased."""
    if not await proposal_draft.bring_back(talk, talk.chosen):
        return await show_stale(talk)
    return await ask_before_erasing(talk)


@router.on(Propose.unsent, means=Intent.SEND)
@router.on(Propose.unsent, means=Intent.GO_ON)
@router.on(Propose.unsent, means=Intent.YES)
async def on_latest_meant(talk: Talk) -> Replies:
    """Offers the latest, which stands first: a bare «send» or «yes» names none of several."""
    waiting = proposal_draft.list_unsent(talk)
    if not waiting:
        return await talk.ask(Menu.open)
    talk.chosen = waiting[-1].key
    return await on_unsent_chosen(talk)


@router.on(choice="unsent")
async def on_unsent_chosen(talk: Talk) -> Reply:
    """Offers the one that was chosen: to go on with it, or to erase it."""
    if not await proposal_draft.bring_back(talk, talk.chosen):
        return await show_stale(talk)
    await replace(Drafts.of(talk), offered=False).keep(talk)
    return await talk.ask(Propose.resume)
