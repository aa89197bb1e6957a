"""A group watches a work: from the head's link to the report, its answer, and the rating."""

import uuid

import openpyxl
import pytest

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.export.watch.table import write_watches
from bot.office.watch import public
from bot.office.wording.lost_files import lose
from storage.attachments.refused import GONE
from storage.personal.reading import read_person
from tests.storage.rows import rows_of

LINE = "Ленин көчөсүн жарыктандыруу"
SEEN = "Мамычалар тургузулду, жарык жок"


async def watched(village, line=LINE):
    """A head names a line; returns the head and what stands behind the link."""
    head = await village.worker("Асан", role=Role.HEAD)
    await head.taps("watch_desk")
    await head.taps("watch_new")
    await head.says(line)
    await head.presses("Шилтеме жасоо")
    [row] = await rows_of(village.database, "watches")
    return head, f"w_{row['token']}"


async def joined(village, name, payload):
    """Somebody comes by the link and joins."""
    resident = await village.in_menu(name)
    await resident.starts(payload)
    await resident.taps("watch_join")
    await resident.taps("consent:yes")
    return resident


async def reported(resident, text=SEEN):
    """They report."""
    await resident.taps("watching")
    await resident.taps("watch_tell")
    await resident.taps("watch_seen:stopped")
    await resident.sends("photo", "pole")
    await resident.says(text)
    return await resident.presses("Жөнөтүү")


async def test_a_group_reports_by_its_link_and_hears_the_answer(village, tell):
    head, payload = await watched(village)
    assert LINE in await head.taps("watch_desk")
    aibek = village.resident("Айбек")
    assert "Тилди тандаңыз" in await aibek.starts(payload)
    assert LINE in await aibek.taps("language:ky")
    assert "/privacy" in await aibek.presses("Байкайм")
    assert "Эми сиз топтосуз" in await aibek.taps("consent:yes")
    assert "М1-01" in await reported(aibek)
    await aibek.taps("back")
    assert "Мен байкаган иш" in await aibek.presses("Дагы")

    clerk = await village.worker("Нурлан")
    told = await head.reads()
    assert "Жумуш токтоп турат" in told
    card = await clerk.taps("watch_report:1")
    assert SEEN in card
    assert "Автор кыргызча окуйт." in card
    await clerk.presses("Жооп берүү")
    assert "Толук сүйлөм" in await clerk.follows_script("Ооба", "1")
    await clerk.says("Электр тармагы 5-декабрда кошот")
    assert "Жооп жөнөтүлдү" in await clerk.presses("Жооп жөнөтүү")
    assert "5-декабрда кошот" in await aibek.reads()
    assert "Жооп:" in await aibek.taps("watching")
    acts = [row["act"] for row in await rows_of(village.database, "audit")]
    assert acts.count("answer_watch") == 1
    tell("a report from a link to its answer", taps=9)


async def test_a_group_takes_no_more_than_the_setting_says(village):
    _, payload = await watched(village)
    await village.database.write(
        lambda store: store.meta.set(
            "watch_rules", '{"members": 1, "shown_from": 5}', valid_from=find_day(village.clock())
        )
    )
    await joined(village, "Айбек", payload)
    late = await village.in_menu("Жамал")
    await late.starts(payload)
    await late.taps("watch_join")
    assert "Топ толду" in await late.taps("consent:yes")
    assert len(await rows_of(village.database, "watch_members")) == 1


async def test_a_finished_work_is_rated_once_and_shown_without_names(village, tmp_path):
    head, payload = await watched(village)
    aibek = await joined(village, "Айбек", payload)
    await reported(aibek)
    gulzhan = await village.in_menu("Гүлжан", language="ru")
    assert "Оценить работу" not in await gulzhan.says("/menu")
    await head.taps("watch_desk")
    await head.taps("watch_one:1")
    await head.presses("Жумуш бүттү")
    await head.presses("Ооба")
    assert "Баа берүү" in await aibek.reads()
    await aibek.taps("rate_work:1")
    await aibek.taps("stars:4")
    assert "эсептелди" in await aibek.says("Жакшы, бирок кечикти")
    assert "мурда баалагансыз" in await aibek.taps("rate_work:1")
    await gulzhan.taps("rate_works")
    await gulzhan.taps("consent:yes")
    await gulzhan.presses("Плохо")
    assert "учтена" in await gulzhan.presses("Пропустить")
    assert sorted(row["stars"] for row in await rows_of(village.database, "watch_ratings")) == [2, 4]

    async def write(name, *, words):
        of = {"language": "ru", "codes": False, "words": words, "aimak_id": 1, "at": village.clock()}
        await write_watches(village.database, path=tmp_path / name, form="xlsx", **of)
        made = openpyxl.load_workbook(tmp_path / name).worksheets
        assert (made[0].title, "людей в группе" in made[1]["A1"].value) == ("Мониторинг", True), (
            "its settings are no practice"
        )
        head, *rows = made[0].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    [row] = await write("all.xlsx", words=True)
    assert (row["Номер сообщения"], row["Текст"], row["Без ответа"], row["Средняя оценка"]) == ("М1-01", SEEN, 1, None)
    [row] = await write("blind.xlsx", words=False)
    assert "Текст" not in row
    assert "кечикти" not in await head.taps("watch_one:1"), "two have rated, and five are shown"
    for name in ("Салтанат", "Уран", "Эрмек"):
        await rated(village, name, 5)
    shown = await head.taps("watch_one:1")
    assert "5тен 4; баалагандар — 5" in shown
    assert "«Жакшы, бирок кечикти»" in shown
    assert "4: «" not in shown, "no star stands beside a word"
    [row] = await write("rated.xlsx", words=False)
    assert (row["Оценок"], row["Средняя оценка"]) == (5, "4")


async def rated(village, name, stars, word=""):
    resident = await village.in_menu(name)
    await resident.taps("rate_works")
    await resident.taps("consent:yes")
    await resident.taps("rate_work:1")
    await resident.taps(f"stars:{stars}")
    await (resident.says(word) if word else resident.presses("Өткөрүп жиберүү"))


async def test_no_rating_can_be_told_by_two_looks_nor_where_all_gave_the_same(village, tmp_path):
    """Whatever is shown stays as it is until five more have rated; nothing shown says what one of them gave."""
    head, _ = await watched(village)
    await village.database.write(lambda store: store.watches.finish(1, at=village.clock()))
    await village.database.write(
        lambda store: store.meta.set(
            "watch_rules", '{"members": 15, "shown_from": 1}', valid_from=find_day(village.clock())
        )
    )
    of = {"language": "ky", "codes": True, "words": True, "aimak_id": 1}

    async def looks():
        card = (await head.taps("watch_one:1")).partition("[")[0]
        path = tmp_path / f"looks {uuid.uuid4().hex}.csv"
        await write_watches(village.database, path=path, form="csv", **of, at=village.clock())
        [row] = await village.database.read(lambda store: public.list_shown(store, aimak_id=1, at=village.clock()))
        shown = (row.counted.ratings, row.mean)
        return card, path.read_text("utf-8-sig"), shown

    seen = []
    for n in range(1, 12):
        await rated(village, f"Тургун {n}", 5 if n <= 5 else 1, f"сөз {n}")
        seen.append(await looks())
    assert [one[2] for one in seen] == [(0, "")] * 4 + [(5, "4,5–5")] * 5 + [(10, "3")] * 2
    for same in (seen[:4], seen[4:9], seen[9:]):
        assert len({one[:2] for one in same}) == 1
    assert not any(f"сөз {n}" in seen[4][0] + seen[4][1] for n in range(6, 12))


async def test_whoever_is_forgotten_leaves_a_number_and_no_word_and_rates_once(village):
    _, payload = await watched(village)
    aibek = await joined(village, "Айбек", payload)
    await reported(aibek)
    person = await aibek.person()

    def read(connection):
        found = read_person(
            connection, village.database.seal, person_id=person.id, peer_id=person.peer_id, language="ky"
        )
        return {name: list(records) for name, records in found}

    kept = await village.database.run_sync(read)
    assert [(one["number"], one["text"], len(one["files"])) for one in kept["reports"]] == [("М1-01", SEEN, 1)]
    assert [one["budget_line"] for one in kept["watches"]] == [LINE]
    await village.database.write(lambda store: store.watches.finish(1, at=village.clock()))
    await aibek.taps("rate_work:1")
    await aibek.taps("stars:1")
    await aibek.presses("Өткөрүп жиберүү")
    await village.database.write(lambda store: store.erasures.erase(person.id, keeps_public=False, at=village.clock()))
    one = await village.database.read(lambda store: store.watch_reports.get(1))
    assert (one.label, one.text, one.is_waiting) == ("М1-01", "", False)
    for table in ("watch_members", "watch_files", "watch_ratings"):
        assert await rows_of(village.database, table) == []


async def test_two_joined_messengers_have_one_rating_and_part_with_their_own(village):
    _, payload = await watched(village)
    aibek, aizada = await joined(village, "Айбек", payload), await joined(village, "Айзада", payload)
    await reported(aibek)
    await village.database.write(lambda store: store.watches.finish(1, at=village.clock()))
    for resident, stars in ((aibek, 1), (aizada, 5)):
        await resident.taps("rate_work:1")
        await resident.taps(f"stars:{stars}")
        await resident.presses("Өткөрүп жиберүү")
        village.clock.later(minutes=1)
    mine, hers = await aibek.person(), await aizada.person()
    await village.database.write(
        lambda store: store.joins.join(mine.peer_id, other_id=mine.id, to=hers.id, at=village.clock())
    )
    ratings = await rows_of(village.database, "watch_ratings")
    assert [(row["person_id"], row["stars"]) for row in ratings] == [(hers.id, 5)]
    await village.database.write(lambda store: store.joins.part(mine.peer_id, at=village.clock()))
    ratings = await rows_of(village.database, "watch_ratings")
    assert {(row["person_id"], row["stars"]) for row in ratings} == {(mine.id, 1), (hers.id, 5)}
    assert (await village.database.read(lambda store: store.watch_reports.get(1))).author_id == mine.id


async def test_the_watches_of_a_merged_aimak_go_on_and_of_a_practice_aimak_no_word_stays(village):
    _, payload = await watched(village)
    await reported(await joined(village, "Айбек", payload))

    async def merge(store):
        here, there = await store.aimaks.find_by_code("kokjar"), await store.aimaks.find_by_code("shark")
        await store.merging.merge(here.id, there.id, on=find_day(village.clock()), at=village.clock())
        return there.id

    into = await village.database.write(merge)
    zhamal = await village.worker("Жамал", aimak="shark")
    assert SEEN in await zhamal.taps("watch_report:1")
    await village.database.write(
        lambda store: store.practice.close(into, code="over", on=find_day(village.clock()), at=village.clock())
    )
    one = await village.database.read(lambda store: store.watch_reports.get(1))
    assert one.text == ""
    assert [row["closed_at"] for row in await rows_of(village.database, "watches")] == [village.clock()]


@pytest.mark.parametrize("payload", ["w_", "w_nothing", "w_" + "x" * 200])
async def test_a_link_that_leads_nowhere_says_so(village, payload):
    resident = await village.in_menu("Айбек")
    assert "байкоого алынган иш жок" in await resident.starts(payload)


async def test_whose_photo_of_a_report_is_lost_hears_it(village):
    _, payload = await watched(village)
    aibek = await joined(village, "Айбек", payload)
    await reported(aibek)
    [photo] = await rows_of(village.database, "media")
    await village.database.write(lambda store: lose(store, media_id=photo["id"], why=GONE, at=village.clock()))
    assert "№ М1-01: Сүрөтүңүз" in await aibek.reads()


async def test_of_two_who_answer_one_report_the_second_reads_what_happened_and_decides(village):
    _, payload = await watched(village)
    aibek = await joined(village, "Айбек", payload)
    await reported(aibek)
    clerks = [await village.worker(name) for name in ("Нурлан", "Бакыт")]
    for clerk, text in zip(
        clerks, ("Электр тармагы 5-декабрда кошот", "Жарык эртең күйөт, кошуп жатабыз"), strict=True
    ):
        await clerk.taps("watch_report:1")
        await clerk.presses("Жооп берүү")
        await clerk.says(text)
    assert "Жооп жөнөтүлдү" in await clerks[0].presses("Жооп жөнөтүү")
    said = await clerks[1].presses("Жооп жөнөтүү")
    assert "«Электр тармагы 5-декабрда кошот». Сиздики жөнөтүлгөн жок." in said
    assert "Жарык эртең күйөт" in said
    (row,) = await rows_of(village.database, "watch_reports")
    assert "5-декабрда" in village.database.seal.open(row["answer"])
    assert "Жооп жөнөтүлдү" in await clerks[1].presses("Жооп жөнөтүү")
    (row,) = await rows_of(village.database, "watch_reports")
    assert "эртең күйөт" in village.database.seal.open(row["answer"])
