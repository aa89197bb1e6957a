"""A report in three short steps: how the work stands, words with photos or a voice, the check."""

import uuid
from dataclasses import replace

from bot.budget.watch.watching import LONGEST_WORDS, MOST_FILES, NothingSaid, Seen
from bot.chat.message import BACK, LATER, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.watch import reporting
from bot.office.watch.words import SEEN
from bot.office.wording import notices
from handlers.resident.watch.memory import ReportDraft, Watching
from handlers.shared.guidance import show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu


@router.refuses(reporting.TooManyReports)
async def say_enough_today(talk: Talk, refused: Refusal) -> Reply:
    """Says that it goes on tomorrow; the report stays unsent."""
    said = talk.say("That is enough for today. What you wrote is kept: please send it tomorrow.")
    return put_above(said, await talk.ask(Watching.one))


@router.refuses(NothingSaid)
async def say_nothing_said(talk: Talk, refused: Refusal) -> Reply:
    """Asks for words or a photo."""
    return put_above(talk.say("Please write something, say it, or send a photo."), await talk.ask(Watching.words))


@router.on(Watching.one, choice="watch_tell")
async def on_report_begun(talk: Talk) -> Reply:
    """Begins a report, or goes on with the unsent one. Raises NoWatch."""
    draft = ReportDraft.of(talk)
    await reporting.read_own(talk.store, id=draft.watch, by=talk.person)
    if draft.key and draft.seen and (draft.text or draft.files):
        return await talk.ask(Watching.check)
    await replace(draft, key=draft.key or uuid.uuid4().hex).keep(talk)
    return await talk.ask(Watching.seen)


@router.screen(Watching.seen)
async def ask_seen(talk: Talk) -> Reply:
    choices = tuple(talk.make_choice(f"watch_seen:{one}", title) for one, title in SEEN.items())
    return Reply(talk.say("1/3. How does the work stand?"), choices, list_ways(talk, later=True))


@router.on(Watching.seen, choice="watch_seen")
async def on_seen_chosen(talk: Talk) -> Reply:
    if talk.chosen not in set(Seen):
        return await show_stale(talk)
    await replace(ReportDraft.of(talk), seen=talk.chosen).keep(talk)
    return await talk.ask(Watching.words)


def _next(talk: Talk) -> Choice:
    return talk.make_choice("watch_next", "Next", means=(Intent.GO_ON, Intent.SKIP, Intent.SEND))


@router.screen(Watching.words)
async def ask_words(talk: Talk) -> Reply:
    """Asks for words, a voice or photos; what is there already is counted."""
    draft = ReportDraft.of(talk)
    said = talk.say("2/3. What do you see? Write it, say it aloud, or send photos of it.")
    if not draft.files and not draft.text:
        return Reply(said, ways=list_ways(talk, later=True), free_text=True)
    n = len(draft.files)
    kept = [put_in_quotes(quote(draft.text, 100))] if draft.text else []
    kept += [talk.say_n("{n} file is kept.", "{n} files are kept.", n)] if n else []
    return Reply("\n".join([said, *kept]), ways=(_next(talk), *list_ways(talk, later=True)), free_text=True)


@router.on(Watching.words, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Reply:
    """Keeps the words; further ones are added."""
    draft = ReportDraft.of(talk)
    text = "\n".join(filter(None, (draft.text, talk.text.strip())))
    if len(text) > LONGEST_WORDS:
        talk.add_remark(talk.say("It is longer than is kept: please shorten it."))
        return await talk.ask_again()
    await replace(draft, text=text).keep(talk)
    return await talk.ask(Watching.check)


@router.on(Watching.words, kind=Kind.MEDIA)
async def on_files_given(talk: Talk) -> Reply:
    """Keeps photos and voices. A voice, or words below a photo, lead on to the check."""
    draft, given = ReportDraft.of(talk), tuple(list_files(talk))
    files = (*draft.files, *(one for one in given if one not in draft.files))
    if len(files) > MOST_FILES:
        talk.add_remark(talk.say("No more than {n} files go with it.", n=MOST_FILES))
        files = files[:MOST_FILES]
    text = "\n".join(filter(None, (draft.text, talk.text.strip())))[:LONGEST_WORDS]
    await replace(draft, files=files, text=text).keep(talk)
    is_whole = talk.text.strip() or any(kind == "voice" for kind, _ in given)
    return await talk.ask(Watching.check if is_whole else Watching.words)


@router.on(Watching.words, choice="watch_next")
async def on_words_left(talk: Talk) -> Reply:
    draft = ReportDraft.of(talk)
    return await talk.ask(Watching.check if draft.text or draft.files else Watching.words)


@router.screen(Watching.check)
async def ask_to_send(talk: Talk) -> Reply:
    """Shows the report before it is sent."""
    draft = ReportDraft.of(talk)
    if draft.seen not in set(Seen):
        return await talk.ask(Watching.seen)
    kinds = [kind for kind, _ in draft.files]
    counts = {kind: kinds.count(kind) for kind in kinds}
    words = notices.quote_with_files(talk.words, draft.text, counts, 1_000)
    said = talk.say("3/3. Please check: {seen}. {words}", seen=talk.say(SEEN[Seen(draft.seen)]), words=words)
    send = talk.make_choice("watch_report_send", "Send", means=(Intent.YES, Intent.SEND))
    anew = talk.make_choice("watch_report_anew", "Write anew", means=(Intent.CHANGE,))
    return Reply(said, (send, anew), list_ways(talk, later=True))


@router.on(Watching.check, choice="watch_report_anew")
async def on_anew(talk: Talk) -> Reply:
    """Begins the words anew."""
    draft = ReportDraft.of(talk)
    await ReportDraft(watch=draft.watch, key=draft.key).keep(talk)
    return await talk.ask(Watching.seen)


@router.on(Watching.check, choice="watch_report_send")
async def on_sent(talk: Talk) -> Reply:
    """Sends the report once. Raises NoWatch, WatchClosed, NothingSaid, TooManyReports."""
    draft = ReportDraft.of(talk)
    if not draft.key or draft.seen not in set(Seen):
        return await talk.ask(Watching.one)
    one = await reporting.report(
        talk.store, key=draft.key, id=draft.watch, seen=Seen(draft.seen), text=draft.text, by=talk.person,
        at=talk.now, files=draft.files,
    )  # fmt: skip
    await ReportDraft(watch=draft.watch).keep(talk)
    said = talk.say(
        "Thank you! Your report has the number {number}. The answer comes here by {day}.",
        number=one.label, day=talk.words.long_day(one.due_on),
    )  # fmt: skip
    return put_above(said, await talk.ask(Watching.one))


@router.on(Watching.seen, Watching.words, Watching.check, choice=LATER)
@router.on(Watching.seen, Watching.check, means=Intent.LATER)
async def on_put_off(talk: Talk) -> Reply:
    """Keeps the report unsent, and says how to go on with it."""
    button = talk.say("I watch a work")
    await talk.state.set_state(Menu.open)
    return await show_menu_for(talk, talk.say("It is kept. Press «{button}» to go on.", button=button))


@router.on(Watching.seen, choice=BACK)
async def on_back_to_one(talk: Talk) -> Reply:
    return await talk.ask(Watching.one)


@router.on(Watching.words, choice=BACK)
async def on_back_to_seen(talk: Talk) -> Reply:
    return await talk.ask(Watching.seen)


@router.on(Watching.check, choice=BACK)
async def on_back_to_words(talk: Talk) -> Reply:
    return await talk.ask(Watching.words)
