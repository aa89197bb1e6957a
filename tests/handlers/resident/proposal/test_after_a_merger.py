"""What must hold of one's proposals around mergers, exclusions and swipes: heard by the right people, shown to nobody else."""

from datetime import date

import pytest

from bot.budget.permissions import Role
from bot.office.answers import exclusions
from bot.office.personal.on_paper import SeveralToErase, find_author
from bot.office.together import merging
from tests.handlers.offices import joined, proposed
from tests.handlers.resident.proposal.test_similar import LIGHT, agreed, answered, shown


async def merged(village):
    async def work(store):
        old, new = await store.aimaks.find_by_code("kokjar"), await store.aimaks.find_by_code("shark")
        await merging.merge(store, aimak=old, into=new, on=date(2026, 11, 23), at=village.clock())
        return old, new

    return await village.database.write(work)


async def test_after_a_merger_the_office_goes_on_hearing_its_authors(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    await answered(village, asan, proposal)
    await merged(village)
    await aigul.reads()
    await asan.reads()
    sent = await village.database.read(lambda store: store.answers.find_latest(proposal.id))
    await aigul.taps(f"question:{sent.id}")
    await aigul.says("Эмне үчүн жарык кийинки жылга калды?")
    assert "Эмне үчүн жарык кийинки жылга калды?" in await asan.reads()


async def test_the_receipt_and_the_office_are_told_which_aimak_is_in_charge_now(village):
    head = await village.worker("Гүлнара", role=Role.HEAD, aimak="shark")
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.at_check("Айгүл", LIGHT)
    olga = await village.at_check("Ольга", "Нужно починить дорогу у больницы", language="ru")
    await merged(village)
    told = await head.reads()
    assert "Андан жооп күткөн сунуш жок." in told
    assert "0 сунуш" not in told + await asan.reads()
    assert "Жоопту Шарк айыл өкмөтү берет." in await aigul.presses("Жөнөтүү")
    assert "Ответит айыл окмоту Шарк." in await olga.presses("Отправить")
    bakyt = await village.at_check("Бакыт", LIGHT.replace("Мектеп", "Бала бакча"))
    assert "айыл өкмөтү берет" in await bakyt.presses("Жөнөтүү")


async def test_an_excluded_proposal_is_shown_to_its_supporters_no_more(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    bakyt = await agreed(village, "Бакыт")
    await bakyt.presses("Колдойм")
    assert LIGHT[:20] in await bakyt.taps("supported")
    by = await asan.person()
    await village.database.write(
        lambda store: exclusions.exclude(store, id=proposal.id, reason="spam", by=by, at=village.clock())
    )
    assert LIGHT[:20] not in await bakyt.taps("supported")


async def test_a_bribe_told_by_a_swipe_meets_the_right_door_first(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    await answered(village, asan, proposal)
    await aigul.reads()
    await asan.reads()
    said = await aigul.swipes("Мектеп", "Айыл өкмөтүнүн башчысы менден пара сурады, 5000 сом бер деди")
    assert "Омбудсмен" in said
    assert "пара" not in await asan.reads()


async def test_texts_before_the_aimak_never_lead_past_it(village):
    one = village.resident("Жаңы")
    for n in range(6):
        await one.says(f"Көчөгө {n} жарык керек эле, балдар караңгыда жүрөт")
    await one.taps("language:ky")
    assert "Облусуңузду тандаңыз" in one.heard[-1].text
    assert "ката кетти" not in "".join(heard.text for heard in one.heard)


async def test_a_number_of_two_people_after_a_merger_erases_neither(village):
    aigul = await village.in_menu("Айгүл")
    await proposed(village, aigul, LIGHT)
    bakyt = await village.in_menu("Бакыт", aimak="shark")
    await proposed(village, bakyt, "Көпүрө керек болуп жатат")
    _, new = await merged(village)
    with pytest.raises(SeveralToErase):
        await village.database.read(lambda store: find_author(store, aimak_id=new.id, number=1, year=None, by=None))
