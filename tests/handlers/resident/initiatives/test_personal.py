"""What becomes of somebody's initiative: forgotten, handed over, joined and parted, merged, emptied with a practice aimak."""

from bot.budget.initiative.course import Phase
from bot.budget.workdays import find_day
from storage.personal.reading import read_person
from tests.handlers.resident.initiatives.test_initiative import ANSWERS, DOING, sent
from tests.storage.rows import rows_of


async def course_of(village):
    """What became of the one initiative."""

    async def read(store):
        one = await store.initiatives.get(1)
        return one, await store.initiatives.read_course(one)

    return await village.database.read(read)


async def test_whoever_is_forgotten_leaves_a_number_and_no_word_of_their_initiative(village):
    clerk, aibek = await sent(village)
    await clerk.taps("initiative_one:1")
    person = await aibek.person()
    await village.database.write(lambda store: store.erasures.erase(person.id, keeps_public=False, at=village.clock()))
    one, course = await course_of(village)
    assert (one.label, one.asked, course.phase) == ("Д1-01", 17_000, Phase.WITHDRAWN)
    assert one.answers.doing == ""
    left = await rows_of(village.database, "initiative_files")
    assert left == []
    assert [row for row in await rows_of(village.database, "media") if row["peer_id"] is None] == []


async def test_a_call_goes_on_though_an_applicant_with_a_decision_is_forgotten(village):
    clerk, aibek = await sent(village)
    await clerk.taps("initiative_one:1")
    await clerk.presses("Чечим чыгаруу")
    await clerk.presses("Бөлүгү берилет")
    await clerk.says("15 000")
    await clerk.says("Тосмого быйылкы бюджеттен ушунча каражат жетет")
    await clerk.presses("Кабар берүү")
    await clerk.taps("initiative_one:1")
    await clerk.presses("Акча жана иш")
    asks = await clerk.presses("Келишим")
    assert asks in await clerk.sends("photo", "agreement")
    await clerk.says("№ 4, 20.12.2026")
    assert (await course_of(village))[1].agreement == "№ 4, 20.12.2026"
    person = await aibek.person()
    await village.database.write(lambda store: store.erasures.erase(person.id, keeps_public=False, at=village.clock()))
    one, course = await course_of(village)
    assert (one.answers.doing, course.granted, course.agreement) == ("", 15_000, "")
    assert "Д1-01" in await clerk.taps("call_one:1")


async def test_all_of_an_initiative_is_handed_over_to_its_author(village):
    _, aibek = await sent(village)
    person = await aibek.person()

    def read(connection):
        seal = village.database.seal
        found = read_person(connection, seal, person_id=person.id, peer_id=person.peer_id, language="ky")
        return {name: list(records) for name, records in found}

    [one] = (await village.database.run_sync(read))["initiatives"]
    assert one["number"] == "Д1-01"
    assert set(ANSWERS) <= set(one["texts"])
    assert len(one["files"]) == 1


async def test_an_initiative_goes_along_with_a_joined_messenger_and_back(village):
    _, aibek = await sent(village)
    aizada = await village.in_menu("Айзада")
    mine, hers = await aibek.person(), await aizada.person()
    await village.database.write(
        lambda store: store.joins.join(mine.peer_id, other_id=mine.id, to=hers.id, at=village.clock())
    )
    assert (await course_of(village))[0].author_id == hers.id
    await village.database.write(lambda store: store.joins.part(mine.peer_id, at=village.clock()))
    assert (await course_of(village))[0].author_id == mine.id


async def test_the_calls_of_a_merged_aimak_go_on_in_the_other_and_told_numbers_stay(village):
    _, aibek = await sent(village)

    async def merge(store):
        here, there = await store.aimaks.find_by_code("kokjar"), await store.aimaks.find_by_code("shark")
        await store.merging.merge(here.id, there.id, on=find_day(village.clock()), at=village.clock())
        return there.id

    into = await village.database.write(merge)
    one, _ = await course_of(village)
    assert (one.aimak_id, one.label) == (into, "Д1-01")
    zhamal = await village.worker("Жамал", aimak="shark")
    assert DOING in await zhamal.taps("initiative_one:1")
    assert "Д1-01" in await aibek.taps("initiatives_mine")


async def test_a_closed_practice_aimak_keeps_no_word_of_an_initiative(village):
    _, aibek = await sent(village)
    person = await aibek.person()
    await village.database.write(
        lambda store: store.practice.close(
            person.aimak_id, code="over", on=find_day(village.clock()), at=village.clock()
        )
    )
    one, course = await course_of(village)
    assert one.answers.doing == ""
    assert course.is_withdrawn
    assert {row["closed_at"] for row in await rows_of(village.database, "initiative_calls")} == {village.clock()}


async def test_whoever_has_sent_none_and_asks_for_theirs_hears_so(village):
    aigul = await village.in_menu("Айгүл")
    for said in (await aigul.taps("initiatives_mine"), await aigul.says("менин демилгелерим")):
        assert "демилге бере элексиз" in said
        assert "Сунуш берүү" in said
