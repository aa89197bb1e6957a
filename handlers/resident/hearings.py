"""«Бюджет угуулары»: the hearings of an aimak, whether one comes, the calendar and the map, questions for the hearing."""

from dataclasses import replace

from bot.budget.hearing import HearingState, NotPossibleNow
from bot.budget.proposal import TextTooLong, TextTooShort
from bot.budget.workdays import bishkek, day_of
from bot.chat.message import BACK, MORE, Choice, Kind, Message, Reply
from bot.chat.router import Replies
from bot.chat.texts import is_courtesy, is_label
from bot.chat.typed import COME, DECLINE
from bot.language.companions import CompanionsUnreadable, parse_companions, speaks_of_people
from bot.language.kyrgyz import fold, shown
from bot.office.hearings import hearings
from bot.office.hearings.hearings import MOST_COMPANIONS
from bot.office.wording import hearing_notices
from bot.office.wording.notices import N_
from handlers.resident.consent import first_agree
from handlers.resident.menu import go_on, nothing_yet
from handlers.shared.guidance import come_in, here, not_understood, stale
from handlers.shared.states import Hearings, Menu, Notices, Papers, Privacy, Settings, Start
from handlers.shared.talk import Talk, above, move_to, page_of, router, row_id, value, ways, whom_to_call
from handlers.shared.wording import too_long
from storage.hearings import Hearing, Rsvp
from storage.queue.broadcasts import BroadcastKind

LINK = "h_"
_PATIENCE = 2  # times a number is asked for in digits before a person's telephone is named
ENDED = {
    HearingState.CANCELLED: N_("This hearing does not take place."),
    HearingState.HELD: N_("It was held; the results are not published yet."),
    HearingState.PUBLISHED: N_("It was held; the results are published."),
}


_READING = {str(Papers.list), str(Papers.one), str(Settings.open), str(Privacy.open)}

# What is typed instead of the button where the notice is no longer the last message.
router.words |= {fold(word): "come" for word in ("келем", "приду", *COME)}
router.words |= {fold(word): "decline" for word in ("келе албайм", "не смогу", *DECLINE)}

# Whoever only reads here answers what came last: a notice comes before the list it was read beside.
router.idle |= {str(Hearings.list), str(Hearings.one)}


# The list


@router.on(command="hearings")
@router.on(choice="hearings")
async def hearings_wanted(talk: Talk) -> Reply:
    """Lists the hearings of the person's aimak, or says that there is none; notices can be asked for in both cases."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    return await _open_list(talk)


async def _open_list(talk: Talk, *, deciding: str = "") -> Reply:
    # deciding is what was said of a hearing, «come» or «decline», where the list asks only of which.
    await _enter(talk)
    await talk.state.update_data(hearing_page=0, deciding=deciding)
    return await talk.ask(Hearings.list)


async def _listed(talk: Talk) -> list[Hearing]:
    found = await hearings.list_for_residents(talk.store, aimak_id=talk.person.aimak_id or 0, at=talk.now)
    elsewhere = [
        one
        for aimak_id in await _other_aimaks(talk)
        for one in await hearings.list_open(talk.store, aimak_id=aimak_id)
        if _is_to_be(talk, one)
    ]
    ahead = [*(one for one in found if _is_to_be(talk, one) or one.state is HearingState.CANCELLED), *elsewhere]
    over = [one for one in found if one not in ahead]
    return [*sorted(ahead, key=lambda one: one.terms.starts_at), *sorted(over, key=lambda one: -one.terms.starts_at)]


async def _other_aimaks(talk: Talk) -> list[int]:
    # Whoever moved may still be told of an earlier aimak, or have said that they come to a hearing there.
    told_of = await talk.store.people.following(talk.person.id)
    come_to = await talk.store.hearings.aimaks_of(talk.person.id)
    return sorted({*told_of, *come_to} - {talk.person.aimak_id or 0})


def _is_to_be(talk: Talk, hearing: Hearing) -> bool:
    return hearing.is_open and day_of(hearing.terms.starts_at) >= day_of(talk.now)


@router.screen(Hearings.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the hearings, the next one first, and behind them what the person wants to be told of."""
    deciding = await value(talk, "deciding")
    found = await _listed(talk)
    if deciding:
        found = [one for one in found if _is_ahead(talk, one)]
    items = [(_short(talk, one, deciding or "hearing"), await _line(talk, one)) for one in found]
    if not deciding:
        items += [(choice, _what_it_does(talk, choice)) for choice in await notice_choice(talk)]
    page_items, page, more = page_of(items, await value(talk, "hearing_page", 0))
    await talk.state.update_data(hearing_page=page)
    if not found:
        first = f"{talk.say('No budget hearing is announced yet.')} {await whom_to_call(talk)}"
    else:
        first = talk.say("Which hearing do you mean?") if deciding else talk.say("Budget hearings:")
    lines = [first, *[line for _, line in page_items if line]]
    return Reply("\n".join(lines), tuple(choice for choice, _ in page_items), ways(talk, more=more))


def _short(talk: Talk, hearing: Hearing, what: str) -> Choice:
    moment = bishkek(hearing.terms.starts_at)
    day, _, _ = talk.words.day(moment.date()).partition(",")  # the weekday stands in the text, a button has no room
    return Choice(f"{what}:{hearing.id}", f"{day}, {moment:%H:%M}")


async def _line(talk: Talk, hearing: Hearing) -> str:
    title = hearing_notices.title(talk.words, hearing)
    line = talk.say("— {when}: {title}", when=hearing_notices.when(talk.words, hearing.terms), title=title)
    if hearing.aimak_id != talk.person.aimak_id:
        aimak = await talk.store.aimaks.get(hearing.aimak_id)
        name = talk.say("Ayil aimak: {name}", name=shown(aimak.name(talk.words.language)))
        line = f"{line} {name}."
    return f"{line} {talk.say(ENDED[hearing.state])}" if hearing.state in ENDED else line


async def notice_choice(talk: Talk) -> tuple[Choice, ...]:
    """The change that can be made to what the person is told of: everything, the results only, or anything at all."""
    aimak_id = talk.person.aimak_id or 0
    if not await talk.store.people.notices(talk.person.id, aimak_id):
        return (talk.choice("notices:yes", "Tell me"),)
    if await talk.store.people.is_far_away(talk.person.id, aimak_id):
        return (talk.choice("far:no", "I am near again"),)
    return (talk.choice("far:yes", "I am far away"),)


def _what_it_does(talk: Talk, choice: Choice) -> str:
    return talk.say("«{button}»: only results are told to you.", button=choice.title) if choice.id == "far:yes" else ""


@router.on(Hearings.list, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page of the list."""
    await talk.state.update_data(hearing_page=await value(talk, "hearing_page", 0) + 1)
    return await talk.again()


@router.on(Hearings.list, choice=BACK)
async def back_from_list(talk: Talk) -> Reply:
    """Turns a page back, or goes on where the list was asked for."""
    page = await value(talk, "hearing_page", 0)
    if page > 0:
        await talk.state.update_data(hearing_page=page - 1)
        return await talk.again()
    return await _leave(talk)


# One hearing


@router.on(choice="hearing", opens=True)
async def hearing_chosen(talk: Talk) -> Reply:
    """Shows one hearing, from the list or from its notice."""
    hearing = await talk.store.hearings.get(row_id(talk.chosen))
    if hearing is None or talk.person.language is None:
        return await stale(talk)
    return await show(talk, hearing)


async def linked(talk: Talk) -> Reply:
    """Shows the hearing whose link somebody followed; who has no aimak yet gets the hearing's."""
    hearing = await talk.store.hearings.get(row_id(await value(talk, "linked", "")))
    await talk.state.update_data(linked=None)
    if hearing is None:
        return above(talk.say("This link names a hearing we do not know."), await come_in(talk))
    if talk.person.aimak_id is None:
        await move_to(talk, await talk.store.aimaks.get(hearing.aimak_id))
    return await show(talk, hearing)


async def show(talk: Talk, hearing: Hearing) -> Reply:
    """Shows one hearing and remembers where to go back to."""
    await _enter(talk)
    await talk.state.update_data(hearing=hearing.id, part=0)
    return await talk.ask(Hearings.one)


@router.screen(Hearings.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a hearing whole: what, when, where, whether it stands, whether the person comes, and what can be done."""
    hearing = await _chosen(talk)
    if hearing is None:
        return await talk.ask(Menu.open)
    aimak, terms = await talk.store.aimaks.get(hearing.aimak_id), hearing.terms
    lines = [
        hearing_notices.title(talk.words, hearing),
        *(await _standing(talk, hearing)),
        talk.say("Ayil aimak: {name}", name=shown(aimak.name(talk.words.language))),
        talk.say("When: {when}.", when=hearing_notices.when(talk.words, terms)),
        talk.say("Where: {place}.", place=shown(terms.place).rstrip(".")),
    ]
    if terms.agenda:
        lines.append(talk.say("Agenda: {agenda}", agenda=shown(terms.agenda)))
    if aimak.phone:
        lines.append(talk.say("Whom to call: {phone}.", phone=aimak.phone))
    said = await talk.store.hearings.rsvp_of(hearing.id, talk.person.id)
    if said is not None and hearing.is_open:
        lines.append(_what_was_said(talk, said))
    comes = said is not None and said.coming and _is_ahead(talk, hearing)
    declined = said is not None and not said.coming
    # A number typed once more after «how many come along» must not unsay that they come.
    beside = (_decline(talk, hearing),) if comes else ()
    if await talk.store.papers.latest(hearing.aimak_id, hearing_id=hearing.id):
        beside = (talk.choice(f"papers_of:{hearing.id}", "Papers"), *beside)
    return Reply("\n".join(lines), _possible(talk, hearing, comes=comes, declined=declined), (*beside, *ways(talk)))


async def _standing(talk: Talk, hearing: Hearing) -> list[str]:
    if hearing.state in ENDED:
        return [talk.say(ENDED[hearing.state])]
    if not _is_ahead(talk, hearing):
        return [talk.say("This hearing has begun or is over.")]
    before = await talk.store.hearings.terms(hearing.id, hearing.revision - 1)
    return hearing_notices.changes(talk.words, hearing.terms, before) if before is not None else []


def _what_was_said(talk: Talk, said: Rsvp) -> str:
    if not said.coming:
        return talk.say("You said that you cannot come.")
    if not said.companions:
        return talk.say("You said that you come.")
    return talk.say_n("You come, and {n} more with you.", "You come, and {n} more with you.", said.companions)


def _possible(talk: Talk, hearing: Hearing, *, comes: bool, declined: bool) -> tuple[Choice, ...]:
    id = hearing.id
    ask = talk.choice(f"hearing_ask:{id}", "Ask a question")
    calendar = talk.choice(f"calendar:{id}", "Add to the calendar")
    choices: list[Choice] = []
    if comes:
        choices += [calendar, ask, talk.choice(f"companions:{id}", "How many people")]
    elif _is_ahead(talk, hearing):
        come = talk.choice(f"come:{id}", "I will come", synonyms=COME)
        choices += [come, *(() if declined else (_decline(talk, hearing),)), ask, calendar]
    if hearing.is_open and _point(hearing):
        choices.append(talk.choice(f"map:{id}", "Show on the map"))
    if hearing.state is HearingState.PUBLISHED:
        choices.append(talk.choice(f"hearing_results:{id}", "The results"))
    return tuple(choices)


def _decline(talk: Talk, hearing: Hearing) -> Choice:
    return talk.choice(f"decline:{hearing.id}", "I cannot come", synonyms=DECLINE)


def _is_ahead(talk: Talk, hearing: Hearing) -> bool:
    return hearing.is_open and hearing.terms.starts_at > talk.now


def _point(hearing: Hearing) -> tuple[float, float] | None:
    latitude, longitude = hearing.terms.latitude, hearing.terms.longitude
    return (latitude, longitude) if latitude is not None and longitude is not None else None


@router.on(Hearings.one, choice=BACK)
async def back_from_one(talk: Talk) -> Reply:
    """Shows the list again, or goes on where the hearing came in between."""
    return await talk.ask(Hearings.list) if await value(talk, "hearing_listed") else await _leave(talk)


@router.on(choice="calendar")
async def calendar_wanted(talk: Talk) -> Replies:
    """Sends the hearing as a file for the telephone's calendar."""
    hearing = await talk.store.hearings.get(row_id(talk.chosen))
    if hearing is None or not _is_ahead(talk, hearing):
        return await _over(talk, hearing)
    document = {"kind": "calendar", "hearing_id": hearing.id, "language": talk.words.language}
    return await here(talk), Reply(talk.say("Open this file: the hearing goes into your calendar."), document=document)


@router.on(choice="map")
async def map_wanted(talk: Talk) -> Replies:
    """Sends the place of the hearing as a pin on the map."""
    hearing = await talk.store.hearings.get(row_id(talk.chosen))
    if hearing is None or not _point(hearing):
        return await stale(talk)
    where = f"{' '.join(shown(hearing.terms.place).split())}\n{hearing_notices.when(talk.words, hearing.terms)}"
    return await here(talk), Reply(where, pin=_point(hearing))


@router.on(choice="hearing_results")
async def results_wanted(talk: Talk) -> Replies:
    """Shows the results as they were sent when they were published."""
    for broadcast in await talk.store.broadcasts.of_hearing(row_id(talk.chosen)):
        if broadcast.kind is BroadcastKind.RESULTS:
            sent = broadcast.text_ru if talk.words.language == "ru" else broadcast.text_ky
            return Reply(Message.from_json(sent).text, stays=True), await here(talk)
    return await stale(talk)


# Whether one comes


@router.on(choice="come", opens=True)
async def comes(talk: Talk) -> Reply:
    """Notes that somebody comes, and asks how many come along."""
    return await _said(talk, coming=True)


@router.on(choice="decline", opens=True)
async def comes_not(talk: Talk) -> Reply:
    """Notes that somebody cannot come."""
    return await _said(talk, coming=False)


async def _said(talk: Talk, *, coming: bool) -> Reply:
    hearing = await talk.store.hearings.get(row_id(talk.chosen))
    if hearing is None or talk.person.language is None or not _is_ahead(talk, hearing):
        return await _over(talk, hearing)
    if asks := await first_agree(talk, then=f"{'come' if coming else 'decline'}:{hearing.id}"):
        return asks
    try:
        await hearings.say_coming(talk.store, id=hearing.id, coming=coming, by=talk.person, at=talk.now)
    except NotPossibleNow:
        return await _over(talk, hearing)
    said = (
        talk.say("Thank you, we expect you! If the day or the place changes, we tell you here.")
        if coming
        else talk.say("Thank you for telling us. If you can come after all, press «{button}».",
                      button=talk.say("I will come"))
    )  # fmt: skip
    await talk.state.update_data(deciding="")
    if not _is_free(talk):
        return above(said, await here(talk))
    await _enter(talk)
    await talk.state.update_data(hearing=hearing.id)
    return above(said, await talk.ask(Hearings.companions if coming else Hearings.one))


@router.on(command="come")
async def word_of_coming(talk: Talk) -> Reply:
    """Somebody wrote that they come where nothing was asked: to the one hearing there is."""
    return await _in_a_word(talk, coming=True)


@router.on(command="decline")
async def word_of_not_coming(talk: Talk) -> Reply:
    """Somebody wrote that they cannot come where nothing was asked: to the one hearing there is."""
    return await _in_a_word(talk, coming=False)


async def _in_a_word(talk: Talk, *, coming: bool) -> Reply:
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    opened = await _chosen(talk) if talk.state.state in {str(Hearings.one), str(Hearings.companions)} else None
    ahead = [opened] if opened is not None else [one for one in await _listed(talk) if _is_ahead(talk, one)]
    if not ahead:
        return await nothing_yet(talk, talk.say("No budget hearing is announced yet."))
    if len(ahead) > 1:
        return await _open_list(talk, deciding="come" if coming else "decline")
    talk.chosen = str(ahead[0].id)
    return await _said(talk, coming=coming)


def _is_free(talk: Talk) -> bool:
    # Whoever is in the middle of something else is asked nothing more; whoever only reads is, and goes on reading after it.
    return talk.state.state in {*router.idle, *_READING, str(Hearings.companions)}


@router.on(choice="companions")
async def companions_wanted(talk: Talk) -> Reply:
    """Asks somebody who comes once more how many come along."""
    hearing = await talk.store.hearings.get(row_id(talk.chosen))
    said = await talk.store.hearings.rsvp_of(hearing.id, talk.person.id) if hearing else None
    if hearing is None or said is None or not said.coming:
        return await stale(talk)
    if not _is_ahead(talk, hearing):
        return await _over(talk, hearing)
    await _enter(talk)
    await talk.state.update_data(hearing=hearing.id)
    return await talk.ask(Hearings.companions)


@router.screen(Hearings.companions)
async def ask_companions(talk: Talk) -> Reply:
    """Asks how many come along; a count only, nobody's name."""
    if await _chosen(talk) is None:
        return await talk.ask(Menu.open)
    skip = talk.choice("skip", "Skip")
    return Reply(
        talk.say("How many people come along with you? Write the number; nobody: 0."),
        ways=(skip, *ways(talk)),
        free_text=True,
    )


@router.on(Hearings.companions, kind=Kind.TEXT)
async def companions_given(talk: Talk) -> Reply:
    """Keeps how many come along; who writes that they cannot come after all does not come."""
    if router.words.get(fold(talk.text)) == "decline":
        return await _in_a_word(talk, coming=False)
    try:
        companions = parse_companions(talk.text)
    except CompanionsUnreadable:
        return await _not_counted(talk)
    if companions > MOST_COMPANIONS:
        return above(talk.say("At most {most} people are noted.", most=MOST_COMPANIONS), await talk.again())
    return await _coming(talk, companions)


async def _not_counted(talk: Talk) -> Reply:
    times = await value(talk, "unclear", 0)
    is_other = is_courtesy(talk.text) or is_label(talk.text) or not speaks_of_people(talk.text)
    if is_other or times >= _PATIENCE:
        return await not_understood(talk)
    await talk.state.update_data(unclear=times + 1)
    return above(talk.say("Please write the number in digits."), await talk.again())


@router.on(Hearings.companions, choice="skip")
async def companions_left(talk: Talk) -> Reply:
    """Leaves the count as it is."""
    return await _coming(talk, None)


@router.on(Hearings.companions, choice=BACK)
async def nobody_along(talk: Talk) -> Reply:
    """Goes back to the hearing; a typed 0 is the number it looks like."""
    return await _coming(talk, 0 if talk.incoming.kind is Kind.TEXT and talk.text.strip() == "0" else None)


async def _coming(talk: Talk, companions: int | None) -> Reply:
    hearing = await _chosen(talk)
    if hearing is None:
        return await stale(talk)
    said = talk.say("Good, it is noted.")
    if companions is not None:
        try:
            await hearings.say_coming(
                talk.store, id=hearing.id, coming=True, companions=companions, by=talk.person, at=talk.now
            )
        except NotPossibleNow:
            return await _over(talk, hearing)
    own = hearing.aimak_id == talk.person.aimak_id
    if own and await talk.store.people.notices(talk.person.id, hearing.aimak_id) is None:
        await talk.state.update_data(after_notices=str(Hearings.one))
        return above(said, await talk.ask(Notices.ask))
    return above(said, await talk.ask(Hearings.one))


async def _over(talk: Talk, hearing: Hearing | None) -> Reply:
    if hearing is None or talk.person.language is None:
        return await stale(talk)
    said = (
        talk.say("This hearing does not take place.")
        if hearing.state is HearingState.CANCELLED
        else talk.say("This hearing has begun or is over.")
    )
    if talk.state.state == Hearings.companions:
        return above(said, await talk.ask(Hearings.one))
    return await go_on(talk, said)


# Questions


@router.on(choice="hearing_ask")
async def question_wanted(talk: Talk) -> Reply:
    """Asks for a question for the hearing."""
    return await take_question(talk, await talk.store.hearings.get(row_id(talk.chosen)))


async def take_question(talk: Talk, hearing: Hearing | None) -> Reply:
    """Asks for a question for a hearing, after consent where there is none yet."""
    if hearing is None or talk.person.language is None or not _is_ahead(talk, hearing):
        return await _over(talk, hearing)
    if asks := await first_agree(talk, then=f"hearing_ask:{hearing.id}"):
        return asks
    from_one = talk.state.state == Hearings.one
    await _enter(talk)
    await talk.state.update_data(hearing=hearing.id, asked_from_one=from_one)
    return await talk.ask(Hearings.question)


@router.screen(Hearings.question)
async def ask_question(talk: Talk) -> Reply:
    """Asks for the question itself."""
    return Reply(
        talk.say("Write your question for the hearing. The ayil okmotu reads it beforehand."),
        ways=ways(talk),
        free_text=True,
    )


@router.on(Hearings.question, kind=Kind.TEXT)
async def question_given(talk: Talk) -> Reply:
    """Passes the question on to the office."""
    return await stale(talk) if is_label(talk.text) else await _asked(talk)


async def _asked(talk: Talk) -> Reply:
    try:
        await hearings.ask(talk.store, id=await value(talk, "hearing", 0), text=talk.text, by=talk.person, at=talk.now)
    except TextTooShort:
        return above(talk.say("This is very short. Please write a little more."), await talk.again())
    except TextTooLong as refused:
        return above(too_long(talk, refused), await talk.again())
    except NotPossibleNow:
        return above(talk.say("This hearing has begun or is over."), await _from_question(talk))
    said = talk.say("Your question is passed on to the ayil okmotu; it is answered at the hearing.")
    return above(said, await _from_question(talk))


@router.on(Hearings.question, kind=Kind.MEDIA)
async def question_spoken(talk: Talk) -> Reply:
    """Takes the words that came with a file; a voice alone has to be written."""
    if talk.text:
        asked = above(talk.say("Only your words are passed on, not the file."), await _asked(talk))
        return asked if talk.state.state == Hearings.question else replace(asked, rest="asked_rest")
    return above(
        talk.say("Please write the question in words: a voice or a file is not passed on."), await talk.again()
    )


@router.on(choice="asked_rest")
async def files_of_question(talk: Talk) -> Replies:
    """Passes over the rest of an album whose words were passed on; further words are asked about."""
    return await not_understood(talk) if talk.text else ()


@router.on(Hearings.question, choice=BACK)
async def nothing_asked(talk: Talk) -> Reply:
    """Goes back; nothing was asked."""
    return await _from_question(talk)


async def _from_question(talk: Talk) -> Reply:
    return await talk.ask(Hearings.one) if await value(talk, "asked_from_one") else await _leave(talk)


# Coming and going


async def _chosen(talk: Talk) -> Hearing | None:
    return await talk.store.hearings.get(await value(talk, "hearing", 0) or 0)


async def _enter(talk: Talk) -> None:
    """Remembers where somebody stood who comes to the hearings, and whether from their list."""
    if _is_here(talk):
        if talk.state.state == Hearings.list:
            await talk.state.update_data(hearing_listed=True)
        return
    coming_in = (talk.state.state or "").partition(":")[0] == Start.__name__
    before = None if coming_in else talk.state.state
    await talk.state.update_data(before_hearings=before, hearing_listed=False)


def _is_here(talk: Talk) -> bool:
    return (talk.state.state or "").partition(":")[0] == Hearings.__name__


async def _leave(talk: Talk) -> Reply:
    await talk.state.set_state(await value(talk, "before_hearings"))
    await talk.state.update_data(before_hearings=None, hearing=None)
    return await here(talk)
