"""Where Meta calls one number of ours (webhook). Bodies are signed, and each item is on disk before the answer is 200."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

import structlog

from bot.channels.contract import Answer, Posted
from bot.channels.intake import Intake
from bot.channels.lines import Lines, Waiting
from bot.channels.signed_choice import Mac
from bot.channels.too_fast import FORWARDED
from bot.channels.whatsapp.news import read_template_news
from bot.channels.whatsapp.parse import (
    Allowed,
    Item,
    Reported,
    SetAside,
    TemplateState,
    Written,
    parse,
    read_waiting,
    share_out,
    write_waiting,
)
from bot.channels.whatsapp.said import NAME
from bot.channels.whatsapp.signature import is_signed, read_challenge
from bot.chat.message import Incoming
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

SIGNATURE = "x-hub-signature-256"
LARGEST = 3 * 1024 * 1024  # bytes of a batch
AT_ONCE = 16  # reports of one batch that are written at a time
PLACES = 32  # people taken in at once: they share a commit
AGAIN = 0.05  # seconds after which what has no turn yet is kept as it came, so that Meta does not wait


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
        self._lines: Lines | None = None

    async def run(self, intake: Intake) -> None:
        """Takes in until told to stop, and finishes what is in hand. What an earlier process left comes first."""
        async with asyncio.TaskGroup() as tasks:
            lines = Lines(intake, tasks, places=PLACES, seen=self._seen)
            await lines.take_up_backlog(self._read_waiting)
            self._intake, self._lines = intake, lines
            await intake.wait_until_stopped()
        await lines.clear()

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
        intake, lines = self._intake, self._lines
        if intake is None or lines is None or intake.is_stopping:
            return False
        try:
            return await self._keep_all(intake, lines, parse(body, account=self._account, mac=self._mac))
        except CANNOT_WRITE:
            return False

    async def _keep_all(self, intake: Intake, lines: Lines, items: list[Item]) -> bool:
        """Keeps each item; false where one must come again. What waits longer for its turn is kept as it came."""
        come = self._admit_all(intake, lines, items)
        lines.let_in(come)
        noting = [self._note(intake, item) for item in items if not isinstance(item, Written)]
        places = asyncio.Semaphore(AT_ONCE)

        async def take_place(note: Coroutine[Any, Any, bool]) -> bool:
            async with places:
                return await note

        noted = asyncio.gather(*map(take_place, noting), return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN):
                await asyncio.gather(*(one.is_settled.wait() for one in come))
        await lines.keep_behind(come)
        outcomes = await noted
        for one in come:
            await one.is_settled.wait()
        failed = [one for one in outcomes if isinstance(one, BaseException)]
        if failed:
            raise failed[0]
        return all(outcomes) and all(one.is_kept for one in come)

    def _admit_all(self, intake: Intake, lines: Lines, items: list[Item]) -> list[Waiting]:
        said = sorted((one for one in items if isinstance(one, Written)), key=lambda one: one.at or 0)
        crowded = lines.is_crowd(one.incoming.peer for one in said)
        made = []
        for one in said:
            weight = FORWARDED if one.incoming.forwarded else 1
            admitted = intake.admit(one.incoming, written=intake.written(one.at), weight=weight, crowded=crowded)
            if admitted is not None:
                made.append(Waiting(admitted, one.raw, write_waiting(one)))
        return made

    def _read_waiting(self, as_it_came: str) -> Waiting | None:
        found = read_waiting(as_it_came, account=self._account, mac=self._mac)
        return Waiting(found.incoming, found.raw, as_it_came) if found is not None else None

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
