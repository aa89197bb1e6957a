"""«Жарыялоо»: a clerk looks at each text that its author lets everybody read, before it stands on the page.

It is shown as it will stand there, with stars for what swears and for what leads to a person.
"""

from dataclasses import dataclass, replace

from bot.budget.public.masked import Masked, mask
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import paged, split_in_parts
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.intents import Intent
from bot.language.kyrgyz import quote_lines
from bot.office.public import looks
from handlers.office.queue.card.screen import show_one
from handlers.office.staff_only import desk, proposal_acts
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from handlers.shared.wording import say_category, say_side
from storage.public.looks import ToLook

PART = 2000  # characters of a text shown in one message


class Looking(AtWork):
    """A text that waits for a clerk's look."""

    one = State()


@dataclass(frozen=True)
class LookedAt(Memory, under="looked"):
    """The text on the screen, those that were left for later, and the last one that was decided."""

    proposal: int = 0
    revision: int = 0
    after: int = 0  # texts up to this proposal (id) were left for later
    last: int = 0
    last_revision: int = 0


PARTS = paged(desk, Looking.one, leave=Menu.open, key="look_part", size=1)


@desk.on(choice="to_look")
async def on_looking_wanted(talk: Talk) -> Reply:
    """Shows the first text that waits."""
    await LookedAt().keep(talk)
    return await _show_next(talk)


async def _show_next(talk: Talk) -> Reply:
    await PARTS.begin(talk)
    await replace(LookedAt.of(talk), proposal=0, revision=0).keep(talk)
    return await talk.ask(Looking.one)


@desk.screen(Looking.one)
async def ask_whether_shown(talk: Talk) -> Reply:
    """Shows the next text as it will stand on the page, and asks whether it may."""
    aimak_id, kept = int(talk.person.aimak_id or 0), LookedAt.of(talk)
    n = await looks.count_to_look(talk.store, aimak_id=aimak_id, by=talk.person)
    found = await looks.list_to_look(talk.store, aimak_id=aimak_id, by=talk.person, after=kept.after, limit=1)
    if not found:
        return await _say_done(talk, n)
    (one,) = found
    await replace(kept, proposal=one.id, revision=one.revision).keep(talk)
    shown = mask(one.text)
    part = await PARTS.of(talk, split_in_parts(shown.text, PART))
    lines = [
        talk.say_n("{n} text waits for your look.", "{n} texts wait for your look.", n),
        _say_head(talk, one),
        *([quote_lines(part.rows[0])] if part.rows else []),
        _say_hidden(talk, shown),
        talk.say("May everybody read it on the page? Look for names, insults, and what is private."),
    ]
    choices = () if part.more else _list_choices(talk, one)  # what is let out was read to its end
    return Reply("\n".join(filter(None, lines)), choices, (skip(talk), *_undo(talk), *part.ways(talk)))


def _say_head(talk: Talk, one: ToLook) -> str:
    return talk.say(
        "№ {number}: {side}, {category}.",
        number=one.label,
        side=say_side(talk.words, one.side),
        category=say_category(talk.words, one.category),
    )


def _say_hidden(talk: Talk, shown: Masked) -> str:
    return talk.say("Stars stand for what is hidden from everybody.") if shown.words or shown.contacts else ""


def _list_choices(talk: Talk, one: ToLook) -> tuple[Choice, ...]:
    of = f"{one.id}.{one.revision}"
    return (
        talk.make_choice(f"look_yes:{of}", "Publish", means=(Intent.YES,)),
        talk.make_choice(f"look_no:{of}", "Do not publish", means=(Intent.NO,)),
    )


def _undo(talk: Talk) -> tuple[Choice, ...]:
    kept = LookedAt.of(talk)
    if not kept.last:
        return ()
    return (talk.make_choice(f"look_undo:{kept.last}.{kept.last_revision}", "Take it back"),)


async def _say_done(talk: Talk, n: int) -> Reply:
    said = (
        talk.say_n("{n} text was left for later.", "{n} texts were left for later.", n)
        if n
        else talk.say("No text waits for your look.")
    )
    return Reply(said, ways=(*_undo(talk), *list_ways(talk)))


@desk.on(choice="look_yes")
async def on_text_shown(talk: Talk) -> Reply:
    """Lets a text stand on the page, and shows the next."""
    return await _look(talk, shown=True)


@desk.on(choice="look_no")
async def on_text_not_shown(talk: Talk) -> Reply:
    """Keeps a text from the page, and shows the next."""
    return await _look(talk, shown=False)


@desk.on(choice="look_undo")
async def on_look_taken_back(talk: Talk) -> Reply:
    """Takes back what was said of a text: it waits again, and is shown."""
    id, revision = _read(talk.chosen)
    if not id:
        return await show_stale(talk)
    one = await looks.look(talk.store, id=id, revision=revision, shown=None, by=talk.person, at=talk.now)
    await LookedAt(after=id - 1).keep(talk)
    said = talk.say("№ {number} waits again.", number=one.label)
    return put_above(said, await _show_next(talk))


async def _look(talk: Talk, *, shown: bool) -> Reply:
    id, revision = _read(talk.chosen)
    if not id:
        return await show_stale(talk)
    one = await looks.look(talk.store, id=id, revision=revision, shown=shown, by=talk.person, at=talk.now)
    await replace(LookedAt.of(talk), last=id, last_revision=revision).keep(talk)
    said = _say_looked(talk, one.label, shown=shown)
    return put_above(said, await _show_next(talk))


@proposal_acts.on(choice="page_off_text")
async def on_text_taken_down(talk: Talk) -> Reply:
    """Takes the text of a proposal off the page, at its card: somebody has asked for that."""
    return await _look_at_card(talk, shown=False)


@proposal_acts.on(choice="page_on_text")
async def on_text_put_up(talk: Talk) -> Reply:
    """Lets the text of a proposal stand on the page after all, at its card."""
    return await _look_at_card(talk, shown=True)


async def _look_at_card(talk: Talk, *, shown: bool) -> Reply:
    id, revision = _read(talk.chosen)
    if not id:
        return await show_stale(talk)
    try:
        one = await looks.look(talk.store, id=id, revision=revision, shown=shown, by=talk.person, at=talk.now)
        said = _say_looked(talk, one.label, shown=shown)
    except looks.NothingToLook:
        said = talk.say("Its author has taken it back meanwhile, or it counts no more.")
    except looks.TextChanged:
        said = talk.say("Its author has changed it meanwhile. Please read it anew.")
    return put_above(said, await show_one(talk, id))


def _say_looked(talk: Talk, label: str, *, shown: bool) -> str:
    if shown:
        return talk.say("№ {number} stands on the page now.", number=label)
    return talk.say("№ {number}: everybody reads the decision, not the text.", number=label)


def _read(chosen: str) -> tuple[int, int]:
    id, _, revision = chosen.partition(".")
    return read_row_id(id), read_row_id(revision)


@desk.on(Looking.one, choice="skip")
async def on_left_for_later(talk: Talk) -> Reply:
    """Leaves a text for later, and shows the next."""
    kept = LookedAt.of(talk)
    await replace(kept, after=kept.proposal or kept.after).keep(talk)
    return await _show_next(talk)


@desk.refuses(looks.NothingToLook)
async def say_nothing_to_look(talk: Talk, refused: looks.NothingToLook) -> Reply:
    """Says that its author lets nobody see it any more, and shows the next."""
    said = talk.say("Its author has taken it back meanwhile, or it counts no more.")
    return put_above(said, await _show_next(talk))


@desk.refuses(looks.TextChanged)
async def say_text_changed(talk: Talk, refused: looks.TextChanged) -> Reply:
    """Says that the text is another now, and shows it."""
    return put_above(talk.say("Its author has changed it meanwhile. Please read it anew."), await _show_next(talk))
