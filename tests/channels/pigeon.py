"""A third messenger, whole. A webhook calls us; it has three buttons of twenty letters, no edits, addresses like KG.7Q."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import count

import aiohttp

from bot.channels.contract import Answer, Blocked, Capabilities, Finding, Gone, Posted
from bot.channels.fitting import list_buttons, split_parts
from bot.channels.intake import Became, DeliveryReport, Intake
from bot.chat.message import Incoming, Kind, Message, Peer
from storage.database.failures import CANNOT_WRITE

FEATHER = "grey"


class Hook:
    """Where the messenger calls one account; it proves itself by a feather, and shakes hands by a word."""

    largest = 4096

    def __init__(self, pigeon: "Pigeon") -> None:
        self.pigeon = pigeon
        self.path = f"/webhooks/{pigeon.name}/{pigeon.account}"

    @property
    def is_open(self) -> bool:
        return self.pigeon.intake is not None and not self.pigeon.intake.is_stopping

    def may_be_theirs(self, headers: Mapping[str, str]) -> bool:
        return "x-feather" in headers

    async def shake_hands(self, query: Mapping[str, str]) -> Answer:
        return Answer(200, query["word"]) if "word" in query else Answer(404)

    async def take_in(self, posted: Posted) -> Answer:
        """What a POST is answered with: 200 only once the event is on disk."""
        if posted.headers["x-feather"] != FEATHER:
            return Answer(401)
        return Answer(await self.pigeon.takes_in(posted.body.decode("utf-8", "replace")) if self.is_open else 503)


class Pigeon:
    name, pace = "pigeon", None
    capabilities = Capabilities(False, True, 3, 4096, 1024, 20, 1024)

    def __init__(self, account: str = "kg-office", *, reports: bool = False, window: int | None = None) -> None:
        self.account = account
        self.capabilities = replace(self.capabilities, reports_delivery=reports, window_hours=window)
        self.templates: list[tuple[str, dict]] = []
        self.webhook, self.door = Hook(self), ""
        self.ids, self.latest = count(1), dict[str, str]()
        self.intake: Intake | None = None
        self.sent: defaultdict[str, list[tuple[str, list[tuple[str, str]]]]] = defaultdict(list)

    async def inbound(self, intake: Intake) -> None:
        await intake.introduced("Sunush")
        self.intake = intake
        await intake.wait_until_stopped()

    async def posts(self, body: str, feather: str = FEATHER) -> int:
        """What its messenger is answered when it calls us at the web door."""
        async with aiohttp.ClientSession() as line:
            asked = line.post(self.door + self.webhook.path, data=body.encode(), headers={"X-Feather": feather})
            async with asked as answer:
                return answer.status

    async def takes_in(self, body: str) -> int:
        """What a POST is answered with, once it is known to be the messenger's."""
        try:
            said = json.loads(body)
            if "status" in said:
                report = DeliveryReport(Became(said["status"]), said["of"], code="unreachable")
                return 200 if await self.intake.note_delivery(report) else 503
            peer, what = Peer(self.name, self.account, said["from"]), (said.get("text", ""), said.get("button", ""))
            await self.intake.take(Incoming(said["id"], peer, Kind(said["kind"]), *what, opens_window=True), body)
        except (ValueError, KeyError):
            await self.intake.set_aside(f"{hash(body)}:unreadable", body, "Unreadable")
        except CANNOT_WRITE:
            return 503
        return 200

    async def send(self, address: str, message: Message, *, language: str) -> str:
        if not address.startswith("KG."):
            raise Blocked("no such address")
        if not message.is_shown:
            return ""
        if message.template is not None:
            self.templates.append((address, message.template))
        *before, last = split_parts(message, self.capabilities)
        self.sent[address] += [(part, []) for part in before] + [(last, list_buttons(message, self.capabilities))]
        self.latest[address] = f"wamid.{next(self.ids)}"
        return self.latest[address]

    async def fetch(self, reference: str) -> bytes:
        raise Gone(reference)

    def link(self, payload: str = "") -> str:
        return f"https://wa.me/{self.account}" + (f"?text={payload}" if payload else "")

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        return [Finding(heard_at is None, "The pigeon sits on the roof.")]

    def say_held_elsewhere(self, known_as: str) -> str:
        return f"{known_as} flies for somebody else."

    async def close(self) -> None:
        self.intake = None
