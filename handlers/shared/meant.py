"""What a short message means wherever it is said: thanks, «I do not understand», «who is this?»."""

from dataclasses import dataclass, replace

from bot.budget.proposal_text.agreed import calls_itself_one
from bot.chat.memory import Memory
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, Unclear
from bot.language.intents import Intent, find_meanings, speaks_of
from bot.office import staff
from bot.office.reads import public
from bot.office.wording.notices import N_
from handlers.shared.guidance import ask_unclear, greet, show_here, show_stale
from handlers.shared.proposal_draft import may_be_a_proposal
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, Start
from handlers.shared.wording import say_whom_to_call

# Heard also where any text is awaited: no office is told only this.
COMMANDS = frozenset({
    Intent.MENU, Intent.HELP, Intent.KYRGYZ, Intent.RUSSIAN, Intent.LANGUAGE, Intent.STOP, Intent.FORGET, Intent.MYDATA,
    Intent.COME, Intent.DECLINE, Intent.SETTINGS, Intent.WITHDRAW, Intent.TOPICS, Intent.SEEN,
})  # fmt: skip
router.commands = COMMANDS | {Intent.PROPOSE, Intent.STATUS}  # «сунуш берем» is no reply to the office either
# The same where a text of one's own is awaited. What only leads elsewhere, such as «hearings», waits.
ASIDE = COMMANDS | {
    Intent.THANKS, Intent.GREETING, Intent.FAREWELL, Intent.UNCLEAR, Intent.HALT, Intent.CALL, Intent.WHO, Intent.STEPS,
    Intent.WAIT, Intent.NAMELESS,
}  # fmt: skip
router.listens |= {str(state): ASIDE for state in (Propose.text, Propose.amount, Propose.place, Propose.name)}


@dataclass(frozen=True)
class Written(Memory):
    """What was written and is asked about: a wish to the bot, or a text of its own."""

    written: str = ""


@dataclass(frozen=True)
class ReasonTyped(Memory):
    """Why somebody does not agree, typed before they were asked whether they do not; kept for the same turn only."""

    reason: str = ""


# How each meaning is offered that is no button of the question asked.
TITLES = {
    Intent.LATER: N_("I will go on later"),
    Intent.COME: N_("I will come"),
    Intent.DECLINE: N_("I cannot come"),
    Intent.STATUS: N_("My proposals"),
    Intent.HEARINGS: N_("Budget hearings"),
    Intent.BUDGET: N_("Budget"),
    Intent.PROPOSE: N_("Make a proposal"),
    Intent.CALL: N_("Telephone"),
    Intent.FORGET: N_("Erase my data"),
    Intent.MYDATA: N_("What is kept of me"),
    Intent.MESSENGERS: N_("Another messenger"),
    Intent.LANGUAGE: N_("The language"),
    Intent.KYRGYZ: "Кыргызча",
    Intent.RUSSIAN: "Русский",
    Intent.ERASE: N_("Erase it"),
    Intent.WITHDRAW: N_("Withdraw"),
    Intent.MENU: N_("The menu"),
    Intent.CHANGE: N_("Change"),
    Intent.SKIP: N_("Skip"),
    Intent.BACK: N_("Back"),
    Intent.NO: N_("No"),
    Intent.REFUSE: N_("Not now"),
    Intent.NOTICES: N_("Notices wanted"),
    Intent.STOP: N_("No more notices of hearings"),
    Intent.NAMELESS: N_("Without my name"),
    Intent.DISAGREE: N_("I do not agree"),
    Intent.WHY: N_("I have a question"),
    Intent.CLEAR: N_("It is clear"),
    Intent.UNSURE: N_("I do not know"),
    Intent.SEEN: N_("Who reads it?"),
    Intent.STEPS: N_("How many steps?"),
    **dict.fromkeys((Intent.HELP, Intent.UNCLEAR, Intent.WHO), N_("Help")),
}
router.askable = frozenset(TITLES)
# How it is said in the words of the tables, for a handler that reads them.
_SAID = {Intent.COME: "келем", Intent.DECLINE: "келе албайм", Intent.DISAGREE: "макул эмесмин", Intent.WHY: "эмне үчүн",
         Intent.CLEAR: "баары түшүнүктүү", Intent.NOTICES: "кабарлап туруңуз"}  # fmt: skip


@router.on(choice="said")
async def on_notice_was_meant(talk: Talk) -> Replies:
    """Takes what was typed for the notice that takes any words: it was meant, and not the question above."""
    if not (written := Written.of(talk).written):
        return await show_stale(talk)
    await Written.forget(talk)
    found = router.find_taking(talk.state.state, talk.chosen)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=written, choice="")
    talk.chosen, talk.taken = found.chosen, True
    return await found.handler(talk)


@router.on(choice="meant")
async def on_meaning_confirmed(talk: Talk) -> Replies:
    """Does what was meant, as if it had been said in plain words."""
    intent = next((one for one in Intent if one == talk.chosen), None)
    handler = router.meaning(talk.state.state, intent) if intent is not None else None
    if handler is None or intent is None or Written.of(talk).is_empty:
        return await show_stale(talk)
    written = Written.of(talk).written
    if intent is Intent.PROPOSE and calls_itself_one(written) and may_be_a_proposal(written):
        return await on_text_confirmed(talk)  # «хочу предложить спортплощадку»: it is said already
    text = _SAID.get(intent, written)
    await Written.forget(talk)
    if intent is Intent.DISAGREE and not find_meanings(written):
        await ReasonTyped(written).keep(talk)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=text, choice="")
    replies = await handler(talk)
    await ReasonTyped.forget(talk)
    return replies


@router.on(choice="as_written")
async def on_text_confirmed(talk: Talk) -> Replies:
    """Takes what was written as what was asked for."""
    if not (written := Written.of(talk).written):
        return await show_stale(talk)
    await Written.forget(talk)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=written, choice="")
    talk.chosen = ""
    if talk.state.state in {str(Menu.open), str(Menu.held)} and not may_be_a_proposal(written):
        return put_above(talk.say("Go on: what is needed, and where?"), await show_here(talk))
    return await router.plain_text(talk.state.state)(talk)


@router.on(means=Intent.THANKS)
@router.on(means=Intent.GREETING)
@router.on(means=Intent.FAREWELL)
async def on_courtesy(talk: Talk) -> Reply:
    """Says the same back, and asks on."""
    return put_above(greet(talk), await show_here(talk))


@router.on(means=Intent.WAIT)
async def on_wait_wanted(talk: Talk) -> Reply:
    """Waits with whoever needs a moment: the same question stands."""
    return put_above(talk.say("Take your time."), await show_here(talk))


@router.on(choice="call")
@router.on(means=Intent.CALL)
async def on_person_wanted(talk: Talk) -> Reply:
    """Names the telephone of a person."""
    return put_above(await say_whom_to_call(talk), await show_here(talk))


@router.on(means=Intent.WHO)
async def on_who_is_this(talk: Talk) -> Reply:
    """Says that this is a bot, what for, and where a person is."""
    said = talk.say(
        "Here you make proposals on the revenue and the spending of the local budget; each is answered here."
    )
    first = talk.say("This is a bot, not a person.")
    return put_above(f"{first} {said}\n{await say_whom_to_call(talk)}", await show_here(talk))


@router.on(means=Intent.SEEN)
@router.on(means=Intent.NAMELESS)
async def on_who_sees_it(talk: Talk) -> Reply:
    """Says honestly who reads what is sent here and what they see of its author. Then the step is asked again."""
    aimak_id = talk.person.aimak_id
    if aimak_id is not None and not await public.has_office(talk.store, aimak_id=aimak_id):
        office = talk.say(
            "Nobody of this ayil okmotu reads it yet; they do once they join the bot. They see your name only if you write it, "
            "your account never."
        )
    else:
        office = talk.say(
            "The staff of the ayil okmotu read what you send; they see your name only if you write it, your account never."
        )
    others = talk.say("Others see your text only if you allow it. More: /privacy")
    return put_above(f"{office}\n{others}", await show_here(talk))


_STEPS = {str(Propose.side): 1, str(Propose.text): 2, str(Propose.split): 2, str(Propose.check): 3}


@router.on(means=Intent.STEPS)
async def on_how_many_steps(talk: Talk) -> Reply:
    """Says how many steps a proposal takes, and which of them this is."""
    said = talk.say("A proposal takes three steps: revenue or spending, the text, the check. Then you send it.")
    if (number := _STEPS.get(talk.state.state or "")) is not None:
        said = " ".join([said, talk.say("This is step {number}.", number=number)])
    return put_above(said, await show_here(talk))


@router.on(Menu.open, means=Intent.BACK)
async def on_back_at_the_menu(talk: Talk) -> Reply:
    """Shows the menu: nothing stands before it."""
    return await show_here(talk)


@router.on(Menu.open, means=Intent.NO)
@router.on(Menu.open, means=Intent.LATER)
@router.on(Menu.open, *Start, means=Intent.REFUSE)
async def on_not_wanted(talk: Talk) -> Reply:
    """Leaves whoever wants nothing in peace; the question stands for when they do."""
    return put_above(talk.say("All right. Write whenever you like."), await show_here(talk))


@router.on(means=Intent.UNCLEAR)
@router.on(means=Intent.WHY)
async def on_not_clear_to_them(talk: Talk) -> Replies:
    """Says the question in other words; whoever still does not understand hears who helps."""
    if talk.state.state == Menu.open and await staff.list_standings(talk.store, talk.person):
        return await _show_help(talk)
    times = Unclear.of(talk).unclear
    said = _say_in_other_words(talk)
    if times or not said:
        return await ask_unclear(talk)
    question = await show_here(talk)
    await Unclear(times + 1).keep(talk)
    return put_above(said, question)


async def _show_help(talk: Talk) -> Replies:
    handler = router.meaning(talk.state.state, Intent.HELP)
    return await (ask_unclear if handler is None else handler)(talk)


# The words of other rooms, by state.
OTHER_WORDS: dict[str, str] = {}
_OF_SIDES = {Intent.REVENUE, Intent.SPENDING}


def _say_in_other_words(talk: Talk) -> str:
    if talk.state.state in OTHER_WORDS:
        return talk.say(OTHER_WORDS[talk.state.state])
    match talk.state.state:
        case state if state == Propose.side or speaks_of(talk.text, _OF_SIDES):
            return talk.say(
                "Revenue brings money into the budget, such as a rent or a fee. Spending uses it, such as for a road or "
                "water. If you are not sure, choose «{button}».",
                button=talk.say("I do not know"),
            )
        case state if state == Propose.text:
            return talk.say("In your own words: what is needed, and where? For example: «A lamp by the school».")
        case state if state == Propose.check:
            return talk.say("This is what the ayil okmotu will read. It is sent only when you say so.")
        case state if state == Menu.held:
            return talk.say("If this is to go to the ayil okmotu as your proposal, say yes. If not, nothing is sent.")
        case state if state == Menu.open:
            return talk.say("Write what your village needs, in your own words, or press a button.")
        case state if state == Start.language:
            return talk.say(
                "Here you make proposals on the revenue and the spending of the local budget; each is answered here."
            )
        case state if state in {Start.oblast, Start.rayon, Start.aimak, Start.found}:
            return talk.say("Write the name of your ayil aimak, or choose it from the list.")
    return ""
