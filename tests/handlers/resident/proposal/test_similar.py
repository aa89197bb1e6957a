"""Before a proposal is sent those like it are shown. People join one, go on with their own, leave again, are told."""

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.office import proposals
from bot.office.answers import answers, exclusions
from bot.office.criteria.criterion_6 import count
from bot.office.public import asking
from bot.office.together import supports
from tests.handlers.offices import joined, proposed

LIGHT = "Мектептин жанындагы Ленин көчөсүнө жарык керек, балдар караңгыда келатышат"
LIKE = "мектептин жанына жарык керек ленин кочосу караңгы"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."


async def shown(village, author, text, *, public=True, **parts):
    """A proposal whose author lets everybody read it, or has not said so."""
    proposal = await proposed(village, author, text, category="sp_lighting", **parts)
    if public:
        person = await author.person()
        await village.database.write(
            lambda store: asking.make_public(store, id=proposal.id, public=True, by=person, at=village.clock())
        )
    return proposal


async def agreed(village, name, text=LIKE, *, language="ky"):
    """Somebody who has agreed and presses «Жөнөтүү»."""
    resident = await village.at_check(name, text, language=language)
    resident.screen = await resident.presses("Жөнөтүү" if language == "ky" else "Отправить")
    return resident


async def answered(village, clerk, proposal, sentence=SENTENCE, revision=1):
    by = await clerk.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, sentence)
    await village.database.write(
        lambda store: answers.send(store, id=proposal.id, answer=answer, by=by, at=village.clock(), revision=revision)
    )


async def test_one_joins_a_proposal_like_theirs_and_hears_every_answer_until_they_leave(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    bakyt = await agreed(village, "Бакыт")
    assert "№ 0001, жооп күтүүдө: «Мектептин жанындагы Ленин көчөсүнө жарык керек, балдар караң…»" in bakyt.screen
    assert "1 — Колдойм\n2 — Меники башка" in bakyt.screen
    assert "тургун" not in bakyt.screen
    said = await bakyt.says("колдойм")
    assert "Сиз № 0001 сунушун колдодуңуз" in said
    assert "сакталып турат" in said
    assert await bakyt.proposals() == []
    assert LIKE[:20] in await bakyt.taps("propose")
    assert "Дагы 1 тургунга ушул керек." in await asan.taps(f"desk_one:{proposal.id}")

    for revision in (1, 2):
        await answered(village, asan, proposal, f"{SENTENCE} {revision}-жолу", revision)
        heard = await bakyt.reads()
        assert "Сиз колдогон № 0001 сунушка жооп:" in heard
        assert f"{revision}-жолу" in heard
        assert "ДОЛБООР" in heard
    assert "Эми № 0001 сунушту колдобойсуз." in await bakyt.presses("Колдобойм")
    await answered(village, asan, proposal, f"{SENTENCE} 3-жолу", 3)
    assert await bakyt.reads() == ""
    assert "3-жолу" in await aigul.reads()


async def test_only_the_author_counts_and_reacts(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    year = proposal.budget_year

    async def counted(store):
        return await count(store, aimak_id=proposal.aimak_id, year=year)

    await answered(village, asan, proposal)
    before = await village.database.read(counted)
    bakyt = await agreed(village, "Бакыт")
    assert "долбоорго кирген жок" in bakyt.screen.casefold()
    assert "Сиз колдогон № 0001 сунушка жооп:" in await bakyt.presses("Колдойм")
    await answered(village, asan, proposal, f"{SENTENCE} Дагы.", 2)
    assert [title for _, title in bakyt.heard[-1].choices] != ["Түшүнүктүү", "Суроом бар", "Макул эмесмин"]
    after = await village.database.read(counted)
    assert (after.tally.answered, after.tally.decided, after.rows) == (
        before.tally.answered,
        before.tally.decided,
        before.rows,
    )


async def test_mine_is_different_goes_on_and_is_not_asked_again(village):
    aigul = await village.in_menu("Айгүл")
    await shown(village, aigul, LIGHT)
    bakyt = await agreed(village, "Бакыт")
    assert "номери — 0002" in await bakyt.says("меники башка")
    assert [one.text for one in await bakyt.proposals()] == [LIKE]


async def test_in_russian_several_are_shown_three_at_most_each_with_its_number(village):
    for name in ("Айгүл", "Гүлнара", "Нурлан", "Жамиля"):
        await shown(village, await village.in_menu(name), LIGHT)
    bakyt = await agreed(village, "Бакыт", language="ru")
    assert bakyt.screen.count("— Поддерживаю №") == 3
    assert "4 — Моё другое" in bakyt.screen
    assert "Вы поддержали предложение № 0002" in await bakyt.says("2")


async def test_nothing_is_shown_that_is_not_for_all(village, tell):
    """Not public, withdrawn, excluded, erased, of another aimak, another year, another village, one's own, another thing."""
    asan = await joined(village, "Асан", Role.STAFF)
    by = await asan.person()
    aigul = await village.in_menu("Айгүл")
    await shown(village, aigul, LIGHT, public=False)
    withdrawn = await shown(village, aigul, LIGHT)
    person = await aigul.person()
    await village.database.write(
        lambda store: proposals.withdraw(store, id=withdrawn.id, by=person, at=village.clock())
    )
    excluded = await shown(village, aigul, LIGHT)
    await village.database.write(
        lambda store: exclusions.exclude(store, id=excluded.id, reason="spam", by=by, at=village.clock())
    )
    await shown(village, await village.in_menu("Мырза", aimak="shark"), LIGHT)
    await shown(village, await village.in_menu("Чолпон"), "Көпүрөнүн жанындагы көрүстөнгө тосмо керек")
    erased = await village.in_menu("Эркин")
    await shown(village, erased, LIGHT)
    await erased.says("/forget")
    await erased.taps("forget_sure:public")
    bakyt = await agreed(village, "Бакыт")
    assert "Колдойм" not in bakyt.screen
    assert "номери —" in bakyt.screen
    again = await village.at_check("Дагы", LIKE)
    ids = (1, 2, 3, 4, 6)  # 5 is for all
    refused = [await again.taps(f"support:{id}") for id in ids]
    assert all("Бул баскыч мурунку суроодон калган" in one for one in refused), refused
    tell("proposals not for all, shown or joined", shown=0, joined=0, tried=len(ids))


async def test_whoever_is_forgotten_supports_nothing_and_their_data_name_what_they_support(village):
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    bakyt = await agreed(village, "Бакыт")
    await bakyt.presses("Колдойм")
    person = await bakyt.person()
    listed = await village.database.read(lambda store: supports.list_supported(store, by=person, most=5))
    assert [one.label for one in listed] == ["0001"]
    assert "1 — Колдобойм № 0001" in await bakyt.taps("supported")
    await bakyt.says("/forget")
    await bakyt.taps("forget_sure:all")
    assert await village.database.read(lambda store: store.supports.count(proposal.id)) == 0


async def test_a_withdrawn_proposal_lets_its_supporters_go_with_a_word(village):
    aigul = await village.in_menu("Айгүл")
    proposal = await shown(village, aigul, LIGHT)
    bakyt = await agreed(village, "Бакыт")
    await bakyt.presses("Колдойм")
    await aigul.says("/forget")
    await aigul.taps("forget_sure:all")
    assert "№ 0001 сунушту ээси кайтарып алды" in await bakyt.reads()
    assert await village.database.read(lambda store: store.supports.count(proposal.id)) == 0
    assert "0001" not in await bakyt.taps("supported")


async def test_an_author_shows_and_hides_their_text_on_its_card(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await aigul.taps(f"mine_one:{proposal.id}")
    await aigul.presses("Жарыялоо")
    assert (await aigul.proposals())[0].public_text is True
    assert "Жарыялабоо" in await aigul.taps(f"mine_one:{proposal.id}")
    await aigul.presses("Жарыялабоо")
    assert (await aigul.proposals())[0].public_text is False


async def test_whoever_wants_none_of_it_sends_nothing_where_one_like_it_is_shown(village):
    await shown(village, await village.in_menu("Айгүл"), LIGHT)
    bakyt = await agreed(village, "Бакыт")
    assert "Меники башка" in bakyt.screen
    assert "Өчүрөлүбү" in await bakyt.says("нет не надо мне")
    assert "Сакталды" in await bakyt.says("кийин")
    assert not await bakyt.proposals()
    assert LIKE in await bakyt.says("сунуш берем")
