"""The papers of the budget as residents read them: this year's, earlier years', those of a hearing."""

from bot.budget.hearing import HOUR, Paper
from storage.database.schema import papers
from tests.handlers.resident.hearing_steps import DECEMBER, POINT, announced, asked, paper, subscriber


async def test_without_papers_the_budget_says_so(village):
    aigul = await village.in_menu("Айгүл")
    assert "жарыялана элек" in await aigul.says("4")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "2/3." in await aigul.says("/budget")


async def test_the_papers_of_the_latest_year_are_read_or_sent(village):
    long = "Жол " * 2000
    await paper(village, Paper.BRIEF, year=2026, text="Эски жылдыкы")
    await paper(village, Paper.CITIZENS_BUDGET, text=long)
    file = await paper(village, Paper.PRESENTATION, file=("document", "ref"), channel="telegram", account="bot")
    aigul = await village.in_menu("Айгүл")
    assert "2027-жылдын бюджети" in await aigul.says("4")
    titles = [title for _, title in aigul.heard[-1].choices]
    assert titles == ["Жарандык бюджет", "Презентация", "Сап боюнча суроо"]
    read = await aigul.says("1")
    while any(title == "Дагы" for _, title in aigul.heard[-1].ways):
        read += await aigul.says("Дагы")
    assert read.count("Жол") == 2000
    for _ in range(3):
        await aigul.says("0")
    assert "келе элек" in await aigul.says("2")
    await kept(village, file)
    await aigul.says("2")
    assert aigul.heard[-1].document == {"kind": "paper", "paper_id": file, "form": "document"}
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


async def kept(village, paper_id):
    """The file of a paper has been fetched."""
    from sqlalchemy import select, update

    from storage.attachments.media import KEPT
    from storage.database.schema import media

    async def note(store):
        found = await store.connection.scalar(select(papers.c.media_id).where(papers.c.id == paper_id))
        await store.connection.execute(update(media).where(media.c.id == found).values(state=KEPT, hash="a" * 64))

    await village.database.write(note)


async def test_papers_of_another_aimak_are_not_opened_here(village):
    foreign = await paper(village, Paper.BRIEF, aimak="shark", text="Шарктын бюджети")
    aigul = await village.in_menu("Айгүл")
    assert "Шарктын" not in await aigul.taps(f"paper:{foreign}")


async def test_the_papers_of_earlier_years_are_reached_one_year_after_the_other(village):
    for year in (2024, 2026, 2027):
        await paper(village, Paper.BRIEF, year=year, text=f"Жолдорго {year}-жылы 2 миллион сом")
    aigul = await village.in_menu("Айгүл")
    assert "[2026-жыл]" in await aigul.says("4")
    assert "2026-жылдын бюджети" in await aigul.presses("2026-жыл")
    assert "2024-жылдын бюджети" in await aigul.says("2024")
    assert "-жыл]" not in aigul.heard[-1].numbered()
    assert "Жолдорго 2024-жылы" in await aigul.says("1")
    assert "2024-жылдын бюджети" in await aigul.says("0")
    assert "2026-жылдын бюджети" in await aigul.says("0")
    assert "2027-жылдын бюджети" in await aigul.says("0")
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


async def test_whoever_looks_at_a_hearing_finds_its_papers_and_comes_back(village):
    bare, hearing = await announced(village), await announced(village, starts_at=DECEMBER + HOUR, point=POINT)
    await paper(village, Paper.BRIEF, hearing=hearing.id, year=2026, text="Жолдорго 2 миллион сом")
    file = await paper(
        village, Paper.PRESENTATION, hearing=hearing.id, file=("document", "r"), channel="telegram", account="bot"
    )
    await kept(village, file)
    await paper(village, Paper.CITIZENS_BUDGET, text="Жылдын кагазы")
    aigul = await subscriber(village, "Айгүл")
    assert "Материалдар" not in await aigul.taps(f"hearing:{bare.id}")
    whole = await aigul.taps(f"hearing:{hearing.id}")
    await aigul.presses("Материалдар")
    assert [title for _, title in aigul.heard[-1].choices] == ["Кыскача сүрөттөлүшү", "Презентация"]
    assert "Жолдорго 2 миллион сом" in await aigul.says("1")
    assert not aigul.heard[-1].choices
    await aigul.says("0")
    await aigul.says("2")
    assert aigul.heard[-1].document == {"kind": "paper", "paper_id": file, "form": "document"}
    await aigul.says("/hearings")
    await aigul.says("0")
    assert await aigul.says("0") == whole


async def test_the_papers_of_a_hearing_elsewhere_are_read_from_that_hearing(village):
    foreign = await announced(village, aimak="shark")
    minutes = await paper(village, Paper.MINUTES, aimak="shark", hearing=foreign.id, text="Шарктын протоколу")
    aigul = await village.in_menu("Айгүл")
    assert "мурунку суроодон" in await aigul.taps(f"paper:{minutes}")
    await aigul.taps(f"hearing:{foreign.id}")
    await aigul.presses("Материалдар")
    assert "Шарктын протоколу" in await aigul.says("1")


async def test_a_question_about_a_line_goes_to_the_open_hearing_or_names_a_person(village):
    await paper(village, Paper.BRIEF, text="Жолдорго 2 миллион сом")
    aigul = await subscriber(village, "Айгүл")
    await aigul.says("4")
    assert "Адам менен сүйлөшүү үчүн телефон" in await aigul.says("Сап боюнча суроо")
    hearing = await announced(village)
    await aigul.says("Сап боюнча суроо")
    answer = await aigul.says("Жолдорго эмнеге аз бөлүндү?")
    assert "берилди" in answer
    assert "2027-жылдын бюджети" in answer
    found = await asked(village, lambda store: store.hearings.list_questions(hearing.id))
    assert found == ["Жолдорго эмнеге аз бөлүндү?"]
    village.clock.now = DECEMBER
    assert "Адам менен сүйлөшүү үчүн телефон" in await aigul.taps("budget_ask")
    assert "жазыңыз" not in aigul.heard[-1].text
