"""What every handler starts from: the one router, and the Talk over our Store."""

from typing import TypeAlias

from bot.chat.routing.heard_first import Step
from bot.chat.routing.router import Router
from bot.chat.talk import Talk as AnyTalk
from storage.people import Person
from storage.store import Store

Talk: TypeAlias = AnyTalk[Store, Person]

router = Router()
__all__ = ["Step", "Talk", "router"]
