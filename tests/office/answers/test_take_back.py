"""Answers that leave in a moment: in small parts, each once, whatever ends the process in between."""

from functools import partial

import pytest

from bot.budget.permissions import Role
from bot.office.answers import access, answers, take_back
from bot.office.rules import BEGINNING
from bot.office.together import supports
from tests.office.offices import Office, refusing

WAIT = 60_000  # milliseconds


@pytest.fixture
async def office(database):
    """An office with a clerk, a colleague and an author; an answer can be taken back for a minute."""
    office = await Office(database).opens()
    for name in ("Нурлан", "Чынара"):
        await office.meets(name, Role.STAFF)
    await office.meets("Айгүл")
    await database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    return office


async def kept(office, count: int):
    """So many proposals with an answer draft of Нурлан's each."""
    made = [await office.filed(office.people["Айгүл"]) for _ in range(count)]
    for one in made:
        answer = refusing(f"Бул маселени район карайт, {one.number}.")
        await office.does(answers.save, id=one.id, answer=answer, by=office.people["Нурлан"], read=1)
    return made


async def send_all(office, made):
    shown = [(one.id, office.now) for one in made]
    return await office.does(take_back.send_drafts, aimak_id=office.aimak_id, shown=shown, by=office.people["Нурлан"])


async def let_go(office) -> None:
    while await office.database.write(partial(take_back.go_on, at=office.now)):
        pass


async def test_a_death_between_two_of_many_sends_none_twice_and_forgets_none(office, monkeypatch, tell):
    made = await kept(office, 2 * take_back.AT_ONCE + 5)
    pressed = await send_all(office, made)
    assert (len(pressed.leaving), pressed.staying, pressed.seconds) == (len(made), (), 60)
    await let_go(office)
    assert await office.relays(made[0]) == 0  # none before its moment
    office.now += WAIT
    told, news = [], supports.tell_news

    async def dies(store, **given):
        told.append(given)
        if len(told) == take_back.AT_ONCE + 7:
            raise ConnectionResetError
        await news(store, **given)

    monkeypatch.setattr(supports, "tell_news", dies)
    with pytest.raises(ConnectionResetError):
        await let_go(office)
    between = [await office.relays(one) for one in made]
    assert sum(between) == take_back.AT_ONCE  # the first part stands, of the second there is nothing
    await let_go(office)
    after = [await office.relays(one) for one in made]
    assert after == [1] * len(made)
    assert {(await office.sent(one))[0].sent_at for one in made} == {pressed.at}  # as of the press
    assert await office.chain_holds()
    tell("many answers sent, a death in the middle", sent=sum(after), twice=0, forgotten=after.count(0))


async def test_the_press_of_one_is_taken_back_by_nobody_else_and_by_nobody_later(office):
    made = await kept(office, 3)
    pressed = await send_all(office, made)
    taking = partial(take_back.take_back, pressed_at=pressed.at)
    assert await office.does(taking, by=office.people["Чынара"], at=pressed.at + 1) == []
    assert await office.does(taking, by=office.people["Нурлан"], at=pressed.at + WAIT) == []
    for act, given in ((answers.save, {"answer": refusing("Башка сүйлөм жазып көрөлү.")}), (answers.take, {})):
        with pytest.raises(access.OnItsWay):
            await office.does(act, id=made[0].id, by=office.people["Чынара"], **given)
    again = await office.does(taking, by=office.people["Нурлан"], at=pressed.at + WAIT - 1)
    assert [draft.proposal_id for draft in again] == [one.id for one in made]
    assert await office.does(taking, by=office.people["Нурлан"], at=pressed.at + WAIT - 1) == []  # once
    office.now += WAIT
    await let_go(office)
    assert [await office.relays(one) for one in made] == [0, 0, 0]
    listed = await office.database.read(
        lambda store: store.answer_drafts.list_drafts(office.aimak_id, own_of=office.people["Нурлан"].id)
    )
    assert len(listed) == 3


async def test_a_clerk_removed_before_it_left_leaves_it_kept_and_the_office_is_told(office):
    (one,) = await kept(office, 1)
    await send_all(office, [one])
    member = await office.member(office.people["Нурлан"])
    await office.database.write(lambda store: store.roles.revoke(member.id, by=None, at=office.now))
    office.now += WAIT
    await let_go(office)
    assert (await office.relays(one), (await office.draft(one)).leaves_at) == (0, None)
    assert await office.notices(office.people["Чынара"], "not_left") == 1


async def test_what_goes_before_the_head_at_once_is_told_to_them_in_one_message_and_to_nobody_else(office):
    head = await office.meets("Токтогул", Role.HEAD)
    await office.database.write(lambda store: store.aimaks.set_head_approves(office.aimak_id, True))
    made = await kept(office, 3)
    pressed = await send_all(office, made)
    assert pressed.to_head
    await let_go(office)
    assert all([(await office.draft(one)).for_approval for one in made])
    assert (await office.notices(head, "approval"), await office.notices(office.people["Нурлан"], "not_left")) == (1, 0)
