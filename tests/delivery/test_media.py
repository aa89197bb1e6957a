"""The fetcher. Each file is kept under its hash, asked for later, or lost; one that fails keeps no other."""

import asyncio

import pytest
from sqlalchemy import text

from bot.channels.contract import Gone, NotYet, Throttled, Unreachable
from bot.delivery.files import media
from bot.delivery.files.media import BACK_OFF, FETCHES, REFUSED_BACK_OFF, REFUSED_FETCHES, Fetcher
from storage.attachments.look import Seen, without_a_look
from storage.attachments.refused import FileRefused
from storage.database.engine import Database
from storage.media.folder import MediaFolder
from storage.media.media import FilesAway
from tests.channels.doubles import RecordingChannel
from tests.patience import patient
from tests.storage.attachments.opened import read_pieces
from tests.storage.rows import NOW, enter, meet, propose, rows_of

AIGUL = "996555111111"
VOICE = b"OggS" + bytes(100)


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """Files are looked at by their first bytes here, without a process for each."""
    looks: list[str] = []

    async def look(came, clean, *, patience) -> Seen:
        looks.append(came.name)
        return without_a_look(came)

    monkeypatch.setattr("bot.delivery.files.looking.look", look)
    return looks


@pytest.fixture
def fetcher(database, channel, clock, tmp_path):
    return Fetcher(database=database, channels=[channel], now=clock, media=MediaFolder(tmp_path / "media"))


@pytest.fixture
async def aigul(database):
    return await meet(database, AIGUL)


@pytest.fixture
async def attach(database, aigul):
    """Attaches a voice or photo to a proposal of Aigul's."""
    proposal = await propose(database, aigul, await enter(database))

    async def attach(reference: str, kind: str = "voice", *, at: int = NOW) -> None:
        await database.write(
            lambda store: store.media.want(proposal.id, "telegram", "sunush_bot", kind=kind, reference=reference, at=at)
        )

    return attach


async def media_states(database: Database) -> list[str]:
    return [row["state"] for row in await rows_of(database, "media")]


async def test_a_voice_is_fetched_and_kept_under_its_hash(database, fetcher, channel, attach, tmp_path):
    channel.files["voice 1"] = VOICE
    await attach("voice 1")

    await fetcher.fetch()

    (row,) = await rows_of(database, "media")
    assert (row["state"], row["size"]) == ("kept", len(VOICE))
    kept = tmp_path / "media" / row["hash"][:2] / row["hash"]
    assert VOICE not in kept.read_bytes()
    assert b"".join(read_pieces(kept, database.seal)) == VOICE
    await fetcher.fetch()
    assert channel.fetched == ["voice 1"]


async def test_a_file_is_fetched_outside_of_any_transaction(database, channel, clock, attach, tmp_path):
    """On SQLite, with its one writer, writing inside of a fetch would never end otherwise."""

    class Writing(RecordingChannel):
        async def fetch(self, reference: str) -> bytes:
            await database.write(lambda store: store.meta.put_once("written meanwhile", reference))
            return VOICE

    await attach("voice 1")
    fetcher = Fetcher(database=database, channels=[Writing()], now=clock, media=MediaFolder(tmp_path))
    async with patient(20):
        await fetcher.fetch()
    assert await media_states(database) == ["kept"]


async def test_a_file_that_will_never_come_is_lost(database, fetcher, channel, attach):
    channel.files["voice 1"] = Gone("file is too old")
    await attach("voice 1")
    await fetcher.fetch()
    await fetcher.fetch()
    assert await media_states(database) == ["lost"]
    assert channel.fetched == ["voice 1"]


@pytest.mark.parametrize(("kind", "content"), [("voice", b"<html>"), ("photo", b"not a picture")])
async def test_a_file_that_is_not_what_it_is_said_to_be_is_lost(
    database, fetcher, channel, attach, tmp_path, kind, content
):
    channel.files["file"] = content
    await attach("file", kind)
    await fetcher.fetch()
    assert await media_states(database) == ["lost"]
    assert not list((tmp_path / "media").iterdir())


async def test_a_file_that_cannot_be_had_now_is_asked_for_later_and_at_last_given_up(
    database, fetcher, channel, clock, attach
):
    channel.files["voice 1"] = Unreachable("connection refused")
    await attach("voice 1")

    async def asks(times: int) -> None:
        for number in range(len(channel.fetched), len(channel.fetched) + times):
            assert await media_states(database) == ["wanted"]
            await fetcher.fetch()
            assert len(channel.fetched) == number + 1
            await fetcher.fetch()
            assert len(channel.fetched) == number + 1, "not before its time"
            clock.move(seconds=BACK_OFF[-1])

    first, last = len(BACK_OFF) + 2, 3
    await asks(first)
    assert [row["attempts"] for row in await rows_of(database, "media")] == [first]
    # What lies between is the last pause over and over.
    skipped = text("UPDATE media SET attempts = :attempts")
    await database.write(lambda store: store.connection.execute(skipped, {"attempts": FETCHES - last}))
    await asks(last)
    assert await media_states(database) == ["lost"]
    await fetcher.fetch()
    assert len(channel.fetched) == first + last


async def test_while_the_storage_of_files_is_away_they_wait_however_long_and_nothing_is_asked_for(
    database, fetcher, channel, clock, attach, monkeypatch
):
    tries = 3

    def is_away(came, seal):
        raise FilesAway("GenericError")

    channel.files["voice 1"] = VOICE
    await attach("voice 1")
    with monkeypatch.context() as away:
        away.setattr(fetcher._media, "keep", is_away)
        for number in range(1, tries + 1):
            await fetcher.fetch()
            await fetcher.fetch()
            assert len(channel.fetched) == number, "the messenger is asked once in a while"
            clock.move(seconds=media.AWAY / 1000)
    (row,) = await rows_of(database, "media")
    assert (row["state"], row["attempts"], row["begun"]) == ("wanted", 0, 0)
    await fetcher.fetch()
    assert await media_states(database) == ["kept"]


async def test_a_fetch_that_fails_in_an_unheard_of_way_is_tried_later_and_keeps_nobody(
    database, fetcher, channel, clock, attach
):
    channel.files |= {"broken": RuntimeError("never seen before"), "voice 1": VOICE}
    await attach("broken")
    await attach("voice 1")

    await fetcher.fetch()
    assert await media_states(database) == ["wanted", "kept"]

    channel.files["broken"] = VOICE
    clock.move(seconds=BACK_OFF[0])
    await fetcher.fetch()
    assert await media_states(database) == ["kept", "kept"]


async def test_every_wanted_file_is_fetched_in_one_go(database, fetcher, channel, attach):
    for number in range(20):
        channel.files[f"voice {number}"] = VOICE + bytes([number])
        await attach(f"voice {number}", at=NOW - number)
    await fetcher.fetch()
    assert await media_states(database) == ["kept"] * 20
    assert channel.fetched == [f"voice {number}" for number in reversed(range(20))]


async def test_what_the_messenger_says_it_has_not_is_asked_for_again_for_a_day_with_growing_pauses(
    database, fetcher, channel, clock, attach
):
    channel.files["voice 1"] = NotYet("wrong file_id or the file is temporarily unavailable")
    await attach("voice 1")
    began, tries = clock(), []
    while await media_states(database) == ["wanted"]:
        await fetcher.fetch()
        tries.append(clock())
        clock.move(seconds=REFUSED_BACK_OFF[min(len(tries), len(REFUSED_BACK_OFF)) - 1])
    pauses = [later - sooner for sooner, later in zip(tries, tries[1:], strict=False)]
    assert pauses == sorted(pauses)
    assert len(tries) == REFUSED_FETCHES
    assert 24 * 3600 * 1000 <= tries[-1] - began <= 26 * 3600 * 1000


async def test_it_comes_where_that_passes(database, fetcher, channel, clock, attach):
    channel.files["voice 1"] = NotYet("wrong file_id or the file is temporarily unavailable")
    await attach("voice 1")
    await fetcher.fetch()
    channel.files["voice 1"] = VOICE
    clock.move(seconds=REFUSED_BACK_OFF[0])
    await fetcher.fetch()
    assert await media_states(database) == ["kept"]


async def test_a_rate_limit_is_kept_for_all_files_and_counts_as_no_try(database, fetcher, channel, clock, attach):
    channel.files |= {"voice 1": Throttled(40), "voice 2": VOICE}
    await attach("voice 1")
    await attach("voice 2")
    await fetcher.fetch()
    clock.move(seconds=39)
    await fetcher.fetch()
    assert channel.fetched == ["voice 1"]
    channel.files["voice 1"] = VOICE
    clock.move(seconds=1)
    await fetcher.fetch()
    assert [(row["state"], row["attempts"]) for row in await rows_of(database, "media")] == [("kept", 0)] * 2
    channel.files["voice 3"] = Throttled(3600)
    await attach("voice 3")
    await fetcher.fetch()
    channel.files["voice 3"] = VOICE
    clock.move(seconds=-7200)  # a clock that was put back ends the rest
    await database.write(lambda store: store.connection.execute(text("UPDATE media SET not_before = 0")))
    await fetcher.fetch()
    assert await media_states(database) == ["kept"] * 3


async def test_a_file_that_kills_the_process_is_looked_at_twice_then_kept_as_it_is_and_given_up_at_last(
    database, fetcher, channel, attach, looks, monkeypatch
):
    class Killed(BaseException):
        pass

    async def killing(came, clean, *, patience) -> Seen:
        looks.append(came.name)
        raise Killed

    channel.files |= {"photo 1": b"\x89PNG\r\n\x1a\n" + bytes(40), "voice 1": VOICE}
    await attach("photo 1", "photo")
    monkeypatch.setattr("bot.delivery.files.looking.look", killing)
    for n in (1, 2):
        with pytest.raises(Killed):
            await fetcher.fetch()
        assert (len(looks), [row["begun"] for row in await rows_of(database, "media")]) == (n, [n])
    await attach("voice 1")
    assert [file.kind for file in await fetcher._list_wanted(channel)] == ["voice", "photo"], (
        "a neighbour's comes first"
    )
    monkeypatch.undo()
    monkeypatch.setattr("bot.delivery.files.looking.look", lambda came, clean, **_: _seen_at_once(came))
    await fetcher.fetch()
    rows = await rows_of(database, "media")
    assert [(row["state"], row["form"], row["ending"], row["begun"]) for row in rows] == [
        ("kept", "document", ".png", 0),
        ("kept", "document", ".ogg", 0),
    ]
    assert len(looks) == 2

    await attach("photo 1", "photo")
    await database.write(lambda store: begin_often(store, rows[-1]["id"] + 1))
    await fetcher.fetch()
    assert await media_states(database) == ["kept", "kept", "lost"]


async def _seen_at_once(came) -> Seen:
    return without_a_look(came)


async def begin_often(store, media_id: int) -> None:
    for _ in range(media.TRIES):
        await store.media.begin(media_id)


async def test_what_is_not_kept_says_why(database, fetcher, channel, attach, monkeypatch):
    async def refuse(came, clean, *, patience) -> Seen:
        raise FileRefused("active")

    monkeypatch.setattr("bot.delivery.files.looking.look", refuse)
    channel.files |= {"smeta": b"PK", "old": Gone("file is too big"), "none": Gone("no id", too_large=False)}
    await attach("smeta", "document")
    await attach("old", "document")
    await attach("none", "photo")
    await fetcher.fetch()
    assert [(row["state"], row["why"]) for row in await rows_of(database, "media")] == [
        ("lost", "active"),
        ("lost", "large"),
        ("lost", "gone"),
    ]


async def test_what_came_and_was_never_sent_is_forgotten_with_its_file_and_what_others_need_stays(
    database, fetcher, channel, clock, aigul, attach, tmp_path
):
    channel.files |= {"sent": VOICE, "unsent": VOICE, "other": VOICE + b"x"}
    for reference in ("unsent", "other"):
        await database.write(
            lambda store, reference=reference: store.media.note_arrived(
                aigul.peer_id, "telegram", "sunush_bot", kind="voice", reference=reference, at=clock()
            )
        )
    await attach("sent")
    await fetcher.fetch()
    await fetcher.forget_unsent()
    assert len(await media_states(database)) == 3
    clock.move(seconds=media.UNSENT_KEPT // 1000 + 1)
    await fetcher.forget_unsent()
    (row,) = await rows_of(database, "media")
    left = [path.name for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert (row["hash"], row["peer_id"]) == (left[0], None)
    assert len(left) == 1


async def test_a_fetcher_that_is_woken_and_stopped_in_one_moment_stops(fetcher, monkeypatch):
    waits, wait = asyncio.Event(), fetcher._woken.wait

    async def waited() -> bool:
        waits.set()
        return await wait()

    monkeypatch.setattr(fetcher._woken, "wait", waited)
    running = asyncio.create_task(fetcher.run())
    await waits.wait()
    fetcher.wake()
    await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=5)
    assert done
    assert running.cancelled()


class Hanging(RecordingChannel):
    """A messenger that takes the question for some files and does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.hanging: set[str] = set()
        self.asked: list[str] = []

    async def fetch(self, reference: str) -> bytes:
        self.asked.append(reference)
        if reference in self.hanging:
            await asyncio.Event().wait()
        return await super().fetch(reference)


async def sent_by(database: Database, name: str, *references: str) -> None:
    sender = await meet(database, name)
    for reference in references:
        await database.write(
            lambda store, reference=reference: store.media.note_arrived(
                sender.peer_id, "telegram", "sunush_bot", kind="voice", reference=reference, at=NOW
            )
        )


async def comes(happened) -> None:
    async with asyncio.timeout(20):
        while not await happened():  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.005)


@pytest.fixture
def hanging():
    return Hanging()


@pytest.fixture
def waiting_fetcher(database, hanging, clock, tmp_path):
    return Fetcher(database=database, channels=[hanging], now=clock, media=MediaFolder(tmp_path / "media"))


async def test_messages_beside_a_file_that_does_not_come_make_no_look_each(
    database, waiting_fetcher, hanging, monkeypatch
):
    monkeypatch.setattr(media, "BESIDE", 3600)  # seconds: no look of its own comes between
    looks, list_wanted = [], waiting_fetcher._list_wanted

    async def looking(channel):
        looks.append(channel)
        return await list_wanted(channel)

    monkeypatch.setattr(waiting_fetcher, "_list_wanted", looking)
    hanging.hanging = {"aisuluu"}
    await sent_by(database, "aisuluu", "aisuluu")
    running = asyncio.create_task(waiting_fetcher.run())

    async def asked() -> bool:
        return hanging.asked == ["aisuluu"]

    await comes(asked)
    before = len(looks)
    for _ in range(20):
        waiting_fetcher.wake()
        await rows_of(database, "media")  # whoever was woken has begun a look by now
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(looks) == before


async def test_files_of_one_person_that_do_not_come_hold_up_nobody_elses(
    database, waiting_fetcher, hanging, tmp_path, tell
):
    aisuluu = [f"aisuluu {n}" for n in range(10)]
    hanging.hanging = set(aisuluu)
    hanging.files = {f"{name} {n}": VOICE + name.encode() for name in ("bakyt", "cholpon") for n in range(3)}
    await sent_by(database, "aisuluu", *aisuluu)
    for name in ("bakyt", "cholpon"):
        await sent_by(database, name, *(f"{name} {n}" for n in range(3)))
    running = asyncio.create_task(waiting_fetcher.run())

    async def all_others() -> bool:
        return (await media_states(database)).count("kept") == 6

    await comes(all_others)
    waits = [reference for reference in hanging.asked if reference in hanging.hanging]
    assert waits == ["aisuluu 0"]  # of one person one at a time
    hanging.files["daniyar 0"] = VOICE + b"d"  # and who writes meanwhile waits for nobody either
    await sent_by(database, "daniyar", "daniyar 0")
    waiting_fetcher.wake()

    async def kept() -> bool:
        return (await media_states(database)).count("kept") == 7

    await comes(kept)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [(row["state"], row["begun"], row["attempts"]) for row in (await rows_of(database, "media"))[:10]] == [
        ("wanted", 0, 0)
    ] * 10, "an orderly end counts as no try"
    assert not list((tmp_path / "media").glob("*.part"))
    tell("others' files beside ten of one person that do not come", kept=7, waited_for=0)


async def test_a_file_that_never_ends_to_come_is_tried_again_later(database, waiting_fetcher, hanging, monkeypatch):
    monkeypatch.setattr(media, "LONGEST", 0.01)
    hanging.hanging = {"endless"}
    await sent_by(database, "aisuluu", "endless")
    await waiting_fetcher.fetch()
    assert [(row["state"], row["attempts"]) for row in await rows_of(database, "media")] == [("wanted", 1)]


async def test_what_was_under_way_when_the_process_died_goes_alone(database, waiting_fetcher, hanging, monkeypatch):
    names = ("aisuluu", "bakyt", "cholpon", "daniyar")
    hanging.files = dict.fromkeys(names, VOICE)
    for name in names:
        await sent_by(database, name, name)
    for id in (1, 2, 3):
        await database.write(lambda store, id=id: store.media.begin(id))
    under_way, most = set(), []
    fetch = hanging.fetch

    async def counted(reference: str) -> bytes:
        under_way.add(reference)
        most.append(set(under_way))
        await asyncio.sleep(0)
        content = await fetch(reference)
        under_way.discard(reference)
        return content

    monkeypatch.setattr(hanging, "fetch", counted)
    await waiting_fetcher.fetch()
    assert most == [{"daniyar"}, {"aisuluu"}, {"bakyt"}, {"cholpon"}]
    assert await media_states(database) == ["kept"] * 4
