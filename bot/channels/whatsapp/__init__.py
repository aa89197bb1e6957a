"""WhatsApp: the Cloud API by a thin adapter of our own, called by a webhook."""

from bot.channels.whatsapp.channel import OFFICIAL, WhatsApp

__all__ = ["OFFICIAL", "WhatsApp"]
