"""The web chat: the same conversation in a browser, served by our own web door."""

from bot.channels.web.channel import ACCOUNT, NAME, Web

__all__ = ["ACCOUNT", "NAME", "Web"]
