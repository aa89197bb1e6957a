"""The Graph API of these tests is as strict as Meta's: what it refuses, and with which code."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.whatsapp.fake.graph import BUSINESS, TOKEN, VERSION, GraphServer
from tests.whatsapp.payloads import AIGUL, NUMBER, Json

HEAD = {"messaging_product": "whatsapp", "to": AIGUL}


def interactive(kind: str, action: Json, text: str = "Кайсы?") -> Json:
    return {**HEAD, "type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}


def buttons(*titles: str, id: str = "") -> Json:
    replies = [{"type": "reply", "reply": {"id": id or f"b{n}", "title": title}} for n, title in enumerate(titles)]
    return interactive("button", {"buttons": replies})


def rows(many: int, **row: str) -> Json:
    made = [{"id": f"r{n}", "title": f"Айыл {n}", **row} for n in range(many)]
    return interactive("list", {"button": "Тандоо", "sections": [{"rows": made}]})


TAKEN = {
    "a text of 4 096": {**HEAD, "type": "text", "text": {"body": "с" * 4096}},
    "three buttons": buttons("Ооба", "Жок", "с" * 20),
    "ten rows": rows(10, description="с" * 72),
}
REFUSED: dict[str, tuple[Json, int]] = {
    "nobody to go to": ({"messaging_product": "whatsapp", "type": "text", "text": {"body": "x"}}, 131008),
    "both addresses": ({**HEAD, "recipient": "KG.1", "type": "text", "text": {"body": "x"}}, 131008),
    "a phone with a plus": ({**HEAD, "to": "+996", "type": "text", "text": {"body": "x"}}, 100),
    "an unknown key": ({**HEAD, "type": "text", "text": {"body": "x"}, "letter": 5}, 100),
    "a kind of tomorrow": ({**HEAD, "type": "hologram", "hologram": {}}, 100),
    "no words": ({**HEAD, "type": "text", "text": {"body": " "}}, 131008),
    "a text too long": ({**HEAD, "type": "text", "text": {"body": "с" * 4097}}, 131009),
    "four buttons": (buttons("1", "2", "3", "4"), 131009),
    "a title too long": (buttons("с" * 21), 131009),
    "two of one title": (buttons("Ооба", "Ооба"), 131009),
    "two of one id": (buttons("Ооба", "Жок", id="x"), 131009),
    "an id too long": (buttons("Ооба", id="x" * 257), 131009),
    "a body too long": (interactive("button", {"buttons": []}, "с" * 1025), 131009),
    "eleven rows": (rows(11), 131009),
    "a row too long": (rows(1, title="с" * 25), 131009),
    "a hint too long": (rows(1, description="с" * 73), 131009),
    "a file nobody uploaded": ({**HEAD, "type": "image", "image": {"id": "5"}}, 131009),
    "a voice with a caption": ({**HEAD, "type": "audio", "audio": {"id": "5", "caption": "x"}}, 100),
    "a place nowhere": ({**HEAD, "type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009),
    "a template nobody submitted": (
        {**HEAD, "type": "template", "template": {"name": "x", "language": {"code": "ru"}}},
        132001,
    ),
}


class Line:
    """Somebody with our token."""

    def __init__(self, graph: GraphServer, session: aiohttp.ClientSession) -> None:
        self.graph, self.session = graph, session

    async def posts(self, body: Json, path: str = f"{NUMBER}/messages", token: str = TOKEN) -> tuple[int, Any]:
        url, headers = f"{self.graph.url}/{VERSION}/{path}", {"Authorization": f"Bearer {token}"}
        async with self.session.post(url, json=body, headers=headers) as answer:
            said = await answer.json()
            return answer.status, said.get("error", {}).get("code", said.get("status"))


@pytest.fixture
async def line(graph: GraphServer) -> AsyncIterator[Line]:
    graph.last_in[AIGUL] = graph.clock()
    async with aiohttp.ClientSession() as session:
        yield Line(graph, session)


async def test_what_meta_takes_is_taken_and_what_it_refuses_is_refused(line: Line):
    for name, body in TAKEN.items():
        assert (await line.posts(body))[0] == 200, name
    for name, (body, code) in REFUSED.items():
        assert await line.posts(body) == (400, code), name
    assert await line.posts(TAKEN["three buttons"], token="of somebody else") == (401, 190)
    assert len(line.graph.chats[AIGUL]) == len(TAKEN)


SUBMITTED = {
    "name": "proposal_answered",
    "language": "ky_KG",
    "category": "UTILITY",
    "components": [
        {
            "type": "BODY",
            "text": "{0}{1} айыл өкмөтү № {2} сунушка жооп берди.",
            "example": {"body_text": [["Көк-Жар", "0001"]]},
        },
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Жоопту окуу"}]},
    ],
}


def submitted(text: str = "Саламатсызбы! {{1}} айыл өкмөтү № {{2}} сунушка жооп берди.", **more: Any) -> Json:
    parts = [dict(one) for one in SUBMITTED["components"]]
    parts[0]["text"] = text
    return {**SUBMITTED, "components": parts, **more}


def as_template(*values: str, payload: str = "open") -> Json:
    body = {"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}
    pressed = [{"type": "payload", "payload": payload}]
    button = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": pressed}
    named = {"name": "proposal_answered", "language": {"code": "ky_KG"}, "components": [body, button]}
    return {**HEAD, "type": "template", "template": named}


async def test_a_template_leaves_once_it_is_approved_and_with_values_that_fit(line: Line):
    path, graph = f"{BUSINESS}/message_templates", line.graph
    graph.last_in.clear()  # its window is shut
    assert await line.posts(submitted(), path) == (200, "PENDING")
    assert await line.posts(submitted(), path) == (400, 100)
    for bad in ("{{1}} айыл № {{2}} деди.", "Айыл {{1}} № {{3}} деди.", "Айыл {{1}} № {{2}}"):
        assert await line.posts(submitted(bad, name="other"), path) == (400, 131009), bad
    assert await line.posts(submitted(name="Жооп"), path) == (400, 100)

    assert await line.posts(as_template("Көк-Жар", "0001")) == (400, 132001)
    await graph.decides("APPROVED")
    assert (await line.posts(as_template("Көк-Жар", "0001")))[0] == 200
    assert await line.posts(as_template("Көк-Жар")) == (400, 132000)
    assert await line.posts(as_template("Көк-Жар\nНоокат", "0001")) == (400, 132012)
    await graph.decides("PAUSED", why="LOW_QUALITY")
    assert await line.posts(as_template("Көк-Жар", "0001")) == (400, 132015)
    (shown,) = graph.chats[AIGUL]
    assert shown.text == "Саламатсызбы! Көк-Жар айыл өкмөтү № 0001 сунушка жооп берди."
    assert shown.buttons == {"Жоопту окуу": ("button", "open")}
