"""Where the head approves. What stands on the card goes out, or back with a remark, and its clerk hears either."""

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Side
from bot.office.answers import answers as acts
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.offices import texts

REMARK = "Сумманы жана мөөнөтүн да жазып коюңуз."
CHANGED = "Бул жооп ушул арада өзгөрдү же эми күтпөй калды. Кайра окуп чыгыңыз."
ANOTHER = "Быйыл жолду район оңдойт, күзүндө башталат."


@pytest.fixture
async def office(village):
    """A clerk and a head whose word is needed."""
    nurlan, head = await village.worker("Нурлан"), await village.worker("Токтогул", role=Role.HEAD)
    aimak_id = (await head.person()).aimak_id
    await village.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, True))
    return nurlan, head


async def test_the_head_approves_what_the_card_shows_whole_and_the_clerk_is_told(village, office):
    nurlan, head = office
    aigul = await village.with_proposal("Айгүл", LIGHT)
    long = f"{SENTENCE} " + "Ар бир көчөнү өзүнчө карап чыгабыз. " * 12 + "Акыркы сөз ушул."
    await answers(nurlan, "3", "1", long, "Жооп жөнөтүү")
    await head.reads()
    shown = await head.says("Ачуу")
    assert "Акыркы сөз ушул." in shown
    assert "Жазган: Нурлан, айыл өкмөтүнүн адиси." in shown
    assert "Жооп жөнөтүлдү." in await head.presses("Бекитүү")
    assert "Акыркы сөз ушул." in await aigul.reads()
    told = await nurlan.reads()
    assert "Башчы 1 жообуңузду бекитти, жөнөтүлүүдө: № 0001." in told
    assert "Жооп берилди: Долбоорго кирген жок" in await nurlan.presses("Ачуу")


async def test_the_head_has_a_list_and_a_line_of_the_menu_of_what_waits(village, office):
    nurlan, head = office
    assert "Бекитүү күткөндөр" in await _menu(head)
    for name, number in (("Айгүл", "0001"), ("Бакыт", "0002")):
        await village.with_proposal(name, LIGHT)
        await nurlan.starts()
        await nurlan.says(number)
        await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")
    assert "2 — Бекитүү күткөндөр · 2\n" in await _menu(head)
    assert "Бекитүү күткөндөр" not in await _menu(nurlan)
    assert "2 жооп башчынын макулдугун күтүүдө." in await head.says("Бекитүү күткөндөр")
    assert "№ 0001" in await head.says("1")
    assert "№ 0002" in await head.presses("Бекитүү")  # the next that waits
    assert "2 — Бекитүү күткөндөр · 1\n" in await _menu(head)
    aimak_id = (await head.person()).aimak_id
    await village.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, False))
    assert "Бекитүү күткөндөр · 1" in await _menu(head)  # as long as something waits
    await head.says("Бекитүү күткөндөр")
    await head.says("1")
    await head.presses("Бекитүү")
    assert "Бекитүү күткөндөр" not in await _menu(head)


async def _menu(worker) -> str:
    shown = await worker.says("/start")
    return "\n".join(line for line in shown.splitlines())


async def test_an_answer_comes_back_with_a_remark_and_is_put_before_the_head_anew(village, office):
    nurlan, head = office
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.reads()
    await head.says("Ачуу")
    assert "№ 0001: жоопто эмнени өзгөртүү керек?" in await head.says("кайтарам")
    assert "Түшүнбөй калдым." in await head.says("акча")  # a label of another screen
    assert "Жооп кайтарылды, кесиптешиңизге кабар берилди." in await head.says(REMARK)
    assert f"№ 0001 сунушка жазылган жоопту башчы кайтарды: «{REMARK}»" in await nurlan.reads()
    await nurlan.starts()
    assert f"(Башчы кайтарды: «{REMARK}»)" in await nurlan.presses("Сакталган жооптор")
    preview = await nurlan.presses("Баарын жөнөтүү")
    assert preview.index(f"Башчы кайтарды: «{REMARK}»") < preview.index(SENTENCE)
    await nurlan.taps("desk_list:drafted")
    card = await nurlan.says("0001")
    assert card.index(f"Башчы кайтарды: «{REMARK}»") < card.index(SENTENCE)
    village.clock.later(minutes=2)
    await nurlan.follows_script("Жооп берүү", "Өзгөртүү", "3", "1", ANOTHER, "Жооп жөнөтүү")
    await head.reads()
    anew = await head.says("Ачуу")
    assert (ANOTHER in anew, REMARK in anew) == (True, False)
    await head.says("бекитем")
    assert ANOTHER in await aigul.reads()


async def test_nothing_is_approved_that_the_head_has_not_read_in_its_present_words(village, office):
    nurlan, head = office
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.reads()
    await head.says("Ачуу")
    (approve,) = [id for id, _ in head.heard[-1].choices if id.startswith("approve:")]
    (give_back,) = [id for id, _ in head.heard[-1].choices if id.startswith("give_back:")]
    await head.presses("Кайтаруу")
    # The clerk writes another answer meanwhile: the remark was meant for the first.
    await nurlan.starts()
    await nurlan.presses("Сакталган жооптор")
    await nurlan.follows_script("0001", "Жооп берүү", "Өзгөртүү", "3", "1", ANOTHER, "Жооп жөнөтүү")
    said = await head.says(REMARK)
    assert CHANGED in said
    assert f"Эскертүүңүз жөнөтүлгөн жок: «{REMARK}»" in said
    assert ANOTHER in said
    for old in (approve, give_back, "approve:1", "approve:2.1.1"):
        assert CHANGED in await head.taps(old)
    assert await aigul.reads() == ""
    # A button of its card sends this answer, whichever card is open by now.
    await head.taps("desk_one:1")
    (approve,) = [id for id, _ in head.heard[-1].choices if id.startswith("approve:")]
    await head.taps("desk_one:2")
    assert "укугуңуз жок" in await nurlan.taps(approve)
    await head.taps(approve)
    assert ANOTHER in await aigul.reads()
    assert REMARK not in "\n".join(texts(village, "Нурлан"))


async def test_a_head_who_approves_several_reads_each_first_and_the_clerk_hears_once(village, office):
    nurlan, head = office
    for number, name in enumerate(("Айгүл", "Бакыт", "Жыпар", "Сапар"), 1):
        await village.with_proposal(name, LIGHT)
        await nurlan.starts()
        await nurlan.presses("Жооп күткөндөр")
        await nurlan.says(f"000{number}")
        await nurlan.follows_script("Жооп берүү", "3", "1", f"{name} боюнча: {SENTENCE}", "Жооп жөнөтүү")
    await nurlan.reads()
    heard = len(texts(village, "Нурлан"))
    await head.starts()
    await head.presses("Сакталган жооптор")
    first = await head.presses("Баарын жөнөтүү")
    assert "4 жоопту окуп чыгыңыз." in first
    assert "Жөнөтө бериңиз" not in first
    assert "Булар ошол арада" in await head.taps("kept_sure")  # a button that was not offered sends nothing
    assert texts(village, "Айгүл")[-1].count("ДОЛБООРГО") == 0
    await head.presses("Баарын жөнөтүү")
    assert "Сапар боюнча" in await head.presses("Дагы")
    assert "4 жооп жөнөтүлдү." in await head.presses("Жөнөтө бериңиз")
    await nurlan.reads()
    (told,) = texts(village, "Нурлан")[heard:]
    assert "Башчы 4 жообуңузду бекитти, жөнөтүлүүдө: № 0001, № 0002, № 0003, № 0004." in told


async def test_the_head_sends_at_once_what_waits_and_nothing_given_back_or_never_put_before_them(village, office):
    nurlan, head = office
    chynara = await village.worker("Чынара")
    for number, (name, *steps) in enumerate(
        (("Айгүл", "Жооп жөнөтүү"), ("Бакыт", "Сактап коюу"), ("Жыпар", "Сактап коюу"), ("Сапар", "Жооп жөнөтүү")), 1
    ):
        await village.with_proposal(name, LIGHT)
        await nurlan.starts()
        await nurlan.presses("Жооп күткөндөр")
        await nurlan.says(f"000{number}")
        await nurlan.follows_script("Жооп берүү", "3", "1", f"{name} боюнча: {SENTENCE}", *steps)
    await head.taps("desk_one:1")
    await head.presses("Кайтаруу")
    await head.says(REMARK)
    person = await chynara.person()
    await village.database.write(lambda store: acts.take(store, id=2, by=person, at=village.clock(), over=True))
    await nurlan.starts()
    await nurlan.presses("Сакталган жооптор")
    kept = await nurlan.presses("Баарын жөнөтүү")
    assert ("Айгүл" in kept, "Бакыт" in kept, "Жыпар" in kept) == (True, False, True)  # Чынара rewrites the second
    assert "2 жооп жөнөтүлөт." in kept
    await head.starts()
    listed = await head.presses("Сакталган жооптор")
    assert [listed.index(number) for number in ("0004", "0001", "0002", "0003")] == sorted(
        listed.index(number) for number in ("0001", "0002", "0003", "0004")
    )
    assert "4 жооп сакталган, жөнөтүлө элек.\n1 жооп башчынын макулдугун күтүүдө.\n№ 0004" in listed
    shown = await head.presses("Баарын жөнөтүү")
    assert [name for name in ("Айгүл", "Бакыт", "Жыпар", "Сапар") if f"{name} боюнча" in shown] == ["Сапар"]
    assert "1 жооп жөнөтүлөт." in shown
    assert "1 жооп жөнөтүлдү." in await head.presses("Жөнөтө бериңиз")
    for name, sent in (("Айгүл", 0), ("Бакыт", 0), ("Жыпар", 0), ("Сапар", 1)):
        assert sum("ДОЛБООРГО КИРГЕН ЖОК" in text for text in texts(village, name)) == sent


async def test_a_correction_that_waits_stands_in_the_list_with_its_new_decision(village, office):
    nurlan, head = office
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.reads()
    await head.follows_script("Ачуу", "Бекитүү")
    person = await nurlan.person()
    later = Answer(Decision.INCLUDED, amount=96_000)
    await village.database.write(
        lambda store: acts.send(store, id=1, answer=later, by=person, at=village.clock(), revision=2)
    )
    await head.starts()
    listed = await head.presses("Сакталган жооптор")
    assert f"№ 0001, долбоорго кирди: «{LIGHT}» (башчынын макулдугун күтүүдө)" in listed


async def test_a_clerk_whose_answer_the_head_replaced_is_told(village, office):
    nurlan, head = office
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.reads()
    await head.follows_script("Ачуу", "Жооп берүү", "Өзгөртүү", "3", "1", ANOTHER, "Жооп жөнөтүү")
    assert ANOTHER in await aigul.reads()
    assert "№ 0001 сунушка башчы сиздикинен башка жооп жөнөттү." in await nurlan.reads()


async def test_an_old_answer_of_which_nobody_chose_the_side_is_asked_for_it_before_it_is_approved(village, office):
    nurlan, head = office
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await village.database.write(lambda store: store.proposals.sort(1, side=Side.UNSURE, category=None))
    await head.reads()
    await head.says("Ачуу")
    asked = await head.presses("Бекитүү")
    assert "Жооптон мурда" in asked
    assert "1 — Киреше: акча түшөт" in asked
    assert "Жооп жөнөтүлдү." in await head.says("2")
    assert SENTENCE in await aigul.reads()
    assert (await village.database.read(lambda store: store.proposals.get(1))).side is Side.SPENDING


async def test_of_answers_approved_together_those_without_a_side_stay_and_are_named(village, office):
    nurlan, head = office
    for name, number in (("Айгүл", "0001"), ("Бакыт", "0002")):
        await village.with_proposal(name, LIGHT)
        await nurlan.starts()
        await nurlan.says(number)
        await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")
    await village.database.write(lambda store: store.proposals.sort(2, side=Side.UNSURE, category=None))
    await head.starts()
    await head.says("Сакталган жооптор")
    await head.presses("Баарын жөнөтүү")
    said = await head.presses("Жөнөтө бериңиз")
    assert "№ 0002" in said
    assert "№ 0001" not in said
    sent = [await village.database.read(lambda store, id=id: store.answers.find_latest(id)) for id in (1, 2)]
    assert sent[0] is not None
    assert sent[1] is None


async def test_the_head_approves_all_that_waits_from_the_list_of_it(village, office):
    nurlan, head = office
    for name, number, button in (
        ("Айгүл", "0001", "Жооп жөнөтүү"),
        ("Бакыт", "0002", "Жооп жөнөтүү"),
        ("Үмүт", "0003", ""),
    ):
        await village.with_proposal(name, LIGHT)
        writer = nurlan if button else head
        await writer.starts()
        await writer.says(number)
        await writer.follows_script("Жооп берүү", "3", "1", SENTENCE, button or "Сактап коюу")
    await head.starts()
    await head.says("Бекитүү күткөндөр")
    shown = await head.presses("Баарын бекитүү")
    assert ("№ 0001" in shown, "№ 0002" in shown, "№ 0003" in shown) == (True, True, False)  # their own stays kept
    await head.presses("Жөнөтө бериңиз")
    sent = [await village.database.read(lambda store, id=id: store.answers.find_latest(id)) for id in (1, 2, 3)]
    assert [one is not None for one in sent] == [True, True, False]
