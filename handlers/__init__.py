"""What is said: every conversation, registered on one router."""

from handlers import (
    answering,
    change,
    desk,
    elsewhere,
    fallback,
    heard,
    help,
    menu,
    mine,
    propose,
    reports,
    settings,
    start,
    team,
    year,
)
from handlers.talk import router

__all__ = [
    "answering",
    "change",
    "desk",
    "elsewhere",
    "fallback",
    "heard",
    "help",
    "menu",
    "mine",
    "propose",
    "reports",
    "router",
    "settings",
    "start",
    "team",
    "year",
]
