"""Groups in which a hearing is posted, and the clerk who let the bot in."""

import uuid

import pytest

from bot.budget.hearing import HOUR
from bot.budget.permissions import NotAllowed
from bot.chat.message import Incoming, Kind, Peer
from bot.office import residents
from bot.office.hearings import groups
from storage.database.schema import events, outbox
from tests.handlers.office.hearings.announce_steps import clerk, sent_to
from tests.handlers.office.hearings.card_steps import DECEMBER, all_offered, announced, count, does

# Groups


async def test_the_clerk_reads_that_a_group_still_has_the_earlier_notice(village, worker, hearing):
    behind = "Топтордо мурунку кабар турат: «Топторго жөнөтүү»."
    await group_of(village, worker)
    await village.tells()
    assert behind not in await worker.taps(f"hearing_desk:{hearing.id}"), "nothing was posted yet"
    await worker.taps("hearing_post")
    await worker.taps("hearing_again")
    assert behind not in await worker.says("ооба"), "it is the same notice"
    await worker.taps("hearing_move")
    await worker.presses("Күнү")
    await worker.says("18.12")
    assert behind in await worker.taps("move_sure:1")
    await village.tells()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert behind not in await worker.presses("Топторго жөнөтүү")
    await worker.taps("hearing_cancel")
    assert behind in await worker.says("ооба")
    assert behind not in await worker.presses("Топторго жөнөтүү")


async def group_of(village, worker, address="-1001", title="Көк-Жар айылы"):
    text = f"{address} {title}"
    return await worker._hears(Incoming(uuid.uuid4().hex, worker.peer, Kind.GROUP_JOINED, text))


async def test_a_group_belongs_to_the_aimak_of_the_clerk_who_let_the_bot_in(village, worker, hearing):
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Топторго жөнөтүү" not in await all_offered(worker)
    said = await group_of(village, worker)
    assert "Көк-Жар айылы" in said
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Топторго жөнөтүү" in await all_offered(worker)
    assert "1 топко" in await worker.taps("hearing_post")
    (post,) = sent_to(village, "-1001")
    assert "БЮДЖЕТ УГУУСУ" in post.text
    assert "16 декабря 2026 года" in post.text
    assert not post.choices + post.ways
    assert "мурда жөнөтүлгөн" in await worker.taps("hearing_post")
    assert len(sent_to(village, "-1001")) == 1
    assert await count(village, outbox, outbox.c.kind == "post") == 1


async def test_where_there_is_nothing_to_post_it_is_not_offered_and_an_old_button_says_so(village, worker, hearing):
    await group_of(village, worker)
    later = await announced(village, starts_at=DECEMBER + 72 * HOUR, send_at=village.clock() + 3 * HOUR)
    for opened, begins in ((later, None), (hearing, DECEMBER + HOUR)):
        village.clock.now = begins or village.clock.now
        await worker.taps(f"hearing_desk:{opened.id}")
        assert "Топторго жөнөтүү" not in await all_offered(worker)
        assert "кылууга болбойт" in await does(worker, opened, "hearing_post")
    assert not sent_to(village, "-1001")
    assert await count(village, events, events.c.state == "dead") == 0


async def test_a_stranger_binds_nothing_and_hears_nothing(village, hearing):
    stranger = village.resident("Жыпар")
    assert await group_of(village, stranger) == ""
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    assert await group_of(village, aigul) == ""
    assert "2/3" in await aigul.says("1")  # the question stands
    assert await village.database.read(lambda store: store.groups.list_of_aimak(hearing.aimak_id)) == []


async def test_a_group_that_put_the_bot_out_is_written_to_no_more(village, worker, hearing):
    for address in ("-1001", "-1002"):
        await group_of(village, worker, address)
    stranger = village.resident("Жыпар")
    await stranger._hears(Incoming(uuid.uuid4().hex, stranger.peer, Kind.GROUP_LEFT, "-1001 Көк-Жар"))
    village.chats.blocked.add("-1002")
    assert "1 топко" in await does(worker, hearing, "hearing_post")
    await worker.reads()
    assert "бот топтон чыгарылган" in await worker.taps(f"hearing_desk:{hearing.id}")
    assert len(await village.database.read(lambda store: store.groups.list_of_aimak(hearing.aimak_id))) == 1


async def test_a_group_is_no_stranger_to_be_forgotten(village, worker, hearing):
    await group_of(village, worker)
    village.clock.later(days=3)
    await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    assert len(await village.database.read(lambda store: store.groups.list_of_aimak(hearing.aimak_id))) == 1


async def test_a_group_of_another_aimak_is_not_posted_to(village, worker, hearing):
    neighbour = await clerk(village, "Нурлан", aimak="shark")
    await group_of(village, neighbour, "-2001", "Шарк")
    assert "топ жок" in await does(worker, hearing, "hearing_post")
    theirs = await announced(village, aimak="shark")
    assert "укугуңуз жок" in await worker.taps(f"hearing_desk:{theirs.id}")
    person = await worker.person()
    with pytest.raises(NotAllowed):
        await village.database.write(lambda store: groups.post(store, id=theirs.id, by=person, at=village.clock()))
    assert not sent_to(village, "-2001")


# Whose it is


async def owner_of(village, address="-1001"):
    async def ask(store):
        group = await store.people.find("telegram", "bot", address)
        bound = await store.groups.find_binding(group.peer_id)
        return (await store.aimaks.get(bound.aimak_id)).code, bound.is_in

    return await village.database.read(ask)


async def put_out(village, resident, address="-1001"):
    return await resident._hears(Incoming(uuid.uuid4().hex, resident.peer, Kind.GROUP_LEFT, f"{address} Көк-Жар"))


async def test_another_aimaks_clerk_gets_a_group_by_the_word_of_its_office_alone(village, worker, hearing):
    await group_of(village, worker)
    nurlan = await clerk(village, "Нурлан", aimak="shark")
    for _ in range(2):
        assert "алгач алардан сурайбыз" in await group_of(village, nurlan)
        assert await owner_of(village) == ("kokjar", True)
    await put_out(village, nurlan)  # and in again, as if it were nobody's
    assert "чыгарылды" in await worker.reads()
    assert "алгач алардан сурайбыз" in await group_of(village, nurlan)
    assert await owner_of(village) == ("kokjar", False)
    assert "Топту аларга бересизби" in await worker.reads()
    give = next(id for id, _ in worker.heard[-1].choices if id.startswith("group_give"))
    assert "укугуңуз жок" in await nurlan.taps(give), "only its own office gives it away"
    stranger = village.resident("Жыпар")
    await stranger.taps(give)
    assert (await owner_of(village))[0] == "kokjar"
    await worker.presses("Топту калтыруу")
    assert "өзүндө калтырды" in await nurlan.reads()
    assert (await owner_of(village))[0] == "kokjar"
    await worker.taps(give)
    assert await owner_of(village) == ("shark", True)
    assert "сиздин айыл өкмөтүңүзгө карайт" in await nurlan.reads()


async def test_a_group_its_own_office_lets_go_is_anybodys(village, worker, hearing):
    await group_of(village, worker)
    await put_out(village, worker)
    nurlan = await clerk(village, "Нурлан", aimak="shark")
    assert "эми" in await group_of(village, nurlan)
    assert await owner_of(village) == ("shark", True)


async def test_a_group_that_becomes_another_chat_stays_the_villages(village, worker, hearing):
    await group_of(village, worker)
    group = Peer("telegram", "bot", "-1001")
    await village.receive(Incoming(uuid.uuid4().hex, group, Kind.GROUP_MOVED, "-100777"))
    await does(worker, hearing, "hearing_post")
    assert sent_to(village, "-100777")
    assert not sent_to(village, "-1001")
