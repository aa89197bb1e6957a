"""Results of a hearing at the desk: the digest as it will go out, who has no answer, publishing."""

from dataclasses import dataclass

from bot.budget.hearing import HearingKind
from bot.budget.permissions import Act
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import Intent, names_nothing
from bot.office import years
from bot.office.answers import answer_drafts
from bot.office.broadcasts import broadcasts
from bot.office.hearings import results
from bot.office.rules import find_end_of_night
from handlers.office.budget_year import say_what_order
from handlers.office.hearings.card import find_chosen, show_done, show_hearing
from handlers.office.hearings.night import say_told_in_the_morning
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@dataclass(frozen=True)
class HearingResults(Memory):
    """Whether results are published though something is not answered."""

    results_sure: bool = False


@hearing_desk.on(HearingDesk.one, choice="publish_results")
async def on_results_wanted(talk: Talk) -> Replies:
    """Shows the digest in each language as it will go out, and asks."""
    question = await talk.ask(HearingDesk.results)
    hearing = await find_chosen(talk, Act.PUBLISH_RESULTS)
    if hearing.kind is HearingKind.DRAFT:
        await years.warn(talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year, by=talk.person, at=talk.now)
    say = await results.compose_digest(talk.store, hearing)
    digests = [
        Reply("\n\n".join([words.say("Residents will read:"), say(words)]), stays=True)
        for words in map(Words, LANGUAGES)
    ]
    return (*digests, question)


@hearing_desk.screen(HearingDesk.results)
async def ask_whether_to_publish(talk: Talk) -> Reply:
    """Warns of what is not answered yet, and asks."""
    hearing = await find_chosen(talk, Act.PUBLISH_RESULTS)
    publish = talk.make_choice("publish", "Publish results", means=(Intent.YES,))
    if hearing.kind is HearingKind.EXECUTION:  # it closes no year, and no proposal waits for it
        return Reply(talk.say("Publish the results?"), (publish,), list_ways(talk))
    labels = await years.list_unanswered(talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
    ready = await answer_drafts.list_ready(
        talk.store, aimak_id=hearing.aimak_id, by=talk.person, year=hearing.budget_year
    )
    same = await results.find_same_results(talk.store, hearing, at=talk.now) is not None
    if not ready and not labels and not same:
        return Reply(talk.say("Every proposal is answered. Publish the results?"), (publish,), list_ways(talk))
    lines, first = [], []
    if same:
        publish = talk.make_choice("publish:sure", "Publish results", means=(Intent.YES,))
        lines.append(talk.say("Results with the same figures were sent a short while ago."))
    if ready:
        lines.append(
            talk.say_n(
                "{n} kept answer is not sent yet, and the results do not count it: send it first.",
                "{n} kept answers are not sent yet, and the results do not count them: send them first.",
                len(ready),
            )
        )
        first.append(talk.make_choice("send_drafts", "Send kept answers"))
    if not labels:
        asked = talk.say("Publish these as well?") if same else talk.say("Publish the results?")
        return Reply("\n".join([*lines, asked]), (*first, publish), list_ways(talk))
    publish = talk.make_choice("publish:sure", "Publish results", means=(Intent.YES,))
    warned = talk.say_n(
        "{n} proposal is not answered yet: {numbers}. Better answer it first; publish all the same?",
        "{n} proposals are not answered yet: {numbers}. Better answer them first; publish all the same?",
        len(labels),
        numbers=years.join_numbers(labels),
    )
    first.append(talk.make_choice("desk_list:waiting", "Awaiting an answer"))
    return Reply("\n".join([*lines, warned]), (*first, publish), list_ways(talk))


@hearing_desk.on(HearingDesk.results, choice="publish")
async def on_publishing_wanted(talk: Talk) -> Replies:
    """Asks where the table hangs; only a hearing on the draft has one."""
    hearing = await find_chosen(talk, Act.PUBLISH_RESULTS)
    await HearingResults(results_sure=talk.chosen == "sure").keep(talk)
    return await talk.ask(HearingDesk.table) if hearing.kind is HearingKind.DRAFT else await _show_published(talk, None)


@hearing_desk.screen(HearingDesk.table)
async def ask_table(talk: Talk) -> Reply:
    """Asks where the decisions hang for all to see."""
    await find_chosen(talk, Act.PUBLISH_RESULTS)
    return Reply(
        talk.say("Where is the table of decisions posted for all to see? A board, a page, a site."),
        ways=(skip(talk), *list_ways(talk)),
        free_text=True,
    )


@hearing_desk.on(HearingDesk.table, kind=Kind.TEXT)
async def on_table_given(talk: Talk) -> Replies:
    """Publishes with the place of the table."""
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    return await _show_published(talk, talk.text)


@hearing_desk.on(HearingDesk.table, choice="skip")
async def on_table_skipped(talk: Talk) -> Replies:
    """Publishes without a table."""
    return await _show_published(talk, None)


async def _show_published(talk: Talk, place: str | None) -> Replies:
    said = talk.say("The results are on their way to the subscribers.")
    if (hour := await find_end_of_night(talk.store, at=talk.now)) is not None:
        said = say_told_in_the_morning(talk, talk.say("The results are published."), hour, to_all=True)
    try:
        return await show_done(
            talk,
            results.publish_results,
            said,
            table_place=place,
            sure=HearingResults.of(talk).results_sure,
        )
    except (years.Unanswered, broadcasts.SentLately):
        return await on_results_wanted(talk)


@hearing_desk.refuses(years.DayOutOfOrder)
async def say_out_of_order(talk: Talk, refused: years.DayOutOfOrder) -> Reply:
    """Says which day can be that of the results, and shows the hearing."""
    return put_above(say_what_order(talk), await show_hearing(talk))


@hearing_desk.on(HearingDesk.results, HearingDesk.table, choice=BACK)
async def on_not_published(talk: Talk) -> Reply:
    """Publishes nothing."""
    return await show_hearing(talk)
