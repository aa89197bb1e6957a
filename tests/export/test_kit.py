"""The kit for the hall says the same in both languages, on sheets that break well, whatever people wrote."""

import io
from dataclasses import replace
from functools import partial

import pytest
from pypdf import PdfReader

from bot.export.facts import KitBudget, KitProposal
from bot.export.fonts import NO_GLYPH, cut_paragraphs, list_glyphs, make_printable
from bot.export.pdf.kit import draw_kit
from bot.export.qr import make_qr_modules
from tests.export.hall import BUDGET, HEARING, LIGHT, LINK, RENT, page_of, pages

PROPOSALS = (LIGHT, RENT)
draw_few = partial(draw_kit, slips=0, sign_in_rows=0)  # without the forms that are many pages


@pytest.fixture(scope="module")
def whole():
    return draw_kit(HEARING, PROPOSALS, BUDGET)


def test_the_first_page_has_the_facts_in_both_languages(whole):
    page = pages(whole)[0]
    for words in (
        "Айыл аймагы: Көк-Жар",
        "Айылный аймак: Кок-Жар",
        "2027-жылдын бюджетинин долбоору боюнча коомдук угуу",
        "Общественные слушания по проекту бюджета на 2027 год",
        "2026-жылдын 16-декабры, шаршемби, саат 10:00",
        "16 декабря 2026 года, среда, в 10:00",
        "Маданият үйү, Ленин көчөсү, 12",
        "Күн тартиби / Повестка дня",
        "1. Бюджеттин долбоору 2. Тургундардын сунуштары",
        "0777 12 34 56",
        LINK,
        "Телефондун камерасын ушул кодго тууралаңыз",
        "Наведите камеру телефона на этот код",
    ):
        assert words in page


def test_every_form_is_there_once_in_both_languages(whole):
    text = " ".join(pages(whole))
    for kyrgyz, russian in (
        ("Каттоо тизмеси", "Регистрационный лист"),
        ("2027-жылдын бюджетине сунуш", "Предложение к бюджету на 2027 год"),
        ("Сунуштардын журналы", "Журнал предложений"),
        ("Сунуштар жана алар боюнча чечимдер", "Предложения и решения по ним"),
        ("2027-жылдын бюджетинин долбоорунун кыскача сүрөттөлүшү", "Краткое описание проекта бюджета на 2027 год"),
        ("Коомдук угуунун протоколу", "Протокол общественных слушаний"),
    ):
        assert f"{kyrgyz} {russian}" in text


def test_every_page_says_whose_it_is_and_which_of_how_many(whole):
    read = pages(whole)
    for number, page in enumerate(read, 1):
        assert "Көк-Жар айыл аймагы, угуу күнү: 2026-жылдын 16-декабры" in page
        assert "Айылный аймак Кок-Жар, день слушаний: 16 декабря 2026 года" in page
        assert f"{number} / {len(read)}" in page


def test_the_sheets_are_a4_and_in_black(whole):
    reader = PdfReader(io.BytesIO(whole))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}
    assert not any(page.images for page in reader.pages)
    for page in reader.pages:
        assert b" rg\n" not in page.get_contents().get_data()


@pytest.mark.parametrize(("rows", "sheets"), [(0, 0), (1, 1), (24, 1), (25, 2), (120, 5)])
def test_the_sign_in_sheet_has_as_many_rows_as_were_asked_for(rows, sheets):
    read = pages(draw_kit(HEARING, (), BUDGET, slips=0, sign_in_rows=rows))
    signed = [page for page in read if page.startswith("Каттоо тизмеси")]
    assert len(signed) == sheets
    for words in ("Аял Женщина", "Эркек Мужчина", "Колу Подпись", "Бул баракта баары / Всего на этой странице"):
        assert all(words in page for page in signed)
    if rows:
        assert f" {rows} Бул баракта" in signed[-1]


def test_slips_are_numbered_three_a_page(whole):
    slips = [page for page in pages(whole) if page.startswith("2027-жылдын бюджетине сунуш")]
    assert len(slips) == 14
    for number in range(1, 41):
        assert f"Баракча № {number} / Бланк № {number} Көк-Жар / Кок-Жар" in slips[(number - 1) // 3]
    for words in ("Киреше: акча түшөт Доходы: откуда взять", "Чыгаша: акча кетет Расходы: на что", "Имя, по желанию"):
        assert slips[0].count(words) == 3
    assert slips[0].count("Бул текстти элге көрсөтүүгө болобу? Можно показать этот текст всем? Ооба Да Жок Нет") == 3


@pytest.mark.parametrize(("slips", "sheets"), [(0, 0), (3, 1), (21, 2)])
def test_the_journal_has_a_row_for_each_slip(slips, sheets):
    read = pages(draw_kit(HEARING, (), BUDGET, slips=slips, sign_in_rows=0))
    journal = [page for page in read if page.startswith("Сунуштардын журналы")]
    assert len(journal) == sheets
    assert all("Боттогу номери Номер в боте" in page for page in journal)
    assert not slips or f" {slips} " in journal[-1]


LONG_NAME = "Исхак Раззаков атындагы бириккен Жаңы-Маданият айыл аймагы"


@pytest.mark.parametrize("name", ["Көк-Жар", LONG_NAME, LONG_NAME[:50] * 2, "Щ" * 100, "Ы-" * 50])
def test_slips_stay_three_a_page_however_long_the_name_of_the_aimak_is(name):
    read = pages(draw_kit(replace(HEARING, aimaks={"ky": name, "ru": name[::-1]}), (), BUDGET))
    slips = [page for page in read if "Баракча №" in page]
    assert [page.count("Баракча №") for page in slips] == [3] * 13 + [1]
    assert all(
        page.count("Можно показать этот текст всем? Ооба Да Жок Нет") == page.count("Баракча №") for page in slips
    )
    assert len(read) == 26


def test_proposals_stand_by_side_with_the_decision_and_its_sentence(whole):
    page = page_of(whole, "Сунуштар жана алар боюнча чечимдер")
    revenue, spending = page.index("Доходная часть: 1 предложение"), page.index("Расходная часть: 1 предложение")
    assert revenue < page.index("0043") < spending < page.index("0042")
    assert "Долбоорго кирди Включено в проект Суммасы: 96 000 сом Сумма: 96 000 сомов" in page.replace("\u00a0", " ")
    assert "Долбоорго кирген жок Не вошло в проект Мектептин көчөсү 2028-жылдын планына киргизилет." in page
    assert "Окончательное решение примет айылный кенеш." in page


def test_a_text_that_may_not_be_public_is_not_printed_but_its_category_and_decision_are():
    hidden = replace(LIGHT, text=None, sentence=None, category=("Көчө жарыгы", "Уличное освещение"))
    page = page_of(draw_few(HEARING, (hidden,), BUDGET), "Сунуштар жана алар боюнча чечимдер")
    for words in (
        "0042 Көчө жарыгы / Уличное освещение",
        "Текст көрсөтүлбөйт: автору аны элге көрсөтүүгө макулдук берген эмес.",
        "Текст не показан: автор не дал согласия показать его всем.",
        "Долбоорго кирген жок Не вошло в проект",
    ):
        assert words in page


def test_a_voice_or_a_photo_is_no_blank_row():
    spoken = replace(LIGHT, text="", files={"voice": 1, "photo": 2, "document": 1}, answer_files=2)
    page = page_of(draw_few(HEARING, (spoken,), BUDGET), "Сунуштар жана алар боюнча чечимдер")
    assert "1 үн билдирүү / 1 голосовое сообщение" in page
    assert "2 сүрөт / 2 фото" in page
    assert "1 документ" in page
    assert "Жооп менен: 2 файл / С ответом: 2 файла" in page


def test_the_sum_an_author_names_stands_with_the_text_and_not_with_the_decision():
    asked = replace(LIGHT, decision=None, sentence=None, asked=150_000)
    page = page_of(draw_few(HEARING, (asked,), BUDGET), "Сунуштар жана алар боюнча чечимдер").replace("\u00a0", " ")
    assert "Автор көрсөткөн сумма: 150 000 сом" in page
    assert "Сумма, названная автором: 150 000 сомов" in page
    assert "Сумма: 150 000" not in page


def test_a_proposal_without_a_decision_says_so(whole):
    page = page_of(draw_few(HEARING, (replace(LIGHT, decision=None, sentence=None),), BUDGET), "Сунуштар")
    assert "Чечим азырынча жок Решения пока нет" in page
    assert "Бул бөлүк боюнча сунуш азырынча жок. По этой части предложений пока нет." in page


def test_two_hundred_long_proposals_are_all_there_to_the_last_word():
    long = [
        KitProposal(
            f"{n:04}", "revenue" if n % 2 else "spending", f"баш{n} " + "тазалоо " * 123 + f"аяк{n}", "deferred"
        )
        for n in range(1, 201)
    ]
    read = pages(draw_kit(HEARING, long, BUDGET, slips=0, sign_in_rows=0))
    text = " ".join(read)
    for n in range(1, 201):
        assert f"баш{n} " in text
        assert f"аяк{n} " in text
    assert 80 < len(read) < 140
    tables = [page for page in read if "тазалоо" in page]
    assert all("Эмне сунушталат Что предлагается" in page for page in tables)  # the head of the table on every page


def test_a_text_longer_than_a_page_goes_on_under_its_number():
    endless = KitProposal("0007", "spending", "суу " * 3000 + "аягы")
    read = [page for page in pages(draw_kit(HEARING, (endless,), BUDGET, slips=0, sign_in_rows=0)) if "суу суу" in page]
    assert len(read) > 2
    assert all("0007" in page for page in read)
    assert sum(page.count("суу") for page in read) == 3000


HOSTILE = (
    "\u202eтескери\u202c \u2066жашыруун\u2069",
    "😀👩‍👩‍👧 🇰🇬 жарык",
    "а" * 5000,
    "\x00\x07\ud800 калды",
    "{nb} \ufffd {year} %s <b>қою</b> **жылдыз** \\n",
    "\n" * 500 + "акыры",
    "مرحبا 你好",
    "",
    "   \t  ",
    "Zalgo" + "\u0336" * 300,
)


def test_hostile_texts_break_no_sheet():
    made = [KitProposal(text[:40], "spending", text, "partly", text, 10**12) for text in HOSTILE]
    facts = replace(
        HEARING,
        place=HOSTILE[0] * 9,
        agenda="\n".join(HOSTILE),
        aimaks={**HEARING.aimaks, "ky": HOSTILE[2]},
        phone=HOSTILE[1],
    )
    text = " ".join(pages(draw_kit(facts, made, BUDGET, slips=2, sign_in_rows=2)))
    assert "тескери жашыруун" in text
    assert f"{NO_GLYPH} {NO_GLYPH} жарык" in text
    assert f"{{nb}} {NO_GLYPH} {{year}} %s <b>қою</b> **жылдыз** \\n" in text
    assert not {"\u202e", "\u2066", "\x07"} & set(text)


def test_what_has_no_glyph_is_seen_to_be_missing():
    assert make_printable("Жакшы 👍🏽!") == f"Жакшы {NO_GLYPH}!"
    assert make_printable("ба\u00adрак\u200b") == "барак"
    assert make_printable("и\u0306") == "й"
    assert set("өүңӨҮҢ№«»–—…−\u00a0☐□ёЁйЙ/%") <= list_glyphs()
    assert set(make_printable("".join(map(chr, range(0x20, 0x3000))))) <= list_glyphs() | {"\n"}


def test_a_text_of_too_many_lines_becomes_one_paragraph():
    assert cut_paragraphs(" бир \n\n эки\u2028үч ", 3) == ["бир", "эки", "үч"]
    assert cut_paragraphs("а\n" * 4, 3) == ["а а а а"]


def test_without_a_link_there_is_no_code_and_no_word_of_one():
    with_link, without = draw_few(HEARING, (), BUDGET), draw_few(replace(HEARING, link=None), (), BUDGET)
    assert "камера" not in pages(without)[0]
    squares = [
        PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data().count(b" re") for pdf in (with_link, without)
    ]
    assert squares[0] > 100
    assert squares[1] == 0


def test_the_code_on_the_page_is_the_code_of_the_link():
    drawn = PdfReader(io.BytesIO(draw_few(HEARING, (), BUDGET))).pages[0].get_contents().get_data().decode("latin-1")
    boxes = [[float(part) for part in line.split()[:4]] for line in drawn.splitlines() if line.endswith(" re f")]
    rows = make_qr_modules(LINK)
    left, top = min(box[0] for box in boxes), max(box[1] for box in boxes)
    module = (max(box[0] + box[2] for box in boxes) - left) / len(rows)
    dark = {
        (round((top - y) / module), round((x - left) / module) + across)
        for x, y, wide, _high in boxes
        for across in range(round(wide / module))
    }
    assert dark == {(down, across) for down, row in enumerate(rows) for across, black in enumerate(row) if black}


def test_questions_stand_whole_on_a_page_of_their_own_and_without_them_there_is_none(whole):
    long = "Жол качан оңдолот? " * 50 + "акыры"
    page = page_of(draw_few(HEARING, (), BUDGET, questions=("Суу келеби?", long)), "Угууга берилген суроолор")
    assert "1 Суу келеби?" in page
    assert page.count("Жол качан оңдолот?") == 50
    assert "акыры" in page
    assert "Для ведущего слушаний. Кто спросил, не указано." in page
    assert not any("Угууга берилген суроолор" in one for one in pages(whole))


DRAFT = "2027-жылдын бюджетинин долбоорунун кыскача"


def test_the_hand_out_has_the_totals_and_what_residents_changed_by_side(whole):
    page = page_of(whole, DRAFT).replace("\u00a0", " ")
    for words in (
        "Долбоордогу киреше Доходы в проекте 12 500 000",
        "Долбоордогу чыгаша Расходы в проекте 13 100 000",
        "Доходы минус расходы −600 000",
        "Баары Всего 1 1",
        "Вошло в проект полностью или частично 1 0",
        "Их сумма, сомов 96 000 0",
        "Доходы: что из предложений жителей вошло в проект",
        "Имарат ижарасы Аренда зданий 1 96 000",
        "Полный проект бюджета можно попросить в айыл окмоту.",
    ):
        assert words in page
    assert "Расходы: что из предложений жителей вошло в проект" not in page


def test_proposals_on_one_line_of_the_budget_are_one_row_with_their_sum():
    water = [KitProposal(f"{n:04}", "spending", "Суу", "partly", amount=1_000, line="Таза суу") for n in range(3)]
    page = page_of(draw_few(HEARING, [*water, replace(water[0], amount=None, line="Жол")], BUDGET), DRAFT)
    assert "Таза суу 3 3 000" in page.replace("\u00a0", " ")
    assert "Жол 1 —" in page


def test_totals_that_are_not_entered_take_no_row():
    assert "Долбоордогу" not in page_of(draw_few(HEARING, (), KitBudget()), DRAFT)
    page = page_of(draw_few(HEARING, (), KitBudget(None, 5)), DRAFT)
    assert "Расходы в проекте 5" in page
    assert "Доходы" not in page


def test_the_offices_own_description_is_printed_and_its_papers_are_named():
    budget = KitBudget(brief="Жол оңдолот.\nСуу тартылат.", papers=("citizens", "brief"))
    page = page_of(draw_few(HEARING, (), budget), DRAFT)
    assert "Жол оңдолот. Суу тартылат." in page
    assert "Прочитать полностью: «Гражданский бюджет», «Краткое описание»." in page
    assert "Полный проект" not in page


def test_the_sums_of_the_draft_are_not_called_the_execution():
    page = page_of(draw_few(replace(HEARING, kind="execution"), (), BUDGET), "2027-жылдын бюджетинин кыскача")
    assert "Доходы в проекте" in page
    assert "Это суммы проекта. Как бюджет исполнен, сказано в отчёте айыл окмоту." in page
    assert "Отчёт об исполнении бюджета можно попросить в айыл окмоту." in page


def test_the_minutes_wait_to_be_filled_in(whole):
    page = page_of(whole, "Коомдук угуунун протоколу")
    for words in (
        "Төрага / Председатель",
        "Катчы / Секретарь",
        "Катышкан аялдар Присутствовало женщин",
        "Катышкан эркектер Присутствовало мужчин",
        "Катышкандардын жалпы саны Всего присутствовало",
        "2. Тургундардын сунуштары",
        "Сүйлөгөндөр Кто выступил",
    ):
        assert words in page
    last = pages(whole)[-1]
    for words in ("Предложения, прозвучавшие на слушаниях", "Что решили на слушаниях", "Колу / Подпись"):
        assert words in last


@pytest.mark.parametrize(
    ("kind", "kyrgyz", "russian"),
    [
        ("execution", "2027-жылдын бюджетинин аткарылышы боюнча", "по исполнению бюджета за 2027 год"),
        ("other", "Айыл өкмөтүнүн коомдук угуусу", "Общественные слушания айыл окмоту"),
    ],
)
def test_hearings_of_other_kinds_are_named_so(kind, kyrgyz, russian):
    pdf = draw_kit(replace(HEARING, kind=kind), (), BUDGET, slips=0, sign_in_rows=0)
    assert kyrgyz in pages(pdf)[0]
    assert russian in pages(pdf)[0]


def test_a_cancelled_hearing_says_so_on_its_first_page():
    page = pages(draw_few(replace(HEARING, cancelled=True), (), BUDGET))[0]
    assert "Угуу болбойт Слушания отменены" in page


def test_one_language_alone_is_printed_once():
    text = " ".join(pages(draw_kit(HEARING, PROPOSALS, BUDGET, languages=("ru",))))
    assert "Регистрационный лист" in text
    assert "Каттоо тизмеси" not in text


def test_the_same_facts_make_the_same_file(whole):
    assert draw_kit(HEARING, PROPOSALS, BUDGET) == whole
