"""Telegram: python-telegram-bot as transport and types, a long poll of our own, and nothing else of it."""

from bot.channels.telegram.channel import OFFICIAL, Telegram
from bot.channels.telegram.menus import EVERYWHERE, set_where_different
from bot.channels.telegram.polling import Polling

__all__ = ["EVERYWHERE", "OFFICIAL", "Polling", "Telegram", "set_where_different"]
