"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.texts import Words
from bot.language.days import (
    DayMissing,
    DayUnreadable,
    WeekdayWrong,
    names_day,
    parse_coming_day,
    parse_day,
    parse_moment,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-07-05", date(2026, 7, 5)),
        ("05.07.2026", date(2026, 7, 5)),
        ("5.7.26", date(2026, 7, 5)),
        ("5/7/2026", date(2026, 7, 5)),
        ("05.07", date(2026, 7, 5)),
        ("16-декабрь", date(2026, 12, 16)),
        ("16-декабрь 2027", date(2027, 12, 16)),
        ("2026-жылдын 16-декабры", date(2026, 12, 16)),
        ("16 декабря", date(2026, 12, 16)),
        ("16 декабря 2026 г.", date(2026, 12, 16)),
        ("16 ДЕКАБРЯ 2026 года", date(2026, 12, 16)),
        ("9-май", date(2027, 5, 9)),
        ("9 мая", date(2027, 5, 9)),
        ("8 марта", date(2027, 3, 8)),
        ("8-март", date(2027, 3, 8)),
        ("5 января", date(2027, 1, 5)),
        ("1-июнь 2027", date(2027, 6, 1)),
        ("1 июля 2027", date(2027, 7, 1)),
        ("16-декабрь, шаршемби", date(2026, 12, 16)),
        ("16-декабрь шаршемби күнү", date(2026, 12, 16)),
        ("2026-жылдын 16-декабры, шаршемби", date(2026, 12, 16)),
        ("2026-жылы 16-декабрда", date(2026, 12, 16)),
        ("среда, 16 декабря", date(2026, 12, 16)),
        ("среда, 16 декабря 2026 года", date(2026, 12, 16)),
        ("в среду 16 декабря", date(2026, 12, 16)),
        ("СР, 16.12.2026", date(2026, 12, 16)),
        ("во вторник, 15 декабря", date(2026, 12, 15)),
        ("16 дек", date(2026, 12, 16)),
        ("16 дек. 2026", date(2026, 12, 16)),
        ("16 dekabr", date(2026, 12, 16)),
        ("16-dekabr 2026", date(2026, 12, 16)),
        ("16 12 2026", date(2026, 12, 16)),
        ("8 мар", date(2027, 3, 8)),
        ("5 сент", date(2026, 9, 5)),
        ("декабрдын 16сында", date(2026, 12, 16)),
        ("декабрдын 16-сы, шаршемби", date(2026, 12, 16)),
        ("2026-жылдын декабрынын 16сында", date(2026, 12, 16)),
        ("майдын 5инде", date(2027, 5, 5)),
        ("16-го декабря", date(2026, 12, 16)),
        ("16.12.2026-ж.", date(2026, 12, 16)),
        ("16.12.2026 г.", date(2026, 12, 16)),
    ],
)
def test_a_day_is_read_in_any_usual_form(typed, day):
    assert parse_day(typed, today=TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "эртең", "31.02.2026", "45.01", "2026", "5", "5 июлябрь тест", "2026-13-01", "۱۲.۰۱"]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(DayUnreadable):
        parse_day(typed, today=TODAY)


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("days", range(0, 400, 3))
def test_a_day_is_read_as_the_bot_itself_writes_it(language, days):
    words, day = Words(language), TODAY + timedelta(days)
    assert parse_day(words.full_day(day), today=TODAY) == day
    assert parse_day(words.long_day(day), today=TODAY) == day
    assert parse_coming_day(words.day(day), today=day - timedelta(30)) == day


@pytest.mark.parametrize("typed", ["вторник, 16 декабря", "16-декабрь, бейшемби", "пт 16.12.2026", "16 dekabr, juma"])
def test_a_day_of_the_week_that_does_not_fit_is_asked_back(typed):
    with pytest.raises(WeekdayWrong) as refused:
        parse_day(typed, today=TODAY)
    assert refused.value.day == date(2026, 12, 16)
    with pytest.raises(WeekdayWrong):
        parse_moment(f"{typed}, саат 10до", today=TODAY)


@pytest.mark.parametrize("typed", ["среда", "в среду", "среда, вторник 16 декабря", "16 12", "16 декады"])
def test_what_names_no_day_or_two_is_refused(typed):
    with pytest.raises(DayUnreadable):
        parse_day(typed, today=TODAY)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_written_with_its_year_comes_back(day):
    assert parse_day(day.isoformat(), today=TODAY) == day
    assert parse_day(f"{day:%d.%m.%Y}", today=TODAY) == day


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.dates(date(2026, 1, 1), date(2026, 12, 1)))
def test_without_a_year_the_nearest_is_meant(day, today):
    found = parse_day(f"{day.day}.{day.month}", today=today)
    assert abs(found - today) <= timedelta(days=366 * 2)
    assert (found.day, found.month) == (day.day, day.month)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_is_refused(text):
    try:
        assert type(parse_day(text, today=TODAY)) is date
    except DayUnreadable:
        return


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("эртең", timedelta(1)),
        ("Завтра", timedelta(1)),
        ("бүгүн", timedelta(0)),
        ("послезавтра", timedelta(2)),
        ("erten", timedelta(1)),
    ],
)
def test_a_day_to_come_has_a_name(typed, day):
    assert parse_coming_day(typed, today=TODAY) == TODAY + day


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5-июль", date(2027, 7, 5)), ("22.11", date(2026, 11, 22)), ("16 декабря", date(2026, 12, 16)),
     ("01.10.2026", date(2026, 10, 1))],
)  # fmt: skip
def test_without_a_year_a_day_to_come_is_meant_and_one_just_past_stays_so(typed, day):
    assert parse_coming_day(typed, today=date(2026, 11, 23)) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("16сы", date(2026, 12, 16)), ("16сында", date(2026, 12, 16)), ("16 числа", date(2026, 12, 16)),
        ("16-го", date(2026, 12, 16)), ("27 числа", date(2026, 11, 27)), ("31 числа", date(2026, 12, 31)),
        ("среда", date(2026, 12, 2)), ("в среду", date(2026, 12, 2)), ("шаршемби", date(2026, 12, 2)),
        ("ушул шаршемби", date(2026, 12, 2)), ("келерки шаршемби", date(2026, 12, 2)),
        ("в следующую среду", date(2026, 12, 2)), ("среда, 16 числа", date(2026, 12, 16)),
        ("через неделю", date(2026, 12, 4)), ("бир жумадан кийин", date(2026, 12, 4)),
        ("через две недели", date(2026, 12, 11)), ("эки жумадан кийин", date(2026, 12, 11)),
        ("через 10 дней", date(2026, 12, 7)), ("10 күндөн кийин", date(2026, 12, 7)),
    ],
)  # fmt: skip
def test_a_day_to_come_is_counted_from_today(typed, day):
    assert parse_coming_day(typed, today=date(2026, 11, 27)) == day  # a Friday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("шаршембиде", date(2026, 12, 2)), ("дүйшөмбүдө", date(2026, 11, 30)), ("жекшембиге", date(2026, 11, 29)),
        ("sharshembide", date(2026, 12, 2)), ("к понедельнику", date(2026, 11, 30)),
        ("бир аптадан кийин", date(2026, 12, 4)), ("үч күндөн соң", date(2026, 11, 30)), ("через три дня", date(2026, 11, 30)),
        ("эртеңки күнү", date(2026, 11, 28)), ("на завтра", date(2026, 11, 28)), ("завтрашний день", date(2026, 11, 28)),
        ("айдын 25инде", date(2026, 12, 25)), ("кийинки айдын 5инде", date(2026, 12, 5)), ("16,12", date(2026, 12, 16)),
        ("16,12,2026", date(2026, 12, 16)), ("двадцать пятого декабря", date(2026, 12, 25)),
        ("декабрдын он алтысында", date(2026, 12, 16)), ("он алтынчы декабрь", date(2026, 12, 16)),
        ("шестнадцатого", date(2026, 12, 16)), ("через месяц", date(2026, 12, 27)),
        ("декабрь айынын 16сында", date(2026, 12, 16)),
        ("16 числа следующего месяца", date(2026, 12, 16)), ("две недели спустя", date(2026, 12, 11)),
    ],
)  # fmt: skip
def test_a_day_to_come_is_read_as_it_is_spoken(typed, day):
    assert parse_coming_day(typed, today=date(2026, 11, 27)) == day


@pytest.mark.parametrize(
    ("typed", "day", "time"),
    [
        ("эртең ондо", 28, (10, 0)), ("шаршембиде саат он жарымда", 2, (10, 30)), ("16,12 саат 10до", 16, (10, 0)),
        ("двадцать пятого в десять", 25, (10, 0)), ("эртең түштө", 28, (12, 0)), ("айдын 25инде кечки алтыда", 25, (18, 0)),
        ("через неделю в 3 часа дня", 4, (15, 0)),
    ],
)  # fmt: skip
def test_a_day_and_a_time_are_read_as_they_are_spoken(typed, day, time):
    read, at = parse_moment(typed, today=date(2026, 11, 27))
    assert (read.day, at) == (day, time)


@pytest.mark.parametrize(
    "typed",
    [
        "через день", "через пару дней", "25 числа этого месяца", "двадцать пять", "эртең кечинде",
        "пятница", "жума", "келерки жума",  # today or in a week
        "в следующую субботу",  # tomorrow or in a week
        "16", "16 и", "32 числа", "среда, четверг", "вторник, 16 числа", "через среду", "через 100000 дней",
    ],
)  # fmt: skip
def test_what_may_mean_two_days_is_refused(typed):
    with pytest.raises(DayUnreadable):
        parse_coming_day(typed, today=date(2026, 11, 27))


def test_the_thirty_first_is_not_looked_for_beyond_the_next_month():
    with pytest.raises(DayUnreadable):
        parse_coming_day("30 числа", today=date(2027, 1, 31))


@given(
    st.text(alphabet="0123456789 -.абвгдежзийклмнопрстуычөүң", max_size=25),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_any_text_is_a_day_to_come_or_is_refused(text, today):
    try:
        assert type(parse_coming_day(text, today=today)) is date
    except DayUnreadable:
        return


@pytest.mark.parametrize("typed", ["среда 16", "16.12 2026", "16.12 1000", "16 числа 10", "жума саат 10до"])
def test_a_number_that_may_be_a_day_a_year_or_a_time_is_refused(typed):
    with pytest.raises(DayUnreadable):
        parse_moment(typed, today=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("typed", "day", "time"),
    [
        ("эртең 9:00", date(2026, 11, 24), (9, 0)),
        ("завтра в 9 утра", date(2026, 11, 24), (9, 0)),
        ("16-декабрь, саат 9да", date(2026, 12, 16), (9, 0)),
        ("16.12 9.30", date(2026, 12, 16), (9, 30)),
        ("16 декабря 2026 г. в 3 часа дня", date(2026, 12, 16), (15, 0)),
        ("5 июля 2027 9 00", date(2027, 7, 5), (9, 0)),
        ("среда, 16 декабря, с 10:00", date(2026, 12, 16), (10, 0)),
        ("2026-жылдын 16-декабры, шаршемби, саат 10:00", date(2026, 12, 16), (10, 0)),
        ("16 12 2026 14 00", date(2026, 12, 16), (14, 0)),
        ("эртең түштөн кийин 2", date(2026, 11, 24), (14, 0)),
        ("16 декабрь саат 10до", date(2026, 12, 16), (10, 0)),
        ("декабрдын 16сында саат ондо", date(2026, 12, 16), (10, 0)),
        ("шаршемби саат 10до", date(2026, 11, 25), (10, 0)),
        ("16 числа в 10:00", date(2026, 12, 16), (10, 0)),
        ("16.12 10:00-12:00", date(2026, 12, 16), (10, 0)),
    ],
)
def test_a_day_and_a_time_are_read_together(typed, day, time):
    assert parse_moment(typed, today=date(2026, 11, 23)) == (day, time)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_is_refused(text):
    try:
        day, (hour, minute) = parse_moment(text, today=TODAY)
    except DayUnreadable:
        return
    assert type(day) is date
    assert (hour in range(24), minute in range(60)) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "Угуу 2026-жылдын 16-декабрында, саат 10:00дө",
        "Угуу декабрдын 16сында болот",
        "ДЕКАБРДЫН 16-СЫ КҮНҮ",
        "Слушания 16 декабря в клубе",
        "Слушания 16-го декабря",
        "Слушания 16 дек. в клубе",
        "Слушания 16.12.2026, клуб",
        "Угуу 16/12, клуб",
        "Угуу 2026-12-16",
        "16 dekabrda kelgile",
    ],
)
def test_a_text_names_its_day_with_the_month(text):
    assert names_day(text, date(2026, 12, 16))
    assert not names_day(text, date(2026, 12, 6))
    assert not names_day(text, date(2026, 11, 16))


@pytest.mark.parametrize(
    "text",
    ["Угуу клубда, саат 10:00", "16 киши келсин", "Декабрда 10:00", "116 декабря", "Декабрда 160 киши", "16.1.2027"],
)
def test_a_number_or_a_month_alone_names_no_day(text):
    assert not names_day(text, date(2026, 12, 16))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(["ky", "ru"]))
def test_a_text_names_every_day_as_the_bot_writes_it(day, language):
    words = Words(language)
    for form in (words.day(day), words.long_day(day), words.full_day(day)):
        assert names_day(f"«{form}»", day)


@pytest.mark.parametrize(
    "typed", ["29.02", "29-февраль", "29 февраля", "29 02 2027", "29.02.2027", "30.02", "29.02 10:00"]
)
@pytest.mark.parametrize("read", [parse_day, parse_coming_day, parse_moment])
def test_a_day_its_month_does_not_have_is_asked_back(typed, read):
    """From November 2026 the nearest February is that of 2027, which ends on the 28th; 2028 is not taken instead."""
    with pytest.raises(DayMissing if ":" not in typed or read is parse_moment else DayUnreadable) as refused:
        read(typed if read is not parse_moment or ":" in typed else f"{typed} 10:00", today=TODAY)
    if isinstance(refused.value, DayMissing):
        assert refused.value.last == date(2027, 2, 28)


@pytest.mark.parametrize(("typed", "last"), [("31.04", date(2027, 4, 30)), ("31-ноябрь", date(2026, 11, 30))])
def test_so_is_the_31st_of_a_month_of_30_days(typed, last):
    with pytest.raises(DayMissing) as refused:
        parse_coming_day(typed, today=TODAY)
    assert refused.value.last == last


def test_the_29th_of_february_of_a_leap_year_is_read():
    assert parse_day("29.02", today=date(2028, 1, 10)) == date(2028, 2, 29)
    assert parse_coming_day("29-февраль", today=date(2027, 12, 1)) == date(2028, 2, 29)
    assert parse_day("29.02.2024", today=TODAY) == date(2024, 2, 29)


@pytest.mark.parametrize("typed", ["32.01", "0.02", "15.13", "эртең " * 30])
def test_what_no_month_has_is_unreadable(typed):
    with pytest.raises(DayUnreadable) as refused:
        parse_coming_day(typed, today=TODAY)
    assert not isinstance(refused.value, DayMissing)
