"""The channel against a Graph API as strict as Meta's: what leaves, how it fails, files both ways, the doctor."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.contract import (
    AccountRefused,
    Blocked,
    Faulty,
    Gone,
    Later,
    NotYet,
    Rejected,
    Throttled,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from bot.channels.whatsapp import WhatsApp, account
from bot.channels.whatsapp.media import LARGEST_FILE
from bot.channels.whatsapp.repeats import without_repeats
from bot.chat.message import Hints, Message
from storage.database.seal import Seal
from tests.telegram.fake.people import JPEG, OGG
from tests.whatsapp.fake.graph import DAY, URL_LIVES, Fault, GraphServer
from tests.whatsapp.payloads import AIGUL, NUMBER, SCOPED
from tests.whatsapp.steps import approve_templates

YES = Message("Жөнөтөсүзбү?", choices=[["yes:", "Ооба"]], hints=Hints(letter=7, made=5))
LONG = Message("сөз " * 3000, choices=[["yes:", "Ооба"]], hints=Hints(letter=7, made=5))


@pytest.fixture
async def whatsapp(graph: GraphServer, seal: Seal) -> AsyncIterator[WhatsApp]:
    """Our number, whose chats are open."""
    graph.last_in |= {AIGUL: graph.clock(), SCOPED: graph.clock()}
    made = WhatsApp(graph.settings, seal=seal)
    yield made
    await made.close()


def file(folder: Path, name: str, content: bytes, form: str, text: str = "") -> Message:
    """A message with a file that was made."""
    (folder / name).write_bytes(content)
    return Message(
        text, document={"form": form} if form else {}, file=str(folder / name), hints=Hints(letter=7, made=5)
    )


@pytest.mark.parametrize("address", [AIGUL, SCOPED])
async def test_a_message_arrives_under_the_id_that_its_statuses_have(
    graph: GraphServer, whatsapp: WhatsApp, address: str
):
    sent = await whatsapp.send(address, YES, language="ky")
    (shown,) = graph.chats[address]
    assert (shown.id, shown.text, [*shown.buttons]) == (sent, "Жөнөтөсүзбү?\n1 — Ооба", ["Ооба"])
    assert shown.body["biz_opaque_callback_data"] == "7.5"


async def test_what_shows_nothing_is_not_sent_and_a_stranger_of_another_messenger_has_no_chat(
    graph: GraphServer, whatsapp: WhatsApp
):
    assert await whatsapp.send(AIGUL, Message("", hints=Hints(menu="ky", clears="wamid.1")), language="ky") == ""
    with pytest.raises(Blocked):
        await whatsapp.send("@aigul", YES, language="ky")
    assert graph.asked == []


FAULTS = {
    "a fault of its own": (Fault("messages", status=500), Faulty),
    "131000": (Fault("messages", code=131000, status=500), Faulty),
    "an account's limit": (Fault("messages", code=130429), Throttled),
    "a person's limit": (Fault("messages", code=131056), Later),
    "the window": (Fault("messages", code=131047), WindowClosed),
    "nobody there": (Fault("messages", code=131026), Blocked),
    "our mistake": (Fault("messages", code=131008, times=2), Rejected),
    "no token any more": (Fault("messages", code=190, status=401), AccountRefused),
    "no money": (Fault("messages", code=131042), AccountRefused),
    "a page of a proxy": (Fault("messages", status=403), AccountRefused),
    "cut before it was taken": (Fault("messages", cut="before"), Uncertain),
    "cut after it was taken": (Fault("messages", cut="after"), Uncertain),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_way_to_fail_has_its_type(graph: GraphServer, whatsapp: WhatsApp, name: str):
    fault, failure = FAULTS[name]
    graph.faults.append(replace(fault))
    with pytest.raises(failure) as raised:
        await whatsapp.send(AIGUL, YES, language="ky")
    assert type(raised.value) is failure
    assert len(graph.chats[AIGUL]) == (fault.cut == "after")
    await whatsapp.send(AIGUL, YES, language="ky")


async def test_where_nobody_listens_nothing_has_left(graph: GraphServer, seal: Seal):
    nowhere = WhatsApp(replace(graph.settings, api_url="http://127.0.0.1:9"), seal=seal)
    with pytest.raises(Unreachable, match="no connection comes about"):
        await nowhere.send(AIGUL, YES, language="ky")
    await nowhere.close()


async def test_a_token_that_is_not_taken_is_said_and_waits(graph: GraphServer, seal: Seal):
    stale = WhatsApp(replace(graph.settings, token="EAAG-of-yesterday"), seal=seal)
    with pytest.raises(Unreachable, match="the token has ended"):
        await stale.send(AIGUL, YES, language="ky")
    await stale.close()


@pytest.mark.parametrize("at", [1, 2])
async def test_a_pause_between_the_parts_of_a_long_text_repeats_none_of_them(
    graph: GraphServer, whatsapp: WhatsApp, at: int
):
    graph.faults.append(Fault("messages", code=130429, where=lambda _: len(graph.chats[AIGUL]) == at))
    with pytest.raises(Throttled):
        await whatsapp.send(AIGUL, LONG, language="ky")
    await whatsapp.send(AIGUL, LONG, language="ky")
    said = " ".join(shown.text for shown in graph.chats[AIGUL])
    assert said.split() == [*LONG.text.split(), "1", "—", "Ооба"]
    assert [*graph.chats[AIGUL][-1].buttons] == ["Ооба"]


async def test_what_is_refused_for_its_buttons_goes_as_words(graph: GraphServer, whatsapp: WhatsApp):
    graph.faults.append(Fault("messages", code=131009, where=lambda body: body.get("type") == "interactive"))
    message = replace(YES, ways=[["back", "Артка"]])
    await whatsapp.send(AIGUL, message, language="ky")
    (shown,) = graph.chats[AIGUL]
    assert shown.text == "Жөнөтөсүзбү?\n1 — Ооба\n[0 — Артка]"


async def test_a_place_that_is_refused_goes_as_words(graph: GraphServer, whatsapp: WhatsApp):
    graph.faults.append(Fault("messages", code=131009))
    await whatsapp.send(AIGUL, Message("Көк-Жар клубу", pin=[40.26, 72.61]), language="ky")
    assert graph.chats[AIGUL][0].text == "Көк-Жар клубу\n40.26000, 72.61000"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "a photo": ("a.jpg", JPEG, "photo", "image", "image/jpeg"),
    "a photo without its form": ("a.jpg", JPEG, "", "image", "image/jpeg"),
    "a voice": ("a.ogg", OGG, "voice", "audio", "audio/ogg"),
    "a PDF": ("тизме.pdf", b"%PDF-1.4", "", "document", "application/pdf"),
    "a day for a calendar": ("угуу.ics", b"BEGIN:VCALENDAR", "", "document", "text/plain"),
    "what Meta does not know": ("берилген.zip", b"PK\x05\x06", "", "document", "text/plain"),
    "a table": ("тизме.xlsx", b"PK\x03\x04", "", "document", XLSX),
    "a photo too large for one": ("a.jpg", JPEG + bytes(6 * 2**20), "photo", "document", "image/jpeg"),
    "a picture as a document": ("a.png", b"\x89PNG", "document", "document", "image/png"),
}


@pytest.mark.parametrize("name", FILES)
async def test_each_file_goes_in_its_form(graph: GraphServer, whatsapp: WhatsApp, tmp_path: Path, name: str):
    called, content, form, kind, mime = FILES[name]
    await whatsapp.send(AIGUL, file(tmp_path, called, content, form, "Көпүрө"), language="ky")
    *before, shown = graph.chats[AIGUL]
    assert (shown.kind, shown.mime, shown.content) == (kind, mime, content)
    assert shown.body["biz_opaque_callback_data"] == "7.5"
    assert [one.text for one in before] == (["Көпүрө"] if kind == "audio" else [])
    assert shown.text == ("" if kind == "audio" else "Көпүрө")


@pytest.mark.parametrize("step", ["media", "messages"])
async def test_a_photo_that_is_refused_goes_as_a_document(
    graph: GraphServer, whatsapp: WhatsApp, tmp_path: Path, step: str
):
    graph.faults.append(Fault(step, code=131053))
    await whatsapp.send(AIGUL, file(tmp_path, "a.jpg", JPEG, "photo", "Көпүрө"), language="ky")
    assert [(shown.kind, shown.text) for shown in graph.chats[AIGUL]] == [("document", "Көпүрө")]


async def test_a_voice_that_is_refused_says_its_words_once(graph: GraphServer, whatsapp: WhatsApp, tmp_path: Path):
    graph.faults.append(Fault("messages", code=131053, where=lambda body: body.get("type") == "audio"))
    await whatsapp.send(AIGUL, file(tmp_path, "a.ogg", OGG, "voice", "Үн"), language="ky")
    assert [(shown.kind, shown.text) for shown in graph.chats[AIGUL]] == [("text", "Үн"), ("document", "")]


async def test_words_longer_than_a_caption_stand_before_the_file(
    graph: GraphServer, whatsapp: WhatsApp, tmp_path: Path
):
    await whatsapp.send(AIGUL, file(tmp_path, "a.jpg", JPEG, "photo", "сөз " * 400), language="ky")
    assert [shown.kind for shown in graph.chats[AIGUL]] == ["text", "image"]


async def test_a_lost_answer_to_an_upload_is_no_uncertain_message(
    graph: GraphServer, whatsapp: WhatsApp, tmp_path: Path
):
    graph.faults.append(Fault("media", cut="after"))
    message = file(tmp_path, "a.jpg", JPEG, "photo")
    with pytest.raises(Unreachable):
        await whatsapp.send(AIGUL, message, language="ky")
    await whatsapp.send(AIGUL, message, language="ky")
    assert len(graph.chats[AIGUL]) == 1


async def test_a_file_that_came_is_fetched_and_each_way_to_fail_has_its_type(graph: GraphServer, whatsapp: WhatsApp):
    voice, large = graph.keep_file(OGG, "audio/ogg"), graph.keep_file(bytes(LARGEST_FILE + 1), "audio/ogg")
    assert await whatsapp.fetch(voice) == OGG
    for reference, failure in ((large, Gone), ("../etc", Gone), ("77", NotYet)):
        with pytest.raises(failure):
            await whatsapp.fetch(reference)
    for fault, failure in ((Fault(voice, status=500), Unreachable), (Fault(voice, code=4), Throttled)):
        graph.faults.append(fault)
        with pytest.raises(failure):
            await whatsapp.fetch(voice)
    assert await whatsapp.fetch(voice) == OGG


async def test_an_address_of_a_file_that_has_ended_is_asked_for_anew(seal: Seal):
    now, late = [1_800_000_000.0], True

    def tick() -> float:
        now[0] += URL_LIVES + 1 if late else 0
        return now[0]

    async with GraphServer(clock=tick) as graph:
        whatsapp = WhatsApp(graph.settings, seal=seal)
        voice = graph.keep_file(OGG, "audio/ogg")
        with pytest.raises(Unreachable):
            await whatsapp.fetch(voice)
        late = False
        assert await whatsapp.fetch(voice) == OGG
        await whatsapp.close()


async def test_beyond_the_window_what_was_taken_is_reported_as_failed(graph: GraphServer, whatsapp: WhatsApp):
    graph.last_in[AIGUL] -= DAY + 1
    assert await whatsapp.send(AIGUL, YES, language="ky")
    ((status,),) = [one["statuses"] for one in graph.posting._waiting]
    assert (status["status"], status["errors"][0]["code"]) == ("failed", 131047)
    assert graph.chats[AIGUL] == []


GOOD = (True, "all 14 templates are approved")
FINDINGS = {
    "all is well": ({}, [(True, "the token is valid, the number is +996 312 55-50-00"), (True, "is subscribed"), GOOD]),
    "not connected": ({"status": "FLAGGED"}, [(False, "its state is FLAGGED"), (True, ""), GOOD]),
    "a name that was refused": ({"name_status": "DECLINED"}, [(False, "its name is DECLINED"), (True, ""), GOOD]),
    "a small limit": (
        {"messaging_limit_tier": "TIER_50"},
        [
            (True, ""),
            (True, ""),
            GOOD,
            (True, "lets 50 people a day be asked by a template. SUNUSH_WHATSAPP_CHATS_A_DAY"),
        ],
    ),
    "a large limit": (
        {"whatsapp_business_manager_messaging_limit": "TIER_2K"},
        [
            (True, ""),
            (True, ""),
            GOOD,
            (True, "lets 2000 people a day be asked by a template. SUNUSH_WHATSAPP_CHATS_A_DAY says 250: it may be"),
        ],
    ),
    "people block it": ({"quality_rating": "RED"}, [(False, "quality RED"), (True, ""), GOOD]),
}


@pytest.mark.parametrize("name", FINDINGS)
async def test_the_doctor_says_what_meta_says(graph: GraphServer, whatsapp: WhatsApp, name: str):
    about, expected = FINDINGS[name]
    graph.about |= about
    approve_templates(graph)
    found = await whatsapp.list_findings(heard_at=None, now=0)
    assert [one.well for one in found] == [well for well, _ in expected]
    assert all(words in one.words for one, (_, words) in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(NUMBER, code=190, status=401), "WhatsApp: the token has ended"),
        (Fault(NUMBER, status=502), "WhatsApp: it answers with a fault of its own"),
        (Fault(NUMBER, cut="before"), "WhatsApp: the line broke"),
    ],
)
async def test_a_line_of_the_doctor_ends_in_words(graph: GraphServer, whatsapp: WhatsApp, fault: Fault, words: str):
    graph.faults.append(replace(fault))
    graph.apps = []
    number, subscribed, templates = await whatsapp.list_findings(heard_at=None, now=0)
    assert not number.well
    assert number.words.startswith(words)
    assert not subscribed.well
    assert "no app is subscribed" in subscribed.words
    assert "14 of 14 templates are not approved: proposal_answered (ky_KG): not submitted" in templates.words


async def test_the_doctor_names_templates_that_meta_counts_as_marketing(graph: GraphServer, whatsapp: WhatsApp):
    approve_templates(graph)
    graph.templates.known["hearing_notice", "ru"].category = "MARKETING"
    found = (await whatsapp.list_findings(heard_at=None, now=0))[2]
    assert found.well
    assert found.words.endswith("Meta counts these as MARKETING, which costs more: hearing_notice (ru).")


async def test_the_doctor_does_not_wait_for_ever(
    graph: GraphServer, whatsapp: WhatsApp, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(account, "PATIENCE", 0.05)
    monkeypatch.setattr(whatsapp._number._graph, "get", lambda *_, **__: asyncio.Event().wait())
    found = [one.words for one in await whatsapp.list_findings(heard_at=None, now=0)]
    assert found == ["WhatsApp: no answer within 0.05 seconds."], "one fault is said once"


async def test_the_link_has_a_start_word_once_meta_has_said_the_number(graph: GraphServer, whatsapp: WhatsApp):
    assert whatsapp.link("a_kokjar") == ""
    assert await whatsapp._number.ask_who() == "+996 312 55-50-00"
    assert whatsapp.link("a_kokjar") == "https://wa.me/996312555000?text=a_kokjar"
    assert whatsapp.link() == "https://wa.me/996312555000"
    assert "+996 312 55-50-00" in whatsapp.say_held_elsewhere("+996 312 55-50-00")


CHECK = "3/3. Текшериңиз: чыгаша, көчө жарыгы. «Мектептин жанына жарык керек, балдар караңгыда келатышат, күндө»"
REPEATS = {
    "nothing before": (CHECK, "", CHECK),
    "another screen": (CHECK, "1/3. Сунушуңуз эмне жөнүндө?", CHECK),
    "the same and less": (
        CHECK,
        f"{CHECK}\nЭмне сакталаары: /privacy",
        "3/3. Текшериңиз: чыгаша, көчө жарыгы. «Мектептин жанына жарык керек, балдар кар…",
    ),
    "the same and more": (
        f"{CHECK}\nСүрөт кошулду.",
        CHECK,
        "3/3. Текшериңиз: чыгаша, көчө жарыгы. «Мектептин жанына жарык керек, балдар кар…\nСүрөт кошулду.",
    ),
    "a short one": ("Кайсы?\nА", "Кайсы?\nБ", "Кайсы?\nА"),
}


@pytest.mark.parametrize("name", REPEATS)
def test_what_stands_above_is_not_said_again_whole(name: str):
    text, before, expected = REPEATS[name]
    assert without_repeats(text, before) == expected


async def test_a_screen_that_would_be_rewritten_elsewhere_says_only_what_is_new(graph: GraphServer, whatsapp: WhatsApp):
    first = await whatsapp.send(
        AIGUL, Message(f"{CHECK}\nЭмне сакталаары: /privacy", choices=[["c:", "Макулмун"]]), language="ky"
    )
    await whatsapp.send(AIGUL, Message(CHECK, choices=[["s:", "Жөнөтүү"]], hints=Hints(edits=first)), language="ky")
    assert graph.chats[AIGUL][-1].text == f"{REPEATS['the same and less'][2]}\n1 — Жөнөтүү"
