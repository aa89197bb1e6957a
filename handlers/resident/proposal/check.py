"""The third step of a proposal: everything as it will be sent, with consent where there is none yet."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent, speaks_of
from bot.language.kyrgyz import clean
from bot.office import residents
from bot.office.property import listing
from bot.office.property.words import name_item
from handlers.resident.consent import is_not_now
from handlers.resident.proposal.side_and_text import ChangingDraft
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.resident.unsent.putting_off import keep_for_later
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.coming_in import agree
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import show_stale
from handlers.shared.meant import ASIDE
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose
from handlers.shared.wording import Parts, find_village_name, list_details, quote_draft, say_category, say_side

router.listens[str(Propose.text)] = ASIDE | {Intent.ERASE}


# «Можно» gives leave where leave is asked; elsewhere it asks for something.
_LEAVE_GIVEN = ("можно", "да можно", "можете", "можно сохранить", "болот", "мүмкүн", "сакташсын", "сактай бериңиз")


@router.screen(Propose.check)
async def ask_check(talk: Talk) -> Reply:
    """The third step: everything as it will be sent; without consent it is asked here."""
    await proposal_draft.drop_lost(talk)
    unfinished = proposal_draft.find(talk)
    if unfinished.side is Side.UNSURE:
        await let_words_decide(talk)  # a part of a list that waited: its author left the side to the words
        unfinished = proposal_draft.find(talk)
    if unfinished.side is None:
        return await talk.ask(Propose.side)
    if (step := proposal_draft.find_next_step(talk)) != Propose.check:  # its only voice was lost, or it is several
        return await talk.ask(step)
    await ChangingDraft.forget(talk)
    beside = list_ways(talk, later=True)
    lines = [
        *([talk.say("Proposal {part} of your message.", part=unfinished.part)] if unfinished.part else []),
        talk.say(
            "3/3. Check; revenue or spending, the ayil okmotu decides: {quote}", quote=quote_draft(talk, unfinished)
        )
        if unfinished.side is Side.UNSURE
        else talk.say(
            "3/3. Check: {side}, {category}. {quote}",
            side=say_side(talk.words, unfinished.side),
            category=say_category(talk.words, unfinished.category),
            quote=quote_draft(talk, unfinished),
        ),
        *list_details(talk, await list_check_parts(talk, unfinished)),
    ]
    if proposal_draft.is_from_elsewhere(unfinished, talk) and (
        aimak := await residents.find_aimak(talk.store, talk.person)
    ):
        name = clean(aimak.name(talk.words.language))
        lines.append(talk.say("It was begun in another ayil aimak; it goes to {name}.", name=name))
    if talk.person.consent_version is None:
        lines.append(talk.say("If you send it, the ayil okmotu keeps your proposal. What exactly is kept: /privacy"))
        choices: tuple[Choice, ...] = (
            talk.make_choice("consent:yes", "I agree", means=(Intent.YES, Intent.SEND), synonyms=_LEAVE_GIVEN),
            talk.make_choice("consent:no", "Not now", means=(Intent.NO,)),
        )
        beside = (talk.make_choice("change", "Change", means=(Intent.CHANGE,)), *beside)
    else:
        choices = (
            talk.make_choice(f"send:{unfinished.key}", "Send", means=(Intent.YES, Intent.SEND)),
            talk.make_choice("change", "Change", means=(Intent.CHANGE, Intent.NO)),
        )
    return Reply("\n".join(lines), choices, beside)


@router.on(Propose.check, choice="consent")
async def on_consent_answered(talk: Talk) -> Reply:
    """Keeps consent and shows the last step; «not now» erases nothing, and of a «no» it is asked back."""
    if talk.chosen == "yes":
        await agree(talk)
        if talk.incoming.kind is Kind.TEXT and speaks_of(talk.text, {Intent.SEND}):
            return put_above(talk.say("It is not sent yet: look once more, then send."), await talk.ask_again())
        return await talk.ask_again()
    if talk.incoming.kind is Kind.TEXT and not is_not_now(talk.text):
        return await ask_before_erasing(talk)
    key = proposal_draft.find(talk).key
    reply = await keep_for_later(talk)
    return replace(reply, ways=(talk.make_choice(f"erase_unsent:{key}", "Erase it"), *reply.ways))


@router.on(choice="erase_unsent")
async def on_erasing_instead(talk: Talk) -> Reply:
    """Asks before a text is erased that was put off just now."""
    if not await proposal_draft.bring_back(talk, talk.chosen):
        return await show_stale(talk)
    return await ask_before_erasing(talk)


@router.on(Propose.check, means=Intent.ERASE)
@router.on(Propose.check, means=Intent.WITHDRAW)
async def on_erasing_wanted(talk: Talk) -> Reply:
    """Asks back before what was written is erased."""
    return await ask_before_erasing(talk)


@router.on(Propose.side, Propose.text, means=Intent.ERASE)
async def on_erasing_begun(talk: Talk) -> Reply:
    """Asks back where something was written; where nothing was, it is left."""
    if draft_pieces.has_content(proposal_draft.find(talk)):
        return await ask_before_erasing(talk)
    return await show_menu_for(talk, talk.say("Stopped."))


@router.on(Propose.check, choice=BACK)
async def on_back_to_text(talk: Talk) -> Reply:
    """One step back, everything kept."""
    return await talk.ask(Propose.text)


async def list_check_parts(talk: Talk, unfinished: ProposalDraft) -> Parts:
    """What was added to a draft beside its text."""
    item = await listing.find_item(talk.store, id=unfinished.item_id, aimak_id=talk.person.aimak_id)
    return Parts(
        amount=unfinished.amount,
        village=await find_village_name(talk, unfinished.village_id),
        place=unfinished.place,
        name=unfinished.name,
        item=name_item(item) if item else None,
    )
