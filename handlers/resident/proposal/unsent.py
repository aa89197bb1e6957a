"""Too many proposals were begun and not sent. None is dropped: their author chooses which to go on with or erase."""

from dataclasses import replace

from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.language.kyrgyz import quote
from bot.office.quotas import DraftsUsedUp
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import has_content
from handlers.shared.guidance import here, stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.states import Menu, Propose
from handlers.shared.talk import Talk, above, router
from handlers.shared.wording import quoted

TITLE = 14  # letters of a text on its button, behind its number

PAGES = paged(router, Propose.unsent, leave=Menu.open)


@router.refuses(DraftsUsedUp)
async def say_drafts_used_up(talk: Talk, refused: DraftsUsedUp) -> Reply:
    """Says how many unsent proposals fit, and asks which comes first."""
    said = talk.say_n(
        "{n} unsent proposal fits. Send it or erase it first.",
        "{n} unsent proposals fit. Send or erase one of them first.",
        refused.most,
    )
    if talk.person.language is None or talk.person.aimak_id is None:
        return above(said, await here(talk))  # nothing can be sent before both are chosen
    await replace(Drafts.of(talk), waits=has_content(Drafts.of(talk).aside)).keep(talk)
    await PAGES.begin(talk)
    return above(said, await talk.ask(Propose.unsent))


@router.screen(Propose.unsent)
async def ask_which_unsent(talk: Talk) -> Reply:
    """Lists what was begun and not sent, the latest first."""
    page = await PAGES.of(talk, proposal_draft.unsent(talk)[::-1])
    lines = page.numbered(quoted(talk, one) for one in page.rows)
    choices = [
        Choice(f"unsent:{one.key}", f"{number}. {quote(one.text, TITLE)}") for number, one in enumerate(page.rows, 1)
    ]
    said = talk.say("Which one do you go on with?")
    return Reply("\n".join([said, *lines]), tuple(choices), page.ways(talk, later=True))


@router.on(choice="unsent")
async def unsent_chosen(talk: Talk) -> Reply:
    """Offers the one that was chosen: to go on with it, or to erase it."""
    if not await proposal_draft.bring_back(talk, talk.chosen):
        return await stale(talk)
    await replace(Drafts.of(talk), offered=False).keep(talk)
    return await talk.ask(Propose.resume)
