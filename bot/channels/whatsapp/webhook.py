"""Where Meta calls one number of ours (webhook). Bodies are signed, and each item is on disk before the answer is 200."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog

from bot.channels.contract import Answer, Posted
from bot.channels.intake import Intake
from bot.channels.signed_choice import Mac
from bot.channels.too_fast import FORWARDED
from bot.channels.whatsapp.news import read_template_news
from bot.channels.whatsapp.parse import Allowed, Item, Reported, SetAside, TemplateState, Written, parse, share_out
from bot.channels.whatsapp.said import NAME
from bot.channels.whatsapp.signature import is_signed, read_challenge
from bot.chat.message import Incoming
from storage.database.engine import CANNOT_WRITE

log = structlog.get_logger(__name__)

SIGNATURE = "x-hub-signature-256"
LARGEST = 3 * 1024 * 1024  # bytes of a batch
AT_ONCE = 16  # people of one batch who are taken in at a time
PLACES = 100  # people in a batch beyond whom each may send less


class WhatsAppWebhook:
    """The webhook of one account. It is open from `open` until its intake is asked to stop."""

    largest = LARGEST

    def __init__(
        self,
        account: str,
        *,
        business: str,
        secret: str,
        word: str,
        mac: Mac,
        seen: Callable[[Incoming], None],
        siblings: list["WhatsAppWebhook"],
    ) -> None:
        self.path = f"/webhooks/{NAME}/{account}"
        self._account, self._business = account, business
        self._secret, self._word = secret, word
        self._siblings = siblings  # all numbers of the install: one app calls one address for all of its own
        siblings.append(self)
        self._mac = mac
        self._seen = seen  # hears of what is on disk, so that its sender sees that it was read
        self._intake: Intake | None = None

    def open(self, intake: Intake) -> None:
        """Takes in from now on."""
        self._intake = intake

    @property
    def is_open(self) -> bool:
        """Whether it takes in."""
        return self._intake is not None and not self._intake.is_stopping

    def may_be_theirs(self, headers: Mapping[str, str]) -> bool:
        """Whether a signature stands in the headers at all."""
        return headers.get(SIGNATURE, "").casefold().startswith("sha256=")

    async def shake_hands(self, query: Mapping[str, str]) -> Answer:
        """Meta's handshake, by the word that was typed there."""
        challenge = read_challenge(query, self._word)
        return Answer(403) if challenge is None else Answer(200, challenge)

    async def take_in(self, posted: Posted) -> Answer:
        """Answers 200 once all of it is on disk. What Meta did not sign is 401, and what must come again 503."""
        if not is_signed(posted.body, posted.headers.get(SIGNATURE, ""), self._secret):
            return Answer(401)
        if not self.is_open:
            return Answer(503)
        numbers = {one._account: one for one in self._siblings if one._secret == self._secret}
        businesses = {account: one._business for account, one in numbers.items()}
        shares = share_out(posted.body, called=self._account, numbers=businesses)
        kept = [await numbers.get(account, self)._take(share) for account, share in shares.items()]
        return Answer(200 if all(kept) else 503)

    async def _take(self, body: bytes) -> bool:
        # False where it must come again: it cannot be written, or is for a number that takes nothing in now.
        intake = self._intake
        if intake is None or intake.is_stopping:
            return False
        try:
            return await self._keep_all(intake, parse(body, account=self._account, mac=self._mac))
        except CANNOT_WRITE:
            return False

    async def _keep_all(self, intake: Intake, items: list[Item]) -> bool:
        """Keeps each item; false where one must come again. People go side by side, and what one did in its order."""
        lines: dict[str, list[Coroutine[Any, Any, bool]]] = {}
        for who, keeping in self._admit_all(intake, items):
            lines.setdefault(who, []).append(keeping)
        places = asyncio.Semaphore(AT_ONCE)

        async def walk(line: list[Coroutine[Any, Any, bool]]) -> bool:
            async with places:
                return all([await keeping for keeping in line])

        outcomes = await asyncio.gather(*map(walk, lines.values()), return_exceptions=True)
        for line in lines.values():
            for keeping in line:
                keeping.close()  # what was not come to, behind a failure
        failed = [one for one in outcomes if isinstance(one, BaseException)]
        if failed:
            raise failed[0]
        return all(outcomes)

    def _admit_all(self, intake: Intake, items: list[Item]) -> list[tuple[str, Coroutine[Any, Any, bool]]]:
        said = sorted((one for one in items if isinstance(one, Written)), key=lambda one: one.at or 0)
        crowded = len({one.incoming.peer for one in said}) > PLACES
        made: list[tuple[str, Coroutine[Any, Any, bool]]] = []
        for one in said:
            weight = FORWARDED if one.incoming.forwarded else 1
            admitted = intake.admit(one.incoming, written=intake.written(one.at), weight=weight, crowded=crowded)
            if admitted is not None:
                made.append((one.incoming.peer.address, self._keep(intake, admitted, one.raw)))
        for at, item in enumerate(items):
            if not isinstance(item, Written):
                made.append((f"#{at}", self._note(intake, item)))
        return made

    async def _keep(self, intake: Intake, admitted: Incoming, raw: str) -> bool:
        await intake.keep(admitted, raw)
        self._seen(admitted)
        return True

    async def _note(self, intake: Intake, item: Reported | TemplateState | Allowed | SetAside) -> bool:
        if isinstance(item, Reported):
            return await intake.note_delivery(item.report)
        if isinstance(item, TemplateState):
            note = log.info if item.state == "APPROVED" else log.error
            note("Meta looked at a template", name=item.name, language=item.language, state=item.state, why=item.why)
            if (news := read_template_news(item.name, item.language, item.state)) is not None:
                await intake.note_news(news)
            return True
        if isinstance(item, Allowed):
            log.info("Meta says how many people a day may be asked", people=item.news.most)
            await intake.note_news(item.news)
            return True
        await intake.set_aside(item.id, item.raw, item.why)
        return True
