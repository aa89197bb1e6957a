"""What Telegram sends and what becomes of it: payload in, Incoming out."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.telegram.parse import LARGEST_FILE, Unreadable, parse, read_raw_text
from bot.chat.message import Incoming, Kind, Media, Peer
from tests.telegram.fake.markup import units

AIGUL = Peer("telegram", "7012345678", "501000001")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def update(**body: Any) -> dict[str, Any]:
    """A message of Aigul's in her private chat."""
    chat = {"id": 501000001, "type": "private", "first_name": "Айгүл"}
    return {"update_id": 880000001, "message": {"message_id": 101, "from": chat, "chat": chat, "date": 1, **body}}


def file(**more: Any) -> dict[str, Any]:
    """A file as Telegram describes it."""
    return {"file_id": "BQACAgIAAx", "file_unique_id": "AgAD", "file_size": 5000, **more}


def came(kind: Kind, text: str = "", media: str = "") -> Incoming:
    """The event that is expected."""
    files = (Media(media, "BQACAgIAAx"),) if media else ()
    return Incoming("880000001:101", AIGUL, kind, text, media=files, own_id="101")


def document(mime: str | None, **more: Any) -> dict[str, Any]:
    """A message with a file sent as a file."""
    return update(document=file(file_name="Айгүл смета.pdf", **({"mime_type": mime} if mime else {})), **more)


VIDEO = file(mime_type="video/mp4", width=720, height=1280, duration=9)
OVER = LARGEST_FILE + 1

TABLE = {
    "a PDF": (document("application/pdf"), came(Kind.MEDIA, media="document")),
    "a PDF with words below": (document("application/pdf", caption="Смета"), came(Kind.MEDIA, "Смета", "document")),
    "a file of Word": (document(WORD), came(Kind.MEDIA, media="document")),
    "a text": (document("text/plain"), came(Kind.MEDIA, media="document")),
    "a PDF passed on": (
        document("application/pdf", forward_origin={"type": "hidden_user", "date": 1}),
        replace(came(Kind.MEDIA, media="document"), forwarded=True, written_at=1000),
    ),
    "a file nobody knows": (document("application/octet-stream"), came(Kind.MEDIA, media="document")),
    "a file of no kind": (document(None), came(Kind.MEDIA, media="document")),
    "one of an album": (
        document("text/csv", media_group_id="13"),
        replace(came(Kind.MEDIA, media="document"), album="13"),
    ),
    "a picture as a file": (document("image/png"), came(Kind.MEDIA, media="photo")),
    "a picture in capitals": (document("IMAGE/JPEG"), came(Kind.MEDIA, media="photo")),
    "a recording as a file": (document("audio/mpeg"), came(Kind.MEDIA, media="voice")),
    "a film as a file": (document("video/mp4", caption="Көр"), came(Kind.UNSUPPORTED, "Көр")),
    "a moving picture": (update(animation=VIDEO, document=VIDEO), came(Kind.UNSUPPORTED)),
    "what Telegram itself says": (update(pinned_message={"message_id": 3}), None),
    "a topic that was begun in a private chat": (update(forum_topic_created={"name": "Жол", "icon_color": 1}), None),
    "whom somebody chose": (update(users_shared={"request_id": 1, "users": [{"user_id": 5}]}), None),
    "a film": (update(video=VIDEO), came(Kind.UNSUPPORTED)),
    "a round film": (update(video_note=VIDEO), came(Kind.UNSUPPORTED)),
    "a voice": (update(voice=file(duration=7)), came(Kind.MEDIA, media="voice")),
    "a song": (update(audio=file(duration=7)), came(Kind.MEDIA, media="voice")),
    "a photo": (
        update(photo=[file(width=90, height=67, file_id="small"), file(width=1280, height=960)]),
        came(Kind.MEDIA, media="photo"),
    ),
    "a document as large as may be": (
        update(document=file(file_size=LARGEST_FILE)),
        came(Kind.MEDIA, media="document"),
    ),
    "a document too large": (
        update(document=file(file_size=OVER, mime_type="application/pdf"), caption="Жол салуу керек"),
        came(Kind.TOO_LARGE, "Жол салуу керек"),
    ),
    "a picture as a file too large": (
        update(document=file(file_size=OVER, mime_type="image/png")),
        came(Kind.TOO_LARGE),
    ),
    "a song too large": (update(audio=file(file_size=OVER)), came(Kind.TOO_LARGE)),
    "a film too large": (update(video=VIDEO | {"file_size": OVER}), came(Kind.UNSUPPORTED)),
    "a document of no known size": (update(document={"file_id": "BQACAgIAAx"}), came(Kind.MEDIA, media="document")),
    "a document of an absurd size": (update(document=file(file_size="x")), came(Kind.MEDIA, media="document")),
}


OF_TELEGRAM = (
    "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set",
    "checklist_tasks_done", "checklist_tasks_added", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened", "giveaway_created", "giveaway_completed", "refunded_payment", "users_shared", "chat_shared",
    "paid_message_price_changed", "direct_message_price_changed", "chat_owner_left", "chat_owner_changed",
    "video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
    "proximity_alert_triggered", "boost_added", "gift", "unique_gift", "successful_payment", "connected_website",
)  # fmt: skip


@pytest.mark.parametrize("name", OF_TELEGRAM)
def test_what_telegram_itself_says_is_no_event(name):
    assert parse(update(**{name: {}}), account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming is None


@pytest.mark.parametrize("what", TABLE)
def test_a_file_becomes_an_event(what):
    payload, expected = TABLE[what]
    assert parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": "Жол керек"}, came(Kind.EDITED, "Жол керек")),
        # As they read when they came: a link preview changes no word.
        ({"text": "https://t.me/sunush_bot?start=a_kokjar"}, came(Kind.EDITED, "a_kokjar")),
        ({"text": "/start@Sunush_Bot a_kokjar"}, came(Kind.EDITED, "a_kokjar")),
        ({"text": "/Сунуш@sunush_bot жол керек"}, came(Kind.EDITED, "/Сунуш жол керек")),
        ({"caption": "Смета", "document": file()}, came(Kind.EDITED, "Смета", "document")),
        ({"caption": "Смета", "document": file(file_size=OVER)}, came(Kind.EDITED, "Смета")),
        ({"location": {"latitude": 42.87, "longitude": 74.57, "live_period": 900}}, None),  # it moves by itself
    ],
)
def test_an_edit_names_the_message_it_changes(body, expected):
    message = update(**body)
    payload = {"update_id": 880000001, "edited_message": message["message"]}
    incoming = parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming
    assert incoming == (replace(expected, id="880000001:101e") if expected else None)


def test_the_name_its_sender_gave_a_document_goes_no_further():
    incoming = parse(document("application/pdf"), account="7012345678", username="", mac=lambda *_: "").incoming
    assert incoming is not None
    assert "смета" not in incoming.raw()


GROUP = {"id": -1001, "type": "supergroup", "title": "Көк-Жар айылы"}


def member(chat: dict[str, Any], status: str, **sender: Any) -> dict[str, Any]:
    """Our place in a chat changes, by Aigul."""
    by = {"id": 501000001, "is_bot": False, "first_name": "Айгүл", **sender}
    states = {"old_chat_member": {"status": "left"}, "new_chat_member": {"status": status}}
    return {"update_id": 880000001, "my_chat_member": {"chat": chat, "from": by, "date": 1, **states}}


def joined(kind: Kind, text: str = "-1001 Көк-Жар айылы") -> Incoming:
    """The event that is expected: Aigul's own."""
    return Incoming("880000001:member", AIGUL, kind, text)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (member(GROUP, "member"), joined(Kind.GROUP_JOINED)),
        (member(GROUP | {"type": "channel"}, "administrator"), joined(Kind.GROUP_JOINED)),
        (member({"id": -1001, "type": "group"}, "member"), joined(Kind.GROUP_JOINED, "-1001 ")),
        (member(GROUP, "left"), joined(Kind.GROUP_LEFT)),
        (member(GROUP, "kicked"), joined(Kind.GROUP_LEFT)),
        (member(GROUP, "restricted"), None),
        (member(GROUP, "member", is_bot=True), None),  # an anonymous administrator: nobody to ask for rights
        (member({"id": 501000001, "type": "private"}, "kicked"), Incoming("880000001:member", AIGUL, Kind.STOP)),
        (member({"id": 501000001, "type": "private"}, "member"), None),
    ],
)
def test_our_place_in_a_chat_becomes_an_event_of_whoever_changed_it(payload, expected):
    assert parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming == expected


@pytest.mark.parametrize(
    "broken", [{"from": None}, {"from": {"id": "x"}}, {"chat": GROUP | {"title": 5}}, {"chat": {}}]
)
def test_a_broken_change_of_place_is_a_dead_letter(broken):
    payload = member(GROUP, "member")
    payload["my_chat_member"] |= broken
    with pytest.raises(Unreadable):
        parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "")


def mark(text: str, word: str, kind: str = "mention") -> dict[str, Any]:
    """A word as Telegram marks it, in UTF-16 units."""
    return {"type": kind, "offset": units(text[: text.index(word)]), "length": units(word)}


CALLS = {
    "by name": ("Салам @sunush_bot", "@sunush_bot", "mention", True),
    "by name in capitals, behind a flag": ("🇰🇬 @Sunush_Bot салам", "@Sunush_Bot", "mention", True),
    "by a command": ("/start@sunush_bot", "/start@sunush_bot", "bot_command", True),
    "a longer name": ("Салам @sunush_bot2", "@sunush_bot2", "mention", False),
    "an address of e-mail": ("ail@sunush_bot.kg", "ail@sunush_bot.kg", "email", False),
    "another bot's command": ("/start@other_bot", "/start@other_bot", "bot_command", False),
    "a command to nobody": ("/start", "/start", "bot_command", False),
}


@pytest.mark.parametrize("fields", [("text", "entities"), ("caption", "caption_entities")])
@pytest.mark.parametrize("what", CALLS)
def test_in_a_group_it_is_called_by_its_whole_name_only(what, fields):
    text, word, kind, called = CALLS[what]
    payload = update(**dict(zip(fields, (text, [mark(text, word, kind)]), strict=True)))
    payload["message"]["chat"] = GROUP
    found = parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming
    assert (found is not None) == called


@pytest.mark.parametrize("odd", [7, {}, [7], [{"type": "mention"}], [{"type": [], "offset": 10**300, "length": -1}]])
def test_odd_marks_in_a_group_are_nobodys_name(odd):
    payload = update(text="@sunush_bot", entities=odd)
    payload["message"]["chat"] = GROUP
    assert parse(payload, account="7012345678", username="sunush_bot", mac=lambda *_: "").incoming is None


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "1", "from": {"id": 5}, "data": "x", "message": {
            "message_id": 7, "from": {"id": 1, "is_bot": True}, "text": "Канарейка", "reply_markup": {"rows": "Канарейка"}}}},
        {"message": {"message_id": 8, "from": {"id": 5}, "text": "ооба", "reply_to_message": {
            "message_id": 7, "from": {"id": 1, "is_bot": True}, "caption": "Канарейка"}}},
        {"message": {"message_id": 8, "text": "ооба", "quote": {"text": "Канарейка", "position": 0}}},
    ],
)  # fmt: skip
def test_of_the_bots_own_messages_an_event_keeps_no_word(update):
    assert "Канарейка" not in read_raw_text(update)


@pytest.mark.parametrize(
    "update", [[1], "x", 5, None, {"message": 5, "from": 7}, {"message": {"from": [], "text": "x"}}]
)
def test_whatever_else_comes_is_kept_as_it_came(update):
    assert json.loads(read_raw_text(update)) == update
