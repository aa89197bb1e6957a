"""Hearings and broadcasts from the command line, and what the log shows of them afterwards."""

import asyncio
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.app import now, open_install
from bot.budget.workdays import find_day, move_to_bishkek
from bot.config import from_env
from tests.cli.commands import ROOT, from_outside

PLACE = "Көк-Жар маданият үйү"


TODAY = find_day(now())  # of all tests here, also where a run goes on past midnight: installs are kept for several


def in_days(days: int, since: date = TODAY) -> str:
    return (since + timedelta(days)).isoformat()


def days_from_now(days: int) -> str:
    return in_days(days, find_day(now()))


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Where an install is kept that several tests begin with: it is made once, and copied."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def samples(own_folder, kept):
    """An install nobody has used yet, with the sample aimaks."""
    begun(own_folder, kept / "samples", lambda: from_outside("chat", "--aimak", "kokjar", typed=":quit\n"))


def begun(folder, install, make):
    """Copies an install into a folder, or makes it there and keeps a copy."""
    if install.exists():
        shutil.rmtree(folder)
        shutil.copytree(install, folder)
        os.chdir(folder)
    else:
        make()
        shutil.copytree(folder, install)


@pytest.fixture
def aigul(own_folder, kept):
    """A subscriber of Көк-Жар's notices, who also made a proposal."""
    begun(own_folder, kept / "aigul", proposes_and_subscribes)


def proposes_and_subscribes():
    lines = ["Кыргызча", "1", "2", "Мектептин жанына жарык керек, балдар караңгыда келатышат", "1", "1", "1"]
    typed = "\n".join([*lines, "Кабар алам"]) + "\n"
    ran = from_outside("chat", "--as", "Айгүл", "--aimak", "kokjar", typed=typed)
    assert "ар бир угуу тууралуу кабарлайбыз" in ran.out


@pytest.fixture
def hearing(aigul, own_folder, kept, sunush):
    """A hearing in 24 days, announced and not sent yet."""
    begun(own_folder, kept / "hearing", lambda: announces(sunush))


def announces(sunush):
    ran = sunush(
        "hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--time", "саат 10до", "--place", PLACE,
        "--agenda", "1. Бюджет", "--now",
    )  # fmt: skip
    assert ran.code == 0, ran
    assert ran.out == f"hearing 1: {in_days(24)} 10:00, {PLACE}\n  to be told: terminal, ky: 1\n"
    assert ran.err == ""


def comes_back(*lines: str) -> str:
    """What Айгүл reads when she opens her window again."""
    return from_outside("chat", "--as", "Айгүл", typed="".join(f"{line}\n" for line in lines)).out


def test_a_notice_of_a_theme_is_counted_and_sent_once(samples, sunush):
    of_water = ("broadcast", "send", "--aimak", "kokjar", "--theme", "water")
    assert sunush(*of_water, "--dry-run").out == "would reach 0\n"
    sent = sunush(*of_water, "--text", "Эртең суу болбойт")
    assert (sent.out, sent.err) == ("broadcast 1: to 0\n", "nobody has asked for notices of this yet\n")
    assert "--sure" in sunush(*of_water, "--text", "Эртең суу болбойт").refused()
    assert "topics" in sunush("broadcast", "list").out


def test_a_notice_reaches_its_subscriber_and_the_log_shows_it(hearing, sunush):
    # The window is open for a moment, so that what moves the broadcast on runs.
    window = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--as", "Айгүл"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    until = time.monotonic() + 30
    while time.monotonic() < until:
        shown = json.loads(sunush("broadcast", "show", "1", "--format", "json").out)
        if shown["state"] == "done":
            break
        time.sleep(0.3)
    assert window.stdin is not None
    printed = window.communicate(b":quit\n", timeout=30)[0].decode()

    assert shown == {"id": 1, "kind": "notice", "state": "done", "reached": 1, "waiting": 0, "not_reached": {}}
    assert "БЮДЖЕТ УГУУСУ" in printed
    assert f"Кайда: {PLACE}." in printed
    assert "1 — Келем" in printed

    told = sunush("hearing", "evidence", "1", "--language", "ru").out
    assert "за 24 дня до слушаний" in told
    assert "терминал, на кыргызском: дошло 1, не дошло 0, ждут 0." in told
    assert "Сказали, что придут: 0" in told

    assert sunush("export", "hearings", "--codes", "--output", "hearings.csv").out.startswith("hearings.csv: 1 row\n")
    (row,) = csv.DictReader(Path("hearings.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    assert (row["aimak"], row["days_ahead"], row["reached"], row["languages"]) == ("kokjar", "24", "1", "ky")

    ran = sunush("export", "deliveries", "--language", "ru", "--output", "deliveries.xlsx")
    assert (ran.out, ran.err) == ("deliveries.xlsx: 1 row\n", ""), "nothing but what was written"
    elsewhere = sunush("export", "deliveries", "--aimak", "shark", "--hearing", "1", "--output", "a.csv").refused()
    assert elsewhere == "Hearing 1 is one of «kokjar»: leave out --aimak, or give another --hearing."
    followed = sunush("broadcast", "show", "1", "--follow", "--format", "json")
    assert (json.loads(followed.out)["state"], followed.err) == ("done", "")
    sheet = load_workbook("deliveries.xlsx").active
    (header, first) = sheet.iter_rows(values_only=True)
    found = dict(zip(header, first, strict=True))
    assert [found[name] for name in ("Вид", "Мессенджер", "Язык", "Доставка")] == [
        "Сообщение о слушаниях", "терминал", "кыргызский", "дошло"
    ]  # fmt: skip
    assert "Айгүл" not in str(first)


def test_a_moved_hearing_keeps_its_number_and_its_old_reminders_are_over(hearing, sunush):
    assert sunush("hearing", "move", "1", "--time", "11:30").out == f"hearing 1: {in_days(24)} 11:30, {PLACE}\n"
    states = [line.split()[2:5] for line in sunush("broadcast", "list").out.splitlines()]
    assert [kind for _, kind, state in states if state == "cancelled"] == ["2h", "1d", "7d", "notice"]
    assert [kind for _, kind, state in states if state == "scheduled"] == ["2h", "1d", "7d", "notice"]
    assert "scheduled (moved 1)" in sunush("hearing", "list").out


def test_the_same_hearing_is_announced_again_only_by_whoever_is_sure(hearing, sunush):
    again = ["hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--time", "10:00", "--place", PLACE, "--now"]
    assert "Hearing 1 is like it" in sunush(*again).refused()
    assert sunush(*again, "--sure").out.startswith("hearing 2: ")


@pytest.mark.parametrize(("clock", "told"), [("2", "14:00"), ("6:30", "18:30"), ("7", "07:00"), ("с 10:00", "10:00")])
def test_a_time_is_read_as_the_chat_reads_it(aigul, sunush, clock, told):
    add = ["hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--place", PLACE, "--now"]
    assert sunush(*add, "--time", clock).out.startswith(f"hearing 1: {in_days(24)} {told}, ")


def test_a_hearing_at_night_is_announced_and_moved_only_by_whoever_is_sure(aigul, sunush):
    add = ["hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--place", PLACE, "--now"]
    assert (
        sunush(*add, "--time", "2 утра").refused() == "«2 утра» is 2:00, at night: give another --time, or add --sure."
    )
    assert "is 23:00, at night" in sunush(*add, "--time", "23:00").refused()
    assert "No hearing yet" in sunush("hearing", "list").err
    assert f"{in_days(24)} 06:30" in sunush(*add, "--time", "6:30 утра", "--sure").out
    assert f"{in_days(25)} 06:30" in sunush("hearing", "move", "1", "--date", in_days(25)).out, "the time stays"
    assert "at night" in sunush("hearing", "move", "1", "--time", "0:30").refused()
    assert f"{in_days(25)} 15:00" in sunush("hearing", "move", "1", "--time", "3").out
    assert f"{in_days(25)} 23:00" in sunush("hearing", "move", "1", "--time", "23", "--sure").out


def test_of_a_cancelled_hearing_there_are_no_papers_for_the_hall(hearing, sunush):
    sunush("hearing", "cancel", "1")
    refused = sunush("hearing", "kit", "1", "--output", "kit.pdf").refused()
    assert refused == "Hearing 1 is cancelled: «sunush hearing add» announces another one."
    assert not Path("kit.pdf").exists()


def test_a_hearing_is_cancelled_once(hearing, sunush):
    assert sunush("hearing", "cancel", "1").out == "hearing 1: cancelled\n"
    over = "Hearing 1 is cancelled: «sunush hearing add» announces another one."
    for again in (["cancel", "1"], ["move", "1", "--time", "12:00"], ["held", "1"], ["results", "1"]):
        assert sunush("hearing", *again).refused() == over, again


def test_a_broadcast_pauses_goes_on_and_ends(hearing, sunush):
    assert sunush("broadcast", "pause", "1").out == "broadcast 1: paused\n"
    comes_back()
    assert json.loads(sunush("broadcast", "show", "1", "--format", "json").out)["state"] == "paused"
    assert sunush("broadcast", "resume", "1", "--now").out == "broadcast 1: goes on\n"
    assert sunush("broadcast", "cancel", "1").out == "broadcast 1: cancelled\n"
    for again in ("resume", "pause", "cancel"):
        now = ["--now"] if again == "resume" else []
        assert sunush("broadcast", again, "1", *now).refused().startswith("Broadcast 1 is over (cancelled): ")


def test_a_hearing_is_not_held_before_its_day(hearing, sunush):
    early = f"Hearing 1 of {in_days(24)} 10:00 was not held yet: «sunush hearing held 1» notes it, from that day on."
    assert sunush("hearing", "held", "1", "--women", "41", "--men", "49").refused() == early
    assert sunush("hearing", "results", "1").refused() == early


def test_a_year_is_closed_without_an_answer_only_by_whoever_is_sure(aigul, sunush):
    results = ["year", "results", "--aimak", "kokjar", "--on", days_from_now(0)]
    assert "Without an answer yet (1): № 0001." in sunush(*results).refused()
    assert days_from_now(0) in sunush(*results, "--sure").out


def begin(number: int) -> None:
    """Lets a hearing have begun an hour ago."""

    async def hold(store):
        found = await store.hearings.get(number)
        await store.hearings.revise(found, replace(found.terms, starts_at=now() - 3_600_000), at=now())

    async def work():
        async with open_install(from_env()) as office:
            await office.database.write(hold)

    asyncio.run(work())


def test_results_of_any_hearing_are_warned_of_and_the_same_figures_are_asked_about(hearing, sunush):
    add = ["hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--place", PLACE, "--kind", "other", "--now"]
    assert sunush(*add, "--time", "15:00").code == 0
    for number in (1, 2):
        begin(number)
        assert sunush("hearing", "held", str(number)).code == 0
    refused = sunush("hearing", "results", "2").refused()
    assert refused.startswith("Without an answer yet (1): № 0001.")
    assert "short while ago" not in refused
    assert sunush("hearing", "results", "1", "--sure").code == 0
    same = "The results of hearing 1, with the same figures, were sent a short while ago."
    assert same in sunush("hearing", "results", "2").refused()
    assert sunush("broadcast", "list").out.count("results") == 1
    assert sunush("hearing", "results", "2", "--sure").code == 0
    assert sunush("broadcast", "list").out.count("results") == 2


def test_results_that_were_stopped_are_sent_after_all(hearing, sunush):
    begin(1)
    sunush("hearing", "held", "1")
    sunush("hearing", "results", "1", "--sure")
    (number,) = [line.split()[0] for line in sunush("broadcast", "list").out.splitlines() if " results " in line]
    sunush("broadcast", "cancel", number)
    ran = sunush("broadcast", "send", number, "--now")
    assert ran.code == 0
    again = ran.out.split()[1].rstrip(":")
    assert again != number
    assert "scheduled" in next(
        line for line in sunush("broadcast", "list").out.splitlines() if line.split()[0] == again
    )
    assert "cannot be sent again" in sunush("broadcast", "send", "1", "--now").refused()


def test_results_are_published_without_an_answer_only_by_whoever_is_sure(hearing, sunush):
    begin(1)
    assert sunush("hearing", "held", "1").code == 0
    assert "1 was held and stays as it is" in sunush("hearing", "cancel", "1").refused()
    assert "at most 100000 together" in sunush("hearing", "held", "1", "--women", "100000", "--men", "1").refused()
    assert "(1): № 0001" in sunush("hearing", "results", "1").refused()
    assert "results" not in sunush("broadcast", "list").out
    ran = sunush("hearing", "results", "1", "--sure")
    assert (ran.code, "УГУУСУНУН ЖЫЙЫНТЫГЫ" in ran.out) == (0, True)
    assert "results of hearing 1 are published" in sunush("hearing", "results", "1").refused()


def test_the_kit_is_one_pdf_in_both_languages(hearing, sunush):
    ran = sunush("hearing", "kit", "1", "--output", "kit.pdf")
    assert ran.code == 0
    assert "No code to scan" in ran.err
    pages = PdfReader("kit.pdf").pages
    text = "\n".join(page.extract_text() for page in pages)
    assert PLACE in text
    assert "Мектептин жанына жарык керек" not in text, "its author was not asked yet"
    assert "Уличное освещение" in text
    assert "Каттоо тизмеси" in text
    assert "is there already" in sunush("hearing", "kit", "1", "--output", "kit.pdf").refused()


def test_the_years_are_printed_and_drawn(sunush):
    ran = sunush("hearings", "stats", "--language", "ru", "--chart", "years.png")
    assert "2018" in ran.out
    assert "14\N{NO-BREAK SPACE}613" in ran.out
    assert Path("years.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"--send-on": "2020-01-10"}, "--send-on at 9:00: that must lie ahead, and before the hearing"),
        ({"--send-on": in_days(25)}, "--send-on at 9:00: that must lie ahead, and before the hearing"),
        ({"--send-on": "soon"}, "«soon» is no day"),
        ({"--date": in_days(3 * 366)}, "within two years: give another --date or --time"),
        ({"--place": "клуб" * 60}, "The place is too long: at most 200"),
        ({"--agenda": "бюджет" * 200}, "The agenda is too long: at most 1000"),
    ],
)
def test_a_hearing_is_announced_only_as_it_can_be(samples, sunush, given, says):
    options = {"--aimak": "kokjar", "--date": in_days(24), "--time": "10", "--place": "клуб", **given}
    assert says in sunush("hearing", "add", *(word for pair in options.items() for word in pair)).refused()
    assert "No hearing yet" in sunush("hearing", "list").err


def test_a_late_notice_is_said_to_be_late(aigul, sunush):
    ran = sunush(
        "hearing", "add", "--aimak", "kokjar", "--date", days_from_now(3), "--time", "10:00", "--place", PLACE, "--now"
    )  # fmt: skip
    assert ran.code == 0
    assert "3 days before the hearing: that is late" in ran.err
    ran = sunush(
        "hearing", "add", "--aimak", "kokjar", "--date", days_from_now(1), "--time", "23:00", "--place", PLACE,
        "--now", "--sure",
    )  # fmt: skip
    assert "out 1 day before the hearing: that is late" in ran.err


def test_at_night_a_notice_leaves_at_once_only_by_whoever_says_so(aigul, sunush, monkeypatch):
    hour = move_to_bishkek(now()).hour
    monkeypatch.setenv("SUNUSH_QUIET_HOURS", f"{hour}-{(hour + 22) % 24}")
    add = ["hearing", "add", "--aimak", "kokjar", "--date", in_days(24), "--time", "10:00", "--place", PLACE]
    night = sunush(*add).refused()
    assert night == (
        f"It is night until {(hour + 22) % 24}:00, and the notice would wake people: give --send-on DATE, or --now to send "
        "it all the same."
    )
    assert "No hearing yet" in sunush("hearing", "list").err
    assert sunush(*add, "--now", "--send-on", days_from_now(2)).refused() == "Give --send-on or --now, not both."
    assert sunush(*add, "--send-on", days_from_now(2)).code == 0
    assert sunush(*add, "--now", "--sure").out.startswith("hearing 2: ")


def test_a_hearing_on_the_execution_is_on_the_year_that_was_carried_out(aigul, sunush):
    day = find_day(now()) + timedelta(24)
    sunush(
        "hearing", "add", "--aimak", "kokjar", "--kind", "execution", "--date", day.isoformat(), "--time", "10:00",
        "--place", PLACE, "--now",
    )  # fmt: skip
    sunush("export", "hearings", "--codes", "--output", "hearings.csv")
    (row,) = csv.DictReader(Path("hearings.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    carried_out = day.year - 1 if day.month <= 6 else day.year
    assert (row["kind"], row["year"]) == ("execution", str(carried_out))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hearing", "add", "--aimak", "kokjar", "--date", "tomorrow", "--time", "10", "--place", "x"], "is no day"),
        (["hearing", "add", "--aimak", "kokjar", "--date", "2027-01-10", "--time", "25", "--place", "x"], "no time"),
        (["hearing", "add", "--aimak", "kokjar", "--date", "2020-01-10", "--time", "10", "--place", "x"], "lie ahead"),
        (["hearing", "add", "--aimak", "kokjar", "--date", "2027-01-10", "--time", "10", "--place", " "], "--place"),
        (
            ["hearing", "add", "--aimak", "kokjar", "--date", "2099-01-10", "--time", "10", "--place", "12"],
            "--place must",
        ),
        (["year", "results", "--aimak", "kokjar", "--on", "2024-01-10", "--table", "1"], "--table must name a place"),
        (["hearing", "add", "--aimak", "nowhere", "--date", "2027-01-10", "--time", "10", "--place", "x"], "nowhere"),
        (["hearing", "move", "7", "--time", "10"], "There is no hearing 7: «sunush hearing list»"),
        (["hearing", "move", "x", "--time", "10"], "'x' is not a valid number"),
        (["hearing", "held", "1", "--women", "3"], "both --women and --men"),
        (["hearing", "kit", "1", "--output", "kit.doc"], "does not end in .pdf"),
        (["hearing", "kit", "1", "--output", "nowhere/kit.pdf"], "no folder nowhere"),
        *((["hearing", what, "7"], "There is no hearing 7") for what in ("cancel", "held", "results", "evidence")),
        (["hearing", "list", "--aimak", "nowhere"], "no aimak «nowhere»"),
        (["broadcast", "list", "--aimak", "nowhere"], "no aimak «nowhere»"),
        (["broadcast", "show", "7"], "There is no broadcast 7: «sunush broadcast list»"),
        (["broadcast", "show", "7", "--follow"], "There is no broadcast 7: «sunush broadcast list»"),
        *((["broadcast", what, "7"], "There is no broadcast 7") for what in ("pause", "resume", "cancel", "send")),
        (["broadcast", "pause", "0"], "0 is not in the range"),
        (["broadcast", "send"], "or --aimak with --village or --theme, and --text"),
        (["broadcast", "send", "7", "--theme", "water"], "not both"),
        (
            ["broadcast", "send", "--aimak", "kokjar", "--village", "x", "--text", "Суу болбойт"],
            "There is no village «x»",
        ),
        (["broadcast", "send", "--aimak", "kokjar", "--theme", "water", "--text", "…"], "very short"),
        (
            ["broadcast", "send", "--aimak", "nowhere", "--theme", "water", "--text", "Суу болбойт"],
            "no aimak «nowhere»",
        ),
        (["hearings", "stats", "--chart", "a.gif"], "does not end in .png"),
        (["hearings", "stats", "--aimak", "nowhere"], "no aimak «nowhere»"),
        (["export", "hearings", "--aimak", "nowhere", "--output", "a.csv"], "no aimak «nowhere»"),
        (["export", "hearings", "--output", "nowhere/a.csv"], "no folder nowhere"),
        (["export", "deliveries", "--output", "nowhere/a.csv"], "no folder nowhere"),
        (["export", "deliveries", "--hearing", "7", "--output", "a.csv"], "There is no hearing 7"),
        (["export", "deliveries", "--output", "a.doc"], "ends in none of"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(samples, sunush, arguments, says):
    assert says in sunush(*arguments).refused()
