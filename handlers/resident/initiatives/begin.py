"""An application is begun, from a call or from one's own proposal, and offered back where it was not sent."""

import uuid
from dataclasses import replace

from bot.budget.initiative.application import LONGEST, STEPS
from bot.budget.proposal import NotYours
from bot.chat.fsm import State
from bot.chat.message import BACK, LATER, Choice, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import LABEL
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office import proposals
from bot.office.initiatives import applying
from bot.office.initiatives.words import REGIMES
from bot.office.wording.notices import N_
from handlers.resident.initiatives.draft import Apply, InitiativeDraft
from handlers.shared.guidance import offers_back, show_here, show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.initiatives.calls import Call


async def is_call_open(talk: Talk) -> bool:
    """Whether somebody may apply in the aimak they talk to."""
    return bool(await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now))


add_door("initiative_begin", N_("Submit an initiative"), is_call_open)
# Words people type instead of the button.
router.titles |= {
    N_("Initiative"): "initiative_begin", N_("We have an initiative"): "initiative_begin",
    N_("I submit an initiative"): "initiative_begin", N_("We submit an initiative"): "initiative_begin",
}  # fmt: skip


@router.on(choice="initiative_begin", opens=True)
async def on_initiative_wanted(talk: Talk) -> Reply:
    """Begins an application, or offers the unsent one back."""
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    if InitiativeDraft.of(talk).answers:
        return await talk.ask(Apply.resume)
    return await begin(talk)


async def begin(talk: Talk, *, problem: str = "", place: str = "", proposal: int | None = None) -> Reply:
    """Begins with the one open call, or asks which; what a proposal says already is filled in."""
    calls = await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    if not calls:
        said = talk.say(
            "No call for initiatives is open now. When one is announced, it comes to those who follow notices."
        )
        return put_above(said, await talk.ask(Menu.open))
    answers = {step: said for step, said in (("problem", problem), ("place", place)) if said}
    await InitiativeDraft(key=uuid.uuid4().hex, call=calls[0].id, answers=answers, proposal=proposal).keep(talk)
    return await talk.ask(Apply.step if len(calls) == 1 else Apply.call)


@router.on(choice="own_share", opens=True)
async def on_own_share_offered(talk: Talk) -> Reply:
    """Makes an initiative of one's own proposal: its words are the problem. Raises NotYours."""
    try:
        one = await proposals.get_own(talk.store, by=talk.person, id=read_row_id(talk.chosen))
    except NotYours:
        return await show_stale(talk)
    if not await applying.can_be_made_of(talk.store, proposal_id=one.id, by=talk.person, at=talk.now):
        said = talk.say("An initiative can be made of a proposal once, and while a call is open.")
        return put_above(said, await show_here(talk))
    if InitiativeDraft.of(talk).answers and InitiativeDraft.of(talk).proposal != one.id:
        said = talk.say("Another initiative is not sent yet: send it or erase it first.")
        return put_above(said, await talk.ask(Apply.resume))
    if InitiativeDraft.of(talk).answers:
        return await talk.ask(Apply.resume)
    return await begin(talk, problem=one.text[:LONGEST], place=one.place or "", proposal=one.id)


@router.screen(Apply.call)
async def ask_which_call(talk: Talk) -> Reply:
    """Asks to which of several open calls."""
    calls = await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    choices = [_make_call(talk, call) for call in calls[:5]]
    return Reply(talk.say("Several calls are open. To which one?"), tuple(choices), list_ways(talk, later=True))


def _make_call(talk: Talk, call: Call) -> Choice:
    name = talk.say(REGIMES[call.terms.regime])
    line = talk.say(
        "{regime}, up to {sum}, until {day}",
        regime=name, sum=talk.words.som(call.terms.largest), day=talk.words.long_day(call.terms.last_day),
    )  # fmt: skip
    return Choice(f"initiative_call:{call.id}", name[:LABEL], (name,), line=line)


@router.on(Apply.call, choice="initiative_call")
async def on_call_chosen(talk: Talk) -> Reply:
    calls = await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    if read_row_id(talk.chosen) not in {call.id for call in calls}:
        return await show_stale(talk)
    await replace(InitiativeDraft.of(talk), call=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Apply.step)


@router.on(Apply.call, Apply.resume, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    return await talk.ask(Menu.open)


@offers_back
async def offer_initiative(talk: Talk) -> State | None:
    """Offers an unsent application back once to whoever comes in."""
    draft = InitiativeDraft.of(talk)
    return Apply.resume if draft.answers and not draft.offered else None


@router.screen(Apply.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Names what is not sent, and asks whether to go on."""
    draft = InitiativeDraft.of(talk)
    if not draft.answers:
        return await talk.ask(Menu.open)
    await replace(draft, offered=True).keep(talk)
    said = next(iter(draft.answers.values()))
    return Reply(
        talk.say("An initiative is not sent yet: {text}. Go on with it?", text=put_in_quotes(quote(said, 60))),
        (
            talk.make_choice("initiative_resume:yes", "Yes", means=(Intent.YES, Intent.GO_ON)),
            talk.make_choice("initiative_resume:no", "Erase, a new one", means=(Intent.NO, Intent.ERASE)),
        ),
        list_ways(talk, later=True),
    )


@router.on(Apply.resume, choice="initiative_resume")
async def on_resume_answered(talk: Talk) -> Reply:
    """Goes on with it, or begins anew."""
    if talk.chosen != "yes":
        await InitiativeDraft.forget(talk)
        return await begin(talk)
    draft = InitiativeDraft.of(talk)
    calls = await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    if draft.call not in {call.id for call in calls}:
        if not calls:
            return await begin(talk)
        await replace(draft, call=calls[0].id).keep(talk)
    return await talk.ask(Apply.check if draft.step >= len(STEPS) else Apply.step)


@router.on(*Apply, choice=LATER)
@router.on(Apply.call, Apply.resume, Apply.check, Apply.change, means=Intent.LATER)
async def on_put_off(talk: Talk) -> Reply:
    """Keeps the application unsent, and says how to go on with it."""
    await replace(InitiativeDraft.of(talk), offered=True).keep(talk)
    button = talk.say("Submit an initiative")
    await talk.state.set_state(Menu.open)
    if talk.person.consent_version is None:
        return await show_menu_for(talk, talk.say("It is kept for 24 hours. Press «{button}» to go on.", button=button))
    return await show_menu_for(talk, talk.say("It is kept. Press «{button}» to go on.", button=button))
