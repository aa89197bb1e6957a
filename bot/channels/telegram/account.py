"""One bot of Telegram's: its number, its name, its lines to the Bot API, the mark behind its buttons."""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.contract import Rejected, Unreachable
from bot.channels.telegram.outages import is_unknown_token, say_outage
from bot.channels.telegram.parse import NAME
from bot.channels.telegram.request import MISREAD, AioRequest, Misshapen
from storage.database.seal import Seal


class BotAccount:
    """One bot. The account is the number its token begins with, so no request is needed to know it."""

    name = NAME

    def __init__(self, token: str, *, seal: Seal, api_url: str) -> None:
        self.account = token.partition(":")[0]
        self._seal = seal
        self._username = ""  # unknown until Telegram was asked
        self.request = AioRequest()
        self.polls = AioRequest(connections=2)  # beside the others, since a long poll holds its line for a minute
        self.base = api_url.rstrip("/")
        self.bot = Bot(
            token,
            base_url=f"{self.base}/bot",
            base_file_url=f"{self.base}/file/bot",
            request=self.request,
            get_updates_request=self.polls,
        )

    async def username(self) -> str:
        """The bot's name, as links have it. Raises TelegramError."""
        try:
            username = (await self.bot.get_me()).username
        except MISREAD:
            username = None
        if not username or not isinstance(username, str):
            raise Misshapen
        self._username = username
        return username

    async def who(self) -> str:
        """The bot's name. Raises Rejected for a token Telegram does not know, else as send."""
        try:
            return await self.username()
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_unknown_token(error):
                raise Rejected("this token is unknown, copy it again from BotFather") from None
            raise Unreachable(f"it cannot be reached: {say_outage(error)}") from None

    async def close(self) -> None:
        """Closes the connections."""
        await self.request.shutdown()
        await self.polls.shutdown()

    def mac(self, address: str, choice: str) -> str:
        """Eight letters that only we can put behind a button's id."""
        return self._seal.mark("button", self.account, address, choice)[:8]

    def link(self, payload: str = "") -> str:
        """The link that opens the bot; empty until Telegram has said the bot's name."""
        if not self._username:
            return ""
        return f"https://t.me/{self._username}" + (f"?start={payload}" if payload else "")
