"""A hearing as a calendar file: every revision of it replaces the one before on the telephone that took it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.chat.texts import Words
from bot.export.bilingual import say_hearing_title
from bot.export.facts import LASTS, HearingFacts
from bot.language.kyrgyz import clean

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Sunush//Budget hearings//KY"
EARLIER = timedelta(days=1)  # the telephone reminds
NO_ADDRESS = "invalid:nomail"  # an organizer must be named, and an ayil okmotu may have no address


def write_calendar_file(facts: HearingFacts, words: Words) -> bytes:
    """Returns the .ics of a hearing in the words of one language (RFC 5545, published as RFC 5546 asks).

    The UID stays the same for all revisions, and their stamp is when each was said. It holds the aimak's code, since
    two installs number their hearings alike. A cancellation counts as a revision more, so that a calendar takes it in
    place of what it has.
    """
    from icalendar import Calendar

    event, uid = _make_event(facts, words), _name(facts)
    calendar = Calendar.new(prodid=PRODUCT, method="PUBLISH", uid=uid, subcomponents=[event])
    return bytes(calendar.to_ical())


def write_calendar(hearings: Sequence[HearingFacts], words: Words, *, name: str, code: str) -> bytes:
    """Returns the .ics of all hearings of an aimak, to subscribe to (webcal). Calendars ask twice a day."""
    from icalendar import Calendar

    events = [_make_event(facts, words) for facts in hearings]
    calendar = Calendar.new(prodid=PRODUCT, method="PUBLISH", uid=f"hearings.{code}@sunush", subcomponents=events)
    calendar.add("x-wr-calname", _fold_line(name))
    calendar.add("x-published-ttl", "PT12H")
    return bytes(calendar.to_ical())


def _name(facts: HearingFacts) -> str:
    return f"hearing-{facts.id}.{facts.code}@sunush"


def _make_event(facts: HearingFacts, words: Words) -> "Event":
    from icalendar import Alarm, Event, vCalAddress, vText

    title = say_hearing_title(words, facts)
    event = Event.new(
        uid=_name(facts),
        sequence=facts.revision + facts.cancelled,
        stamp=datetime.fromtimestamp(facts.said_at // 1000, UTC),
        start=facts.start,
        end=facts.start + LASTS,
        summary=words.say("Cancelled: {hearing}", hearing=title) if facts.cancelled else title,
        location=_fold_line(facts.place),
        description="\n".join(_list_description(facts, words)),
        url=_make_address(facts.link),
    )
    organizer = vCalAddress(_dial(facts.phone) if facts.phone else NO_ADDRESS)
    organizer.params["cn"] = vText(_fold_line(facts.aimak(words.language)))
    event.add("organizer", organizer, encode=False)
    event.add("status", "CANCELLED" if facts.cancelled else "CONFIRMED")
    if facts.point:
        event.add("geo", facts.point)
    if not facts.cancelled:
        alarm = Alarm.new(description=words.say("Tomorrow: {hearing}", hearing=title))
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -EARLIER)
        event.add_component(alarm)
    return event


def _dial(phone: str) -> str:
    """Returns the first of an aimak's telephones as an address that can be dialled."""
    return "tel:" + "".join(mark for mark in re.split("[,;/]", phone)[0] if mark.isdecimal() or mark == "+")


def _list_description(facts: HearingFacts, words: Words) -> list[str]:
    lines = [words.say("Ayil aimak: {name}", name=_fold_line(facts.aimak(words.language)))]
    lines += [line for line in map(_fold_line, facts.agenda.splitlines()) if line]
    if facts.phone:
        lines.append(words.say("A person answers by telephone: {phone}.", phone=_fold_line(facts.phone)))
    return lines


def _fold_line(text: str) -> str:
    return " ".join(clean(text).split())


def _make_address(link: str | None) -> str | None:
    return "".join(clean(link).split()) if link else None
