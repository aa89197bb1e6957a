"""What will be sent is shown whole; then it is sent, changed, or kept for later. The receipt names its number."""

from dataclasses import replace

from bot.budget.initiative.application import STEPS, check_application
from bot.budget.initiative.bounds import AskedTooMuch, check_asked
from bot.budget.initiative.call import CallClosed
from bot.chat.message import BACK, Choice, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.office.initiatives import applying
from bot.office.initiatives.applying import MadeAlready, TooManyApplications
from bot.office.initiatives.words import ANSWERS, list_answers, say_sums
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.initiatives.draft import Apply, InitiativeDraft
from handlers.shared.guidance import show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.initiatives.calls import Call


async def _find_call(talk: Talk) -> Call | None:
    calls = await applying.list_open_calls(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    return next((call for call in calls if call.id == InitiativeDraft.of(talk).call), None)


@router.screen(Apply.check)
async def ask_to_send(talk: Talk) -> Reply:
    """Shows the answers and the sums, says what exceeds the call, and asks."""
    draft, call = InitiativeDraft.of(talk), await _find_call(talk)
    if not draft.key:
        return await talk.ask(Menu.open)
    application = draft.application
    lines = [
        talk.say("Please check. The ayil okmotu will read:"),
        *list_answers(talk.words, application),
        say_sums(talk.words, application),
        talk.say_n("{n} file is kept.", "{n} files are kept.", len(draft.files)) if draft.files else "",
    ]
    is_above = call is not None and application.asked > call.terms.largest
    if call is not None and is_above:
        lines.append(_say_above(talk, call.terms.largest))
    if not application.asked:
        lines.append(talk.say("Nothing is asked of the budget: you cover all costs yourselves. Is that right?"))
    lines.append(
        talk.say("In the public list your description of the work will be read by all.")
        if draft.shown
        else talk.say("In the public list only the number, the sums and the decision stand.")
    )
    choices: tuple[Choice, ...] = (
        *(
            [talk.make_choice(f"initiative_change:{step}", ANSWERS[step]) for step in ("costs", "own")]
            if is_above
            else [talk.make_choice("initiative_send", "Send", means=(Intent.SEND, Intent.YES))]
        ),
        talk.make_choice("initiative_edit", "Change", means=(Intent.CHANGE,)),
        (
            talk.make_choice("initiative_show:no", "Hide my words")
            if draft.shown
            else talk.make_choice("initiative_show:yes", "Show my words")
        ),
    )
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk, later=True))


def _say_above(talk: Talk, most: int) -> str:
    said = talk.say("The call gives at most {sum}.", sum=talk.words.som(most))
    so = talk.say("It cannot be sent so: change the costs or your own part.")
    return f"{said} {so}"


@router.refuses(AskedTooMuch)
async def say_above(talk: Talk, refused: AskedTooMuch) -> Reply:
    """Says how much the call gives, and shows where the sums can be changed."""
    return put_above(_say_above(talk, refused.most), await talk.ask(Apply.check))


@router.on(Apply.check, choice="initiative_show")
async def on_words_shown(talk: Talk) -> Reply:
    """Lets the description of the work stand in the public list, or not."""
    await replace(InitiativeDraft.of(talk), shown=talk.chosen == "yes").keep(talk)
    return await talk.ask_again()


@router.on(Apply.check, choice="initiative_edit")
async def on_change_wanted(talk: Talk) -> Reply:
    await PAGES.begin(talk)
    return await talk.ask(Apply.change)


PAGES = paged(router, Apply.change, leave=Apply.check, key="initiative_page")


@router.screen(Apply.change)
async def ask_what_to_change(talk: Talk) -> Reply:
    """Lists the steps."""
    choices = [talk.make_choice(f"initiative_change:{step}", ANSWERS.get(step, "Photos")) for step in STEPS]
    page = await PAGES.of(talk, choices)
    return Reply(talk.say("What shall be changed or added?"), tuple(page.rows), page.ways(talk, later=True))


@router.on(Apply.check, choice=BACK)
async def on_back_from_check(talk: Talk) -> Reply:
    await replace(InitiativeDraft.of(talk), step=len(STEPS) - 1).keep(talk)
    return await talk.ask(Apply.step)


@router.on(Apply.check, choice="initiative_send")
async def on_sent(talk: Talk) -> Replies:
    """Sends it once, and says its number and what comes next. Raises AnswerMissing, NoSums."""
    if (asked := await ask_first_to_agree(talk, then="initiative_send")) is not None:
        return asked
    draft, call = InitiativeDraft.of(talk), await _find_call(talk)
    if not draft.key:
        return await show_stale(talk)
    check_application(draft.application)
    if call is None:
        raise CallClosed
    check_asked(draft.application.asked, call.terms.largest)
    one = await applying.apply(
        talk.store, key=draft.key, call_id=call.id, answers=draft.application, files=draft.files, shown=draft.shown,
        proposal_id=draft.proposal, by=talk.person, at=talk.now,
    )  # fmt: skip
    await InitiativeDraft.forget(talk)
    said = "\n".join([
        talk.say("Thank you! Your initiative is received, its number is {number}.", number=one.label),
        talk.say(
            "Applications are taken until {day}; then everybody gets a decision, here.",
            day=talk.words.long_day(call.terms.last_day),
        ),
        talk.say("Please show the papers at the ayil okmotu: passport or charter, letters of promise. No copy is kept."),
    ])  # fmt: skip
    return Reply(said, stays=True), await show_menu_for(talk, talk.say("What would you like to do?"))


@router.on(choice="initiative_send")
async def on_earlier_send(talk: Talk) -> Reply:
    """Sends nothing: what this button showed was sent, or is being changed."""
    return await show_stale(talk)


@router.refuses(CallClosed)
async def say_closed(talk: Talk, refused: CallClosed) -> Reply:
    """Says that the call is over; what was written stays for the next one."""
    said = talk.say("The call is closed, so nothing is taken any more. What you wrote is kept for the next one.")
    return put_above(said, await talk.ask(Menu.open))


@router.refuses(TooManyApplications)
async def say_too_many(talk: Talk, refused: TooManyApplications) -> Reply:
    said = talk.say("You have sent {n} initiatives to this call; more are not taken.", n=applying.MOST_A_CALL)
    return put_above(said, await talk.ask(Menu.open))


@router.refuses(MadeAlready)
async def say_made(talk: Talk, refused: MadeAlready) -> Reply:
    said = talk.say("An initiative can be made of a proposal once, and while a call is open.")
    return put_above(said, await talk.ask(Menu.open))
