"""A proposal in at most four short steps: side, text (or voice, photo, document), check, send."""

from dataclasses import replace
from typing import Any

from bot.budget.proposal import Side, TextTooLong, TextTooShort, checked_text
from bot.chat.message import BACK, LATER, Choice, Kind, Reply
from bot.chat.texts import is_label
from bot.chat.typed import NO, YES
from bot.language.kyrgyz import fold, shown
from bot.office import proposals, residents, staff
from bot.office.categories import guess
from handlers.resident.consent import forgotten
from handlers.resident.menu import menu_for
from handlers.shared import proposal_draft
from handlers.shared.guidance import come_in, here, not_understood, stale, unclear
from handlers.shared.states import Menu, Notices, Propose
from handlers.shared.talk import Talk, above, agree, router, value, ways
from handlers.shared.wording import Parts, category_title, details, quoted, side_title, village_name

UNSURE = "unsure"
ANEW = (
    "өчүрүү",
    "өчүрүңүз",
    "өчүр",
    "жаңы",
    "жаңысы",
    "жаңы сунуш",
    "стереть",
    "сотрите",
    "новое",
    "новое предложение",
)
PIECES_WITHIN = 120_000  # milliseconds in which what is written next is the rest of the same text


@router.on(choice="propose")
async def proposal_wanted(talk: Talk) -> Reply:
    """Begins a proposal, or first offers back the one that was not finished."""
    unfinished = await proposal_draft.kept(talk)
    if proposal_draft.has_content(unfinished):
        return await talk.ask(Propose.resume)
    if unfinished.get("side") and talk.person.aimak_id is not None:
        return await talk.ask(Propose.text)
    return await _begin(talk)


async def _begin(talk: Talk) -> Reply:
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    await proposal_draft.begin(talk)
    return await talk.ask(Propose.side)


@router.screen(Propose.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Offers an unfinished proposal back."""
    await talk.state.update_data(offered=True)
    unfinished = await proposal_draft.kept(talk)
    return Reply(
        talk.say("You have an unfinished proposal: {quote}. Go on with it?", quote=quoted(talk, unfinished)),
        (
            talk.choice(f"resume:yes:{unfinished.get('key')}", "Yes", synonyms=YES),
            talk.choice(f"resume:no:{unfinished.get('key')}", "Erase, a new one", synonyms=(*NO, *ANEW)),
        ),
        ways(talk, later=True, back=False),
    )


@router.on(choice="resume")
async def resume_answered(talk: Talk) -> Reply:
    """Goes on with the unfinished proposal, or begins a new one; only an answer to this very question erases."""
    answer, _, key = talk.chosen.partition(":")
    unfinished = await proposal_draft.kept(talk)
    if not proposal_draft.has_content(unfinished) or unfinished.get("key") != key:
        return await stale(talk)
    if answer == "yes":
        return await talk.ask(await proposal_draft.next_step(talk))
    if answer != "no" or talk.state.state != Propose.resume:
        return await stale(talk)
    await proposal_draft.end(talk)
    return await _begin(talk)


@router.screen(Propose.side)
async def ask_side(talk: Talk) -> Reply:
    """The first step: is it about money that comes in, or money that goes out?"""
    changing = await value(talk, "changing")
    return Reply(
        talk.say("What is your proposal about?") if changing else talk.say("1/3. What is your proposal about?"),
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
    await proposal_draft.put(talk, side=talk.chosen, category=None, by_hand=None)
    await let_words_decide(talk)
    return await talk.ask(await proposal_draft.next_step(talk))


@router.on(Propose.side, kind=Kind.TEXT)
async def text_before_side(talk: Talk) -> Reply:
    """Keeps a text that came a step too early."""
    if not proposal_draft.may_be_a_proposal(talk.text):
        return await not_understood(talk)
    if not proposal_draft.fits(await proposal_draft.kept(talk), talk.text):
        raise TextTooLong()
    await proposal_draft.add(talk, talk.text)
    return above(talk.say("Your text is kept."), await talk.again())


@router.on(Propose.side, kind=Kind.MEDIA)
async def media_before_side(talk: Talk) -> Reply:
    """Keeps a voice, photo or document that came a step too early."""
    await proposal_draft.add(talk, talk.text)
    kept = talk.say("Kept so far: {quote}.", quote=quoted(talk, await proposal_draft.kept(talk)))
    return above(kept, await talk.again())


@router.screen(Propose.text)
async def ask_text(talk: Talk) -> Reply:
    """The second step: the proposal itself. What is there already is shown and can be left as it is."""
    unfinished = await proposal_draft.kept(talk)
    beside = ways(talk, later=True)
    if proposal_draft.has_words(unfinished) or proposal_draft.has_voice(unfinished):
        now = talk.say("Now it reads: {quote}. Write it anew, or skip.", quote=quoted(talk, unfinished))
        return Reply(now, ways=(talk.choice("skip", "Skip"), *beside), free_text=True)
    if proposal_draft.has_content(unfinished):
        photo = talk.say("2/3. The photo is kept; what do you propose? Write it, or say it aloud.")
        document = talk.say("2/3. The document is kept; what do you propose? Write it, or say it aloud.")
        return Reply(photo if proposal_draft.has_photo(unfinished) else document, ways=beside, free_text=True)
    first = talk.say("2/3. Write your proposal, or say it aloud. A photo is welcome too.")
    return Reply(first, ways=beside, free_text=True)


@router.on(Propose.text, choice="skip")
async def text_left(talk: Talk) -> Reply:
    """Leaves what is there."""
    return await talk.ask(await proposal_draft.next_step(talk))


@router.on(Propose.text, kind=Kind.TEXT)
async def text_given(talk: Talk) -> Reply:
    """Keeps the text and goes on to the check; a piece too short to be one waits for the next."""
    if is_label(talk.text):
        return await unclear(talk)
    before = await value(talk, "begun") or {}
    if not proposal_draft.fits(before, talk.text):
        raise TextTooLong()
    begun = proposal_draft.with_said(before, talk, talk.text)
    try:
        checked_text(begun["text"])
    except TextTooShort:
        if not any(letter.isalnum() for letter in talk.text):
            return above(talk.say("Please say it in words."), await talk.again())
        await talk.state.update_data(begun=begun)
        return above(talk.say("Go on: what is needed, and where?"), await talk.again())
    return await text_complete(talk, begun)


async def text_complete(talk: Talk, begun: dict[str, Any]) -> Reply:
    """Goes on with a text that says enough, written in one message or several."""
    await talk.state.update_data(begun=None)
    await proposal_draft.reword(talk, begun)
    await let_words_decide(talk)
    return await talk.ask(await proposal_draft.next_step(talk))


@router.on(Propose.text, kind=Kind.MEDIA)
async def media_given(talk: Talk) -> Reply:
    """Keeps a voice, photo or document, with its caption; a photo or document alone is asked about."""
    await proposal_draft.add(talk, talk.text)
    await let_words_decide(talk)
    return await talk.ask(await proposal_draft.next_step(talk))


@router.screen(Propose.check)
async def ask_check(talk: Talk) -> Reply:
    """The third step: everything as it will be sent; without consent it is asked here."""
    unfinished = await proposal_draft.kept(talk)
    await talk.state.update_data(changing=None)
    beside = ways(talk, later=True)
    lines = [
        talk.say(
            "3/3. Check: {side}, {category}. {quote}",
            side=side_title(talk.words, Side(unfinished["side"])),
            category=category_title(talk.words, unfinished.get("category")),
            quote=quoted(talk, unfinished),
        ),
        *details(talk, await parts_of(talk, unfinished)),
    ]
    if proposal_draft.is_from_elsewhere(unfinished, talk) and (
        aimak := await residents.aimak_of(talk.store, talk.person)
    ):
        name = shown(aimak.name(talk.words.language))
        lines.append(talk.say("It was begun in another ayil aimak; it goes to {name}.", name=name))
    if talk.person.consent_version is None:
        lines.append(talk.say("If you send it, the ayil okmotu keeps your proposal. What exactly is kept: /privacy"))
        choices: tuple[Choice, ...] = (
            talk.choice("consent:yes", "I agree", synonyms=YES),
            talk.choice("consent:no", "Not now", synonyms=NO),
        )
        beside = (talk.choice("change", "Change"), *beside)
    else:
        choices = (
            talk.choice(f"send:{unfinished['key']}", "Send", synonyms=YES),
            talk.choice("change", "Change"),
        )
    return Reply("\n".join(lines), choices, beside)


@router.on(Propose.check, choice="consent")
async def consent_answered(talk: Talk) -> Reply:
    """Keeps consent and shows the last step; a «no» that may be the end of somebody's sentence is asked back."""
    if talk.chosen == "yes":
        await agree(talk)
        return await talk.again()
    if talk.incoming.kind is Kind.TEXT and fold(talk.text) in {fold(word) for word in NO}:
        return await talk.ask(Propose.erase)
    return await _declined(talk)


@router.screen(Propose.erase)
async def ask_erase(talk: Talk) -> Reply:
    """Asks back before what was written is erased."""
    return Reply(
        talk.say("What you wrote will be erased. Erase it?"),
        (talk.choice("erase:yes", "Yes", synonyms=YES), talk.choice("erase:no", "No", synonyms=NO)),
        ways(talk),
    )


@router.on(Propose.erase, choice="erase")
async def erase_answered(talk: Talk) -> Reply:
    """Erases, or shows the check screen again."""
    return await _declined(talk) if talk.chosen == "yes" else await talk.ask(Propose.check)


@router.on(Propose.erase, choice=BACK)
async def back_to_check(talk: Talk) -> Reply:
    """Erases nothing."""
    return await talk.ask(Propose.check)


async def _declined(talk: Talk) -> Reply:
    works_here = bool(await staff.standings(talk.store, talk.person))
    if works_here or await talk.store.proposals.of_author(talk.person.id, limit=1):
        await proposal_draft.end(talk)
        await talk.state.set_state(Menu.open)
        return await menu_for(talk, talk.say("This proposal is erased. Those you sent before stay."))
    return await forgotten(talk)


@router.on(Propose.check, kind=Kind.TEXT)
async def text_went_on(talk: Talk) -> Reply:
    """Joins a second piece that follows at once (messengers cut long texts in two); a later or short one is asked about."""
    at_once = talk.now - (await proposal_draft.kept(talk)).get("touched", 0) <= PIECES_WITHIN
    says_enough = proposal_draft.may_be_a_proposal(talk.text)
    if not says_enough and not (at_once and proposal_draft.may_belong(talk.text)):
        return await not_understood(talk)
    if at_once and says_enough:
        return await _join(talk, proposal_draft.with_said({}, talk, talk.text))
    await talk.state.update_data(joining=proposal_draft.with_said({}, talk, talk.text))
    return await talk.ask(Propose.join)


@router.screen(Propose.join)
async def ask_join(talk: Talk) -> Reply:
    """Asks whether something written later belongs to this proposal."""
    return Reply(
        talk.say(
            "Shall this be added to the proposal? {quote}", quote=quoted(talk, await value(talk, "joining") or {})
        ),
        (talk.choice("join:yes", "Yes", synonyms=YES), talk.choice("join:no", "No", synonyms=NO)),
        ways(talk),
    )


@router.on(Propose.join, kind=Kind.TEXT)
async def more_written(talk: Talk) -> Reply:
    """Asks about what is written while it is being asked as well."""
    return await _asked_too(talk) if proposal_draft.may_belong(talk.text) else await not_understood(talk)


@router.on(Propose.join, kind=Kind.MEDIA)
async def more_sent(talk: Talk) -> Reply:
    """Asks about a voice, photo or document, too."""
    return await _asked_too(talk)


async def _asked_too(talk: Talk) -> Reply:
    joining = await value(talk, "joining") or {}
    if not proposal_draft.fits(joining, talk.text):
        raise TextTooLong()
    await talk.state.update_data(joining=proposal_draft.with_said(joining, talk, talk.text))
    return await talk.again()


@router.on(Propose.join, choice="join")
async def join_answered(talk: Talk) -> Reply:
    """Adds it, or leaves the proposal as it was."""
    joining = await value(talk, "joining") or {}
    await talk.state.set_state(Propose.check)
    await talk.state.update_data(joining=None)
    return await _join(talk, joining) if talk.chosen == "yes" else await talk.again()


@router.on(Propose.join, choice=BACK)
async def join_left(talk: Talk) -> Reply:
    """Leaves the proposal as it was."""
    return await talk.ask(Propose.check)


async def _join(talk: Talk, more: dict[str, Any]) -> Reply:
    unfinished = await proposal_draft.kept(talk)
    if not proposal_draft.fits(unfinished, more.get("text", "")):
        raise TextTooLong()
    joined = proposal_draft.whole([*proposal_draft.pieces_of(unfinished), *proposal_draft.pieces_of(more)])
    await proposal_draft.put(talk, **joined, touched=talk.now)
    await let_words_decide(talk)
    return above(talk.say("It is added to the text."), await talk.again())


@router.on(Propose.check, kind=Kind.MEDIA)
async def media_added(talk: Talk) -> Reply:
    """Adds a voice, photo or document to a proposal that is being checked."""
    await proposal_draft.add(talk, talk.text)
    await let_words_decide(talk)
    return await talk.again()


@router.on(choice="send")
async def confirmed(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the proposal. However often it is pressed there is one row and one number."""
    unfinished = await proposal_draft.kept(talk)
    if unfinished.get("key") != talk.chosen:
        sent = await proposals.sent_before(talk.store, key=talk.chosen, by=talk.person)
        if sent is None:
            return await stale(talk)
        said = talk.say("It was accepted before, its number is {number}.", number=sent.label)
        return Reply(said) if talk.state.state in {None, str(Menu.open)} else above(said, await here(talk))
    step = await proposal_draft.next_step(talk)
    if step != Propose.check or talk.person.consent_version is None:
        return await talk.ask(step)
    try:
        proposal, _ = await proposals.submit(
            talk.store,
            draft=proposal_draft.finished(unfinished),
            by=talk.person,
            aimak_id=int(talk.person.aimak_id or 0),
            language=talk.words.language,
            at=talk.now,
        )
    except (TextTooShort, TextTooLong):
        return await talk.ask(Propose.text)
    await proposal_draft.note_sent(talk, proposal.id, proposal_draft.pieces_of(unfinished))
    await proposal_draft.end(talk)
    await talk.state.set_state(Menu.open)
    receipt = talk.say(
        "Thank you! Your proposal is accepted, its number is {number}. The answer comes here {until}.",
        number=proposal.label,
        until=talk.words.until(proposal.due_on),
    )
    if await talk.store.people.notices(talk.person.id, proposal.aimak_id) is None:
        return Reply(receipt, stays=True), await talk.ask(Notices.ask)
    return replace(await menu_for(talk, receipt), stays=True)


@router.on(
    Propose.resume, Propose.side, Propose.text, Propose.check, Propose.change, Propose.category, Propose.amount,
    Propose.amount_sure, Propose.join, Propose.erase, Propose.village, Propose.place, Propose.photo, Propose.name,
    choice=LATER,
)  # fmt: skip
async def put_off(talk: Talk) -> Reply:
    """Keeps the draft and returns to the menu."""
    await talk.state.set_state(Menu.open)
    await talk.state.update_data(offered=None)
    if not await proposal_draft.kept(talk):
        return await talk.again()
    button = talk.say("Make a proposal")
    if talk.person.consent_version is None:
        return await menu_for(talk, talk.say("It is kept for 24 hours. Press «{button}» to go on.", button=button))
    return await menu_for(talk, talk.say("It is kept. Press «{button}» to go on.", button=button))


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


async def let_words_decide(talk: Talk) -> None:
    """Lets the words of the draft decide its category, and its side where the author left that to them."""
    unfinished = await proposal_draft.kept(talk)
    text, side = unfinished.get("text", ""), unfinished.get("side")
    if text and side:
        decided, category = guess(text, None if side == UNSURE else Side(side))
        by_hand = unfinished.get("category") if unfinished.get("by_hand") else None
        await proposal_draft.put(talk, side=decided.value, category=by_hand or (category.code if category else None))
    elif side == UNSURE and proposal_draft.has_voice(unfinished):
        await proposal_draft.put(talk, side=Side.SPENDING.value)


async def parts_of(talk: Talk, unfinished: dict[str, Any]) -> Parts:
    """What was added to a draft beside its text."""
    return Parts(
        amount=unfinished.get("amount"),
        village=await village_name(talk, unfinished.get("village_id")),
        place=unfinished.get("place"),
        name=unfinished.get("name"),
    )
