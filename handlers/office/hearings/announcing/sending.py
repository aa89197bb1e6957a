"""The announcement of a hearing leaves: at once, tomorrow, at another time, or after a question that comes first."""

from dataclasses import replace
from datetime import date

from bot.budget.hearing import InThePast, PlaceMissing, count_days_ahead
from bot.budget.proposal import TextTooLong
from bot.budget.workdays import find_day, make_moment, move_to_bishkek
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.days import DayMissing, DayUnreadable, WeekdayWrong, parse_moment
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement
from bot.office.reads import public
from bot.office.rules import read_rules
from bot.office.wording import hearing_words
from handlers.office.hearings.announcing.announcement_draft import (
    STEPS,
    AnnouncementDraft,
    Offered,
    announcers,
    check_draft,
    find_hearing,
    go_on,
    make_terms,
    read_aimak_id,
)
from handlers.office.hearings.announcing.preview import FIRST_HOUR, find_next_morning
from handlers.office.hearings.card import show_hearing
from handlers.office.hearings.share import to_pass_on
from handlers.office.hearings.states import Announce
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.wording import say_day_refused


@announcers.on(choice="announce_now")
async def on_now_wanted(talk: Talk) -> Replies:
    """Announces at once; in the night it is asked whether the morning would do."""
    if AnnouncementDraft.of(talk).key != talk.chosen:
        return await _show_announced_before(talk)
    quiet = (await read_rules(talk.store, find_day(talk.now))).quiet
    if quiet.covers(talk.now):
        return await talk.ask(Announce.night)
    return await _announce(talk, None)


@announcers.screen(Announce.night)
async def ask_whether_at_night(talk: Talk) -> Reply:
    """Says that it is night, and asks once."""
    quiet = (await read_rules(talk.store, find_day(talk.now))).quiet
    key = AnnouncementDraft.of(talk).key
    return Reply(
        talk.say("It is night, and a message may wake people. Send it now, or at {hour}:00?", hour=quiet.end),
        (
            talk.make_choice(f"announce_morning:{key}", "In the morning"),
            talk.make_choice(f"announce_anyway:{key}", "Send at night"),
        ),
        list_ways(talk, later=True),
    )


@announcers.on(choice="announce_anyway")
async def on_at_night_sure(talk: Talk) -> Replies:
    if AnnouncementDraft.of(talk).key != talk.chosen:
        return await _show_announced_before(talk)
    return await _announce(talk, None)


@announcers.on(choice="announce_morning")
async def on_morning_chosen(talk: Talk) -> Replies:
    """Announces when the night is over."""
    if AnnouncementDraft.of(talk).key != talk.chosen:
        return await _show_announced_before(talk)
    quiet = (await read_rules(talk.store, find_day(talk.now))).quiet
    return await _announce_at(talk, quiet.after(talk.now)) if quiet.covers(talk.now) else await _announce(talk, None)


@announcers.on(choice="announce_next")
async def on_tomorrow_chosen(talk: Talk) -> Replies:
    """Announces tomorrow at nine, or when the quiet hours are over."""
    if AnnouncementDraft.of(talk).key != talk.chosen:
        return await _show_announced_before(talk)
    return await _announce_at(talk, await find_next_morning(talk))


@announcers.on(Announce.check, Announce.late, choice="announce_at")
async def on_another_time_wanted(talk: Talk) -> Reply:
    """Asks when the announcement is to leave."""
    return await talk.ask(Announce.when)


@announcers.screen(Announce.when)
async def ask_when(talk: Talk) -> Reply:
    """Asks when the announcement is to leave."""
    kept = AnnouncementDraft.of(talk)
    if kept.missing:
        return await talk.ask(STEPS[kept.missing[0]])
    example = _make_example(make_terms(kept).starts_at, talk.now)
    return Reply(
        talk.say("When shall it be sent? Write the day and the time, for example: {example}.", example=example),
        ways=list_ways(talk, later=True),
        free_text=True,
    )


def _make_example(starts_at: int, now: int) -> str:
    """Tomorrow at nine as it may be typed. Where the hearing begins sooner, half of the time left."""
    tomorrow = make_moment(date.fromordinal(find_day(now).toordinal() + 1), FIRST_HOUR, 0)
    then = move_to_bishkek(tomorrow if tomorrow < starts_at else (now + max(now, starts_at)) // 2)
    return f"{then:%d.%m} {then.hour}:{then:%M}"


@announcers.on(Announce.when, kind=Kind.TEXT)
async def on_moment_given(talk: Talk) -> Replies:
    """Announces at that time; in quiet hours the announcement waits until they are over."""
    try:
        day, (hour, minute) = parse_moment(talk.text, today=find_day(talk.now))
    except (WeekdayWrong, DayMissing) as refused:
        return put_above(say_day_refused(talk, refused), await talk.ask_again())
    except DayUnreadable:
        return put_above(talk.say("I could not read that as a day and a time."), await talk.ask_again())
    quiet = (await read_rules(talk.store, day)).quiet
    return await _announce_at(talk, quiet.after(make_moment(day, hour, minute)))


async def _announce_at(talk: Talk, send_at: int) -> Replies:
    """Announces for a moment to come. Where that is a later day, and too late, it is asked first."""
    kept = AnnouncementDraft.of(talk)
    if not kept.missing:
        starts_at, is_today = make_terms(kept).starts_at, find_day(send_at) == find_day(talk.now)
        late = await hearings.is_late(talk.store, starts_at=starts_at, at=send_at)
        if late is not None and not is_today and send_at < starts_at:
            await replace(AnnouncementDraft.of(talk), late_at=send_at).keep(talk)
            return await talk.ask(Announce.late)
    return await _announce(talk, send_at)


@announcers.screen(Announce.late)
async def ask_whether_so_late(talk: Talk) -> Reply:
    """Says how few days would be left, and offers to send the announcement earlier."""
    kept = AnnouncementDraft.of(talk)
    if kept.missing:
        return await talk.ask(STEPS[kept.missing[0]])
    send_at = kept.late_at or talk.now
    question = talk.say_n(
        "Then only {n} day would be left; the notice should be out {wanted}. Send it earlier?",
        "Then only {n} days would be left; the notice should be out {wanted}. Send it earlier?",
        count_days_ahead(send_at, make_terms(kept).starts_at),
        wanted=hearing_words.say_days_before(talk.words, (await read_rules(talk.store, find_day(send_at))).notice_days),
    )
    choices = (
        talk.make_choice(f"announce_now:{kept.key}", "Send now"),
        talk.make_choice("announce_at", "At another time"),
        talk.make_choice(f"announce_late:{kept.key}", "Send it then"),
    )
    return Reply(question, choices, list_ways(talk, later=True))


@announcers.on(choice="announce_late")
async def on_late_sure(talk: Talk) -> Replies:
    """Announces for the moment that was chosen, however late."""
    kept = AnnouncementDraft.of(talk)
    if kept.key != talk.chosen:
        return await _show_announced_before(talk)
    if kept.late_at is None:
        return await check_draft(talk)
    return await _announce(talk, kept.late_at)


@announcers.screen(Announce.again)
async def ask_whether_as_well(talk: Talk) -> Reply:
    """Says which hearing looks the same, and asks whether this one is announced as well."""
    kept = AnnouncementDraft.of(talk)
    alike = await hearings.authorised(talk.store, id=kept.alike or 0, by=talk.person)
    return Reply(
        talk.say(
            "A hearing like this one is announced already: {when}, {place}. Announce this one as well?",
            when=hearing_words.say_when(talk.words, alike.terms),
            place=quote(alike.terms.place, 60),
        ),
        (
            talk.make_choice(f"announce_sure:{kept.key}", "Yes", means=(Intent.YES,)),
            talk.make_choice("announce_not", "No", means=(Intent.NO,)),
        ),
        list_ways(talk, later=True),
    )


@announcers.on(choice="announce_sure")
async def on_another_one_sure(talk: Talk) -> Replies:
    """Announces it as well, when it was to leave."""
    kept = AnnouncementDraft.of(talk)
    if kept.key != talk.chosen:
        return await _show_announced_before(talk)
    if kept.alike is None:
        return await check_draft(talk)
    return await _announce(talk, kept.send_at, sure=True)


@announcers.on(Announce.again, choice="announce_not")
async def on_not_as_well(talk: Talk) -> Replies:
    """Announces nothing, and shows the check again."""
    return await check_draft(talk)


async def _show_announced_before(talk: Talk) -> Replies:
    hearing = await hearings.find_announced(talk.store, key=talk.chosen, by=talk.person)
    if hearing is None:
        return await show_stale(talk)
    said = talk.say("This hearing was announced before; nothing is sent twice.")
    return put_above(said, await show_here(talk))


async def _announce(talk: Talk, send_at: int | None, *, sure: bool = False) -> Replies:
    kept, aimak_id = AnnouncementDraft.of(talk), await read_aimak_id(talk)
    if kept.missing:
        return await go_on(talk)
    aimak = await public.read_aimak(talk.store, id=aimak_id)
    planned = find_hearing(kept, aimak, talk.now)
    announcement = Announcement(
        key=kept.key,
        kind=planned.kind,
        terms=planned.terms,
        budget_year=planned.budget_year,
        texts=kept.texts,
        files=kept.files,
        send_at=send_at,
    )
    try:
        counted = await hearings.count_audience(talk.store, by=talk.person, aimak_id=aimak_id)
        hearing, _ = await hearings.announce(
            talk.store, announcement=announcement, by=talk.person, aimak_id=aimak_id, at=talk.now, sure=sure
        )
    except hearings.AnnouncedAlready as refused:
        await replace(AnnouncementDraft.of(talk), alike=refused.hearing.id, send_at=send_at).keep(talk)
        return await talk.ask(Announce.again)
    except InThePast:
        return (
            put_above(
                talk.say("The notice leaves after now and before the hearing: please name another time."),
                await talk.ask(Announce.when),
            )
            if send_at is not None and planned.terms.starts_at > talk.now
            else await check_draft(talk)
        )
    except (PlaceMissing, TextTooLong):
        return await talk.ask(Announce.place)
    await AnnouncementDraft.forget(talk)
    await Offered.forget(talk)
    people = sum(counted.values())
    if send_at is not None:
        said = talk.say("Announced. The notice leaves: {when}.", when=hearing_words.say_moment(talk.words, send_at))
    elif people:
        said = talk.say_n(
            "Announced. The notice is on its way to {n} person.",
            "Announced. The notice is on its way to {n} people.",
            people,
        )
    else:
        said = talk.say("Announced. Nobody has subscribed yet: pass it on by hand and in groups.")
    passed_on = talk.say("Below is a short text to pass on by hand, in both languages.")
    first = Reply(f"{said}\n{passed_on}", stays=True)
    return first, *await to_pass_on(talk, hearing), await show_hearing(talk, hearing.id)
