"""What a short message means wherever it is said: thanks, «I do not understand», «who is this?»."""

from bot.chat.message import Reply
from bot.language.intents import Intent
from bot.office.categories import names_a_matter
from handlers.shared.guidance import Unclear, greet, here, unclear
from handlers.shared.states import Menu, Propose, Start, group_of
from handlers.shared.talk import Talk, above, router, whom_to_call

# Heard also where any text is awaited: no office is told only this.
COMMANDS = frozenset({
    Intent.MENU, Intent.HELP, Intent.KYRGYZ, Intent.RUSSIAN, Intent.LANGUAGE, Intent.STOP, Intent.FORGET, Intent.MYDATA,
    Intent.COME, Intent.DECLINE, Intent.SETTINGS, Intent.WITHDRAW, Intent.TOPICS,
})  # fmt: skip
router.commands = COMMANDS | {Intent.PROPOSE, Intent.STATUS}  # «сунуш берем» is no reply to the office either
# The same where a text of one's own is awaited. What only leads elsewhere, such as «hearings», waits.
ASIDE = COMMANDS | {
    Intent.THANKS, Intent.GREETING, Intent.FAREWELL, Intent.UNCLEAR, Intent.HALT, Intent.CALL, Intent.WHO,
}  # fmt: skip
router.listens |= {str(state): ASIDE for state in (Propose.text, Propose.amount, Propose.place, Propose.name)}


def _spells_its_own(state: str | None, text: str) -> bool:
    # The rayon «Чаткал» is no misspelt «сходка», and «жайлоо» no misspelt «жазыла».
    return group_of(state) == Start.__name__ or names_a_matter(text)


router.spells_its_own = _spells_its_own


@router.between
async def which_is_meant(talk: Talk) -> Reply:
    """Asks which of two choices is meant where a notice came after the question: the newer first."""
    return Reply(talk.say("Which of these do you mean?"), talk.between)


@router.on(means=Intent.THANKS)
@router.on(means=Intent.GREETING)
@router.on(means=Intent.FAREWELL)
async def courtesy(talk: Talk) -> Reply:
    """Says the same back, and asks on."""
    return above(greet(talk), await here(talk))


@router.on(choice="call")
@router.on(means=Intent.CALL)
async def person_wanted(talk: Talk) -> Reply:
    """Names the telephone of a person."""
    return above(await whom_to_call(talk), await here(talk))


@router.on(means=Intent.WHO)
async def who_is_this(talk: Talk) -> Reply:
    """Says that this is a bot, what for, and where a person is."""
    said = talk.say(
        "Here you make proposals on the revenue and the spending of the local budget; each is answered here."
    )
    first = talk.say("This is a bot, not a person.")
    return above(f"{first} {said}\n{await whom_to_call(talk)}", await here(talk))


@router.on(Menu.open, means=Intent.NO)
@router.on(Menu.open, *Start, means=Intent.REFUSE)
async def not_wanted(talk: Talk) -> Reply:
    """Leaves whoever wants nothing in peace; the question stands for when they do."""
    return above(talk.say("All right. Write whenever you like."), await here(talk))


@router.on(means=Intent.UNCLEAR)
async def not_clear_to_them(talk: Talk) -> Reply:
    """Says the question in other words; whoever still does not understand hears who helps."""
    times = Unclear.of(talk).unclear
    said = _in_other_words(talk)
    if times or not said:
        return await unclear(talk)
    question = await here(talk)
    await Unclear(times + 1).keep(talk)
    return above(said, question)


def _in_other_words(talk: Talk) -> str:
    match talk.state.state:
        case state if state == Propose.side:
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
        case state if state in {Start.oblast, Start.rayon, Start.aimak, Start.found}:
            return talk.say("Write the name of your ayil aimak, or choose it from the list.")
    return ""
