"""What is said: every conversation, registered on one router."""

from handlers import change, fallback, help, menu, mine, propose, settings, start
from handlers.talk import router

__all__ = ["change", "fallback", "help", "menu", "mine", "propose", "router", "settings", "start"]
