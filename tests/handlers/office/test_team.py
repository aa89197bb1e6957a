"""Who works in an office: names beside posts, who is late with how much. An invite can be sent on."""

import re
import uuid
from pathlib import Path

from PIL import Image

from bot.budget.permissions import Role
from bot.chat.message import Incoming, Kind
from bot.export.attachments import Documents
from bot.office.messenger_accounts import links
from bot.settings import Settings
from storage.database.seal import Seal
from tests.handlers.office.answers.test_answer import LIGHT
from tests.handlers.resident.hearing_steps import announced


async def test_the_head_sees_in_two_taps_who_is_late_by_name_and_count(village):
    head = await village.worker("Токтогул", role=Role.HEAD)
    nurlan, chynara = await village.worker("Нурлан"), await village.worker("Чынара", language="ru")
    assert "кызматкерлердин тизмесинен" in await nurlan.taps("my_name")
    await nurlan.says("Нурлан Асанов")
    assert "Азыр: Нурлан Асанов." in await nurlan.taps("my_name")
    for name in ("Айгүл", "Бакыт", "Жыпар", "Сапар"):
        await village.with_proposal(name, LIGHT)
    for clerk, ids in ((nurlan, (1, 2)), (chynara, (3,))):
        for id in ids:
            await clerk.taps(f"desk_one:{id}")
            await clerk.taps("take")
    await head.taps("desk_list:waiting")
    assert await head.presses("Ким кечикти") == "Кечиккен жооп жок.\n[Артка]"
    village.clock.later(days=30)
    await head.taps("desk_list:waiting")
    assert (await head.presses("Ким кечикти")).splitlines() == [
        "4 жооптун мөөнөтү өттү.",
        "Нурлан Асанов, Нурлан, айыл өкмөтүнүн адиси · 2",
        "Чынара, айыл өкмөтүнүн адиси · 1",
        "Азырынча эч ким алган жок · 1",
        "1 — Мөөнөтү өттү",
        "[Артка]",
    ]
    assert "Нурлан Асанов, Нурлан, айыл өкмөтүнүн адиси" in await head.says("Артка")
    assert "Кто опаздывает" not in await chynara.taps("desk_list:waiting")
    assert "права" in await chynara.taps("late_by")


async def test_an_invite_is_a_link_and_its_code_to_scan_in_a_message_of_its_own(village, tmp_path):
    head = await village.worker("Токтогул", role=Role.HEAD)
    await head.taps("team")
    await head.presses("Чакыруу")
    assert "/start i_" in await head.presses("Кызматкер")  # where no messenger has a link there is only text
    assert head.heard[-1].document is None

    async def keep(store):
        bare = "https://t.me/sunush_bot"
        await links.keep(store, "telegram", "bot", bare=bare, with_payload=f"{bare}?start=PAYLOAD")

    await village.database.write(keep)
    await head.presses("Чакыруу")
    await head.presses("Кызматкер")
    invite, screen = head.heard[-2:]
    link = re.search(r"https://t\.me/sunush_bot\?start=(i_[\w-]+)", invite.text)
    code = re.search(r"\b\d{10}\b", invite.text)
    assert code
    assert [*invite.choices, *invite.ways] == []
    assert "кызмат" in screen.text
    documents = Documents(
        settings=Settings(tmp_path, database_url="", key_file=tmp_path / "key"),
        database=village.database,
        seal=Seal(b"k" * 32),
    )
    path = await documents(invite.document)
    assert (path.suffix, invite.document["form"], invite.document["link"]) == (".png", "photo", link[0])
    assert Image.open(Path(path)).size[0] > 300
    sapar = await village.in_menu("Сапар")
    assert "айыл өкмөтүнүн кызматкери" in await sapar.starts(link[1])
    assert "жараксыз" in await (await village.in_menu("Бегимай")).says(code[0])


async def test_who_reads_in_a_group_is_asked_said_there_and_changed_by_the_head(village):
    nurlan, head = await village.worker("Нурлан"), await village.worker("Токтогул", role=Role.HEAD)
    await head.taps("team")
    assert "Бот азырынча бир да топто жок" in await head.presses("Топтор")
    await nurlan._hears(Incoming(uuid.uuid4().hex, nurlan.peer, Kind.GROUP_JOINED, "-1001 Айыл өкмөтү"))
    asked = next(one for one in nurlan.heard[::-1] if "Топту ким окуй" in one.text)
    assert [title for _, title in asked.ways] == ["Тургундар да", "Кызматкерлер гана"]
    assert "кызматкерлердин тобу" in await nurlan.taps(asked.ways[1][0])

    def group():
        return [message.text for address, message, _ in village.chats.sent if address == "-1001"]

    await village.tells()
    assert "саат тогузда" in group()[-1]
    await head.taps("team")
    assert "Айыл өкмөтү: кызматкерлер гана окуйт" in await head.presses("Топтор")
    assert "тобун тургундар окуйт" in await head.presses("Айыл өкмөтү")
    await village.tells()
    assert "мындан ары бул жерде айтылбайт" in group()[-1]
    assert "Айыл өкмөтү: тургундар да окуйт" in head.heard[-1].numbered()


async def test_persons_are_counted_each_role_has_a_line_of_its_own_and_whoever_is_removed_hears_so(village):
    head = await village.worker("Токтогул", role=Role.HEAD)
    nurlan = await village.worker("Нурлан", language="ru")
    team = await head.taps("team")
    assert "2." in team.splitlines()[0]
    person = await head.person()
    await village.database.write(
        lambda store: store.roles.grant(person.id, role=Role.STAFF, aimak_id=1, by=None, at=1, title="башчы")
    )
    team = await head.taps("team")
    assert "2." in team.splitlines()[0]
    lines = [line.partition(" — ")[2] for line in team.splitlines() if " — " in line]
    assert len(lines) == 3
    assert len(set(lines)) == 3
    clerk = await nurlan.person()
    member = await village.database.read(lambda store: store.roles.find_member_of(clerk.id, 1))
    await head.taps(f"member:{member.id}")
    await head.presses("Чыгаруу")
    assert "Доступ к работе айыл окмоту" in await nurlan.reads()


async def test_the_name_of_a_screen_is_asked_about_before_it_is_a_post(village):
    head = await village.worker("Токтогул", role=Role.HEAD)
    await head.taps("my_post")
    assert "Сөз менен жазыңыз же «Өткөрүп жиберүү»" in await head.says("Ооба")
    assert "Бул экранда «Браузерде ачуу» баскычы жок" in await head.says("Браузерде ачуу")
    assert "1 — Жооп күткөндөр\n2 — Бул менин текстим" in await head.says("жооп күткөндөр")
    assert "Бул тизме бош." in await head.presses("Жооп күткөндөр")
    await head.taps("my_post")
    await head.says("Кызматкерлер")
    assert "Сакталды" in await head.presses("Бул менин текстим")
    assert "Кызматкерлер" in await head.taps("team")
    hearing = await announced(village)
    await head.taps(f"hearing_desk:{hearing.id}")
    assert "Бул экранда «түшүндүрүү» баскычы жок" in await head.says("түшүндүрүү")


async def test_a_language_typed_for_a_post_or_a_name_is_spoken_and_never_kept(village):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("my_post")
    assert "Напишите должность" in await nurlan.says("Русский")
    assert "кызматыңыз" in await nurlan.says("кыргызча")
    await nurlan.taps("my_name")
    assert "Как вас зовут" in await nurlan.says("орусча")
    assert "Сохранено" in await nurlan.says("Нурлан Асанов")
    assert "Русский" not in await nurlan.taps("team")
