"""What WhatsApp posts and what becomes of it: every shape that Meta documents, one by one and in batches."""

import json
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest

from bot.channels.intake import Became, DeliveryReport, LimitNews, TemplateNews
from bot.channels.whatsapp.news import read_template_news
from bot.channels.whatsapp.parse import Allowed, Reported, SetAside, TemplateState, Written, parse, share_out
from bot.chat.message import Incoming, Kind, Media, Peer
from tests.whatsapp.payloads import (
    AIGUL,
    BAKYT,
    NUMBER,
    SCOPED,
    SECOND,
    SENT,
    WAMID,
    Json,
    mac,
    message,
    status,
    tap,
    value,
    webhook,
)

PEER = Peer("whatsapp", NUMBER, AIGUL)
AT = 1779416383_000
FILE = {"id": "2754859441498128", "sha256": "81d3bd8a8db4868c9520ed47186e8b7c", "mime_type": "image/jpeg"}


def came(kind: Kind, text: str = "", **more: Any) -> Incoming:
    """The event that is expected."""
    return Incoming(WAMID, PEER, kind, text, own_id=WAMID, opens_window=True, **{"alias": "", **more})


def media(kind: str, text: str = "", **more: Any) -> Incoming:
    return came(Kind.MEDIA, text, media=(Media(kind, FILE["id"], **more),))


def pressed(choice: str = "send:", **more: Any) -> Incoming:
    return came(Kind.CHOICE, choice=choice, message_id=SENT, question="7f", **more)


def tapped(kind: str, **reply: str) -> dict[str, Any]:
    inner = {"type": kind, kind: {"title": "Жөнөтүү", "id": tap(), **reply}}
    return message("interactive", inner, context={"from": "996312555000", "id": SENT})


TABLE: dict[str, tuple[dict[str, Any], Incoming]] = {
    "a text": (message("text", {"body": "Жол оңдолсун"}), came(Kind.TEXT, "Жол оңдолсун")),
    "an answer to ours": (
        message("text", {"body": "Качан?"}, context={"from": "996312555000", "id": SENT}),
        came(Kind.TEXT, "Качан?", reply_to=SENT),
    ),
    "an answer to their own": (
        message("text", {"body": "дагы"}, context={"from": AIGUL, "id": SENT}),
        came(Kind.TEXT, "дагы", reply_to=SENT, answers_own=True),
    ),
    "forwarded": (
        message("text", {"body": "Суу"}, context={"forwarded": True}),
        came(Kind.TEXT, "Суу", forwarded=True),
    ),
    "often forwarded": (
        message("text", {"body": "Суу"}, context={"frequently_forwarded": True}),
        came(Kind.TEXT, "Суу", forwarded=True),
    ),
    "from an advertisement": (
        message("text", {"body": "Саламатсызбы"}, referral={"source_url": "https://fb.me/x", "source_type": "ad"}),
        came(Kind.TEXT, "Саламатсызбы"),
    ),
    "a start word": (message("text", {"body": "a_kokjar_klub"}), came(Kind.START, "a_kokjar_klub")),
    "a start word on Cyrillic keys": (message("text", {"body": " А_көкжар "}), came(Kind.START, "А_көкжар")),
    "an invite": (message("text", {"body": "i_Zk3-_9QwErTy"}), came(Kind.START, "i_Zk3-_9QwErTy")),
    "a bare start": (message("text", {"body": "/start"}), came(Kind.START)),
    "a start with a word": (message("text", {"body": "/start h_12"}), came(Kind.START, "h_12")),
    "a chat that was opened": (message("request_welcome"), came(Kind.START)),
    "a photo": (message("image", {**FILE, "caption": "Көпүрө"}), media("photo", "Көпүрө")),
    "a voice": (message("audio", {**FILE, "mime_type": "audio/ogg; codecs=opus", "voice": True}), media("voice")),
    "a recording": (message("audio", {**FILE, "mime_type": "audio/mpeg", "voice": False}), media("voice")),
    "a document": (
        message("document", {**FILE, "mime_type": "application/pdf", "filename": "смета.pdf", "caption": "Смета"}),
        media("document", "Смета"),
    ),
    "a spreadsheet": (
        message("document", {**FILE, "mime_type": "application/vnd.ms-excel", "filename": "жооптор.xlsx"}),
        media("document", spreadsheet=True),
    ),
    "a picture as a document": (message("document", {**FILE, "filename": "a.png"}), media("photo")),
    "a film as a document": (
        message("document", {**FILE, "mime_type": "video/mp4", "caption": "Көр"}),
        came(Kind.UNSUPPORTED, "Көр"),
    ),
    "a film": (
        message("video", {**FILE, "mime_type": "video/mp4", "caption": "Көр"}),
        came(Kind.UNSUPPORTED, "Көр"),
    ),
    "a sticker": (message("sticker", {**FILE, "animated": False}), came(Kind.UNSUPPORTED)),
    "a contact": (message("contacts", [{"name": {"formatted_name": "Бакыт"}}]), came(Kind.UNSUPPORTED)),
    "an order": (message("order", {"catalog_id": "1", "product_items": []}), came(Kind.UNSUPPORTED)),
    "a place": (
        message("location", {"latitude": 40.26, "longitude": 72.61, "name": "Клуб", "address": "Ноокат"}),
        came(Kind.LOCATION, "40.26000, 72.61000", named="Клуб, Ноокат"),
    ),
    "a place without a name": (
        message("location", {"latitude": 40, "longitude": 72.61}),
        came(Kind.LOCATION, "40.00000, 72.61000"),
    ),
    "a button": (tapped("button_reply"), pressed()),
    "a row of a list": (tapped("list_reply", description="Кайра"), pressed()),
    "a forged button": (tapped("button_reply", id="v7f:send::00000000"), pressed("")),
    "a button of a receipt": (tapped("list_reply", id=tap(stays=True)), replace(pressed(), stays=True)),
    "a form that was filled in": (
        message("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}),
        came(Kind.UNSUPPORTED),
    ),
    "a template's button of ours": (
        message("button", {"payload": tap("hearing:5"), "text": "Келем"}, context={"from": "9", "id": SENT}),
        pressed("hearing:5"),
    ),
    "a template's button of somebody's": (
        message("button", {"payload": "x", "text": "Келем"}),
        came(Kind.TEXT, "Келем"),
    ),
    "a reaction": (
        message("reaction", {"message_id": SENT, "emoji": "👍"}),
        came(Kind.REACTION, "👍", reply_to=SENT),
    ),
    "a reaction taken back": (message("reaction", {"message_id": SENT}), came(Kind.REACTION, reply_to=SENT)),
    "what the messenger does not pass on": (
        message("unsupported", {"type": "poll_creation"}, errors=[{"code": 131051, "title": "Message type unknown"}]),
        came(Kind.UNSUPPORTED),
    ),
    "a pin": (message("unsupported", {"type": "pin"}), came(Kind.REACTION)),
    "a kind of tomorrow": (message("hologram", {"id": "1"}), came(Kind.UNSUPPORTED)),
    "no kind at all": (message("text") | {"type": None}, came(Kind.UNSUPPORTED)),
    "an edit": (
        message("edit", {"original_message_id": SENT, "message": {"type": "text", "text": {"body": "Жол жана суу"}}}),
        replace(came(Kind.EDITED, "Жол жана суу"), own_id=SENT),
    ),
    "an edit of what stands below a photo": (
        message(
            "edit", {"original_message_id": SENT, "message": {"type": "image", "image": FILE | {"caption": "Мост"}}}
        ),
        replace(media("photo", "Мост"), own_id=SENT, kind=Kind.EDITED),
    ),
    "a message taken back": (
        message("revoke", {"original_message_id": SENT}),
        replace(came(Kind.DELETED), own_id=SENT),
    ),
}


def read(*values: dict[str, Any]) -> list[Any]:
    return parse(webhook(*values), account=NUMBER, mac=mac)


@pytest.mark.parametrize("name", TABLE)
def test_each_kind_of_message_is_an_event(name: str):
    posted, expected = TABLE[name]
    (item,) = read(value(posted))
    assert item == Written(expected, AT, item.raw)
    assert json.loads(item.raw) == posted


SENDERS = {
    "a phone": ({}, None, AIGUL, ""),
    "both": ({"from_user_id": SCOPED}, None, AIGUL, SCOPED),
    "both, one among the contacts": ({}, [{"wa_id": AIGUL, "user_id": SCOPED}], AIGUL, SCOPED),
    "no phone": ({"from": None, "from_user_id": SCOPED}, [], SCOPED, ""),
    "no phone, the id where the phone was": ({"from": SCOPED}, [], SCOPED, ""),
    "neither, but a contact": ({"from": None}, [{"user_id": SCOPED, "profile": {"username": "aigul"}}], SCOPED, ""),
    "no contacts": ({}, [], AIGUL, ""),
    "contacts of another shape": ({}, [{"wa_id": 5}, {}], AIGUL, ""),
    "a phone, beside somebody else's contact": ({}, [{"wa_id": BAKYT, "user_id": "KG.2"}], AIGUL, ""),
    "no phone, beside somebody else's contact": (
        {"from": None, "from_user_id": SCOPED},
        [{"wa_id": BAKYT, "user_id": "KG.2"}],
        SCOPED,
        "",
    ),
    "no phone, beside their own contact": (
        {"from": None, "from_user_id": SCOPED},
        [{"wa_id": AIGUL, "user_id": SCOPED}],
        AIGUL,
        SCOPED,
    ),
}


@pytest.mark.parametrize("name", SENDERS)
def test_a_sender_is_known_with_and_without_a_phone(name: str):
    more, contacts, address, alias = SENDERS[name]
    (item,) = read(value(message("text", {"body": "Суу"}, **more), contacts=contacts))
    assert (item.incoming.peer.address, item.incoming.alias) == (address, alias)


def test_a_button_is_genuine_for_either_address_of_its_reader():
    inner = {"type": "button_reply", "button_reply": {"id": tap(address=SCOPED), "title": "Ооба"}}
    (item,) = read(value(message("interactive", inner, from_user_id=SCOPED)))
    assert item.incoming.choice == "send:"


STATUSES: dict[str, tuple[dict[str, Any], DeliveryReport | None]] = {
    "sent": (
        status("sent", conversation={"id": "a7"}, pricing={"billable": True, "category": "service"}),
        DeliveryReport(Became.TAKEN, SENT),
    ),
    "accepted": (status("accepted"), None),
    "delivered": (status("delivered"), DeliveryReport(Became.DELIVERED, SENT)),
    "read, of our row": (
        status("read", biz_opaque_callback_data="17.1779416380000"),
        DeliveryReport(Became.READ, SENT, 17, made=1779416380000),
    ),
    "read, of a row that may be another's by now": (
        status("read", biz_opaque_callback_data="17"),
        DeliveryReport(Became.READ, SENT),
    ),
    "played": (status("played"), DeliveryReport(Became.READ, SENT)),
    "a part that arrived": (status("delivered", biz_opaque_callback_data="17.1779416380000.part"), None),
    "a part that failed": (
        status("failed", biz_opaque_callback_data="17.1779416380000.part", errors=[{"code": 131026}]),
        DeliveryReport(Became.FAILED, "", 17, "blocked", made=1779416380000),
    ),
    "the window was shut": (
        status("failed", errors=[{"code": 131047, "title": "Re-engagement message", "error_data": {"details": "x"}}]),
        DeliveryReport(Became.FAILED, SENT, 0, "window_closed"),
    ),
    "a fault of its own": (
        status("failed", errors=[{"code": 131000}]),
        DeliveryReport(Became.FAILED, SENT, 0, "passing"),
    ),
    "failed, nobody says why": (status("failed"), DeliveryReport(Became.FAILED, SENT, 0, "rejected")),
    "data that is not ours": (
        status("delivered", biz_opaque_callback_data="order-5"),
        DeliveryReport(Became.DELIVERED, SENT),
    ),
    "to somebody without a phone": (
        {"id": SENT, "status": "delivered", "recipient_user_id": SCOPED},
        DeliveryReport(Became.DELIVERED, SENT),
    ),
}


@pytest.mark.parametrize("name", STATUSES)
def test_each_status_is_a_report(name: str):
    posted, expected = STATUSES[name]
    assert read(value(statuses=[posted])) == ([] if expected is None else [Reported(expected)])


def test_the_button_of_a_template_opens():
    (item,) = read(value(message("button", {"payload": "open", "text": "Жоопту окуу"}, from_user_id=SCOPED)))
    assert (item.incoming.kind, item.incoming.peer, item.incoming.id, item.at) == (Kind.OPENED, PEER, WAMID, AT)


MOVES = {
    "a number": ({"type": "user_changed_number", "wa_id": "996700000222"}, "996700000222"),
    "a number and its id": (
        {"type": "user_changed_number", "wa_id": "996700000222", "user_id": "KG.2", "previous_user_id": SCOPED},
        "996700000222",
    ),
    "an id beside a number that stays": (
        {"type": "user_changed_user_id", "user_id": "KG.2", "previous_user_id": SCOPED, "body": "User changed"},
        "",
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_person_who_changed_their_number_is_followed(name: str):
    system, there = MOVES[name]
    (item,) = read(value(message("system", system), contacts=[]))
    assert (item.incoming.kind, item.incoming.peer.address, item.incoming.text) == (Kind.MOVED, AIGUL, there)
    assert system.get("user_id", "") in (item.incoming.alias or "").split() or "user_id" not in system


def test_what_meta_says_of_a_template_is_read():
    said = {
        "event": "PAUSED",
        "message_template_id": 5,
        "message_template_name": "hearing_notice",
        "message_template_language": "ky_KG",
        "reason": "LOW_QUALITY",
    }
    (item,) = parse(webhook(said, field="message_template_status_update"), account=NUMBER, mac=mac)
    assert isinstance(item, TemplateState)
    assert (item.name, item.language, item.state, item.why) == ("hearing_notice", "ky_KG", "PAUSED", "LOW_QUALITY")


@pytest.mark.parametrize(
    ("state", "language", "news"),
    [
        ("APPROVED", "ky_KG", TemplateNews("hearing_notice", "ky", is_taken=True)),
        ("REINSTATED", "ru", TemplateNews("hearing_notice", "ru", is_taken=True)),
        ("PAUSED", "ky_KG", TemplateNews("hearing_notice", "ky", is_taken=False)),
        ("REJECTED", "ru", TemplateNews("hearing_notice", "ru", is_taken=False)),
        ("FLAGGED", "ru", None),
        ("APPROVED", "en", None),
    ],
)
def test_what_a_templates_state_means_for_whoever_waits(state: str, language: str, news: TemplateNews | None):
    assert read_template_news("hearing_notice", language, state) == news


@pytest.mark.parametrize(
    ("field", "said", "most"),
    [
        ("business_capability_update", {"max_daily_conversations_per_business": 2000}, 2000),
        ("business_capability_update", {"max_daily_conversations_per_business": "TIER_10K"}, 10_000),
        ("phone_number_quality_update", {"event": "UPGRADE", "current_limit": "TIER_2K"}, 2000),
        ("phone_number_quality_update", {"event": "ONBOARDING", "current_limit": "TIER_250"}, 250),
        ("business_capability_update", {"max_daily_conversation_per_phone": "TIER_UNLIMITED"}, None),
        ("business_capability_update", {"max_daily_conversations_per_business": -1}, None),
    ],
)
def test_how_many_people_a_day_may_be_asked_is_read(field: str, said: dict[str, Any], most: int | None):
    assert parse(webhook(said, field=field), account=NUMBER, mac=mac) == [Allowed(LimitNews(most))]


@pytest.mark.parametrize("said", [{}, {"current_limit": "TIER_NOT_SET"}, {"current_limit": [5]}, {"current_limit": True},
                                  {"current_limit": 0}, {"max_daily_conversations_per_business": "9" * 400}])  # fmt: skip
def test_a_limit_of_another_shape_is_set_aside(said: dict[str, Any]):
    (item,) = parse(webhook(said, field="business_capability_update"), account=NUMBER, mac=mac)
    assert isinstance(item, SetAside)


def test_a_batch_is_read_to_its_last_item_and_what_is_wrong_in_it_stands_alone():
    first, second = message("text", {"body": "бир"}), message("text", {"body": "эки"}, id="wamid.2")
    broken = [
        5,
        None,
        message("text"),
        message("text", {"body": "x"}, id=""),
        message("text", {"body": "x"}, group_id="g"),
    ]
    items = read(
        value(first, *broken, second, statuses=[status("delivered"), {"status": "flown"}]),
        value(statuses=[status("sent"), "no", status("read")], errors=[{"code": 130429, "title": "Rate limit hit"}]),
    )
    assert [one.incoming.text for one in items if isinstance(one, Written)] == ["бир", "эки"]
    became = [one.report.became for one in items if isinstance(one, Reported)]
    assert became == [Became.DELIVERED, Became.TAKEN, Became.READ]
    assert len([one for one in items if isinstance(one, SetAside)]) == len(broken) + 3
    assert len(items) == 2 + 3 + len(broken) + 3


STRANGE: dict[str, Any] = {
    "no JSON": b"<html>",
    "nothing": b"",
    "not in UTF-8": b"\xff\xfe{",
    "a list": b"[]",
    "nested without end": b"[" * 100_000,
    "a number of a mile": b"9" * 10_000,
    "another object": b'{"object":"page","entry":[]}',
    "no entries": b'{"object":"whatsapp_business_account"}',
    "entries of another shape": b'{"object":"whatsapp_business_account","entry":[5,{"changes":[3]},{"changes":{}},{}]}',
    "another number": webhook(value(message("text", {"body": "x"}), metadata={"phone_number_id": "5"})),
    "a field nobody takes": webhook({"event": "FLAGGED"}, field="phone_number_quality_update"),
    "nothing in it": webhook(value()),
    "a template without a name": webhook({"event": "PAUSED"}, field="message_template_status_update"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_cannot_be_read_is_set_aside_under_the_same_name_each_time(name: str):
    once, again = (parse(STRANGE[name], account=NUMBER, mac=mac) for _ in range(2))
    assert once
    assert all(isinstance(one, SetAside) and one.why and len(one.id) < 121 for one in once)
    assert once == again


def test_an_id_longer_than_a_row_has_room_for_is_the_same_wherever_it_comes():
    long = "wamid." + "A" * 300
    (said,) = read(value(message("text", {"body": "x"}, context={"id": long})))
    (report,) = read(value(statuses=[status("read", id=long)]))
    assert said.incoming.reply_to == report.report.message_id != long
    assert len(said.incoming.reply_to) < 120


def test_no_field_of_any_kind_raises(tell):
    odd = cycle([None, True, -1, 1.5, "", "х" * 500, [], {}, [[]], {"id": 5}, "\ud800", 10**30, float("inf")])
    tried = 0
    for posted in (*(one for one, _ in TABLE.values()), *(message("system", one) for one, _ in MOVES.values())):
        whole = value(posted, statuses=[status("failed", errors=[{"code": 131047}])])
        for *way, last in _list_places(whole):
            broken = json.loads(json.dumps(whole))
            inner = broken
            for step in way:
                inner = inner[step]
            inner[last] = next(odd)
            assert parse(webhook(broken), account=NUMBER, mac=mac)
            tried += 1
    tell("fields of WhatsApp's webhooks of another kind", tried=tried, exceptions=0)


def _list_places(of: Any, way: tuple[Any, ...] = ()) -> Any:
    pairs = of.items() if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
    for key, inner in pairs:
        yield (*way, key)
        yield from _list_places(inner, (*way, key))


OTHER, BUSINESS, FOREIGN = SECOND, "102290129340398", "5"
MESSAGES, TEMPLATE = "messages", "message_template_status_update"


def change(number: str, field: str = MESSAGES) -> Json:
    return {"field": field, "value": {"metadata": {"phone_number_id": number}} if number else {}}


@pytest.mark.parametrize(
    ("changes", "business", "numbers"),
    [
        ([change(NUMBER)], BUSINESS, {NUMBER: 1}),
        ([change(OTHER)], BUSINESS, {OTHER: 1}),
        ([change(OTHER), change(NUMBER), change(OTHER)], BUSINESS, {OTHER: 2, NUMBER: 1}),
        ([change("", TEMPLATE)], BUSINESS, {NUMBER: 1, OTHER: 1}),  # a template is of all numbers of a business
        ([change("", TEMPLATE)], FOREIGN, {NUMBER: 1}),
        ([change(FOREIGN), change(OTHER)], BUSINESS, {NUMBER: 1, OTHER: 1}),  # the called sets it aside
        ([{"field": MESSAGES, "value": 7}, change(OTHER)], BUSINESS, {NUMBER: 1, OTHER: 1}),
        ([5, change(OTHER), None, [change(OTHER)]], BUSINESS, {NUMBER: 3, OTHER: 1}),  # one costs the others nothing
    ],
)
def test_each_change_of_one_app_is_for_its_own_number(changes: list[Any], business: str, numbers: dict[str, int]):
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": business, "changes": changes}]}).encode()
    shares = share_out(body, called=NUMBER, numbers={NUMBER: BUSINESS, OTHER: BUSINESS})
    found = {number: json.loads(share) for number, share in shares.items()}
    assert {number: sum(len(one["changes"]) for one in share["entry"]) for number, share in found.items()} == numbers
    assert share_out(body, called=NUMBER, numbers={NUMBER: BUSINESS}) == {NUMBER: body}


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"{}", b'{"entry": 7}', b'{"entry": [{"changes": [5]}]}', b'{"entry": [{}]}']
)
def test_what_cannot_be_shared_out_is_the_called_numbers(body: bytes):
    assert share_out(body, called=NUMBER, numbers={NUMBER: BUSINESS, OTHER: BUSINESS}) == {NUMBER: body}


@pytest.mark.parametrize("bad", [5, None, "x", [], {"changes": 7}, {"id": BUSINESS}])
def test_an_entry_that_cannot_be_read_keeps_the_others_from_nobody(bad: Any):
    good = {"id": BUSINESS, "changes": [change(OTHER)]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [bad, good, bad]}).encode()
    shares = share_out(body, called=NUMBER, numbers={NUMBER: BUSINESS, OTHER: BUSINESS})
    assert len(json.loads(shares[OTHER])["entry"]) == 1
    assert all(isinstance(one, SetAside) for one in parse(shares[NUMBER], account=NUMBER, mac=mac))


BAD = [5, None, "x", [], {}, [message("text", {"body": "Салам"})]]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", ["entry", "changes", "messages", "statuses", "errors", "contacts"])
def test_one_element_of_a_list_that_is_no_object_loses_none_of_the_others(place: str, bad: Any):
    read = json.loads(webhook(value(message("text", {"body": "Салам"}), statuses=[status("read")], errors=[])))
    inner = read["entry"][0]["changes"][0]["value"]
    lists = {"entry": read["entry"], "changes": read["entry"][0]["changes"], **inner}
    lists[place].insert(0, bad)
    lists[place].append(bad)
    items = parse(json.dumps(read).encode(), account=NUMBER, mac=mac)
    good = [one for one in items if isinstance(one, Written | Reported)]
    assert len(good) == 2, items


@pytest.mark.parametrize("place", ["messages", "statuses", "errors"])
@pytest.mark.parametrize("bad", [5, "x", {"0": {}}])
def test_a_list_that_is_none_loses_none_of_the_lists_beside_it_and_is_set_aside(place: str, bad: Any):
    given = {"messages": [message("text", {"body": "Салам"})], "statuses": [status("read")], "errors": [{"code": 1}]}
    read = json.loads(webhook(value(**given | {place: bad})))
    items = parse(json.dumps(read).encode(), account=NUMBER, mac=mac)
    assert len(items) == 3
    assert [one.why for one in items if isinstance(one, SetAside)][:1] == [f"{place} are no list"]
