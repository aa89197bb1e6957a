"""A digit under a notice that came in the middle of something. It is asked back, and never taken for the older question."""

import pytest

from bot.budget.hearing import DAY, HearingKind, Terms
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


@pytest.fixture
def announced(village):
    """Announces a hearing of Көк-Жар; its notice arrives."""

    async def announce() -> None:
        async def work(store):
            aimak = await store.aimaks.find_by_code("kokjar")
            terms = Terms(village.clock() + 20 * DAY, "Көк-Жар маданият үйү")
            announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=2027)
            await hearings.announce(store, announcement=announcement, by=None, aimak_id=aimak.id, at=village.clock())

        await village.database.write(work)
        for _ in range(3):
            await village.broadcasting.step()
            await village.courier.carry()

    return announce


async def subscribed_at_check(village):
    """Айгүл, who gets notices, before her second proposal is sent."""
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("notices:yes")
    await aigul.starts()
    await aigul.presses("Сунуш берүү")
    await aigul.presses("Чыгаша: акча кетет")
    await aigul.says("Автобус аялдамасына чатыр керек")
    return aigul


async def test_a_digit_that_fits_the_notice_and_the_question_is_asked_back(village, announced):
    aigul = await subscribed_at_check(village)
    await announced()
    assert "Ушулардын кайсынысын айттыңыз?\n1 — Келем\n2 — Жөнөтүү" in await aigul.says("1")
    assert "сизди күтөбүз" in await aigul.says("1")
    person = await aigul.person()
    rsvp = await village.database.read(lambda store: store.hearings.find_rsvp(1, person.id))
    assert rsvp.coming
    assert len(await village.database.read(lambda store: store.proposals.list_of_author(person.id))) == 1


async def test_the_older_question_can_be_meant_as_well(village, announced):
    aigul = await subscribed_at_check(village)
    await announced()
    await aigul.says("1")
    assert "номери — 0002" in await aigul.says("2")


async def test_a_digit_that_only_the_notice_has_goes_to_the_notice(village, announced):
    aigul = await subscribed_at_check(village)
    await announced()
    assert "Качан: " in await aigul.says("3")


async def test_nobody_is_subscribed_by_a_digit_under_an_answer(village):
    """The question about notices stood open for days when the answer came."""
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    nurlan = await village.worker("Нурлан")
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.says("1")
    await nurlan.follows_script(
        "Жооп берүү", "3", "1", "Мектептин көчөсү 2028-жылдын планына киргизилет.", "Жооп жөнөтүү"
    )
    assert "1 — Түшүнүктүү\n2 — Кабар алам" in await aigul.says("1")
    assert "Рахмат" in await aigul.says("1")
    person = await aigul.person()
    assert (
        await village.database.read(lambda store: store.subscriptions.find_subscription(person.id, person.aimak_id))
        is None
    )


async def test_where_free_text_is_awaited_a_digit_is_text(village, announced):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("notices:yes")
    await aigul.follows_script("Сунуш берүү", "Чыгаша: акча кетет")
    await announced()
    assert "Ушулардын кайсынысын" not in await aigul.says("2")


@pytest.mark.parametrize("said", ["отправляй давай", "ну отправляй уже", "отправь", "жөнөтө бер"])
async def test_a_wish_to_send_is_no_yes_to_what_was_guessed(village, said):
    isa = await village.in_menu("Иса")
    await isa.taps("propose")
    await isa.taps("side:spending")
    await isa.says("Мектептин артына стадион керек")
    await isa.taps("consent:yes")
    assert "Бул менин текстим" in await isa.says("түшкөндө жөнөтөм, жайлоодомун")
    assert "0001" in await isa.says(said)
    assert len(await isa.proposals()) == 1


async def test_what_urges_gives_leave_and_sends(village):
    isa = await village.in_menu("Иса", language="ru")
    await isa.taps("propose")
    await isa.taps("side:spending")
    await isa.says("За школой нужен стадион")
    assert "Отправить" in await isa.says("погнали")
    assert "0001" in await isa.says("погнали")
