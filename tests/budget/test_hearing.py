"""The rules of a hearing: reminders, quiet hours, who came, what a typed time means."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget.attendance import AttendanceDiffers, AttendanceUnreadable, parse_attendance
from bot.budget.hearing import DAY, HOUR, HearingKind, count_days_ahead, find_year_heard
from bot.budget.quiet_hours import QuietHours
from bot.budget.reminders import LEADS, list_reminders
from bot.budget.share_of_women import Attendance, count_women_needed
from bot.budget.workdays import BISHKEK, make_moment, move_to_bishkek, ms
from bot.language.mentions import names_phone, names_place
from bot.language.times import TimeUnreadable, TimeVague, is_at_night, parse_hearing_time, parse_time

MINUTE = 60_000
QUIET = QuietHours()
NEVER = QuietHours(0, 0)
TUESDAY = date(2026, 12, 15)


def at(text: str) -> int:
    """A moment as the clock in Bishkek shows it: «2026-12-16 10:00»."""
    return ms(datetime.fromisoformat(text).replace(tzinfo=BISHKEK))


def shown(moment: int) -> str:
    return f"{move_to_bishkek(moment):%Y-%m-%d %H:%M}"


# Quiet hours


@pytest.mark.parametrize("hour", range(24))
def test_from_ten_at_night_to_eight_in_the_morning_it_is_quiet_at_every_minute_of_the_hour(hour):
    quiet = hour >= 22 or hour < 8
    for minute in (0, 1, 30, 59):
        moment = make_moment(TUESDAY, hour, minute)
        assert QUIET.covers(moment) is quiet
        assert QUIET.covers(moment + MINUTE - 1) is quiet, "to the last millisecond of the minute"


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        ("2026-12-15 21:59", "2026-12-15 21:59"),
        ("2026-12-15 22:00", "2026-12-16 08:00"),
        ("2026-12-15 23:59", "2026-12-16 08:00"),
        ("2026-12-16 00:00", "2026-12-16 08:00"),
        ("2026-12-16 07:59", "2026-12-16 08:00"),
        ("2026-12-16 08:00", "2026-12-16 08:00"),
        ("2026-12-31 22:30", "2027-01-01 08:00"),
        ("2028-02-28 23:00", "2028-02-29 08:00"),
    ],
)
def test_quiet_hours_end_at_the_next_eight_oclock_also_across_midnight_and_new_year(moment, after):
    assert shown(QUIET.after(at(moment))) == after


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 400 * 24 * 60))
def test_after_the_quiet_hours_it_is_not_quiet_and_no_waking_minute_was_passed_over(start, end, minutes):
    quiet, moment = QuietHours(start, end), at("2026-06-01 00:00") + minutes * MINUTE
    after = quiet.after(moment)
    assert not quiet.covers(after)
    assert moment <= after <= moment + DAY
    assert all(quiet.covers(step) for step in range(moment, after, 30 * MINUTE))
    assert quiet.after(after) == after


def test_where_nothing_is_quiet_nothing_waits():
    assert not any(NEVER.covers(make_moment(TUESDAY, hour, 0)) for hour in range(24))
    assert NEVER.after(at("2026-12-15 23:00")) == at("2026-12-15 23:00")


def test_quiet_hours_may_lie_within_one_day():
    siesta = QuietHours(12, 14)
    assert [hour for hour in range(24) if siesta.covers(make_moment(TUESDAY, hour, 30))] == [12, 13]
    assert shown(siesta.after(at("2026-12-15 12:30"))) == "2026-12-15 14:00"


# Reminders


def told(starts_at: str, *, now: str, quiet: QuietHours = QUIET) -> dict[str, str]:
    return {reminder.lead: shown(reminder.at) for reminder in list_reminders(at(starts_at), now=at(now), quiet=quiet)}


def test_a_hearing_announced_long_before_is_reminded_of_a_week_a_day_and_two_hours_before():
    assert told("2026-12-16 15:00", now="2026-12-01 10:00") == {
        "7d": "2026-12-09 15:00",
        "1d": "2026-12-15 15:00",
        "2h": "2026-12-16 13:00",
    }


def test_the_reminder_of_an_early_hearing_waits_for_the_morning():
    assert told("2026-12-16 09:00", now="2026-12-01 10:00")["2h"] == "2026-12-16 08:00"
    assert told("2026-12-16 08:00", now="2026-12-01 10:00") == {"7d": "2026-12-09 08:00", "1d": "2026-12-15 08:00"}


@pytest.mark.parametrize(
    ("now", "leads"),
    [
        ("2026-12-01 10:00", ["7d", "1d", "2h"]),
        ("2026-12-09 02:59", ["7d", "1d", "2h"]),
        ("2026-12-09 03:00", ["1d", "2h"]),
        ("2026-12-15 02:59", ["1d", "2h"]),
        ("2026-12-15 03:00", ["2h"]),
        ("2026-12-16 12:59", ["2h"]),
        ("2026-12-16 13:00", []),
        ("2026-12-16 14:00", []),
    ],
)
def test_a_notice_fresher_than_twelve_hours_needs_no_reminder_but_the_last_one(now, leads):
    assert list(told("2026-12-16 15:00", now=now)) == leads


@given(st.integers(0, 60 * 24 * 60), st.integers(-20 * 24 * 60, 60 * 24 * 60), st.integers(0, 23), st.integers(0, 23))
def test_no_reminder_is_said_in_quiet_hours_late_twice_or_after_the_hearing_began(begins, told_at, start, end):
    quiet, base = QuietHours(start, end), at("2026-12-01 00:00")
    starts_at, now = base + begins * MINUTE, base + told_at * MINUTE
    found = list_reminders(starts_at, now=now, quiet=quiet)
    assert [reminder.lead for reminder in found] == [lead for lead in LEADS if lead in {one.lead for one in found}]
    for reminder in found:
        assert now < reminder.at < reminder.until <= starts_at
        assert starts_at - LEADS[reminder.lead] <= reminder.at
        assert not quiet.covers(reminder.at)
    assert all(before.until <= after.at for before, after in pairwise(found)), "two reminders at once"


def test_days_ahead_are_calendar_days_in_bishkek():
    assert count_days_ahead(at("2026-12-06 23:59"), at("2026-12-16 00:00")) == 10
    assert count_days_ahead(at("2026-12-16 00:00"), at("2026-12-16 23:59")) == 0
    assert count_days_ahead(at("2026-12-31 23:00"), at("2027-01-01 01:00")) == 1


@pytest.mark.parametrize(
    ("day", "year"), [(date(2027, 3, 1), 2026), (date(2027, 6, 30), 2026), (date(2027, 7, 1), 2027)]
)
def test_what_was_carried_out_is_the_year_before_until_the_summer(day, year):
    assert find_year_heard(HearingKind.EXECUTION, on=day, current=2028) == year
    assert find_year_heard(HearingKind.DRAFT, on=day, current=2028) == 2028


# Who came


def test_so_many_more_women_make_thirty_per_cent_and_one_less_does_not():
    for women in range(60):
        for men in range(60):
            more = next(n for n in range(200) if 10 * (women + n) >= 3 * (women + men + n))
            assert count_women_needed(Attendance(women, men)) == more


def test_a_share_of_women_below_the_goal_never_rounds_up_to_it():
    for women, men in ((2999, 7001), (2996, 7001), (299, 699)):
        assert count_women_needed(Attendance(women, men)) > 0
        assert f"{Attendance(women, men).percent_women:.1f}" == "29.9"
    assert f"{Attendance(3, 7).percent_women:.1f}" == "30.0"


def test_the_share_of_women_is_nought_where_nobody_came():
    assert Attendance(0, 0).percent_women == 0
    assert Attendance(41, 49).percent_women == pytest.approx(45.6, abs=0.05)
    assert Attendance(41, 49).people == 90


@pytest.mark.parametrize(
    "typed",
    [
        "аял 41 эркек 49", "Аял 41, эркек 49", "АЯЛ: 41; ЭРКЕК: 49", "аял-41 эркек-49", "эркек 49 аял 41",
        "аялдар 41, эркектер 49", "41 аял, 49 эркек", "41 аял 49 эркек", "аял41 эркек49", "кыз-келин 41, эркек 49",
        "женщин 41, мужчин 49", "женщины 41 мужчины 49", "41 женщина, 49 мужчин", "Женщин - 41. Мужчин - 49.",
        "ж 41 м 49", "ж41 м49", "ж.41, м.49", "жен. 41 муж. 49", "а 41 э 49", "ayal 41 erkek 49", "м49 ж41", "49 м 41 ж",
        "аялдар 41; эркектер 49",
        "аял 41, эркек 49, баары 90", "всего 90, женщин 41, мужчин 49", "Всего 90 человек: женщин 41, мужчин 49",
        "Всего: 90, из них 41 женщина и 49 мужчин", "90 киши: 41 аял, 49 эркек", "41 аял 49 эркек бардыгы болуп 90 киши",
        "женщин 41, мужчин 49, итого 90", "ж41 м49 всего90", "41 ж, 49 м, 90 всего", "баары 90: аял 41, эркек 49",
    ],
)  # fmt: skip
def test_who_came_is_read_as_clerks_type_it(typed):
    assert parse_attendance(typed) == Attendance(women=41, men=49)


@pytest.mark.parametrize(
    "typed",
    [
        "", "41 49", "41", "аял 41", "эркек 49", "аял 41 аял 49", "көп адам келди", "аял көп, эркек аз", "аял 0 эркек 0",
        "аял 99999 эркек 99999", "аял 41 эркек 49 бала 12", "балдар 41 эркек 49", "/cancel", "аял минус эркек",
        "женщин сорок один, мужчин сорок девять", "9" * 4000,
    ],
)  # fmt: skip
def test_what_does_not_say_both_counts_is_asked_again(typed):
    with pytest.raises(AttendanceUnreadable):
        parse_attendance(typed)


@pytest.mark.parametrize(
    "typed", ["аял 41, эркек 49, баары 91", "всего 91, женщин 41, мужчин 49", "91 киши: 41 аял, 49 эркек"]
)
def test_a_total_that_is_not_the_sum_is_named(typed):
    with pytest.raises(AttendanceDiffers) as refused:
        parse_attendance(typed)
    assert (refused.value.total, refused.value.counted) == (91, 90)


@pytest.mark.parametrize(
    "typed", ["баары 90", "90 киши", "аял баары 41", "аял 49 киши, эркек 41 киши", "аял 41 киши", "всего 30, женщин 41"]
)
def test_a_total_does_not_stand_for_a_count(typed):
    with pytest.raises(AttendanceUnreadable):
        parse_attendance(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "жалпы 90, аял 41",
        "90 киши: 41 аял",
        "всего 90, женщин 41",
        "90 человек, из них 41 женщина",
        "всего 90, мужчин 49",
    ],
)
def test_of_a_total_and_one_count_the_other_follows(typed):
    assert parse_attendance(typed) == Attendance(women=41, men=49)


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reading_of_counts_and_times(text):
    for read, refusal in ((parse_attendance, AttendanceUnreadable), (parse_time, TimeUnreadable)):
        try:
            found = read(text)
        except refusal:
            continue
        counts = found if isinstance(found, tuple) else (found.women, found.men)
        assert min(counts) >= 0


@given(
    st.integers(0, 50_000), st.integers(1, 50_000), st.sampled_from(["аял {w} эркек {m}", "{w} ж, {m} м", "м{m} ж{w}"])
)
def test_every_count_comes_back_as_it_was_typed(women, men, form):
    assert parse_attendance(form.format(w=women, m=men)) == Attendance(women, men)


# Times of the day


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("10:00", (10, 0)), ("10.00", (10, 0)), ("10-00", (10, 0)), ("10 00", (10, 0)), ("9:05", (9, 5)), ("0:00", (0, 0)),
        ("23:59", (23, 59)), ("10", (10, 0)), ("саат 10:00", (10, 0)), ("саат 10до", (10, 0)), ("саат 10дө", (10, 0)),
        ("саат 9да", (9, 0)), ("саат 3тө", (3, 0)), ("саат 14:30да", (14, 30)), ("эртең менен саат 9да", (9, 0)),
        ("түштөн кийин саат 3тө", (15, 0)), ("түштөн кийин 2де", (14, 0)), ("кечинде 6да", (18, 0)), ("кечки 7", (19, 0)),
        ("кечки 19:00", (19, 0)), ("в 10:00", (10, 0)), ("в 10 часов", (10, 0)), ("в 3 часа дня", (15, 0)),
        ("в 12 часов дня", (12, 0)), ("в 9 утра", (9, 0)), ("7 вечера", (19, 0)), ("в 18:30", (18, 30)),
        ("В 10 ЧАСОВ УТРА", (10, 0)), ("к 15:00", (15, 0)), ("saat 10:00", (10, 0)), ("10:00.", (10, 0)),
        ("10 ч", (10, 0)), ("14ч", (14, 0)), ("14 ч.", (14, 0)), ("10 ч 30 мин", (10, 30)), ("10 часов 30 минут", (10, 30)),
        ("саат 10, 30 мүнөт", (10, 30)), ("с 10:00", (10, 0)), ("таңкы 10", (10, 0)), ("таңкы саат 9да", (9, 0)),
        ("түштөн кийин 2", (14, 0)), ("2 часа днём", (14, 0)), ("6 вечером", (18, 0)),
        ("түшкө чейин 11", (11, 0)), ("саат он", (10, 0)), ("саат ондо", (10, 0)), ("саат он бирде", (11, 0)),
        ("саат жети жарымда", (7, 30)), ("10ч30", (10, 30)), ("10дон баштап", (10, 0)), ("саат 10:00дөн баштап", (10, 0)),
        ("10:00-12:00", (10, 0)), ("10.00 – 12.00", (10, 0)), ("1000", (10, 0)), ("1030", (10, 30)), ("саат10", (10, 0)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it_in_both_languages(typed, time):
    assert parse_time(typed) == time


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "24:00",
        "25",
        "10:60",
        "10:0",
        "түшкө чейин",
        "он",
        "утром",
        "10:00:00 20",
        "2026",
        "саат он он",
        "12:00-10:00",
        "саат 10дон кийин",
        "10000000",
        "с 10 до 12",
        "саат 10дон 12ге чейин",
    ],
)
def test_what_is_no_time_of_a_day_is_asked_again(typed):
    with pytest.raises(TimeUnreadable):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2", (14, 0)), ("саат 3тө", (15, 0)), ("в 6:30", (18, 30)), ("7:00", (7, 0)), ("10:00", (10, 0)), ("0:30", (0, 30)),
        ("05:57", (5, 57)), ("06:30", (6, 30)), ("саат 06.30да", (6, 30)),
        ("6:30 утра", (6, 30)), ("эртең менен 6:30", (6, 30)), ("таңкы 6", (6, 0)), ("таң 6да", (6, 0)),
        ("6 вечера", (18, 0)), ("саат экиде", (14, 0)), ("2:00-4:00", (14, 0)), ("саат 10тон", (10, 0)),
    ],
)  # fmt: skip
def test_a_small_hour_of_a_hearing_is_in_the_afternoon_unless_the_morning_is_named(typed, time):
    assert parse_hearing_time(typed) == time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("он жарым", (10, 30)), ("ондо", (10, 0)), ("түштө", (12, 0)), ("полдень", (12, 0)), ("в полдень", (12, 0)),
        ("кечки 6да", (18, 0)), ("кечинде алтыда", (18, 0)), ("в десять", (10, 0)), ("в два часа", (14, 0)),
        ("в час дня", (13, 0)), ("в час", (13, 0)), ("половина десятого", (9, 30)), ("полтретьего", (14, 30)),
        ("без четверти десять", (9, 45)), ("четверть одиннадцатого", (10, 15)), ("онго беш мүнөт калганда", (9, 55)),
        ("ондон он беш мүнөт өткөндө", (10, 15)), ("десять тридцать", (10, 30)), ("он бир отузда", (11, 30)),
        ("saat onda", (10, 0)), ("tushton kiyin ekide", (14, 0)), ("к трём часам", (15, 0)), ("10,30", (10, 30)),
        ("12 ночи", (0, 0)), ("десять ноль ноль", (10, 0)), ("эртең менен тогузда", (9, 0)), ("saat 3te", (15, 0)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_spoken(typed, time):
    assert parse_hearing_time(typed) == time


@pytest.mark.parametrize(
    ("typed", "example"), [("кечинде", 18), ("түштөн кийин", 14), ("утром", 10), ("после обеда", 14)]
)
def test_of_a_part_of_the_day_the_hour_is_asked(typed, example):
    with pytest.raises(TimeVague) as refused:
        parse_time(typed)
    assert refused.value.example == example


@pytest.mark.parametrize(
    "typed", ["90 киши, 41и аял", "41/49", "41и аял, 49у эркек", "90 киши келди, 41 аял", "90дон 41и аял"]
)
def test_who_came_is_read_as_it_is_spoken(typed):
    assert parse_attendance(typed) == Attendance(women=41, men=49)


def test_nobody_comes_to_a_hearing_at_night():
    assert [hour for hour in range(24) if is_at_night(hour)] == [0, 1, 2, 3, 4, 5, 6, 22, 23]


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{h}:{m:02}", "{h:02}.{m:02}", "саат {h}:{m:02}", "в {h}-{m:02}"]),
)
def test_every_minute_of_the_day_comes_back_as_it_was_typed(hour, minute, form):
    assert parse_time(form.format(h=hour, m=minute)) == (hour, minute)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_a_bishkek_day_is_there_and_back_the_same(day, hour, minute):
    moment = make_moment(day, hour, minute)
    assert move_to_bishkek(moment).replace(tzinfo=None) == datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001
    assert move_to_bishkek(moment).utcoffset() == timedelta(hours=6)
    assert moment % HOUR == minute * MINUTE


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("16-декабрда Көк-Жар айылынын маданият үйүндө", True),
        ("Маданият уйундо чогулабыз", True),
        ("Көк-Жар айыл өкмөтү 16-декабрда угуу өткөрөт", False),
        ("Село Кок-Жар, дом культуры", False),
    ],
)
def test_the_name_of_the_aimak_alone_names_no_place(text, named):
    assert names_place(text, "Көк-Жар айылы, маданият үйү", aimak="Көк-Жар") is named


def test_a_place_with_no_other_words_is_named_by_those_it_has():
    assert names_place("Көк-Жарда чогулабыз", "Көк-Жар айылы", aimak="Көк-Жар")
    assert not names_place("Угууга келиңиздер", "Көк-Жар айылы", aimak="Көк-Жар")
    assert names_place("В школе в 10:00", "Школа № 5")
    assert names_place("Угууга келиңиздер", "№ 5")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Чалыңыз: 0555 12 34 56", True),
        ("тел. +996 (555) 12-34-56.", True),
        ("Телефону 2-14-56", True),
        ("16.12.2026 саат 10:00дө клубда", False),
        ("2026-12-16, 10-00, 2026-жылдын бюджети", False),
        ("16 12 2026 в 10 00", False),
        ("Клубга келиңиздер", False),
    ],
)
def test_a_telephone_is_told_from_a_day_and_a_time(text, named):
    assert names_phone(text) is named
