"""A hearing as a calendar file: every revision of it replaces the one before on the telephone that took it."""

from datetime import UTC, datetime, timedelta

from bot.chat.texts import Words
from bot.export.bilingual import hearing_title
from bot.export.facts import LASTS, HearingFacts
from bot.language.kyrgyz import clean

EARLIER = timedelta(days=1)  # the telephone reminds


def calendar_file(facts: HearingFacts, words: Words, *, at: int | None = None, install: str = "sunush") -> bytes:
    """Returns the .ics of a hearing in the words of one language.

    `at` is when the file is made, in milliseconds (the hearing's start where it is not given); `install` tells apart
    the hearings of two installs that number theirs alike.
    """
    from icalendar import Alarm, Calendar, Event

    title = hearing_title(words, facts)
    event = Event.new(
        uid=f"hearing-{facts.id}@{install}",
        sequence=facts.revision,
        stamp=facts.start if at is None else datetime.fromtimestamp(at // 1000, UTC),
        start=facts.start,
        end=facts.start + LASTS,
        summary=words.say("Cancelled: {hearing}", hearing=title) if facts.cancelled else title,
        location=_line(facts.place),
        description="\n".join(_description(facts, words)),
        url=_address(facts.link),
    )
    event.add("status", "CANCELLED" if facts.cancelled else "CONFIRMED")
    if facts.point:
        event.add("geo", facts.point)
    if not facts.cancelled:
        alarm = Alarm.new(description=words.say("Tomorrow: {hearing}", hearing=title))
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -EARLIER)
        event.add_component(alarm)
    calendar = Calendar.new(prodid="-//Sunush//Budget hearings//KY", method="PUBLISH", subcomponents=[event])
    return bytes(calendar.to_ical())


def _description(facts: HearingFacts, words: Words) -> list[str]:
    lines = [words.say("Ayil aimak: {name}", name=_line(facts.aimak(words.language)))]
    lines += [line for line in map(_line, facts.agenda.splitlines()) if line]
    if facts.phone:
        lines.append(words.say("A person answers by telephone: {phone}.", phone=_line(facts.phone)))
    return lines


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _address(link: str | None) -> str | None:
    return "".join(clean(link).split()) if link else None
