"""What the public page reads of proposals, on both databases: lists, counts, what was decided last, texts that are found."""

from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.language.matter.stems import list_searched
from storage.database.beside import read_beside
from storage.log import search
from storage.page.shown import Found, list_shown_texts
from tests.storage.rows import NOW, enter, meet, new_proposal

YEAR = 2027
REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул айыл өкмөтүнүн милдетине кирбейт.")
INCLUDED = Answer(Decision.INCLUDED, None, "Быйыл жасалат деп чечилди.", 50_000, "7.3")


async def test_a_year_is_listed_counted_and_searched_alike(database):
    aimak_id, aigul, clerk = await enter(database), await meet(database, "Айгүл"), await meet(database, "Нурлан")
    made = []
    for n, side in enumerate([Side.SPENDING, Side.REVENUE, Side.SPENDING, Side.SPENDING]):
        new = new_proposal(aigul, aimak_id, key=f"{n}", side=side, category="sp_roads" if n else "sp_water")
        made.append(
            await database.write(lambda store, new=new, n=n: store.proposals.add(new, text=f"Көпүрө {n}", fold=""))
        )

    async def live(store) -> None:
        for at, (one, revision, answer) in enumerate([(0, 1, REFUSED), (0, 2, INCLUDED), (1, 1, INCLUDED)]):
            await store.answers.add(
                made[one].id, revision=revision, answer=answer, by=clerk.id, approved_by=None, at=NOW + at
            )
        await store.proposals.withdraw(made[3].id, at=NOW)
        await store.public_consents.set_public(made[2].id, public=True, page=True, at=NOW)
        await store.looks.put(made[2].id, revision=1, shown=True, by=clerk.id, at=NOW)
        for one in made:
            await search.index(store.connection, one.id)

    await database.write(live)

    async def read(store) -> None:
        shown = store.shown
        page = await shown.list_page([aimak_id], YEAR)
        assert [one.number for one in page.rows] == [3, 2, 1]
        assert [one.text for one in page.rows] == ["Көпүрө 2", None, None]
        assert [one.decision for one in page.rows] == [None, Decision.INCLUDED, Decision.INCLUDED]
        assert (await shown.list_page([aimak_id], YEAR, decision=Decision.NOT_INCLUDED)).total == 0
        assert [one.number for one in (await shown.list_page([aimak_id], YEAR, is_open=True)).rows] == [3]
        found = Found(frozenset({made[1].id}), frozenset({"sp_water"}))
        assert (await shown.list_page([aimak_id], YEAR, found=found)).total == 2
        assert [one.number for one in await shown.list_decided([aimak_id], YEAR, limit=5)] == [2, 1]
        counted = {(one.side, one.decision): (one.count, one.amount) for one in await shown.count([aimak_id], YEAR)}
        assert counted[Side.REVENUE, Decision.INCLUDED] == (1, 50_000)
        assert sum(n for n, _ in counted.values()) == 3
        assert await shown.list_years([aimak_id]) == [YEAR]
        words = list_searched("копуро")
        assert await shown.find_texts([aimak_id], YEAR, words) == [(made[2].id, "Көпүрө 2")]
        assert await shown.list_with_text([aimak_id], YEAR) == [made[2].id]
        assert await shown.list_numbered([aimak_id], YEAR, 2) == [made[1].id]
        assert await shown.find(aimak_id, YEAR, 4) is None

    await database.read(read)
    shown = await read_beside(database, lambda connection: list_shown_texts(connection, [aimak_id], YEAR))
    assert shown == {(aimak_id, 3)}
