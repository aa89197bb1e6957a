"""One number of ours at Meta: what people call it, its link, and what the doctor says of it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote

from bot.channels.contract import Finding, SendFailure
from bot.channels.intake import LimitNews
from bot.channels.whatsapp.news import OF_TIER, read_limit
from bot.channels.whatsapp.request import Graph, say_sentence
from bot.channels.whatsapp.templates import Definition, list_definitions
from bot.language.kyrgyz import put_in_quotes

PATIENCE = 15  # seconds in which the doctor waits for an answer
_ABOUT = "display_phone_number,verified_name,status,quality_rating,name_status"
APPROVED, MARKETING = "APPROVED", "MARKETING"
_WORKS = {"CONNECTED", ""}
_NAMED = {"APPROVED", "AVAILABLE_WITHOUT_REVIEW", "NON_EXISTS", ""}


class Number:
    """One phone number. Its account is the id that Meta gave it, so no request is needed to know it."""

    def __init__(self, account: str, business: str, graph: Graph) -> None:
        self.account = account
        self._business = business
        self._graph = graph
        self._digits = ""  # unknown until Meta was asked

    async def ask_who(self) -> str:
        """The number as people write it. Raises the failures of the contract."""
        about = await self._graph.get(self.account, fields=_ABOUT)
        shown = _read(about, "display_phone_number")
        self._digits = "".join(sign for sign in shown if sign.isascii() and sign.isdigit())
        return shown

    def link(self, payload: str = "") -> str:
        """The link that opens a chat with a start word in it; empty until Meta has said the number."""
        if not self._digits:
            return ""
        return f"https://wa.me/{self._digits}" + (f"?text={quote(payload)}" if payload else "")

    async def list_findings(self, chats_a_day: int | None = None) -> list[Finding]:
        """The state of the number and of the token, and whether the app hears of what is written to it.

        chats_a_day is the setting that the limit at Meta is held against.
        """
        looks = (self._look_at_number, self._look_at_subscription, self._look_at_templates)
        found = list(dict.fromkeys([await self._look(look) for look in looks]))  # one fault, said once
        limit = await self.read_limit() if found[0].well else None
        return found if limit is None else [*found, _say_limit(limit, chats_a_day)]

    async def read_limit(self) -> LimitNews | None:
        """How many people a day Meta lets be asked by a template; None where it does not say."""
        for field in OF_TIER:  # a version that does not know one refuses the whole question
            with suppress(SendFailure, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    limit = read_limit(await self._graph.get(self.account, fields=field))
                if limit is not None:
                    return limit
        return None

    async def list_templates(self) -> dict[tuple[str, str], str]:
        """The state of each template at Meta, by its name and language. Raises the failures of the contract."""
        return {key: _read(one, "status") for key, one in (await self._ask_for_templates()).items()}

    async def _ask_for_templates(self) -> dict[tuple[str, str], dict[str, object]]:
        found = await self._graph.get(
            f"{self._business}/message_templates", fields="name,language,status,category", limit="200"
        )
        data = found.get("data")
        rows = [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
        return {(_read(one, "name"), _read(one, "language")): one for one in rows}

    async def submit_template(self, definition: Definition) -> str:
        """Submits a template and returns the state it has then. Raises the failures of the contract."""
        return _read(await self._graph.post(f"{self._business}/message_templates", definition), "status")

    async def subscribe(self) -> None:
        """Lets the app of our token hear what is written to the account's numbers. Raises the failures of the contract."""
        await self._graph.post(f"{self._business}/subscribed_apps", {})

    async def register(self, pin: str) -> None:
        """Registers the number for the Cloud API; pin is its six digits, new or as before. Raises the failures."""
        await self._graph.post(f"{self.account}/register", {"messaging_product": "whatsapp", "pin": pin})

    async def set_profile(self, *, about: str, description: str) -> None:
        """Writes what people read about the number. Raises the failures of the contract."""
        profile = {"messaging_product": "whatsapp", "about": about, "description": description, "vertical": "GOVT"}
        await self._graph.post(f"{self.account}/whatsapp_business_profile", profile)

    async def _look_at_templates(self) -> Finding:
        known = await self._ask_for_templates()
        states = {key: _read(one, "status") for key, one in known.items()}
        wanted = [(one["name"], one["language"]) for one in list_definitions()]
        dear = [f"{name} ({language})" for name, language in wanted
                if _read(known.get((name, language), {}), "category") == MARKETING]  # fmt: skip
        costs = f" Meta counts these as {MARKETING}, which costs more: {', '.join(dear)}." if dear else ""
        missing = [f"{name} ({language}): {states.get((name, language), 'not submitted')}"
                   for name, language in wanted if states.get((name, language)) != APPROVED]  # fmt: skip
        if not missing:
            return Finding(True, f"WhatsApp: all {len(wanted)} templates are approved.{costs}")
        return Finding(False, f"WhatsApp: {len(missing)} of {len(wanted)} templates are not approved: {', '.join(missing)}. "
                       "«sunush whatsapp templates --submit» submits what is missing.")  # fmt: skip

    async def _look(self, look: Callable[[], Awaitable[Finding]]) -> Finding:
        try:
            async with asyncio.timeout(PATIENCE):
                return await look()
        except TimeoutError:
            return Finding(False, f"WhatsApp: no answer within {PATIENCE} seconds.")
        except SendFailure as failure:
            return Finding(False, say_sentence(failure))

    async def _look_at_number(self) -> Finding:
        about = await self._graph.get(self.account, fields=_ABOUT)
        shown, name = _read(about, "display_phone_number"), _read(about, "verified_name")
        state, quality, named = _read(about, "status"), _read(about, "quality_rating"), _read(about, "name_status")
        who = f"WhatsApp answers: the token is valid, the number is {shown} ({put_in_quotes(name)})"
        if state not in _WORKS:
            return Finding(False, f"{who}, but its state is {state}: see the WhatsApp Manager.")
        if named not in _NAMED:
            return Finding(False, f"{who}, but its name is {named}: see the WhatsApp Manager.")
        if quality == "RED":
            return Finding(False, f"{who}, but people block or report it (quality RED): fewer may be written to.")
        return Finding(True, f"{who}.")

    async def _look_at_subscription(self) -> Finding:
        found = (await self._graph.get(f"{self._business}/subscribed_apps")).get("data")
        if isinstance(found, list) and found:
            return Finding(True, "WhatsApp: an app is subscribed to what people write.")
        return Finding(
            False,
            "WhatsApp: no app is subscribed, so nothing that people write comes; see docs/messengers/whatsapp.md.",
        )


def _say_limit(limit: LimitNews, setting: int | None) -> Finding:
    if limit.most is None:
        return Finding(True, "WhatsApp: Meta lets as many people be asked by a template as one likes.")
    said = f"WhatsApp: Meta lets {limit.most} people a day be asked by a template"
    if setting is None or setting == limit.most:
        return Finding(True, f"{said}.")
    if setting > limit.most:
        return Finding(
            True, f"{said}. SUNUSH_WHATSAPP_CHATS_A_DAY says {setting}: no more than {limit.most} are asked."
        )
    return Finding(True, f"{said}. SUNUSH_WHATSAPP_CHATS_A_DAY says {setting}: it may be raised.")


def _read(about: dict[str, object], name: str) -> str:
    found = about.get(name)
    return found if isinstance(found, str) else ""
