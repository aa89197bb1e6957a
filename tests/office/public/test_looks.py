"""Which texts wait for a clerk's look, and which may stand on the public page."""

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.workdays import find_day
from bot.office import proposals
from bot.office.answers import exclusions
from bot.office.personal import erasure
from bot.office.public import asking, looks, switch
from bot.office.together import merging, voices
from tests.office.offices import MINUTE, Office


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    await turn(office, on=True)
    return office


def turn(office, *, on):
    return office.database.write(
        lambda store: switch.set_page(store, aimak_id=office.aimak_id, is_on=on, by=None, at=office.now)
    )


async def shown(office, author, text="Мектепке жарык керек"):
    """A proposal whose author lets everybody read its text."""
    filed = await office.filed(author, text)
    await office.does(asking.make_public, id=filed.id, public=True, page=True, by=author)
    return filed


async def waiting(office, **given):
    by, aimak_id = office.people["Бакыт"], office.aimak_id
    found = await office.database.read(lambda store: looks.list_to_look(store, aimak_id=aimak_id, by=by, **given))
    counted = await office.database.read(lambda store: looks.count_to_look(store, aimak_id=aimak_id, by=by))
    assert given or counted == len(found)
    return [one.id for one in found]


def looks_at(office, id, shown, *, revision=1, by="Бакыт"):
    return office.does(looks.look, id=id, revision=revision, shown=shown, by=office.people[by])


def may_show(office, id):
    return office.database.read(lambda store: store.looks.may_show(id))


async def test_a_text_is_shown_once_its_author_and_a_clerk_have_said_yes(office):
    author = await office.meets("Айгүл")
    silent, refused = await office.filed(author), await shown(office, author)
    await office.does(asking.make_public, id=refused.id, public=False, by=author)
    yes, no = await shown(office, author), await shown(office, author)
    assert await waiting(office) == [yes.id, no.id]
    assert not await may_show(office, yes.id)
    await looks_at(office, yes.id, True)
    await looks_at(office, no.id, False)
    assert [await may_show(office, one.id) for one in (yes, no, silent, refused)] == [True, False, False, False]
    assert await waiting(office) == []
    await looks_at(office, yes.id, True)
    assert await office.recorded("look", yes.id) == 1, "twice the same is once"
    await looks_at(office, yes.id, None)
    assert await waiting(office) == [yes.id], "what is taken back waits again"
    assert not await may_show(office, yes.id)
    for one in (silent, refused):
        with pytest.raises(looks.NothingToLook):
            await looks_at(office, one.id, True)


async def test_a_yes_for_the_hall_and_the_board_is_none_for_the_page(office):
    author = await office.meets("Айгүл")
    filed = await office.filed(author)
    await turn(office, on=False)
    asked = await office.does(asking.ask_whether_public, id=filed.id, by=author)
    assert (asked.page, asked.only_page) == (False, False)
    await office.does(asking.make_public, id=filed.id, public=True, by=author)
    await turn(office, on=True)
    assert await waiting(office) == []
    asked = await office.does(asking.ask_whether_public, id=filed.id, by=author)
    assert (asked.page, asked.only_page) == (True, True)
    assert await office.does(asking.ask_whether_public, id=filed.id, by=author) is None, "once"
    assert await waiting(office) == [], "nothing said is no yes"
    await office.does(asking.make_public, id=filed.id, public=True, page=True, by=author)
    assert await waiting(office) == [filed.id]
    await looks_at(office, filed.id, True)
    assert await office.does(asking.make_public, id=filed.id, public=True, page=False, by=author), "it stood there"
    assert not await may_show(office, filed.id)
    assert (await office.now_of(filed)).public_text is True
    await office.does(asking.make_public, id=filed.id, public=True, by=author)
    assert not await may_show(office, filed.id), "an old button says nothing of the page"


async def test_the_list_comes_in_pages_and_is_empty_while_the_page_is_off(office):
    author = await office.meets("Айгүл")
    filed = [(await shown(office, author)).id for _ in range(5)]
    assert await waiting(office, limit=2) == filed[:2]
    assert await waiting(office, after=filed[1], limit=2) == filed[2:4]
    await turn(office, on=False)
    assert await waiting(office) == []
    await turn(office, on=True)
    assert await waiting(office) == filed


async def test_a_corrected_text_is_looked_at_anew_and_what_was_read_before_cannot_be_let_out(office):
    author = await office.meets("Айгүл")
    filed = await shown(office, author)
    await looks_at(office, filed.id, True)
    await office.does(proposals.correct, id=filed.id, text="Мектепке жана клубга жарык керек", by=author)
    assert not await may_show(office, filed.id)
    assert await waiting(office) == [filed.id]
    with pytest.raises(looks.TextChanged):
        await looks_at(office, filed.id, True)
    await looks_at(office, filed.id, True, revision=2)
    assert await may_show(office, filed.id)


async def test_whoever_takes_the_text_the_proposal_or_everything_back_takes_it_from_the_page_at_once(office):
    author = await office.meets("Айгүл")
    taken, withdrawn, excluded, forgotten = [await shown(office, author) for _ in range(4)]
    for one in (taken, withdrawn, excluded, forgotten):
        await looks_at(office, one.id, True)
        assert await may_show(office, one.id)
    await office.does(asking.make_public, id=taken.id, public=False, by=author)
    await office.does(proposals.withdraw, id=withdrawn.id, by=author)
    await office.does(exclusions.exclude, id=excluded.id, reason="spam", by=office.people["Бакыт"])
    assert [await may_show(office, one.id) for one in (taken, withdrawn, excluded)] == [False] * 3
    with pytest.raises(looks.NothingToLook):
        await looks_at(office, excluded.id, True)
    await office.does(exclusions.include_again, id=excluded.id, by=office.people["Бакыт"])
    assert await may_show(office, excluded.id)
    await office.does(erasure.forget, keeps_public=True, by=author)
    assert await may_show(office, forgotten.id), "its author left it public"


async def test_whoever_is_forgotten_and_leaves_nothing_public_stands_on_no_page(office):
    author = await office.meets("Айгүл")
    filed, unseen = await shown(office, author), await shown(office, author)
    await looks_at(office, filed.id, True)
    await office.does(erasure.forget, keeps_public=False, by=author)
    assert not await may_show(office, filed.id)
    assert await waiting(office) == []
    with pytest.raises(looks.NothingToLook):
        await looks_at(office, unseen.id, True)


async def test_a_line_that_a_clerk_wrote_of_a_voice_is_shown_only_as_its_author_knows_it(office):
    author, clerk = await office.meets("Айгүл"), office.people["Бакыт"]
    filed = await office.filed(author, "")
    await office.database.write(
        lambda store: store.media.want(filed.id, "telegram", "bot", kind="voice", reference="file", at=office.now)
    )
    await office.does(voices.summarise, id=filed.id, text="Мектепке чатыр керек", read=1, by=clerk)
    await office.does(asking.make_public, id=filed.id, public=True, page=True, by=author)
    assert await waiting(office) == [filed.id], "they had this line before them"
    await looks_at(office, filed.id, True, revision=2)
    await office.does(voices.say_understood, id=filed.id, revision=2, agreed=False, by=author)
    assert not await may_show(office, filed.id)
    office.now += MINUTE
    await office.does(voices.summarise, id=filed.id, text="Клубга чатыр керек", read=2, by=clerk)
    assert await waiting(office) == [], "their yes was for other words"
    assert not await may_show(office, filed.id)
    await office.does(voices.say_understood, id=filed.id, revision=3, agreed=True, by=author)
    assert await waiting(office) == [filed.id]
    await looks_at(office, filed.id, True, revision=3)
    assert await may_show(office, filed.id)


async def test_after_a_merger_the_office_of_both_looks_at_the_texts_of_both(office):
    author = await office.meets("Айгүл")
    other = await Office(office.database, "shark").opens()
    await other.meets("Бакыт", Role.STAFF)
    await turn(other, on=True)
    filed = await shown(office, author)

    async def merges(store):
        here, there = await store.aimaks.get(office.aimak_id), await store.aimaks.get(other.aimak_id)
        await merging.merge(store, aimak=here, into=there, on=find_day(office.now), at=office.now)

    await office.database.write(merges)
    assert await waiting(other) == [filed.id]
    await looks_at(other, filed.id, True)
    assert await may_show(office, filed.id)


async def test_a_clerk_of_another_aimak_reads_and_says_nothing_here(office):
    author = await office.meets("Айгүл")
    other = await Office(office.database, "shark").opens()
    stranger = await other.meets("Нурлан", Role.STAFF)
    filed = await shown(office, author)
    for id in (filed.id, 999):
        with pytest.raises(NotAllowed):
            await other.does(looks.look, id=id, revision=1, shown=True, by=stranger)
