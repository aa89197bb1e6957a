"""Several proposals get one answer: marked in a list, previewed each beside the answer, sent by one button."""

import pytest

from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.office.answers import answers
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.offices import kept_by, proposed, texts


@pytest.fixture
async def desk(village):
    """A clerk before the list of seven proposals, of which the first four are on light."""
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    for text in ("Клубга жарык керек", "Көпүрөгө жарык керек", "Эмнеге жарык жок, чырак койгула",
                 "Арык казыш керек", "Жол оңдош керек", "Китепкана керек"):  # fmt: skip
        await proposed(village, aigul, text)
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    return nurlan, aigul


async def test_marked_proposals_get_one_answer_after_each_was_shown_beside_it(village, desk, tell):
    nurlan, aigul = desk
    assert "Белгиленди: 0." in await nurlan.presses("Бир нечесине жооп")
    marked = await nurlan.presses("Барактагынын баары")
    assert "Белгиленди: 5." in marked
    unmarked = await nurlan.presses("✓ № 0005")
    assert "Белгиленди: 4." in unmarked
    assert "✓ № 0004" in unmarked
    await nurlan.presses("Дагы")
    assert "Белгиленди: 5." in await nurlan.presses("№ 0006")
    assert "Белгиленди: 4." in await nurlan.presses("✓ № 0006")
    assert "Белгиленди: 6." in await nurlan.says("0005, № 7")  # of any page
    assert "жооп күтпөгөндөр: № 0099." in await nurlan.says("0099 0007")
    assert "Белгиленди: 6." in nurlan.heard[-1].text
    await nurlan.taps("mark_one:7")
    await nurlan.taps("mark_one:5")
    first = await nurlan.follows_script("Жооп жазуу", "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    assert f"№ 0001: «{LIGHT}»\n→ Долбоорго кирген жок. Себеби: бюджетте буга каражат жетпейт. {SENTENCE}" in first
    assert "№ 0003: «Көпүрөгө жарык керек»\n→ " in first
    assert "№ 0004" not in first
    assert "4 жооп жөнөтүлөт. Жөнөтөлүбү?" in first
    assert "№ 0004: «Эмнеге жарык жок, чырак койгула»\n→ " in await nurlan.presses("Дагы")
    assert not [text for text in texts(village, "Айгүл") if SENTENCE in text]  # nothing has left yet
    listed = await nurlan.presses("Жөнөтө бериңиз")
    assert "4 жооп жөнөтүлдү." in listed
    assert "3 сунуш жооп күтүүдө." in listed
    await aigul.reads()
    sent = [text for text in texts(village, "Айгүл") if SENTENCE in text]
    assert len(sent) == 4
    tell("one answer for several", marked=4, sent=len(sent))


async def test_what_changed_meanwhile_is_left_out_and_named(village, desk):
    nurlan, aigul = desk
    chynara = await village.worker("Чынара")
    clerk, at = await chynara.person(), village.clock()
    other = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул маселени район карайт экен.")
    await nurlan.follows_script("Бир нечесине жооп", "Барактагынын баары")

    async def meanwhile(store):
        await answers.send(store, id=1, answer=other, by=clerk, at=at)
        await answers.take(store, id=2, by=clerk, at=at)
        await store.answer_drafts.save_answer_draft(3, answer=other, by=clerk.id, at=at, for_approval=True)

    await village.database.write(meanwhile)
    shown = await nurlan.follows_script("Жооп жазуу", "3", "1", SENTENCE)
    assert shown.startswith("Булар калтырылды: жооп берилген")
    assert "№ 0001, № 0002, № 0003." in shown
    assert "2 жооп жөнөтүлөт. Жөнөтөлүбү?" in shown
    # Whoever goes back has them kept, and sends nothing.
    assert "жооп күтүүдө." in await nurlan.presses("Артка")
    draft = await village.database.read(lambda store: store.answer_drafts.find_answer_draft(3))
    assert draft.answer == other
    assert not [text for text in texts(village, "Айгүл") if SENTENCE in text]


async def test_a_proposal_whose_side_nobody_chose_is_left_out_named_and_taken_by_nobody(village, desk):
    nurlan, _ = desk
    await village.database.write(lambda store: store.proposals.sort(2, side=Side.UNSURE, category=None))
    await nurlan.follows_script("Бир нечесине жооп", "№ 0001", "№ 0002", "№ 0003")
    shown = await nurlan.follows_script("Жооп жазуу", "3", "1", SENTENCE)
    assert shown.startswith("Булар калтырылды: тарабы аныктала элек же үнүнүн мазмуну бир сапка жазыла элек: № 0002.")
    assert "2 жооп жөнөтүлөт. Жөнөтөлүбү?" in shown
    await nurlan.presses("Жөнөтө бериңиз")
    left = await village.database.read(lambda store: store.proposals.get(2))
    assert (left.taken_by, await village.database.read(lambda store: store.answer_drafts.find_answer_draft(2))) == (
        None,
        None,
    )


async def test_one_step_back_leads_to_the_marks_and_none_is_no_answer(village, desk):
    nurlan, _ = desk
    await nurlan.presses("Бир нечесине жооп")
    await nurlan.taps("mark_done")
    assert "Белгиленди: 0." in await nurlan.taps("mark_one:99")
    await nurlan.presses("№ 0002")
    await nurlan.presses("Жооп жазуу")
    assert "Белгиленди: 1." in await nurlan.presses("Артка")
    assert (await kept_by(village, "Нурлан"))["marked"] == [2]


async def test_an_answer_for_several_left_in_the_middle_is_none_for_one(village, desk):
    nurlan, _ = desk
    await nurlan.follows_script("Бир нечесине жооп", "№ 0001", "№ 0002", "Жооп жазуу", "Долбоорго кирген жок")
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.says("1")
    assert "Кандай чечим" in await nurlan.presses("Жооп берүү")
    shown = await nurlan.follows_script("Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    assert "жооп жөнөтүлөт" not in shown
    assert await village.database.read(lambda store: store.answer_drafts.find_answer_draft(2)) is None
    assert (await village.database.read(lambda store: store.proposals.get(2))).taken_by is None


async def test_of_several_it_is_said_who_reads_another_language_and_what_criterion_6_takes_for_copied(village, desk):
    nurlan, _ = desk
    await village.with_proposal("Ольга", "Нужен свет возле школы, детям темно", language="ru")
    bakyt = await village.in_menu("Бакыт")
    for n in range(4):
        await proposed(village, bakyt, f"{n}-көчөгө жарык керек")
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.presses("Бир нечесине жооп")
    for _ in range(2):
        await nurlan.presses("Барактагынын баары")
        await nurlan.presses("Дагы")
    shown = await nurlan.follows_script("Жооп жазуу", "3", "1", SENTENCE, "Өткөрүп жиберүү")
    assert "Бир эле сүйлөм 10 жооптун ичинен 10 жоопто болот: 30 %дан ашса" in shown
    said = [shown, *[await nurlan.presses("Дагы") for _ in range(3)]]
    marked = [one for one in said if "Автор орусча окуйт, сиз кыргызча жаздыңыз" in one]
    assert len(marked) == 1
    assert "Нужен свет" in marked[0]
