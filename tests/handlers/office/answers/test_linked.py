"""Proposals that repeat one another: linked on the card, answered once, and every author hears under their own number."""

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.office.answers import answers
from bot.office.criteria.score_sheet import count_tally
from bot.office.rules import BEGINNING
from bot.office.together import links
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.offices import texts

RUSSIAN = "Возле школы нет света, мектеп жанына жарык нужен"
SENT = {"ky": "ДОЛБООРГО КИРГЕН ЖОК", "ru": "НЕ ВОШЛО В ПРОЕКТ"}


async def said_of(village, id: int) -> str | None:
    """The sentence that a proposal was answered by."""
    sent = await village.database.read(lambda store: store.answers.find_latest(id))
    return sent.answer.sentence if sent else None


@pytest.fixture
async def repeated(village):
    """A clerk before the card of № 0001, which Бакыт, Ольга and Канат repeat; Чынара asks for something else."""
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Мектептин жанында жарык жок, жарык койгула")
    await village.with_proposal("Ольга", RUSSIAN, language="ru")
    await village.with_proposal("Чынара", "Арыкты казып, суу берип койсоңуз")
    await village.with_proposal("Канат", "Балдар караңгыда сабакка барат, чырак орнотуп бергиле")
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.says("0001")
    return nurlan


async def waits(village, seconds: int) -> None:
    """Lets an answer be taken back for so long."""
    await village.database.write(lambda store: store.meta.set("take_back", str(seconds), valid_from=BEGINNING))


async def answered(village, clerk) -> int:
    """How many proposals of the clerk's office criterion 6 counts as answered."""
    aimak_id = (await clerk.person()).aimak_id
    return (await village.database.read(lambda store: count_tally(store, aimak_id=aimak_id, year=2027))).tally.answered


def heard(village) -> dict[str, int]:
    """How often each author was told the decision, in either language."""
    names = ("Айгүл", "Бакыт", "Ольга", "Чынара", "Канат")
    return {name: sum(any(one in text for one in SENT.values()) for text in texts(village, name)) for name in names}


async def test_one_answer_reaches_every_linked_author_in_their_language_and_is_taken_back_whole(
    village, repeated, tell
):
    nurlan = repeated
    await waits(village, 60)
    listed = await nurlan.presses("Окшоштор")
    assert "Кайсылар ошол эле нерсени сурайт?" in listed
    assert "№ 0002: Мектептин жанында жарык жок, жарык койгула" in listed
    assert "№ 0003: " in listed
    assert "№ 0004" not in listed
    assert "№ 0002 байланышты: ага да ушул эле жооп берилет." in await nurlan.says("1")  # the first button, not № 0001
    assert "✓ № 0003" in await nurlan.presses("№ 0003")
    assert "№ 0005 байланышты" in await nurlan.says("№5")  # by its number
    assert "№ 0099 сунуш жок" in await nurlan.says("99")
    assert "Бул экөө байланышпайт" in await nurlan.says("0001")
    assert "Байланышкан, жооп бирдей болот: № 0002, № 0003, № 0005." in await nurlan.presses("Артка")
    preview = await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE)
    assert "дагы 3 авторго, ар бирине өз номери менен барат: № 0002, № 0003, № 0005." in preview
    assert "№ 0005: «Балдар караңгыда" in preview
    assert "Сиз жазгандан башка тилде окугандар: 1." in preview
    said = await nurlan.presses("Жооп жөнөтүү")
    assert "4 жооп жөнөтүлдү." in said
    again = await nurlan.says("Кайтарып алуу")
    assert "Кайтарылып алынды: аны эч ким уккан жок." in again
    assert "4 жооп жөнөтүлөт." in again
    await village.passes(120)
    meanwhile = sum(heard(village).values()), await answered(village, nurlan)
    await nurlan.presses("Жөнөтө бериңиз")
    await village.passes(61)
    assert heard(village) == {"Айгүл": 1, "Бакыт": 1, "Ольга": 1, "Чынара": 0, "Канат": 1}
    assert any("0003" in text and SENT["ru"] in text and SENTENCE in text for text in texts(village, "Ольга"))
    tell("one answer for linked ones", heard_meanwhile=meanwhile[0], counted_meanwhile=meanwhile[1],
         heard=sum(heard(village).values()), counted=await answered(village, nurlan))  # fmt: skip
    # Each reacts under their own number, and the history says what was linked.
    bakyt = village.resident("Бакыт")
    await bakyt.reads()
    await bakyt.presses("Макул эмесмин")
    await nurlan.starts()
    await nurlan.says("0002")
    assert "Макул эмесмин" in await nurlan.taps("desk_one:2")
    assert "башка сунуш менен байланыштырылды, 0001" in await nurlan.presses("Тарыхы")


async def test_what_is_answered_or_a_colleagues_is_left_alone_and_the_corrected_answer_is_of_one(village, repeated):
    nurlan = repeated
    chynara = await village.worker("Чынара")
    clerk, at = await chynara.person(), village.clock()
    other = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул маселени район карайт экен.")
    await nurlan.follows_script("Окшоштор", "№ 0002", "№ 0003")
    await nurlan.says("№5")

    async def before(store):
        await answers.send(store, id=2, answer=other, by=clerk, at=at)
        await answers.take(store, id=3, by=clerk, at=at)

    await village.database.write(before)
    await nurlan.taps("repeats_one:99")
    await nurlan.taps("desk_one:1")
    assert "✓ № 0002, долбоорго кирген жок: " in await nurlan.presses("Окшоштор")
    preview = await nurlan.follows_script("Артка", "Жооп берүү", "3", "1", SENTENCE)
    assert "дагы 1 авторго, ар бирине өз номери менен барат: № 0005." in preview
    await village.database.write(lambda store: answers.take(store, id=5, by=clerk, at=at))
    said = await nurlan.presses("Жооп жөнөтүү")
    assert "Булар калтырылды" in said
    assert "№ 0005." in said
    assert [await said_of(village, id) for id in (1, 2, 3, 5)] == [SENTENCE, other.sentence, None, None]
    await nurlan.says("0001")
    corrected = await nurlan.follows_script("Жоопту оңдоо", "Өзгөртүү", "3", "1", SENTENCE)
    assert "дагы" not in corrected.partition(SENTENCE)[2]
    await nurlan.presses("Артка")
    # One is taken out again, the others stay together.
    await nurlan.taps("desk_one:5")
    await nurlan.presses("Окшоштор")
    assert "№ 0001 мындан ары байланышта эмес." in await nurlan.presses("✓ № 0001")
    assert "Байланышкан, жооп бирдей болот: № 0002, № 0003." in await nurlan.presses("Артка")
    members = await village.database.read(lambda store: store.links.list_members(2))
    assert members == [2, 3, 5]


async def test_the_head_approves_and_gives_back_all_linked_ones_at_once(village, repeated):
    nurlan, head = repeated, await village.worker("Токтогул", role=Role.HEAD)
    aimak_id = (await head.person()).aimak_id
    await village.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, True))
    await nurlan.follows_script("Окшоштор", "№ 0002", "№ 0003", "Артка", "Жооп берүү", "3", "1", SENTENCE)
    assert "Жооп башчынын макулдугун күтүүдө." in await nurlan.presses("Жооп жөнөтүү")
    assert (await head.reads()).count("сунушка жооп сиздин макулдугуңузду күтүүдө") == 1
    shown = await head.taps("desk_one:1")
    assert "№ 0002, № 0003 үчүн да ушул эле жооп чогуу бекитилет же кайтарылат." in shown
    await head.presses("Кайтаруу")
    await head.says("Сумманы жана мөөнөтүн да жазып коюңуз.")
    drafts = [
        await village.database.read(lambda store, id=id: store.answer_drafts.find_answer_draft(id)) for id in (1, 2, 3)
    ]
    assert [draft.for_approval for draft in drafts] == [False] * 3
    await nurlan.reads()
    village.clock.later(minutes=2)
    await nurlan.taps("desk_one:1")
    better = f"{SENTENCE} Күзүндө кайра карайбыз."
    preview = await nurlan.follows_script("Жооп берүү", "Өзгөртүү", "3", "1", better)
    assert "дагы 2 авторго" in preview
    await nurlan.presses("Жооп жөнөтүү")
    await head.reads()
    await head.taps("desk_one:1")
    assert "Жооп жөнөтүлдү." in await head.presses("Бекитүү")
    assert {name for name, times in heard(village).items() if times} == {"Айгүл", "Бакыт", "Ольга"}
    assert "Башчы 3 жообуңузду бекитти, жөнөтүлүүдө: № 0001, № 0002, № 0003." in await nurlan.reads()


async def test_of_many_alike_no_more_are_linked_than_one_can_look_over(village, repeated, monkeypatch):
    nurlan = repeated
    monkeypatch.setattr(links, "MOST_LINKED", 2)
    await nurlan.follows_script("Окшоштор", "№ 0002")
    assert "Бир жолу" in await nurlan.presses("№ 0003")
    assert await village.database.read(lambda store: store.links.list_members(1)) == [1, 2]
