"""The channels of an install: the one place that names every messenger which has settings."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bot.channels.contract import Channel
from bot.config_accounts import AccountSettings, TelegramSettings
from bot.settings import Settings
from storage.database.seal import Seal

if TYPE_CHECKING:
    from bot.channels.whatsapp.webhook import WhatsAppWebhook

NONE = (
    "No channel is configured: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN, or leave SUNUSH_WEB_CHAT=0 out."
)


def list_channels(settings: Settings) -> list[Callable[[Seal], Channel]]:
    """What makes each configured channel, once the key of the install is known. A library is read only if it is used."""
    numbers: list[WhatsAppWebhook] = []
    found: list[Callable[[Seal], Channel]] = [
        partial(_make, one, settings.web.url, numbers) for one in settings.accounts
    ]
    return [*found, partial(_make_web, settings)] if settings.serves_chat else found


def _make_web(settings: Settings, seal: Seal) -> Channel:
    from bot.channels.web import Web

    url = settings.web.url or ("" if settings.accounts else settings.web.local_url)
    return Web(seal=seal, url=url, uploads=settings.uploads_dir, bucket=settings.uploads_bucket)


def _make(account: AccountSettings, web_url: str, numbers: "list[WhatsAppWebhook]", seal: Seal) -> Channel:
    if isinstance(account, TelegramSettings):
        from bot.channels.telegram import Telegram

        return Telegram.of(account, seal, web_url=web_url)
    from bot.channels.whatsapp import WhatsApp

    return WhatsApp.of(account, seal, siblings=numbers)
