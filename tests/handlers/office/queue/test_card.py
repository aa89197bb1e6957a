"""One proposal at the desk: what its card says, the answers that were sent, and who handles it where."""

from bot.budget.permissions import Role
from bot.budget.proposal import Side, Source
from bot.budget.workdays import find_day
from bot.office import proposals
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.offices import removed


async def test_the_card_says_the_decision_with_its_reason_its_sentence_and_the_reaction(village):
    head, nurlan = await village.worker("Гүлнара", role=Role.HEAD), await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    assert "Автор кыргызча окуйт." in await nurlan.taps(f"desk_one:{proposal.id}")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    await aigul.presses("Түшүнүктүү")
    for reader in (nurlan, head):
        card = await reader.taps(f"desk_one:{proposal.id}")
        assert "Себеби: " in card
        assert SENTENCE in card
        assert "Автор: Түшүнүктүү" in card
    await nurlan.follows_script("Жоопту оңдоо", "3", "1", f"{SENTENCE} Экинчи жолу.", "1")
    await head.taps(f"desk_one:{proposal.id}")
    second = await head.presses("Жөнөтүлгөн жооптор")
    assert "2-жооп, баары 2." in second
    assert "Экинчи жолу." in second
    first = await head.presses("Дагы")
    assert "1-жооп, баары 2." in first
    assert SENTENCE in first
    assert "Экинчи жолу." not in first
    await head.presses("Артка")
    assert "№ 0001" in await head.presses("Артка")


async def test_a_proposal_is_handed_over_by_name_and_released(village, tell):
    nurlan, asan = await village.worker("Нурлан"), await village.worker("Асан")
    olga = await village.worker("Ольга", language="ru")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    for one in (asan, olga):
        await one.reads()
    await nurlan.taps(f"desk_one:{proposal.id}")
    asked = await nurlan.presses("Өткөрүп берүү")
    assert "Асан, айыл өкмөтүнүн адиси" in asked
    assert "Нурлан" not in asked
    assert "кабар берилди" in await nurlan.says("Ольга, айыл өкмөтүнүн адиси")
    assert "Вам передали предложение № 0001." in await olga.reads()
    assert "Предложение у вас." in await olga.presses("Открыть")
    assert await asan.reads() == ""
    await asan.taps(f"desk_one:{proposal.id}")
    assert "кабар берилди" not in await asan.taps("hand_to:1")
    (kept,) = await aigul.proposals()
    assert kept.taken_by == (await olga.person()).id
    await olga.presses("Вернуть в список")
    (kept,) = await aigul.proposals()
    assert kept.taken_by is None
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.presses("Өткөрүп берүү")
    (gone,) = [id for id, title in nurlan.heard[-1].choices if title.startswith("Асан")]
    await removed(village, asan)
    assert "иштебей калды" in await nurlan.taps(gone)
    tell("proposals handed over by name", handed=1, to_somebody_gone=0)


async def test_side_and_category_are_corrected_and_the_author_hears_of_the_side(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", "Базардан жыйноо алынса, бюджетке акча түшөт")
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.presses("Тарабы жана түрү")
    offered = await nurlan.says("1")
    assert "Кайсы" in offered
    chosen = nurlan.heard[-1].choices[0][0]
    assert "авторго кабар берилди" in await nurlan.taps(chosen)
    (kept,) = await aigul.proposals()
    assert (kept.side, kept.category) == (Side.REVENUE, chosen.partition(":")[2])
    assert "киреше тарабына которду" in await aigul.reads()
    await nurlan.presses("Тарабы жана түрү")
    await nurlan.says("1")
    assert "Оңдолду." in await nurlan.presses("Түрү жок")
    assert await aigul.reads() == ""
    (kept,) = await aigul.proposals()
    assert (kept.side, kept.category) == (Side.REVENUE, None)

    await nurlan.presses("Тарабы жана түрү")
    await nurlan.says("2")
    shown = {title for _, title in nurlan.heard[-1].choices}
    assert "Көчө жарыгы" not in shown  # on another page: typed it is that category, and no search
    assert "Оңдолду" in await nurlan.says("Көчө жарыгы")
    (kept,) = await aigul.proposals()
    assert (kept.side, kept.category) == (Side.SPENDING, "sp_lighting")
    assert "чыгаша тарабына которду" in await aigul.reads()

    entries = await village.database.read(lambda store: store.audit.list_entries())
    assert [entry.act for entry in entries].count("sort") == 3

    by, draft = await nurlan.person(), proposals.ProposalToSend("paper", Side.SPENDING, LIGHT)
    entered, _ = await village.database.write(
        lambda store: proposals.enter_for(
            store, draft=draft, source=Source.HEARING, on=find_day(village.clock()), aimak_id=by.aimak_id, language="ky",
            by=by, at=village.clock(),
        )
    )  # fmt: skip
    await nurlan.taps(f"desk_one:{entered.id}")
    await nurlan.presses("Тарабы жана түрү")
    await nurlan.says("1")
    said = await nurlan.presses("Түрү жок")
    assert "Оңдолду. Авторго жеткен жок" in said
    assert "авторго кабар берилди" not in said


async def test_whoever_works_there_no_more_holds_nothing_and_the_head_releases(village, tell):
    head, nurlan = await village.worker("Гүлнара", role=Role.HEAD), await village.worker("Нурлан")
    asan, gone = await village.worker("Асан"), await village.worker("Мирлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()

    async def holder() -> int | None:
        (kept,) = await aigul.proposals()
        return kept.taken_by

    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.presses("Мен карайм")
    await asan.taps(f"desk_one:{proposal.id}")
    assert not [title for _, title in asan.heard[-1].ways if title == "Башкаларга калтыруу"]
    await head.taps(f"desk_one:{proposal.id}")
    await head.presses("Өткөрүп берүү")
    (his,) = [id for id, title in head.heard[-1].choices if title.startswith("Нурлан")]
    said = await head.taps(his)
    assert "кабар берилди" not in said
    assert "Бул сунуш ошол кесиптешиңизде турат." in said
    await head.presses("Башкаларга калтыруу")
    assert await holder() is None

    await gone.taps(f"desk_one:{proposal.id}")
    await gone.presses("Мен карайм")
    left = await holder()
    await removed(village, gone)
    blocked = 0
    for act in ("take", "hand_over", "answer"):
        await village.database.write(lambda store: store.proposals.take(proposal.id, by=left, at=village.clock()))
        assert "Ким карап жатат" not in await asan.taps(f"desk_one:{proposal.id}")
        await asan.taps(act)
        if act == "hand_over":
            (to,) = [id for id, title in asan.heard[-1].choices if title.startswith("Нурлан")]
            await asan.taps(to)
        blocked += await holder() == left
    assert blocked == 0
    tell("proposals held by somebody who works there no more", blocked=blocked)


async def test_whoever_does_not_agree_is_listed_until_the_answer_is_explained(village, tell):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    forgotten = 0
    for _ in range(2):  # also a second time, after it was explained
        await aigul.presses("Макул эмесмин")
        assert "№ 0001" in await nurlan.taps("desk_list:questioned")
        await nurlan.taps(f"desk_one:{proposal.id}")
        await nurlan.follows_script("Автордон суроо", "Сиз кайсы көчөнү айттыңыз?", "Жөнөтүү")
        await aigul.reads()
        await aigul.says("Манас көчөсү")
        card = await nurlan.taps(f"desk_one:{proposal.id}")
        forgotten += "Түшүндүрүү" not in card
        assert "№ 0001" in await nurlan.taps("desk_list:questioned")
        await nurlan.taps(f"desk_one:{proposal.id}")
        village.clock.later(minutes=1)
        await nurlan.follows_script("Түшүндүрүү", "Акча быйыл жетпейт, кийинки жылы каралат.", "Жөнөтүү")
        assert "№ 0001" not in await nurlan.taps("desk_list:questioned")
        await aigul.reads()
        village.clock.later(minutes=1)
    tell("objections left before they were explained", forgotten=forgotten)
    assert forgotten == 0
