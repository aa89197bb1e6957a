"""The fake Telegram is strict where Telegram is: what may be sent, edited, pressed, and what people do."""

import asyncio
import json

import aiohttp
import pytest
import telegram as ptb

from tests.telegram.fake.markup import units
from tests.telegram.fake.people import JPEG, OGG
from tests.telegram.fake.state import TOKEN
from tests.telegram.fake_itself.caller import keyboard

# Places.


async def test_a_place_is_a_pin_and_a_venue_has_a_name(telegram, aigul, call):
    point = {"latitude": 40.26611, "longitude": 72.61832}
    sent = (await call("sendLocation", chat_id=aigul.id, **point))["result"]
    assert ptb.Message.de_json(sent, None).location.latitude == 40.26611
    venue = (await call("sendVenue", chat_id=aigul.id, title="Маданият үйү", address="Көк-Жар айылы", **point))[
        "result"
    ]
    shown = ptb.Message.de_json(venue, None).venue
    assert (shown.title, shown.address, shown.location.longitude) == ("Маданият үйү", "Көк-Жар айылы", 72.61832)
    assert not telegram.errors()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"latitude": ""}, "latitude is empty"),
        ({"longitude": None}, "longitude is empty"),
        ({"latitude": 90.5}, "wrong location coordinates"),
        ({"longitude": "чыгыш"}, "wrong location coordinates"),
        ({"latitude": "nan"}, "wrong location coordinates"),
        ({"title": " "}, "venue title is empty"),
        ({"address": ""}, "venue address is empty"),
        ({"title": "ы" * 256}, "venue title is invalid"),
        ({"address": "бир\nэки"}, "venue address is invalid"),
        ({"chat_id": 404}, "chat not found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_venue_that_telegram_would_not_take(aigul, call, wrong, words):
    right = {"chat_id": aigul.id, "latitude": 40.2, "longitude": 72.6, "title": "Үй", "address": "Айыл"}
    given = {name: value for name, value in (right | wrong).items() if value is not None}
    assert words in await call.refused("sendVenue", **given)


# Who calls, and how.


async def test_a_wrong_token_and_a_wrong_method_are_told(telegram, session, call):
    for token, code in (("7012345678:AAF-another-token-for-tests_of-35-sign", 401), ("nonsense", 404)):
        async with session.get(f"{telegram.url}/bot{token}/getMe") as answer:
            assert ((await answer.json())["error_code"], answer.status) == (code, code)
    assert (await call("sendNonsense"))["error_code"] == 404
    assert telegram.errors()[0]["wrong"] == "unknown method"
    assert (await call("GETME"))["result"]["username"] == "sunush_test_bot"


async def test_json_forms_and_files_say_the_same(telegram, aigul, session, call):
    url = f"{telegram.url}/bot{TOKEN}/sendMessage"
    buttons = keyboard("Ооба")
    await call("sendMessage", chat_id=aigul.id, text="бир", reply_markup=buttons)
    form = {"chat_id": str(aigul.id), "text": "бир", "reply_markup": json.dumps(buttons)}
    (await session.post(url, data=form)).release()
    (await session.get(url, params=form)).release()
    written = aiohttp.MultipartWriter("form-data")
    for name, value in form.items():
        written.append(value).set_content_disposition("form-data", name=name)
    (await session.post(url, data=written)).release()
    assert telegram.texts(aigul.id) == ["бир"] * 4
    assert [message["reply_markup"] for message in telegram.messages(aigul.id)] == [buttons] * 4
    assert not telegram.errors()
    await call("sendMessage", chat_id=aigul.id, text="беш", disable_web_page_preview=True)
    assert telegram.errors()[0]["wrong"] == "unknown parameters: disable_web_page_preview"


# Texts and buttons.


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag"),
        ({"text": "ы</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 2"),
        ({"text": "<b>ы</i>", "parse_mode": "HTML"}, "can't parse entities: Unmatched end tag at byte offset 5"),
        ({"text": "2 < 3", "parse_mode": "HTML"}, "can't parse entities: Unclosed start tag at byte offset 2"),
        ({"text": "<жол>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "text buttons are unallowed"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [{}]}}, 'field "inline_keyboard"'),
        ({"text": "x", "reply_markup": keyboard(" ")}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "reply_markup": keyboard(*"абвгдежзи")}, "REPLY_MARKUP_ROW_TOO_LONG"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": keyboard("x")["inline_keyboard"] * 101}},
            "REPLY_MARKUP_TOO",
        ),
        ({"text": "x", "reply_markup": keyboard("x", data="ы" * 32)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_telegram_would_not_take(aigul, call, telegram, wrong, words):
    assert (await call.refused("sendMessage", **{"chat_id": aigul.id, **wrong})).startswith(f"Bad Request: {words}")
    assert telegram.texts(aigul.id) == []
    assert not telegram.calls("sendMessage")[0]["accepted"]


async def test_the_longest_texts_pass_and_tags_do_not_count(telegram, aigul, call):
    longest = "😀" * 2048
    html = f"<b>{longest[:-1]}</b>&lt;&#33;"
    for text in ({"text": longest}, {"text": html, "parse_mode": "HTML"}):
        assert (await call("sendMessage", chat_id=aigul.id, **text))["ok"]
    assert [units(text) for text in telegram.texts(aigul.id)] == [4096, 4096]
    assert telegram.messages(aigul.id)[1]["entities"] == [{"type": "bold", "offset": 0, "length": 4094}]
    data = {"inline_keyboard": [[{"text": "x", "callback_data": "ы" * 32}] for _ in range(100)]}
    assert (await call("sendMessage", chat_id=aigul.id, text="x", reply_markup=data))["ok"]


async def test_an_edit_replaces_text_and_buttons_and_says_when_nothing_changed(telegram, aigul, call):
    own = (await call("sendMessage", chat_id=aigul.id, text="Суроо", reply_markup=keyboard("Ооба", "Жок")))["result"]
    place = {"chat_id": aigul.id, "message_id": own["message_id"]}
    same = await call.refused("editMessageText", **place, text="Суроо ", reply_markup=keyboard("Ооба", "Жок"))
    assert same.startswith("Bad Request: message is not modified: specified new message content and reply markup are")
    assert telegram.screen(aigul.id)["buttons"] == [["Ооба", "Жок"]]
    edited = (await call("editMessageText", **place, text="Жооп"))["result"]
    assert ("reply_markup" in edited, edited["text"], "edit_date" in edited) == (False, "Жооп", True)
    assert "not modified" in await call.refused("editMessageReplyMarkup", **place)
    assert (await call("editMessageReplyMarkup", **place, reply_markup=keyboard("Дагы")))["ok"]
    shown = telegram.screen(aigul.id)
    assert (shown["text"], shown["buttons"]) == ("Жооп", [["Дагы"]])
    assert [version["text"] for version in shown["edits"]] == ["Суроо", "Жооп"]
    assert (telegram.count(aigul.id, "Суроо"), telegram.count(aigul.id, "оо")) == (1, 1)
    asked = {"chat_id": aigul.id, "text": "x"}
    assert await call.refused("editMessageText", **asked, message_id=9) == "Bad Request: message to edit not found"
    theirs = telegram.pending()[0]["message"]["message_id"]
    assert await call.refused("editMessageText", **asked, message_id=theirs) == "Bad Request: message can't be edited"


# Presses.


async def test_a_press_is_answered_once_and_within_its_time(telegram, aigul, call):
    await call("sendMessage", chat_id=aigul.id, text="Суроо", reply_markup=keyboard("Ооба"))
    first, second = aigul.taps("Ооба")["callback_query"], aigul.taps("Ооба")["callback_query"]
    assert first["data"] == "v1:x:Ооба"
    assert first["message"]["text"] == "Суроо"
    too_long = await call.refused("answerCallbackQuery", callback_query_id=first["id"], text="ы" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    assert (await call("answerCallbackQuery", callback_query_id=first["id"], text="Рахмат"))["result"]
    assert (await telegram.answered(first["id"]))["text"] == "Рахмат"
    telegram.later(150)
    for lost in (first["id"], second["id"], "nonsense"):
        assert await call.refused("answerCallbackQuery", callback_query_id=lost) == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    with pytest.raises(AssertionError, match="Жок"):
        aigul.taps("Жок")


# Chats.


async def test_who_cannot_be_written_to_is_told_apart(telegram, aigul, user, call):
    send = {"chat_id": aigul.id, "text": "Кабар"}
    assert aigul.blocks()["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await call.refused("sendMessage", **send) == "Forbidden: bot was blocked by the user"
    aigul.starts()
    assert (await call("sendMessage", **send))["ok"]
    aigul.leaves_telegram()
    assert await call.refused("sendMessage", **send) == "Forbidden: user is deactivated"
    group = user("Бакыт").in_group(-4001)
    group.writes("салам")
    words = await call.refused("sendMessage", chat_id=group.id, text="x")
    assert words == "Forbidden: bot can't initiate conversation with a user"
    group.kicks_the_bot()
    words = await call.refused("sendChatAction", chat_id=-4001, action="typing")
    assert words == "Forbidden: bot was kicked from the group chat"


async def test_a_group_becomes_a_supergroup(telegram, user, call):
    user().in_group(-4001).adds_the_bot()
    new = telegram.migrate(-4001)
    refused = await call("sendMessage", chat_id=-4001, text="x")
    assert (refused["error_code"], refused["parameters"]) == (400, {"migrate_to_chat_id": new})
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert (await call("sendMessage", chat_id=new, text="x"))["result"]["chat"]["type"] == "supergroup"
    assert telegram.pending()[-2]["message"]["migrate_to_chat_id"] == new


# Files.


async def test_files_go_down_and_up(telegram, aigul, session, call):
    voice = aigul.sends_voice()["message"]["voice"]
    file = (await call("getFile", file_id=voice["file_id"]))["result"]
    address = f"{telegram.url}/file/bot{TOKEN}/{file['file_path']}"
    assert file["file_path"].startswith("voice/file_")
    async with session.get(address) as answer:
        assert await answer.read() == OGG
    telegram.later(3_601)
    async with session.get(address) as answer:
        assert answer.status == 404
    assert await call.refused("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
    heavy = aigul.sends_document(size=21 * 2**20)["message"]["document"]
    assert await call.refused("getFile", file_id=heavy["file_id"]) == "Bad Request: file is too big"

    relayed = await call("sendVoice", chat_id=aigul.id, voice=voice["file_id"], caption="<i>үн</i>", parse_mode="HTML")
    assert relayed["result"]["voice"]["file_unique_id"] == voice["file_unique_id"]
    assert "can't use file of type" in await call.refused("sendPhoto", chat_id=aigul.id, photo=voice["file_id"])
    long = await call.refused("sendVoice", chat_id=aigul.id, voice=voice["file_id"], caption="ы" * 1025)
    assert long == "Bad Request: message caption is too long"
    form = aiohttp.FormData({"chat_id": str(aigul.id)})
    form.add_field("photo", b"not a photo", filename="x.jpg")
    async with session.post(f"{telegram.url}/bot{TOKEN}/sendPhoto", data=form) as answer:
        assert (await answer.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    own = telegram.messages(aigul.id)[0]
    place = {"chat_id": aigul.id, "message_id": own["message_id"]}
    assert "no text in the message" in await call.refused("editMessageText", **place, text="x")


# The bot's own menus and names.


async def test_menus_and_names_stand_per_scope_and_language(telegram, aigul, call):
    commands = [{"command": "start", "description": "Башынан"}]
    here = {"type": "chat", "chat_id": aigul.id}
    assert (await call("setMyCommands", commands=commands, language_code="ky"))["result"]
    assert (await call("setMyCommands", commands=commands, scope=here))["result"]
    assert (await call("getMyCommands", language_code="ky"))["result"] == commands
    assert (await call("getMyCommands"))["result"] == []
    assert len(telegram.menus()) == 2
    assert (await call("deleteMyCommands", scope=here))["result"]
    assert (await call("getMyCommands", scope=here))["result"] == []
    wrong = [{"command": "Башта", "description": "x"}]
    assert await call.refused("setMyCommands", commands=wrong) == "Bad Request: BOT_COMMAND_INVALID"
    assert "language code" in await call.refused("setMyName", name="x", language_code="кы")
    for name, most in (("Name", 64), ("Description", 512), ("ShortDescription", 120)):
        field = "short_description" if name == "ShortDescription" else name.lower()
        assert "too long" in await call.refused(f"setMy{name}", **{field: "ы" * (most + 1)})
        assert (await call(f"setMy{name}", **{field: "Сунуш", "language_code": "ky"}))["result"]
        assert (await call(f"getMy{name}", language_code="ky"))["result"] == {field: "Сунуш"}
    assert set(telegram.names()) == {"name:ky", "description:ky", "short_description:ky"}


# People.


async def test_what_people_do_is_what_telegram_would_send(telegram, user, aigul):
    bakyt = user("Бакыт", "ru", username="bakyt")
    bakyt.starts("a_jany")
    for does in (bakyt.sends_photo, bakyt.sends_voice, bakyt.sends_location, bakyt.sends_contact, bakyt.sends_sticker):
        does()
    for does in (bakyt.sends_document, bakyt.sends_video_note, bakyt.sends_video):
        does()
    bakyt.sends_album(JPEG, JPEG, caption="Жол")
    bakyt.forwards("Бирөөнүн сөзү")
    own = bakyt.writes("😀 /help @sunush_test_bot")["message"]
    bakyt.edits(own["message_id"], "Башка")
    bakyt.writes("ы" * 5_000)
    group = bakyt.in_group(-1001234567890, supergroup=True)
    group.mentions("салам")
    group.commands("start")
    updates = [ptb.Update.de_json(update, None) for update in telegram.pending()]
    start, photo, *_ = (update.message for update in updates if update.effective_user.id == bakyt.id)
    assert (start.text, start.chat.type, start.from_user.language_code) == ("/start a_jany", "private", "ru")
    assert start.entities[0].type == "bot_command"
    assert len(photo.photo) == 3
    album = [update.message for update in updates if update.message and update.message.media_group_id]
    assert len({each.media_group_id for each in album}) == 1
    assert [each.caption for each in album] == ["Жол", None]
    spoken = next(update.message for update in updates if update.message and update.message.text == own["text"])
    assert list(spoken.parse_entities().values()) == ["/help", "@sunush_test_bot"]
    edited = next(update.edited_message for update in updates if update.edited_message)
    assert (edited.text, edited.message_id) == ("Башка", own["message_id"])
    assert next(update.message for update in updates if update.message and update.message.forward_origin)
    lengths = [len(update.message.text) for update in updates if update.message and "ыы" in (update.message.text or "")]
    assert lengths == [4096, 904]
    assert [update.message.chat.type for update in updates[-2:]] == ["supergroup"] * 2


async def test_people_hear_what_is_said_and_see_what_changes(telegram, aigul, call):
    hearing = asyncio.create_task(aigul.hears())
    own = (await call("sendMessage", chat_id=aigul.id, text="бир", reply_markup=keyboard("Ооба")))["result"]
    assert (await hearing)["buttons"] == [["Ооба"]]
    await call("editMessageText", chat_id=aigul.id, message_id=own["message_id"], text="бир!")
    await call("sendMessage", chat_id=aigul.id, text="эки")
    assert (await aigul.sees())["text"] == "бир!"
    assert (await aigul.hears())["text"] == "эки"
    with pytest.raises(TimeoutError):
        await aigul.hears(within=0.01)
    await call("sendMessage", chat_id=aigul.id, text="Кайда?", reply_markup={"keyboard": [[{"text": "Жөнөтүү"}]]})
    assert aigul.taps("Жөнөтүү")["message"]["text"] == "Жөнөтүү"
