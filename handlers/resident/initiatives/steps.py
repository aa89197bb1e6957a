"""The nine steps of an application: who, problem, work, place, plan, costs, own part, others' money, photos."""

from dataclasses import replace

from bot.budget.initiative.application import (
    MOST_PHOTOS,
    NEEDED,
    OF_SUMS,
    STEPS,
    AnswerMissing,
    NoSums,
    SumsMixed,
    check_answer,
    list_unpriced,
    read_lines,
    sum_lines,
)
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways
from bot.language.intents import Intent, find_meanings, names_nothing
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.wording.notices import N_
from handlers.resident.initiatives.draft import Apply, InitiativeDraft
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

_QUESTIONS = {
    "who": N_("1/9. Who applies? Name the group, the person who answers for it, and a telephone."),
    "problem": N_("2/9. What is the problem? Write it, or say it aloud."),
    "doing": N_("3/9. What do you want to do about it? Write it, or say it aloud."),
    "place": N_("4/9. Where is it? The village, the street, the place."),
    "plan": N_("5/9. What is done in which month? For example: «April: the fence. May: the trees»."),
    "costs": N_("6/9. What does it cost? A line a thing, with its sum: «Cement, 20 bags — 12 000 som»."),
    "own": N_("7/9. What do you add yourselves: money, labour, goods? A line each, with its sum."),
    "others": N_("8/9. Does somebody else add money? Who, and how much?"),
    "photos": N_("9/9. Send photos of the place, at most 5, then press «Next». You may also skip this."),
}
_LEAVES = (Intent.SKIP, Intent.SEND, Intent.NO)
MOST_SHOWN = 12  # lines that are read back
MOST_FILES = 10  # photos and voices of one application


@router.screen(Apply.step)
async def ask_step(talk: Talk) -> Reply:
    """Asks the step that is due. What is there already is shown, and can be left as it is."""
    draft = InitiativeDraft.of(talk)
    if not draft.key:
        return await talk.ask(Menu.open)
    said, question = draft.answers.get(draft.name, ""), talk.say(_QUESTIONS[draft.name])
    if draft.name == "photos" and draft.files:
        n = len(draft.files)
        kept = talk.say_n("{n} file is kept.", "{n} files are kept.", n)
        return Reply(f"{question}\n{kept}", ways=(_next(talk), *list_ways(talk, later=True)))
    if said:
        now = talk.say("Now it reads: {quote}. Write it anew, or skip.", quote=put_in_quotes(quote(said, 120)))
        question = f"{question}\n{now}"
    past = () if draft.name in NEEDED and not said else (talk.make_choice("skip", "Skip", means=_LEAVES),)
    return Reply(question, ways=(*past, *list_ways(talk, later=True)), free_text=True)


def _next(talk: Talk) -> Choice:
    return talk.make_choice("initiative_next", "Next", means=(Intent.GO_ON, Intent.SKIP, Intent.SEND))


async def _go_on(talk: Talk) -> Reply:
    # The next step without an answer; where one thing was changed, the check again.
    draft = InitiativeDraft.of(talk)
    if draft.changing or draft.step + 1 >= len(STEPS):
        await replace(draft, changing=False, step=len(STEPS)).keep(talk)
        return await talk.ask(Apply.check)
    await replace(draft, step=draft.step + 1).keep(talk)
    return await talk.ask(Apply.step)


@router.on(Apply.step, kind=Kind.TEXT)
async def on_answer_given(talk: Talk) -> Reply:
    """Keeps the answer as it is written. Raises AnswerMissing, NoSums, SumsMixed, TextTooLong."""
    if InitiativeDraft.of(talk).name == "photos":
        return put_above(
            talk.say("Here photos are asked for. Press «Next» when they are sent."), await talk.ask_again()
        )
    return await _take_answer(talk, talk.text)


async def _take_answer(talk: Talk, text: str) -> Reply:
    draft = InitiativeDraft.of(talk)
    if draft.name in NEEDED and (names_nothing(text) or Intent.NO in find_meanings(text)):
        raise AnswerMissing(draft.name)  # «жок» describes no work
    said = check_answer(draft.name, text)
    await replace(draft, answers={**draft.answers, draft.name: said}).keep(talk)
    after = await _go_on(talk)
    return put_above(counted, after) if draft.name in OF_SUMS and (counted := _say_counted(talk, said)) else after


def _say_counted(talk: Talk, said: str) -> str:
    # The lines as they were read, their total, and what counts no som.
    lines = [line for line in read_lines(said) if line.amount]
    counted = [f"— {quote(line.name, 60)}: {talk.words.som(line.amount)}" for line in lines[:MOST_SHOWN]]
    if lines:
        total = talk.words.som(sum_lines(said))
        counted.append(talk.say_n("{n} line, {sum} in all.", "{n} lines, {sum} in all.", len(lines), sum=total))
    if (unpriced := list_unpriced(said)) and said != talk.say("said in a voice message"):
        text = put_in_quotes(quote(unpriced[0], 60))
        counted.append(talk.say("Without a sum it stands in words and counts no som: {text}.", text=text))
    return "\n".join(counted)


@router.refuses(AnswerMissing)
async def say_words_missing(talk: Talk, refused: AnswerMissing) -> Reply:
    """Says that words are needed, and asks the step once more."""
    said = talk.say("This answer is needed: please write it in a few words, or go on later.")
    return put_above(said, await _ask_named(talk, refused.step))


@router.refuses(NoSums)
async def say_sums_missing(talk: Talk, refused: NoSums) -> Reply:
    """Says how a line of costs is written."""
    said = talk.say("No sum is seen. Write a line a thing, and its sum at the end: «Sand, 3 loads — 9 000 som».")
    return put_above(said, await _ask_named(talk, "costs"))


@router.refuses(SumsMixed)
async def say_sums_mixed(talk: Talk, refused: SumsMixed) -> Reply:
    """Asks for a line a thing: nobody guesses which of two numbers is the sum."""
    said = talk.say("Several numbers stand here: {text}.", text=put_in_quotes(quote(refused.line, 120)))
    ask = talk.say("Please write each thing on its own line, with its sum at the end.")
    return put_above(f"{said}\n{ask}", await _ask_named(talk, refused.step))


async def _ask_named(talk: Talk, step: str) -> Reply:
    draft = InitiativeDraft.of(talk)
    if draft.name != step or talk.state.state != Apply.step:
        await replace(draft, step=STEPS.index(step), changing=True).keep(talk)
    return await talk.ask(Apply.step)


@router.on(Apply.step, kind=Kind.MEDIA)
async def on_files_given(talk: Talk) -> Reply:
    """Keeps photos and voices. A voice answers a step in words; what stands under a photo is the answer too."""
    draft, given = InitiativeDraft.of(talk), tuple(list_files(talk))
    files = (*draft.files, *(one for one in given if one not in draft.files))
    if len([kind for kind, _ in files if kind != "voice"]) > MOST_PHOTOS or len(files) > MOST_FILES:
        talk.add_remark(talk.say("No more than {n} photos go with it.", n=MOST_PHOTOS))
        files = draft.files
    await replace(draft, files=files).keep(talk)
    if draft.name in {"photos", "costs"}:
        return await talk.ask_again()
    words = talk.text.strip()
    if not words and any(kind == "voice" for kind, _ in given):
        words = talk.say("said in a voice message")
    if not words:
        return put_above(talk.say("The photo is kept."), await talk.ask_again())
    return await _take_answer(talk, words)


@router.on(Apply.step, choice="skip")
@router.on(Apply.step, choice="initiative_next")
async def on_step_left(talk: Talk) -> Reply:
    """Leaves what is there, or goes on without what may be missing."""
    draft = InitiativeDraft.of(talk)
    if draft.name in NEEDED and not draft.answers.get(draft.name):
        return await talk.ask_again()
    return await _go_on(talk)


@router.on(Apply.step, choice=BACK)
async def on_one_back(talk: Talk) -> Reply:
    """One step back with everything kept; from the first to the menu."""
    draft = InitiativeDraft.of(talk)
    if draft.changing:
        await replace(draft, changing=False, step=len(STEPS)).keep(talk)
        return await talk.ask(Apply.check)
    if draft.step == 0:
        return await talk.ask(Menu.open)
    await replace(draft, step=draft.step - 1).keep(talk)
    return await talk.ask(Apply.step)


@router.on(Apply.change, Apply.check, choice="initiative_change")
async def on_step_to_change(talk: Talk) -> Reply:
    """Asks one step once more."""
    if talk.chosen not in STEPS:
        return await show_stale(talk)
    await replace(InitiativeDraft.of(talk), step=STEPS.index(talk.chosen), changing=True).keep(talk)
    return await talk.ask(Apply.step)
