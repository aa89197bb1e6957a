"""The same conversation in Telegram: the real channel, poll, courier and handlers against a strict Bot API on loopback."""

import asyncio
from pathlib import Path

from bot.app import Service
from bot.channels.telegram import Telegram
from bot.channels.too_fast import Flood
from tests.telegram.fake.people import People, TelegramUser, picture
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import (
    LIGHT,
    buttons,
    clerk,
    eventually,
    hears,
    kept,
    presses,
    proposed,
    running,
    sunush_calls,
    until,
)


async def test_aigul_proposes_by_buttons_and_the_receipt_stays(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    await until(lambda: "Кабар алам" in buttons(aigul))
    assert sum("номери — 0001" in said for said in aigul.texts) == 1
    assert await kept(sunush, "SELECT label FROM proposals") == [("0001",)]


async def test_screens_are_rewritten_in_place_and_their_buttons_go(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    await presses(aigul, "Кабар алам")
    await hears(aigul, "кабарлайбыз")
    # Language to text: one message rewritten; the check after the text: one; the receipt; the question about notices.
    assert len(aigul.texts) == 4
    with_buttons = [message for message in aigul.server.messages(aigul.chat_id) if message["reply_markup"]]
    assert len(with_buttons) == 1


async def test_everything_can_be_typed_as_well(sunush: Service, user: People):
    bakyt = user("Бакыт", "ru")
    bakyt.starts()
    await hears(bakyt, "Выберите язык")
    for typed, heard in (
        ("Русский", "Выберите область"), ("кок-жар", "Есть ли здесь"), ("1", "Здравствуйте"), ("1", "1/3."), ("1", "2/3."),
        ("Сдать в аренду пустующее здание старой конторы", "3/3."), ("согласен", "1 — Отправить"),
        ("/help@other_bot", "/mydata"), ("да", "номер — 0001"),
    ):  # fmt: skip
        bakyt.writes(typed)
        await hears(bakyt, heard)


async def test_every_tap_is_answered_and_old_and_forged_ones_do_no_harm(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    for data in ("v1:send:deadbeef:00000000", "x", "v1:aimak:1:ffffffff", "v1::", "🙂", "v1:notices:yes:12345678"):
        aigul.taps_old(data)
    await hears(aigul, "мурунку суроодон")
    await until(lambda: len([call for call in sunush_calls(aigul, "answerCallbackQuery") if call["accepted"]]) >= 11)
    assert await kept(sunush, "SELECT count(*) FROM proposals") == [(1,)]


async def test_a_voice_a_photo_with_words_and_a_place_are_kept(sunush: Service, user: People, tmp_path: Path):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    aigul.sends_photo(caption=LIGHT)
    await hears(aigul, "1 сүрөт")
    aigul.sends_voice()
    await hears(aigul, "1 үн билдирүү, 1 сүрөт")
    aigul.sends_location()
    await hears(aigul, "Жери: 42.87460, 74.56980")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    await eventually(sunush, "SELECT kind, state FROM media ORDER BY kind", [("photo", "kept"), ("voice", "kept")])


async def test_a_place_that_moves_is_answered_once(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    aigul.writes(LIGHT)
    await hears(aigul, "3/3.")
    aigul.shares_location()
    await hears(aigul, "Жери: 42.87460, 74.56980")
    await until(lambda: not aigul.server.pending())
    said = len(aigul.texts)
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    assert sum("Жери:" in text for text in aigul.texts[:said]) == 1
    assert not any("өзгөртүү үчүн" in text for text in aigul.texts)


async def test_an_album_is_one_proposal(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    aigul.sends_album(picture("red"), picture("green"), picture("blue"), caption=LIGHT)
    await hears(aigul, "3 сүрөт")


async def test_ten_photos_at_once_are_counted_on_one_screen(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    before = len(aigul.texts)
    aigul.sends_album(*[picture()] * 10, caption=LIGHT)
    await hears(aigul, "10 сүрөт")
    await eventually(sunush, "SELECT count(*) FROM outbox WHERE state < 3", [(0,)])
    assert len(aigul.texts) == before + 1
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    await eventually(sunush, "SELECT count(*) FROM media", [(10,)])


async def test_an_album_on_a_slow_line_is_still_one_screen(sunush: Service, user: People, telegram: TelegramServer):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    before = len(aigul.texts)
    telegram.fault("slow", method="sendMessage", seconds=0.3)
    for part in range(5):
        aigul.sends_photo(picture(), LIGHT if part == 2 else "", media_group_id="13000000000000777")
        await asyncio.sleep(0.1)
    await hears(aigul, "5 сүрөт")
    await eventually(sunush, "SELECT count(*) FROM outbox WHERE state < 3", [(0,)])
    assert len(aigul.texts) == before + 1


async def test_a_text_cut_in_two_by_the_app_is_one_proposal(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    whole = "Көчөгө жарык керек. " * 350
    aigul.writes(whole)
    await hears(aigul, "Текстке кошулду.")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    ((joined,),) = await kept(sunush, "SELECT text FROM proposal_texts")
    assert "".join(joined.split()) == "".join(whole.split())


async def test_what_is_forwarded_in_one_go_is_one_held_proposal(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await hears(aigul, "Саламатсызбы")
    for said in (LIGHT, "Анан көпүрө да керек", "Спорт зал да болсо"):
        aigul.forwards(said)
    aigul.sends_photo(picture())
    await hears(aigul, f"Бул сунушпу? «{LIGHT}. Анан көпүрө да керек. Спорт зал да болсо», 1 сүрөт")
    await presses(aigul, "Ооба", "Чыгаша: акча кетет", "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")


async def test_stickers_contacts_and_videos_get_a_polite_word(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    for n, sends in enumerate((aigul.sends_sticker, aigul.sends_contact, aigul.sends_video_note), 1):
        sends()  # one by one: a word that has not left is replaced by the next that says the same
        await until(lambda n=n: sum("текст, үн, сүрөт жана документ гана" in said for said in aigul.texts) == n)


async def test_an_edited_message_changes_the_text_that_is_being_checked(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(aigul, "2/3.")
    sent = aigul.writes(LIGHT)
    await hears(aigul, "3/3.")
    aigul.edits(sent["message"]["message_id"], "Көпүрөнү оңдоп бериңиздер")
    await hears(aigul, "«Көпүрөнү оңдоп бериңиздер»")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    assert await kept(sunush, "SELECT text FROM proposal_texts") == [("Көпүрөнү оңдоп бериңиздер",)]


async def test_the_edit_of_a_sent_message_leaves_the_next_proposal_alone(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    sent = await proposed(aigul, LIGHT)
    await presses(aigul, "Кабар алам", "Сунуш берүү", "Чыгаша: акча кетет")
    await until(lambda: sum("2/3." in said for said in aigul.texts) == 2)
    aigul.writes("Көпүрөнү оңдоп бериңиздер")
    await until(lambda: "«Көпүрөнү оңдоп бериңиздер»" in aigul.texts[-1])
    aigul.edits(sent, "Мектептин жанына үч жарык керек")
    await hears(aigul, "Бул билдирүү № 0001 сунушка кирген.")
    await presses(aigul, "Ооба", "Жөнөтүү")
    await hears(aigul, "номери — 0002")
    assert await kept(sunush, "SELECT text FROM proposal_texts ORDER BY proposal_id, revision") == [
        (LIGHT,), ("Мектептин жанына үч жарык керек",), ("Көпүрөнү оңдоп бериңиздер",)
    ]  # fmt: skip


async def test_in_a_group_the_bot_speaks_only_when_addressed_and_says_nothing_private(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    group = aigul.in_group(-1001)
    group.writes("Салам баарына")
    group.commands("start")
    await until(lambda: len(group.texts) == 1)
    assert "мага өзүнчө жазыңыз" in group.texts[0]
    assert await kept(sunush, "SELECT count(*) FROM proposals") == [(0,)]


async def test_who_blocks_is_left_in_peace_and_is_back_with_start(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    aigul.blocks()
    await eventually(sunush, "SELECT count(*) FROM peers WHERE blocked_at IS NOT NULL", [(1,)])
    aigul.unblocks()
    aigul.starts()
    await eventually(sunush, "SELECT count(*) FROM peers WHERE blocked_at IS NOT NULL", [(0,)])
    await until(lambda: any("Эмне кылгыңыз" in said or "кабарлап туралыбы" in said for said in aigul.texts[-1:]))


async def declines(nurlan: TelegramUser) -> None:
    """Opens the new proposal from its notice and answers that it is not in the draft."""
    await presses(nurlan, "Ачуу", "Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт")
    await hears(nurlan, "өз сөзүңүз менен")
    nurlan.writes("Мектептин көчөсү 2028-жылдын планына киргизилет.")
    await presses(nurlan, "Жооп жөнөтүү")


async def test_a_clerk_answers_and_the_answer_comes_back(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await proposed(aigul)
    await presses(aigul, "Кабар алам")
    await declines(nurlan)
    answer = await hears(aigul, "ДОЛБООРГО КИРГЕН ЖОК")
    assert "Жооп берген: бюджет адиси." in answer
    await presses(aigul, "Түшүнүктүү")
    await hears(aigul, "маалымат тактасында")


async def test_an_unreadable_update_is_a_dead_letter_and_the_next_one_is_answered(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.server.push({"message": {"message_id": "no number", "chat": {"id": []}}})
    aigul.server.push({"callback_query": 7})
    await proposed(aigul)
    assert await kept(sunush, "SELECT count(*) FROM events WHERE state = 'dead'") == [(2,)]


async def test_a_flood_of_one_person_is_held_back_and_others_are_answered(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    async with running(telegram, tmp_path, flood=Flood(burst=10, per_second=1)) as sunush:
        noisy, aigul = user("Шуулдак", "ky"), user("Айгүл", "ky")
        for n in range(500):
            noisy.writes(f"ызы-чуу {n}")
        await proposed(aigul)
        assert await kept(sunush, "SELECT count(*) < 100 FROM events") == [(1,)]
        await hears(noisy, "өтө тез келип жатат")
        assert sum("өтө тез келип жатат" in said for said in noisy.texts) == 1


async def test_a_hundred_messages_forwarded_in_one_go_are_no_flood(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    aigul = user("Айгүл", "ky")
    for n in range(100):
        aigul.forwards(f"{n}: көпүрөнү оңдоп бериңиздер")
    async with running(telegram, tmp_path) as sunush:
        await until(lambda: not telegram.pending())
        await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'done'", [(100,)])


async def test_what_gathered_while_the_bot_was_off_came_at_the_persons_own_pace(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    aigul, hours_ago = user("Айгүл", "ky"), int(telegram.now()) - 8 * 3600
    for n in range(45):
        aigul.writes(f"Сунуш {n}: көпүрөнү оңдоп бериңиздер", date=hours_ago + n * 600)
    async with running(telegram, tmp_path, flood=Flood(burst=10, per_second=1)) as sunush:
        await until(lambda: not telegram.pending())
        await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'done'", [(45,)])


async def test_whoever_blocks_the_bot_in_the_middle_of_a_flood_is_heard(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    noisy = user("Шуулдак", "ky")
    for n in range(50):
        noisy.writes(f"ызы-чуу {n}")
    noisy.blocks()
    async with running(telegram, tmp_path, flood=Flood(burst=10, per_second=1)) as sunush:
        await until(lambda: not telegram.pending())
        await eventually(sunush, "SELECT count(*) FROM peers WHERE blocked_at IS NOT NULL", [(1,)])


async def test_menus_are_set_once_and_a_chat_gets_its_own_language(
    sunush: Service, user: People, telegram: TelegramServer
):
    from bot.channels.telegram import set_where_different

    channel = Telegram(TOKEN, seal=sunush.office.seal, api_url=telegram.url)
    changed, left = await set_where_different(channel.bot)
    assert changed > 0
    assert not left
    assert await set_where_different(channel.bot) == (0, [])
    await channel.close()
    aigul = user("Айгүл", "ru")
    aigul.starts("a_kokjar")
    await presses(aigul, "Русский")
    await until(
        lambda: any("chat_id" in str(call.get("params", call)) for call in sunush_calls(aigul, "setMyCommands"))
    )


async def test_an_answer_that_a_block_kept_away_comes_when_the_person_is_back(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await proposed(aigul)
    aigul.blocks()
    await declines(nurlan)
    await hears(nurlan, "авторуна жеткен жок")
    aigul.unblocks()
    aigul.starts()
    await hears(aigul, "ДОЛБООРГО КИРГЕН ЖОК")
