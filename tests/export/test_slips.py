"""Slips of answers, each in its author's language.

None that fits on a page is parted; nothing runs over the edge or over another.
"""

import re
from datetime import date

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.workdays import find_day
from bot.cli import sunush
from bot.export.office.slips import write_slips
from bot.export.pdf.sheets import FOOT, MARGIN, Sheets
from bot.export.spreadsheet import ExportRefused
from bot.office import proposals
from bot.office.answers import answers, told
from storage.log.office_lists import Narrow, OfficeList
from storage.log.printed import Chosen
from tests.office.offices import Office

DAY = date(2026, 11, 29)
LETTERS = "ың" * 150  # a word of 300 letters
LONG_NAME = "Абдырахмановазатбекуулукызы " * 3
KY = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жолду район карайт, айыл өкмөтүнүн балансында эмес.")
RU = Answer(Decision.INCLUDED, None, "Работы начнутся весной, как только подпишут договор.", 150_000, "Ремонт дорог")


@pytest.fixture
async def office(sqlite_database):
    office = await Office(sqlite_database).opens()
    await office.meets("Бакыт", Role.STAFF)
    return office


async def entered(office, text, answer, *, language="ky", name=None, by="Бакыт"):
    """Something the office or whoever takes in proposals entered, and answered."""
    office._drawn += 1
    draft = proposals.ProposalToSend(f"entered {office._drawn}", Side.SPENDING, text, author_name=name)
    proposal, _ = await office.does(
        proposals.enter_for, draft=draft, source=Source.PAPER, on=find_day(office.now), aimak_id=office.aimak_id,
        language=language, by=office.people[by],
    )  # fmt: skip
    return await office.does(answers.send, id=proposal.id, answer=answer, by=office.people["Бакыт"])


async def printed(office, path, *, both=False, **chosen):
    found = Chosen(office.aimak_id, **({"list": OfficeList.UNDELIVERED} | chosen))
    n = await write_slips(office.database, path=path, chosen=found, both=both, language="ky", day=DAY)
    return n, [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.fixture
def drawn(monkeypatch):
    """Each line that is written: page, upper and lower edge in millimetres, its width, the width there is, its text."""
    lines, cell = [], Sheets.cell

    def watched(self, w, h, text="", **given):
        page = self.page_no()
        cell(self, w, h, text, **given)
        low = self.y if self.page_no() == page else MARGIN + h
        if self.y > MARGIN and not self.in_footer:
            lines.append((self.page_no(), low - h, low, self.get_string_width(text), self.epw, text))

    monkeypatch.setattr(Sheets, "cell", watched)
    return lines


async def test_each_is_in_its_authors_language_with_number_words_decision_reason_post_and_day(office, tmp_path):
    await entered(office, "Мектептин жолун оңдоо керек", KY, name="Асан Усенов")
    await entered(office, "Отремонтировать мост у школы", RU, language="ru")
    n, (page,) = await printed(office, tmp_path / "a.pdf")
    assert n == 2
    for said in (
        "Кимге: Асан Усенов ДОЛБООРГО КИРГЕН ЖОК № 0001: «Мектептин жолун оңдоо керек»",
        "Бул жолду район карайт, айыл өкмөтүнүн балансында эмес. Жооп берген: адис Бакыт.",
        "Акыркы чечимди айылдык кеңеш кабыл алат.",
        "№ 0002: «Отремонтировать мост у школы»",
        "Работы начнутся весной, как только подпишут договор.",
        "Kokjar, 2 ноября 2026 года",
        "Kokjar, 2026-жылдын 2-ноябры",
    ):
        assert said in page, said
    assert page.count("ДОЛБООРГО КИРГЕН ЖОК") == 1
    assert "□" not in page
    assert "Тапшырыла турган жооптор: Kokjar" in page
    _, (page,) = await printed(office, tmp_path / "b.pdf", both=True)
    assert len(re.findall("№ 0001", page)) == len(re.findall("№ 0002", page)) == 2


async def test_long_names_and_endless_words_never_overlap_nor_leave_the_page(office, tmp_path, drawn, tell):
    for nth in range(9):
        answer = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, f"{LETTERS} {nth} {KY.sentence * (nth % 4)}")
        await entered(office, f"{LETTERS} жол керек, {nth}", answer, name=LONG_NAME.strip())
    n, pages = await printed(office, tmp_path / "a.pdf", both=True)
    assert n == 9
    assert len(pages) > 2
    below = {}
    for page, top, low, width, room, text in drawn:
        assert width <= room, text
        assert top >= below.get(page, MARGIN) - 1e-6, text
        assert low <= 297 - FOOT + 1e-6, text
        below[page] = low
    starts = [page for page, *_, text in drawn if text.startswith("Кимге:")]
    ends = [page for page, *_, text in drawn if text.startswith("Kokjar,")]
    assert starts == ends  # none of them is parted
    assert sum(text.count("ың") for *_, text in drawn) >= 9 * 2 * 150
    tell("slips on paper", slips=n, pages=len(pages), overlapping=0)


async def test_only_what_is_not_told_yet_is_printed_and_of_whoever_entered_it_only_their_own(office, tmp_path):
    sapar = await office.meets("Сапар", Role.INTAKE)
    entry = await entered(office, "Көпүрө керек, суу ташкындайт", KY)
    await entered(office, "Мектептин жолун оңдоо керек", KY)
    await entered(office, "Балдар бакчасына чатыр керек", KY, by="Сапар")
    await office.does(told.note_passed_on, answer_id=entry.id, by=office.people["Бакыт"])
    n, (page,) = await printed(office, tmp_path / "a.pdf")
    assert (n, "№ 0001" in page) == (2, False)
    own = {"list": OfficeList.TO_TELL, "narrow": Narrow(person_id=sapar.id)}
    n, (page,) = await printed(office, tmp_path / "b.pdf", **own)
    assert (n, "№ 0003" in page, "№ 0002" in page) == (1, True, False)


async def test_a_longer_one_than_a_page_goes_on_and_where_there_is_none_the_paper_says_so(office, tmp_path):
    n, (page,) = await printed(office, tmp_path / "none.pdf")
    assert n == 0
    assert "Кол менен бериле турган жооп жок." in page
    words = [f"сөз{n}" for n in range(900)]
    await entered(
        office, "Мектептин жолун оңдоо керек", Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, " ".join(words))
    )
    _, pages = await printed(office, tmp_path / "a.pdf")
    assert len(pages) > 1
    assert set(words) <= set(" ".join(pages).split())


async def test_where_something_lies_nothing_is_written(office, tmp_path):
    (tmp_path / "a.pdf").write_text("something")
    with pytest.raises(ExportRefused, match="is there already"):
        await printed(office, tmp_path / "a.pdf")


def test_the_command_writes_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(tmp_path / "key"))
    named = ("--aimak-ky", "Көк-Жар", "--aimak-ru", "Кок-Жар", "--rayon-ky", "Ноокат", "--rayon-ru", "Ноокат",
             "--oblast-ky", "Ош", "--oblast-ru", "Ош", "--village", "Ак-Суу/Ак-Суу")  # fmt: skip
    assert CliRunner().invoke(sunush, ("aimak", "add", "kokjar", *named)).exit_code == 0
    export = ("export", "slips", "--aimak", "kokjar", "--village", "ак суу", "--both")
    assert CliRunner().invoke(sunush, (*export, "--output", "a.pdf")).stdout == "a.pdf: 0 rows\n"
    done = CliRunner().invoke(sunush, (*export, "--output", "a.xlsx"))
    assert (done.exit_code, "ends in none of .pdf" in done.stderr) == (2, True)
