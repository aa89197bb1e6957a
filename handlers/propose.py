"""A proposal in at most four short steps: side, text (or voice, or photo), check, send."""

from typing import Any

from bot.budget.kyrgyz import quote
from bot.budget.proposal import LEAST_LETTERS, Side, TextTooLong, TextTooShort, checked_text
from bot.chat.message import BACK, LATER, Choice, Kind, Reply
from bot.chat.typed import NO, YES
from bot.office import proposals, residents
from bot.office.categories import guess
from handlers import draft
from handlers.lead import come_in, stale, unclear
from handlers.menu import menu_choices
from handlers.show import category_title, quoted, side_title
from handlers.states import Menu, Notices, Propose
from handlers.talk import Talk, above, agree, router, value, ways

UNSURE = "unsure"


@router.on(choice="propose")
async def proposal_wanted(talk: Talk) -> Reply:
    """Begins a proposal, or first offers back the one that was not finished."""
    if draft.has_content(await draft.kept(talk)):
        return await talk.ask(Propose.resume)
    return await _begin(talk)


async def _begin(talk: Talk) -> Reply:
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    await draft.begin(talk)
    return await talk.ask(Propose.side)


@router.screen(Propose.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Offers an unfinished proposal back."""
    await talk.state.update_data(offered=True)
    unfinished = await draft.kept(talk)
    return Reply(
        talk.say("You have an unfinished proposal: {quote}. Go on with it?", quote=quoted(talk, unfinished)),
        (
            talk.choice("resume:yes", "Yes", synonyms=YES),
            talk.choice("resume:no", "No, a new one", synonyms=NO),
        ),
        ways(talk, later=True, back=False),
    )


@router.on(choice="resume")
async def resume_answered(talk: Talk) -> Reply:
    """Goes on with the unfinished proposal, or begins a new one."""
    if talk.chosen == "yes" and draft.has_content(await draft.kept(talk)):
        return await talk.ask(await draft.next_step(talk))
    await draft.end(talk)
    return await _begin(talk)


@router.screen(Propose.side)
async def ask_side(talk: Talk) -> Reply:
    """The first step: is it about money that comes in, or money that goes out?"""
    return Reply(
        talk.say("1/3. What is your proposal about?"),
        (
            talk.choice("side:revenue", "Revenue: money in"),
            talk.choice("side:spending", "Spending: money out"),
            talk.choice(f"side:{UNSURE}", "I do not know"),
        ),
        ways(talk, later=True),
    )


@router.on(Propose.side, choice="side")
async def side_chosen(talk: Talk) -> Reply:
    """Keeps the side; «I do not know» lets the words decide once they are there."""
    if talk.chosen not in {UNSURE, *Side}:
        return await stale(talk)
    await draft.put(talk, side=talk.chosen, category=None)
    await _let_words_decide(talk)
    return await talk.ask(await draft.next_step(talk))


@router.on(Propose.side, kind=Kind.TEXT)
async def text_before_side(talk: Talk) -> Reply:
    """Keeps a text that came a step too early."""
    try:
        checked_text(talk.text)
    except (TextTooShort, TextTooLong):
        return await unclear(talk)
    await draft.add(talk, talk.text)
    return above(talk.say("Your text is kept."), await talk.again())


@router.on(Propose.side, kind=Kind.MEDIA)
async def media_before_side(talk: Talk) -> Reply:
    """Keeps a voice or photo that came a step too early."""
    await draft.add(talk, talk.text)
    return above(talk.say("It is kept."), await talk.again())


@router.screen(Propose.text)
async def ask_text(talk: Talk) -> Reply:
    """The second step: the proposal itself. What is there already is shown and can be left as it is."""
    unfinished = await draft.kept(talk)
    if not draft.has_content(unfinished):
        return Reply(
            talk.say("2/3. Write your proposal, or say it aloud. A photo is welcome too."),
            ways=ways(talk, later=True),
            free_text=True,
        )
    return Reply(
        talk.say("2/3. Now it reads: {quote}. Write it anew, or skip.", quote=quoted(talk, unfinished)),
        ways=(talk.choice("skip", "Skip"), *ways(talk, later=True)),
        free_text=True,
    )


@router.on(Propose.text, choice="skip")
async def text_left(talk: Talk) -> Reply:
    """Leaves what is there; a photo alone still needs a word."""
    return await talk.ask(await draft.next_step(talk))


@router.on(Propose.text, kind=Kind.TEXT)
async def text_given(talk: Talk) -> Reply:
    """Keeps the text and goes on to the check."""
    try:
        checked = checked_text(talk.text)
    except TextTooShort:
        return above(talk.say("This is very short. Please say what is needed, and where."), await talk.again())
    except TextTooLong as refused:
        return above(
            talk.say("This text is too long. At most {limit} characters fit.", limit=talk.words.number(refused.limit)),
            await talk.again(),
        )
    await draft.put(talk, text=checked, category=None)
    await _let_words_decide(talk)
    return await talk.ask(await draft.next_step(talk))


@router.on(Propose.text, kind=Kind.MEDIA)
async def media_given(talk: Talk) -> Reply:
    """Keeps a voice or photo, with its caption; a photo alone is asked about."""
    await draft.add(talk, talk.text)
    await _let_words_decide(talk)
    step = await draft.next_step(talk)
    if step == Propose.text:
        await talk.state.set_state(Propose.text)
        return Reply(
            talk.say("2/3. The photo is kept; what do you propose? Write it, or say it aloud."),
            ways=ways(talk, later=True),
            free_text=True,
        )
    return await talk.ask(step)


@router.screen(Propose.check)
async def ask_check(talk: Talk) -> Reply:
    """The third step: everything as it will be sent; without consent it is asked here."""
    unfinished = await draft.kept(talk)
    await talk.state.update_data(changing=None)
    lines = [
        talk.say(
            "3/3. Check: {side}, {category}. {quote}",
            side=side_title(talk.words, Side(unfinished["side"])),
            category=category_title(talk.words, unfinished.get("category")),
            quote=quoted(talk, unfinished),
        ),
        *await _details(talk, unfinished),
    ]
    if talk.person.consent_version is None:
        lines.append(talk.say("If you send it, the ayil okmotu keeps your proposal. What exactly is kept: /privacy"))
        choices: tuple[Choice, ...] = (
            talk.choice("consent:yes", "I agree", synonyms=YES),
            talk.choice("consent:no", "Not now", synonyms=NO),
        )
    else:
        choices = (
            talk.choice(f"send:{unfinished['key']}", "Send", synonyms=YES),
            talk.choice("change", "Change"),
        )
    return Reply("\n".join(lines), choices, ways(talk, later=True))


@router.on(Propose.check, choice="consent")
async def consent_answered(talk: Talk) -> Reply:
    """Keeps consent and shows the last step; without it everything is erased."""
    if talk.chosen == "yes":
        await agree(talk)
        return await talk.again()
    await residents.decline(talk.store, by=talk.person)
    await talk.state.clear()
    return Reply(talk.say("All right, what you wrote is erased and nothing is kept. To begin again, write /start."))


@router.on(Propose.check, kind=Kind.TEXT)
async def text_went_on(talk: Talk) -> Reply:
    """Joins a second message to the first: messengers cut long texts in two."""
    if sum(letter.isalnum() for letter in talk.text) < LEAST_LETTERS:
        return await unclear(talk)
    whole = f"{(await draft.kept(talk)).get('text', '')}\n{talk.text}"
    try:
        await draft.put(talk, text=checked_text(whole))
    except TextTooLong as refused:
        return above(
            talk.say("This text is too long. At most {limit} characters fit.", limit=talk.words.number(refused.limit)),
            await talk.again(),
        )
    return await talk.again()


@router.on(Propose.check, kind=Kind.MEDIA)
async def media_added(talk: Talk) -> Reply:
    """Adds a voice or photo to a proposal that is being checked."""
    await draft.add(talk, talk.text)
    return await talk.again()


@router.on(choice="send")
async def confirmed(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the proposal. However often it is pressed there is one row and one number."""
    unfinished = await draft.kept(talk)
    if unfinished.get("key") != talk.chosen:
        sent = await proposals.sent_before(talk.store, key=talk.chosen, by=talk.person)
        if sent is None:
            return await stale(talk)
        return Reply(talk.say("It was accepted before, its number is {number}.", number=sent.label), menu_choices(talk))
    step = await draft.next_step(talk)
    if step != Propose.check or talk.person.consent_version is None:
        return await talk.ask(step)
    proposal, _ = await proposals.submit(
        talk.store,
        draft=draft.finished(unfinished),
        by=talk.person,
        aimak_id=int(talk.person.aimak_id or 0),
        language=talk.words.language,
        at=talk.now,
    )
    await draft.end(talk)
    await talk.state.set_state(Menu.open)
    receipt = talk.say(
        "Thank you! Your proposal is accepted, its number is {number}. The answer comes here {until}.",
        number=proposal.label,
        until=talk.words.until(proposal.due_on),
    )
    if await talk.store.people.notices(talk.person.id, proposal.aimak_id) is None:
        return Reply(receipt), await talk.ask(Notices.ask)
    return Reply(receipt, menu_choices(talk))


@router.on(
    Propose.resume, Propose.side, Propose.text, Propose.check, Propose.change, Propose.category, Propose.amount,
    Propose.amount_sure, Propose.village, Propose.place, Propose.photo, Propose.name,
    choice=LATER,
)  # fmt: skip
async def put_off(talk: Talk) -> Reply:
    """Keeps the draft and returns to the menu."""
    await talk.state.set_state(Menu.open)
    await talk.state.update_data(offered=None)
    return Reply(
        talk.say("It is kept. Press «{button}» to go on.", button=talk.say("Make a proposal")), menu_choices(talk)
    )


@router.on(Propose.side, choice=BACK)
async def back_to_menu(talk: Talk) -> Reply:
    """Leaves the first step; what was written stays."""
    return await talk.ask(Propose.check if await value(talk, "changing") else Menu.open)


@router.on(Propose.text, choice=BACK)
async def back_to_side(talk: Talk) -> Reply:
    """One step back, the text kept."""
    return await talk.ask(Propose.check if await value(talk, "changing") else Propose.side)


@router.on(Propose.check, choice=BACK)
async def back_to_text(talk: Talk) -> Reply:
    """One step back, everything kept."""
    return await talk.ask(Propose.text)


async def _let_words_decide(talk: Talk) -> None:
    unfinished = await draft.kept(talk)
    text, side = unfinished.get("text", ""), unfinished.get("side")
    if text and side:
        decided, category = guess(text, None if side == UNSURE else Side(side))
        await draft.put(talk, side=decided.value, category=category.code if category else None)
    elif side == UNSURE and draft.has_voice(unfinished):
        await draft.put(talk, side=Side.SPENDING.value)


async def _details(talk: Talk, unfinished: dict[str, Any]) -> list[str]:
    lines = []
    if unfinished.get("amount"):
        lines.append(talk.say("Sum: {sum}", sum=talk.words.som(unfinished["amount"])))
    if unfinished.get("village_id"):
        villages = await talk.store.aimaks.villages(int(talk.person.aimak_id or 0))
        named = [village for village in villages if village.id == unfinished["village_id"]]
        lines += [talk.say("Village: {name}", name=village.name(talk.words.language)) for village in named]
    if unfinished.get("place"):
        lines.append(talk.say("Place: {place}", place=quote(unfinished["place"])))
    if unfinished.get("name"):
        lines.append(talk.say("From: {name}", name=quote(unfinished["name"])))
    return lines
