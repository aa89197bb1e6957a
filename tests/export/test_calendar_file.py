"""A calendar that takes the file has the hearing at its hour, and the next revision in its place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.chat.texts import Words
from bot.export.calendar_file import write_calendar_file
from tests.export.hall import HEARING, LINK

KY, RU = Words("ky"), Words("ru")


def read(file: bytes):
    """The calendar and its only event."""
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_the_hearing_is_there_with_its_hour_and_place():
    calendar, event = read(write_calendar_file(HEARING, KY))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert event["SUMMARY"] == "2027-жылдын бюджетинин долбоору боюнча коомдук угуу"
    assert event["DTSTART"].dt == datetime(2026, 12, 16, 4, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 12, 16, 6, tzinfo=UTC)
    assert event["LOCATION"] == "Маданият үйү, Ленин көчөсү, 12"
    assert event["GEO"].to_ical() == "40.25;72.75"
    assert event["URL"] == LINK
    assert event["DESCRIPTION"].splitlines() == [
        "Айыл аймагы: Көк-Жар",
        "1. Бюджеттин долбоору",
        "2. Тургундардын сунуштары",
        "Адам менен сүйлөшүү үчүн телефон: 0777 12 34 56.",
    ]
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CONFIRMED", 3, "hearing-12.kokjar@sunush")
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == ("tel:0777123456", "Көк-Жар")


def test_times_are_written_in_utc():
    lines = write_calendar_file(HEARING, KY).decode().split("\r\n")
    assert "DTSTART:20261216T040000Z" in lines
    assert "DTEND:20261216T060000Z" in lines
    assert "DTSTAMP:20261123T040000Z" in write_calendar_file(HEARING, KY).decode()


def test_the_telephone_reminds_one_day_before():
    _, event = read(write_calendar_file(HEARING, RU))
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", -timedelta(days=1))
    assert alarm["DESCRIPTION"] == "Завтра: Общественные слушания по проекту бюджета на 2027 год"


def test_a_moved_hearing_replaces_the_one_before():
    _, first = read(write_calendar_file(HEARING, KY))
    _, moved = read(write_calendar_file(replace(HEARING, revision=4, starts_at=HEARING.starts_at + 86_400_000), RU))
    assert first["UID"] == moved["UID"]
    assert write_calendar_file(HEARING, KY) == write_calendar_file(HEARING, KY)  # the calendar's own UID stays as well
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (3, 4)
    assert moved["DTSTART"].dt - first["DTSTART"].dt == timedelta(days=1)


def test_a_cancelled_hearing_is_cancelled_in_the_calendar_and_rings_no_more():
    _, event = read(write_calendar_file(replace(HEARING, cancelled=True), RU))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", HEARING.revision + 1)
    assert event["SUMMARY"] == "Отмена: Общественные слушания по проекту бюджета на 2027 год"
    assert not event.walk("VALARM")


def test_what_is_not_known_is_left_out():
    _, event = read(write_calendar_file(replace(HEARING, point=None, link=None, phone=None, agenda=""), RU))
    assert not {"GEO", "URL"} & set(event)
    assert str(event["ORGANIZER"]) == "invalid:nomail"  # a published calendar must name one
    assert event["DESCRIPTION"] == "Айылный аймак: Кок-Жар"


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nATTENDEE:mailto:x@example.org",
        '; , \\ : " 😀',
        "\u202eтескери\x00\x1b",
        "ү" * 2000,
        "BEGIN:VEVENT\nEND:VEVENT",
    ],
)
def test_texts_stay_texts(text):
    facts = replace(
        HEARING,
        place=text,
        agenda=text,
        aimaks={**HEARING.aimaks, "ky": text},
        phone=text,
        link="https://example.org/" + text,
    )
    _, event = read(write_calendar_file(facts, KY))
    assert "ATTENDEE" not in event
    assert event["LOCATION"] == " ".join("".join(c for c in text if c not in "\u202e\x00\x1b").split())
    assert all(len(line) <= 75 for line in write_calendar_file(facts, KY).split(b"\r\n"))
