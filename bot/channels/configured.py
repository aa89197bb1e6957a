"""The channels of an install: the one place that names every messenger which has settings."""

from collections.abc import Callable

from bot.channels.contract import Channel
from bot.config import Settings
from storage.database.seal import Seal

NONE = "No channel is configured: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN."


def list_channels(settings: Settings) -> list[Callable[[Seal], Channel]]:
    """What makes each configured channel, once the key of the install is known. A library is read only if it is used."""
    found: list[Callable[[Seal], Channel]] = []
    if settings.telegram.token:
        from bot.channels.telegram import Telegram

        found.append(lambda seal: Telegram.of(settings.telegram, seal, web_url=settings.web.url))
    if settings.whatsapp.token:
        from bot.channels.whatsapp import WhatsApp

        found.append(lambda seal: WhatsApp.of(settings.whatsapp, seal))
    return found
