"""One proposal that is entered for somebody else: its words, its check, who made it. Then comes the next at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.budget.proposal import LEAST_LETTERS, SIDES, Side, Source, TextTooLong, TextTooShort
from bot.budget.proposal_text.decided import ENDED, name_typed
from bot.chat.memory import UNSAID
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.language.letters import in_words
from bot.office import proposals
from bot.office.telephones import PhoneUnreadable, spell_phone, split_from_phone
from handlers.office.intake.being_entered import (
    BeingEntered,
    Intake,
    Series,
    begin,
    find_next_step,
    go_on,
    intake_desk,
    is_whole,
    read_day_received,
    say_series,
    sort,
)
from handlers.office.intake.filled_list import on_sheet_done
from handlers.office.intake.forwarded import ask_whose_it_is
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import NONE, ProposalDraft, has_content, join_pieces, list_pieces, with_words_added
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from handlers.shared.wording import quote_draft, say_category, say_side

LONGEST_NAME = 100
_OTHER = {Side.REVENUE: Side.SPENDING, Side.SPENDING: Side.REVENUE}


@intake_desk.screen(Intake.text)
async def ask_text(talk: Talk) -> Reply:
    """Asks for the proposal in its author's words."""
    kept, series = BeingEntered.of(talk), Series.of(talk)
    beside = [talk.make_choice("intake_series", "Source, day, village")]
    if series.sheet and kept.written.media[: len(series.sheet)] == series.sheet:
        asked = talk.say("Row {n} of the list: write what is proposed there. Its photo goes with it.", n=series.row)
        beside.insert(0, talk.make_choice("intake_sheet_done", "The list is done"))
    elif has_content(kept.written):
        asked = talk.say("The file is kept. Now write what is proposed on it.")
        beside.insert(0, talk.make_choice("intake_sheet", "It is a list"))
    else:
        asked = talk.say("Write the proposal in its author's words. A voice or a photo will do as well.")
    return Reply(
        f"{_write_capital(await say_series(talk))}.\n{asked}", ways=(*beside, *list_ways(talk)), free_text=True
    )


def _write_capital(line: str) -> str:
    return line[:1].upper() + line[1:]


@intake_desk.on(Intake.text, kind=Kind.TEXT)
@intake_desk.on(Intake.text, Intake.check, kind=Kind.MEDIA)
async def on_written(talk: Talk) -> Replies:
    """Keeps the words, the voice or the photo of the sheet. What is forwarded while one is whole waits for its turn."""
    kept = BeingEntered.of(talk)
    if talk.incoming.forwarded and is_whole(kept.written):
        return await ask_whose_it_is(talk)
    if not talk.incoming.media and not kept.written.text and name_typed(talk.text, ENDED) is not None:
        return await (on_sheet_done(talk) if Series.of(talk).sheet else on_left(talk))
    await replace(kept, written=with_words_added(kept.written, talk, talk.text)).keep(talk)
    if not is_whole(BeingEntered.of(talk).written):
        if not talk.incoming.media:
            await kept.keep(talk)
            raise TextTooShort(LEAST_LETTERS)
        return await talk.ask_again()
    await sort(talk)
    return await talk.ask(Intake.check)


@intake_desk.screen(Intake.check)
async def ask_check(talk: Talk) -> Reply:
    """Everything as it will be registered; the side that was guessed is corrected by one tap."""
    kept = BeingEntered.of(talk)
    if kept.side is None or (step := find_next_step(talk)) != Intake.check:
        return await talk.ask(Intake.text if kept.side is None else step)
    other = (
        talk.make_choice("intake_side:revenue", "Revenue: money in", means=(Intent.REVENUE,))
        if kept.side is Side.SPENDING
        else talk.make_choice("intake_side:spending", "Spending: money out", means=(Intent.SPENDING,))
    )
    lines = [
        talk.say(
            "Check: {side}, {category}. {quote}",
            side=say_side(talk.words, kept.side),
            category=say_category(talk.words, kept.category),
            quote=quote_draft(talk, kept.written),
        ),
        f"{_write_capital(await say_series(talk))}.",
        _say_author(talk, kept),
        talk.say_n("{n} more waits.", "{n} more wait.", len(kept.waiting)) if kept.waiting else "",
    ]
    choices = (
        talk.make_choice(f"intake_keep:{kept.key}", "Register it", means=(Intent.YES, Intent.SEND)),
        other,
        talk.make_choice("intake_author", "Name and phone"),
        talk.make_choice("intake_anew", "Write it anew", means=(Intent.CHANGE,)),
        talk.make_choice("intake_series", "Source, day, village"),
    )
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk))


def _say_author(talk: Talk, kept: BeingEntered) -> str:
    who = ", ".join(filter(None, (quote(kept.name or ""), spell_phone(kept.phone) if kept.phone else "")))
    return talk.say("Author: {name}", name=who) if who else ""


@intake_desk.on(Intake.check, choice="intake_side")
async def on_side_chosen(talk: Talk) -> Reply:
    """Takes the other side of the budget."""
    if talk.chosen not in set(SIDES):
        return await show_stale(talk)
    await sort(talk, Side(talk.chosen))
    return await talk.ask_again()


@intake_desk.on(Intake.check, choice="intake_anew")
async def on_anew_wanted(talk: Talk) -> Reply:
    """Lets go of the words and asks for them again; name and telephone stay."""
    sheet = ProposalDraft(media=Series.of(talk).sheet)
    await replace(BeingEntered.of(talk), written=sheet, side=None, category=None).keep(talk)
    return await talk.ask(Intake.text)


@intake_desk.on(Intake.check, choice="intake_author")
async def on_author_wanted(talk: Talk) -> Reply:
    return await talk.ask(Intake.author)


@intake_desk.screen(Intake.author)
async def ask_author(talk: Talk) -> Reply:
    """Asks for name and telephone in one line, as far as they were given."""
    nobody = talk.make_choice("intake_nobody", "Neither was given", means=(Intent.SKIP, Intent.NO, Intent.NAMELESS))
    asked = talk.say("Name and telephone in one line, only if they were given. For example: Асан Усенов 0700 123456.")
    return Reply(asked, ways=(nobody, *list_ways(talk)), free_text=True)


@intake_desk.on(Intake.author, kind=Kind.TEXT)
async def on_author_given(talk: Talk) -> Reply:
    """Keeps the name and the telephone."""
    name, phone = split_from_phone(clean(talk.text))
    if len(name) > LONGEST_NAME:
        raise TextTooLong(LONGEST_NAME)
    await replace(BeingEntered.of(talk), name=in_words(name) if name else None, phone=phone).keep(talk)
    return await talk.ask(Intake.check)


@intake_desk.refuses(PhoneUnreadable)
async def say_unreadable(talk: Talk, _refused: PhoneUnreadable) -> Reply:
    """Says that the telephone is not whole."""
    said = talk.say(
        "This telephone has too few or too many digits. Please write it once more, for example 0700 123456."
    )
    return put_above(said, await talk.ask_again())


@intake_desk.on(Intake.author, choice="intake_nobody")
async def on_nobody_named(talk: Talk) -> Reply:
    """Goes on without name and telephone."""
    await replace(BeingEntered.of(talk), name=None, phone=None).keep(talk)
    return await talk.ask(Intake.check)


@intake_desk.on(choice="intake_keep")
async def on_kept(talk: Talk) -> Replies:
    """Gives it a number and goes on to the next one; pressed twice it is one proposal."""
    if BeingEntered.of(talk).key != talk.chosen or find_next_step(talk) != Intake.check:
        return await show_stale(talk)
    said = await register(talk)
    await go_on(talk)
    return put_above(said, await talk.ask(find_next_step(talk)))


async def register(talk: Talk) -> str:
    """Registers the proposal that was entered; returns what is said of it."""
    kept, series = BeingEntered.of(talk), Series.of(talk)
    assert series.source is not None
    on = read_day_received(talk)
    assert on is not None
    whole = replace(
        kept.written,
        key=kept.key,
        side=kept.side,
        category=kept.category,
        village_id=None if series.village is UNSAID else series.village,
        name=kept.name,
    )
    proposal, _ = await proposals.enter_for(
        talk.store,
        draft=proposal_draft.finish_draft(whole),
        source=Source(series.source),
        on=on,
        aimak_id=int(talk.person.aimak_id or 0),
        language=guess_language(kept.written.text) or talk.words.language,
        phone=kept.phone,
        by=talk.person,
        at=talk.now,
    )
    return talk.say(
        "It is kept under № {number}, to be answered {until}.",
        number=proposal.label,
        until=talk.words.until(proposal.due_on),
    )


@intake_desk.on(Intake.check, kind=Kind.TEXT)
async def on_more_written(talk: Talk) -> Replies:
    """Asks whether what was written at the check belongs to this proposal or is the next one."""
    if talk.incoming.forwarded:
        return await ask_whose_it_is(talk)
    await replace(BeingEntered.of(talk), more=with_words_added(NONE, talk, talk.text)).keep(talk)
    return await talk.ask(Intake.more)


@intake_desk.screen(Intake.more)
async def ask_where_it_belongs(talk: Talk) -> Reply:
    """Asks where the further words belong."""
    more = quote_draft(talk, BeingEntered.of(talk).more)
    return Reply(
        talk.say("Does this belong to the same proposal? {quote}", quote=more),
        (
            talk.make_choice("intake_more:add", "Add it", means=(Intent.YES,)),
            talk.make_choice("intake_more:next", "It is the next one", means=(Intent.NO,)),
        ),
        list_ways(talk),
    )


async def _add(talk: Talk, kept: BeingEntered) -> Reply:
    both = join_pieces(kept.written, talk, list_pieces(kept.more))
    await replace(kept, written=both, more=NONE).keep(talk)
    await sort(talk, kept.side)
    return await talk.ask(Intake.check)


async def _ask_next(talk: Talk, kept: BeingEntered) -> Reply:
    said = await register(talk)
    sheet, more = Series.of(talk).sheet, kept.more
    if sheet:
        more = join_pieces(ProposalDraft(media=sheet), talk, list_pieces(more))
        await replace(Series.of(talk), row=Series.of(talk).row + 1).keep(talk)
    await begin(talk, more, waiting=kept.waiting)
    return put_above(said, await talk.ask(find_next_step(talk)))


_WHERE: dict[str, Callable[[Talk, BeingEntered], Awaitable[Reply]]] = {"add": _add, "next": _ask_next}


@intake_desk.on(Intake.more, choice="intake_more")
async def on_belongs_there(talk: Talk) -> Reply:
    """Adds the words, or registers the proposal as it was and begins the next with them."""
    kept = BeingEntered.of(talk)
    if talk.chosen not in _WHERE or not has_content(kept.more):
        return await show_stale(talk)
    return await _WHERE[talk.chosen](talk, kept)


@intake_desk.on(Intake.more, choice=BACK)
async def on_not_meant(talk: Talk) -> Reply:
    """Leaves out the further words."""
    await replace(BeingEntered.of(talk), more=NONE).keep(talk)
    return await talk.ask(Intake.check)


@intake_desk.on(Intake.author, choice=BACK)
async def on_back_to_check(talk: Talk) -> Reply:
    return await talk.ask(Intake.check)


@intake_desk.on(Intake.text, Intake.check, choice=BACK)
async def on_left(talk: Talk) -> Replies:
    """Leaves the intake; what is written is kept, and «Someone's proposal» goes on with it."""
    written = BeingEntered.of(talk).written
    kept_for_later = bool(written.text) or has_content(written) and written.media != Series.of(talk).sheet
    await talk.state.set_state(Menu.open)
    return put_above(talk.say("It is kept."), await show_here(talk)) if kept_for_later else await show_here(talk)
