"""One answer for several proposals: they are marked in a list, answered once, and previewed each beside its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.budget.proposal import Answer
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import Page, paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office.answers import answer_drafts, linked
from bot.office.reads import proposals
from handlers.office.answers.being_written import AnswerBeingWritten, Answering
from handlers.office.answers.drafts import DraftsShown, show_drafts
from handlers.office.answers.for_all_words import name_all, say_left_out
from handlers.office.queue.lists import ChosenList, list_line, read_page
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk, router
from storage.log.proposal_lists import Listed

MOST = 50  # proposals that are answered at once
LONGEST = 400  # characters of numbers that are typed
_BETWEEN = str.maketrans(",;№#", "    ")
_DIGITS = 9  # of a number at most

PAGES = paged(desk, Desk.mark, leave=Desk.list, key="mark_page")


@dataclass(frozen=True)
class Marked(Memory):
    """Which proposals (ids) are marked to get the same answer."""

    marked: tuple[int, ...] = ()


@desk.on(Desk.list, choice="mark")
async def on_marking_wanted(talk: Talk) -> Reply:
    """Begins to mark proposals of the list."""
    await Marked.forget(talk)
    await PAGES.begin(talk)
    return await talk.ask(Desk.mark)


async def _cut_page(talk: Talk) -> Page[Listed]:
    found = await read_page(talk, ChosenList.of(talk), await PAGES.number(talk))
    return await PAGES.settle(talk, found, found.number, more=found.more)


@desk.screen(Desk.mark)
async def ask_which_to_mark(talk: Talk) -> Reply:
    """Lists the proposals in pages; each is marked, or not marked any more, by its button."""
    found, marked = await _cut_page(talk), Marked.of(talk).marked
    lines = [talk.say("Mark the proposals that get the same answer. Marked: {n}.", n=len(marked))]
    reads = await proposals.list_languages(talk.store, ids=[one.id for one in found.rows], by=talk.person)
    lines += [
        f"{'✓ ' if one.id in marked else ''}{await list_line(talk, one, reads=reads.get(one.id))}" for one in found.rows
    ]
    choices = [
        Choice(f"mark_one:{one.id}", f"{'✓ ' if one.id in marked else ''}№ {one.label}", (one.label,))
        for one in found.rows
    ]
    whole = (talk.make_choice("mark_page", "All on this page"),) if len(found.rows) > 1 else ()
    done = (talk.make_choice("mark_done", "Write the answer"),) if marked else ()
    return Reply("\n".join(lines), (*choices, *whole, *done), found.ways(talk))


@desk.on(Desk.mark, choice="mark_one")
async def on_one_marked(talk: Talk) -> Reply:
    """Marks a proposal of the page, or takes its mark away."""
    wanted, marked = read_row_id(talk.chosen), Marked.of(talk).marked
    if wanted in marked:
        await Marked(tuple(one for one in marked if one != wanted)).keep(talk)
        return await talk.ask_again()
    if wanted not in {one.id for one in (await _cut_page(talk)).rows}:
        return await show_stale(talk)
    return await _mark(talk, wanted)


@desk.on(Desk.mark, kind=Kind.TEXT)
async def on_numbers_typed(talk: Talk) -> Replies:
    """Marks proposals by their numbers, also those of other pages.

    What is no number is heard as on any screen of the desk.
    """
    numbers = _read_numbers(talk.text)
    if not numbers:
        found = router.find(None, talk.incoming, {})
        talk.chosen = found.chosen
        return await found.handler(talk)
    aimak_id, ids, missing = int(talk.person.aimak_id or 0), [], []
    for number in numbers:
        one = await proposals.find_by_number(talk.store, aimak_id=aimak_id, number=number, by=talk.person)
        is_open = (
            one is not None and (await proposals.read_to_answer(talk.store, id=one.id, by=talk.person)).sent is None
        )
        if one is not None and is_open and one.withdrawn_at is None:
            ids.append(one.id)
        else:
            missing.append(f"№ {number:04}")
    marked = await _mark(talk, *ids)
    if not missing:
        return marked
    return put_above(talk.say("These await no answer here: {numbers}.", numbers=", ".join(missing)), marked)


def _read_numbers(text: str) -> list[int]:
    words = text.translate(_BETWEEN).split() if len(text) <= LONGEST else []
    is_read = all(word.isascii() and word.isdigit() and len(word) <= _DIGITS for word in words)
    return list(dict.fromkeys(map(int, words))) if is_read else []


@desk.on(Desk.mark, choice="mark_page")
async def on_page_marked(talk: Talk) -> Reply:
    """Marks every proposal of the page."""
    return await _mark(talk, *(one.id for one in (await _cut_page(talk)).rows))


async def _mark(talk: Talk, *ids: int) -> Reply:
    marked = tuple(dict.fromkeys([*Marked.of(talk).marked, *ids]))
    if len(marked) > MOST:
        return put_above(talk.say("No more than {most} are answered at once.", most=MOST), await talk.ask_again())
    await Marked(marked).keep(talk)
    return await talk.ask_again()


@desk.on(Desk.mark, choice="mark_done")
async def on_answer_for_all_wanted(talk: Talk) -> Reply:
    """Asks for the one answer, step by step."""
    marked = Marked.of(talk).marked
    if not marked:
        return await talk.ask_again()
    every = await linked.add_linked(talk.store, ids=marked, by=talk.person)
    if len(every) > MOST:
        return put_above(talk.say("No more than {most} are answered at once.", most=MOST), await talk.ask_again())
    await AnswerBeingWritten(proposal=marked[0], several=tuple(every)).keep(talk)
    question = await talk.ask(Answering.decision)
    if len(every) == len(marked):
        return question
    also = await proposals.list_labels(talk.store, ids=every[len(marked) :], by=talk.person)
    said = talk.say_n(
        "The same answer goes to {n} more author, under the number {numbers}.",
        "The same answer goes to {n} more authors, each under a number of their own: {numbers}.",
        len(also),
        numbers=name_all(also),
    )
    return put_above(said, question)


async def show_several(talk: Talk, answered: Mapping[int, Answer], left_out: Sequence[str] = ()) -> Replies:
    """Keeps the answer of each marked proposal (id), and shows each text beside it; nothing has left yet.

    left_out are the numbers of those that have no answer.
    """
    done = await answer_drafts.save_for_all(talk.store, answered=answered, by=talk.person, at=talk.now)
    done = replace(done, left_out=(*left_out, *done.left_out))
    await AnswerBeingWritten.forget(talk)
    await Marked.forget(talk)
    await replace(DraftsShown.of(talk), kept_before_results=False).keep(talk)
    said = say_left_out(talk, done.left_out, done.unready)
    if not done.kept:
        return put_above(said, await talk.ask(Desk.list))
    shown = await show_drafts(talk, int(talk.person.aimak_id or 0), done.kept)
    return put_above(said, shown) if said else shown
