"""The figures of the public page: the gauge, the proposals behind each part, how long people wait, and corrections."""

import re
from datetime import date

from bot.budget.needs.meetings import Facts, Kind, Meeting
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.budget.works.stages import Stage
from bot.office import proposals
from bot.office.answers import exclusions
from bot.office.criteria.criterion_6 import count_with_numbers
from bot.office.criteria.score_sheet import count_tally
from bot.office.needs.meetings import put_meetings
from bot.office.trust import surveys
from bot.office.works import works
from tests.web.public.readers import INCLUDED, Village

COPIED = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул айыл өкмөтүнүн милдетине кирбейт, районго кайрылыңыз.")
THIN = Answer(Decision.DEFERRED, Reason.NO_MONEY, "Акча жок, кийин көрөбүз дейбиз.")
DAY = 86_400_000


async def lived(village: Village, *, results_on: date | None = date(2026, 11, 5)) -> None:
    """A year with proposals of every fate: answered in time and late, copied, thin, excluded, withdrawn, waiting."""
    made = [await village.proposed(f"Адам {n % 7}", f"Көпүрө номер {n} керек болуп турат") for n in range(24)]
    at = village.office.now
    facts = {"results_on": results_on, "hearing_on": date(2026, 11, 3), "attendance": 120, "draft_spending": 9_000_000}
    aimak_id = village.office.aimak_id
    await village.office.database.write(lambda store: store.years.put(aimak_id, 2027, at=at, **facts))
    for n, one in enumerate(made[:18]):
        answer = (INCLUDED, COPIED, THIN)[n % 3]
        await village.answered(one, answer, at=at + (n * 2) * DAY)
    await village.office.does(exclusions.exclude, by=await village.clerk(), id=made[18].id, reason="spam")
    await village.office.does(proposals.withdraw, by=village.office.people["Адам 5"], id=made[19].id)


async def test_behind_each_part_stand_the_proposals_that_the_whole_log_names(village: Village):
    await lived(village)
    aimak_id = village.office.aimak_id
    behind = await village.office.database.read(lambda store: count_with_numbers(store, aimak_id=aimak_id, year=2027))
    whole = await village.office.database.read(lambda store: count_tally(store, aimak_id=aimak_id, year=2027))
    assert behind.sheet.tally.components == whole.tally.components
    assert {part: [f"{n:04}" for n in numbers] for part, numbers in behind.numbers.items()} == {
        part: sorted(labels) for part, labels in whole.rows.items()
    }
    assert len(behind.numbers["A"]) == 18


async def test_the_gauge_stands_there_with_its_nine_parts_and_the_ways_to_what_is_behind_them(village: Village):
    await lived(village)
    said = (await village.text("/kokjar/figures?lang=ru")).replace("\xa0", " ")
    assert re.search(r"\d\d,\d\d из 100", said)
    assert len(re.findall(r'href="/kokjar/figures/(?:A|D|R|T1|T2|C|S|U|V)\?', said)) == 9
    assert said.count("<svg") > 9
    assert not re.search(r"style=|<script", said)
    numbers = re.findall(r"№ (\d{4})<", await village.text("/kokjar/figures/A"))
    assert len(numbers) == 18
    assert (await village.reads("/kokjar/figures/Q")).status_code == 404


async def test_before_the_results_there_is_no_score_and_the_rest_is_shown(village: Village):
    await lived(village, results_on=None)
    said = await village.text("/kokjar/figures?lang=ru")
    assert "Балл считается после публикации итогов" in said
    assert 'class="gauge"' not in said
    assert "Сколько ждут первого ответа" in said


async def test_how_long_people_wait_is_said_in_working_days(village: Village):
    made = [await village.proposed(f"Адам {n}") for n in range(5)]
    at = village.office.now
    for one, days in zip(made, (0, 1, 7, 25), strict=False):
        await village.answered(one, at=at + days * DAY)
    said = re.sub(r"<svg.*?</svg>\s*", "", await village.text("/kokjar/figures?lang=ru"), flags=re.DOTALL)
    figures = dict(re.findall(r'<tr><th scope="row">([^<]+?)\s*</th><td>([^<]+)</td>', said))
    bands = [figures[name] for name in ("0–3", "4–7", "8–14")]
    assert bands == ["2", "1", "0"], figures
    assert figures["&gt; 14"] == "1"
    assert figures["пока без ответа"] == "1"
    assert "за столько рабочих дней: 3." in said


async def test_what_was_corrected_because_of_residents_is_said_with_its_share_of_the_draft(village: Village):
    await lived(village)
    made = await village.proposed("Айгүл", side=Side.REVENUE, category="rev_rent_property")
    await village.answered(
        made, Answer(Decision.PARTLY, Reason.PHASED, "Быйыл жарымы ижарага берилет экен.", 50_000, "3.1")
    )
    clerk = await village.clerk()
    after = None
    for stage in (Stage.ADOPTED, Stage.DONE):
        said, _ = await village.office.does(works.say_stage, by=clerk, id=made.id, stage=stage, text="", after=after)
        after = said.id
    said = (await village.text("/kokjar/figures?lang=ru")).replace("\xa0", " ")
    assert "исправлены 2 строки проекта бюджета" in said
    assert "540 000 сомов" in said
    assert "6,0 %" in said
    one = (await village.text(f"/kokjar/2027/{made.number}?lang=ru")).replace("\xa0", " ")
    assert one.index("Утверждено айылным кенешем") < one.index("Работа сделана")


async def test_figures_of_a_year_with_nothing_stand_there(village: Village):
    assert "0" in await village.text("/kokjar/figures")
    assert (await village.reads("/kokjar/figures?year=2030")).status_code == 200


async def test_needs_of_residents_stand_there_without_a_name_or_a_number(village: Village):
    met = Meeting(
        Kind.KURULTAI, Facts(date(2026, 3, 12), "Клуб", 80, 30), ("Таза суу", "Асанга чалыңыз: 0555 12 34 56")
    )
    aimak_id = village.office.aimak_id
    await village.office.does(put_meetings, aimak_id=aimak_id, year=2027, meetings=[met], by=None)
    survey = await village.office.does(
        surveys.open_survey, aimak_id=aimak_id, year=2027, closes_at=village.office.now + DAY, by=None
    )
    assert "доверии" not in await village.text("/kokjar/figures?lang=ru&year=2027")
    await village.office.does(surveys.close_survey, id=survey, by=None)
    village.office.now += DAY
    said = await village.text("/kokjar/figures?lang=ru")
    assert "1. Таза суу — названо: 1" in said
    assert "12 34 56" not in said
    assert "наши собственные доли" in said
